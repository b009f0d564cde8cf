/**
 * An entity is the same in every format.
 *
 * @module
 */
import type { Issue } from "../../core/issue.ts";
import { showBytes } from "../../core/show.ts";
import { formatItems } from "../../core/units.ts";
import { CELL, type RowBlock } from "../../core/table.ts";
import { type BlockView, type Check, type EntityMemory, NO_ROWS } from "../check.ts";
import { STATE } from "../decoded_column.ts";
import { mixHash } from "../hash.ts";
import { MAX_KEYS } from "../id_table.ts";

const CHUNK = 1 << 16;

/** Two hashes for each row of an entity: 8 bytes a row. */
class RowHashes {
  readonly #chunks: Int32Array[] = [];

  set(row: number, a: number, b: number): void {
    const chunk = this.#chunks[row >>> 16] ??= new Int32Array(CHUNK * 2);
    chunk[(row & (CHUNK - 1)) * 2] = a;
    chunk[(row & (CHUNK - 1)) * 2 + 1] = b;
  }

  equals(row: number, a: number, b: number): boolean {
    const chunk = this.#chunks[row >>> 16]!;
    const at = (row & (CHUNK - 1)) * 2;
    return chunk[at] === a && chunk[at + 1] === b;
  }
}

/** A row that differs from the first file's. */
interface Difference {
  readonly memory: EntityMemory;
  readonly path: string;
  readonly line: number | undefined;
  readonly index: number;
  readonly firstRow: number;
  readonly cells: readonly (string | null)[];
}

/** Rows that are looked up once more, to say in what they differ. */
const MAX_EXPLAINED = 1000;

const HEAD = { code: "formats-disagree", severity: "error" } as const;

/**
 * Compares each further file of an entity with the first, row by row, found by key. Rows that differ are
 * looked up once more, to name the field and both values.
 */
export const agreementCheck: Check = {
  name: "agreement",
  title: "an entity has the same rows in every format",
  open({ findings, memories }) {
    const hashes = new Map<EntityMemory, RowHashes>();
    const firstPaths = new Map<EntityMemory, string>();
    const differences: Difference[] = [];
    const room = { a: new Int32Array(0), b: new Int32Array(0) };
    // A bit for each row of the first file that the present file has had: two of its rows must not be one of those.
    const seen = new Map<EntityMemory, Uint8Array>();
    let rowCount = 0;
    const add = (issue: Issue) => findings.addIssue("agreement", issue);
    return {
      rows(view) {
        const { memory, block } = view;
        if (memory.sources.length < 2) return;
        hashRows(view, room);
        if (view.isFirst) {
          firstPaths.set(memory, view.path);
          let list = hashes.get(memory);
          if (list === undefined) hashes.set(memory, list = new RowHashes());
          for (let row = 0; row < Math.min(block.count, MAX_KEYS - block.start); row++) {
            list.set(block.start + row, room.a[row]!, room.b[row]!);
          }
          return;
        }
        const list = hashes.get(memory);
        for (let row = 0; row < block.count; row++) {
          const firstRow = findRow(view, row);
          if (firstRow === -2) continue;
          rowCount++;
          if (firstRow >= 0 && markSeen(seen, memory, firstRow)) {
            findings.add("agreement", HEAD, () => ({
              ...HEAD,
              message: `the row of ${
                firstPaths.get(memory) ?? memory.sources[0]
              } with this key stands here again`,
              path: view.path,
              ...(block.lines?.[row] === undefined ? {} : { line: block.lines[row] }),
              entity: memory.entity.plural,
              index: block.start + row,
            }));
            continue;
          }
          if (firstRow !== -1 && list !== undefined && firstRow < memory.rowCount) {
            if (list.equals(firstRow, room.a[row]!, room.b[row]!)) continue;
          }
          if (differences.length < Math.min(findings.maxKept, MAX_EXPLAINED)) {
            differences.push(noteRow(view, row, firstRow));
          } else {
            findings.add("agreement", HEAD, () => ({
              ...HEAD,
              message: "the row is another than in the first file",
              path: view.path,
              entity: memory.entity.plural,
              index: block.start + row,
            }));
          }
        }
      },
      tableEnd({ memory, path, rowCount, isFirst }) {
        seen.delete(memory);
        if (isFirst || rowCount === memory.rowCount) return;
        const first = firstPaths.get(memory) ?? memory.sources[0]!;
        add({
          ...HEAD,
          message: `the file has ${formatItems(rowCount, "row")} of ${memory.entity.plural}, ` +
            `${first} has ${memory.rowCount}`,
          path,
          entity: memory.entity.plural,
          actual: `${rowCount}`,
          expected: `${memory.rowCount}`,
        });
      },
      wanted: () =>
        [
          ...new Set(
            differences.filter(({ firstRow }) => firstRow >= 0).map(({ memory }) => memory),
          ),
        ]
          .map((memory) => ({ path: firstPaths.get(memory)!, table: memory.entity.plural })),
      rowsAgain(path, table, block) {
        for (const difference of differences) {
          const row = difference.firstRow - block.start;
          if (difference.memory.entity.plural !== table || row < 0 || row >= block.count) continue;
          for (const issue of compareCells(difference, path, block, row)) add(issue);
        }
      },
      finish() {
        for (const { memory, path, line, index, firstRow, cells } of differences) {
          if (firstRow !== -1) continue;
          const field = memory.entity.fields[memory.keyPlace];
          add({
            ...HEAD,
            message: `the row is not in ${firstPaths.get(memory) ?? memory.sources[0]}`,
            path,
            ...(line === undefined ? {} : { line }),
            entity: memory.entity.plural,
            index,
            ...(field === undefined
              ? {}
              : { field: field.name, actual: cells[memory.keyPlace] ?? "(null)" }),
          });
        }
        if ([...memories.values()].every(({ sources }) => sources.length < 2)) {
          return { detail: "", skipped: "each entity is in one file only" };
        }
        if (rowCount === 0) return { detail: "", skipped: NO_ROWS };
        return { detail: `${formatItems(rowCount, "row")} compared` };
      },
    };
  },
};

/** Notes that a row of the first file was met; whether it had been met before in this file. */
function markSeen(
  seen: Map<EntityMemory, Uint8Array>,
  memory: EntityMemory,
  row: number,
): boolean {
  let bits = seen.get(memory);
  if (bits === undefined) seen.set(memory, bits = new Uint8Array((memory.rowCount >>> 3) + 1));
  const bit = 1 << (row & 7);
  const isAgain = (bits[row >>> 3]! & bit) !== 0;
  bits[row >>> 3]! |= bit;
  return isAgain;
}

/** Row of the first file that a row is compared with; -1: there is none; -2: can't be said. */
function findRow(view: BlockView, row: number): number {
  const { memory, block, columns } = view;
  if (memory.keys === undefined) {
    const index = block.start + row;
    if (index >= MAX_KEYS) return -2;
    return index < memory.rowCount ? index : -1;
  }
  const { states, ids } = columns[memory.keyPlace]!;
  return states[row] === STATE.value ? memory.keys.find(ids, row * 4) : -2;
}

function hashRows(view: BlockView, room: { a: Int32Array; b: Int32Array }): void {
  const { count } = view.block;
  if (room.a.length < count) {
    room.a = new Int32Array(count);
    room.b = new Int32Array(count);
  }
  const { a, b } = room;
  a.fill(0, 0, count);
  b.fill(0x5bd1e995, 0, count);
  for (const { hashes } of view.columns) {
    for (let row = 0; row < count; row++) {
      a[row] = mixHash(a[row]!, hashes[row]!);
      b[row] = mixHash(b[row]!, Math.imul(hashes[row]!, 0x9e3779b1 | 0));
    }
  }
}

function noteRow(view: BlockView, row: number, firstRow: number): Difference {
  const { memory, path, block } = view;
  const cells = memory.entity.fields.map((_field, place) => cellValue(block, row, place));
  return {
    memory,
    path,
    line: block.lines?.[row],
    index: block.start + row,
    firstRow,
    cells,
  };
}

function cellValue(block: RowBlock, row: number, place: number): string | null {
  const cell = row * block.width + place;
  const kind = block.kinds[cell]!;
  if (kind === CELL.absent || kind === CELL.null) return null;
  return showBytes(block.bytes, block.starts[cell]!, block.ends[cell]!);
}

function compareCells(
  { memory, path, line, index, cells }: Difference,
  firstPath: string,
  block: RowBlock,
  row: number,
): Issue[] {
  const firstLine = block.lines?.[row];
  const where = firstLine === undefined ? firstPath : `${firstPath}:${firstLine}`;
  return memory.entity.fields.flatMap((field, place): Issue[] => {
    const first = cellValue(block, row, place);
    const given = cells[place] ?? null;
    if (first === given) return [];
    return [{
      ...HEAD,
      message: `${field.name} is another value than in ${where}`,
      path,
      ...(line === undefined ? {} : { line }),
      entity: memory.entity.plural,
      field: field.name,
      index,
      actual: given ?? "(null)",
      expected: first ?? "(null)",
    }];
  });
}

/**
 * Compares the rows of one table.
 *
 * @module
 */
import { openSpillFile } from "../check/spill_file.ts";
import { showBytes } from "../core/show.ts";
import { formatItems } from "../core/units.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import { RecordStore } from "../validate/record_store.ts";
import { changedFields, type JoinResult, joinRows } from "./row_join.ts";
import { RECORD_HEAD, RowScanner } from "./row_scanner.ts";
import type { FieldShape, TableShape } from "./shape.ts";
import { type FieldValues, measureShift, type Shift } from "./shift.ts";
import type { RowSource } from "./subject.ts";

/** Values of a row, by field; null where there is none. */
export type RowTexts = Readonly<Record<string, string | null>>;

/** A value before and after. */
export interface ValueChange {
  readonly a: string | null;
  readonly b: string | null;
}

/** A changed row. */
export interface RowChange {
  readonly key: string;
  readonly fields: Readonly<Record<string, ValueChange>>;
}

/** A field of both sides. */
export interface FieldDiff {
  readonly name: string;
  readonly typeText: string;
  /** Rows in which it differs. */
  readonly changed: number;
  readonly samples: readonly (ValueChange & { readonly key: string })[];
  /** Undefined for keys and references, and where rows were not read. */
  readonly shift?: Shift;
}

/** Numbers of rows; null where they are not known. */
export interface RowCounts {
  readonly a: number | null;
  readonly b: number | null;
  readonly equal: number | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Rows left over whose key the other side has less often. */
  readonly repeated: readonly [a: number, b: number];
}

/** What became of a table. */
export interface TableDiff {
  readonly name: string;
  readonly status: "equal" | "different" | "only-a" | "only-b" | "not-compared";
  /** What the status rests on: equal digests or plans, or rows that were read. */
  readonly basis: "digest" | "plan" | "rows" | "none";
  readonly sources: readonly [a: string | undefined, b: string | undefined];
  /** Name of the field that tells rows apart; undefined where a row is told apart by all it holds. */
  readonly key?: string;
  readonly rows: RowCounts;
  /** Whether equal rows stand in another order; false where some have no counterpart. */
  readonly isReordered: boolean;
  readonly addedRows: readonly RowTexts[];
  readonly removedRows: readonly RowTexts[];
  readonly changedRows: readonly RowChange[];
  readonly fields: readonly FieldDiff[];
  /** What a person should know, such as what a reader found. */
  readonly notes: readonly string[];
}

/** How a table is compared. */
export interface TableOptions {
  readonly maxSamples: number;
  /** Bytes of records in memory. */
  readonly budgetBytes: number;
  readonly signal?: AbortSignal;
  onBytes(count: number): void;
}

/** Bytes of a share that is joined at once. */
const SHARE_BYTES = 24 * 1024 * 1024;

/** Notes of a reader that are kept whole. */
const MAX_NOTES = 3;

const NO_ROWS = { equal: 0, added: 0, removed: 0, changed: 0, repeated: [0, 0] } as const;

/**
 * What is said of a table whose rows are not read.
 *
 * @param name The table.
 * @param status Its status.
 * @param basis What that rests on.
 * @param sources Where its rows are.
 * @param notes Why.
 * @returns The table.
 */
export function unreadTable(
  name: string,
  status: TableDiff["status"],
  basis: TableDiff["basis"],
  sources: readonly [a: RowSource | undefined, b: RowSource | undefined],
  notes: readonly string[] = [],
): TableDiff {
  const [a, b] = sources;
  const counts = [a?.rowCount ?? null, b?.rowCount ?? null] as const;
  return {
    ...{ name, status, basis, notes },
    sources: [a?.label, b?.label],
    rows: {
      ...NO_ROWS,
      ...{ a: counts[0], b: counts[1] },
      equal: status === "equal" ? counts[0] ?? counts[1] : 0,
      added: status === "only-b" ? counts[1] ?? 0 : 0,
      removed: status === "only-a" ? counts[0] ?? 0 : 0,
    },
    ...{ isReordered: false, addedRows: [], removedRows: [], changedRows: [], fields: [] },
  };
}

/** A side of the table, while it is read. */
interface OpenSide {
  readonly source: RowSource;
  readonly scanner: RowScanner;
  readonly notes: string[];
  isBroken: boolean;
}

/**
 * Compares the rows of a table of both sides: both are read once, and again up to the last row that is shown.
 * Memory: the budget, a share of one side's records, and some 4,000 counters a field.
 *
 * @param a Shape and rows of the first side.
 * @param b Shape and rows of the second.
 * @param options Samples, memory, signal, progress.
 * @returns The difference.
 * @throws {EsdhError} IO if a file can't be read; INTERRUPTED if the signal says so.
 */
export async function diffTable(
  a: { readonly shape: TableShape; readonly source: RowSource },
  b: { readonly shape: TableShape; readonly source: RowSource },
  options: TableOptions,
): Promise<TableDiff> {
  const others = new Map(b.shape.fields.map((field) => [field.name, field]));
  // Values are read as the second side's type says, where the two differ.
  const fields = a.shape.fields.flatMap(({ name }) => others.get(name) ?? []);
  const hasKey = fields.some(({ isKey }) => isKey);
  const store = new RecordStore({ budgetBytes: options.budgetBytes, openSpill: openSpillFile });
  try {
    const streams = [0, 1].map(() => store.open(RECORD_HEAD + fields.length));
    const sides = [a, b].map(({ source }, place): OpenSide => ({
      source,
      scanner: new RowScanner(fields, streams[place]!),
      ...{ notes: [], isBroken: false },
    })) as [OpenSide, OpenSide];
    for (const side of sides) await readSide(side, a.shape.name, fields, options);
    const joined = await joinRows(streams[0]!, streams[1]!, {
      budgetBytes: SHARE_BYTES,
      maxSamples: options.maxSamples,
      hasKey,
      onShare: async () => {
        options.signal?.throwIfAborted();
        await Promise.resolve();
      },
    });
    return await tellTable(a.shape.name, fields, sides, joined);
  } finally {
    store.close();
  }
}

async function readSide(
  side: OpenSide,
  table: string,
  fields: readonly FieldShape[],
  { onBytes }: TableOptions,
): Promise<void> {
  const names = fields.map(({ name }) => name);
  let issueCount = 0;
  for await (const event of side.source.read(table, names, onBytes)) {
    if (event.kind === "rows" && event.name === table) side.scanner.take(event.block);
    // Columns that only one side has are told by the schema, and tables of others by themselves.
    if (event.kind !== "issue" || /^(column-(order|unexpected)|table-)/.test(event.head.code)) {
      continue;
    }
    if (event.isFatal === true) side.isBroken = true;
    if (issueCount++ < MAX_NOTES) {
      const { message, line } = event.build();
      side.notes.push(`${side.source.label}${line === undefined ? "" : `:${line}`}: ${message}`);
    }
  }
  if (issueCount > MAX_NOTES) {
    side.notes.push(
      `${side.source.label}: ${
        formatItems(issueCount - MAX_NOTES, "finding")
      } more; esdh validate tells them`,
    );
  }
  if (side.scanner.keyless > 0) {
    side.notes.push(
      `${side.source.label}: ${formatItems(side.scanner.keyless, "row")} without a key`,
    );
  }
}

async function tellTable(
  name: string,
  fields: readonly FieldShape[],
  sides: readonly [OpenSide, OpenSide],
  joined: JoinResult,
): Promise<TableDiff> {
  const [rowsA, rowsB] = [new Set<number>(), new Set<number>()];
  const { addedRows, removedRows, changedRows, fieldRows } = joined;
  for (
    const { a, b } of [addedRows, removedRows, changedRows, ...fieldRows].flatMap((l) => l.pairs)
  ) {
    if (a !== -1) rowsA.add(a);
    if (b !== -1) rowsB.add(b);
  }
  const textsA = await readRows(sides[0].source, name, fields, rowsA);
  const textsB = await readRows(sides[1].source, name, fields, rowsB);
  const keyPlace = fields.findIndex(({ isKey }) => isKey);
  const keyOf = (cells: readonly (string | null)[]) => cells[keyPlace] ?? "";
  const toRow = (cells: readonly (string | null)[]) =>
    Object.fromEntries(fields.map((field, place) => [field.name, cells[place] ?? null]));
  const [valuesA, valuesB] = [sides[0].scanner.values(), sides[1].scanner.values()];
  const pairTexts = ({ a, b }: { readonly a: number; readonly b: number }) =>
    [textsA.get(a) ?? [], textsB.get(b) ?? []] as const;
  const { equal, added, removed, changed, repeated, isReordered } = joined;
  const isBroken = sides.some((side) => side.isBroken);
  const isEqual = added + removed + changed + repeated[0] + repeated[1] === 0;
  return {
    name,
    status: !isEqual ? "different" : isBroken ? "not-compared" : "equal",
    basis: "rows",
    sources: [sides[0].source.label, sides[1].source.label],
    ...(keyPlace === -1 ? {} : { key: fields[keyPlace]!.name }),
    rows: {
      ...{ a: sides[0].scanner.count, b: sides[1].scanner.count },
      ...{ equal, added, removed, changed, repeated },
    },
    isReordered,
    addedRows: addedRows.pairs.flatMap(({ b }) => textsB.has(b) ? [toRow(textsB.get(b)!)] : []),
    removedRows: removedRows.pairs.flatMap(({ a }) => textsA.has(a) ? [toRow(textsA.get(a)!)] : []),
    changedRows: changedRows.pairs.map((pair): RowChange => {
      const [was, is] = pairTexts(pair);
      const changes = changedFields(joined, pair).map((place): [string, ValueChange] => [
        fields[place]!.name,
        { a: was[place] ?? null, b: is[place] ?? null },
      ]);
      return { key: keyOf(was), fields: Object.fromEntries(changes) };
    }),
    fields: fields.map((field, place): FieldDiff => {
      const shift = shiftOf(field, valuesA[place]!, valuesB[place]!);
      return {
        name: field.name,
        typeText: field.typeText,
        changed: joined.changedFields[place]!,
        samples: fieldRows[place]!.pairs.map((pair) => {
          const [was, is] = pairTexts(pair);
          return { key: keyOf(was), a: was[place] ?? null, b: is[place] ?? null };
        }),
        ...(shift === undefined ? {} : { shift }),
      };
    }),
    notes: [
      ...sides[0].notes.map((note) => `A ${note}`),
      ...sides[1].notes.map((note) => `B ${note}`),
      ...(isBroken ? ["a file could not be read to its end: rows may be missing from this"] : []),
    ],
  };
}

function shiftOf(field: FieldShape, a: FieldValues, b: FieldValues): Shift | undefined {
  if (field.isKey || field.isReference || field.kind === "id") return undefined;
  const kind = field.kind === "day" ? "day" : a.numbers !== undefined ? "number" : "word";
  return measureShift(kind, a, b);
}

/** Reads some rows again, and no further than the last of them. */
async function readRows(
  source: RowSource,
  table: string,
  fields: readonly FieldShape[],
  wanted: ReadonlySet<number>,
): Promise<Map<number, (string | null)[]>> {
  const texts = new Map<number, (string | null)[]>();
  if (wanted.size === 0) return texts;
  const rows = [...wanted].sort((a, b) => a - b);
  let next = 0;
  for await (const event of source.read(table, fields.map(({ name }) => name))) {
    if (event.kind !== "rows" || event.name !== table) continue;
    const { start, count } = event.block;
    for (; next < rows.length && rows[next]! < start + count; next++) {
      texts.set(rows[next]!, readRow(event.block, rows[next]! - start));
    }
    if (next === rows.length) break;
  }
  return texts;
}

function readRow({ width, kinds, bytes, starts, ends }: RowBlock, row: number): (string | null)[] {
  return Array.from({ length: width }, (_, place) => {
    const cell = row * width + place;
    if (kinds[cell] === CELL.absent || kinds[cell] === CELL.null) return null;
    return showBytes(bytes, starts[cell]!, ends[cell]!);
  });
}

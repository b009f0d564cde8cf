/**
 * Row groups of a Parquet file as blocks of rows. Where the caller lets numbers come as such, their columns are
 * neither made texts of nor turned into rows, unless somebody asks for their texts.
 *
 * @module
 */
import { DAY_RANGE } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Field } from "../core/entity.ts";
import { CELL, type NumberCells, type ReadScope, type RowBlock } from "../core/table.ts";
import { type ColumnSpans, fillRows } from "./column_spans.ts";
import type { ColumnChunk } from "./parquet_chunk.ts";
import { readColumn, showDay } from "./parquet_columns.ts";
import type { RowGroup } from "./parquet_footer.ts";
import {
  checkGroup,
  MAX_GROUP_BYTES,
  type ParquetFile,
  readChunk,
  tellColumn,
} from "./parquet_file.ts";
import { readColumnValues, valueKindOf } from "./parquet_values.ts";
import { BLOCK_ROWS, RowBuffer } from "./row_buffer.ts";

const NONE = { codes: new Int32Array(0), ids: new Int32Array(0) } as const;

/** The numbers of a column of a row group. */
interface GroupNumbers {
  readonly field: Field;
  readonly states: Uint8Array;
  readonly numbers: Float64Array;
}

/** Reads row groups, one after the other; their arrays are filled again. */
export class GroupRows {
  readonly #parquet: ParquetFile;
  readonly #places: Int32Array;
  readonly #scope: ReadScope;
  readonly #fields: readonly Field[];
  readonly #room = new ByteBuffer();
  readonly #kept: (GroupNumbers | undefined)[] = [];
  #rows: RowBuffer;

  /**
   * @param parquet The file.
   * @param places Place in a row for each column; -1 for one that nobody asked for.
   * @param scope What is read.
   */
  constructor(parquet: ParquetFile, places: Int32Array, scope: ReadScope) {
    this.#parquet = parquet;
    this.#places = places;
    this.#scope = scope;
    const table = scope.table ?? "";
    this.#fields = scope.numberFields?.(table) ?? [];
    this.#rows = new RowBuffer(scope.fields(table)?.length ?? 0);
  }

  /** Rows that were read. */
  get rowCount(): number {
    return this.#rows.start;
  }

  /** Counts rows from 0 again. */
  restart(): void {
    this.#rows.start = 0;
  }

  /**
   * Reads a row group.
   *
   * @param group The row group.
   * @param mostBytes Greatest size of its pages, unpacked.
   * @returns Its rows, block by block; each holds until the next is asked for.
   * @throws {SyntaxError} if the file is damaged.
   */
  async *read(group: RowGroup, mostBytes: number = MAX_GROUP_BYTES): AsyncGenerator<RowBlock> {
    this.#scope.signal?.throwIfAborted();
    const parquet = this.#parquet;
    const rows = this.#rows;
    const { rowCount } = group;
    checkGroup(group);
    parquet.budget.left = mostBytes;
    const room = this.#room;
    room.clear();
    const spans = new Array<ColumnSpans | undefined>(rows.width).fill(undefined);
    const numbers = new Array<GroupNumbers | undefined>(rows.width).fill(undefined);
    for (const [column, element] of parquet.columns.entries()) {
      const place = this.#places[column]!;
      if (place === -1) continue;
      const chunk = await readChunk(parquet, group, element);
      tellColumn(element.name, () => {
        numbers[place] = this.#readNumbers(chunk, place);
        if (numbers[place] === undefined) spans[place] = readColumn(chunk, room);
      });
    }
    const mark = room.length;
    const isLeft = (place: number) => numbers[place] !== undefined;
    for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
      room.length = mark;
      fillRows(rows, spans, first, Math.min(BLOCK_ROWS, rowCount - first), isLeft);
      const block = rows.take(room.bytes, false);
      yield numbers.some((column) => column !== undefined)
        ? showLate(block, numbers, first, room)
        : block;
    }
  }

  /** Reads a column as numbers; undefined where it must be read as texts. */
  #readNumbers(chunk: ColumnChunk, place: number): GroupNumbers | undefined {
    const field = this.#fields[place];
    if (field === undefined) return undefined;
    const kind = valueKindOf(chunk.element, field);
    if (kind === undefined || kind === "word" || kind === "id") return undefined;
    const { rowCount, budget } = chunk;
    const { left } = budget;
    let target = this.#kept[place];
    if (target === undefined || target.states.length < rowCount) {
      target = { field, states: new Uint8Array(rowCount), numbers: new Float64Array(rowCount) };
      this.#kept[place] = target;
    }
    readColumnValues(chunk, kind, { ...target, ...NONE, hasRows: true });
    if (areExact(target, rowCount)) return target;
    budget.left = left;
    return undefined;
  }
}

/** Whether numbers say all that their texts would: none is too large, and no day beyond the calendar's. */
function areExact({ field, numbers }: GroupNumbers, count: number): boolean {
  const [least, most] = field.kind === "day"
    ? [DAY_RANGE.first, DAY_RANGE.last]
    : [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  let isExact = true;
  for (let row = 0; row < count; row++) {
    const value = numbers[row]!;
    isExact &&= value >= least && value <= most;
  }
  return isExact;
}

/** A block whose numbers become texts where somebody asks for them. */
function showLate(
  block: RowBlock,
  numbers: readonly (GroupNumbers | undefined)[],
  first: number,
  room: ByteBuffer,
): RowBlock {
  const isShown = new Uint8Array(numbers.length);
  const late = {
    ...block,
    numbers: numbers.map((column): NumberCells | undefined =>
      column && { first, states: column.states, numbers: column.numbers }
    ),
    show(place: number) {
      if (isShown[place] === 1) return;
      isShown[place] = 1;
      writeCells(block, place, numbers[place]!, first, room);
      late.bytes = room.bytes;
    },
  };
  return late;
}

function writeCells(
  { count, width, starts, ends, kinds }: RowBlock,
  place: number,
  { field, states, numbers }: GroupNumbers,
  first: number,
  room: ByteBuffer,
): void {
  const show = showNumber(field);
  const kind = field.kind === "day"
    ? CELL.text
    : field.kind === "boolean"
    ? CELL.boolean
    : CELL.number;
  for (let row = 0, cell = place; row < count; row++, cell += width) {
    const isValue = states[first + row] === 1;
    kinds[cell] = isValue ? kind : CELL.null;
    starts[cell] = room.length;
    if (isValue) room.writeText(show(numbers[first + row]!));
    ends[cell] = room.length;
  }
}

/** Days whose texts are known, at most. */
const MAX_DAYS = 1 << 14;
const dayTexts = new Map<number, string>();

/** The text of a day: the same ones come again and again. */
function showKnownDay(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    if (dayTexts.size === MAX_DAYS) dayTexts.clear();
    dayTexts.set(day, text = showDay(day));
  }
  return text;
}

/** What writes the numbers of a field. */
function showNumber({ kind, scale = 0 }: Field): (value: number) => string {
  switch (kind) {
    case "day":
      return showKnownDay;
    case "boolean":
      return (value) => value === 1 ? "true" : "false";
    case "decimal":
      if (scale > 0) {
        return (value) => {
          const digits = `${Math.abs(value)}`.padStart(scale + 1, "0");
          const sign = value < 0 ? "-" : "";
          return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
        };
      }
  }
  return (value) => `${value}`;
}

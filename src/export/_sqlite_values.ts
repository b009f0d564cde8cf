/**
 * Values of columns as SQLite takes them: texts are made for a whole column at once and then cut.
 *
 * @module
 */
import type { SQLInputValue } from "node:sqlite";
import { type Column, formatDay } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import { putId } from "./_id_text.ts";

/** Characters of an identifier. */
const ID_LENGTH = 36;

/** Days whose texts are kept: those of about 180 years. */
const MAX_DAYS = 65_536;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Puts the values of some rows into every `width`-th place of an array. */
type Fill = (
  from: number,
  rows: number,
  place: number,
  width: number,
  into: SQLInputValue[],
) => void;

/** Gives the present value of a row. */
type ValueOf = (row: number) => SQLInputValue;

/** The columns of a batch, one after the other, as values. Keeps the texts of days, and a buffer for identifiers. */
export class SqliteValues {
  readonly #buffer = new ByteBuffer();
  readonly #days = new Map<number, string>();
  #fills: Fill[] = [];

  /**
   * Takes the columns of a batch.
   *
   * @param columns The columns; they must stay as they are until the next call.
   * @param count Number of rows.
   */
  load(columns: readonly Column[], count: number): void {
    this.#fills = columns.map((column) => openFill(column, this.#openValues(column, count)));
  }

  /**
   * Puts a column's values into their places, rows being `width` places apart.
   *
   * @param place Which column.
   * @param from First row.
   * @param rows Number of rows.
   * @param into Takes the values.
   */
  fill(place: number, from: number, rows: number, into: SQLInputValue[]): void {
    this.#fills[place]!(from, rows, place, this.#fills.length, into);
  }

  #openValues(column: Column, count: number): ValueOf {
    switch (column.kind) {
      case "word": {
        const { words, codes } = column;
        return (row) => words[codes[row]!]!;
      }
      case "id": {
        const buffer = this.#buffer;
        buffer.clear();
        buffer.reserve(count * ID_LENGTH);
        for (let row = 0; row < count; row++) {
          putId(buffer.view, row * ID_LENGTH, column.values, row);
        }
        const text = decoder.decode(buffer.bytes.subarray(0, count * ID_LENGTH));
        return (row) => text.slice(row * ID_LENGTH, (row + 1) * ID_LENGTH);
      }
      case "day": {
        const { values } = column;
        return (row) => this.#dayText(values[row]!);
      }
      case "text": {
        const { bytes, offsets } = column;
        const start = offsets[0]!;
        const end = offsets[count]!;
        const text = decoder.decode(bytes.subarray(start, end));
        // As many characters as bytes: each is one byte, and stands where its byte does.
        if (text.length === end - start) {
          return (row) => text.slice(offsets[row]! - start, offsets[row + 1]! - start);
        }
        return (row) => decoder.decode(bytes.subarray(offsets[row]!, offsets[row + 1]!));
      }
      case "decimal": {
        const { values, scale } = column;
        const unit = 10 ** scale;
        return (row) => values[row]! / unit;
      }
      case "boolean":
      case "integer": {
        const { values } = column;
        return (row) => values[row]!;
      }
    }
  }

  #dayText(day: number): string {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    if (this.#days.size === MAX_DAYS) this.#days.clear();
    const text = formatDay(day);
    this.#days.set(day, text);
    return text;
  }
}

function openFill({ validity }: Column, valueOf: ValueOf): Fill {
  if (validity === undefined) {
    return (from, rows, place, width, into) => {
      for (let row = 0, at = place; row < rows; row++, at += width) into[at] = valueOf(from + row);
    };
  }
  return (from, rows, place, width, into) => {
    for (let row = 0, at = place; row < rows; row++, at += width) {
      into[at] = validity[from + row] === 0 ? null : valueOf(from + row);
    }
  };
}

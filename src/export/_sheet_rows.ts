/**
 * Rows of a sheet as XML.
 *
 * Cells and rows say no place of their own: they count from the one before, so that a block needs not know how
 * many rows are above it.
 *
 * @module
 */
import type { Batch, Column } from "../core/batch.ts";
import { formatDay } from "../core/batch.ts";
import type { ByteBuffer } from "../core/buffer.ts";
import type { Entity, Field } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import { putId } from "./_id_text.ts";
import { refuseColumn } from "./_parquet_buffer.ts";
import { rowRuntime } from "./_row_runtime.ts";
import { STYLE } from "./_sheet_parts.ts";
import { encodeWordList, type WordList } from "./_word_list.ts";
import { formatXmlText } from "./_xml_text.ts";

/** Greatest number of UTF-16 units of a cell's text. */
export const MAX_CELL_UNITS = 32_767;

/** First day a spreadsheet knows, 1900-01-01, and the first that it counts right: it has a 1900-02-29. */
const FIRST_DAY = -25_567;
const FIRST_RIGHT_DAY = -25_508;
/** What must be added to days from 1970-01-01 to count as a spreadsheet does. */
const DAY_SHIFT = 25_569;

/** Room for a cell that holds no text: its tags and 36 characters. */
const CELL_BYTES = 128;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const bytesOf = (text: string) => encoder.encode(text);
const NO_CELL = bytesOf("<c/>");
const TEXT_OPEN = bytesOf('<c t="inlineStr"><is><t>');
const TEXT_CLOSE = bytesOf("</t></is></c>");
const VALUE_CLOSE = bytesOf("</v></c>");
const TRUE_CELL = bytesOf('<c t="b"><v>1</v></c>');
const FALSE_CELL = bytesOf('<c t="b"><v>0</v></c>');

function openValue(style: number): Uint8Array {
  return bytesOf(style === STYLE.plain ? "<c><v>" : `<c s="${style}"><v>`);
}

function formatTextCell(text: string): string {
  if (text.length > MAX_CELL_UNITS) {
    throw new EsdhError("REFUSED", `a text of ${text.length} characters fits no cell of xlsx`, {
      hint: `a cell holds ${MAX_CELL_UNITS} at most: choose another format`,
    });
  }
  const space = /^\s|\s$|[\r\n\t]/.test(text) ? ' xml:space="preserve"' : "";
  return `<c t="inlineStr"><is><t${space}>${formatXmlText(text)}</t></is></c>`;
}

/** Appends the cell of a row. */
type CellWriter = (row: number, target: ByteBuffer) => void;

/** Bytes a text may hold that needs nothing of {@link formatTextCell}. */
const SAFE_BYTES = Uint8Array.from(
  { length: 256 },
  (_, byte) =>
    byte >= 0x20 && byte !== 0xef && !'&<>"_'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

function isSafeText(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > MAX_CELL_UNITS || bytes[from] === 0x20 || bytes[to - 1] === 0x20) return false;
  for (let at = from; at < to; at++) if (SAFE_BYTES[bytes[at]!] === 0) return false;
  return true;
}

/** Writes the rows of an entity's sheet. Keeps the cells of words it has met. */
export class SheetRows {
  readonly #entity: Entity;
  readonly #cells: (WordList | undefined)[] = [];

  /** @param entity The entity. */
  constructor(entity: Entity) {
    this.#entity = entity;
  }

  /**
   * Appends rows.
   *
   * @param batch The rows.
   * @param target Takes the XML.
   * @throws {EsdhError} REFUSED if a text is longer than a cell can hold.
   */
  write(batch: Batch, target: ByteBuffer): void {
    const writers = batch.columns.map((column, place) => this.#openCells(column, place));
    for (let row = 0; row < batch.count; row++) {
      target.reserve(CELL_BYTES);
      putBytes(target, ROW_OPEN);
      for (const write of writers) write(row, target);
      target.reserve(CELL_BYTES);
      putBytes(target, ROW_CLOSE);
    }
  }

  #openCells(column: Column, place: number): CellWriter {
    const field = this.#entity.fields[place]!;
    if (column.kind !== field.kind) refuseColumn(field, column);
    const write = this.#openValues(column, place, field);
    const { validity } = column;
    if (validity === undefined) return write;
    return (row, target) => {
      if (validity[row] !== 0) return write(row, target);
      target.reserve(CELL_BYTES);
      putBytes(target, NO_CELL);
    };
  }

  #openValues(column: Column, place: number, field: Field): CellWriter {
    switch (column.kind) {
      case "word":
        return this.#openWords(column.words, column.codes, place);
      case "text":
        return openTexts(column.bytes, column.offsets);
      case "id": {
        const { values } = column;
        return (row, target) => {
          target.reserve(CELL_BYTES);
          putBytes(target, TEXT_OPEN);
          putId(target.view, target.length, values, row);
          target.length += 36;
          putBytes(target, TEXT_CLOSE);
        };
      }
      case "boolean":
        return (row, target) => {
          target.reserve(CELL_BYTES);
          putBytes(target, column.values[row] === 0 ? FALSE_CELL : TRUE_CELL);
        };
      case "day":
        return openDays(column.values);
      case "integer":
        return openNumbers(
          STYLE.plain,
          (view, p, row) => rowRuntime.putInteger(view, p, column.values[row]!),
        );
      case "decimal": {
        const { values, scale } = column;
        if (scale !== field.scale) {
          throw new TypeError(
            `field "${field.name}" has ${field.scale} decimals, its column ${scale}`,
          );
        }
        return openNumbers(
          STYLE.decimal + scale,
          (view, p, row) => rowRuntime.putDecimal(view, p, values[row]!, 10 ** scale, scale),
        );
      }
    }
  }

  #openWords(
    words: readonly string[],
    codes: Uint8Array | Uint16Array | Int32Array,
    place: number,
  ): CellWriter {
    if (this.#cells[place]?.words !== words) {
      this.#cells[place] = { ...encodeWordList(words.map(formatTextCell)), words };
    }
    const { view, offsets, maxLength } = this.#cells[place];
    return (row, target) => {
      target.reserve(maxLength);
      const from = offsets[codes[row]!]!;
      const length = offsets[codes[row]! + 1]! - from;
      const to = target.length;
      for (let at = 0; at < length; at += 4) {
        target.view.setInt32(to + at, view.getInt32(from + at, true), true);
      }
      target.length += length;
    };
  }
}

const ROW_OPEN = bytesOf("<row>");
const ROW_CLOSE = bytesOf("</row>");

function openTexts(bytes: Uint8Array, offsets: Int32Array): CellWriter {
  return (row, target) => {
    const from = offsets[row]!;
    const to = offsets[row + 1]!;
    if (!isSafeText(bytes, from, to)) {
      return target.writeText(formatTextCell(decoder.decode(bytes.subarray(from, to))));
    }
    target.reserve(CELL_BYTES + to - from);
    putBytes(target, TEXT_OPEN);
    let p = target.length;
    for (let at = from; at < to; at++) target.bytes[p++] = bytes[at]!;
    target.length = p;
    putBytes(target, TEXT_CLOSE);
  };
}

function openNumbers(
  style: number,
  put: (view: DataView, p: number, row: number) => number,
): CellWriter {
  const open = openValue(style);
  return (row, target) => {
    target.reserve(CELL_BYTES);
    putBytes(target, open);
    target.length = put(target.view, target.length, row);
    putBytes(target, VALUE_CLOSE);
  };
}

/** Days as the numbers that a spreadsheet shows as days; those before the first it knows as text. */
function openDays(days: Int32Array): CellWriter {
  const serialOf = (day: number) => day + DAY_SHIFT - (day < FIRST_RIGHT_DAY ? 1 : 0);
  const write = openNumbers(
    STYLE.day,
    (view, p, row) => rowRuntime.putInteger(view, p, serialOf(days[row]!)),
  );
  return (row, target) => {
    if (days[row]! >= FIRST_DAY) write(row, target);
    else target.writeText(formatTextCell(formatDay(days[row]!)));
  };
}

function putBytes(target: ByteBuffer, bytes: Uint8Array): void {
  const p = target.length;
  for (let at = 0; at < bytes.length; at++) target.bytes[p + at] = bytes[at]!;
  target.length = p + bytes.length;
}

/**
 * A column that is remembered after its rows have gone, for rules that look at it from other rows.
 *
 * @module
 */
import type { RowBlock } from "../core/table.ts";
import { type DecodedColumn, STATE } from "./decoded_column.ts";
import type { Interner } from "./interner.ts";

const CHUNK = 1 << 16;

/**
 * Remembers 4 bytes a row of a field with words or whole numbers, 16 of an id, and of a text its bytes and 4
 * more.
 */
export class KeptColumn {
  /** Number of rows. */
  count = 0;
  readonly #kind: "code" | "id" | "text";
  readonly #chunks: Int32Array[] = [];
  readonly #texts: Uint8Array[] = [];
  #room = new Uint8Array(CHUNK * 16);
  #used = 0;

  /**
   * @param column The column as it is decoded.
   * @param words Gives the words back.
   */
  constructor(column: DecodedColumn, readonly words: Interner) {
    const { kind } = column.field;
    this.#kind = kind === "id" ? "id" : kind === "text" && !column.hasCodes ? "text" : "code";
  }

  /** Whether rows are remembered by the number of their word. */
  get hasCodes(): boolean {
    return this.#kind === "code";
  }

  /**
   * Remembers the rows of a block.
   *
   * @param column The field's column in the block.
   * @param block The rows.
   * @param place The field's place in a row.
   * @param count How many of its rows, from the first on.
   */
  append(column: DecodedColumn, block: RowBlock, place: number, count: number): void {
    const width = this.#kind === "id" ? 4 : 1;
    for (let row = 0; row < count; row++) {
      const at = this.count & (CHUNK - 1);
      if (at === 0) this.#openChunk(width);
      const chunk = this.#chunks[this.#chunks.length - 1]!;
      const isGood = column.states[row] === STATE.value;
      if (this.#kind === "code") chunk[at] = isGood ? column.codes[row]! : -1;
      else if (this.#kind === "id") {
        for (let word = 0; word < 4; word++) chunk[at * 4 + word] = column.ids[row * 4 + word]!;
        if (!isGood) chunk.fill(0, at * 4, at * 4 + 4);
      } else {
        const cell = row * block.width + place;
        if (isGood) this.#appendText(block.bytes, block.starts[cell]!, block.ends[cell]!);
        chunk[at] = isGood ? this.#used : ~this.#used;
      }
      this.count++;
    }
  }

  /**
   * Number of the word of a row.
   *
   * @param row The row, from 0.
   * @returns The number; -1 where the row has no proper value, `NO_ROOM` where its word could not be kept.
   */
  code(row: number): number {
    return this.#chunks[row >>> 16]![row & (CHUNK - 1)]!;
  }

  /**
   * What holds the id of a row: all words 0 where the row has no proper value.
   *
   * @param row The row, from 0.
   * @returns Words of many rows.
   */
  chunk(row: number): Int32Array {
    return this.#chunks[row >>> 16]!;
  }

  /**
   * Place of the first word of a row's id in its {@link chunk}.
   *
   * @param row The row, from 0.
   */
  idAt(row: number): number {
    return (row & (CHUNK - 1)) * 4;
  }

  /**
   * Bytes of the text of a row.
   *
   * @param row The row, from 0.
   * @returns A view; undefined where the row has no proper value, or its word could not be kept.
   */
  bytes(row: number): Uint8Array | undefined {
    if (this.#kind === "code") {
      const code = this.code(row);
      return code < 0 ? undefined : this.words.wordBytes(code);
    }
    const chunk = this.#chunks[row >>> 16]!;
    const at = row & (CHUNK - 1);
    const end = chunk[at]!;
    if (end < 0) return undefined;
    const before = at === 0 ? 0 : chunk[at - 1]!;
    const room = this.#texts[row >>> 16] ?? this.#room;
    return room.subarray(before < 0 ? ~before : before, end);
  }

  #openChunk(width: number): void {
    if (this.#kind === "text" && this.#chunks.length > 0) {
      this.#texts.push(this.#room.slice(0, this.#used));
      this.#used = 0;
    }
    this.#chunks.push(new Int32Array(CHUNK * width));
  }

  #appendText(bytes: Uint8Array, start: number, end: number): void {
    const wanted = this.#used + end - start;
    if (wanted > this.#room.length) {
      const larger = new Uint8Array(Math.max(wanted, this.#room.length * 2));
      larger.set(this.#room.subarray(0, this.#used));
      this.#room = larger;
    }
    for (let from = start; from < end; from++) this.#room[this.#used++] = bytes[from]!;
  }
}

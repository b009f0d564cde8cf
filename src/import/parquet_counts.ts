/**
 * How many rows of a Parquet column hold each value. Most columns are places in a dictionary: those are counted as
 * they stand, and what a value means is asked once for each entry of the dictionary.
 *
 * @module
 */
import type { ValueCounter, ValueTarget } from "../core/value_file.ts";
import type { DataPage } from "./parquet_chunk.ts";
import { ENCODING, isCoded } from "./parquet_page.ts";
import { type PageValues, readFlags, readPlain, type ValueKind } from "./parquet_plain.ts";
import { countOnes, countRuns, sumLevels } from "./parquet_runs.ts";
import { damaged } from "./thrift.ts";

const FLAGS = Int32Array.of(0, 1);

/** Counts the values of one column of a row group. Memory: a number for each entry of its dictionary. */
export class ColumnCounts {
  readonly #kind: ValueKind;
  readonly #counter: ValueCounter;
  readonly #codeOf: ValueTarget["codeOf"];
  #dictionary: PageValues | undefined;
  #counts = new Uint32Array(0);

  /**
   * @param kind What its values are.
   * @param counter Takes the counts.
   * @param codeOf Gives words their numbers.
   */
  constructor(kind: ValueKind, counter: ValueCounter, codeOf: ValueTarget["codeOf"]) {
    this.#kind = kind;
    this.#counter = counter;
    this.#codeOf = codeOf;
  }

  /**
   * Counts the values of a page.
   *
   * @param data The page.
   * @throws {SyntaxError} If it is damaged or encoded in a way that can't be read.
   */
  addPage({ header, page, position, count, dictionary }: DataPage<PageValues>): void {
    const { encoding, valueCount } = header;
    if (count < valueCount) this.#counter.addNulls(valueCount - count);
    if (count === 0) return;
    if (isCoded(encoding)) this.#addPlaces(page, position, count, dictionary);
    else if (encoding === ENCODING.rle && this.#kind === "boolean") {
      this.#addFlags(sumLevels(readFlags(page, position, count)), count);
    } else if (encoding !== ENCODING.plain) {
      throw damaged(`its encoding number ${encoding} can't be read; plain and dictionary can`);
    } else if (this.#kind === "boolean") {
      if (Math.ceil(count / 8) > page.length - position) {
        throw damaged("a page ends before its values");
      }
      this.#addFlags(countOnes(page, position, count), count);
    } else {
      this.#hand(readPlain(page, position, count, this.#kind, this.#codeOf), undefined);
    }
  }

  /**
   * Hands over what was counted of the dictionary.
   *
   * @throws {SyntaxError} If a page pointed behind its end.
   */
  finish(): void {
    if (this.#dictionary === undefined) return;
    const { size } = this.#dictionary;
    const counts = this.#counts;
    for (let place = size; place < counts.length; place++) {
      if (counts[place]! > 0) throw damaged(`value ${place} of a dictionary of ${size}`);
    }
    this.#hand(this.#dictionary, counts);
  }

  #addPlaces(
    page: Uint8Array,
    position: number,
    count: number,
    dictionary: PageValues | undefined,
  ): void {
    if (dictionary === undefined) throw damaged("a page needs a dictionary that is not there");
    if (position >= page.length) throw damaged("a page ends before its values");
    if (this.#dictionary === undefined) {
      this.#dictionary = dictionary;
      // As many as numbers of so many bits can name: which of them are none is asked once, at the end.
      const bits = 32 - Math.clz32(Math.max(1, dictionary.size - 1));
      this.#counts = new Uint32Array(2 ** bits);
    }
    const width = page[position]!;
    countRuns({ bytes: page, start: position + 1, end: page.length, width, count }, this.#counts);
  }

  #addFlags(ones: number, count: number): void {
    this.#counter.add(FLAGS, Uint32Array.of(count - ones, ones), 2);
  }

  #hand({ numbers, codes, size }: PageValues, counts: Uint32Array | undefined): void {
    this.#counter.add((numbers ?? codes)!, counts, size);
  }
}

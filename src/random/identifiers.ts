/**
 * 128-bit identifiers that are unique by construction: each is the row index, enciphered.
 *
 * They are UUIDs of version 8 (RFC 9562), which leaves 122 bits. The index takes 53 of them and the
 * rest are zero; eight steps of an unbalanced Feistel network over words of 32, 28, 30 and 32 bits
 * spread it over all. Each step xors a keyed function of three words into the fourth and so can be
 * undone: no two indices share an identifier, and an identifier gives its index back. One that was not
 * made so has zeros in the right places by chance of 2^-69.
 *
 * @module
 */
import type { IdWords } from "../core/batch.ts";
import type { EntityStream } from "./stream.ts";

const FIRST_MULTIPLIER = 0x21f0aaad;
const SECOND_MULTIPLIER = 0x735a2d97;
const TWO_32 = 2 ** 32;
const INDEX_LIMIT = 2 ** 53;

/** Free bits of each word, apart from version and variant. */
const MASKS = [0xffffffff | 0, 0x0fffffff, 0x3fffffff, 0xffffffff | 0] as const;
/** Steps; the word that a step changes is its number modulo 4. */
const STEPS = 8;

type Words = [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** One step for a column: xors a keyed function of three words into the fourth. It undoes itself. */
function xorStep(
  target: Uint32Array,
  first: Uint32Array,
  second: Uint32Array,
  third: Uint32Array,
  key: number,
  mask: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    let mixed = (Math.imul(first[i]! ^ key, FIRST_MULTIPLIER) + second[i]!) | 0;
    mixed = (Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER) + third[i]!) | 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), FIRST_MULTIPLIER);
    mixed = Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER);
    target[i] = target[i]! ^ ((mixed ^ (mixed >>> 16)) & mask);
  }
}

function runStep(words: Readonly<IdWords>, key: Int32Array, step: number, count: number): void {
  const place = step & 3;
  const [first, second, third] = [1, 2, 3].map((shift) => words[(place + shift) & 3]!);
  xorStep(words[place]!, first!, second!, third!, key[step]!, MASKS[place]!, count);
}

/** The identifiers of an entity's rows. Made by {@link openIdentifiers}; keep it for all rows. */
export class Identifiers {
  readonly #key: Int32Array;
  #scratch: Words = [0, 0, 0, 0].map(() => new Uint32Array(0)) as Words;

  /** @param key Eight words. */
  constructor(key: Int32Array) {
    this.#key = key;
  }

  /**
   * Writes the identifiers of consecutive rows.
   *
   * @param start Index of the first row, an integer from 0; `start + count` is at most 2^53.
   * @param count Number of rows.
   * @param out Takes the identifiers.
   * @throws {RangeError} If an index is out of its range, or `out` holds fewer rows.
   */
  fillRange(start: number, count: number, out: IdWords): void {
    checkCount(count, out);
    if (!Number.isInteger(start) || start < 0 || start > INDEX_LIMIT - count) {
      throw new RangeError(`Rows ${start} to ${start + count} are not all from 0 to 2^53`);
    }
    for (let i = 0; i < count; i++) {
      out[1][i] = (start + i) / TWO_32;
      out[3][i] = start + i;
    }
    this.#encipher(count, out);
  }

  /**
   * Writes the identifiers of any rows.
   *
   * @param indices Row indices, integers from 0 to 2^53 - 1.
   * @param count Number of rows.
   * @param out Takes the identifiers, in the order of `indices`.
   * @throws {RangeError} If an index is out of its range, or an array holds fewer rows.
   */
  fillIndices(indices: Float64Array, count: number, out: IdWords): void {
    checkCount(count, [indices, ...out]);
    for (let i = 0; i < count; i++) {
      const index = indices[i]!;
      if (!(index >= 0 && index < INDEX_LIMIT && Math.floor(index) === index)) {
        throw new RangeError(`A row index is an integer from 0 to 2^53 - 1, not ${index}`);
      }
      out[1][i] = index / TWO_32;
      out[3][i] = index;
    }
    this.#encipher(count, out);
  }

  /**
   * The row of an identifier.
   *
   * @param words Four words, most significant first.
   * @returns The row index, or undefined where the identifier is not one of these.
   */
  indexOf(...words: [number, number, number, number]): number | undefined {
    const id = words.map((word) => Uint32Array.of(word)) as Words;
    const index = new Float64Array(1);
    this.fillIndicesOf(id, 1, index);
    return index[0] === -1 ? undefined : index[0];
  }

  /**
   * Writes the rows of identifiers: undoes {@link fillIndices}.
   *
   * @param ids Identifiers; they are left as they are.
   * @param count Number of rows.
   * @param out Takes the row indices, -1 where an identifier is not one of these.
   * @throws {RangeError} If an array holds fewer rows.
   */
  fillIndicesOf(ids: IdWords, count: number, out: Float64Array): void {
    checkCount(count, [...ids, out]);
    if (this.#scratch[0].length < count) {
      this.#scratch = [0, 0, 0, 0].map(() => new Uint32Array(count)) as Words;
    }
    const scratch = this.#scratch;
    for (let i = 0; i < count; i++) {
      const second = ids[1][i]!;
      scratch[0][i] = ids[0][i]!;
      scratch[1][i] = ((second >>> 16) << 12) | (second & 0xfff);
      scratch[2][i] = ids[2][i]! & MASKS[2];
      scratch[3][i] = ids[3][i]!;
    }
    for (let step = STEPS - 1; step >= 0; step--) runStep(scratch, this.#key, step, count);
    for (let i = 0; i < count; i++) {
      const isVersion8 = (ids[1][i]! & 0xf000) === 0x8000 && ids[2][i]! >>> 30 === 2;
      const high = scratch[1][i]!;
      const isOurs = isVersion8 && scratch[0][i] === 0 && scratch[2][i] === 0 && high < 2 ** 21;
      out[i] = isOurs ? high * TWO_32 + scratch[3][i]! : -1;
    }
  }

  #encipher(count: number, out: IdWords): void {
    out[0].fill(0, 0, count);
    out[2].fill(0, 0, count);
    for (let step = 0; step < STEPS; step++) runStep(out, this.#key, step, count);
    const second = out[1], third = out[2];
    for (let i = 0; i < count; i++) {
      const bits = second[i]!;
      second[i] = ((bits >>> 12) << 16) | 0x8000 | (bits & 0xfff);
      third[i] = third[i]! | 0x80000000;
    }
  }
}

function checkCount(count: number, arrays: readonly { readonly length: number }[]): void {
  const capacity = Math.min(...arrays.map(({ length }) => length));
  if (!Number.isInteger(count) || count < 0 || count > capacity) {
    throw new RangeError(`Can't fill ${count} rows of ${capacity}`);
  }
}

/**
 * Opens the identifiers of an entity.
 *
 * @param stream The entity's stream; other seeds, datasets and entities have other identifiers.
 * @param name Name of the field.
 * @returns Its identifiers.
 *
 * @example
 * ```ts
 * import { openIdentifiers } from "./identifiers.ts";
 * import { openStream } from "./stream.ts";
 * const ids = openIdentifiers(openStream(42n, "auto/1.0", "person"), "person_id");
 * const [a, b, c, d] = [0, 0, 0, 0].map(() => new Uint32Array(2));
 * ids.fillRange(700, 2, [a!, b!, c!, d!]);
 * if (ids.indexOf(a![1]!, b![1]!, c![1]!, d![1]!) !== 701) throw new RangeError();
 * if (ids.indexOf(1, 2, 3, 4) !== undefined) throw new RangeError();
 * ```
 */
export function openIdentifiers(stream: EntityStream, name: string): Identifiers {
  return new Identifiers(stream.deriveKey("identifiers", name));
}

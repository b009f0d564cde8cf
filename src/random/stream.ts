/**
 * Addressed random streams: every word is a pure function of (seed, dataset version, entity, row
 * index, field name, draw number), and of nothing else.
 *
 * Nothing is drawn in call order, so adding a field, leaving out an entity, cutting rows into other
 * chunks or computing one row alone changes no word. The way of an address:
 *
 *     seed, dataset, entity --SHA-256--> entity key --SHA-256 with the field's name--> field key
 *     row index  --cipher under the entity key-->  row state, 128 bits
 *     draw       --cipher under the field key-->   draw key, 128 bits
 *     row state, draw key  --mixing function-->    word, 32 bits
 *
 * The cipher is a bijection of 128-bit blocks and a block holds the whole index, so no two rows of an
 * entity share a state. `docs/randomness.md` has the reasons, the proofs and the measurements.
 *
 * @module
 */
import { deriveKey, encipherBlocks } from "./_block.ts";

/** Row indices and bounds are below this: integers that a number holds exactly. */
const INDEX_LIMIT = 2 ** 53;
const TWO_32 = 2 ** 32;

/** Odd multipliers of the mixer of least bias in C. Wellons' collection ("hash-prospector"). */
const FIRST_MULTIPLIER = 0x21f0aaad;
const SECOND_MULTIPLIER = 0x735a2d97;

/** Name of the construction: part of every key, so that another one would give other words. */
const CONSTRUCTION = "esdh addressed stream 1";

/** States of some rows, as columns: row `i` has the 128 bits `a[i], b[i], c[i], d[i]`. */
export class RowStates {
  /** First words. */
  readonly a: Int32Array;
  /** Second words. */
  readonly b: Int32Array;
  /** Third words. */
  readonly c: Int32Array;
  /** Fourth words. */
  readonly d: Int32Array;
  /** Number of rows that were filled last. */
  count = 0;

  /** @param capacity Greatest number of rows; 16 bytes are held for each. */
  constructor(readonly capacity: number) {
    this.a = new Int32Array(capacity);
    this.b = new Int32Array(capacity);
    this.c = new Int32Array(capacity);
    this.d = new Int32Array(capacity);
  }
}

function checkCount(count: number, capacity: number, what: string): void {
  if (!Number.isInteger(count) || count < 0 || count > capacity) {
    throw new RangeError(`Can't fill ${count} rows: ${what} holds 0 to ${capacity}`);
  }
}

function checkRow(states: RowStates, row: number): void {
  if (!(row >= 0 && row < states.count)) {
    throw new RangeError(`There is no row ${row} in ${states.count} states`);
  }
}

function checkDraw(draw: number): void {
  if (!Number.isInteger(draw) || draw < 0 || draw >= TWO_32) {
    throw new RangeError(`A draw number is an integer from 0 to 2^32 - 1, not ${draw}`);
  }
}

/** The mixing function: see `docs/randomness.md`. Bijective in each word of the state. */
function mixColumns(
  key: Int32Array,
  states: RowStates,
  start: number,
  end: number,
  out: Int32Array,
): void {
  const k0 = key[0]!, k1 = key[1]!, k2 = key[2]!, k3 = key[3]!;
  const { a, b, c, d } = states;
  for (let i = start; i < end; i++) {
    let mixed = (Math.imul(a[i]! ^ k0, FIRST_MULTIPLIER) + (b[i]! ^ k1)) | 0;
    mixed = (Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER) + (c[i]! ^ k2)) | 0;
    mixed = (Math.imul(mixed ^ (mixed >>> 16), FIRST_MULTIPLIER) + (d[i]! ^ k3)) | 0;
    mixed = Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER);
    mixed = Math.imul(mixed ^ (mixed >>> 16), FIRST_MULTIPLIER);
    out[i - start] = mixed ^ (mixed >>> 15);
  }
}

/** The words of one field of an entity. Made by {@link EntityStream.field}; keep it for all rows. */
export class FieldStream {
  /** Key of the field: made for {@link EntityStream} and what derives from the field. */
  readonly #key: Int32Array;
  readonly #zeroKey: Int32Array;
  /** Draw key that was made last, for its draw and lane. */
  readonly #drawKey = new Int32Array(4);
  #draw = -1;
  #lane = -1;
  readonly #parts: readonly Int32Array[];
  readonly #single = new Int32Array(1);

  /**
   * @param key Eight words.
   * @param name Name of the field, for messages.
   */
  constructor(key: Int32Array, readonly name: string) {
    this.#key = key;
    this.#parts = [0, 1, 2, 3].map((place) => this.#drawKey.subarray(place, place + 1));
    this.#zeroKey = this.#keyOf(0, 0).slice();
  }

  /** The key of a draw: the cipher of (draw, lane), a bijection, so no two draws share a key. */
  #keyOf(draw: number, lane: number): Int32Array {
    if (draw !== this.#draw || lane !== this.#lane) {
      checkDraw(draw);
      this.#drawKey[0] = draw | 0;
      this.#drawKey[1] = lane;
      this.#drawKey[2] = 0;
      this.#drawKey[3] = 0;
      const [a, b, c, d] = this.#parts;
      encipherBlocks(this.#key, a!, b!, c!, d!, 1);
      this.#draw = draw;
      this.#lane = lane;
    }
    return this.#drawKey;
  }

  /**
   * Writes one word for each row.
   *
   * @param states States of the rows, of the entity that this field belongs to.
   * @param count Number of rows; at most `states.count`.
   * @param out Takes 32 uniform bits a row.
   * @param draw Draw number, an integer from 0 to 2^32 - 1; default 0.
   * @throws {RangeError} If `count` or `draw` is out of its range.
   */
  fill(states: RowStates, count: number, out: Int32Array | Uint32Array, draw = 0): void {
    checkCount(count, Math.min(states.count, out.length), "the smaller of states and output");
    const key = draw === 0 ? this.#zeroKey : this.#keyOf(draw, 0);
    mixColumns(key, states, 0, count, asSigned(out));
  }

  /**
   * Writes two words for each row, 64 bits: the first is that of {@link fill}, the second is no
   * other draw's.
   *
   * @param states States of the rows.
   * @param count Number of rows; at most `states.count`.
   * @param high Takes the first words.
   * @param low Takes the second words.
   * @param draw Draw number, an integer from 0 to 2^32 - 1; default 0.
   * @throws {RangeError} If `count` or `draw` is out of its range.
   */
  fillPair(
    states: RowStates,
    count: number,
    high: Int32Array | Uint32Array,
    low: Int32Array | Uint32Array,
    draw = 0,
  ): void {
    this.fill(states, count, high, draw);
    checkCount(count, low.length, "the second output");
    mixColumns(this.#keyOf(draw, 1), states, 0, count, asSigned(low));
  }

  /**
   * Writes the words of one row for consecutive draws: those that {@link at} gives one by one.
   *
   * @param states States of the rows.
   * @param row Place of the row in `states`, from 0.
   * @param draw First draw number; `draw + count` is at most 2^32.
   * @param count Number of draws; at most the length of `out`.
   * @param out Takes 32 uniform bits a draw.
   * @throws {RangeError} If `row`, `draw` or `count` is out of its range.
   */
  fillDraws(
    states: RowStates,
    row: number,
    draw: number,
    count: number,
    out: Int32Array | Uint32Array,
  ): void {
    checkRow(states, row);
    checkDraw(draw);
    checkCount(count, Math.min(out.length, TWO_32 - draw), "the output or the range of draws");
    const keys = new RowStates(count);
    for (let i = 0; i < count; i++) keys.a[i] = draw + i;
    encipherBlocks(this.#key, keys.a, keys.b, keys.c, keys.d, count);
    // States and draw keys meet by xor, so they may change sides.
    const state = Int32Array.of(states.a[row]!, states.b[row]!, states.c[row]!, states.d[row]!);
    mixColumns(state, keys, 0, count, asSigned(out));
  }

  /**
   * One word: that which {@link fill} writes for the same address. Takes some 20 ns where the draw is
   * another than the last one.
   *
   * @param states States of the rows.
   * @param row Place of the row in `states`, from 0.
   * @param draw Draw number, an integer from 0 to 2^32 - 1; default 0.
   * @returns 32 uniform bits, as a signed integer.
   * @throws {RangeError} If `row` or `draw` is out of its range.
   */
  at(states: RowStates, row: number, draw = 0): number {
    checkRow(states, row);
    const key = draw === 0 ? this.#zeroKey : this.#keyOf(draw, 0);
    mixColumns(key, states, row, row + 1, this.#single);
    return this.#single[0]!;
  }
}

/** The same memory as signed words, so that the loops see one kind of array. */
function asSigned(words: Int32Array | Uint32Array): Int32Array {
  return words instanceof Int32Array
    ? words
    : new Int32Array(words.buffer, words.byteOffset, words.length);
}

/** The rows of an entity. Made by {@link openStream}. */
export class EntityStream {
  readonly #key: Int32Array;
  readonly #address: readonly string[];

  /** @param address What {@link openStream} was given: seed, dataset, entity. */
  constructor(address: readonly string[]) {
    this.#address = address;
    this.#key = deriveKey([CONSTRUCTION, "rows", ...address]);
  }

  /**
   * Fills the states of consecutive rows.
   *
   * @param states Takes the states; its `count` is set.
   * @param start Index of the first row, an integer from 0.
   * @param count Number of rows; `start + count` is at most 2^53.
   * @throws {RangeError} If an index is out of its range, or `states` holds fewer rows.
   */
  fillRange(states: RowStates, start: number, count: number): void {
    checkCount(count, states.capacity, "the row states");
    if (!Number.isInteger(start) || start < 0 || start > INDEX_LIMIT - count) {
      throw new RangeError(`Rows ${start} to ${start + count} are not all from 0 to 2^53`);
    }
    const { a, b, c, d } = states;
    let low = start | 0;
    let high = Math.floor(start / TWO_32);
    for (let i = 0; i < count; i++) {
      a[i] = low;
      b[i] = high;
      low = (low + 1) | 0;
      if (low === 0) high++;
    }
    c.fill(0, 0, count);
    d.fill(0, 0, count);
    encipherBlocks(this.#key, a, b, c, d, count);
    states.count = count;
  }

  /**
   * Fills the states of any rows.
   *
   * @param states Takes the states, in the order of `indices`; its `count` is set.
   * @param indices Row indices, integers from 0 to 2^53 - 1.
   * @param count Number of rows.
   * @throws {RangeError} If an index is out of its range, or an array holds fewer rows.
   */
  fillIndices(states: RowStates, indices: Float64Array, count: number): void {
    checkCount(count, Math.min(states.capacity, indices.length), "the row states or indices");
    const { a, b, c, d } = states;
    for (let i = 0; i < count; i++) {
      const index = indices[i]!;
      const low = index | 0;
      const high = (index / TWO_32) | 0;
      if (high >>> 21 !== 0 || high * TWO_32 + (low >>> 0) !== index) {
        throw new RangeError(`A row index is an integer from 0 to 2^53 - 1, not ${index}`);
      }
      a[i] = low;
      b[i] = high;
    }
    c.fill(0, 0, count);
    d.fill(0, 0, count);
    encipherBlocks(this.#key, a, b, c, d, count);
    states.count = count;
  }

  /**
   * Opens the words of a field. Costs a SHA-256: open once, not for every row.
   *
   * @param name Name of the field, any text. Names that differ in anything have other words.
   * @returns Its stream; the same words for the same name.
   */
  field(name: string): FieldStream {
    return new FieldStream(this.deriveKey("field", name), name);
  }

  /**
   * Derives a key for another use of this entity (permutations, identifiers).
   *
   * @param use What it is for.
   * @param name Name within the use.
   * @returns Eight words that depend on the address, the use and the name.
   */
  deriveKey(use: string, name: string): Int32Array {
    return deriveKey([CONSTRUCTION, use, ...this.#address, name]);
  }
}

/**
 * Opens the random stream of an entity.
 *
 * @param seed Any whole number, of any size; `-1n` and `1n` give other words.
 * @param dataset Name and version of the dataset, such as `auto/1.0`.
 * @param entity Name of the entity.
 * @returns The stream: a pure function of the three.
 *
 * @example
 * ```ts
 * import { openStream, RowStates } from "./stream.ts";
 * const stream = openStream(42n, "auto/1.0", "person");
 * const age = stream.field("age");
 * const states = new RowStates(1000);
 * const words = new Int32Array(1000);
 * stream.fillRange(states, 5000, 1000);
 * age.fill(states, 1000, words);
 * // Row 5007 alone has the same word.
 * const one = new RowStates(1);
 * stream.fillRange(one, 5007, 1);
 * if (age.at(one, 0) !== words[7]) throw new RangeError();
 * ```
 */
export function openStream(seed: bigint, dataset: string, entity: string): EntityStream {
  return new EntityStream([seed.toString(16), dataset, entity]);
}

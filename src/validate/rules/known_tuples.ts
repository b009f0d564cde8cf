/**
 * Tuples of word numbers for which a rule was found to hold: nearly all rows are answered here, a column at a time.
 *
 * @module
 */

/** Tuples that are known at most; then all are forgotten. */
const MAX_TUPLES = 1 << 15;

/** Possible tuples of which each has a place of its own, at most. */
const MAX_PLACES = 1 << 14;

/** Keys lie below it. */
const MAX_KEY = 2 ** 31 - 1;

/**
 * Knows tuples by one number each: the words of each place are counted as they come, and a tuple is the number that
 * their counts make together. So a tuple takes four bytes, and a table of them stays near the processor.
 *
 * @example
 * ```ts
 * import { KnownTuples } from "./known_tuples.ts";
 * const tuples = new KnownTuples(2);
 * const makes = Int32Array.of(7, 7);
 * const models = Int32Array.of(30, 31);
 * tuples.add(Int32Array.of(7, 31));
 * if (tuples.mark([makes, models], 2).join() !== "0,1") throw new RangeError();
 * ```
 */
export class KnownTuples {
  /** Rows that the last {@link mark} marked. */
  knownCount = 0;
  readonly #dims: readonly number[];
  /** For each place: 1 + the count of a word, by its number; 0 where it has none. */
  readonly #ordinals: Int32Array<ArrayBuffer>[];
  readonly #counts: number[];
  /** 1 for the keys of known tuples, where there are few possible ones. */
  readonly #places: Uint8Array<ArrayBuffer> | undefined;
  #slots = new Int32Array(64).fill(-1);
  #shift = 32 - 6;
  #count = 0;
  #keys = new Int32Array(0);
  #marks = new Uint8Array(0);

  /**
   * @param width Numbers in a tuple.
   * @param wordCounts Distinct words of each place, where they are known; further ones are not counted.
   */
  constructor(width: number, wordCounts?: readonly number[]) {
    const total = wordCounts?.reduce((a, b) => a * b, 1) ?? Infinity;
    const isFit = wordCounts !== undefined && total < MAX_KEY;
    const most = width === 1 ? MAX_KEY : Math.floor(MAX_KEY ** (1 / width));
    this.#dims = isFit ? wordCounts : new Array<number>(width).fill(most);
    this.#places = isFit && total <= MAX_PLACES ? new Uint8Array(total) : undefined;
    this.#ordinals = Array.from({ length: width }, () => new Int32Array(64));
    this.#counts = new Array<number>(width).fill(0);
  }

  /**
   * Marks the rows whose tuples are known.
   *
   * @param lists Numbers of the words of each place, an entry a row; negative where there is none.
   * @param count Number of rows.
   * @returns 1 for rows whose tuple is known; the array is filled again by the next call.
   */
  mark(lists: readonly Int32Array[], count: number): Uint8Array {
    if (this.#keys.length < count) {
      this.#keys = new Int32Array(count);
      this.#marks = new Uint8Array(count);
    }
    const keys = this.#keys;
    if (this.#places !== undefined && lists.length === 2) {
      const [first, second] = this.#ordinals;
      const dim = this.#dims[1]!;
      this.knownCount = markPairs(this.#marks, lists, first!, second!, dim, this.#places, count);
      return this.#marks;
    }
    keys.fill(0, 0, count);
    for (let place = 0; place < lists.length; place++) {
      combine(keys, lists[place]!, this.#ordinals[place]!, this.#dims[place]!, count);
    }
    this.#look(count);
    return this.#marks;
  }

  #look(count: number): void {
    const keys = this.#keys;
    const marks = this.#marks;
    const places = this.#places;
    let knownCount = 0;
    if (places !== undefined) {
      for (let row = 0; row < count; row++) {
        const key = keys[row]!;
        const mark = key < 0 ? 0 : places[key]!;
        marks[row] = mark;
        knownCount += mark;
      }
      this.knownCount = knownCount;
      return;
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    const shift = this.#shift;
    for (let row = 0; row < count; row++) {
      const key = keys[row]!;
      let mark = 0;
      if (key >= 0) {
        let slot = Math.imul(key, 0x9e3779b1 | 0) >>> shift;
        while (slots[slot] !== key && slots[slot] !== -1) slot = (slot + 1) & mask;
        mark = slots[slot] === key ? 1 : 0;
      }
      marks[row] = mark;
      knownCount += mark;
    }
    this.knownCount = knownCount;
  }

  /**
   * Adds a tuple; one with a word for which there is no count left is passed over.
   *
   * @param tuple Numbers of words.
   */
  add(tuple: Int32Array): void {
    let key = 0;
    for (let place = 0; place < tuple.length; place++) {
      const ordinal = this.#ordinalOf(place, tuple[place]!);
      if (ordinal === 0) return;
      key = key * this.#dims[place]! + ordinal - 1;
    }
    if (this.#places !== undefined) {
      this.#places[key] = 1;
      return;
    }
    if (this.#count === MAX_TUPLES) {
      this.#slots.fill(-1);
      this.#count = 0;
    }
    if (!insert(this.#slots, this.#shift, key)) return;
    if (++this.#count * 2 <= this.#slots.length) return;
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    this.#shift--;
    for (const known of this.#slots) if (known !== -1) insert(slots, this.#shift, known);
    this.#slots = slots;
  }

  #ordinalOf(place: number, code: number): number {
    let ordinals = this.#ordinals[place]!;
    if (code >= ordinals.length) {
      ordinals = new Int32Array(Math.max(code + 1, ordinals.length * 2));
      ordinals.set(this.#ordinals[place]!);
      this.#ordinals[place] = ordinals;
    }
    if (ordinals[code] === 0 && this.#counts[place]! < this.#dims[place]!) {
      ordinals[code] = ++this.#counts[place]!;
    }
    return ordinals[code]!;
  }
}

/** Joins the counts of a place's words to the keys; a key becomes -1 where a word has none. */
function combine(
  keys: Int32Array,
  codes: Int32Array,
  ordinals: Int32Array,
  dim: number,
  count: number,
): void {
  const { length } = ordinals;
  for (let row = 0; row < count; row++) {
    const code = codes[row]!;
    const key = keys[row]!;
    const ordinal = code >= 0 && code < length ? ordinals[code]! : 0;
    keys[row] = ordinal === 0 || key < 0 ? -1 : Math.imul(key, dim) + ordinal - 1;
  }
}

/** Marks the rows whose pair of words has its place marked; answers how many they are. */
function markPairs(
  marks: Uint8Array,
  [firsts, seconds]: readonly Int32Array[],
  firstOrdinals: Int32Array,
  secondOrdinals: Int32Array,
  dim: number,
  places: Uint8Array,
  count: number,
): number {
  let knownCount = 0;
  const firstLength = firstOrdinals.length;
  const secondLength = secondOrdinals.length;
  for (let row = 0; row < count; row++) {
    const a = firsts![row]!;
    const b = seconds![row]!;
    const first = a >= 0 && a < firstLength ? firstOrdinals[a]! : 0;
    const second = b >= 0 && b < secondLength ? secondOrdinals[b]! : 0;
    const mark = first === 0 || second === 0 ? 0 : places[(first - 1) * dim + second - 1]!;
    marks[row] = mark;
    knownCount += mark;
  }
  return knownCount;
}

/** Answers whether the key was not there. */
function insert(slots: Int32Array, shift: number, key: number): boolean {
  const mask = slots.length - 1;
  let slot = Math.imul(key, 0x9e3779b1 | 0) >>> shift;
  while (slots[slot] !== -1) {
    if (slots[slot] === key) return false;
    slot = (slot + 1) & mask;
  }
  slots[slot] = key;
  return true;
}

/**
 * What is kept of the values of a field while rows go by: bounded, and the same whatever the order of the rows.
 *
 * @module
 */
import { showBytes } from "../core/show.ts";

/** Buckets of a field's numbers at most: beyond, their width doubles. */
export const MAX_BUCKETS = 4096;

/** Different words of a field that are counted one by one; where there are more, shares are not compared. */
export const MAX_WORDS = 4096;

/**
 * Counts numbers in buckets of equal width, a power of two in units of the field's last place. The width is the
 * least at which at most {@link MAX_BUCKETS} buckets hold a number, whatever the order.
 *
 * @example
 * ```ts
 * import { NumberSummary } from "./field_summary.ts";
 * const summary = new NumberSummary(0);
 * for (const value of [1, 2, 3, 4]) summary.add(value);
 * if (summary.mean !== 2.5 || summary.quantile(0.5) !== 2) throw new RangeError();
 * ```
 */
export class NumberSummary {
  count = 0;
  /** Least and greatest, in units of the last place. */
  min = Infinity;
  max = -Infinity;
  /** Width of a bucket, in units of the last place. */
  width = 1;
  buckets: Map<number, number> = new Map<number, number>();
  #origin = 0;
  #sum = 0;
  #squares = 0;

  /** @param scale Decimals of the field. */
  constructor(readonly scale: number) {}

  /**
   * Adds a number.
   *
   * @param units In units of the last place.
   */
  add(units: number): void {
    if (this.count++ === 0) this.#origin = units;
    if (units < this.min) this.min = units;
    if (units > this.max) this.max = units;
    const from = units - this.#origin;
    this.#sum += from;
    this.#squares += from * from;
    const { buckets } = this;
    const bucket = Math.floor(units / this.width);
    const count = buckets.get(bucket);
    buckets.set(bucket, (count ?? 0) + 1);
    if (count === undefined) {
      while (this.buckets.size > MAX_BUCKETS) this.widen(this.width * 2);
    }
  }

  /**
   * Makes the buckets wider.
   *
   * @param width A power of two that is not less than the width.
   */
  widen(width: number): void {
    const ratio = width / this.width;
    if (ratio === 1) return;
    const wider = new Map<number, number>();
    for (const [bucket, count] of this.buckets) {
      const to = Math.floor(bucket / ratio);
      wider.set(to, (wider.get(to) ?? 0) + count);
    }
    this.buckets = wider;
    this.width = width;
  }

  /** Mean, in the field's own unit; NaN where there is no number. */
  get mean(): number {
    return this.#toValue(this.#origin + this.#sum / this.count);
  }

  /** Standard deviation, in the field's own unit. */
  get deviation(): number {
    const mean = this.#sum / this.count;
    return this.#toValue(Math.sqrt(Math.max(0, this.#squares / this.count - mean * mean)));
  }

  /**
   * A quantile, right to the width of a bucket.
   *
   * @param share From 0 to 1.
   * @returns The least bucket's lower edge at which so many numbers are reached, in the field's own unit.
   */
  quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (const bucket of this.sorted()) {
      seen += this.buckets.get(bucket)!;
      if (seen >= wanted) return this.#toValue(Math.max(this.min, bucket * this.width));
    }
    return NaN;
  }

  /**
   * The buckets that hold numbers.
   *
   * @returns Their numbers, ascending.
   */
  sorted(): number[] {
    return [...this.buckets.keys()].sort((a, b) => a - b);
  }

  /** A number of units in the field's own unit. */
  #toValue(units: number): number {
    return units / 10 ** this.scale;
  }
}

/** A word and how often it came. */
export interface WordCount {
  readonly hash: number;
  readonly text: string;
  readonly count: number;
}

const SLOTS = 2 * MAX_WORDS;

/**
 * Counts words by their hash.
 *
 * @example
 * ```ts
 * import { WordSummary } from "./field_summary.ts";
 * const summary = new WordSummary();
 * const bytes = new TextEncoder().encode("aab");
 * for (let at = 0; at < 3; at++) summary.add(bytes[at]!, bytes, at, at + 1);
 * if (summary.words()[0]?.count !== 2) throw new RangeError();
 * ```
 */
export class WordSummary {
  count = 0;
  /** Whether there were more than {@link MAX_WORDS} different words: then none are told. */
  isOverfull = false;
  readonly #places = new Int32Array(SLOTS).fill(-1);
  readonly #hashes = new Int32Array(MAX_WORDS);
  readonly #counts = new Float64Array(MAX_WORDS);
  readonly #texts: string[] = [];

  /**
   * Adds a word.
   *
   * @param hash Its hash, 32 bits.
   * @param bytes What the span points into.
   * @param start First byte.
   * @param end Byte behind the last.
   */
  add(hash: number, bytes: Uint8Array, start: number, end: number): void {
    this.count++;
    if (this.isOverfull) return;
    let slot = (hash >>> 8) & (SLOTS - 1);
    for (let place = this.#places[slot]!; place !== -1; place = this.#places[slot]!) {
      if (this.#hashes[place] === hash) {
        this.#counts[place]!++;
        return;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    const place = this.#texts.length;
    if (place === MAX_WORDS) {
      this.isOverfull = true;
      return;
    }
    this.#places[slot] = place;
    this.#hashes[place] = hash;
    this.#counts[place] = 1;
    this.#texts.push(showBytes(bytes, start, end));
  }

  /**
   * The words.
   *
   * @returns Most frequent first, then by their texts; none where there were too many.
   */
  words(): WordCount[] {
    if (this.isOverfull) return [];
    return this.#texts
      .map((text, place) => ({ hash: this.#hashes[place]!, text, count: this.#counts[place]! }))
      .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
  }
}

/**
 * Small numbers in runs, as Parquet has them for levels and for places in a dictionary: run lengths and packed bits
 * by turns. They are read, or only counted; every length is checked before it is used.
 *
 * @module
 */
import { damaged, ThriftCursor } from "./thrift.ts";

/** Bits of a number that are gathered in a word of 32 bits. */
const FAST_WIDTH = 24;

/** Where numbers lie. */
export interface Runs {
  readonly bytes: Uint8Array;
  /** First byte. */
  readonly start: number;
  /** Byte behind the last. */
  readonly end: number;
  /** Bits of a number, 0 to 32. */
  readonly width: number;
  /** How many numbers are wanted. */
  readonly count: number;
}

/**
 * Reads numbers.
 *
 * @param runs Where they lie.
 * @returns As many numbers as are wanted.
 * @throws {SyntaxError} If they are not there.
 *
 * @example
 * ```ts
 * import { readRuns } from "./parquet_runs.ts";
 * // Three times 5, then 1 and 2 in packed bits.
 * const bytes = Uint8Array.of(6, 5, 3, 0b010_001, 0, 0);
 * const numbers = readRuns({ bytes, start: 0, end: 6, width: 3, count: 5 });
 * if (numbers.join() !== "5,5,5,1,2") throw new RangeError();
 * ```
 */
export function readRuns(runs: Runs): Int32Array {
  const { bytes, width, count } = runs;
  const numbers = new Int32Array(count);
  if (width === 0) return numbers;
  walkRuns(
    runs,
    (value, from, to) => numbers.fill(value, from, to),
    (at, from, to) => unpackBits(bytes, at, width, numbers, from, to),
  );
  return numbers;
}

/**
 * Counts how often each number is there.
 *
 * @param runs Where they lie.
 * @param counts Takes the counts, by number.
 * @throws {SyntaxError} If they are not there, or one is greater than `counts` has places.
 */
export function countRuns(runs: Runs, counts: Uint32Array): void {
  const { bytes, width, count } = runs;
  const countValue = (value: number, times: number) => {
    if (value < 0 || value >= counts.length) {
      throw damaged(`value ${value} of a dictionary of ${counts.length}`);
    }
    counts[value]! += times;
  };
  if (width === 0) {
    if (count > 0) countValue(0, count);
  } else if (width <= FAST_WIDTH && 1 << width <= counts.length) {
    walkRuns(
      runs,
      (value, from, to) => countValue(value, to - from),
      (at, from, to) => countBits(bytes, at, width, to - from, counts),
    );
  } else for (const value of readRuns(runs)) countValue(value, 1);
}

/** Bits that are set in a byte. */
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let bit = 0; bit < 8; bit++) ones += byte >> bit & 1;
  return ones;
});

/**
 * Counts the bits that are set.
 *
 * @param bytes What they lie in, the lowest bit of a byte first.
 * @param start First byte.
 * @param count Number of bits.
 * @returns How many are 1.
 */
export function countOnes(bytes: Uint8Array, start: number, count: number): number {
  const whole = start + (count >> 3);
  let ones = 0;
  for (let at = start; at < whole; at++) ones += ONES[bytes[at]!]!;
  const rest = count & 7;
  return rest === 0 ? ones : ones + ONES[bytes[whole]! & (1 << rest) - 1]!;
}

/**
 * Adds up levels, which are 0 or 1.
 *
 * @param runs Where they lie.
 * @returns How many are 1.
 * @throws {SyntaxError} If they are not there, or one is greater.
 */
export function sumLevels(runs: Runs): number {
  let sum = 0;
  walkRuns(
    runs,
    (value, from, to) => {
      if (value > 1) throw damaged("a level is neither 0 nor 1");
      sum += value * (to - from);
    },
    (at, from, to) => sum += countOnes(runs.bytes, at, to - from),
  );
  return sum;
}

/**
 * Walks over runs.
 *
 * @param runs The runs; of at least one bit.
 * @param takeRun Takes a number that stands from one place to another.
 * @param takeBits Takes the first byte of packed numbers, which are all there, and their places.
 */
function walkRuns(
  { bytes, start, end, width, count }: Runs,
  takeRun: (value: number, from: number, to: number) => void,
  takeBits: (at: number, from: number, to: number) => void,
): void {
  if (width > 32) throw damaged(`numbers of ${width} bits`);
  const cursor = new ThriftCursor(end === bytes.length ? bytes : bytes.subarray(0, end), start);
  for (let done = 0; done < count;) {
    const head = cursor.varint();
    const length = Math.floor(head / 2);
    if (length === 0) throw damaged("a run of no values");
    if (head % 2 === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= cursor.byte() << shift;
      const stop = Math.min(count, done + length);
      takeRun(value, done, stop);
      done = stop;
    } else {
      const at = cursor.at;
      const stop = Math.min(count, done + length * 8);
      // The last group may be cut off behind the bits that are used.
      cursor.skip(Math.ceil((stop - done) * width / 8));
      takeBits(at, done, stop);
      cursor.at = Math.min(end, at + length * width);
      done = stop;
    }
  }
}

function countBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  counts: Uint32Array,
): void {
  if (width === 1) {
    const ones = countOnes(bytes, start, count);
    counts[0]! += count - ones;
    counts[1]! += ones;
    return;
  }
  const mask = (1 << width) - 1;
  let at = start;
  let gathered = 0;
  let bits = 0;
  for (let value = 0; value < count; value++) {
    while (bits < width) {
      gathered |= bytes[at++]! << bits;
      bits += 8;
    }
    counts[gathered & mask]!++;
    gathered >>>= width;
    bits -= width;
  }
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  numbers: Int32Array,
  from: number,
  to: number,
): void {
  if (width > FAST_WIDTH) return unpackWide(bytes, start, width, numbers, from, to);
  const mask = (1 << width) - 1;
  let at = start;
  let gathered = 0;
  let bits = 0;
  for (let place = from; place < to; place++) {
    while (bits < width) {
      gathered |= bytes[at++]! << bits;
      bits += 8;
    }
    numbers[place] = gathered & mask;
    gathered >>>= width;
    bits -= width;
  }
}

function unpackWide(
  bytes: Uint8Array,
  start: number,
  width: number,
  numbers: Int32Array,
  from: number,
  to: number,
): void {
  let bit = 0;
  for (let place = from; place < to; place++) {
    let value = 0;
    for (let got = 0; got < width;) {
      const offset = bit & 7;
      const take = Math.min(8 - offset, width - got);
      value |= ((bytes[start + (bit >>> 3)]! >>> offset) & ((1 << take) - 1)) << got;
      got += take;
      bit += take;
    }
    numbers[place] = value;
  }
}

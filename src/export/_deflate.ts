/**
 * Deflate (RFC 1951) and gzip (RFC 1952), written here so that the same bytes come out on every machine:
 * the runtime's own differs with the library behind it and with what the processor offers.
 *
 * A match is looked for at the one place where six bytes of the same hash stood last, and taken at once. What is
 * found goes into blocks with Huffman codes of their own. On CSV that is about as fast, and packs about as well, as
 * zlib's level 3.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import { crc32 } from "./_crc32.ts";
import { type HuffmanCode, makeHuffmanCode } from "./_huffman.ts";

const HASH_BITS = 15;
const WINDOW = 32_768;
const MAX_MATCH = 258;

/** Literals and matches of a block. */
const BLOCK_TOKENS = 32_768;

const END_OF_BLOCK = 256;
const FIRST_LENGTH_SYMBOL = 257;
const LENGTH_SYMBOLS = 286;
const DISTANCE_SYMBOLS = 30;

/** Order in which the lengths of the codes for lengths are written. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** First length of each length symbol, counted from symbol 257, and its extra bits. */
const LENGTH_EXTRA = Uint8Array.from(
  { length: 29 },
  (_, symbol) => symbol < 8 || symbol === 28 ? 0 : (symbol >> 2) - 1,
);
const LENGTH_BASE = new Uint16Array(29);
/** Length symbol of each length, counted from 257. */
const LENGTH_SYMBOL = new Uint8Array(MAX_MATCH + 1);
for (let symbol = 0, length = 3; symbol < 28; symbol++) {
  LENGTH_BASE[symbol] = length;
  for (let count = 1 << LENGTH_EXTRA[symbol]!; count > 0; count--) LENGTH_SYMBOL[length++] = symbol;
}
LENGTH_BASE[28] = MAX_MATCH;
LENGTH_SYMBOL[MAX_MATCH] = 28;

/** The same of distances, whose first 256 and then every 128th are looked up. */
const DISTANCE_EXTRA = Uint8Array.from(
  { length: DISTANCE_SYMBOLS },
  (_, symbol) => symbol < 4 ? 0 : (symbol >> 1) - 1,
);
const DISTANCE_BASE = new Uint16Array(DISTANCE_SYMBOLS);
const DISTANCE_SYMBOL = new Uint8Array(512);
for (let symbol = 0, distance = 1; symbol < DISTANCE_SYMBOLS; symbol++) {
  DISTANCE_BASE[symbol] = distance;
  const end = distance + (1 << DISTANCE_EXTRA[symbol]!);
  for (; distance < end; distance++) {
    if (distance <= 256) DISTANCE_SYMBOL[distance - 1] = symbol;
    else DISTANCE_SYMBOL[256 + ((distance - 1) >> 7)] = symbol;
  }
}

function distanceSymbol(distance: number): number {
  return distance <= 256
    ? DISTANCE_SYMBOL[distance - 1]!
    : DISTANCE_SYMBOL[256 + ((distance - 1) >> 7)]!;
}

/** A hash of six bytes, of which the first four are given. */
function hashAt(view: DataView, at: number, word: number): number {
  return Math.imul(Math.imul(word, 0x9e37_79b1) ^ view.getUint16(at + 4, true), 0x85eb_ca6b) >>>
    (32 - HASH_BITS);
}

/** Where bits are written to, first bit lowest. */
interface BitTarget {
  readonly target: ByteBuffer;
  bits: number;
  bitCount: number;
}

/** Appends at most 16 bits; room for them is reserved. */
function putBits(bitsOut: BitTarget, value: number, count: number): void {
  bitsOut.bits |= value << bitsOut.bitCount;
  bitsOut.bitCount += count;
  if (bitsOut.bitCount >= 16) {
    const { target } = bitsOut;
    target.view.setUint16(target.length, bitsOut.bits & 0xffff, true);
    target.length += 2;
    bitsOut.bits >>>= 16;
    bitsOut.bitCount -= 16;
  }
}

/** Compresses runs of bytes, each by itself. Keeps its tables, which take 0.3 MB, from one run to the next. */
export class Deflater {
  readonly #heads = new Int32Array(1 << HASH_BITS);
  readonly #tokens = new Int32Array(BLOCK_TOKENS);
  readonly #lengthCounts = new Uint32Array(LENGTH_SYMBOLS);
  readonly #distanceCounts = new Uint32Array(DISTANCE_SYMBOLS);
  #tokenCount = 0;

  /**
   * Appends a gzip member.
   *
   * @param bytes What it holds.
   * @param target Takes the member; it follows from the bytes alone.
   */
  gzip(bytes: Uint8Array, target: ByteBuffer): void {
    target.reserve(32);
    // No name and no time; 255 says that the system is not known.
    target.writeBytes(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255));
    this.deflate(bytes, target);
    target.reserve(8);
    target.view.setUint32(target.length, crc32(bytes), true);
    target.view.setUint32(target.length + 4, bytes.length, true);
    target.length += 8;
  }

  /**
   * Appends a Deflate stream.
   *
   * @param bytes What it holds, less than 2 GiB.
   * @param target Takes the stream.
   */
  deflate(bytes: Uint8Array, target: ByteBuffer): void {
    const bitsOut = this.#writeBlocks(bytes, target, true);
    target.reserve(8);
    for (; bitsOut.bitCount > 0; bitsOut.bitCount -= 8) {
      target.bytes[target.length++] = bitsOut.bits;
      bitsOut.bits >>>= 8;
    }
  }

  /**
   * Appends a part of a Deflate stream that others follow: a part made with no knowledge of those before it.
   *
   * @param bytes What it holds, less than 2 GiB.
   * @param target Takes the part, which ends with a whole byte.
   */
  deflatePart(bytes: Uint8Array, target: ByteBuffer): void {
    const bitsOut = this.#writeBlocks(bytes, target, false);
    target.reserve(16);
    // A block of no bytes, stored, is what fills the last byte.
    putBits(bitsOut, 0, 3);
    for (; bitsOut.bitCount > 0; bitsOut.bitCount -= 8) {
      target.bytes[target.length++] = bitsOut.bits;
      bitsOut.bits >>>= 8;
    }
    target.view.setUint32(target.length, 0xffff_0000, true);
    target.length += 4;
  }

  #writeBlocks(bytes: Uint8Array, target: ByteBuffer, isLast: boolean): BitTarget {
    const bitsOut: BitTarget = { target, bits: 0, bitCount: 0 };
    this.#heads.fill(-WINDOW - 1);
    this.#reset();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    do {
      at = this.#collect(bytes, view, at);
      this.#writeBlock(bitsOut, isLast && at === bytes.length);
    } while (at < bytes.length);
    return bitsOut;
  }

  #reset(): void {
    this.#tokenCount = 0;
    this.#lengthCounts.fill(0);
    this.#distanceCounts.fill(0);
  }

  /** Finds literals and matches until a block is full; returns where it stopped. */
  #collect(bytes: Uint8Array, view: DataView, from: number): number {
    const heads = this.#heads;
    const tokens = this.#tokens;
    const lengthCounts = this.#lengthCounts;
    const distanceCounts = this.#distanceCounts;
    const limit = bytes.length;
    // The last bytes are literals: a match is found by four bytes, and read four at a time.
    const lastStart = limit - 8;
    let tokenCount = 0;
    let at = from;
    while (at <= lastStart && tokenCount < BLOCK_TOKENS) {
      const word = view.getInt32(at, true);
      const hash = hashAt(view, at, word);
      const candidate = heads[hash]!;
      heads[hash] = at;
      if (at - candidate >= WINDOW || view.getInt32(candidate, true) !== word) {
        const byte = bytes[at++]!;
        tokens[tokenCount++] = byte;
        lengthCounts[byte]!++;
        continue;
      }
      const maxLength = Math.min(MAX_MATCH, limit - at);
      let length = 4;
      while (
        length + 4 <= maxLength &&
        view.getInt32(candidate + length, true) === view.getInt32(at + length, true)
      ) length += 4;
      while (length < maxLength && bytes[candidate + length] === bytes[at + length]) length++;
      const distance = at - candidate;
      tokens[tokenCount++] = (length << 16) | distance;
      lengthCounts[FIRST_LENGTH_SYMBOL + LENGTH_SYMBOL[length]!]!++;
      distanceCounts[distanceSymbol(distance)]!++;
      const next = at + length;
      const end = Math.min(next, lastStart + 1);
      for (at += 2; at < end; at += 2) heads[hashAt(view, at, view.getInt32(at, true))] = at;
      at = next;
    }
    for (; at > lastStart && at < limit && tokenCount < BLOCK_TOKENS; at++) {
      const byte = bytes[at]!;
      tokens[tokenCount++] = byte;
      lengthCounts[byte]!++;
    }
    this.#tokenCount = tokenCount;
    return at;
  }

  #writeBlock(bitsOut: BitTarget, isLast: boolean): void {
    const lengthCounts = this.#lengthCounts;
    const distanceCounts = this.#distanceCounts;
    lengthCounts[END_OF_BLOCK] = 1;
    // A code needs two symbols at least, whether they occur or not.
    for (const counts of [lengthCounts, distanceCounts]) {
      for (let symbol = 0; countUsed(counts) < 2; symbol++) counts[symbol] ||= 1;
    }
    const lengths = makeHuffmanCode(lengthCounts, 15);
    const distances = makeHuffmanCode(distanceCounts, 15);
    bitsOut.target.reserve(this.#tokenCount * 6 + 1024);
    putBits(bitsOut, isLast ? 1 : 0, 1);
    putBits(bitsOut, 2, 2);
    writeCodeLengths(bitsOut, lengths.lengths, distances.lengths);
    writeTokens(bitsOut, this.#tokens, this.#tokenCount, lengths, distances);
    putBits(bitsOut, lengths.codes[END_OF_BLOCK]!, lengths.lengths[END_OF_BLOCK]!);
    this.#reset();
  }
}

function countUsed(counts: Uint32Array): number {
  let used = 0;
  for (const count of counts) if (count > 0) used++;
  return used;
}

/** Number of symbols up to the last that occurs, at least `least`. */
function trimmedCount(lengths: Uint8Array, least: number): number {
  let count = lengths.length;
  while (count > least && lengths[count - 1] === 0) count--;
  return count;
}

/** Writes the lengths of both codes: runs of the same length and of zeros are shortened, then coded. */
function writeCodeLengths(
  bitsOut: BitTarget,
  lengthLengths: Uint8Array,
  distanceLengths: Uint8Array,
): void {
  const lengthCount = trimmedCount(lengthLengths, 257);
  const distanceCount = trimmedCount(distanceLengths, 1);
  const all = new Uint8Array(lengthCount + distanceCount);
  all.set(lengthLengths.subarray(0, lengthCount));
  all.set(distanceLengths.subarray(0, distanceCount), lengthCount);
  /** Symbol, extra value and its bits, in turn. */
  const runs: number[] = [];
  for (let at = 0; at < all.length;) {
    const length = all[at]!;
    let end = at + 1;
    while (end < all.length && all[end] === length) end++;
    let count = end - at;
    at = end;
    if (length !== 0) {
      runs.push(length, 0, 0);
      count--;
      for (; count >= 3; count -= Math.min(count, 6)) runs.push(16, Math.min(count, 6) - 3, 2);
    } else {
      for (; count >= 11; count -= Math.min(count, 138)) {
        runs.push(18, Math.min(count, 138) - 11, 7);
      }
      if (count >= 3) {
        runs.push(17, count - 3, 3);
        count = 0;
      }
    }
    for (; count > 0; count--) runs.push(length, 0, 0);
  }
  const counts = new Uint32Array(19);
  for (let at = 0; at < runs.length; at += 3) counts[runs[at]!]!++;
  for (let symbol = 0; countUsed(counts) < 2; symbol++) counts[symbol] ||= 1;
  const code = makeHuffmanCode(counts, 7);
  let orderCount = LENGTH_ORDER.length;
  while (orderCount > 4 && code.lengths[LENGTH_ORDER[orderCount - 1]!] === 0) orderCount--;
  putBits(bitsOut, lengthCount - 257, 5);
  putBits(bitsOut, distanceCount - 1, 5);
  putBits(bitsOut, orderCount - 4, 4);
  for (let at = 0; at < orderCount; at++) putBits(bitsOut, code.lengths[LENGTH_ORDER[at]!]!, 3);
  for (let at = 0; at < runs.length; at += 3) {
    putBits(bitsOut, code.codes[runs[at]!]!, code.lengths[runs[at]!]!);
    putBits(bitsOut, runs[at + 1]!, runs[at + 2]!);
  }
}

/** Writes literals and matches. All that changes is local: this is where the time of a block's writing goes. */
function writeTokens(
  bitsOut: BitTarget,
  tokens: Int32Array,
  count: number,
  lengths: HuffmanCode,
  distances: HuffmanCode,
): void {
  const { view } = bitsOut.target;
  const { codes, lengths: bitCounts } = lengths;
  const { codes: distanceCodes, lengths: distanceBitCounts } = distances;
  let p = bitsOut.target.length;
  let { bits, bitCount } = bitsOut;
  for (let at = 0; at < count; at++) {
    const token = tokens[at]!;
    if (token < 256) {
      bits |= codes[token]! << bitCount;
      bitCount += bitCounts[token]!;
    } else {
      const length = token >>> 16;
      const distance = token & 0xffff;
      const symbol = LENGTH_SYMBOL[length]!;
      bits |= codes[FIRST_LENGTH_SYMBOL + symbol]! << bitCount;
      bitCount += bitCounts[FIRST_LENGTH_SYMBOL + symbol]!;
      if (bitCount >= 16) {
        view.setUint16(p, bits, true);
        p += 2;
        bits >>>= 16;
        bitCount -= 16;
      }
      bits |= (length - LENGTH_BASE[symbol]!) << bitCount;
      bitCount += LENGTH_EXTRA[symbol]!;
      if (bitCount >= 16) {
        view.setUint16(p, bits, true);
        p += 2;
        bits >>>= 16;
        bitCount -= 16;
      }
      const place = distanceSymbol(distance);
      bits |= distanceCodes[place]! << bitCount;
      bitCount += distanceBitCounts[place]!;
      if (bitCount >= 16) {
        view.setUint16(p, bits, true);
        p += 2;
        bits >>>= 16;
        bitCount -= 16;
      }
      bits |= (distance - DISTANCE_BASE[place]!) << bitCount;
      bitCount += DISTANCE_EXTRA[place]!;
    }
    if (bitCount >= 16) {
      view.setUint16(p, bits, true);
      p += 2;
      bits >>>= 16;
      bitCount -= 16;
    }
  }
  bitsOut.target.length = p;
  bitsOut.bits = bits;
  bitsOut.bitCount = bitCount;
}

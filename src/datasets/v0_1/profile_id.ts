/**
 * The profile's UUIDv5 (RFC 9562, section 5.5), written for one message form so that a row costs no
 * allocation: SHA-1 of the namespace and `person_id:vehicle_id`, 89 bytes in two blocks.
 *
 * @module
 */
import type { IdWords } from "../../core/batch.ts";
import { PROFILE_NAMESPACE } from "./tables.ts";

const MESSAGE_BITS = 8 * (16 + 36 + 1 + 36);
const NAMESPACE_WORDS = Int32Array.from(
  PROFILE_NAMESPACE.replaceAll("-", "").match(/.{8}/g)!,
  (digits) => parseInt(digits, 16),
);

/** Two hexadecimal digits of each byte. */
const HEX_PAIRS = Int32Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return (text.charCodeAt(0) << 8) | text.charCodeAt(1);
});

/** The four hexadecimal digits of a number's low 16 bits, first digit highest. */
function hexOf(half: number): number {
  return (HEX_PAIRS[(half >>> 8) & 255]! << 16) | HEX_PAIRS[half & 255]!;
}

const DASH = 0x2d;

/** Writes the 36 characters of a UUID as nine big-endian words. */
function putUuid(a: number, b: number, c: number, d: number, out: Int32Array, place: number): void {
  const b0 = hexOf(b >>> 16), b1 = hexOf(b), c0 = hexOf(c >>> 16);
  out[place] = hexOf(a >>> 16);
  out[place + 1] = hexOf(a);
  out[place + 2] = (DASH << 24) | (b0 >>> 8);
  out[place + 3] = (b0 << 24) | (DASH << 16) | (b1 >>> 16);
  out[place + 4] = (b1 << 16) | (DASH << 8) | (c0 >>> 24);
  out[place + 5] = (c0 << 8) | DASH;
  out[place + 6] = hexOf(c);
  out[place + 7] = hexOf(d >>> 16);
  out[place + 8] = hexOf(d);
}

/** Adds the block in the first 16 words to the state; five rounds a turn, so that no word has to change its name. */
function addBlock(w: Int32Array, state: Int32Array): void {
  for (let t = 16; t < 80; t++) {
    const mixed = w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!;
    w[t] = (mixed << 1) | (mixed >>> 31);
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!;
  for (let t = 0; t < 20; t += 5) {
    e = (e + 0x5a827999 + w[t]! + (d ^ (b & (c ^ d))) + ((a << 5) | (a >>> 27))) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + 0x5a827999 + w[t + 1]! + (c ^ (a & (b ^ c))) + ((e << 5) | (e >>> 27))) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + 0x5a827999 + w[t + 2]! + (b ^ (e & (a ^ b))) + ((d << 5) | (d >>> 27))) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + 0x5a827999 + w[t + 3]! + (a ^ (d & (e ^ a))) + ((c << 5) | (c >>> 27))) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + 0x5a827999 + w[t + 4]! + (e ^ (c & (d ^ e))) + ((b << 5) | (b >>> 27))) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 20; t < 40; t += 5) {
    e = (e + 0x6ed9eba1 + w[t]! + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + 0x6ed9eba1 + w[t + 1]! + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + 0x6ed9eba1 + w[t + 2]! + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + 0x6ed9eba1 + w[t + 3]! + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + 0x6ed9eba1 + w[t + 4]! + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 40; t < 60; t += 5) {
    e = (e + (0x8f1bbcdc | 0) + w[t]! + ((b & c) | (d & (b | c))) + ((a << 5) | (a >>> 27))) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + (0x8f1bbcdc | 0) + w[t + 1]! + ((a & b) | (c & (a | b))) + ((e << 5) | (e >>> 27))) |
      0;
    a = (a << 30) | (a >>> 2);
    c = (c + (0x8f1bbcdc | 0) + w[t + 2]! + ((e & a) | (b & (e | a))) + ((d << 5) | (d >>> 27))) |
      0;
    e = (e << 30) | (e >>> 2);
    b = (b + (0x8f1bbcdc | 0) + w[t + 3]! + ((d & e) | (a & (d | e))) + ((c << 5) | (c >>> 27))) |
      0;
    d = (d << 30) | (d >>> 2);
    a = (a + (0x8f1bbcdc | 0) + w[t + 4]! + ((c & d) | (e & (c | d))) + ((b << 5) | (b >>> 27))) |
      0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 60; t < 80; t += 5) {
    e = (e + (0xca62c1d6 | 0) + w[t]! + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
    b = (b << 30) | (b >>> 2);
    d = (d + (0xca62c1d6 | 0) + w[t + 1]! + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
    a = (a << 30) | (a >>> 2);
    c = (c + (0xca62c1d6 | 0) + w[t + 2]! + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
    e = (e << 30) | (e >>> 2);
    b = (b + (0xca62c1d6 | 0) + w[t + 3]! + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
    d = (d << 30) | (d >>> 2);
    a = (a + (0xca62c1d6 | 0) + w[t + 4]! + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
    c = (c << 30) | (c >>> 2);
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
}

/** 128 bits as four 32-bit words, most significant first. */
export type Id128 = readonly [number, number, number, number];

const schedule = new Int32Array(80);
const vehicleText = new Int32Array(9);
const state = new Int32Array(5);

/**
 * Computes a profile's identifier.
 *
 * @param person Identifier of the person.
 * @param vehicle Identifier of the vehicle.
 * @param out Gets four words, most significant first.
 *
 * @example
 * ```ts
 * import { computeProfileId } from "./profile_id.ts";
 * const out = new Uint32Array(4);
 * computeProfileId(
 *   [0x38af933f, 0xc4e50a39, 0xaaabc328, 0xad568494],
 *   [0x34457095, 0x147c985e, 0x18ba5d96, 0x0d72611e],
 *   out,
 * );
 * if (out[0] !== 0xde53bf07 || out[1] !== 0xe16d544f) throw new RangeError();
 * ```
 */
export function computeProfileId(
  [p0, p1, p2, p3]: Id128,
  [v0, v1, v2, v3]: Id128,
  out: Int32Array | Uint32Array,
): void {
  const w = schedule;
  const vehicle = vehicleText;
  putUuid(v0, v1, v2, v3, vehicle, 0);
  w.set(NAMESPACE_WORDS);
  putUuid(p0, p1, p2, p3, w, 4);
  // A colon moves the vehicle's characters on by one byte.
  w[13] = (0x3a << 24) | (vehicle[0]! >>> 8);
  w[14] = (vehicle[0]! << 24) | (vehicle[1]! >>> 8);
  w[15] = (vehicle[1]! << 24) | (vehicle[2]! >>> 8);
  state[0] = 0x67452301;
  state[1] = 0xefcdab89 | 0;
  state[2] = 0x98badcfe | 0;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0 | 0;
  addBlock(w, state);
  for (let t = 0; t < 6; t++) w[t] = (vehicle[t + 2]! << 24) | (vehicle[t + 3]! >>> 8);
  w[6] = (vehicle[8]! << 24) | (0x80 << 16);
  for (let t = 7; t < 15; t++) w[t] = 0;
  w[15] = MESSAGE_BITS;
  addBlock(w, state);
  out[0] = state[0]!;
  out[1] = (state[1]! & 0xffff0fff) | 0x5000;
  out[2] = (state[2]! & 0x3fffffff) | (0x80000000 | 0);
  out[3] = state[3]!;
}

/**
 * Computes the identifiers of profiles from those of their persons and vehicles.
 *
 * @param persons Identifiers of the persons.
 * @param vehicles Identifiers of the vehicles.
 * @param profiles Gets the identifiers of the profiles.
 * @param count Number of rows.
 */
export function deriveProfileIds(
  [p0, p1, p2, p3]: IdWords,
  [v0, v1, v2, v3]: IdWords,
  [o0, o1, o2, o3]: IdWords,
  count: number,
): void {
  const out = new Int32Array(4);
  for (let i = 0; i < count; i++) {
    computeProfileId(
      [p0[i]!, p1[i]!, p2[i]!, p3[i]!],
      [v0[i]!, v1[i]!, v2[i]!, v3[i]!],
      out,
    );
    o0[i] = out[0]!;
    o1[i] = out[1]!;
    o2[i] = out[2]!;
    o3[i] = out[3]!;
  }
}

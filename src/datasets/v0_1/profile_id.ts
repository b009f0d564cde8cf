/**
 * The profile's UUIDv5 (RFC 9562, section 5.5), written for one message form so that a row costs no
 * allocation: SHA-1 of the namespace and `person_id:vehicle_id`, 89 bytes in two blocks.
 *
 * @module
 */
import { PROFILE_NAMESPACE } from "./tables.ts";

const MESSAGE_BYTES = 16 + 36 + 1 + 36;
const BLOCK_WORDS = 16;

const message = new Uint8Array(BLOCK_WORDS * 4 * 2);
const view = new DataView(message.buffer);
const schedule = new Int32Array(80);
const state = new Int32Array(5);

PROFILE_NAMESPACE.replaceAll("-", "").match(/../g)!.forEach((byte, place) => {
  message[place] = parseInt(byte, 16);
});
message[52] = ":".charCodeAt(0);
message[MESSAGE_BYTES] = 0x80;
view.setUint32(message.length - 4, MESSAGE_BYTES * 8);
for (const start of [16, 53]) for (const dash of [8, 13, 18, 23]) message[start + dash] = 0x2d;

/** Two hexadecimal digits of each byte, as they stand in memory (big-endian). */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return (text.charCodeAt(0) << 8) | text.charCodeAt(1);
});

function putHalf(word: number, place: number): void {
  view.setUint16(place, HEX_PAIRS[(word >>> 8) & 255]!);
  view.setUint16(place + 2, HEX_PAIRS[word & 255]!);
}

function putUuid(a: number, b: number, c: number, d: number, place: number): void {
  putHalf(a >>> 16, place);
  putHalf(a, place + 4);
  putHalf(b >>> 16, place + 9);
  putHalf(b, place + 14);
  putHalf(c >>> 16, place + 19);
  putHalf(c, place + 24);
  putHalf(d >>> 16, place + 28);
  putHalf(d, place + 32);
}

function addBlock(start: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(start + t * 4);
  for (let t = 16; t < 80; t++) {
    const mixed = w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!;
    w[t] = (mixed << 1) | (mixed >>> 31);
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!;
  for (let t = 0; t < 20; t++) {
    const next = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w[t]!) | 0;
    e = d, d = c, c = (b << 30) | (b >>> 2), b = a, a = next;
  }
  for (let t = 20; t < 40; t++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + w[t]!) | 0;
    e = d, d = c, c = (b << 30) | (b >>> 2), b = a, a = next;
  }
  for (let t = 40; t < 60; t++) {
    const majority = (b & c) | (d & (b | c));
    const next = (((a << 5) | (a >>> 27)) + majority + e + (0x8f1bbcdc | 0) + w[t]!) | 0;
    e = d, d = c, c = (b << 30) | (b >>> 2), b = a, a = next;
  }
  for (let t = 60; t < 80; t++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + (0xca62c1d6 | 0) + w[t]!) | 0;
    e = d, d = c, c = (b << 30) | (b >>> 2), b = a, a = next;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
}

/** 128 bits as four 32-bit words, most significant first. */
export type Id128 = readonly [number, number, number, number];

/**
 * Computes a profile's identifier into the first four words of an array.
 *
 * @param person The person's identifier.
 * @param vehicle The vehicle's identifier.
 * @param out Gets four words, most significant first.
 *
 * @example
 * ```ts
 * import { computeProfileId } from "./profile_id.ts";
 * const out = new Int32Array(4);
 * computeProfileId(
 *   [0x38af933f, 0xc4e50a39, 0xaaabc328, 0xad568494],
 *   [0x34457095, 0x147c985e, 0x18ba5d96, 0x0d72611e],
 *   out,
 * );
 * if ((out[0]! >>> 0).toString(16) !== "de53bf07") throw new RangeError();
 * ```
 */
export function computeProfileId(person: Id128, vehicle: Id128, out: Int32Array): void {
  putUuid(person[0], person[1], person[2], person[3], 16);
  putUuid(vehicle[0], vehicle[1], vehicle[2], vehicle[3], 53);
  state[0] = 0x67452301;
  state[1] = 0xefcdab89 | 0;
  state[2] = 0x98badcfe | 0;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0 | 0;
  addBlock(0);
  addBlock(64);
  out[0] = state[0]!;
  out[1] = (state[1]! & 0xffff0fff) | 0x5000;
  out[2] = (state[2]! & 0x3fffffff) | (0x80000000 | 0);
  out[3] = state[3]!;
}

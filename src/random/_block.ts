/**
 * The 128-bit cipher under every address: eight rounds of Chaskey's permutation, between two keys.
 *
 * N. Mouha, B. Mennink, A. Van Herrewege, D. Watanabe, B. Preneel, I. Verbauwhede, "Chaskey: An
 * Efficient MAC Algorithm for 32-bit Microcontrollers", SAC 2014; a fixed permutation between two
 * keys: S. Even, Y. Mansour, J. Cryptology 10 (1997). It is a bijection of the 128-bit blocks for
 * every key: each step adds to, xors or rotates one word by what stays in place, so it can be undone.
 *
 * @module
 */
import { digestOfValue } from "../core/digest.ts";
import type { JsonValue } from "../core/json.ts";

const ROUNDS = 8;

/**
 * Derives a key of 256 bits from a value: SHA-256 of its canonical JSON, which tells any two values
 * apart.
 *
 * @param value The value.
 * @returns Eight words: four for before the permutation, four for behind it.
 */
export function deriveKey(value: JsonValue): Int32Array {
  const digits = digestOfValue(value);
  const key = new Int32Array(8);
  for (let i = 0; i < 8; i++) key[i] = parseInt(digits.slice(8 * i, 8 * i + 8), 16);
  return key;
}

/**
 * Enciphers blocks in place.
 *
 * @param key Eight words of {@link deriveKey}.
 * @param a First words of the blocks, then of the results.
 * @param b Second words.
 * @param c Third words.
 * @param d Fourth words.
 * @param count Number of blocks.
 */
export function encipherBlocks(
  key: Int32Array,
  a: Int32Array,
  b: Int32Array,
  c: Int32Array,
  d: Int32Array,
  count: number,
): void {
  const k0 = key[0]!, k1 = key[1]!, k2 = key[2]!, k3 = key[3]!;
  const k4 = key[4]!, k5 = key[5]!, k6 = key[6]!, k7 = key[7]!;
  for (let i = 0; i < count; i++) {
    let v0 = a[i]! ^ k0, v1 = b[i]! ^ k1, v2 = c[i]! ^ k2, v3 = d[i]! ^ k3;
    for (let round = 0; round < ROUNDS; round++) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 13) | (v3 >>> 19)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 7) | (v1 >>> 25)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    a[i] = v0 ^ k4;
    b[i] = v1 ^ k5;
    c[i] = v2 ^ k6;
    d[i] = v3 ^ k7;
  }
}

/**
 * Small hashes of bytes and numbers, for tables in memory. They protect against accidents, not against
 * an opponent: whoever can be one is met with SHA-256.
 *
 * @module
 */

/**
 * A 32-bit hash, four bytes a step. Each step is a bijection of the state, so that texts of one length that differ
 * in at most four neighbouring bytes of a step never have the same hash.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @param seed The state to begin with.
 * @returns A signed 32-bit number.
 */
export function hashBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  seed: number = 0x811c9dc5 | 0,
): number {
  let hash = seed;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const step = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) |
      (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ step, 0x9e3779b1 | 0);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

/**
 * A 32-bit hash (FNV-1a), one byte a step: that of joined texts is the same as that of one after the other.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @param seed The hash of what stands before.
 * @returns A signed 32-bit number.
 */
export function hashOn(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

/**
 * Mixes a number into a hash; a bijection of either for a fixed other one.
 *
 * @param hash The hash so far.
 * @param value 32 bits.
 * @returns A signed 32-bit number.
 */
export function mixHash(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x85ebca6b | 0);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0xc2b2ae35 | 0) + 0x27d4eb2f | 0;
}

/**
 * Spreads what is in a hash over all its bits; a bijection.
 *
 * @param hash The hash.
 * @returns A signed 32-bit number.
 */
export function finishHash(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b | 0);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35 | 0);
  return mixed ^ (mixed >>> 16);
}

/**
 * SHA-256 digests of bytes, texts and values.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { canonicalJson, type JsonValue } from "./json.ts";

/** A running digest: fed in order, read once. */
export interface Digest {
  /** Adds bytes; the array may be filled again afterwards. */
  update(bytes: Uint8Array): void;
  /** The digest of what was fed so far; more can follow. */
  peek(): string;
  /** Ends the digest: 64 hexadecimal digits in lower case. */
  hex(): string;
}

/**
 * Starts a SHA-256.
 *
 * @returns A digest of no bytes yet.
 *
 * @example
 * ```ts
 * import { startDigest } from "./digest.ts";
 * const digest = startDigest();
 * digest.update(new TextEncoder().encode("abc"));
 * if (!digest.hex().startsWith("ba7816bf")) throw new RangeError();
 * ```
 */
export function startDigest(): Digest {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    peek: () => hash.copy().digest("hex"),
    hex: () => hash.digest("hex"),
  };
}

/**
 * SHA-256 of a text's UTF-8 or of bytes.
 *
 * @param data Text or bytes.
 * @returns 64 hexadecimal digits in lower case.
 */
export function digestOf(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * SHA-256 of a value's canonical JSON.
 *
 * @param value The value.
 * @returns 64 hexadecimal digits, the same for equal values whatever the order of their keys.
 */
export function digestOfValue(value: JsonValue): string {
  return digestOf(canonicalJson(value));
}

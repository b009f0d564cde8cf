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

/** What bytes are read from in order, such as an open file. */
export interface ByteSource {
  /**
   * Reads on.
   *
   * @param room Takes the bytes.
   * @returns How many there were; null at the end.
   */
  read(room: Uint8Array): Promise<number | null>;
}

/** Bytes that are read at once for a digest. */
const READ_BYTES = 1 << 18;

/**
 * SHA-256 of all that a source still has, without holding it in memory.
 *
 * @param source The source; it stays open.
 * @param onBytes Called with the number of bytes of each piece; what it throws ends the reading.
 * @returns Size and SHA-256, 64 hexadecimal digits in lower case. What the source throws comes as it is.
 *
 * @example
 * ```ts
 * import { digestBytesOf } from "./digest.ts";
 * const pieces = [3, null];
 * const { sizeBytes, sha256 } = await digestBytesOf({
 *   read: (room) => (room.set(new TextEncoder().encode("abc")), Promise.resolve(pieces.shift()!)),
 * });
 * if (sizeBytes !== 3 || !sha256.startsWith("ba7816bf")) throw new RangeError();
 * ```
 */
export async function digestBytesOf(
  source: ByteSource,
  onBytes: (count: number) => void = () => {},
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const digest = startDigest();
  const room = new Uint8Array(READ_BYTES);
  let sizeBytes = 0;
  for (let count; (count = await source.read(room)) !== null;) {
    digest.update(room.subarray(0, count));
    sizeBytes += count;
    onBytes(count);
  }
  return { sizeBytes, sha256: digest.hex() };
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

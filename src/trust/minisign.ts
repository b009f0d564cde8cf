/**
 * Signatures as minisign makes them, checked without minisign: Ed25519 over a file, or over its BLAKE2b-512, and over a
 * comment that so can be trusted too.
 *
 * @module
 */
import { createHash } from "node:crypto";

/** A public key. */
export interface PublicKey {
  /** Its name, as minisign prints it: 16 hexadecimal digits in capitals. */
  readonly id: string;
  /** The key: 32 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A signature. */
export interface Signature {
  /** Name of the key that made it. */
  readonly keyId: string;
  /** Whether the BLAKE2b-512 of the file is signed (as is usual), not the file itself. */
  readonly isPrehashed: boolean;
  /** Over the file: 64 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the signer said of it. */
  readonly trustedComment: string;
  /** Over {@linkcode Signature.bytes} and the comment: 64 bytes. */
  readonly commentBytes: Uint8Array<ArrayBuffer>;
}

/** What came of checking a signature: all is well, it is another key's, or file or comment are not what was signed. */
export type SignatureVerdict = "good" | "other-key" | "other-file" | "other-comment";

const KEY_LENGTH = 42, SIGNATURE_LENGTH = 74, COMMENT_SIGNATURE_LENGTH = 64;
const TRUSTED = "trusted comment: ";

/**
 * Reads a public key.
 *
 * @param text The text of a `.pub` file, or its second line alone.
 * @returns The key, or undefined where the text is none.
 *
 * @example
 * ```ts
 * import { parsePublicKey } from "./minisign.ts";
 * const key = parsePublicKey("RWSTyAqfH3AxGP9r3Iz+vk6cnbIhIWyZD1R5yn55NBCw3jM8JCib6pS2");
 * if (key?.id !== "1831701F9F0AC893") throw new RangeError();
 * ```
 */
export function parsePublicKey(text: string): PublicKey | undefined {
  const lines = readLines(text);
  if (lines.length > 2) return undefined;
  const raw = decodeBase64(lines.at(-1) ?? "", KEY_LENGTH);
  if (raw === undefined || readAlgorithm(raw) !== "Ed") return undefined;
  return { id: readKeyId(raw), bytes: raw.slice(10) };
}

/**
 * Reads a signature.
 *
 * @param text The text of a `.minisig` file.
 * @returns The signature, or undefined where the text is none.
 */
export function parseSignature(text: string): Signature | undefined {
  const [, first = "", comment = "", last = "", ...rest] = readLines(text);
  const raw = decodeBase64(first, SIGNATURE_LENGTH);
  const commentBytes = decodeBase64(last, COMMENT_SIGNATURE_LENGTH);
  if (raw === undefined || commentBytes === undefined || rest.length > 0) return undefined;
  const algorithm = readAlgorithm(raw);
  if (!["Ed", "ED"].includes(algorithm) || !comment.startsWith(TRUSTED)) return undefined;
  return {
    keyId: readKeyId(raw),
    isPrehashed: algorithm === "ED",
    bytes: raw.slice(10),
    trustedComment: comment.slice(TRUSTED.length),
    commentBytes,
  };
}

/**
 * Checks a signature: that the key made it, over this file and with this comment.
 *
 * @param signature The signature.
 * @param key The key that is trusted.
 * @param content Bytes of the file.
 * @returns What came of it; `good` alone means that file and comment are as they were signed.
 */
export async function checkSignature(
  signature: Signature,
  key: PublicKey,
  content: Uint8Array<ArrayBuffer>,
): Promise<SignatureVerdict> {
  // All that is compared here is public, so it does not matter how long a comparison takes.
  if (signature.keyId !== key.id) return "other-key";
  const verify = async (bytes: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>) => {
    const imported = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, bytes, signed);
  };
  const signed = signature.isPrehashed
    ? new Uint8Array(createHash("blake2b512").update(content).digest())
    : content;
  if (!await verify(signature.bytes, signed)) return "other-file";
  const comment = new TextEncoder().encode(signature.trustedComment);
  const both = new Uint8Array([...signature.bytes, ...comment]);
  return await verify(signature.commentBytes, both) ? "good" : "other-comment";
}

/** Lines of a file, whatever ends them; the last may end or not. */
function readLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function decodeBase64(text: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+=*$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return bytes.length === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function readAlgorithm(raw: Uint8Array): string {
  return String.fromCharCode(raw[0]!, raw[1]!);
}

function readKeyId(raw: Uint8Array): string {
  // Eight bytes, the lowest first.
  const digits = [...raw.subarray(2, 10)].reverse().map((byte) => byte.toString(16));
  return digits.map((pair) => pair.padStart(2, "0")).join("").toUpperCase();
}

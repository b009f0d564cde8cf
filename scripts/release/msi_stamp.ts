/**
 * Takes chance and the clock out of an installer for Windows: wixl gives each file a new package code and the time it
 * was made at.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { digestOf } from "../../src/core/digest.ts";
import { CheckFailed } from "./step.ts";

/** Names the package codes of this project. */
const CODE_SPACE = "7B0C4E0E-6D0B-4C55-9C1C-2E6A5C8C7A10";
/** From 1601-01-01, where Windows begins to count, to 1970-01-01, in seconds. */
const SECONDS_TO_1970 = 11_644_473_600n;
const TICKS_PER_SECOND = 10_000_000n;
/** A GUID in braces, padded to 4 bytes, as the summary holds the package code; then two times, each after its type. */
const STAMP =
  /\{([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})\}\0\0@\0\0\0([^]{8})@\0\0\0([^]{8})/g;

/**
 * Makes a GUID that follows from a text.
 *
 * @param text The text.
 * @returns A GUID of version 5 (RFC 9562), in capitals.
 *
 * @example
 * ```ts
 * import { guidOf } from "./msi_stamp.ts";
 * const shape = /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;
 * if (!shape.test(guidOf("a")) || guidOf("a") === guidOf("b")) throw new RangeError();
 * ```
 */
export function guidOf(text: string): string {
  const space = Uint8Array.fromHex(CODE_SPACE.replaceAll("-", ""));
  const hash = createHash("sha1").update(space).update(text).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const digits = hash.toString("hex").slice(0, 32).toUpperCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Gives an installer times of the release, and a package code that follows from all else it holds, so that another
 * content has another code, as Windows wants it.
 *
 * @param bytes Bytes of the installer; changed in place.
 * @param epochSeconds The time, in seconds since 1970.
 * @returns The package code.
 * @throws {CheckFailed} If there is not one summary of the form that msitools writes.
 */
export function stampInstaller(bytes: Uint8Array, epochSeconds: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const found = [...text.matchAll(STAMP)];
  const match = found[0];
  if (match === undefined || found.length > 1) {
    throw new CheckFailed(`it holds ${found.length} summaries with a package code and times`);
  }
  const codeAt = match.index + 1;
  const [whole, code] = match;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ticks = (BigInt(epochSeconds) + SECONDS_TO_1970) * TICKS_PER_SECOND;
  const end = match.index + whole.length;
  for (const at of [end - 8, end - 20]) view.setBigUint64(at, ticks, true);
  const encoder = new TextEncoder();
  bytes.set(encoder.encode("0".repeat(code!.length)), codeAt);
  const made = guidOf(digestOf(bytes));
  bytes.set(encoder.encode(made), codeAt);
  return made;
}

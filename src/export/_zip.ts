/**
 * ZIP archives whose members are written in parts.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import { EsdhError } from "../core/error.ts";
import { combineCrc32, crc32 } from "./_crc32.ts";
import { Deflater } from "./_deflate.ts";

/** What is known of a part of a member. */
export interface ZipPart {
  readonly crc: number;
  readonly rawBytes: number;
  readonly packedBytes: number;
}

interface ZipMember {
  readonly name: Uint8Array;
  readonly offset: number;
  crc: number;
  rawBytes: number;
  packedBytes: number;
}

const SIGNATURE = {
  member: 0x0403_4b50,
  sizes: 0x0807_4b50,
  entry: 0x0201_4b50,
  end: 0x0605_4b50,
} as const;

/** Version 2.0: Deflate. */
const VERSION = 20;
/** Sizes stand behind a member; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01, the first day these archives know: the bytes must not depend on a clock. */
const FIRST_DAY = 0x21;

const MAX_BYTES = 2 ** 32 - 1;

const encoder = new TextEncoder();

/**
 * Packs a part of a member.
 *
 * @param deflater Does the work.
 * @param bytes What it holds.
 * @param target Takes the packed bytes.
 * @returns What the archive must know of it.
 */
export function packZipPart(deflater: Deflater, bytes: Uint8Array, target: ByteBuffer): ZipPart {
  const start = target.length;
  deflater.deflatePart(bytes, target);
  return { crc: crc32(bytes), rawBytes: bytes.length, packedBytes: target.length - start };
}

/** Writes an archive, one member after the other. Memory: about 100 bytes a member. */
export class ZipWriter {
  readonly #deflater = new Deflater();
  readonly #members: ZipMember[] = [];
  #offset = 0;

  /**
   * Begins a member.
   *
   * @param name Its path.
   * @param target Takes the bytes.
   */
  open(name: string, target: ByteBuffer): void {
    const bytes = encoder.encode(name);
    const member = { name: bytes, offset: this.#offset, crc: 0, rawBytes: 0, packedBytes: 0 };
    this.#members.push(member);
    const start = target.length;
    putNumbers(target, [[SIGNATURE.member, 4], [VERSION, 2], [FLAGS, 2], [DEFLATE, 2], [0, 2]]);
    putNumbers(target, [[FIRST_DAY, 2], [0, 4], [0, 4], [0, 4], [bytes.length, 2], [0, 2]]);
    target.writeBytes(bytes);
    this.#offset += target.length - start;
  }

  /**
   * Appends a text to the open member.
   *
   * @param text The text.
   * @param target Takes the bytes.
   */
  write(text: string, target: ByteBuffer): void {
    this.add(packZipPart(this.#deflater, encoder.encode(text), target));
  }

  /**
   * Says that a packed part of the open member stands behind what was written so far.
   *
   * @param part The part.
   */
  add({ crc, rawBytes, packedBytes }: ZipPart): void {
    const member = this.#members.at(-1)!;
    member.crc = combineCrc32(member.crc, crc, rawBytes);
    member.rawBytes += rawBytes;
    member.packedBytes += packedBytes;
    this.#offset += packedBytes;
  }

  /**
   * Ends the open member.
   *
   * @param target Takes the bytes.
   * @throws {EsdhError} REFUSED if it has grown beyond 4 GiB.
   */
  close(target: ByteBuffer): void {
    const member = this.#members.at(-1)!;
    const start = target.length;
    this.#deflater.deflate(new Uint8Array(0), target);
    member.packedBytes += target.length - start;
    checkSize(member.rawBytes);
    putNumbers(target, [[SIGNATURE.sizes, 4], ...sizesOf(member)]);
    this.#offset += target.length - start;
  }

  /**
   * Ends the archive.
   *
   * @param target Takes the bytes.
   * @throws {EsdhError} REFUSED if it has grown beyond 4 GiB.
   */
  finish(target: ByteBuffer): void {
    checkSize(this.#offset);
    const start = target.length;
    for (const member of this.#members) {
      putNumbers(target, [[SIGNATURE.entry, 4], [VERSION, 2], [VERSION, 2], [FLAGS, 2]]);
      putNumbers(target, [[DEFLATE, 2], [0, 2], [FIRST_DAY, 2], ...sizesOf(member)]);
      putNumbers(target, [[member.name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4]]);
      putNumbers(target, [[member.offset, 4]]);
      target.writeBytes(member.name);
    }
    const count = this.#members.length;
    const bytes = target.length - start;
    putNumbers(target, [[SIGNATURE.end, 4], [0, 2], [0, 2], [count, 2], [count, 2], [bytes, 4]]);
    putNumbers(target, [[this.#offset, 4], [0, 2]]);
  }
}

type SizedNumber = readonly [value: number, bytes: 2 | 4];

function sizesOf({ crc, packedBytes, rawBytes }: ZipMember): SizedNumber[] {
  return [[crc, 4], [packedBytes, 4], [rawBytes, 4]];
}

function putNumbers(target: ByteBuffer, numbers: readonly SizedNumber[]): void {
  target.reserve(4 * numbers.length);
  for (const [value, bytes] of numbers) {
    if (bytes === 2) target.view.setUint16(target.length, value, true);
    else target.view.setUint32(target.length, value, true);
    target.length += bytes;
  }
}

function checkSize(sizeBytes: number): void {
  if (sizeBytes <= MAX_BYTES) return;
  throw new EsdhError("REFUSED", `the archive would have ${sizeBytes} bytes or more in a member`, {
    hint: `at most ${MAX_BYTES} can be: make fewer accounts, or choose another format`,
  });
}

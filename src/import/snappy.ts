/**
 * Unpacks Snappy, with every length checked: a damaged block ends in an error, never in a loop.
 *
 * @module
 */
import { damaged } from "./thrift.ts";

/**
 * Unpacks a block.
 *
 * @param bytes The block: its size unpacked, then literals and copies.
 * @param sizeBytes The size it must have unpacked.
 * @returns So many bytes.
 *
 * @example
 * ```ts
 * import { unpackSnappy } from "./snappy.ts";
 * const block = Uint8Array.of(4, 0, 97, 10, 1, 0);
 * if (new TextDecoder().decode(unpackSnappy(block, 4)) !== "aaaa") throw new RangeError();
 * ```
 */
export function unpackSnappy(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  const out = new Uint8Array(sizeBytes);
  let at = skipLength(bytes, sizeBytes);
  let to = 0;
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    const extra = kind === 0 ? Math.max(0, (tag >> 2) - 59) : kind === 3 ? 4 : kind;
    if (extra > bytes.length - at) throw damaged("a Snappy block ends within a tag");
    let number = 0;
    for (let byte = extra - 1; byte >= 0; byte--) number = number * 256 + bytes[at + byte]!;
    at += extra;
    if (kind === 0) {
      const length = (extra === 0 ? tag >> 2 : number) + 1;
      if (length > bytes.length - at || length > sizeBytes - to) {
        throw damaged("a Snappy literal is longer than its block");
      }
      out.set(bytes.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance = kind === 1 ? number + (tag >> 5) * 256 : number;
    if (distance === 0 || distance > to || length > sizeBytes - to) {
      throw damaged("a Snappy copy points outside its block");
    }
    // Byte by byte: a copy may reach into what it writes.
    for (const end = to + length; to < end; to++) out[to] = out[to - distance]!;
  }
  if (to !== sizeBytes) throw damaged(`a Snappy block of ${to} bytes, ${sizeBytes} were expected`);
  return out;
}

function skipLength(bytes: Uint8Array, sizeBytes: number): number {
  let length = 0;
  for (let at = 0, scale = 1; at < Math.min(5, bytes.length); at++, scale *= 128) {
    length += (bytes[at]! & 127) * scale;
    if (bytes[at]! < 128) {
      if (length === sizeBytes) return at + 1;
      throw damaged(`a Snappy block says ${length} bytes, ${sizeBytes} were expected`);
    }
  }
  throw damaged("a Snappy block has no length");
}

/**
 * Unpacks Snappy, with every length checked: a damaged block ends in an error, never in a loop.
 *
 * @module
 */
import { damaged } from "./thrift.ts";

/** Literals up to this length are copied sooner byte by byte. */
const SHORT_BYTES = 32;

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
  const view = new DataView(out.buffer);
  let at = skipLength(bytes, sizeBytes);
  let to = 0;
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    let length = (tag >> 2) + 1;
    let distance: number;
    if (kind === 0) {
      if (length > 60) {
        const extra = length - 60;
        length = readNumber(bytes, at, extra) + 1;
        at += extra;
      }
      if (length > bytes.length - at || length > sizeBytes - to) {
        throw damaged("a Snappy literal is longer than its block");
      }
      if (length > SHORT_BYTES) {
        out.set(bytes.subarray(at, at + length), to);
        at += length;
        to += length;
      } else for (const end = to + length; to < end; to++) out[to] = bytes[at++]!;
      continue;
    } else if (kind === 1) {
      if (at >= bytes.length) throw damaged("a Snappy block ends within a tag");
      length = ((tag >> 2) & 7) + 4;
      distance = bytes[at++]! + (tag >> 5) * 256;
    } else {
      const extra = kind === 2 ? 2 : 4;
      distance = readNumber(bytes, at, extra);
      at += extra;
    }
    if (distance === 0 || distance > to || length > sizeBytes - to) {
      throw damaged("a Snappy copy points outside its block");
    }
    const end = to + length;
    // A copy may reach into what it writes: four bytes at once where it does not reach into those.
    if (distance >= 4) {
      for (const last = end - 4; to <= last; to += 4) {
        view.setInt32(to, view.getInt32(to - distance, true), true);
      }
    }
    for (; to < end; to++) out[to] = out[to - distance]!;
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

/** Reads a number of up to four bytes, the lowest first. */
function readNumber(bytes: Uint8Array, at: number, count: number): number {
  if (count > bytes.length - at) throw damaged("a Snappy block ends within a tag");
  let number = 0;
  for (let byte = count - 1; byte >= 0; byte--) number = number * 256 + bytes[at + byte]!;
  return number;
}

/**
 * Plain values of a Parquet page or dictionary, as numbers.
 *
 * @module
 */
import { readId } from "../core/read_id.ts";
import type { ValueTarget } from "../core/value_file.ts";
import { readUint32 } from "./parquet_chunk.ts";
import type { Runs } from "./parquet_runs.ts";
import { damaged } from "./thrift.ts";

/** How values are read: into which array, and from what. */
export type ValueKind = "int32" | "int64" | "boolean" | "word" | "id";

/** Values of a page or a dictionary, without nulls. */
export interface PageValues {
  /** How many they are. */
  readonly size: number;
  readonly numbers?: Float64Array | Int32Array;
  readonly codes?: Int32Array;
  /** Four words a value. */
  readonly ids?: Int32Array;
  /** 1 for each that is no identifier; absent where all are. */
  readonly flaws?: Uint8Array;
}

/**
 * Reads values that stand one behind the other.
 *
 * @param page What they lie in.
 * @param position First byte.
 * @param count Their number.
 * @param kind What they are.
 * @param codeOf Gives words their numbers, where they are wanted.
 * @returns The values.
 * @throws {SyntaxError} If they are not there.
 */
export function readPlain(
  page: Uint8Array,
  position: number,
  count: number,
  kind: ValueKind,
  codeOf: ValueTarget["codeOf"],
): PageValues {
  const needed = { int32: count * 4, int64: count * 8, boolean: Math.ceil(count / 8) } as const;
  if (kind in needed && needed[kind as keyof typeof needed] > page.length - position) {
    throw damaged("a page ends before its values");
  }
  const view = new DataView(page.buffer, page.byteOffset + position, page.length - position);
  switch (kind) {
    case "int32": {
      const start = page.byteOffset + position;
      const numbers = new Int32Array(page.buffer.slice(start, start + count * 4));
      return { numbers, size: count };
    }
    case "int64": {
      const numbers = new Float64Array(count);
      for (let value = 0; value < count; value++) {
        numbers[value] = view.getInt32(value * 8 + 4, true) * 4_294_967_296 +
          view.getUint32(value * 8, true);
      }
      return { numbers, size: count };
    }
    case "boolean": {
      const numbers = new Int32Array(count);
      for (let value = 0; value < count; value++) {
        numbers[value] = (page[position + (value >> 3)]! >> (value & 7)) & 1;
      }
      return { numbers, size: count };
    }
    case "word": {
      const codes = new Int32Array(count);
      let place = 0;
      readTexts(page, position, count, (start, end) => {
        codes[place++] = codeOf === undefined ? -1 : codeOf(page, start, end);
      });
      return { codes, size: count };
    }
    case "id": {
      const ids = new Int32Array(count * 4);
      let flaws: Uint8Array | undefined;
      let place = 0;
      readTexts(page, position, count, (start, end) => {
        if (!readId(page, start, end, ids, place * 4)) {
          flaws ??= new Uint8Array(count);
          flaws[place] = 1;
        }
        place++;
      });
      return flaws === undefined ? { ids, size: count } : { ids, flaws, size: count };
    }
  }
}

function readTexts(
  page: Uint8Array,
  position: number,
  count: number,
  take: (start: number, end: number) => void,
): void {
  let at = position;
  for (let value = 0; value < count; value++) {
    const length = readUint32(page, at);
    at += 4;
    if (length > page.length - at) throw damaged("a page ends within a value");
    take(at, at + length);
    at += length;
  }
}

/**
 * Finds truth values that are written in runs.
 *
 * @param page What they lie in.
 * @param position First byte: their size.
 * @param count Their number.
 * @returns Where they lie.
 * @throws {SyntaxError} If the page ends within their size.
 */
export function readFlags(page: Uint8Array, position: number, count: number): Runs {
  const end = position + 4 + readUint32(page, position);
  return { bytes: page, start: position + 4, end: Math.min(end, page.length), width: 1, count };
}

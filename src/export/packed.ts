/**
 * Text formats, compressed: gzip and zstd.
 *
 * Both packers come with the program, because the runtime's own may write other bytes in another version or
 * on another processor: gzip is written here, zstd is a pinned build of its library as WebAssembly.
 *
 * @module
 */
import type { Zstd as ZstdLibrary } from "@hpcc-js/wasm-zstd";
import { EsdhError } from "../core/error.ts";
import type { EncodedFormat } from "../core/format.ts";
import { Deflater } from "./_deflate.ts";
import { packFormat, type Packing } from "./_packed_format.ts";
import { csvFormat } from "./csv.ts";
import { jsonFormat } from "./json.ts";
import { ndjsonFormat } from "./ndjson.ts";
import { sqlFormat } from "./sql.ts";

/** On the texts this program writes, higher levels are slower and pack no better. */
const ZSTD_LEVEL = 1;

const GZIP: Packing = {
  suffix: "gz",
  mediaType: "application/gzip",
  title: "gzip",
  packageName: "gz",
  open: () => {
    const deflater = new Deflater();
    return (bytes, target) => deflater.gzip(bytes, target);
  },
};

let zstd: ZstdLibrary | undefined;

const ZSTD: Packing = {
  suffix: "zst",
  mediaType: "application/zstd",
  title: "zstd",
  prepare: async () => {
    const { Zstd } = await import("@hpcc-js/wasm-zstd");
    zstd = copyAtOnce(await Zstd.load());
  },
  open: () => {
    const library = zstd;
    if (library === undefined) {
      throw new TypeError("openEncoder() of a zstd format was called before prepare() had ended");
    }
    return (bytes, target) => {
      const packed = library.compress(bytes, ZSTD_LEVEL);
      // The library writes what goes wrong to the console, and returns no frame.
      if (packed.length < 4) {
        throw new EsdhError("INTERNAL", `can't compress ${bytes.length} bytes with zstd`);
      }
      target.writeBytes(packed);
    };
  },
};

/** The library's own memory, which its types keep private. */
interface ZstdMemory {
  readonly _mainModule?: {
    heapView?(place: unknown): Uint8Array<ArrayBuffer>;
    heapToUint8Array?(place: unknown): Uint8Array<ArrayBuffer>;
  };
}

/**
 * Makes the library copy what it packed in one go. Its own way lists the bytes as numbers first, which takes eight
 * times their room and longer than packing does.
 */
function copyAtOnce(library: ZstdLibrary): ZstdLibrary {
  const memory = (library as unknown as ZstdMemory)._mainModule;
  if (memory?.heapView !== undefined && memory.heapToUint8Array !== undefined) {
    memory.heapToUint8Array = (place) => memory.heapView!(place).slice();
  }
  return library;
}

/** The compressed formats, in the order help lists them. */
export const PACKED_FORMATS: readonly EncodedFormat[] = [
  packFormat(csvFormat, GZIP, { frameBytes: 0, times: 1.13, perField: 0.16 }),
  packFormat(csvFormat, ZSTD, { frameBytes: -0.2, times: 1.1, perField: 0.05 }),
  packFormat(ndjsonFormat, GZIP, { frameBytes: 0.8, times: 1.12, perField: 0.9 }),
  packFormat(ndjsonFormat, ZSTD, { frameBytes: 0.2, times: 1.15, perField: 0.17 }),
  packFormat(jsonFormat, GZIP, { frameBytes: 1.4, times: 1.2, perField: 1.1 }),
  packFormat(jsonFormat, ZSTD, { frameBytes: 0.3, times: 1.18, perField: 0.19 }),
  packFormat(sqlFormat, GZIP, { frameBytes: 0, times: 1.14, perField: 0.16 }),
  packFormat(sqlFormat, ZSTD, { frameBytes: -0.2, times: 1.11, perField: 0.05 }),
];

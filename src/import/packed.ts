/**
 * Reads text formats that are packed with gzip or zstd, as they are unpacked: nothing is kept but a window of the
 * text, and what the packing looks back to.
 *
 * @module
 */
import { Readable } from "node:stream";
import { EsdhError } from "../core/error.ts";
import { showText } from "../core/show.ts";
import type { ByteSource, ReadScope, TableEvent, TableReader } from "../core/table.ts";
import { openFile, READ_BYTES } from "./byte_window.ts";
import { tellIssue } from "./issue_event.ts";

/** Unpacks pieces of a file. */
type Unpack = (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A way to unpack. */
interface Packing {
  /** Ending of the file's name, behind that of the text. */
  readonly suffix: string;
  /** The code of an issue that says that a file can't be unpacked. */
  readonly code: string;
  /** Loads what unpacks. */
  load(): Promise<Unpack>;
}

const GZIP: Packing = {
  suffix: "gz",
  code: "gzip-unreadable",
  load: async () => {
    const { createGunzip } = await import("node:zlib");
    return (packed) => {
      const gunzip = createGunzip();
      const source = Readable.from(packed, { objectMode: false });
      source.on("error", (error) => gunzip.destroy(error));
      return source.pipe(gunzip);
    };
  },
};

/** Packed bytes that are unpacked at once: what they become, 64 MiB at most, is in memory. */
const ZSTD_PIECE_BYTES = 2048;

const ZSTD: Packing = {
  suffix: "zst",
  code: "zstd-unreadable",
  load: async () => {
    const { Decompress } = await import("fzstd");
    return async function* (packed) {
      let pieces: Uint8Array[] = [];
      let sizeBytes = 0;
      const stream = new Decompress((piece) => void pieces.push(piece));
      for await (const bytes of packed) {
        sizeBytes += bytes.length;
        for (let at = 0; at < bytes.length; at += ZSTD_PIECE_BYTES) {
          stream.push(bytes.subarray(at, at + ZSTD_PIECE_BYTES));
          yield* pieces;
          pieces = [];
        }
      }
      if (sizeBytes === 0) throw new SyntaxError("it is empty");
      stream.push(new Uint8Array(0), true);
      yield* pieces;
    };
  },
};

/**
 * Makes the reader of a text format's form that is packed with gzip.
 *
 * @param reader Reads the text.
 * @returns A reader of files whose names end in `.gz` as well.
 */
export function gzipReader(reader: TableReader): TableReader {
  return packedReader(reader, GZIP);
}

/**
 * Makes the reader of a text format's form that is packed with zstd, in frames that look back 32 MiB at most.
 * Checksums of frames are not compared: what the text says, and the SHA-256 of the manifest, stand for them.
 *
 * @param reader Reads the text.
 * @returns A reader of files whose names end in `.zst` as well.
 */
export function zstdReader(reader: TableReader): TableReader {
  return packedReader(reader, ZSTD);
}

function packedReader(reader: TableReader, packing: Packing): TableReader {
  return {
    name: `${reader.name}.${packing.suffix}`,
    extension: `${reader.extension}.${packing.suffix}`,
    holds: reader.holds,
    access: "sequential",
    read: (scope) => readPacked(reader, packing, scope),
  };
}

async function* readPacked(
  reader: TableReader,
  packing: Packing,
  scope: ReadScope,
): AsyncGenerator<TableEvent> {
  const { onBytes: _onBytes, ...inner } = scope;
  const file = new PackedFile(await openFile(scope.path), scope, await packing.load());
  try {
    yield* reader.read({ ...inner, openSource: () => Promise.resolve(file) });
  } catch (error) {
    // What can't be unpacked is said by the file itself; the window has wrapped it as a failed read.
    if (!(error instanceof EsdhError) || file.damage === undefined) throw error;
    yield tellIssue({
      code: packing.code,
      severity: "error",
      message: `the file can't be unpacked: ${showText(file.damage)}`,
      path: scope.label,
      hint: "the file is cut off or damaged: make it again",
    });
    await file.drain();
  } finally {
    file.end();
  }
}

/** The text of a packed file; hands on the packed bytes as they are read. */
class PackedFile implements ByteSource {
  /** Why the file can't be unpacked; undefined as long as it can. */
  damage: string | undefined;
  readonly #file: Deno.FsFile;
  readonly #scope: ReadScope;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece = new Uint8Array(0);
  #failure: { readonly error: unknown } | undefined;
  #reading: Promise<number | null> = Promise.resolve(null);

  constructor(file: Deno.FsFile, scope: ReadScope, unpack: Unpack) {
    this.#file = file;
    this.#scope = scope;
    this.#pieces = unpack(this.#packed())[Symbol.asyncIterator]();
  }

  async read(room: Uint8Array): Promise<number | null> {
    while (this.#piece.length === 0) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await this.#pieces.next();
      } catch (error) {
        if (this.#failure !== undefined) throw this.#failure.error;
        this.damage = error instanceof Error ? error.message : String(error);
        throw error;
      }
      if (next.done) return null;
      this.#piece = new Uint8Array(next.value);
    }
    const count = Math.min(room.length, this.#piece.length);
    room.set(this.#piece.subarray(0, count));
    this.#piece = this.#piece.subarray(count);
    return count;
  }

  /** The reader of the text is done; the packed rest may still be wanted. */
  close(): void {}

  /** Hands on what is left of the packed bytes. */
  async drain(): Promise<void> {
    await this.#reading.catch(() => null);
    const room = new Uint8Array(READ_BYTES);
    for (let count = await this.#file.read(room); count !== null;) {
      this.#scope.onBytes?.(room.subarray(0, count));
      count = await this.#file.read(room);
    }
  }

  /** Closes the file, and lets the unpacking go that a reader may have left half-way. */
  end(): void {
    void this.#pieces.return?.().catch(() => {});
    this.#file.close();
  }

  async *#packed(): AsyncGenerator<Uint8Array> {
    try {
      while (true) {
        const room = new Uint8Array(READ_BYTES);
        this.#reading = this.#file.read(room);
        const count = await this.#reading;
        if (count === null) return;
        this.#scope.onBytes?.(room.subarray(0, count));
        yield room.subarray(0, count);
      }
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}

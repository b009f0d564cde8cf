/**
 * A data file of a run: takes encoded rows in order, puts the frames of its format around them, and
 * hands the bytes to a sink.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, FileScope, Frames } from "../core/format.ts";
import { type JsonValue, parseJson, stringifyJson } from "../core/json.ts";
import type { FileRecord } from "../core/sink.ts";
import { describeFailure, digestFile, type FileSink, openFileSink, syncFile } from "./file_sink.ts";
import type { PlannedFile } from "./files.ts";

/** Rows of a file in the order of their entities, and where they lie in it. */
export interface FileSection {
  /** Plural name of the entity. */
  readonly entity: string;
  /** Where its first row begins, in bytes from the start of the file. */
  readonly start: number;
  /** Where its last row ends. */
  readonly end: number;
  /** Number of its rows. */
  readonly rowCount: number;
}

/** A block of a file whose format has blocks. */
export interface FileBlock extends FileSection {
  /** What the encoder that made it told of it. */
  readonly note: JsonValue;
}

/** Name of the file beside a data file that holds its blocks, a line of JSON each. */
export const BLOCKS_SUFFIX = ".blocks.jsonl";

/** How far a file is: what a run that goes on with it has to know. */
export interface FileState {
  readonly path: string;
  readonly sizeBytes: number;
  readonly rowCount: number;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  readonly sections: readonly FileSection[];
  /** Its list of blocks; absent where there is none. */
  readonly blocks?: { readonly sizeBytes: number; readonly sha256: string };
}

/** Encoded rows. */
export interface EncodedRows {
  /** Plural name of the rows' entity. */
  readonly entity: string;
  /** May be filled again when the promise of `append` resolves. */
  readonly bytes: Uint8Array;
  readonly rowCount: number;
  /** What the encoder told of the block that begins with these bytes. */
  readonly note?: JsonValue | undefined;
  /** Bytes of that block, where more of them follow. Default: those given. */
  readonly sizeBytes?: number;
}

/** A file that takes encoded rows. */
export interface DataFile extends PlannedFile {
  /**
   * Appends encoded rows. Calls are carried out one after the other, in the order they were made.
   *
   * @param rows The rows.
   */
  append(rows: EncodedRows): Promise<void>;
  /** How far the file is once all that was appended before is written. Undefined where it can't be gone on with. */
  capture(): Promise<FileState | undefined>;
  /** Makes what is written durable. */
  sync(): Promise<void>;
  /** Where the rows of each entity lie; complete once the file is closed. */
  readonly sections: readonly FileSection[];
  /** Ends the file. */
  close(): Promise<FileRecord>;
  /** Ends the list of its blocks; undefined where it has none. */
  closeBlocks(): Promise<FileRecord | undefined>;
  /** Gives the file up. Never throws. */
  abort(): Promise<void>;
  /** Gives the file up but leaves it, if it can be gone on with. Never throws. */
  leave(): Promise<void>;
}

/** What opens a data file. */
export interface DataFileOptions {
  /** What its encoder has to know. */
  readonly scope: FileScope;
  /** Where it is made. */
  readonly filePath: string;
  /** Keeps the frames of the file. */
  readonly openFrames: (encoder: Encoder, entities: readonly Entity[]) => Frames;
  /** How far an interrupted run came with it. Default: the file begins anew. */
  readonly state?: FileState | undefined;
}

/**
 * Opens a file of a run. A file that its format fills itself only counts the rows appended, and is measured
 * when it is closed: whoever fills it must have ended by then.
 *
 * @param file What it is.
 * @param options Scope, path, frames.
 * @returns The file, of which nothing is written yet.
 * @throws {EsdhError} IO if the file can't be made; FINDINGS if it is not in its state any more, and it is left then.
 */
export async function openDataFile(
  file: PlannedFile,
  { scope, filePath, openFrames, state }: DataFileOptions,
): Promise<DataFile> {
  const { format, entities } = file;
  if (format.openEncoder === undefined) return openFilledFile(file, filePath);
  const blocksPath = `${filePath}${BLOCKS_SUFFIX}`;
  const encoder = format.openEncoder(scope);
  const frames = openFrames(encoder, entities);
  const target = new ByteBuffer(new ArrayBuffer(1024));
  const sections: FileSection[] = [...state?.sections ?? []];
  const findEntity = (plural: string) => entities.find((member) => member.plural === plural)!;
  const sink = await openFileSink(filePath, file.path, state);
  let blocksSink: FileSink | undefined;
  let blocks: readonly FileBlock[] = [];
  try {
    if (state?.blocks !== undefined) {
      const kept = { ...state.blocks, rowCount: 0 };
      blocksSink = await openFileSink(blocksPath, `${file.path}${BLOCKS_SUFFIX}`, kept);
      blocks = await readBlocks(blocksPath);
    }
  } catch (error) {
    await sink.leave();
    await blocksSink?.leave();
    throw error;
  }
  if (state !== undefined) {
    // The encoder is told again what it was told; what it writes is in the file already.
    for (const section of sections) {
      const own = blocks.filter(({ entity }) => entity === section.entity);
      for (const { rowCount } of own.length > 0 ? own : [section]) {
        frames.advance(section.entity, rowCount, target);
      }
      for (const { note, start } of own) {
        encoder.noteBlock?.(findEntity(section.entity), note, start);
      }
    }
  }
  let blocksBytes = state?.blocks?.sizeBytes ?? 0;
  let position = state?.sizeBytes ?? 0;
  let writtenRows = state?.rowCount ?? 0;
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next;
    return next;
  };
  const write = async (bytes: Uint8Array, rowCount: number) => {
    position += bytes.length;
    writtenRows += rowCount;
    await sink.write(bytes, rowCount);
  };
  const writeFrames = async (plural: string | undefined, rowCount: number) => {
    target.clear();
    frames.advance(plural, rowCount, target);
    if (target.length > 0) await write(target.written(), 0);
  };
  const writeBlock = async (block: FileBlock) => {
    const line = new TextEncoder().encode(`${stringifyJson(block as unknown as JsonValue)}\n`);
    blocksSink ??= await openFileSink(blocksPath, `${file.path}${BLOCKS_SUFFIX}`);
    blocksBytes += line.length;
    await blocksSink.write(line, 0);
  };
  return {
    ...file,
    sections,
    append: ({ entity, bytes, rowCount, note, sizeBytes = bytes.length }) =>
      enqueue(async () => {
        await writeFrames(entity, rowCount);
        const start = position;
        if (note !== undefined) {
          encoder.noteBlock?.(findEntity(entity), note, start);
          await writeBlock({ entity, start, end: start + sizeBytes, rowCount, note });
        }
        await write(bytes, rowCount);
        const known = sections.at(-1);
        if (known?.entity !== entity) sections.push({ entity, start, end: position, rowCount });
        else if (bytes.length > 0) {
          const first = known.start === known.end ? start : known.start;
          const rows = known.rowCount + rowCount;
          sections[sections.length - 1] = { entity, start: first, end: position, rowCount: rows };
        }
      }),
    capture: () =>
      enqueue(() =>
        Promise.resolve({
          path: file.path,
          sizeBytes: position,
          rowCount: writtenRows,
          sha256: sink.digest(),
          sections: [...sections],
          ...(blocksSink && {
            blocks: { sizeBytes: blocksBytes, sha256: blocksSink.digest() },
          }),
        })
      ),
    sync: async () => {
      await sink.sync();
      await blocksSink?.sync();
    },
    close: async () => {
      await enqueue(() => writeFrames(undefined, 0));
      return await sink.close();
    },
    closeBlocks: async () => await blocksSink?.close(),
    abort: async () => {
      await sink.abort();
      await blocksSink?.abort();
    },
    leave: async () => {
      await sink.leave();
      await blocksSink?.leave();
    },
  };
}

function openFilledFile(file: PlannedFile, filePath: string): DataFile {
  let rowCount = 0;
  return {
    ...file,
    sections: [],
    append: (rows) => {
      rowCount += rows.rowCount;
      return Promise.resolve();
    },
    capture: () => Promise.resolve(undefined),
    sync: () => Promise.resolve(),
    close: async () => {
      await syncFile(filePath);
      return await digestFile(filePath, file.path, rowCount);
    },
    closeBlocks: () => Promise.resolve(undefined),
    abort: () => Deno.remove(filePath).catch(() => {}),
    leave: () => Deno.remove(filePath).catch(() => {}),
  };
}

/**
 * Reads a list of blocks.
 *
 * @param path The list's file.
 * @returns The blocks, in the order of the data file.
 * @throws {EsdhError} IO if it can't be read.
 */
export async function readBlocks(path: string): Promise<FileBlock[]> {
  try {
    const text = await Deno.readTextFile(path);
    return text.split("\n").slice(0, -1).map((line) => parseJson(line) as unknown as FileBlock);
  } catch (cause) {
    throw describeFailure("read", path, cause);
  }
}

/**
 * A data file of a run: takes encoded rows in order, puts the frames of its format around them, and
 * hands the bytes to a sink.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, FileScope, Frames } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import type { FileRecord } from "../core/sink.ts";
import { measureFile, openFileSink } from "./file_sink.ts";
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

/** Encoded rows. */
export interface EncodedRows {
  /** Plural name of the rows' entity. */
  readonly entity: string;
  /** May be filled again when the promise of `append` resolves. */
  readonly bytes: Uint8Array;
  readonly rowCount: number;
  /** What the encoder told of the block that begins with these bytes. */
  readonly note?: JsonValue | undefined;
}

/** A file that takes encoded rows. */
export interface DataFile extends PlannedFile {
  /**
   * Appends encoded rows. Calls are carried out one after the other, in the order they were made.
   *
   * @param rows The rows.
   */
  append(rows: EncodedRows): Promise<void>;
  /** Ends the file. */
  close(): Promise<FileRecord>;
  /** Gives the file up. Never throws. */
  abort(): Promise<void>;
}

/** What opens a data file. */
export interface DataFileOptions {
  /** What its encoder has to know. */
  readonly scope: FileScope;
  /** Where it is made. */
  readonly filePath: string;
  /** Keeps the frames of the file. */
  readonly openFrames: (encoder: Encoder, entities: readonly Entity[]) => Frames;
}

/**
 * Opens a file of a run. A file that its format fills itself only counts the rows appended, and is measured
 * when it is closed: whoever fills it must have ended by then.
 *
 * @param file What it is.
 * @param options Scope, path, frames.
 * @returns The file, of which nothing is written yet.
 * @throws {EsdhError} IO if the file can't be made.
 */
export async function openDataFile(
  file: PlannedFile,
  { scope, filePath, openFrames }: DataFileOptions,
): Promise<DataFile> {
  const { format, entities } = file;
  if (format.openEncoder === undefined) return openFilledFile(file, filePath);
  const sink = await openFileSink(filePath, file.path);
  const encoder = format.openEncoder(scope);
  const frames = openFrames(encoder, entities);
  const target = new ByteBuffer(new ArrayBuffer(1024));
  let position = 0;
  let last: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  const write = async (bytes: Uint8Array, rowCount: number) => {
    position += bytes.length;
    await sink.write(bytes, rowCount);
  };
  const writeFrames = async (plural: string | undefined, rowCount: number) => {
    target.clear();
    frames.advance(plural, rowCount, target);
    if (target.length > 0) await write(target.written(), 0);
  };
  return {
    ...file,
    append: ({ entity: plural, bytes, rowCount, note }) =>
      enqueue(async () => {
        await writeFrames(plural, rowCount);
        if (note !== undefined) {
          const entity = entities.find((member) => member.plural === plural)!;
          encoder.noteBlock?.(entity, note, position);
        }
        await write(bytes, rowCount);
      }),
    close: async () => {
      await enqueue(() => writeFrames(undefined, 0));
      return await sink.close();
    },
    abort: () => sink.abort(),
  };
}

function openFilledFile(file: PlannedFile, filePath: string): DataFile {
  let rowCount = 0;
  return {
    ...file,
    append: (rows) => {
      rowCount += rows.rowCount;
      return Promise.resolve();
    },
    close: () => measureFile(filePath, file.path, rowCount),
    abort: () => Deno.remove(filePath).catch(() => {}),
  };
}

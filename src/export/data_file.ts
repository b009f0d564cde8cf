/**
 * A data file of a run: takes encoded rows in order, puts the frames of its format around them, and
 * hands the bytes to a sink.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, FileScope, Frames } from "../core/format.ts";
import type { ByteSink, FileRecord } from "../core/sink.ts";
import type { PlannedFile } from "./files.ts";

/** A file that takes encoded rows. */
export interface DataFile extends PlannedFile {
  /**
   * Appends encoded rows. Calls are carried out one after the other, in the order they were made.
   *
   * @param entity Plural name of the rows' entity.
   * @param bytes May be filled again when the promise resolves.
   * @param rowCount Number of rows.
   */
  append(entity: string, bytes: Uint8Array, rowCount: number): Promise<void>;
  /** Ends the file. */
  close(): Promise<FileRecord>;
}

/**
 * Opens a file of a run.
 *
 * @param file What it is.
 * @param scope What its encoder has to know.
 * @param sink Takes the bytes.
 * @param openFrames Keeps the frames of a stateless format; the others write their own.
 * @returns The file, of which nothing is written yet.
 */
export function openDataFile(
  file: PlannedFile,
  scope: FileScope,
  sink: ByteSink,
  openFrames: (encoder: Encoder, entities: readonly Entity[]) => Frames,
): DataFile {
  const { format, entities } = file;
  const frames = format.isStateless ? openFrames(format.openEncoder(scope), entities) : undefined;
  let last: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  const writeFrames = async (plural: string | undefined, rowCount: number) => {
    const target = new ByteBuffer(new ArrayBuffer(1024));
    frames?.advance(plural, rowCount, target);
    if (target.length > 0) await sink.write(target.written(), 0);
  };
  return {
    ...file,
    append: (entity, bytes, rowCount) =>
      enqueue(async () => {
        await writeFrames(entity, rowCount);
        await sink.write(bytes, rowCount);
      }),
    close: async () => {
      await enqueue(() => writeFrames(undefined, 0));
      return await sink.close();
    },
  };
}

/**
 * One entity in one format as a stream of bytes: made in this thread as it is read, or by several threads that
 * a slow reader holds back.
 *
 * @module
 */
import { ByteBuffer } from "./core/buffer.ts";
import { scopeFile } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { type Plan, scopeRange } from "./core/plan.ts";
import { findDataset, findEntity } from "./datasets/mod.ts";
import { listFiles } from "./export/files.ts";
import { findFormat, FORMATS } from "./export/mod.ts";
import { openFrames } from "./generate/frames.ts";
import {
  type StreamFile,
  streamFrames,
  streamTogether,
  takeFrame,
} from "./generate/stream_frames.ts";
import { runThreads } from "./threads.ts";
import { checkSignal, chooseThreadCount, type WriteOptions } from "./write.ts";

function openStream(plan: Plan, entity: string, format: string) {
  const dataset = findDataset(plan.dataset);
  if (plan.defects !== undefined) {
    throw new EsdhError("USAGE", "a stream can't hold planted defects: it has no answer key", {
      hint: "make a snapshot, or leave the defects out",
    });
  }
  const found = findFormat(format);
  const entities = [findEntity(dataset, entity)] as const;
  if (!found.isStreamable || found.openEncoder === undefined) {
    const names = FORMATS.filter((member) => member.isStreamable).map((member) => member.name);
    throw new EsdhError("USAGE", `format "${format}" can't be streamed`, {
      hint: `formats that can: ${names.join(", ")}`,
    });
  }
  const encoder = found.openEncoder(scopeFile(dataset, scopeRange(plan), entities));
  const file: StreamFile = { path: "", format: found, entities };
  return { dataset, file, frames: openFrames(encoder, entities) };
}

/**
 * Streams one entity in one streamable format, made in this thread as it is read: constant memory.
 *
 * @param plan The plan; its outputs play no part.
 * @param entity Plural name of the entity.
 * @param format Name of the format.
 * @yields Consecutive bytes, a chunk of accounts each; each array is the reader's to keep.
 * @throws {EsdhError} UNKNOWN_NAME if the entity or format does not exist; USAGE if the format can't be
 * streamed.
 */
export function* streamEntity(
  plan: Plan,
  entity: string,
  format: string,
): Generator<Uint8Array<ArrayBuffer>> {
  yield* streamFrames(openStream(plan, entity, format), plan);
}

/** Accounts whose rows are held together, so that one pass makes them all: some three megabytes of a whole book. */
const FEW_ACCOUNTS = 32;

/**
 * Streams several entities in one streamable format, each as {@link streamEntity} does. The rows of few accounts are
 * made together, those of many in a pass for each entity: constant memory.
 *
 * @param plan The plan; its outputs play no part.
 * @param entities Plural names of the entities, each once.
 * @param format Name of the format.
 * @returns The bytes of each entity, in the same order; made when they are read.
 * @throws {EsdhError} UNKNOWN_NAME if an entity or the format does not exist; USAGE if the format can't be streamed.
 */
export function streamEntities(
  plan: Plan,
  entities: readonly string[],
  format: string,
): Generator<Uint8Array<ArrayBuffer>>[] {
  const streams = entities.map((entity) => openStream(plan, entity, format));
  return entities.length > 1 && scopeRange(plan).records <= FEW_ACCOUNTS
    ? streamTogether(streams, plan)
    : streams.map((stream) => streamFrames(stream, plan));
}

/**
 * Streams one entity in one streamable format to a writer, the same bytes as {@link streamEntity}, with threads
 * where they are worth their start. The threads are at most a few chunks ahead of the writer.
 *
 * @param plan The plan.
 * @param entity Plural name of the entity.
 * @param format Name of the format.
 * @param write Takes the next bytes, which may be filled again when it resolves. What it throws ends the stream.
 * @param options Threads and signal.
 * @throws {EsdhError} UNKNOWN_NAME, USAGE, INTERNAL or INTERRUPTED.
 */
export async function pipeEntity(
  plan: Plan,
  entity: string,
  format: string,
  write: (bytes: Uint8Array) => Promise<void>,
  { workerCount, signal }: WriteOptions = {},
): Promise<void> {
  const opened = openStream(plan, entity, format);
  const { dataset, file, frames } = opened;
  const outputs = [{ format, entities: [file.entities[0].plural] }];
  const streamed = { ...plan, outputs };
  const threadCount = workerCount ?? chooseThreadCount(streamed, dataset);
  if (threadCount === 0) {
    // One buffer for all chunks: fresh memory for each would cost the system more than the rows.
    const buffer = new ByteBuffer();
    const takeBuffer = () => {
      buffer.clear();
      return buffer;
    };
    for (const bytes of streamFrames(opened, plan, takeBuffer)) {
      checkSignal(signal);
      await write(bytes);
    }
    return;
  }
  let last: Promise<void> = Promise.resolve();
  const append = (_path: string, { rowCount, bytes }: { rowCount: number; bytes: Uint8Array }) => {
    last = last.then(async () => {
      const frame = takeFrame(frames, file.entities[0].plural, rowCount);
      if (frame.length > 0) await write(frame);
      if (bytes.length > 0) await write(bytes);
    });
    return last;
  };
  // The threads find the file by the name that a snapshot of this plan would give it.
  const files = listFiles(streamed, dataset, findFormat);
  await runThreads({
    plan: streamed,
    dataset,
    files,
    threadCount,
    append,
    ...(signal && { signal }),
  });
  const frame = takeFrame(frames, undefined, 0);
  if (frame.length > 0) await write(frame);
}

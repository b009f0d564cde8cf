/**
 * One entity of one dataset in one format as consecutive bytes, made in this thread. It names no registry, so that
 * who has the dataset at hand loads no other.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import type { Dataset } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import type { EncodedFormat, Frames } from "../core/format.ts";
import type { Plan } from "../core/plan.ts";
import { type EncodedPart, runLane } from "./lane.ts";

/** What is streamed. */
export interface StreamFile {
  /** Name of the file: a stream has none. */
  readonly path: string;
  /** The format. */
  readonly format: EncodedFormat;
  /** The one entity. */
  readonly entities: readonly [Entity];
}

/** A stream that is ready to be read. */
export interface OpenStream {
  /** The dataset. */
  readonly dataset: Dataset;
  /** What is streamed. */
  readonly file: StreamFile;
  /** What stands around its rows. */
  readonly frames: Frames;
}

/**
 * What stands between rows that are written and rows that follow.
 *
 * @param frames The frames of the stream.
 * @param plural Plural name of the entity of the next rows; undefined at the end.
 * @param rowCount Number of the next rows.
 * @returns Bytes, which may be none.
 */
export function takeFrame(
  frames: Frames,
  plural: string | undefined,
  rowCount: number,
): Uint8Array<ArrayBuffer> {
  const frame = new ByteBuffer(new ArrayBuffer(1024));
  frames.advance(plural, rowCount, frame);
  return frame.written();
}

/**
 * Makes a stream's bytes as they are read: constant memory.
 *
 * @param opened The stream.
 * @param plan The plan; its outputs play no part.
 * @param takeBuffer Gives the buffer in which the bytes of a chunk will lie; default: a new one each.
 * @yields Consecutive bytes, a chunk of accounts each.
 */
export function* streamFrames(
  { dataset, file, frames }: OpenStream,
  plan: Plan,
  takeBuffer?: () => ByteBuffer,
): Generator<Uint8Array<ArrayBuffer>> {
  for (const { parts } of runLane(dataset, plan, [file], { stride: 1, offset: 0 }, takeBuffer)) {
    yield* frameParts(frames, parts);
  }
  yield* endFrames(frames);
}

function* frameParts(
  frames: Frames,
  parts: readonly EncodedPart[],
): Generator<Uint8Array<ArrayBuffer>> {
  for (const { entity, rowCount, buffer } of parts) {
    const frame = takeFrame(frames, entity, rowCount);
    if (frame.length > 0) yield frame;
    if (buffer.length > 0) yield buffer.written();
  }
}

function* endFrames(frames: Frames): Generator<Uint8Array<ArrayBuffer>> {
  const frame = takeFrame(frames, undefined, 0);
  if (frame.length > 0) yield frame;
}

/**
 * Makes the bytes of several streams of one plan in one pass over its accounts, all of them when the first is read:
 * for few accounts, since it holds the rows of all.
 *
 * @param streams Streams of one dataset, no two of one entity.
 * @param plan The plan; its outputs play no part.
 * @returns The bytes of each stream, as {@link streamFrames} gives them.
 */
export function streamTogether(
  streams: readonly OpenStream[],
  plan: Plan,
): Generator<Uint8Array<ArrayBuffer>>[] {
  let made: readonly EncodedPart[] | undefined;
  const makeParts = () => {
    const files = streams.map(({ file }) => ({ ...file, path: file.entities[0].plural }));
    const lane = runLane(streams[0]!.dataset, plan, files, { stride: 1, offset: 0 });
    return [...lane].flatMap(({ parts }) => parts);
  };
  return streams.map(function* ({ file, frames }) {
    made ??= makeParts();
    yield* frameParts(frames, made.filter(({ path }) => path === file.entities[0].plural));
    yield* endFrames(frames);
  });
}

/**
 * A lane: one forward pass over the accounts of a plan, which encodes every so-manyth chunk. One lane
 * makes a whole snapshot; several, each in its own thread, share the chunks. The bytes do not depend on
 * how many there are.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import { type Dataset, type RowPlan, scopeFile } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, FileScope, Format } from "../core/format.ts";
import { openFrames } from "./frames.ts";

/** Accounts of a chunk: small enough for a core's own cache, large enough to be worth a message. */
export const CHUNK_ACCOUNTS = 4096;

/** A file a lane encodes. */
export interface LaneFile {
  /** Names the file to the reader of the lane. */
  readonly path: string;
  readonly format: Format;
  readonly entities: readonly Entity[];
}

/** Which part of the work a lane does. */
export interface LaneShare {
  /** The lane encodes chunks `offset`, `offset + stride`, ... of each pass. */
  readonly stride: number;
  readonly offset: number;
}

/** Encoded rows of a file. */
export interface EncodedPart {
  readonly path: string;
  readonly entity: string;
  readonly rowCount: number;
  /** The bytes; the buffer now belongs to the reader. */
  readonly buffer: ByteBuffer;
}

/** What a lane made of one chunk. */
export interface EncodedChunk {
  /** Counts the chunks of all passes, from 0. */
  readonly sequence: number;
  readonly parts: readonly EncodedPart[];
}

/** A pass over the accounts. */
export interface Pass {
  /** Plural names of the entities made in it, in the dataset's order. */
  readonly entities: readonly string[];
}

/**
 * Plans the passes over the accounts. A file that holds several entities has them one after the other,
 * so each entity then gets a pass of its own; else one pass makes all.
 *
 * @param dataset The dataset.
 * @param files The files.
 * @returns At least one pass if there is a file.
 */
export function planPasses(dataset: Dataset, files: readonly LaneFile[]): Pass[] {
  const wanted = dataset.entities.map(({ plural }) => plural)
    .filter((plural) => files.some((file) => holdsEntity(file, plural)));
  const isSplit = files.some((file) => file.entities.length > 1);
  if (isSplit) return wanted.map((plural) => ({ entities: [plural] }));
  return wanted.length === 0 ? [] : [{ entities: wanted }];
}

/**
 * The number of chunks of one pass.
 *
 * @param records Number of accounts.
 * @returns A count from 0.
 */
export function countChunks(records: number): number {
  return Math.ceil(records / CHUNK_ACCOUNTS);
}

/**
 * Encodes a lane's share of a plan.
 *
 * @param dataset The dataset.
 * @param plan Seed, accounts and options.
 * @param files The files; those whose format is not stateless need a share of stride 1.
 * @param share Which chunks.
 * @param takeBuffer Gives an empty buffer for the next part; default: a new one.
 * @returns The chunks of the share, in order. Frames (what opens, parts and closes entities) are the
 * reader's work for stateless formats, and part of the bytes for the others.
 * @throws {RangeError} If a format that is not stateless would miss chunks.
 */
export function* runLane(
  dataset: Dataset,
  plan: RowPlan,
  files: readonly LaneFile[],
  share: LaneShare,
  takeBuffer: () => ByteBuffer = () => new ByteBuffer(new ArrayBuffer(0)),
): Generator<EncodedChunk> {
  if (share.stride > 1 && files.some((file) => !file.format.isStateless)) {
    throw new RangeError("a format that is not stateless needs a lane of stride 1");
  }
  const encoders = new Map(
    files.map((file) => [file, openFramed(file, scopeFile(dataset, plan, file.entities))]),
  );
  const passes = planPasses(dataset, files);
  const chunkCount = countChunks(plan.records);
  const maxCount = Math.min(CHUNK_ACCOUNTS, Math.max(1, plan.records));
  for (const [passIndex, pass] of passes.entries()) {
    const source = dataset.openRows(plan, pass.entities, maxCount);
    const passFiles = files.filter((file) =>
      pass.entities.some((plural) => holdsEntity(file, plural))
    );
    let position = 0;
    for (let chunk = share.offset; chunk < chunkCount; chunk += share.stride) {
      const start = chunk * CHUNK_ACCOUNTS;
      if (start > position) source.skip(start - position);
      const count = Math.min(CHUNK_ACCOUNTS, plan.records - start);
      position = start + count;
      const parts: EncodedPart[] = [];
      for (const batch of source.next(count)) {
        const { plural } = batch.entity;
        for (const file of passFiles.filter((member) => holdsEntity(member, plural))) {
          const buffer = takeBuffer();
          encoders.get(file)!.encode(batch, buffer);
          parts.push({ path: file.path, entity: plural, rowCount: batch.count, buffer });
        }
      }
      yield { sequence: passIndex * chunkCount + chunk, parts };
    }
  }
  const closing = files.flatMap((file): EncodedPart[] => {
    const buffer = takeBuffer();
    encoders.get(file)!.close(buffer);
    const entity = file.entities.at(-1)!.plural;
    return buffer.length === 0 ? [] : [{ path: file.path, entity, rowCount: 0, buffer }];
  });
  if (closing.length > 0) yield { sequence: passes.length * chunkCount, parts: closing };
}

function holdsEntity(file: LaneFile, plural: string): boolean {
  return file.entities.some((entity) => entity.plural === plural);
}

interface FramedEncoder {
  encode: Encoder["encode"];
  close(target: ByteBuffer): void;
}

/** An encoder that writes its own frames where its format is not stateless. */
function openFramed(file: LaneFile, scope: FileScope): FramedEncoder {
  const encoder = file.format.openEncoder(scope);
  if (file.format.isStateless) return { encode: encoder.encode, close: () => {} };
  const frames = openFrames(encoder, file.entities);
  return {
    encode: (batch, target) => {
      frames.advance(batch.entity.plural, batch.count, target);
      encoder.encode(batch, target);
    },
    close: (target) => frames.advance(undefined, 0, target),
  };
}

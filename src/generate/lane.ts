/**
 * A lane: one forward pass over the accounts of a plan, which encodes every so-manyth unit. One lane
 * makes a whole snapshot; several, each in its own thread, share the units. The bytes do not depend on
 * how many there are.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import { type Dataset, scopeFile } from "../core/dataset.ts";
import type { EncodedFormat, Encoder } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import { type Plan, scopeRange } from "../core/plan.ts";
import { holdsEntity, type LaneFile, type LaneShare, makeRows, unitChunks } from "./passes.ts";

/** Encoded rows of a file: a batch's, or where the format has blocks a block's. */
export interface EncodedPart {
  readonly path: string;
  readonly entity: string;
  readonly rowCount: number;
  /** What the encoder that writes the frames has to know of a block. */
  readonly note?: JsonValue | undefined;
  /** The bytes; the buffer now belongs to the reader. */
  readonly buffer: ByteBuffer;
}

/** What a lane made of one chunk. */
export interface EncodedChunk {
  /** Counts the chunks of all passes, from 0. */
  readonly sequence: number;
  readonly parts: readonly EncodedPart[];
  /** Whether what follows could be made without what came before. */
  readonly isUnitEnd: boolean;
}

/** An encoder and what it has written of the block that is being made. */
interface OpenFile {
  readonly file: LaneFile & { readonly format: EncodedFormat };
  readonly encoder: Encoder;
  readonly blocks: Map<string, { readonly buffer: ByteBuffer; rowCount: number }>;
}

/**
 * Encodes a lane's share of a plan.
 *
 * @param dataset The dataset.
 * @param plan Seed, accounts, range and options.
 * @param files The files; those whose format has no encoder are left out.
 * @param share Which chunks.
 * @param takeBuffer Gives an empty buffer for the next part of a file and entity; default: a new one.
 * @returns The chunks of the share, in order. Frames (what opens, parts and closes entities) are the
 * reader's work.
 */
export function* runLane(
  dataset: Dataset,
  plan: Plan,
  files: readonly LaneFile[],
  share: LaneShare,
  takeBuffer: (path: string, entity: string) => ByteBuffer = () =>
    new ByteBuffer(new ArrayBuffer(0)),
): Generator<EncodedChunk> {
  const open = files.flatMap((file): OpenFile[] => {
    if (file.format.openEncoder === undefined) return [];
    const scope = scopeFile(dataset, scopeRange(plan), file.entities);
    return [{
      file: file as OpenFile["file"],
      encoder: file.format.openEncoder(scope),
      blocks: new Map(),
    }];
  });
  const encoded = open.map(({ file }) => file);
  const unit = unitChunks(dataset, encoded);
  for (const { sequence, batches, isBlockEnd } of makeRows(dataset, plan, encoded, share)) {
    const parts: EncodedPart[] = [];
    for (const [place, batch] of batches.entries()) {
      const { entity, count } = batch;
      const isLast = batches[place + 1]?.entity.plural !== entity.plural;
      const { plural } = entity;
      for (const { file, encoder, blocks } of open) {
        if (!holdsEntity(file, plural)) continue;
        if (!file.format.hasBlocks) {
          const buffer = takeBuffer(file.path, plural);
          encoder.encode(batch, buffer);
          parts.push({ path: file.path, entity: plural, rowCount: count, buffer });
          continue;
        }
        const block = blocks.get(plural) ?? { buffer: takeBuffer(file.path, plural), rowCount: 0 };
        blocks.set(plural, block);
        encoder.encode(batch, block.buffer);
        block.rowCount += count;
        if (!isBlockEnd || !isLast) continue;
        const held = file.entities.find((member) => member.plural === plural)!;
        const note = encoder.finishBlock?.(held, block.buffer);
        blocks.delete(plural);
        const { buffer, rowCount } = block;
        parts.push({ path: file.path, entity: plural, rowCount, note, buffer });
      }
    }
    yield { sequence, parts, isUnitEnd: isBlockEnd || unit === 1 };
  }
}

/**
 * The changes of a plan, chunk of accounts by chunk: both worlds of the same accounts, compared.
 *
 * @module
 */
import { findFormat } from "../export/mod.ts";
import { countChunks, type LaneFile, type LaneShare, makeRows } from "../generate/passes.ts";
import type { ChangePlan } from "./change_set.ts";
import { type ChangeCounts, ChangeWriter } from "./change_writer.ts";

/** The changes of an entity in a chunk. */
export interface EntityChanges {
  /** Plural name of the entity. */
  readonly entity: string;
  readonly counts: ChangeCounts;
  /** Bytes of each format, in the plan's order. */
  readonly bytes: readonly Uint8Array<ArrayBuffer>[];
}

/** The changes of a chunk. */
export interface ChangesOfChunk {
  /** Counts the chunks, from 0. */
  readonly sequence: number;
  /** For each entity of the plan, in order; spoiled when the next chunk is asked for. */
  readonly entities: readonly EntityChanges[];
}

/** A file for each entity, so that all are made in one pass. */
function listChangeFiles({ entities, formats }: ChangePlan): LaneFile[] {
  const format = findFormat(formats[0]!);
  return entities.map((entity) => ({ path: entity.plural, format, entities: [entity] }));
}

/**
 * The number of chunks that {@link makeChanges} gives.
 *
 * @param plan The change set.
 * @returns A count from 0.
 */
export function countChangeChunks(plan: ChangePlan): number {
  return countChunks(plan.dataset, plan.to, listChangeFiles(plan));
}

/**
 * Makes the changes of a plan. Memory: two chunks of rows and their texts.
 *
 * @param plan The change set.
 * @param share Which chunks. Default: all.
 * @returns The chunks, in order; their bytes do not depend on the share.
 */
export function* makeChanges(
  plan: ChangePlan,
  share: LaneShare = { stride: 1, offset: 0 },
): Generator<ChangesOfChunk> {
  const { dataset, entities } = plan;
  const files = listChangeFiles(plan);
  const writers = entities.map((entity) => new ChangeWriter(plan, entity));
  const before = makeRows(dataset, plan.from, files, share);
  for (const { sequence, batches } of makeRows(dataset, plan.to, files, share)) {
    const earlier = before.next();
    if (earlier.done || earlier.value.sequence !== sequence) {
      throw new RangeError(`no chunk ${sequence} of the earlier day`);
    }
    yield {
      sequence,
      entities: entities.map(({ plural }, place) => ({
        entity: plural,
        ...writers[place]!.compare(earlier.value.batches[place]!, batches[place]!),
      })),
    };
  }
}

/**
 * Passes over the accounts of a plan: which there are, and their chunks of rows, all or every so-manyth.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import type { Dataset } from "../core/dataset.ts";
import { ANSWER } from "../core/defect.ts";
import type { Entity } from "../core/entity.ts";
import type { Format } from "../core/format.ts";
import { type Plan, spanOf } from "../core/plan.ts";
import { openPlanter } from "../defects/planter.ts";

/** Accounts of a chunk at most: enough to be worth a message even where each has one row. */
const MAX_CHUNK_ACCOUNTS = 1024;

/** Rows of a chunk at most, on average: their columns and bytes fit a core's own cache, or nearly. */
const CHUNK_ROWS = 16_384;

/** A file a lane makes. */
export interface LaneFile {
  /** Names the file to the reader of the lane. */
  readonly path: string;
  readonly format: Format;
  readonly entities: readonly Entity[];
}

/** A pass over the accounts. */
export interface Pass {
  /** Plural names of the entities made in it, in the dataset's order. */
  readonly entities: readonly string[];
  /** Whether the answer key of planted defects is made in it. */
  readonly hasAnswers: boolean;
}

/** Which part of the work a lane does. */
export interface LaneShare {
  /** The lane makes units `offset`, `offset + stride`, ... of each pass. */
  readonly stride: number;
  readonly offset: number;
  /** Chunk to begin with, counted over all passes; those before it are made already. Default 0. */
  readonly from?: number;
}

/** The rows of a chunk. */
export interface RowChunk {
  /** Counts the chunks of all passes, from 0. */
  readonly sequence: number;
  /**
   * A batch for each entity of the pass, or where defects are planted several one behind the other; spoiled when
   * the next chunk is asked for.
   */
  readonly batches: readonly Batch[];
  /** Whether a block ends with this chunk. */
  readonly isBlockEnd: boolean;
}

/**
 * Plans the passes over the accounts. A file that holds several entities has them one after the other,
 * so each entity then gets a pass of its own; else one pass makes all.
 *
 * @param dataset The dataset.
 * @param files The files.
 * @returns At least one pass if there is a file.
 */
export function planPasses(
  dataset: Dataset,
  files: readonly Pick<LaneFile, "entities">[],
): Pass[] {
  const wanted = dataset.entities.map(({ plural }) => plural)
    .filter((plural) => files.some((file) => holdsEntity(file, plural)));
  const hasAnswers = files.some((file) => holdsEntity(file, ANSWER.plural));
  const isSplit = files.some((file) => file.entities.length > 1);
  if (isSplit) {
    const passes = wanted.map((plural) => ({ entities: [plural], hasAnswers: false }));
    return hasAnswers ? [...passes, { entities: [], hasAnswers }] : passes;
  }
  return wanted.length === 0 && !hasAnswers ? [] : [{ entities: wanted, hasAnswers }];
}

/**
 * Whether a file holds an entity.
 *
 * @param file The file.
 * @param plural Plural name of the entity.
 * @returns Whether its rows go into the file.
 */
export function holdsEntity(file: Pick<LaneFile, "entities">, plural: string): boolean {
  return file.entities.some((entity) => entity.plural === plural);
}

/**
 * The accounts of a chunk, by how many rows the fullest pass makes of an account. It decides no byte of any file.
 *
 * @param dataset The dataset.
 * @param files The files that the passes make.
 * @returns A power of two, at most the dataset's block.
 */
export function chunkAccounts(
  dataset: Dataset,
  files: readonly Pick<LaneFile, "entities">[],
): number {
  const rows = planPasses(dataset, files).map(({ entities }) =>
    dataset.entities.filter(({ plural }) => entities.includes(plural))
      .reduce((sum, entity) => sum + dataset.rowsPerAccount(entity), 0)
  );
  const most = Math.max(1, ...rows);
  let accounts = Math.min(MAX_CHUNK_ACCOUNTS, dataset.blockAccounts);
  while (accounts > 1 && accounts * most > CHUNK_ROWS) accounts /= 2;
  return accounts;
}

/**
 * The number of chunks of one pass.
 *
 * @param dataset The dataset.
 * @param plan Number of accounts and range.
 * @param files The files that the passes make.
 * @returns A count from 0.
 */
export function countChunks(
  dataset: Dataset,
  plan: Pick<Plan, "records" | "range">,
  files: readonly Pick<LaneFile, "entities">[],
): number {
  const { start, end } = spanOf(plan);
  if (start >= end) return 0;
  const accounts = chunkAccounts(dataset, files);
  return Math.ceil(end / accounts) - Math.floor(start / accounts);
}

/**
 * The number of chunks that one lane makes one after the other: a block where a format has blocks, so that
 * one encoder sees a block whole.
 *
 * @param dataset The dataset.
 * @param files The files of the lanes.
 * @returns Chunks of a unit.
 */
export function unitChunks(dataset: Dataset, files: readonly LaneFile[]): number {
  if (!files.some(({ format }) => format.hasBlocks)) return 1;
  return dataset.blockAccounts / chunkAccounts(dataset, files);
}

/**
 * Makes the rows of a lane's share of a plan.
 *
 * @param dataset The dataset.
 * @param plan The plan.
 * @param files The files that the rows are for.
 * @param share Which chunks.
 * @returns The chunks of the share, in order. Chunks and units lie at multiples counted from account 0,
 * whatever the range.
 */
export function* makeRows(
  dataset: Dataset,
  plan: Plan,
  files: readonly LaneFile[],
  share: LaneShare,
): Generator<RowChunk> {
  const { start, end } = spanOf(plan);
  const chunkSize = chunkAccounts(dataset, files);
  const chunkCount = countChunks(dataset, plan, files);
  const firstChunk = Math.floor(start / chunkSize);
  const unit = unitChunks(dataset, files);
  const firstUnit = Math.floor(firstChunk / unit);
  // A sequential dataset passes over what is before the start in steps of this size.
  const maxCount = start > 0 ? chunkSize : Math.min(chunkSize, Math.max(1, end));
  for (const [passIndex, { entities, hasAnswers }] of planPasses(dataset, files).entries()) {
    const base = passIndex * chunkCount;
    const planter = openPlanter(dataset, plan, maxCount);
    let source: ReturnType<Dataset["openRows"]> | undefined;
    let position = start;
    for (let index = Math.max(0, (share.from ?? 0) - base); index < chunkCount; index++) {
      const chunk = firstChunk + index;
      if ((Math.floor(chunk / unit) - firstUnit) % share.stride !== share.offset) continue;
      const from = Math.max(start, chunk * chunkSize);
      const to = Math.min(end, (chunk + 1) * chunkSize);
      if (source === undefined) source = dataset.openRows(plan, entities, maxCount, from);
      else if (from > position) source.skip(from - position);
      position = to;
      const batches = source.next(to - from);
      yield {
        sequence: base + index,
        batches: planter === undefined ? batches : planter.plant(batches, from, to, hasAnswers),
        isBlockEnd: to % dataset.blockAccounts === 0 || index === chunkCount - 1,
      };
    }
  }
}

/**
 * Files that their format fills itself: all batches in order go to its writer.
 *
 * @module
 */
import { type Dataset, scopeFile } from "../core/dataset.ts";
import { type Plan, scopeRange } from "../core/plan.ts";
import { holdsEntity, type LaneFile, makeRows } from "./passes.ts";

/** Rows that a writer took. */
export interface FilledRows {
  /** Counts the chunks of all passes, from 0. */
  readonly sequence: number;
  /** The entities whose rows it took, and how many. */
  readonly counts: readonly { readonly entity: string; readonly rowCount: number }[];
}

/**
 * Fills a file from its first row to its last.
 *
 * @param dataset The dataset.
 * @param plan Seed, accounts, range and options.
 * @param file The file; its format has `openFile`.
 * @param filePath Where it is made.
 * @yields What was written, a chunk each. The file is finished when the iterator ends, and given up when it is
 * left before.
 */
export async function* fillFile(
  dataset: Dataset,
  plan: Plan,
  file: LaneFile,
  filePath: string,
): AsyncGenerator<FilledRows> {
  const { format, entities } = file;
  if (format.openFile === undefined) throw new TypeError(`${format.name} fills no file itself`);
  const writer = await format.openFile(filePath, scopeFile(dataset, scopeRange(plan), entities));
  let isClosed = false;
  try {
    for (const { sequence, batches } of makeRows(dataset, plan, [file], { stride: 1, offset: 0 })) {
      const own = batches.filter(({ entity }) => holdsEntity(file, entity.plural));
      for (const batch of own) await writer.write(batch);
      yield {
        sequence,
        counts: own.map(({ entity, count }) => ({ entity: entity.plural, rowCount: count })),
      };
    }
    await writer.close();
    isClosed = true;
  } finally {
    if (!isClosed) await writer.abort();
  }
}

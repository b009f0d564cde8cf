/**
 * Cuts batches where a run of rows (a row group, a record batch) is full.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";

/** When a run of rows is full. */
export interface RunLimits {
  readonly rows: number;
  /** Bytes of its texts. */
  readonly textBytes: number;
}

/**
 * The first row of a batch, from `from` on, that belongs to the next run.
 *
 * @param batch The batch.
 * @param from Its first row that is in no run yet.
 * @param limits When a run is full.
 * @param rowCount Rows of the run so far.
 * @param textBytes Bytes of its texts so far.
 * @returns A row behind `from`, at most the batch's count; a run ends with the row that brings it to a limit.
 */
export function findRunEnd(
  batch: Batch,
  from: number,
  limits: RunLimits,
  rowCount: number,
  textBytes: number,
): number {
  const end = Math.min(batch.count, from + limits.rows - rowCount);
  const texts = batch.columns.filter((column) => column.kind === "text");
  const most = texts.reduce((sum, { offsets }) => sum + offsets[end]! - offsets[from]!, 0);
  if (textBytes + most < limits.textBytes) return end;
  let bytes = textBytes;
  for (let at = from; at < end; at++) {
    for (const { offsets, validity } of texts) {
      if (validity?.[at] !== 0) bytes += offsets[at + 1]! - offsets[at]!;
    }
    if (bytes >= limits.textBytes) return at + 1;
  }
  return end;
}

/**
 * Parts of batches, as views.
 *
 * @module
 */
import type { Batch, Column } from "../core/batch.ts";

/**
 * The rows `from` up to `to` of a batch, without copying them.
 *
 * @param batch The batch.
 * @param from First row.
 * @param to Behind the last row.
 * @returns A batch that shares the arrays.
 */
export function partOf(batch: Batch, from: number, to: number): Batch {
  if (from === 0 && to === batch.count) return batch;
  return {
    entity: batch.entity,
    start: batch.start + from,
    count: to - from,
    columns: batch.columns.map((column) => columnPart(column, from, to)),
  };
}

function columnPart(column: Column, from: number, to: number): Column {
  const validity = column.validity === undefined
    ? {}
    : { validity: column.validity.subarray(from, to) };
  switch (column.kind) {
    case "word":
      return { ...column, ...validity, codes: column.codes.subarray(from, to) };
    case "id": {
      const [a, b, c, d] = column.values;
      const part = (words: Uint32Array) => words.subarray(from, to);
      return { ...column, ...validity, values: [part(a), part(b), part(c), part(d)] };
    }
    case "text":
      return { ...column, ...validity, offsets: column.offsets.subarray(from, to + 1) };
    case "boolean":
      return { ...column, ...validity, values: column.values.subarray(from, to) };
    case "day":
      return { ...column, ...validity, values: column.values.subarray(from, to) };
    case "integer":
    case "decimal":
      return { ...column, ...validity, values: column.values.subarray(from, to) };
  }
}

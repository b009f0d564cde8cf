/**
 * Parts of batches, as views.
 *
 * @module
 */
import type { Batch, Column } from "./batch.ts";

/**
 * The rows `from` up to `to` of a batch, without copying them.
 *
 * @param batch The batch.
 * @param from First row.
 * @param to Behind the last row.
 * @returns A batch that shares the arrays.
 *
 * @example
 * ```ts
 * import { partOf } from "./batch_part.ts";
 * const entity = { name: "thing", plural: "things", description: "A thing.", fields: [] };
 * const columns = [{ kind: "day" as const, values: Int32Array.of(1, 2, 3) }];
 * const [column] = partOf({ entity, start: 7, count: 3, columns }, 1, 3).columns;
 * if (column?.kind !== "day" || column.values.join() !== "2,3") throw new RangeError();
 * ```
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

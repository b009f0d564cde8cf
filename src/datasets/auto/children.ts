/**
 * Rows that accounts have none, one or many of: where they begin, whose they are, and their row indices.
 *
 * @module
 */
import { type Chunk, defineFact, type Fact } from "./chunk.ts";

/** The rows of one entity in a chunk, in the order of their accounts. */
export interface Children {
  /** Number of rows. */
  readonly count: number;
  /** First row of each account, and behind the last the number of rows. */
  readonly offsets: Int32Array;
  /** Account of each row, counted in the chunk from 0. */
  readonly parents: Int32Array;
  /** Place of each row in its account, from 0. */
  readonly ordinals: Int32Array;
  /**
   * Row index of each row in its entity: account index x stride + ordinal. It addresses the row's draws and
   * its identifier, and does not depend on how many rows other accounts have.
   */
  readonly indices: Float64Array;
}

/**
 * Makes room for rows: an array of at least so many entries, the earlier one where it is large enough.
 *
 * @param kept The earlier array.
 * @param length Entries needed.
 * @param make Makes a new one.
 * @returns An array whose contents are unknown.
 */
export function makeRoom<T extends { readonly length: number }>(
  kept: T | undefined,
  length: number,
  make: (length: number) => T,
): T {
  if (kept !== undefined && kept.length >= length) return kept;
  return make(Math.ceil(length * 1.25) + 16);
}

/**
 * Defines the rows of an entity from how many each account has.
 *
 * @param counts Number of rows of each account, each at most the stride.
 * @param stride Row indices an account takes; a power of two.
 * @returns The fact.
 */
export function defineChildren(
  counts: Fact<Uint8Array>,
  stride: number,
): Fact<Children> {
  return defineFact<Children>((chunk: Chunk, kept) => {
    const each = chunk.get(counts);
    const offsets = kept?.offsets ?? new Int32Array(chunk.capacity + 1);
    let count = 0;
    for (let i = 0; i < chunk.count; i++) {
      offsets[i] = count;
      count += each[i]!;
    }
    offsets[chunk.count] = count;
    const parents = makeRoom(kept?.parents, count, (length) => new Int32Array(length));
    const ordinals = makeRoom(kept?.ordinals, count, (length) => new Int32Array(length));
    const indices = makeRoom(kept?.indices, count, (length) => new Float64Array(length));
    for (let i = 0; i < chunk.count; i++) {
      const first = offsets[i]!;
      const last = offsets[i + 1]!;
      const base = (chunk.start + i) * stride - first;
      for (let row = first; row < last; row++) {
        parents[row] = i;
        ordinals[row] = row - first;
        indices[row] = base + row;
      }
    }
    return { count, offsets, parents, ordinals, indices };
  });
}

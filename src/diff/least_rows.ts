/**
 * The first few of many rows, however they come.
 *
 * @module
 */

/** A row of side A and the row of side B that is held against it; -1 for none. */
export interface RowPair {
  readonly a: number;
  readonly b: number;
}

/** Keeps the pairs with the least rows. */
export class LeastRows {
  /** The pairs that are kept, in order. */
  readonly pairs: RowPair[] = [];

  /** @param max How many are kept. */
  constructor(readonly max: number) {}

  /**
   * Offers a pair.
   *
   * @param a Row of side A, or -1.
   * @param b Row of side B, or -1.
   */
  offer(a: number, b: number): void {
    const { pairs, max } = this;
    const rank = a === -1 ? b : a;
    if (max === 0 || (pairs.length === max && rank >= rankOf(pairs[max - 1]!))) return;
    let place = pairs.length;
    while (place > 0 && rankOf(pairs[place - 1]!) > rank) place--;
    pairs.splice(place, 0, { a, b });
    if (pairs.length > max) pairs.pop();
  }
}

const rankOf = ({ a, b }: RowPair) => a === -1 ? b : a;

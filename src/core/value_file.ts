/**
 * A file that is read by the columns that someone wants, as numbers and not as texts.
 *
 * @module
 */

/** Takes the values of a column by how many rows hold each, in any order. */
export interface ValueCounter {
  /**
   * Takes values.
   *
   * @param values Numbers, or numbers of words, which are -1 where they are not of their field's form. A value may come
   *   again.
   * @param counts Rows of each, some of them 0; they may be changed. One each where they are left out.
   * @param size How many entries there are.
   */
  add(values: Float64Array | Int32Array, counts: Uint32Array | undefined, size: number): void;
  /**
   * Takes rows without a value.
   *
   * @param count Their number.
   */
  addNulls(count: number): void;
}

/** Takes the values of a column; entries of rows without a value are 0, and -1 in `codes`. */
export interface ValueTarget {
  /** Takes how many rows hold each value, where that is wanted; not of identifiers. */
  readonly counter?: ValueCounter | undefined;
  /** Whether the values are wanted row by row, in the arrays. */
  readonly hasRows: boolean;
  /** 1 for a value, 2 for null, 0 for a text that is no identifier where one should be. */
  readonly states: Uint8Array;
  /** Of numbers, days, decimals (in units of their last place) and truth values. */
  readonly numbers: Float64Array;
  /** Of words, where {@link codeOf} is there. */
  readonly codes: Int32Array;
  /** Four words a row of identifiers. */
  readonly ids: Int32Array;
  /** Gives words their numbers, where they are wanted. */
  readonly codeOf?: ((bytes: Uint8Array, start: number, end: number) => number) | undefined;
}

/** An open file of one table. */
export interface ValueFile {
  /** Rows of each group of rows that is read at once. */
  readonly groupRows: readonly number[];
  /**
   * Reads the columns of a group. Values are taken as they are: whether numbers and words are what their field allows
   * is not asked.
   *
   * @param group Index of the group.
   * @param targets A target for each field, with room for its rows.
   * @returns Bytes that were read.
   * @throws {EsdhError} IO if the file is damaged or can't be read.
   */
  readGroup(group: number, targets: readonly ValueTarget[]): Promise<number>;
  /** Closes the file. */
  close(): void;
}

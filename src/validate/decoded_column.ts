/**
 * The cells of one field in a block, as values: what all checks between cells work on.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";

/** What became of a cell. */
export const STATE = {
  /** It is missing or has not the form of its field. */
  bad: 0,
  /** It has a value. */
  value: 1,
  /** It is null, and may be. */
  null: 2,
} as const;

/**
 * Whether a field's values are kept as numbers.
 *
 * @param field The field.
 * @returns True for whole numbers, days, decimals and truth values.
 */
export function isNumeric({ kind }: Field): boolean {
  return kind === "integer" || kind === "day" || kind === "decimal" || kind === "boolean";
}

/** What a column is to keep of its values. */
export interface ColumnUses {
  /** Whether each value gets a number as a word. */
  readonly hasCodes: boolean;
  /** Whether each value gets a hash. */
  readonly hasHashes: boolean;
  /** Whether few texts are many of its values, so that those seen lately need not be read again. Default false. */
  readonly isRepeating?: boolean;
}

/** Values of one field, an entry a row; filled again for the next block. */
export class DecodedColumn {
  /** Rows of the block that hold something to be read: where it is 0, no row has a value. */
  givenCount = 0;
  /** A member of {@link STATE} a row. */
  states: Uint8Array = new Uint8Array(0);
  /**
   * Number of the word, where {@link hasCodes}: -1 where there is no proper value, `NO_ROOM` where the word
   * could not be kept.
   */
  codes: Int32Array = new Int32Array(0);
  /** Four words a row, most significant first, of an `id` field. */
  ids: Int32Array = new Int32Array(0);
  /** 1 for the identifiers that are the last one before, in the block. */
  repeats: Uint8Array = new Uint8Array(0);
  /** Value of an `integer`; of a `day`, days from 1970-01-01; of a `decimal`, units of its last place; 0 or 1. */
  numbers: Float64Array = new Float64Array(0);
  /** A hash of the value, the same in every format, where {@link hasHashes}. */
  hashes: Int32Array = new Int32Array(0);
  /** Whether each value gets a number as a word. */
  readonly hasCodes: boolean;
  /** Whether each value gets a hash. */
  readonly hasHashes: boolean;

  /**
   * @param field The field.
   * @param uses What is kept beside the values.
   */
  constructor(readonly field: Field, uses: ColumnUses) {
    this.hasCodes = uses.hasCodes || (field.kind === "word" && field.values !== undefined);
    this.hasHashes = uses.hasHashes;
  }

  /**
   * Makes room.
   *
   * @param count Number of rows.
   */
  reserve(count: number): void {
    if (this.states.length >= count) return;
    const { kind } = this.field;
    this.states = new Uint8Array(count);
    if (this.hasHashes) this.hashes = new Int32Array(count);
    if (this.hasCodes) this.codes = new Int32Array(count);
    if (kind === "id") {
      this.ids = new Int32Array(count * 4);
      this.repeats = new Uint8Array(count);
    } else if (isNumeric(this.field)) this.numbers = new Float64Array(count);
  }
}

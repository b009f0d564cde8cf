/**
 * The definition of an entity, from which every other description of it follows: CSV header, JSON
 * Schema, Parquet schema, the compiled validator, the columns of a report.
 *
 * @module
 */

/** How a field's values are stored in a batch and written in a typed format. */
export type FieldKind =
  /** 128 bits, written as a UUID in lower case. */
  | "id"
  /** One of a list of words that is shared by many rows. */
  | "word"
  /** Free text. */
  | "text"
  /** A whole number between -(2^53 - 1) and 2^53 - 1. */
  | "integer"
  /** A calendar day, counted in days from 1970-01-01, written `YYYY-MM-DD`. */
  | "day"
  /** A number with a fixed count of decimals (`scale`), stored as a whole number of its last place. */
  | "decimal"
  /** True or false. */
  | "boolean";

/** How often a field has a value, and how large that is, on average. */
export interface FieldSize {
  /** Share of the rows in which it is not null. */
  readonly present: number;
  /** Bytes of a value as text, without quotes. */
  readonly textBytes: number;
  /** Bytes of a row, nulls among them, where the column is deflated alone. */
  readonly packedBytes: number;
}

/** Sizes of an entity's fields by their names, as they were measured. */
export type FieldSizes = ReadonlyMap<string, FieldSize>;

/** One field of an entity. */
export interface Field {
  /** Name in snake case, the same in every format. */
  readonly name: string;
  /** Storage and typed form. */
  readonly kind: FieldKind;
  /** One sentence for the data dictionary. */
  readonly description: string;
  /** How a value comes about, one sentence: what it depends on and which table it follows. */
  readonly origin?: string;
  /** Unit of a number, for example `USD`, `miles`, `degrees`. */
  readonly unit?: string;
  /** Decimals of a `decimal`, 1 to 9. */
  readonly scale?: number;
  /** Whether a row may have no value. */
  readonly nullable?: boolean;
  /** Unique in its entity: the field identifies the row. */
  readonly key?: boolean;
  /** Whether its value moves with the plan's day alone, as an age does, without anything having happened. */
  readonly isClock?: boolean;
  /**
   * Code of the finding where two rows have one value, for example `vin-unique`: no two may, keys apart. What is
   * unique is checked, and a constraint of every schema.
   */
  readonly unique?: string;
  /** The field whose value this one must be. */
  readonly reference?: { readonly entity: string; readonly field: string };
  /** The only values allowed. */
  readonly values?: readonly string[];
  /** Regular expression the whole text matches. */
  readonly pattern?: string;
  /** Least number of characters of a text. */
  readonly minLength?: number;
  /** Greatest number of characters of a text. */
  readonly maxLength?: number;
  /** Least number, or first day as `YYYY-MM-DD`. */
  readonly min?: number | string;
  /** Greatest number, or last day as `YYYY-MM-DD`. */
  readonly max?: number | string;
  /**
   * No value is empty or holds a byte that any text format would have to escape: only letters and digits of ASCII,
   * blanks and `-./:_@+#()`. Writers then copy it unread.
   */
  readonly plain?: boolean;
}

/** An entity: a kind of row, with its fields in the order they are written. */
export interface Entity {
  /** Singular name, for example `person`. */
  readonly name: string;
  /** Plural name, for example `persons`: used in files, filters and answers. */
  readonly plural: string;
  /** One sentence for the data dictionary. */
  readonly description: string;
  /** Fields, in the order they are written. */
  readonly fields: readonly Field[];
}

/**
 * Whether all values of a whole number's field fit 32 bits, as its definition says.
 *
 * @param field The field.
 * @returns True where both bounds are given and fit.
 *
 * @example
 * ```ts
 * import { fitsInt32 } from "./entity.ts";
 * const year = { name: "year", kind: "integer", description: "Its year.", min: 1900 } as const;
 * if (fitsInt32(year) || !fitsInt32({ ...year, max: 2100 })) throw new RangeError();
 * ```
 */
export function fitsInt32({ min, max }: Field): boolean {
  const fits = (bound: number | string | undefined) =>
    typeof bound === "number" && (bound | 0) === bound;
  return fits(min) && fits(max);
}

/**
 * Digits that typed formats give a decimal.
 *
 * @param field A field of kind `decimal`.
 * @returns 9 where both bounds are given and fit, decimals included; else 18.
 *
 * @example
 * ```ts
 * import { precisionOf } from "./entity.ts";
 * const price = { name: "price", kind: "decimal", scale: 2, description: "Its price." } as const;
 * if (precisionOf(price) !== 18 || precisionOf({ ...price, min: 0, max: 1e6 }) !== 9) throw new RangeError();
 * ```
 */
export function precisionOf({ min, max, scale = 0 }: Field): 9 | 18 {
  const fits = (bound: number | string | undefined) =>
    typeof bound === "number" && Math.abs(bound) * 10 ** scale < 999_999_999.5;
  return fits(min) && fits(max) ? 9 : 18;
}

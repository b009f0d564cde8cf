/**
 * Fields of the book's entities: short ways to say what a column is.
 *
 * @module
 */
import type { IdWords } from "../../../core/batch.ts";
import type { Field } from "../../../core/entity.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeField } from "../entity.ts";
import type { FieldOptions } from "../fields.ts";

/** Numbers of a column, and which rows have one. */
export interface Numbers {
  readonly values: Int32Array;
  readonly validity?: Uint8Array;
}

/**
 * A field of whole numbers.
 *
 * @param name Its name.
 * @param description What it counts.
 * @param values The numbers.
 * @param rest Bounds, unit, origin.
 * @returns The field.
 */
export function numberField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Numbers,
  rest: Partial<Field> & Required<Pick<Field, "min">>,
): MadeField {
  return {
    name,
    kind: "integer",
    description,
    plain: true,
    ...rest,
    column: (chunk) => ({ kind: "integer", ...values(chunk) }),
  };
}

/** Decimals of an amount of money. */
export const MONEY_SCALE = 2;
/** Decimals of a relativity or rate. */
export const RATE_SCALE = 4;

/**
 * A field of decimals.
 *
 * @param name Its name.
 * @param description What it says.
 * @param scale Decimals.
 * @param values Whole numbers of the last place.
 * @param rest Bounds, unit, origin.
 * @returns The field.
 */
export function decimalField(
  name: string,
  description: string,
  scale: number,
  values: (chunk: Chunk) => Numbers | { readonly values: Int32Array | Float64Array },
  rest: Partial<Field> = {},
): MadeField {
  return {
    name,
    kind: "decimal",
    scale,
    description,
    plain: true,
    ...rest,
    column: (chunk) => ({ kind: "decimal", scale, ...values(chunk) }),
  };
}

/**
 * A field of truth values.
 *
 * @param name Its name.
 * @param description What is true.
 * @param values 1 for true; and which rows have a value.
 * @param options Origin and the like.
 * @returns The field.
 */
export function truthField(
  name: string,
  description: string,
  values: (chunk: Chunk) => { readonly values: Uint8Array; readonly validity?: Uint8Array },
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "boolean",
    description,
    plain: true,
    ...options,
    column: (chunk) => ({ kind: "boolean", ...values(chunk) }),
  };
}

/**
 * A field of days that not all rows have.
 *
 * @param name Its name.
 * @param description What happened then.
 * @param days The days, and which rows have one.
 * @param options Origin and the like.
 * @returns The field.
 */
export function maybeDayField(
  name: string,
  description: string,
  days: (chunk: Chunk) => { readonly values: Int32Array; readonly validity: Uint8Array },
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "day",
    description,
    nullable: true,
    plain: true,
    ...options,
    column: (chunk) => ({ kind: "day", ...days(chunk) }),
  };
}

/**
 * Defines bytes of rows that take them from other rows.
 *
 * @param counts Number of rows.
 * @param bytes Those of the other rows.
 * @param targets Which other row each takes from.
 * @returns The fact.
 */
export function defineGather(
  counts: (chunk: Chunk) => number,
  bytes: (chunk: Chunk) => ArrayLike<number>,
  targets: (chunk: Chunk) => Int32Array,
): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) => {
    const count = counts(chunk);
    const from = bytes(chunk);
    const which = targets(chunk);
    const out = makeRoom(kept, count, (length) => new Uint8Array(length));
    for (let row = 0; row < count; row++) out[row] = from[which[row]!]!;
    return out;
  });
}

/**
 * Defines numbers of rows that take them from other rows.
 *
 * @param counts Number of rows.
 * @param numbers Those of the other rows.
 * @param targets Which other row each takes from.
 * @returns The fact.
 */
export function defineNumberGather(
  counts: (chunk: Chunk) => number,
  numbers: (chunk: Chunk) => ArrayLike<number>,
  targets: (chunk: Chunk) => Int32Array,
): Fact<Int32Array> {
  return defineFact<Int32Array>((chunk, kept) => {
    const count = counts(chunk);
    const from = numbers(chunk);
    const which = targets(chunk);
    const out = makeRoom(kept, count, (length) => new Int32Array(length));
    for (let row = 0; row < count; row++) out[row] = from[which[row]!]!;
    return out;
  });
}

/**
 * Defines which rows have a value: those whose number is not negative.
 *
 * @param numbers The numbers.
 * @returns Numbers and validity.
 */
export function defineMaybe(numbers: (chunk: Chunk) => Numbers & { readonly count: number }): Fact<
  { readonly values: Int32Array; readonly validity: Uint8Array }
> {
  return defineFact<{ readonly values: Int32Array; readonly validity: Uint8Array }>(
    (chunk, kept) => {
      const { count, values } = numbers(chunk);
      const validity = makeRoom(kept?.validity, count, (length) => new Uint8Array(length));
      for (let row = 0; row < count; row++) validity[row] = values[row]! < 0 ? 0 : 1;
      return { values, validity };
    },
  );
}

/**
 * A field of identifiers that not all rows have.
 *
 * @param name Its name.
 * @param description What it identifies.
 * @param ids The identifiers; what stands in rows without one is not read.
 * @param validity 1 for the rows that have one.
 * @param options Reference, origin and the like.
 * @returns The field.
 */
export function maybeIdField(
  name: string,
  description: string,
  ids: Fact<IdWords>,
  validity: Fact<Uint8Array>,
  options: FieldOptions,
): MadeField {
  return {
    name,
    kind: "id",
    description,
    plain: true,
    nullable: true,
    ...options,
    column: (chunk) => ({ kind: "id", values: chunk.get(ids), validity: chunk.get(validity) }),
  };
}

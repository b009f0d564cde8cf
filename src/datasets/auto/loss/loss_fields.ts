/**
 * Fields of claims and what belongs to them: short ways to say what a column is.
 *
 * @module
 */
import type { IdWords } from "../../../core/batch.ts";
import { openIdentifiers } from "../../../random/identifiers.ts";
import {
  decimalField,
  maybeDayField as sparseDayField,
  MONEY_SCALE,
  numberField,
  truthField,
} from "../book/columns.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeField } from "../entity.ts";
import { dayField, type FieldOptions } from "../fields.ts";
import { defineShared } from "../world.ts";

/** Some rows by their row indices; -1 stands for none. */
export interface Indexed {
  readonly count: number;
  readonly indices: Float64Array;
}

/** Identifiers and which rows have one. */
export interface Ids {
  readonly values: IdWords;
  readonly validity: Uint8Array | undefined;
}

/**
 * Defines identifiers from row indices: the same that the entity itself has.
 *
 * @param entity Singular name of the entity that is identified.
 * @param rows Row indices; negative ones are none.
 * @returns The fact.
 */
export function defineIdsOf(entity: string, rows: (chunk: Chunk) => Indexed): Fact<Ids> {
  const identifiers = defineShared((world) =>
    openIdentifiers(world.stream(entity), `${entity}_id`)
  );
  return defineFact<Ids & { readonly room: Float64Array; readonly bits: Uint8Array }>(
    (chunk, kept) => {
      const { count, indices } = rows(chunk);
      const size = (from: Uint32Array | undefined) =>
        makeRoom(from, count, (length) => new Uint32Array(length));
      const before = kept?.values;
      const values: IdWords = [
        size(before?.[0]),
        size(before?.[1]),
        size(before?.[2]),
        size(before?.[3]),
      ];
      const room = makeRoom(kept?.room, count, (length) => new Float64Array(length));
      const bits = makeRoom(kept?.bits, count, (length) => new Uint8Array(length));
      let lacking = false;
      for (let i = 0; i < count; i++) {
        const index = indices[i]!;
        bits[i] = index >= 0 ? 1 : 0;
        room[i] = index >= 0 ? index : 0;
        if (index < 0) lacking = true;
      }
      chunk.world.get(identifiers).fillIndices(room, count, values);
      return { values, validity: lacking ? bits : undefined, room, bits };
    },
  ) as unknown as Fact<Ids>;
}

/**
 * A field of identifiers.
 *
 * @param name Its name.
 * @param description What it identifies.
 * @param ids The identifiers.
 * @param options Key, reference, whether it may be missing.
 * @returns The field.
 */
export function idsField(
  name: string,
  description: string,
  ids: Fact<Ids>,
  options: FieldOptions,
): MadeField {
  return {
    name,
    kind: "id",
    description,
    plain: true,
    ...options,
    column: (chunk) => {
      const { values, validity } = chunk.get(ids);
      return { kind: "id", values, ...(validity === undefined ? {} : { validity }) };
    },
  };
}

/**
 * Defines which rows have a value: those whose number is not 0.
 *
 * @param values The numbers, and how many.
 * @returns The fact.
 */
export function defineValidity(
  values: (chunk: Chunk) => { readonly count: number; readonly values: Int32Array },
): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) => {
    const { count, values: numbers } = values(chunk);
    const out = makeRoom(kept, count, (length) => new Uint8Array(length));
    for (let i = 0; i < count; i++) out[i] = numbers[i]! === 0 ? 0 : 1;
    return out;
  });
}

/** First day there can be in claims: terms that are shown begin in 2023. */
const FIRST_DAY = "2022-12-01";

/**
 * A field of days that some rows have.
 *
 * @param name Its name.
 * @param description What happened then.
 * @param values Days from 1970-01-01, 0 for none, and how many rows.
 * @returns The field.
 */
export function maybeDayField(
  name: string,
  description: string,
  values: (chunk: Chunk) => { readonly count: number; readonly values: Int32Array },
): MadeField {
  const validity = defineValidity(values);
  return sparseDayField(
    name,
    description,
    (chunk) => ({ values: values(chunk).values, validity: chunk.get(validity) }),
    { min: FIRST_DAY },
  );
}

/**
 * A field of days.
 *
 * @param name Its name.
 * @param description What happened then.
 * @param values Days from 1970-01-01.
 * @returns The field.
 */
export function claimDayField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Int32Array,
): MadeField {
  return dayField(name, description, values, { min: FIRST_DAY });
}

/**
 * A field of amounts.
 *
 * @param name Its name.
 * @param description What it is.
 * @param values Cents.
 * @param options Bounds; default: not negative.
 * @returns The field.
 */
export function centsField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Int32Array | Float64Array,
  options: FieldOptions = {},
): MadeField {
  return decimalField(name, description, MONEY_SCALE, (chunk) => ({ values: values(chunk) }), {
    unit: "USD",
    min: 0,
    ...options,
  });
}

/**
 * A field of whole numbers.
 *
 * @param name Its name.
 * @param description What it counts.
 * @param values The numbers.
 * @param options Bounds and unit.
 * @returns The field.
 */
export function countField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Int32Array,
  options: FieldOptions = {},
): MadeField {
  return numberField(name, description, (chunk) => ({ values: values(chunk) }), {
    min: 0,
    ...options,
  });
}

/**
 * A field of truth values.
 *
 * @param name Its name.
 * @param description What is true then.
 * @param values 1 or 0.
 * @returns The field.
 */
export function flagField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Uint8Array,
): MadeField {
  return truthField(name, description, (chunk) => ({ values: values(chunk) }));
}

/**
 * Defines a column that is computed row by row.
 *
 * @param count Number of rows.
 * @param make Makes the function that gives a row's value.
 * @returns The fact.
 */
export function defineInts(
  count: Fact<number>,
  make: (chunk: Chunk) => (row: number) => number,
): Fact<Int32Array> {
  return defineFact<Int32Array>((chunk, kept) => {
    const rows = chunk.get(count);
    const at = make(chunk);
    const out = makeRoom(kept, rows, (length) => new Int32Array(length));
    for (let row = 0; row < rows; row++) out[row] = at(row);
    return out;
  });
}

/**
 * Defines a column of codes that is computed row by row.
 *
 * @param count Number of rows.
 * @param make Makes the function that gives a row's code, below 256.
 * @returns The fact.
 */
export function defineBytes(
  count: Fact<number>,
  make: (chunk: Chunk) => (row: number) => number,
): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) => {
    const rows = chunk.get(count);
    const at = make(chunk);
    const out = makeRoom(kept, rows, (length) => new Uint8Array(length));
    for (let row = 0; row < rows; row++) out[row] = at(row);
    return out;
  });
}

/**
 * Defines row indices that are computed row by row.
 *
 * @param count Number of rows.
 * @param make Makes the function that gives a row's index, or -1.
 * @returns The fact.
 */
export function defineIndices(
  count: Fact<number>,
  make: (chunk: Chunk) => (row: number) => number,
): Fact<Indexed> {
  return defineFact<Indexed>((chunk, kept) => {
    const rows = chunk.get(count);
    const at = make(chunk);
    const indices = makeRoom(kept?.indices, rows, (length) => new Float64Array(length));
    for (let row = 0; row < rows; row++) indices[row] = at(row);
    return { count: rows, indices };
  });
}

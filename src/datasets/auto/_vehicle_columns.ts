/**
 * Columns of vehicles and of what is derived from them.
 *
 * @module
 */
import type { Column, IdWords } from "../../core/batch.ts";
import { CLASSES, STATES, VEHICLE_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { makeIdRoom } from "./identities.ts";
import { HOUSEHOLD } from "./strata.ts";

/** Codes of words. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** Makes something from a chunk. */
export type Of<T> = (chunk: Chunk) => T;

/** Lines of business, in the order of their codes. */
export const LINES_OF_BUSINESS = ["Personal", "Commercial"] as const;

/**
 * Looks up codes for the rows of vehicles.
 *
 * @param table What is looked up.
 * @param places Where, a place a vehicle.
 * @returns The fact.
 */
export function gather(table: Of<Codes>, places: Of<Codes>): Fact<Uint16Array> {
  return defineFact<Uint16Array>((chunk, kept) => {
    const { count } = chunk.get(VEHICLE_ROWS);
    const from = table(chunk);
    const at = places(chunk);
    const out = makeRoom(kept, count, (length) => new Uint16Array(length));
    for (let row = 0; row < count; row++) out[row] = from[at[row]!]!;
    return out;
  });
}

/**
 * Looks up identifiers for the rows of vehicles.
 *
 * @param ids What is looked up.
 * @param places Where, a place a vehicle.
 * @returns The fact.
 */
export function gatherIds(ids: Fact<IdWords>, places: Of<Int32Array>): Fact<IdWords> {
  return defineFact<IdWords>((chunk, kept) => {
    const { count } = chunk.get(VEHICLE_ROWS);
    const from = chunk.get(ids);
    const at = places(chunk);
    const out = makeIdRoom(kept, count);
    for (let word = 0; word < 4; word++) {
      const source = from[word]!;
      const target = out[word]!;
      for (let row = 0; row < count; row++) target[row] = source[at[row]!]!;
    }
    return out;
  });
}

/**
 * Account of each vehicle, counted in the chunk.
 *
 * @param chunk The chunk.
 * @returns An entry a vehicle.
 */
export function accountsOf(chunk: Chunk): Int32Array {
  return chunk.get(VEHICLE_ROWS).parents;
}

/** State of each vehicle, counted in the USPS codes: all addresses of an account lie in one. */
export const VEHICLE_STATES: Fact<Uint16Array> = gather((chunk) => chunk.get(STATES), accountsOf);

/** Line of business of each vehicle, an index in {@link LINES_OF_BUSINESS}. */
export const VEHICLE_LOBS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(VEHICLE_ROWS);
  const classes = chunk.get(CLASSES);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = classes[parents[row]!] === HOUSEHOLD ? 0 : 1;
  return out;
});

/**
 * A column of words.
 *
 * @param words The words: the same array for all chunks of a plan.
 * @param codes Their codes.
 * @returns Makes the column.
 */
export function wordColumn(words: Of<readonly string[]>, codes: Of<Codes>): Of<Column> {
  return (chunk) => ({ kind: "word", words: words(chunk), codes: codes(chunk) });
}

/**
 * A column of whole numbers.
 *
 * @param values The numbers.
 * @returns Makes the column.
 */
export function integerColumn(values: Of<Int32Array>): Of<Column> {
  return (chunk) => ({ kind: "integer", values: values(chunk) });
}

/**
 * A column of days.
 *
 * @param values The days.
 * @returns Makes the column.
 */
export function dayColumn(values: Of<Int32Array>): Of<Column> {
  return (chunk) => ({ kind: "day", values: values(chunk) });
}

/**
 * A column of identifiers.
 *
 * @param ids The identifiers.
 * @returns Makes the column.
 */
export function idColumn(ids: Fact<IdWords>): Of<Column> {
  return (chunk) => ({ kind: "id", values: chunk.get(ids) });
}

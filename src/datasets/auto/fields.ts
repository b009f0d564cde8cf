/**
 * Fields of the entities: short ways to say what a column is.
 *
 * @module
 */
import type { IdWords, WordColumn } from "../../core/batch.ts";
import type { Field } from "../../core/entity.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import type { MadeField } from "./entity.ts";
import type { TextRoom } from "./texts.ts";

/** What the rows of `auto` carry as `synthetic_source`. */
export const MARKER = "enterprise-synthetic-data-hub auto-1";

/** What a field has besides name, kind, description and column. */
export type FieldOptions = Omit<Field, "name" | "kind" | "description">;

type Codes = WordColumn["codes"];

/**
 * A field of identifiers.
 *
 * @param name Its name.
 * @param description What it identifies.
 * @param ids The identifiers.
 * @param options Key, reference, origin.
 * @returns The field.
 */
export function idField(
  name: string,
  description: string,
  ids: Fact<IdWords>,
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "id",
    description,
    plain: true,
    ...options,
    column: (chunk) => ({ kind: "id", values: chunk.get(ids) }),
  };
}

/**
 * A field of words.
 *
 * @param name Its name.
 * @param description What it says.
 * @param words The words, made when first asked for: the same array each time.
 * @param codes Code of each row, and which rows have one.
 * @param options Values, pattern, origin.
 * @returns The field.
 */
export function wordField(
  name: string,
  description: string,
  words: () => readonly string[],
  codes: (chunk: Chunk) => Codes | { readonly codes: Codes; readonly validity: Uint8Array },
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "word",
    description,
    minLength: 1,
    ...options,
    column: (chunk) => {
      const made = codes(chunk);
      return "codes" in made
        ? { kind: "word", words: words(), ...made }
        : { kind: "word", words: words(), codes: made };
    },
  };
}

/**
 * A field of free texts.
 *
 * @param name Its name.
 * @param description What it says.
 * @param texts The texts.
 * @param options Pattern, lengths, origin.
 * @returns The field.
 */
export function textField(
  name: string,
  description: string,
  texts: Fact<TextRoom>,
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "text",
    description,
    minLength: 1,
    ...options,
    column: (chunk) => chunk.get(texts).column(),
  };
}

/**
 * A field of days.
 *
 * @param name Its name.
 * @param description What happened then.
 * @param days Days from 1970-01-01.
 * @param options Bounds, origin.
 * @returns The field.
 */
export function dayField(
  name: string,
  description: string,
  days: (chunk: Chunk) => Int32Array,
  options: FieldOptions = {},
): MadeField {
  return {
    name,
    kind: "day",
    description,
    plain: true,
    ...options,
    column: (chunk) => ({ kind: "day", values: days(chunk) }),
  };
}

/** Copies codes of accounts to their rows. */
function spread(
  count: number,
  from: ArrayLike<number>,
  targets: Int32Array,
  out: Uint8Array,
): void {
  for (let row = 0; row < count; row++) out[row] = from[targets[row]!]!;
}

/**
 * Defines codes that rows take from other rows: of their account, of their address.
 *
 * @param counts Number of rows.
 * @param codes Codes of the other rows, below 256.
 * @param targets Which other row each row takes from.
 * @returns The fact.
 */
export function defineSpread(
  counts: Fact<number>,
  codes: Fact<Uint8Array>,
  targets: Fact<Int32Array>,
): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) => {
    const count = chunk.get(counts);
    const out = makeRoom(kept, count, (length) => new Uint8Array(length));
    spread(count, chunk.get(codes), chunk.get(targets), out);
    return out;
  });
}

const zeros = defineFact<Uint8Array>((_chunk, kept) => kept ?? new Uint8Array(0));

/**
 * Codes that are all 0, for fields with one word.
 *
 * @param counts Number of rows.
 * @returns The fact.
 */
export function defineZeros(counts: Fact<number>): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) =>
    makeRoom(kept ?? chunk.get(zeros), chunk.get(counts), (length) => new Uint8Array(length))
  );
}

const markers = [MARKER];

/**
 * The field that says that a row is synthetic.
 *
 * @param counts Number of rows.
 * @returns The field.
 */
export function syntheticSource(counts: Fact<number>): MadeField {
  const codes = defineZeros(counts);
  return wordField(
    "synthetic_source",
    "Says that the row is synthetic, and which dataset made it.",
    () => markers,
    (chunk) => chunk.get(codes),
    { values: markers, plain: true },
  );
}

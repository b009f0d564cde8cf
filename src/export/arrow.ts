/**
 * Arrow: the IPC file format, typed columns as they lie in memory, a file for each entity.
 *
 * Words are plain texts and not dictionaries: a dictionary of the file format is one for all record batches,
 * but which words a file uses is known only when its last block is made.
 *
 * @module
 */
import type { Field, FieldSize } from "../core/entity.ts";
import type { EncodedFormat } from "../core/format.ts";
import type * as encoder from "./_arrow_encoder.ts";

let ArrowEncoder: typeof encoder.ArrowEncoder | undefined;

/** Bytes a value takes on average, by kind: for estimates. */
const VALUE_BYTES = {
  id: 40,
  word: 12,
  text: 18,
  integer: 4,
  day: 4,
  decimal: 16,
  boolean: 0.125,
} as const;

function estimateValueBytes({ kind, values }: Field, size: FieldSize | undefined): number {
  // Texts stand with an offset, numbers whether they are null or not.
  const isText = kind === "id" || kind === "word" || kind === "text";
  if (isText && size !== undefined) return 4 + size.present * size.textBytes;
  if (kind !== "word" || values === undefined) return VALUE_BYTES[kind];
  return 4 + values.reduce((sum, { length }) => sum + length, 0) / values.length;
}

/** The member of the registry of formats. */
export const arrowFormat: EncodedFormat = {
  name: "arrow",
  extension: "arrow",
  mediaType: "application/vnd.apache.arrow.file",
  description: "Arrow IPC file: typed columns as they lie in memory, a file for each entity",
  holds: "entity",
  hasBlocks: true,
  isStreamable: false,
  estimateRowBytes: ({ fields }, sizes) =>
    fields.reduce((sum, field) => sum + estimateValueBytes(field, sizes?.get(field.name)), 0),
  prepare: async () => {
    ({ ArrowEncoder } = await import("./_arrow_encoder.ts"));
  },
  openEncoder: (scope) => {
    if (ArrowEncoder !== undefined) return new ArrowEncoder(scope);
    throw new TypeError("openEncoder() of arrow was called before prepare() had ended");
  },
};

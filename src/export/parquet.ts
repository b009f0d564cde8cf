/**
 * Parquet: typed columns with dictionaries, statistics and row groups, a file for each entity.
 *
 * Types come from the entity's definition and never from the values, so a file without rows has the
 * same schema as any other. `docs/formats.md` lists them.
 *
 * @module
 */
import type { EncodedFormat } from "../core/format.ts";
import type * as encoder from "./_parquet_encoder.ts";

let ParquetEncoder: typeof encoder.ParquetEncoder | undefined;

/** Bytes a value takes on average, by kind: for estimates. */
const VALUE_BYTES = {
  id: 40,
  word: 0.5,
  text: 7,
  integer: 1,
  day: 3,
  decimal: 3,
  boolean: 0.125,
} as const;

/** What an id takes less where several rows share it. */
const SHARED_BYTES = 6;

/** How many times its deflated size a measured column takes, and what it takes besides: snappy finds less. */
const [PACKED_TIMES, PACKED_MORE] = [1.77, 0.2];

/** The member of the registry of formats. */
export const parquetFormat: EncodedFormat = {
  name: "parquet",
  extension: "parquet",
  mediaType: "application/vnd.apache.parquet",
  description: "Typed columns with dictionaries, statistics and row groups, a file for each entity",
  holds: "entity",
  isStreamable: false,
  hasBlocks: true,
  estimateRowBytes: ({ fields }, sizes) =>
    fields.reduce((sum, { name, kind, reference }) => {
      const measured = sizes?.get(name);
      if (measured !== undefined) return sum + measured.packedBytes * PACKED_TIMES + PACKED_MORE;
      return sum + VALUE_BYTES[kind] - (reference === undefined ? 0 : SHARED_BYTES);
    }, 0),
  prepare: async () => {
    ({ ParquetEncoder } = await import("./_parquet_encoder.ts"));
  },
  openEncoder: (scope) => {
    if (ParquetEncoder !== undefined) return new ParquetEncoder(scope);
    throw new TypeError("openEncoder() of parquet was called before prepare() had ended");
  },
};

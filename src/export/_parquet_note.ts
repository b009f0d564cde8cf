/**
 * What the footer of a Parquet file says of a row group, as plain JSON with offsets counted from the start
 * of its block: so the thread that makes a block and the one that writes the footer need not be the same.
 *
 * @module
 */
import type { ColumnChunk, ColumnMetaData, RowGroup } from "hyparquet";
import type { JsonValue } from "../core/json.ts";

type Bound = number | bigint | boolean | Uint8Array;

/** A bound as JSON: bytes as a list, a large integer as its digits. */
type NotedBound = number | string | boolean | readonly number[];

interface NotedColumn {
  readonly start: number;
  readonly meta: Omit<
    ColumnMetaData,
    | "num_values"
    | "total_uncompressed_size"
    | "total_compressed_size"
    | "data_page_offset"
    | "dictionary_page_offset"
    | "statistics"
  >;
  readonly values: number;
  readonly rawSize: number;
  readonly size: number;
  readonly data: number;
  readonly dictionary: number | null;
  readonly nulls: number;
  readonly min: NotedBound | null;
  readonly max: NotedBound | null;
}

interface NotedGroup {
  readonly rows: number;
  readonly columns: readonly NotedColumn[];
}

/**
 * Notes a row group.
 *
 * @param group What the footer says of it.
 * @param base Offset that its own offsets are to be counted from.
 * @returns Plain JSON.
 */
export function noteGroup(group: RowGroup, base: number): JsonValue {
  const noted: NotedGroup = {
    rows: Number(group.num_rows),
    columns: group.columns.map(({ file_offset, meta_data }): NotedColumn => {
      const {
        num_values,
        total_uncompressed_size,
        total_compressed_size,
        data_page_offset,
        dictionary_page_offset,
        statistics,
        ...meta
      } = meta_data!;
      return {
        start: Number(file_offset) - base,
        meta,
        values: Number(num_values),
        rawSize: Number(total_uncompressed_size),
        size: Number(total_compressed_size),
        data: Number(data_page_offset) - base,
        dictionary: dictionary_page_offset === undefined
          ? null
          : Number(dictionary_page_offset) - base,
        nulls: Number(statistics!.null_count),
        min: noteBound(statistics!.min_value as Bound | undefined),
        max: noteBound(statistics!.max_value as Bound | undefined),
      };
    }),
  };
  return noted as unknown as JsonValue;
}

/**
 * Reads a note.
 *
 * @param note What {@link noteGroup} returned.
 * @param base Where in the file the block begins.
 * @returns What the footer says of the row group.
 */
export function readGroup(note: JsonValue, base: number): RowGroup {
  const { rows, columns } = note as unknown as NotedGroup;
  const sum = (key: "rawSize" | "size") =>
    BigInt(columns.reduce((total, column) => total + column[key], 0));
  return {
    columns: columns.map((column): ColumnChunk => ({
      file_offset: BigInt(column.start + base),
      meta_data: {
        ...column.meta,
        num_values: BigInt(column.values),
        total_uncompressed_size: BigInt(column.rawSize),
        total_compressed_size: BigInt(column.size),
        data_page_offset: BigInt(column.data + base),
        ...(column.dictionary === null
          ? {}
          : { dictionary_page_offset: BigInt(column.dictionary + base) }),
        statistics: {
          null_count: BigInt(column.nulls),
          ...(column.min === null ? {} : { min_value: readBound(column.min) }),
          ...(column.max === null ? {} : { max_value: readBound(column.max) }),
        },
      },
    })),
    num_rows: BigInt(rows),
    total_byte_size: sum("rawSize"),
    total_compressed_size: sum("size"),
  };
}

function noteBound(bound: Bound | undefined): NotedBound | null {
  if (bound instanceof Uint8Array) return [...bound];
  return typeof bound === "bigint" ? `${bound}` : bound ?? null;
}

function readBound(bound: NotedBound): Bound {
  if (typeof bound === "string") return BigInt(bound);
  return typeof bound === "object" ? Uint8Array.from(bound) : bound;
}

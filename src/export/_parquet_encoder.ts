/**
 * The encoder of Parquet files: collects the rows of a row group, then writes its columns one after the
 * other. Loaded only where Parquet is written, because hyparquet-writer comes with it.
 *
 * @module
 */
import type { ColumnChunk, KeyValue, RowGroup, SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import type { Batch } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity, Field } from "../core/entity.ts";
import type { Encoder, FileScope } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import { describeFile } from "./_file_members.ts";
import type { ColumnBuffer } from "./_parquet_buffer.ts";
import { openColumnBuffer } from "./_parquet_columns.ts";
import { parquetType } from "../schema/parquet.ts";
import { ParquetFooter } from "./_parquet_footer.ts";
import { noteGroup, readGroup } from "./_parquet_note.ts";
import { findRunEnd } from "./_row_run.ts";
import { type ChunkOutput, writeChunk } from "./_parquet_pages.ts";

/** Greatest number of rows of a row group; a block has one or more of its own. */
export const GROUP_ROWS = 100_000;

/** A row group also ends with the row whose texts bring it to this many bytes. */
export const GROUP_TEXT_BYTES = 64 * 1024 * 1024;

const GROUP_LIMITS = { rows: GROUP_ROWS, textBytes: GROUP_TEXT_BYTES };

/** Bytes of what opens the file. */
const MAGIC_BYTES = 4;

/**
 * Room for one page and for its compressed form, which the files of a thread share: nothing stays in it between two
 * pages.
 */
const PAGE_ROOM = { raw: new ByteBuffer(), compressed: new ByteBuffer() };

/** Named in the footer; changes only when the layout of the bytes does, never with a release. */
const CREATED_BY = "esdh-parquet version 2";

/**
 * The Parquet schema of an entity as the footer holds it. A field is OPTIONAL where it is nullable and REQUIRED
 * elsewhere; `parquetType` says what else.
 *
 * @param entity The entity.
 * @returns The root element, then one element a field, in order.
 *
 * @example
 * ```ts
 * import { parquetSchema } from "./_parquet_encoder.ts";
 * const [, year] = parquetSchema({
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "year", kind: "integer", description: "Its year.", min: 1990, max: 2030 }],
 * });
 * if (year?.type !== "INT32" || year.repetition_type !== "REQUIRED") throw new TypeError();
 * ```
 */
export function parquetSchema(entity: Entity): SchemaElement[] {
  const root: SchemaElement = { name: "schema", num_children: entity.fields.length };
  return [
    root,
    ...entity.fields.map((field): SchemaElement => ({
      name: field.name,
      repetition_type: field.nullable ? "OPTIONAL" : "REQUIRED",
      ...schemaType(field),
    })),
  ];
}

function schemaType(field: Field): Omit<SchemaElement, "name"> {
  const { stored: type, meaning } = parquetType(field);
  if (meaning === undefined) return { type };
  if (typeof meaning === "object") {
    const { scale, precision } = meaning;
    const logical_type = { type: "DECIMAL", scale, precision } as const;
    return { type, converted_type: "DECIMAL", scale, precision, logical_type };
  }
  return {
    type,
    converted_type: meaning === "STRING" ? "UTF8" : meaning,
    logical_type: { type: meaning },
  };
}

/**
 * Fills one Parquet file. Row groups are counted from the first row of their block, so the bytes do not depend
 * on how its rows came in batches.
 *
 * Memory: the row group being filled, at most {@link GROUP_ROWS} rows or {@link GROUP_TEXT_BYTES} of
 * texts and one row more. A row takes 2 bytes a word (4 in a list of more than 65,536), 1 a truth value, 4 a
 * day or 32-bit number, 8 a larger number, 16 an id, 8 and its bytes a text: about 10 MB a row group for rows
 * of a dozen short fields. Its encoded form stands beside it while it is handed over, and the footer
 * keeps about 120 bytes a column and row group.
 */
export class ParquetEncoder implements Encoder {
  readonly #entity: Entity;
  readonly #schema: SchemaElement[];
  readonly #output: ChunkOutput = {
    headers: new ByteWriter(),
    ...PAGE_ROOM,
  };
  readonly #footer: ParquetFooter;
  readonly #columns: ColumnBuffer[];
  readonly #validity: (Uint8Array | undefined)[];
  #rowCount = 0;
  #groupBytes = 0;
  /** Where the block that is being made begins, in the bytes of this encoder. */
  #blockStart = 0;
  /** Row groups of the block that is being made. */
  #groups: RowGroup[] = [];

  /** @param scope What the file holds: one entity. */
  constructor(scope: FileScope) {
    const [entity, ...others] = scope.entities;
    if (entity === undefined || others.length > 0) {
      throw new TypeError(`a Parquet file holds one entity, not ${scope.entities.length}`);
    }
    this.#entity = entity;
    this.#schema = parquetSchema(entity);
    this.#columns = entity.fields.map((field, place) =>
      openColumnBuffer(field, this.#schema[place + 1]!)
    );
    this.#validity = entity.fields.map((field) =>
      field.nullable ? new Uint8Array(GROUP_ROWS) : undefined
    );
    this.#footer = new ParquetFooter({
      schema: this.#schema,
      keyValues: describeFile(entity, scope).map(([key, value]): KeyValue => ({ key, value })),
      createdBy: CREATED_BY,
    });
  }

  head(target: ByteBuffer): void {
    target.writeText("PAR1");
  }

  begin(_entity: Entity, _target: ByteBuffer): void {}

  between(_entity: Entity, _target: ByteBuffer): void {}

  encode(batch: Batch, target: ByteBuffer): void {
    let from = 0;
    while (from < batch.count) {
      const to = findRunEnd(batch, from, GROUP_LIMITS, this.#rowCount, this.#textBytes());
      this.#append(batch, from, to);
      if (this.#rowCount === GROUP_ROWS || this.#textBytes() >= GROUP_TEXT_BYTES) {
        this.#writeGroup(target);
      }
      from = to;
    }
  }

  finishBlock(_entity: Entity, target: ByteBuffer): JsonValue | undefined {
    if (this.#rowCount > 0) this.#writeGroup(target);
    const notes = this.#groups.map((group) => noteGroup(group, this.#blockStart));
    this.#groups = [];
    this.#blockStart = this.#output.headers.offset;
    return notes.length === 0 ? undefined : notes;
  }

  noteBlock(_entity: Entity, note: JsonValue, offset: number): void {
    for (const group of note as readonly JsonValue[]) {
      this.#footer.add(readGroup(group, offset));
    }
  }

  end(entity: Entity, _rowCount: number, target: ByteBuffer): void {
    // A file without rows has one empty row group, as Arrow's writer makes it: some readers stumble over a
    // footer whose list of row groups is empty.
    if (this.#footer.groupCount > 0) return;
    this.#writeGroup(target);
    this.noteBlock(entity, this.finishBlock(entity, target)!, MAGIC_BYTES);
  }

  tail(target: ByteBuffer): void {
    this.#footer.write(target);
  }

  /** Bytes of the texts in the row group. */
  #textBytes(): number {
    return this.#columns.reduce((sum, { textBytes }) => sum + textBytes, 0);
  }

  #append(batch: Batch, from: number, to: number): void {
    batch.columns.forEach((column, place) => {
      const { validity } = column;
      const kept = this.#validity[place];
      if (kept !== undefined) {
        if (validity === undefined) kept.fill(1, this.#rowCount, this.#rowCount + to - from);
        else kept.set(validity.subarray(from, to), this.#rowCount);
      } else if (validity !== undefined && validity.subarray(from, to).includes(0)) {
        const { name } = this.#entity.fields[place]!;
        throw new TypeError(
          `field "${name}" of ${this.#entity.plural} is not nullable, but has a null`,
        );
      }
      this.#columns[place]!.append(column, from, to);
    });
    this.#rowCount += to - from;
  }

  #writeGroup(target: ByteBuffer): void {
    const { headers } = this.#output;
    const start = headers.offset;
    // Row groups are about equally large: room for all of one at once, instead of doubling up to it.
    target.reserve(Math.ceil(this.#groupBytes * 1.02) + 4096);
    const columns = this.#columns.map((column, place): ColumnChunk => {
      const source = {
        element: this.#schema[place + 1]!,
        rowCount: this.#rowCount,
        validity: this.#validity[place],
        values: column.chunk(),
      };
      const chunk = writeChunk(source, this.#output, target);
      column.clear();
      return chunk;
    });
    this.#groupBytes = headers.offset - start;
    this.#groups.push({
      columns,
      num_rows: BigInt(this.#rowCount),
      total_byte_size: columns.reduce(
        (sum, { meta_data }) => sum + meta_data!.total_uncompressed_size,
        0n,
      ),
      total_compressed_size: BigInt(this.#groupBytes),
    });
    this.#rowCount = 0;
  }
}

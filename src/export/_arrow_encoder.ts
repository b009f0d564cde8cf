/**
 * The encoder of Arrow files: collects the rows of a block, then writes them as a record batch.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import type { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, FileScope } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import { type ArrowColumn, openArrowColumn } from "./_arrow_columns.ts";
import {
  type BatchPlace,
  type MetadataMember,
  padLength,
  writeArrowHead,
  writeArrowTail,
  writeBatchHead,
} from "./_arrow_schema.ts";
import { describeFile } from "./_file_members.ts";
import { putZeros } from "./_flatbuffer.ts";
import { findRunEnd } from "./_row_run.ts";

/** Rows of a record batch; the last one of a block may have fewer. */
export const BATCH_ROWS = 65_536;

/** A record batch also ends with the row whose texts bring it to this many bytes. */
export const BATCH_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Fills one Arrow file. A block is one record batch, or several where it is large; they are counted from
 * the block's first row.
 *
 * Memory: the record batch being filled, which is as large as its bytes, and about 100 bytes a record batch
 * of the whole file for the footer.
 */
export class ArrowEncoder implements Encoder {
  readonly #entity: Entity;
  readonly #members: readonly MetadataMember[];
  readonly #columns: ArrowColumn[];
  readonly #places: BatchPlace[] = [];
  /** Lengths of the record batches of the block so far, head and body in turn. */
  #note: number[] = [];
  #rowCount = 0;

  /** @param scope What the file holds: one entity. */
  constructor(scope: FileScope) {
    const [entity, ...others] = scope.entities;
    if (entity === undefined || others.length > 0) {
      throw new TypeError(`an Arrow file holds one entity, not ${scope.entities.length}`);
    }
    this.#entity = entity;
    this.#members = describeFile(entity, scope);
    this.#columns = entity.fields.map(openArrowColumn);
  }

  head(target: ByteBuffer): void {
    writeArrowHead(this.#entity, this.#members, target);
  }

  begin(_entity: Entity, _target: ByteBuffer): void {}

  between(_entity: Entity, _target: ByteBuffer): void {}

  encode(batch: Batch, target: ByteBuffer): void {
    const limits = { rows: BATCH_ROWS, textBytes: BATCH_TEXT_BYTES };
    for (let from = 0; from < batch.count;) {
      const to = findRunEnd(batch, from, limits, this.#rowCount, this.#textBytes());
      this.#columns.forEach((column, place) => column.append(batch.columns[place]!, from, to));
      this.#rowCount += to - from;
      if (this.#rowCount === BATCH_ROWS || this.#textBytes() >= BATCH_TEXT_BYTES) {
        this.#writeBatch(target);
      }
      from = to;
    }
  }

  finishBlock(_entity: Entity, target: ByteBuffer): JsonValue | undefined {
    if (this.#rowCount > 0) this.#writeBatch(target);
    const note = this.#note;
    this.#note = [];
    return note.length === 0 ? undefined : note;
  }

  noteBlock(_entity: Entity, note: JsonValue, offset: number): void {
    const lengths = note as number[];
    for (let at = 0, place = offset; at < lengths.length; at += 2) {
      const headBytes = lengths[at]!;
      const bodyBytes = lengths[at + 1]!;
      this.#places.push({ offset: place, headBytes, bodyBytes });
      place += headBytes + bodyBytes;
    }
  }

  end(_entity: Entity, _rowCount: number, _target: ByteBuffer): void {}

  tail(target: ByteBuffer): void {
    writeArrowTail(this.#entity, this.#members, this.#places, target);
  }

  #textBytes(): number {
    return this.#columns.reduce((sum, { textBytes }) => sum + textBytes, 0);
  }

  #writeBatch(target: ByteBuffer): void {
    const buffers = this.#columns.flatMap((column) => column.buffers());
    const places: number[] = [];
    let bodyBytes = 0;
    for (const { length } of buffers) {
      places.push(bodyBytes, length);
      bodyBytes += padLength(length);
    }
    const nodes = this.#columns.flatMap(({ nullCount }) => [this.#rowCount, nullCount]);
    target.reserve(bodyBytes + 4096);
    const headBytes = writeBatchHead(this.#rowCount, nodes, places, bodyBytes, target);
    for (const bytes of buffers) {
      target.writeBytes(bytes);
      putZeros(target, padLength(bytes.length) - bytes.length);
    }
    this.#note.push(headBytes, bodyBytes);
    for (const column of this.#columns) column.clear();
    this.#rowCount = 0;
  }
}

/**
 * The encoder of XLSX workbooks: a sheet for each entity, packed in parts that need not know of each other.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import type { Encoder, FileScope } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import { Deflater } from "./_deflate.ts";
import { openSheet, SHEET_END, sheetPath, workbookParts } from "./_sheet_parts.ts";
import { SheetRows } from "./_sheet_rows.ts";
import { packZipPart, type ZipPart, ZipWriter } from "./_zip.ts";

/** Rows of a sheet, its header left out. */
export const MAX_SHEET_ROWS = 1_048_575;

/** Bytes of XML that are packed at a time. */
const PART_BYTES = 1024 * 1024;

/**
 * Fills one workbook. Memory: the XML of one batch beyond {@link PART_BYTES}, and what a block's rows are packed to.
 */
export class XlsxEncoder implements Encoder {
  readonly #entities: readonly Entity[];
  readonly #zip = new ZipWriter();
  readonly #deflater = new Deflater();
  readonly #xml = new ByteBuffer();
  readonly #rows = new Map<Entity, SheetRows>();
  #parts: ZipPart[] = [];

  /** @param scope What the file holds. */
  constructor({ entities }: FileScope) {
    this.#entities = entities;
  }

  head(target: ByteBuffer): void {
    for (const [path, text] of workbookParts(this.#entities)) {
      this.#zip.open(path, target);
      this.#zip.write(text, target);
      this.#zip.close(target);
    }
  }

  begin(entity: Entity, target: ByteBuffer): void {
    this.#zip.open(sheetPath(this.#entities.indexOf(entity)), target);
    this.#zip.write(openSheet(entity), target);
  }

  between(_entity: Entity, _target: ByteBuffer): void {}

  encode(batch: Batch, target: ByteBuffer): void {
    const rows = this.#rows.get(batch.entity) ?? new SheetRows(batch.entity);
    this.#rows.set(batch.entity, rows);
    rows.write(batch, this.#xml);
    let from = 0;
    for (; this.#xml.length - from >= PART_BYTES; from += PART_BYTES) {
      this.#pack(this.#xml.bytes.subarray(from, from + PART_BYTES), target);
    }
    this.#xml.bytes.copyWithin(0, from, this.#xml.length);
    this.#xml.length -= from;
  }

  finishBlock(_entity: Entity, target: ByteBuffer): JsonValue | undefined {
    if (this.#xml.length > 0) this.#pack(this.#xml.written(), target);
    this.#xml.clear();
    const parts = this.#parts;
    this.#parts = [];
    return parts.length === 0
      ? undefined
      : parts.map(({ crc, rawBytes, packedBytes }) => [crc, rawBytes, packedBytes]);
  }

  noteBlock(_entity: Entity, note: JsonValue, _offset: number): void {
    for (const [crc, rawBytes, packedBytes] of note as [number, number, number][]) {
      this.#zip.add({ crc, rawBytes, packedBytes });
    }
  }

  end(entity: Entity, rowCount: number, target: ByteBuffer): void {
    if (rowCount > MAX_SHEET_ROWS) {
      throw new EsdhError("REFUSED", `${entity.plural} has ${rowCount} rows, too many for xlsx`, {
        hint: `a sheet holds ${MAX_SHEET_ROWS}: make fewer accounts, or choose another format`,
      });
    }
    this.#zip.write(SHEET_END, target);
    this.#zip.close(target);
  }

  tail(target: ByteBuffer): void {
    this.#zip.finish(target);
  }

  #pack(bytes: Uint8Array, target: ByteBuffer): void {
    this.#parts.push(packZipPart(this.#deflater, bytes, target));
  }
}

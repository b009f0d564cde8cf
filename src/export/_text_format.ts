/**
 * Makes a format out of a dialect: the part that CSV, NDJSON and JSON share.
 *
 * @module
 */
import type { Entity, FieldSizes } from "../core/entity.ts";
import type { Encoder, FileScope } from "../core/format.ts";
import { type Dialect, isQuoted } from "./_dialect.ts";
import { buildRowWriter, type RowWriter } from "./_row_writer.ts";

/** What a text format writes around the rows of a file. */
export interface TextFrame {
  /** Opens the file. */
  head(scope: FileScope): string;
  /** Opens an entity. */
  begin(scope: FileScope, entity: Entity): string;
  /** Closes an entity of so many rows. */
  end(scope: FileScope, entity: Entity, rowCount: number): string;
  /** Closes the file. */
  tail(scope: FileScope): string;
}

const writers = new WeakMap<Dialect, Map<Entity, RowWriter>>();

/** The writer of an entity in a dialect, built once a thread. */
function findWriter(dialect: Dialect, entity: Entity): RowWriter {
  const known = writers.get(dialect) ?? new Map<Entity, RowWriter>();
  writers.set(dialect, known);
  const writer = known.get(entity) ?? buildRowWriter(entity, dialect);
  known.set(entity, writer);
  return writer;
}

/**
 * Starts a file in a text format.
 *
 * @param scope What the file holds.
 * @param dialect How rows are written.
 * @param frame What stands around them.
 * @returns A stateless encoder.
 */
export function openTextEncoder(scope: FileScope, dialect: Dialect, frame: TextFrame): Encoder {
  return {
    head: (target) => target.writeText(frame.head(scope)),
    begin: (entity, target) => target.writeText(frame.begin(scope, entity)),
    between: (_entity, target) => target.writeText(dialect.rowSeparator),
    encode: (batch, target) => findWriter(dialect, batch.entity)(batch, target),
    end: (entity, rowCount, target) => target.writeText(frame.end(scope, entity, rowCount)),
    tail: (target) => target.writeText(frame.tail(scope)),
  };
}

/** Bytes a value takes on average, by kind: for estimates. */
const VALUE_BYTES = {
  id: 36,
  word: 9,
  text: 14,
  integer: 5,
  day: 10,
  decimal: 7,
  boolean: 4.5,
} as const;

/**
 * Estimates the size of a row.
 *
 * @param entity The entity.
 * @param dialect The dialect.
 * @param sizes Sizes of its fields, where they were measured.
 * @returns Bytes, right to a twentieth where all were; else to about a fifth, and up to twice what they are where many
 * values are null.
 */
export function estimateTextRowBytes(
  entity: Entity,
  dialect: Dialect,
  sizes?: FieldSizes,
): number {
  return entity.fields.reduce((sum, field, place) => {
    const longest = field.values?.reduce((max, value) => Math.max(max, value.length), 0);
    const { present, textBytes } = sizes?.get(field.name) ??
      { present: 1, textBytes: longest ?? VALUE_BYTES[field.kind] };
    const quotes = isQuoted(field) ? 2 * dialect.quote.length : 0;
    const value = present * (textBytes + quotes) + (1 - present) * dialect.nullText.length;
    return sum + dialect.beforeValue(entity, place).length + value;
  }, dialect.rowSeparator.length + dialect.rowEnd.length);
}

/**
 * Makes a table of the bytes that are safe between quotes.
 *
 * @param isSafe Tells it of one byte.
 * @returns 256 entries, 1 for a safe byte.
 */
export function makeSafeBytes(isSafe: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isSafe(byte) ? 1 : 0));
}

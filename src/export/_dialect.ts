/**
 * A dialect: how a text format writes a row. Everything that does not depend on a row's values is a
 * literal here, so that the row writer can copy it.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";

/** How a text format writes rows, values and what stands between them. */
export interface Dialect {
  /** Stands between two rows of an entity. */
  readonly rowSeparator: string;
  /** Closes each row. */
  readonly rowEnd: string;
  /** Stands before the value of a field: separators, names, line starts; no quotes. */
  beforeValue(entity: Entity, place: number): string;
  /** Written for a null. */
  readonly nullText: string;
  /** Quotes around plain ids, days, words and texts; empty where the format needs none. */
  readonly quote: string;
  /** A word or text as it stands in the file, quotes included. */
  formatText(text: string): string;
  /** For texts that are not plain: 1 for each byte that may stand between quotes as it is. */
  readonly safeBytes: Uint8Array;
}

/**
 * Whether a field's values are written with the dialect's quotes.
 *
 * @param field The field.
 * @returns False for numbers and truth values.
 */
export function isQuoted({ kind }: Field): boolean {
  return kind !== "integer" && kind !== "decimal" && kind !== "boolean";
}

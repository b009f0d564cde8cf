/**
 * Rows whose number is known only when they are made: columns that grow together.
 *
 * @module
 */

/** Columns of numbers by name. */
export type NumberColumns = Record<string, Int32Array | Float64Array | Uint8Array>;

/**
 * Makes columns longer, keeping what is in them.
 *
 * @param columns The columns; they are replaced in the object itself.
 * @param length Entries needed.
 */
export function growColumns(columns: NumberColumns, length: number): void {
  for (const [name, column] of Object.entries(columns)) {
    if (column.length >= length) continue;
    const Kind = column.constructor as new (
      length: number,
    ) => Int32Array | Float64Array | Uint8Array;
    const next = new Kind(Math.ceil(length * 1.5) + 64);
    next.set(column as Float64Array & Uint8Array & Int32Array);
    columns[name] = next;
  }
}

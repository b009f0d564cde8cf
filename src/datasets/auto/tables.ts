/**
 * Reads the reference tables of `data/auto`: text with a line of names first. They are parsed when
 * something first asks for them, never when the program starts.
 *
 * @module
 */

/** Lines of a table, each by the names of its columns. */
export type Lines = readonly Readonly<Record<string, string>>[];

/** Columns of a table. */
export interface Columns {
  /** Number of lines. */
  readonly count: number;
  /**
   * A column.
   *
   * @param name Its name in the first line.
   * @returns Its cells.
   * @throws {RangeError} If the table has none of that name.
   */
  readonly texts: (name: string) => string[];
  /**
   * A column of numbers.
   *
   * @param name Its name in the first line.
   * @returns Its cells as numbers.
   * @throws {RangeError} If the table has none of that name.
   */
  readonly numbers: (name: string) => number[];
}

/**
 * Reads a table: columns are parted by commas, and no cell holds one.
 *
 * @param text The table.
 * @returns Its columns.
 */
export function parseColumns(text: string): Columns {
  const lines = text.trimEnd().split("\n");
  const names = lines[0]!.split(",");
  const cells = lines.slice(1).map((line) => line.split(","));
  const texts = (name: string) => {
    const place = names.indexOf(name);
    if (place < 0) throw new RangeError(`the table has no column "${name}"`);
    return cells.map((line) => line[place]!);
  };
  return { count: cells.length, texts, numbers: (name) => texts(name).map(Number) };
}

/**
 * Reads a small table, line by line.
 *
 * @param text The table.
 * @returns Its lines.
 */
export function parseLines(text: string): Lines {
  const [head, ...lines] = text.trimEnd().split("\n").map((line) => line.split(","));
  return lines.map((cells) =>
    Object.fromEntries(head!.map((name, place) => [name, cells[place] ?? ""]))
  );
}

/**
 * Makes a value once, when it is first asked for.
 *
 * @param make Makes it.
 * @returns Gives it.
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

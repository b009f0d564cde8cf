/**
 * Reads the reference tables of `data/auto`: text with a line of names first. They are parsed when
 * something first asks for them, never when the program starts.
 *
 * @module
 */

/** Lines of a table, each by the names of its columns. */
export type Lines = readonly Readonly<Record<string, string>>[];

/**
 * Reads a table: columns are parted by commas, and no cell holds one.
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

/**
 * Lists of SHA-256 digests, as `sha256sum` writes and checks them.
 *
 * @module
 */

/** One line: a file and its digest. */
export interface SumEntry {
  readonly name: string;
  /** 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/**
 * Reads a list of digests.
 *
 * @param text Text of the file: one entry a line.
 * @returns The entries in their order, or the number of the first line (from 1) that is none.
 *
 * @example
 * ```ts
 * import { parseSums } from "./sums.ts";
 * const digest = "0".repeat(64);
 * const entries = parseSums(`${digest}  esdh.zip\n${digest} *esdh.exe\n`);
 * if (typeof entries === "number" || entries[1]?.name !== "esdh.exe") throw new RangeError();
 * if (parseSums(`${digest}  a\n\n`) !== 2) throw new RangeError();
 * ```
 */
export function parseSums(text: string): SumEntry[] | number {
  const entries: SumEntry[] = [];
  for (const [index, line] of text.replace(/\n$/, "").split("\n").entries()) {
    // Of a name with a backslash or a line feed, sha256sum begins the line with a backslash: no release has one.
    const match = /^([0-9a-f]{64}) [ *]([^\\\r]+)$/.exec(line);
    if (match === null) return index + 1;
    entries.push({ sha256: match[1]!, name: match[2]! });
  }
  return entries;
}

/**
 * Writes a list of digests that `sha256sum -c` checks.
 *
 * @param entries Files and their digests.
 * @returns A line for each, in order of their names by code unit, each ended by LF.
 * @throws {RangeError} If a name holds a backslash or a control character, which other programs would read otherwise.
 */
export function formatSums(entries: readonly SumEntry[]): string {
  const sorted = [...entries].sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name } of sorted) {
    if (name === "" || /[\\\p{Cc}]/u.test(name)) {
      throw new RangeError(`${JSON.stringify(name)} can't be named in a list of digests`);
    }
  }
  return sorted.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}

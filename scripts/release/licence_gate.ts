/**
 * The licences that packages may come under, and what is known of packages beside what their own files say.
 *
 * @module
 */
import type { Finding } from "../_house.ts";
import type { KnownPackage } from "./locked.ts";

/** Licences that packages may have, by their SPDX names: permissive ones, which ask for a notice at most. */
export const ALLOWED_LICENCES: readonly string[] = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
  "Zlib",
];

/**
 * Licences of packages that are fetched on some systems only, as read there. Each is bound to a version, so that an
 * update asks for another look; where the files are here they have to agree.
 */
export const REVIEWED_LICENCES: Readonly<Record<string, string>> = {
  "@duckdb/node-bindings-darwin-arm64@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-darwin-x64@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-linux-arm64-musl@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-linux-arm64@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-linux-x64-musl@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-linux-x64@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-win32-arm64@1.5.5-r.5": "MIT",
  "@duckdb/node-bindings-win32-x64@1.5.5-r.5": "MIT",
};

/**
 * Tells the licence of a package.
 *
 * @param known The package.
 * @returns What its own files say, or what was read where it is fetched; empty where neither is known.
 */
export function licenceOf(known: KnownPackage): string {
  return known.licence ?? REVIEWED_LICENCES[known.id] ?? "";
}

/**
 * Tells whether a licence is allowed.
 *
 * @param expression SPDX expression: names joined by `AND` and `OR`, with parentheses. A name with an exception
 *   (`WITH`) is allowed only where it stands in the list as a whole.
 * @param allowed Names that are allowed.
 * @returns Whether some choice among the alternatives takes allowed licences only; false where it can't be read.
 *
 * @example
 * ```ts
 * import { isAllowed } from "./licence_gate.ts";
 * const allowed = ["MIT", "ISC"];
 * if (!isAllowed("(MIT OR GPL-3.0-only) AND ISC", allowed)) throw new RangeError();
 * if (isAllowed("MIT AND GPL-3.0-only", allowed)) throw new RangeError();
 * ```
 */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const words = expression.match(/[()]|[^\s()]+(?:\s+WITH\s+[^\s()]+)?/g) ?? [];
  let at = 0;
  const readName = (): boolean => {
    const word = words[at++];
    if (word !== "(") return word !== undefined && allowed.includes(word.replaceAll(/\s+/g, " "));
    const isInner = readAny();
    return words[at++] === ")" && isInner;
  };
  const readAll = (): boolean => {
    let isGood = readName();
    while (words[at] === "AND") {
      at++;
      isGood = readName() && isGood;
    }
    return isGood;
  };
  const readAny = (): boolean => {
    let isGood = readAll();
    while (words[at] === "OR") {
      at++;
      isGood = readAll() || isGood;
    }
    return isGood;
  };
  const isGood = readAny();
  return isGood && at === words.length;
}

/**
 * Judges the licences of packages.
 *
 * @param packages The packages.
 * @param allowed Names of licences that are allowed.
 * @returns A finding for each package whose licence is not allowed, unknown, or other than was read elsewhere.
 */
export function judgeLicences(
  packages: readonly KnownPackage[],
  allowed: readonly string[] = ALLOWED_LICENCES,
): Finding[] {
  const findings: Finding[] = [];
  const add = (message: string) => findings.push({ path: "deno.lock", message });
  for (const known of packages) {
    const licence = licenceOf(known);
    const reviewed = REVIEWED_LICENCES[known.id];
    const use = known.isInProgram ? "is in the program" : "serves development";
    if (licence === "") {
      add(
        known.licence === undefined
          ? `${known.id} is not fetched on this system: read its licence and add it to REVIEWED_LICENCES`
          : `${known.id} names no licence (it ${use})`,
      );
    } else if (!isAllowed(licence, allowed)) {
      add(
        `${known.id} has licence ${licence}, which is not allowed (it ${use}): see ALLOWED_LICENCES`,
      );
    } else if (reviewed !== undefined && reviewed !== licence) {
      add(`${known.id} has licence ${licence}, REVIEWED_LICENCES says ${reviewed}`);
    }
  }
  const ids = new Set(packages.map(({ id }) => id));
  for (const id of Object.keys(REVIEWED_LICENCES)) {
    if (!ids.has(id)) add(`REVIEWED_LICENCES names ${id}, which is not locked`);
  }
  return findings;
}

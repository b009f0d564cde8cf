/**
 * What is known of a snapshot before its rows are read: its manifest and its files.
 *
 * @module
 */
import type { JsonValue } from "../core/json.ts";
import type { Plan } from "../core/plan.ts";
import type { FoundFile, JsonFile } from "../core/snapshot_file.ts";

/** What a manifest claims of a file. */
export interface FileClaim {
  readonly path: string;
  readonly sizeBytes?: number;
  readonly rowCount?: number;
  readonly sha256?: string;
}

/** What is known before rows are read. */
export interface SnapshotFacts {
  /** The manifest; undefined where the folder has none. */
  readonly manifest: JsonFile | undefined;
  /** File name that the manifest has or should have. */
  readonly manifestPath: string;
  /** The metadata file, if there is one. */
  readonly metadata: JsonFile | undefined;
  /** All that lies in the folder, by name. */
  readonly found: ReadonlyMap<string, FoundFile>;
  /** What the manifest says of its files. */
  readonly claims: ReadonlyMap<string, FileClaim>;
  /** Names of files that hold tables. */
  readonly dataPaths: readonly string[];
  /** The plan in the manifest. */
  readonly plan: Plan | undefined;
  /** Why the manifest's plan can't be read. */
  readonly planProblem: string | undefined;
  /** The metadata this program would write for the plan. */
  readonly planMetadata: { readonly [name: string]: JsonValue } | undefined;
  /** The contract's manifest keys this program would write for the plan. */
  readonly planKeys: { readonly [name: string]: JsonValue } | undefined;
}

/**
 * A member of a JSON object.
 *
 * @param value Any value.
 * @param path Names with dots between: `record_counts.persons`.
 * @returns The member; undefined where there is none.
 *
 * @example
 * ```ts
 * import { memberOf } from "./facts.ts";
 * if (memberOf({ a: { b: 1 } }, "a.b") !== 1) throw new RangeError();
 * ```
 */
export function memberOf(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const name of path.split(".")) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/**
 * Whether a JSON value is an object.
 *
 * @param value Any value.
 * @returns False for arrays and null.
 */
export function isObject(
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A JSON value in a finding.
 *
 * @param value The value; undefined reads "missing".
 * @returns Text of at most 80 characters.
 */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return "missing";
  const text = typeof value === "bigint" ? `${value}` : JSON.stringify(
    value,
    (_name, member) => typeof member === "bigint" ? `${member}` : member,
  );
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/**
 * Line of a name in a JSON text, for findings about a value of a parsed file.
 *
 * @param text The text.
 * @param place Names with dots between, or a list of names and texts; each is looked for behind the one before.
 * @returns A line from 1; 1 where the name is not found.
 */
export function lineOf(text: string, place: string | readonly string[]): number {
  let at = 0;
  for (const name of typeof place === "string" ? place.split(".") : place) {
    const found = text.indexOf(`${JSON.stringify(name)}`, at);
    if (found === -1) return 1;
    at = found;
  }
  let line = 1;
  for (let end = text.indexOf("\n"); end !== -1 && end < at;) {
    line++;
    end = text.indexOf("\n", end + 1);
  }
  return line;
}

/**
 * Configuration files: found, read, checked.
 *
 * @module
 */
import builtInText from "../../config/demo.yaml" with { type: "text" };
import type { z } from "zod";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { describeNames } from "../core/suggest.ts";
import { describeFileError } from "../core/system_error.ts";
import { configSchema, type ConfigValues, profileSchema, settingsSchema } from "./_schema.ts";
import { parseYaml, type YamlFile } from "./_yaml.ts";

/** A configuration file that was read. */
export interface ConfigFile {
  /** Its path, as given; undefined for the one that is built in. */
  readonly path: string | undefined;
  /**
   * What is wrong with its form. Where there is anything, the values are those of the file unchecked: good
   * for finding what else is wrong, and for nothing else.
   */
  readonly issues: readonly Issue[];
  readonly values: ConfigValues;
  /** The line of a value, from 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Greatest size of a configuration file, in bytes. */
export const MAX_CONFIG_BYTES = 262_144;

/** The file that is used where none is named, if it exists. */
export const LOCAL_CONFIG_PATH = "config/demo.yaml";

/**
 * The configuration that is built into the program.
 *
 * @returns The same values on every machine.
 */
export function readBuiltInConfig(): ConfigFile {
  return parseConfig(builtInText, undefined);
}

/**
 * Reads a configuration file.
 *
 * @param path The file.
 * @param options `isOptional`: a file that does not exist is no error.
 * @returns The file, or undefined where it is optional and does not exist.
 * @throws {EsdhError} NOT_FOUND or IO if it can't be read; INVALID_CONFIG if it is a folder, too large or
 * not text.
 */
export async function readConfigFile(
  path: string,
  options: { readonly isOptional: boolean; readonly namedBy?: string },
): Promise<ConfigFile | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readBounded(path);
  } catch (error) {
    if (error instanceof EsdhError) throw error;
    const isMissing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    // In a folder such as /proc the program may read nothing: no file of ours can be there.
    const isAbsent = isMissing || error instanceof Deno.errors.NotCapable;
    if (options.isOptional && isAbsent) return undefined;
    const reason = isMissing ? "it does not exist" : describeFileError(error);
    const by = options.namedBy === undefined ? "" : ` (named by ${options.namedBy})`;
    throw new EsdhError(
      isMissing ? "NOT_FOUND" : error instanceof Deno.errors.IsADirectory ? "INVALID_CONFIG" : "IO",
      `can't read the configuration "${path}"${by}: ${reason}`,
      {
        path,
        hint: "name an existing YAML file, or leave it out to use the built-in configuration",
        cause: error,
      },
    );
  }
  return inspectConfig(decodeText(bytes, path), path);
}

async function readBounded(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path, { read: true });
  if ((await file.stat()).isDirectory) throw new Deno.errors.IsADirectory("it is a folder");
  const room = new Uint8Array(MAX_CONFIG_BYTES + 1);
  let length = 0;
  while (length < room.length) {
    const count = await file.read(room.subarray(length));
    if (count === null) return room.subarray(0, length);
    length += count;
  }
  throw new EsdhError(
    "INVALID_CONFIG",
    `can't read the configuration "${path}": it is larger than ${MAX_CONFIG_BYTES} bytes`,
    { path, hint: "a configuration has a few lines: name the right file" },
  );
}

function decodeText(bytes: Uint8Array, path: string): string {
  // Windows PowerShell and old editors write UTF-16 where UTF-8 is meant.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EsdhError(
      "INVALID_CONFIG",
      `can't read the configuration "${path}": it is not UTF-8`,
      {
        path,
        hint: "save the file as UTF-8",
        cause,
      },
    );
  }
}

/**
 * Parses and checks the text of a configuration.
 *
 * @param text YAML.
 * @param path Where it came from, for messages; undefined for the built-in one.
 * @returns The configuration.
 * @throws {EsdhError} INVALID_CONFIG with an issue for each problem.
 */
export function parseConfig(text: string, path: string | undefined): ConfigFile {
  const file = inspectConfig(text, path);
  if (file.issues.length > 0) throw configError(file.issues);
  return file;
}

function inspectConfig(text: string, path: string | undefined): ConfigFile {
  const file = parseYaml(text);
  const place = path === undefined ? {} : { path };
  const issues: Issue[] = file.problems.map(({ message, line }) => ({
    code: "invalid-yaml",
    severity: "error",
    message: `not valid YAML: ${message}`,
    ...place,
    ...(line === undefined ? {} : { line }),
  }));
  const parsed = configSchema.safeParse(file.value ?? {});
  if (issues.length === 0 && parsed.success) {
    return { path, issues, values: parsed.data, lineOf: file.lineOf };
  }
  if (issues.length === 0 && !parsed.success) {
    issues.push(...parsed.error.issues.flatMap((issue) => toIssues(issue, file, path)));
  }
  issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { path, issues, values: keepMaps(file.value), lineOf: file.lineOf };
}

/** The maps of a file of a wrong form, with whatever members they have. */
function keepMaps(value: unknown): ConfigValues {
  const root = toMap(value);
  const profiles = Object.entries(toMap(root["profiles"])).filter(([, members]) => isMap(members));
  return { settings: toMap(root["settings"]), profiles: Object.fromEntries(profiles) };
}

function isMap(value: unknown): value is Record<string, never> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toMap(value: unknown): Record<string, never> {
  return isMap(value) ? value : {};
}

/**
 * One error for all problems of a configuration.
 *
 * @param issues At least one problem, of one file and of the environment.
 * @returns An INVALID_CONFIG error.
 */
export function configError(issues: readonly Issue[]): EsdhError {
  const [first] = issues;
  const path = issues.find((issue) => issue.path !== undefined)?.path;
  const label = path === undefined ? "the configuration" : `the configuration "${path}"`;
  if (issues.length === 1 && first !== undefined) {
    const line = first.line === undefined ? {} : { line: first.line };
    return new EsdhError("INVALID_CONFIG", first.message, {
      ...(first.path === undefined ? {} : { path: first.path, ...line }),
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    });
  }
  return new EsdhError("INVALID_CONFIG", `${label} has ${issues.length} problems`, {
    ...(path === undefined ? {} : { path }),
    issues,
  });
}

function toIssues(
  issue: z.core.$ZodIssue,
  file: YamlFile,
  path: string | undefined,
): Issue[] {
  const make = (
    place: readonly PropertyKey[],
    message: string,
    more: { readonly hint?: string; readonly actual?: string; readonly expected?: string } = {},
  ): Issue => ({
    code: "invalid-config",
    severity: "error",
    message,
    ...(path === undefined ? {} : { path }),
    line: file.lineOf(place),
    ...more,
  });
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const place = [...issue.path, key];
      return make(place, `unknown key "${place.join(".")}"`, {
        actual: key,
        hint: describeNames(key, listKeys(issue.path)),
      });
    });
  }
  if (issue.code === "invalid_key") {
    const key = String(issue.path.at(-1));
    const wanted = issue.issues[0]?.message ?? issue.message;
    return [
      make(issue.path, `profile name "${key}" must be ${wanted}`, {
        actual: key,
        expected: wanted,
      }),
    ];
  }
  const actual = showValue(valueAt(file.value, issue.path));
  const name = issue.path.length === 0 ? "the file" : `"${issue.path.join(".")}"`;
  return [make(issue.path, `${name} must be ${issue.message}, is ${actual}`, {
    actual,
    expected: issue.message,
  })];
}

function listKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  return Object.keys(path[0] === "settings" ? settingsSchema.shape : profileSchema.shape);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, step) =>
      Object(current) === current ? (current as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

function showValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (typeof value === "bigint") return shorten(`${value}`);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

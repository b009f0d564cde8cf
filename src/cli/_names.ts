/**
 * Names of datasets, formats, entities and profiles in options: checked while options are parsed, so
 * that all wrong ones are told at once, and proposed by completion. The registries load only then.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { describeNames, suggestName } from "../core/suggest.ts";
import { parseNames } from "./command.ts";

/** Names of all datasets. */
export async function listDatasets(): Promise<string[]> {
  const { DATASETS } = await import("../datasets/mod.ts");
  return DATASETS.map((dataset) => dataset.name);
}

/** Names of all formats. */
export async function listFormats(): Promise<string[]> {
  const { FORMATS } = await import("../export/mod.ts");
  return FORMATS.map((format) => format.name);
}

/** Plural names of the entities of all datasets. */
export async function listEntities(): Promise<string[]> {
  const { DATASETS } = await import("../datasets/mod.ts");
  return [...new Set(DATASETS.flatMap(({ entities }) => entities.map(({ plural }) => plural)))];
}

/**
 * Parses the name of a dataset.
 *
 * @param text What was written.
 * @returns The name.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 */
export async function parseDataset(text: string): Promise<string> {
  const [name] = checkNames("dataset", [text], await listDatasets());
  return name!;
}

/**
 * Parses a list of formats.
 *
 * @param text Names between commas.
 * @returns At least one name.
 * @throws {EsdhError} UNKNOWN_NAME if one does not exist.
 */
export async function parseFormats(text: string): Promise<readonly string[]> {
  return checkNames("format", parseNames(text), await listFormats());
}

/**
 * Parses a list of entities.
 *
 * @param text Plural names between commas.
 * @returns At least one name.
 * @throws {EsdhError} UNKNOWN_NAME if one does not exist.
 */
export async function parseEntities(text: string): Promise<readonly string[]> {
  return checkNames("entity", parseNames(text), await listEntities());
}

function checkNames(
  kind: string,
  given: readonly string[],
  names: readonly string[],
): readonly string[] {
  const unknown = given.filter((name) => !names.includes(name));
  if (unknown.length === 0) return given;
  const meant = unknown.map((name) => suggestName(name, names));
  const list = unknown.map((name) => `"${name}"`).join(" and ");
  throw new EsdhError("UNKNOWN_NAME", `unknown ${kind} ${list}`, {
    hint: meant.length > 1 && !meant.includes(undefined)
      ? `did you mean "${meant.join(",")}"? valid: ${names.join(", ")}`
      : describeNames(unknown[0]!, names),
  });
}

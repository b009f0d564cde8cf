/**
 * Names of datasets, formats, entities and profiles in options: checked while options are parsed, so
 * that all wrong ones are told at once, and proposed by completion. The registries load only then.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { describeNames, suggestName } from "../core/suggest.ts";
import { parseNames, type ValueMeaning } from "./command.ts";

/** Name of the endpoint that gives all entities. */
export const BUNDLE = "bundle";

/**
 * Names of all datasets.
 *
 * @returns Names in the registry's order.
 */
export async function listDatasets(): Promise<string[]> {
  const { DATASET_FACTS } = await import("../datasets/facts.ts");
  return DATASET_FACTS.map((dataset) => dataset.name);
}

/**
 * Names of all formats.
 *
 * @returns Names in the registry's order.
 */
export async function listFormats(): Promise<string[]> {
  const { FORMATS } = await import("../export/mod.ts");
  return FORMATS.map((format) => format.name);
}

/**
 * Plural names of the entities of all datasets.
 *
 * @returns Each name once.
 */
export async function listEntities(): Promise<string[]> {
  const { DATASET_FACTS } = await import("../datasets/facts.ts");
  return [
    ...new Set(DATASET_FACTS.flatMap(({ entities }) => entities.map(({ plural }) => plural))),
  ];
}

/**
 * Names of what can be previewed.
 *
 * @returns Singular names of the entities of all datasets, each once, and `bundle` for all.
 */
export async function listEndpoints(): Promise<string[]> {
  const { DATASET_FACTS } = await import("../datasets/facts.ts");
  const names = DATASET_FACTS.flatMap(({ entities }) => entities.map(({ name }) => name));
  return [...new Set(names), BUNDLE];
}

/**
 * Makes a parser of names for an option.
 *
 * @param option The option, for messages: `--output-format`.
 * @param words What is named, one and many, for messages: `format`, `formats`.
 * @param listNames Lists the names that exist.
 * @returns A parser of names between commas. It throws EsdhError: USAGE if the list has an empty or repeated
 * name, UNKNOWN_NAME if one does not exist.
 */
export function namesParser(
  option: string,
  words: readonly [one: string, many: string],
  listNames: () => Promise<readonly string[]>,
): ((text: string) => Promise<readonly string[]>) & ValueMeaning {
  const parse = async (text: string) => {
    const given = readList(option, text);
    const names = await listNames();
    const unknown = given.filter((name) => !names.includes(name));
    if (unknown.length === 0) return given;
    const meant = unknown.map((name) => suggestName(name, names));
    const list = unknown.map((name) => `"${name}"`).join(" and ");
    const what = words[unknown.length === 1 ? 0 : 1];
    throw new EsdhError("UNKNOWN_NAME", `option ${option}: unknown ${what} ${list}`, {
      hint: meant.length > 1 && !meant.includes(undefined)
        ? `did you mean "${meant.join(",")}"? valid: ${names.join(", ")}`
        : describeNames(unknown[0]!, names),
    });
  };
  return Object.assign(parse, { isList: true });
}

/**
 * Parses `--dataset`.
 *
 * @param text What was written.
 * @returns The name of a dataset.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 */
export async function parseDataset(text: string): Promise<string> {
  const names = await listDatasets();
  if (names.includes(text)) return text;
  throw new EsdhError("UNKNOWN_NAME", `option --dataset: unknown dataset "${text}"`, {
    hint: describeNames(text, names),
  });
}

/** Parses `--output-format`. */
export const parseFormats = namesParser("--output-format", ["format", "formats"], listFormats);

/** Parses `--entity-filter`. */
export const parseEntities = namesParser("--entity-filter", ["entity", "entities"], listEntities);

function readList(option: string, text: string): string[] {
  try {
    return parseNames(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new EsdhError("USAGE", `option ${option}: ${error.message}`, {
      hint: "names stand between commas, each once: a,b",
      cause: error,
    });
  }
}

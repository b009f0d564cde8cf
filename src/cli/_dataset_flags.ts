/**
 * The options of the datasets as options of the command line: made from the registry, so that a new one is
 * there unasked.
 *
 * @module
 */
import { findDayOption, type OptionFacts } from "../core/dataset.ts";
import { DATASET_FACTS } from "../datasets/facts.ts";

/** An option of the command line that takes a text. */
export interface TextFlag {
  readonly kind: "parsed";
  readonly parse: (text: string) => string;
  readonly brief: string;
  readonly placeholder: string;
  readonly optional: true;
  readonly proposeCompletions: () => readonly string[];
}

/** What a flag has in the parsed options: its key and its option. */
interface KnownOption {
  readonly key: string;
  readonly option: OptionFacts;
  readonly datasets: readonly string[];
}

function listKnown(): KnownOption[] {
  const names = [
    ...new Set(DATASET_FACTS.flatMap(({ options }) => options.map(({ name }) => name))),
  ];
  return names.map((name): KnownOption => {
    const holders = DATASET_FACTS.filter(({ options }) =>
      options.some((option) => option.name === name)
    );
    const option = holders[0]!.options.find((member) => member.name === name)!;
    const key = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    return { key, option, datasets: holders.map((dataset) => dataset.name) };
  });
}

/**
 * Flags for the options of all datasets.
 *
 * @returns Flags by their keys, in the registry's order.
 */
export function datasetFlags(): Readonly<Record<string, TextFlag>> {
  return Object.fromEntries(
    listKnown().map(({ key, option, datasets }): [string, TextFlag] => [key, {
      kind: "parsed",
      // Brought to its normal form once the dataset is known.
      parse: (text) => text,
      brief: `${option.description.replace(/\.$/, "")} (${datasets.join(", ")}; default: ${
        option.defaultValue === "" ? "none" : option.defaultValue
      })`,
      placeholder: option.form,
      optional: true,
      proposeCompletions: () => option.values ?? [],
    }]),
  );
}

/**
 * The options that say on which day a world is looked at, for sentences about days.
 *
 * @returns For example `--as-of`; with `or` between where datasets name it differently.
 */
export function dayOptionNames(): string {
  const names = DATASET_FACTS.map((facts) => findDayOption<OptionFacts>(facts)?.name);
  return [...new Set(names.filter((name) => name !== undefined))].map((name) => `--${name}`)
    .join(" or ");
}

/**
 * Names of the flags for messages.
 *
 * @returns Names as they are written, by the flags' keys: `asOf` to `--as-of`.
 */
export function datasetOptionNames(): Readonly<Record<string, string>> {
  return Object.fromEntries(listKnown().map(({ key, option }) => [key, `--${option.name}`]));
}

/**
 * The options of datasets among parsed flags.
 *
 * @param flags The parsed options.
 * @returns Values by the options' names, as they were written.
 */
export function readDatasetOptions(flags: object): Record<string, string> {
  const given = flags as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    listKnown().flatMap(({ key, option }) => {
      const value = given[key];
      return typeof value === "string" ? [[option.name, value]] : [];
    }),
  );
}

/**
 * What each dataset takes where a plan says nothing, for help.
 *
 * @param key Which default.
 * @returns For example `200 for v0.1, 200 for auto`, in the registry's order.
 */
export function describeDefaults(key: "defaultRecords" | "defaultSeed"): string {
  return DATASET_FACTS.map((facts) => `${facts[key]} for ${facts.name}`).join(", ");
}

/**
 * Options of dataset `auto`: which states, which day, which identifiers.
 *
 * @module
 */
import { parseDay } from "../../core/batch.ts";
import type { DatasetOption, OptionFacts } from "../../core/dataset.ts";
import { EsdhError } from "../../core/error.ts";
import { describeNames } from "../../core/suggest.ts";
import { AUTO_FACTS, DEFAULT_AS_OF } from "./facts.ts";
import { states } from "./places.ts";

function oneOf(name: string, values: readonly string[]): (text: string) => string {
  return (text) => {
    const value = text.trim().toLowerCase();
    if (values.includes(value)) return value;
    throw new EsdhError("USAGE", `unknown value "${text}" of --${name}`, {
      hint: describeNames(value, values),
    });
  };
}

function normalizeFootprint(text: string): string {
  if (text.trim().toLowerCase() === "all") return "all";
  const { codes } = states();
  const wanted = text.split(",").map((code) => code.trim().toUpperCase()).filter((code) =>
    code !== ""
  );
  const unknown = wanted.filter((code) => !codes.includes(code));
  if (wanted.length === 0 || unknown.length > 0) {
    throw new EsdhError(
      "USAGE",
      wanted.length === 0
        ? "--footprint names no state"
        : `--footprint has no state ${unknown.map((code) => `"${code}"`).join(", ")}`,
      { hint: "give USPS codes with commas between them, such as CA,AZ,NV, or all" },
    );
  }
  const kept = codes.filter((code) => wanted.includes(code));
  return kept.length === codes.length ? "all" : kept.join(",");
}

/** First and last day on which the data may be looked at: its history begins with the first. */
const [FIRST_AS_OF, LAST_AS_OF] = ["2024-01-01", "2027-12-31"];

function normalizeAsOf(text: string): string {
  const day = parseDay(text.trim());
  if (day === undefined) {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text.trim());
    throw new EsdhError(
      "USAGE",
      isDay ? `--as-of: there is no date ${text.trim()}` : `--as-of "${text}" is no date`,
      { hint: `give a day as YYYY-MM-DD, from ${FIRST_AS_OF} to ${LAST_AS_OF}` },
    );
  }
  if (day < parseDay(FIRST_AS_OF)! || day > parseDay(LAST_AS_OF)!) {
    throw new EsdhError("USAGE", `--as-of "${text}" is no day that the data reaches`, {
      hint: `give a day from ${FIRST_AS_OF} to ${LAST_AS_OF}, such as ${DEFAULT_AS_OF}`,
    });
  }
  return text.trim();
}

const NORMALIZERS: Readonly<Record<string, DatasetOption["normalize"]>> = {
  footprint: normalizeFootprint,
  "as-of": normalizeAsOf,
};

/** The options, in the order help lists them. */
export const autoOptions: readonly DatasetOption[] = AUTO_FACTS.options.map((
  option: OptionFacts,
) => ({
  ...option,
  normalize: NORMALIZERS[option.name] ?? oneOf(option.name, option.values!),
}));

/**
 * The value of an option.
 *
 * @param options Options of a plan.
 * @param name Name of the option.
 * @returns Its value, or the default.
 */
export function optionOf(options: Readonly<Record<string, string>>, name: string): string {
  return options[name] ?? AUTO_FACTS.options.find((option) => option.name === name)!.defaultValue;
}

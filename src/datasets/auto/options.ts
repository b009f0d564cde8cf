/**
 * Options of dataset `auto`: which states, which day, which identifiers.
 *
 * @module
 */
import { parseDay } from "../../core/batch.ts";
import type { DatasetOption } from "../../core/dataset.ts";
import { EsdhError } from "../../core/error.ts";
import { describeNames } from "../../core/suggest.ts";
import { DEFAULT_AS_OF } from "./births.ts";
import { states } from "./places.ts";
import { DEFAULT_FOOTPRINT } from "./strata.ts";

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

/** First and last day of the plan that the tables of ages and names reach. */
const [FIRST_AS_OF, LAST_AS_OF] = ["2015-01-01", "2035-12-31"];

function normalizeAsOf(text: string): string {
  const day = parseDay(text.trim());
  if (day === undefined || day < parseDay(FIRST_AS_OF)! || day > parseDay(LAST_AS_OF)!) {
    throw new EsdhError("USAGE", `--as-of "${text}" is no day that the tables reach`, {
      hint: `give a day from ${FIRST_AS_OF} to ${LAST_AS_OF}, such as ${DEFAULT_AS_OF}`,
    });
  }
  return text.trim();
}

const IDENTIFIERS = ["format-valid", "non-issuable"];
const SSN = ["none", "never-issued"];

/** The options, in the order help lists them. */
export const autoOptions: readonly DatasetOption[] = [
  {
    name: "footprint",
    description: "States of the accounts, by USPS code; all for the 50 states and DC.",
    form: "STATES",
    defaultValue: DEFAULT_FOOTPRINT,
    normalize: normalizeFootprint,
  },
  {
    name: "as-of",
    description: "The day on which the data is told: ages and terms count from it.",
    form: "DATE",
    defaultValue: DEFAULT_AS_OF,
    normalize: normalizeAsOf,
  },
  {
    name: "identifiers",
    description: "Licences and VINs in real forms, or in forms that nobody issues.",
    form: "MODE",
    defaultValue: IDENTIFIERS[0]!,
    values: IDENTIFIERS,
    normalize: oneOf("identifiers", IDENTIFIERS),
  },
  {
    name: "ssn",
    description: "Social security numbers: none, or in ranges that were never issued.",
    form: "MODE",
    defaultValue: SSN[0]!,
    values: SSN,
    normalize: oneOf("ssn", SSN),
  },
];

/**
 * The value of an option.
 *
 * @param options Options of a plan.
 * @param name Name of the option.
 * @returns Its value, or the default.
 */
export function optionOf(options: Readonly<Record<string, string>>, name: string): string {
  return options[name] ?? autoOptions.find((option) => option.name === name)!.defaultValue;
}

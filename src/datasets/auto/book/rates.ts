/**
 * Base rates and relativities of the rating plan, as whole numbers.
 *
 * @module
 */
import baseText from "../../../../data/auto/base_rates.csv" with { type: "text" };
import flatText from "../../../../data/auto/flat_rates.csv" with { type: "text" };
import levelsText from "../../../../data/auto/rate_levels.csv" with { type: "text" };
import factorsText from "../../../../data/auto/rating_factors.csv" with { type: "text" };
import { states } from "../places.ts";
import { once, parseLines } from "../tables.ts";
import { COVERAGES, LINES } from "./codes.ts";
import { TERM_MONTHS } from "./lifecycle.ts";
import { UNIT } from "./tables.ts";

/** Number of coverages: rows of the tables of rates have so many entries. */
export const CODES = COVERAGES.length;

/** Months of the terms that the tables' rates are for, by line. */
const RATE_MONTHS = [6, 12] as const;

/** Base rates of the tables in cents, by line: state x {@link CODES} + coverage. */
const tableRates = once((): readonly Float64Array[] => {
  const { codes } = states();
  const lines = parseLines(baseText);
  const flats = parseLines(flatText);
  return LINES.map((line, at) => {
    const rates = new Float64Array(codes.length * CODES);
    const cents = (text: string | undefined) => Math.round(Number(text ?? 0) * 100);
    for (const row of lines) {
      const state = codes.indexOf(row["state"]!);
      COVERAGES.forEach((coverage, code) => {
        const flat = flats.find((entry) =>
          entry["line"] === line && entry["coverage"] === coverage
        );
        // Nobody publishes a rate of businesses' injury protection: twice that of households a year.
        const own = coverage === "PIP" && at === 1
          ? 2 * cents(row["personal_PIP"])
          : cents(row[`${line}_${coverage}`]);
        rates[state * CODES + code] = flat === undefined ? own : cents(flat["rate_usd"]);
      });
    }
    return rates;
  });
});

/** Levels of the states in 1/10,000: by what rates of households are multiplied so that they bring in the expenditure. */
const stateLevels = once(() => {
  const lines = parseLines(levelsText);
  return states().codes.map((code) =>
    Math.round(Number(lines.find((line) => line["state"] === code)!["personal"]) * UNIT)
  );
});

/** Base rates of all terms. */
const allRates = once(() =>
  LINES.map((_, line) =>
    TERM_MONTHS.map((months) =>
      Int32Array.from(tableRates()[line]!, (cents, at) => {
        const level = line === 0 ? stateLevels()[(at / CODES) | 0]! : UNIT;
        const divisor = 100 * RATE_MONTHS[line]!;
        return Math.floor((cents * level * months + divisor / 2) / divisor);
      })
    )
  )
);

/**
 * Base rates of a term.
 *
 * @param line 0 personal, 1 commercial.
 * @param months Months of the term.
 * @returns Rates in 1/10,000 US dollars: state x {@link CODES} + coverage; 0 where it is not sold.
 */
export function baseRates(line: number, months: number): Int32Array {
  return allRates()[line]![(TERM_MONTHS as readonly number[]).indexOf(months)]!;
}

/** Levels of one family of factors and their relativities. */
export interface Family {
  /** Names of the levels. */
  readonly levels: readonly string[];
  /** In 1/10,000: level x {@link CODES} + coverage; 0 where the family does not touch the coverage. */
  readonly relativities: Int32Array;
}

const families = once(() =>
  new Map<string, Family>(
    [...Map.groupBy(parseLines(factorsText), ({ line, family }) => `${line} ${family}`)].map(
      ([key, lines]) => [key, {
        levels: lines.map(({ level }) => level!),
        relativities: Int32Array.from(
          lines.flatMap((row) =>
            COVERAGES.map((code) => Math.round(Number(row[code] || 0) * UNIT))
          ),
        ),
      }],
    ),
  )
);

/**
 * A family of factors.
 *
 * @param line 0 personal, 1 commercial.
 * @param name Its name in the table.
 * @returns Its levels.
 * @throws {RangeError} If the table has none of that name.
 */
export function familyOf(line: number, name: string): Family {
  const family = families().get(`${LINES[line]} ${name}`);
  if (family === undefined) throw new RangeError(`no ${LINES[line]} family "${name}"`);
  return family;
}

/** Which traits may not be rated by, by USPS code of the state. */
export const BARRED: Readonly<Record<string, readonly string[]>> = {
  sex: ["CA", "HI", "MA", "MI", "MT", "NC", "PA"],
  age: ["CA", "HI", "MA"],
  marital: ["HI", "MA", "MI"],
  not_at_fault_accidents: ["CA", "OK"],
  prior_insurance: ["CA"],
  homeowner: ["CA", "MI"],
  credit_tier: ["CA", "HI", "MA", "MI"],
};

/** 1 for the states that bar a trait. */
export const barredIn: (trait: string) => Uint8Array = (() => {
  const made = new Map<string, Uint8Array>();
  return (trait) => {
    let flags = made.get(trait);
    if (flags === undefined) {
      flags = Uint8Array.from(states().codes, (code) => BARRED[trait]!.includes(code) ? 1 : 0);
      made.set(trait, flags);
    }
    return flags;
  };
})();

/**
 * States of a list.
 *
 * @param codes Their USPS codes.
 * @returns 1 for these, 0 for the others, in the order of the states.
 */
export function onlyIn(...codes: readonly string[]): Uint8Array {
  return Uint8Array.from(states().codes, (code) => codes.includes(code) ? 1 : 0);
}

/**
 * Tables of the insurance book: choices of limits and deductibles, minimum limits of the states.
 *
 * @module
 */
import choicesText from "../../../../data/auto/coverage_choices.csv" with { type: "text" };
import factorsText from "../../../../data/auto/option_factors.csv" with { type: "text" };
import minimumsText from "../../../../data/auto/minimum_limits.csv" with { type: "text" };
import { parseDay } from "../../../core/batch.ts";
import { states } from "../places.ts";
import { once, parseLines } from "../tables.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";
import { BANDS, type CoverageCode, LINES } from "./codes.ts";

/** Option by which a coverage is not bought. */
export const NONE = "NONE";
/** Option that is the minimum of the state. */
export const STATE_MIN = "STATE_MIN";

/** Options of one coverage's limit, deductible or flag. */
export interface Choice {
  /** Names of the options, in the table's order. */
  readonly options: readonly string[];
  /** First amount of each, US dollars; -1 where the option has none. */
  readonly firsts: Int32Array;
  /** Second amount of each, US dollars; -1 where the option has none. */
  readonly seconds: Int32Array;
  /** Shares of the options: a table for each of {@link BANDS}. */
  readonly weights: ChoiceTables;
  /** Relativity of each option in 1/10,000; 0 where it has none. */
  readonly relativities: Int32Array;
  /** Share that does not buy the coverage, by band. */
  readonly noneShares: readonly number[];
}

/** What a relativity of 1 is: they are whole numbers of 1/10,000. */
export const UNIT = 10_000;

/** Relativities of options, in 1/10,000, by line, coverage, kind and option. */
const optionFactors = once(() =>
  new Map(
    parseLines(factorsText).map((line) => [
      ["line", "coverage", "kind", "option"].map((name) => line[name]).join(" "),
      Math.round(Number(line["relativity"]) * UNIT),
    ]),
  )
);

/** Whether a vehicle goes without is decided by its age, the deductible of the others once for the policy. */
function isOffered(line: Readonly<Record<string, string>>): boolean {
  return line["option"] !== NONE || !["COLL", "COMP"].includes(line["coverage"]!);
}

/** All choices, by line, coverage and kind. */
const choices = once(() => {
  const groups = Map.groupBy(
    parseLines(choicesText),
    (line) => `${line["line"]} ${line["coverage"]} ${line["kind"]}`,
  );
  const amount = (text: string | undefined) =>
    text === undefined || text === "" ? -1 : Number(text);
  return new Map<string, Choice>(
    [...groups].map(([key, lines]) => [key, {
      options: lines.map((line) => line["option"]!),
      firsts: Int32Array.from(lines, (line) => amount(line["first_usd"])),
      seconds: Int32Array.from(lines, (line) => amount(line["second_usd"])),
      weights: new ChoiceTables(
        BANDS.map((band) => lines.map((line) => isOffered(line) ? Number(line[band]) : 0)),
      ),
      relativities: Int32Array.from(
        lines,
        (line) => optionFactors().get(`${key} ${line["option"]}`) ?? 0,
      ),
      noneShares: BANDS.map((band) =>
        Number(lines.find((line) => line["option"] === NONE)?.[band] ?? 0)
      ),
    }]),
  );
});

/**
 * The options of a coverage.
 *
 * @param line Line of business: 0 personal, 1 commercial.
 * @param coverage Its code.
 * @param kind Which of its terms.
 * @returns The options.
 * @throws {RangeError} If the table has none.
 */
export function choiceOf(
  line: number,
  coverage: CoverageCode,
  kind: "limit" | "deductible" | "flag",
): Choice {
  const choice = choices().get(`${LINES[line]} ${coverage} ${kind}`);
  if (choice === undefined) throw new RangeError(`no ${kind} of ${coverage}`);
  return choice;
}

/**
 * The relativity of amounts.
 *
 * @param choice Options of the coverage.
 * @param first First amount, or -1.
 * @param second Second amount, or -1.
 * @returns That of the option with these amounts, in 1/10,000; 1 where there is none, as for a state's minimum.
 */
export function relativityOf(choice: Choice, first: number, second: number): number {
  const { firsts, seconds, relativities } = choice;
  for (let at = 0; at < firsts.length; at++) {
    if (firsts[at] === first && seconds[at] === second && relativities[at]! > 0) {
      return relativities[at]!;
    }
  }
  return UNIT;
}

/** Minimum limits, a row for each state and day from which they hold; rows of a state side by side. */
export interface Minimums {
  /** First row of each state and, behind the last, the number of rows. */
  readonly starts: Int32Array;
  /** First day of each row. */
  readonly days: Int32Array;
  /** Bodily injury of one person, of one accident; property damage: US dollars. */
  readonly persons: Int32Array;
  readonly accidents: Int32Array;
  readonly properties: Int32Array;
  /** Personal injury protection: the least sold, 0 where it is not sold. */
  readonly pips: Int32Array;
  /** 1 where personal injury protection is compulsory. */
  readonly pipCompulsory: Uint8Array;
  /** Medical payments that are compulsory, else 0. */
  readonly medicals: Int32Array;
  /** 1 where uninsured, and underinsured, motorists coverage is compulsory. */
  readonly umCompulsory: Uint8Array;
  readonly uimCompulsory: Uint8Array;
}

/** Minimum limits of the states. */
export const minimums: () => Minimums = once(() => {
  const { codes } = states();
  const lines = parseLines(minimumsText);
  const of = (name: string) => lines.map((line) => Number(line[name]));
  const starts = new Int32Array(codes.length + 1);
  for (const line of lines) starts[codes.indexOf(line["state"]!) + 1]!++;
  for (let state = 0; state < codes.length; state++) starts[state + 1]! += starts[state]!;
  return {
    starts,
    days: Int32Array.from(lines, (line) => parseDay(line["effective_from"]!)!),
    persons: Int32Array.from(of("bi_person_usd")),
    accidents: Int32Array.from(of("bi_accident_usd")),
    properties: Int32Array.from(of("pd_usd")),
    pips: Int32Array.from(of("pip_usd")),
    pipCompulsory: Uint8Array.from(of("pip_compulsory")),
    medicals: Int32Array.from(of("med_usd")),
    umCompulsory: Uint8Array.from(of("um_compulsory")),
    uimCompulsory: Uint8Array.from(of("uim_compulsory")),
  };
});

/**
 * The minimum limits that hold on a day.
 *
 * @param table The table.
 * @param state Which state.
 * @param day Days from 1970-01-01.
 * @returns Row of the table.
 */
export function minimumAt({ starts, days }: Minimums, state: number, day: number): number {
  let row = starts[state + 1]! - 1;
  while (row > starts[state]! && days[row]! > day) row--;
  return row;
}

/**
 * What the measures of the book share: its years, lines and coverages, and sums over terms and coverages.
 *
 * @module
 */
import statesText from "../../../data/auto/states.csv" with { type: "text" };
import { parseDay } from "../../core/batch.ts";
import { dayOf } from "../../core/dataset.ts";
import { COVERAGES, POLICY_COVERAGES } from "../../datasets/auto/book/codes.ts";
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { amountAt, cellTally, haveValues, placesIn } from "../tallies.ts";
import type { MeasureContext, Tally } from "./measure.ts";

/** Coverages, in the order of their cells. */
export const CODES: readonly string[] = COVERAGES;

/** States, in the order of their cells. */
export const stateCodes: () => readonly string[] = once(() =>
  parseLines(statesText).map((line) => line["state"]!)
);

/** First calendar year with cells of its own. */
export const FIRST_YEAR = 2023;

/** Calendar years with cells of their own. */
export const YEARS = 5;

const yearStarts = Array.from(
  { length: YEARS + 1 },
  (_, at) => parseDay(`${FIRST_YEAR + at}-01-01`)!,
);

/**
 * The first day of a calendar year.
 *
 * @param at The year, counted from {@link FIRST_YEAR}.
 * @returns Days from 1970-01-01.
 */
export function yearStart(at: number): number {
  return yearStarts[at]!;
}

/**
 * The calendar year of a day.
 *
 * @param day Days from 1970-01-01.
 * @returns Counted from {@link FIRST_YEAR}; -1 before it.
 */
export function yearOf(day: number): number {
  let at = YEARS - 1;
  while (at >= 0 && day < yearStarts[at]!) at--;
  return at;
}

/**
 * The day at which a snapshot looks at the book.
 *
 * @param context What is known of the snapshot.
 * @returns Days from 1970-01-01; the dataset's default where the plan's day is none.
 */
export function asOfDay({ dataset, options }: MeasureContext): number {
  return parseDay(dayOf(dataset, options)!) ?? parseDay(dayOf(dataset, {})!)!;
}

/** Where the sums of terms lie. */
export const TERM_CELLS = {
  /** Written, earned, unearned cents of all terms. */
  totals: 0,
  /** Earned cents by line (personal, commercial) and year. */
  earned: 3,
  /** Written cents of households by state. */
  written: 3 + 2 * YEARS,
  size: 3 + 2 * YEARS + 64,
} as const;

/**
 * Sums of terms: premium by line, year and state. A term's earned premium is spread evenly over its days.
 *
 * @param asOf The day at which the book is looked at.
 * @returns The tally; its cells are those of {@link TERM_CELLS}.
 */
export function termTally(asOf: number): Tally {
  return cellTally({
    id: "terms",
    entity: "policy_periods",
    fields: [
      "rated_state",
      "radius",
      "effective_on",
      "expires_on",
      "cancelled_on",
      "written_premium",
      "earned_premium",
      "unearned_premium",
    ],
    wordFields: ["rated_state"],
    size: TERM_CELLS.size,
    fill({ column, words }) {
      const [state, radius] = [column("rated_state"), column("radius")];
      const [starts, expires, cancelled] = ["effective_on", "expires_on", "cancelled_on"]
        .map(column);
      const money = ["written_premium", "earned_premium", "unearned_premium"].map(column);
      const stateAt = placesIn(words, stateCodes());
      return (count, cells) => {
        for (let row = 0; row < count; row++) {
          const line = radius.states[row] === STATE.value ? 1 : 0;
          money.forEach(({ numbers, states }, at) => {
            if (states[row] === STATE.value) cells[TERM_CELLS.totals + at]! += numbers[row]!;
          });
          const place = stateAt(state.codes[row]!);
          if (line === 0 && place >= 0) {
            cells[TERM_CELLS.written + place]! += amountAt(money[0]!, row);
          }
          if (!haveValues([starts!, expires!], row)) continue;
          const start = starts!.numbers[row]!;
          const end = Math.min(
            asOf,
            cancelled!.states[row] === STATE.value
              ? cancelled!.numbers[row]!
              : expires!.numbers[row]!,
          );
          const earned = amountAt(money[1]!, row);
          if (end <= start) continue;
          for (let year = 0; year < YEARS; year++) {
            const days = Math.min(end, yearStarts[year + 1]!) - Math.max(start, yearStarts[year]!);
            if (days <= 0) continue;
            // In whole cents, so that sums are the same in whatever order they are made.
            const part = Math.round(earned * days / (end - start));
            cells[TERM_CELLS.earned + line * YEARS + year]! += part;
          }
        }
      };
    },
  });
}

/** Number of cells of {@link coverTally}. */
const COVER_SIZE = 51 * CODES.length;

/**
 * The cell of a state and a coverage in a year of {@link coverTally}.
 *
 * @param year Counted from {@link FIRST_YEAR}; {@link YEARS} for all days that are written, gone by or not.
 * @param state Place of the state.
 * @param code Place of the coverage.
 * @returns A place in the cells, which hold days.
 */
export function coverCell(year: number, state: number, code: number): number {
  return year * COVER_SIZE + state * CODES.length + code;
}

/**
 * Days of coverages by calendar year, state and coverage: those gone by, and all that are written.
 *
 * @param asOf The day at which the book is looked at.
 * @returns The tally; its cells are those of {@link coverCell}.
 */
export function coverTally(asOf: number): Tally {
  return cellTally({
    id: "coverages",
    entity: "coverages",
    fields: ["coverage_code", "rated_state", "effective_on", "ends_on"],
    wordFields: ["coverage_code", "rated_state"],
    size: COVER_SIZE * (YEARS + 1),
    fill({ column, words }) {
      const [code, state] = [column("coverage_code"), column("rated_state")];
      const [starts, ends] = [column("effective_on"), column("ends_on")];
      const codeAt = placesIn(words, CODES);
      const stateAt = placesIn(words, stateCodes());
      return (count, cells) => {
        for (let row = 0; row < count; row++) {
          const [which, where] = [codeAt(code.codes[row]!), stateAt(state.codes[row]!)];
          if (which < 0 || where < 0 || !haveValues([starts, ends], row)) continue;
          const start = starts.numbers[row]!;
          const end = ends.numbers[row]!;
          const known = Math.min(end, asOf);
          const base = where * CODES.length + which;
          cells[YEARS * COVER_SIZE + base]! += Math.max(0, end - start);
          for (let year = Math.max(0, yearOf(start)); year < YEARS; year++) {
            if (yearStarts[year]! >= known) break;
            cells[year * COVER_SIZE + base]! += Math.max(
              0,
              Math.min(known, yearStarts[year + 1]!) - Math.max(start, yearStarts[year]!),
            );
          }
        }
      };
    },
  });
}

/**
 * Days of coverages by line and coverage: gone by.
 *
 * @returns A tally with a cell for each line and coverage of {@link CODES}.
 */
export function lineTally(): Tally {
  return cellTally({
    id: "costs by line",
    entity: "costs",
    fields: ["coverage_code", "earned_days", "radius_factor", "secondary_class_factor"],
    wordFields: ["coverage_code"],
    size: 2 * CODES.length,
    fill({ column, words }) {
      const code = column("coverage_code");
      const days = column("earned_days");
      const [radius, secondary] = [column("radius_factor"), column("secondary_class_factor")];
      const codeAt = placesIn(words, CODES);
      const ofPolicies = CODES.map((name) =>
        (POLICY_COVERAGES as readonly string[]).includes(name) ? 1 : 0
      );
      return (count, cells) => {
        for (let row = 0; row < count; row++) {
          const which = codeAt(code.codes[row]!);
          if (which < 0) continue;
          // Coverages of a policy itself have none of the factors, and are of businesses.
          const isBusiness = ofPolicies[which] === 1 || radius.states[row] === STATE.value ||
            secondary.states[row] === STATE.value;
          cells[(isBusiness ? CODES.length : 0) + which]! += amountAt(days, row);
        }
      };
    },
  });
}

/**
 * Sums of amounts.
 *
 * @param entity Plural name of the entity.
 * @param fields Its amounts.
 * @returns A tally with a cell for each field, in cents, and one for the number of rows.
 */
export function sumTally(entity: string, fields: readonly string[]): Tally {
  return cellTally({
    id: `sums ${entity} ${fields.join(" ")}`,
    entity,
    fields,
    size: fields.length + 1,
    fill({ column }) {
      const columns = fields.map(column);
      return (count, cells) => {
        cells[fields.length]! += count;
        columns.forEach(({ states, numbers }, at) => {
          let sum = 0;
          for (let row = 0; row < count; row++) {
            if (states[row] === STATE.value) sum += numbers[row]!;
          }
          cells[at]! += sum;
        });
      };
    },
  });
}

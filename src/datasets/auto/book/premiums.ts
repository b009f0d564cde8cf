/**
 * Premiums of coverages, by the rating worksheet: base rate times relativities, in exact whole numbers.
 *
 * @module
 */
import { STATES } from "../account.ts";
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { COVERS } from "./covers.ts";
import { factorTables, LEVELS } from "./factors.ts";
import { PERIODS } from "./periods.ts";
import { POLICIES } from "./policies.ts";
import { baseRates, CODES } from "./rates.ts";
import { RISKS } from "./risks.ts";
import { UNIT } from "./tables.ts";

/** A relativity of each coverage. */
export interface Relativities {
  /** In 1/10,000. */
  readonly values: Int32Array;
  /** 1 where the factor applies. */
  readonly validity: Uint8Array;
}

/** The worksheets of {@link COVERS}. */
export interface Worksheets {
  /** Base rate of the term in 1/10,000 US dollars. */
  readonly bases: Int32Array;
  /** Relativities of the factors, then of limit and deductible. */
  readonly factors: readonly Relativities[];
  /** Premium of the whole term in cents. */
  readonly amounts: Int32Array;
}

/**
 * Multiplies an amount by a relativity.
 *
 * @param amount In 1/10,000 US dollars.
 * @param relativity In 1/10,000.
 * @returns In 1/10,000 US dollars, halves up.
 *
 * @example
 * ```ts
 * import { multiply } from "./premiums.ts";
 * if (multiply(1_000_050, 10_500) !== 1_050_053) throw new RangeError();
 * ```
 */
export function multiply(amount: number, relativity: number): number {
  return Math.floor((amount * relativity + UNIT / 2) / UNIT);
}

/**
 * Part of an amount by days, halves up.
 *
 * @param amount In cents.
 * @param days Days of the part.
 * @param all Days of the whole.
 * @returns In cents.
 *
 * @example
 * ```ts
 * import { prorate } from "./premiums.ts";
 * if (prorate(10_001, 91, 182) !== 5001) throw new RangeError();
 * ```
 */
export function prorate(amount: number, days: number, all: number): number {
  return Math.floor((2 * amount * days + all) / (2 * all));
}

/** Rows that go through all factors together. */
const BLOCK_ROWS = 2048;

/** Looks up a factor by the level of each row's vehicle, and multiplies by it. */
function applyLevels(
  { values, validity }: Relativities,
  exact: Float64Array,
  table: Int32Array,
  level: Uint8Array,
  risks: Int32Array,
  codes: Uint8Array,
  first: number,
  last: number,
): void {
  for (let row = first; row < last; row++) {
    const relativity = table[level[risks[row]!]! * CODES + codes[row]!]!;
    values[row] = relativity;
    validity[row] = relativity > 0 ? 1 : 0;
    if (relativity > 0 && relativity !== UNIT) exact[row] = multiply(exact[row]!, relativity);
  }
}

/** Multiplies by a factor that each row has. */
function applyFactors(
  { values, validity }: Relativities,
  exact: Float64Array,
  factors: Int32Array,
  first: number,
  last: number,
): void {
  for (let row = first; row < last; row++) {
    const relativity = factors[row]!;
    values[row] = relativity;
    validity[row] = relativity > 0 ? 1 : 0;
    if (relativity > 0 && relativity !== UNIT) exact[row] = multiply(exact[row]!, relativity);
  }
}

/** The worksheets. */
export const WORKSHEETS: Fact<Worksheets> = defineFact<Worksheets>((chunk, kept) => {
  const { count, risks, codes, limitFactors, deductibleFactors } = chunk.get(COVERS);
  const levels = chunk.get(LEVELS);
  const tables = factorTables();
  const bases = makeRoom(kept?.bases, count, (length) => new Int32Array(length));
  const amounts = makeRoom(kept?.amounts, count, (length) => new Int32Array(length));
  const exact = new Float64Array(count);
  fillBases(chunk, bases);
  for (let row = 0; row < count; row++) exact[row] = bases[row]!;
  const factors = [...tables, limitFactors, deductibleFactors].map((_, at): Relativities => ({
    values: makeRoom(kept?.factors[at]?.values, count, (length) => new Int32Array(length)),
    validity: makeRoom(kept?.factors[at]?.validity, count, (length) => new Uint8Array(length)),
  }));
  // Some rows at a time go through all factors, so that their amounts stay near.
  for (let first = 0; first < count; first += BLOCK_ROWS) {
    const last = first + BLOCK_ROWS < count ? first + BLOCK_ROWS : count;
    tables.forEach((table, at) =>
      applyLevels(factors[at]!, exact, table, levels[at]!, risks, codes, first, last)
    );
    applyFactors(factors[tables.length]!, exact, limitFactors, first, last);
    applyFactors(factors[tables.length + 1]!, exact, deductibleFactors, first, last);
  }
  for (let row = 0; row < count; row++) amounts[row] = Math.floor((exact[row]! + 50) / 100);
  return { bases, factors, amounts };
});

function fillBases(chunk: Chunk, bases: Int32Array): void {
  const { count, risks, codes } = chunk.get(COVERS);
  const { periods } = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const { lines, months } = chunk.get(POLICIES);
  const where = chunk.get(STATES);
  let risk = -1;
  let rates = baseRates(0, 6);
  let start = 0;
  for (let row = 0; row < count; row++) {
    if (risks[row] !== risk) {
      risk = risks[row]!;
      const i = accounts[periods[risk]!]!;
      rates = baseRates(lines[i]!, months[i]!);
      start = where[i]! * CODES;
    }
    bases[row] = rates[start + codes[row]!]!;
  }
}

/** Premiums of {@link COVERS} as they are known on the plan's day, in cents. */
export interface Premiums {
  /** Days of the term, days covered, days gone by. */
  readonly termDays: Int32Array;
  readonly coveredDays: Int32Array;
  readonly earnedDays: Int32Array;
  /** For the days covered. */
  readonly written: Int32Array;
  /** For the days that have passed. */
  readonly earned: Int32Array;
}

/** Premiums on the plan's day: written for the days that a coverage is known to run, earned for those gone by. */
export const PREMIUMS: Fact<Premiums> = defineFact<Premiums>((chunk, kept) => {
  const { count, risks, starts, knownEnds } = chunk.get(COVERS);
  const { periods } = chunk.get(RISKS);
  const terms = chunk.get(PERIODS);
  const { amounts } = chunk.get(WORKSHEETS);
  const asOf = chunk.world.get(AS_OF);
  const room = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const out: Premiums = {
    termDays: room(kept?.termDays),
    coveredDays: room(kept?.coveredDays),
    earnedDays: room(kept?.earnedDays),
    written: room(kept?.written),
    earned: room(kept?.earned),
  };
  const { termDays, coveredDays, earnedDays, written, earned } = out;
  for (let row = 0; row < count; row++) {
    const period = periods[risks[row]!]!;
    const days = terms.expires[period]! - terms.starts[period]!;
    const start = starts[row]!;
    const covered = knownEnds[row]! - start;
    const gone = asOf <= start ? 0 : asOf - start < covered ? asOf - start : covered;
    const amount = amounts[row]!;
    termDays[row] = days;
    coveredDays[row] = covered;
    earnedDays[row] = gone;
    written[row] = covered === days ? amount : prorate(amount, covered, days);
    earned[row] = gone === covered ? written[row]! : prorate(amount, gone, days);
  }
  return out;
});

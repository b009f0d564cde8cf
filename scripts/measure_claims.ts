/**
 * Measures how often and how dearly claims are paid over the book, against the targets of each coverage, and
 * with `--write` brings the levels of `data/auto/claim_levels.csv` nearer to them. Claims are followed to
 * their end; salvage is taken off, adjustment expense is in. Of households, the states are counted that the
 * published figures are of.
 *
 * It counts the world as it is planned, in which a total loss does not yet take its vehicle away: neither the days of
 * cover nor the losses that come after it are left out, though no row of the dataset has them. `esdh report` counts
 * the rows.
 *
 *     deno run -A scripts/measure_claims.ts --records 100000
 *     deno run -A scripts/measure_claims.ts --records 100000 --seed 2 --write
 *
 * @module
 */
import { parseArgs } from "node:util";
import { join } from "@std/path";
import { STATES } from "../src/datasets/auto/account.ts";
import { PLANNED_COVERS, PLANNED_PERIODS, PLANNED_RISKS } from "../src/datasets/auto/book/facts.ts";
import { Chunk } from "../src/datasets/auto/chunk.ts";
import { KIND, KINDS, levels, LINES, targetOf } from "../src/datasets/auto/loss/claim_tables.ts";
import { coverKinds, SINGLE_LIMIT } from "../src/datasets/auto/loss/cover_kinds.ts";
import { EXPOSURES } from "../src/datasets/auto/loss/exposures.ts";
import { DEFAULT_AS_OF } from "../src/datasets/auto/facts.ts";
import { INCIDENTS, RISK_RATES } from "../src/datasets/auto/loss/incidents.ts";
import { states } from "../src/datasets/auto/places.ts";
import { openWorld } from "../src/datasets/auto/world.ts";
import { BASIS } from "../src/report/measures/claims.ts";
import { ROOT } from "./_house.ts";

/** Accounts at a time. */
const CHUNK = 4096;
/** Years that the default day sees whole. */
const YEARS = [2024, 2025] as const;
const DAY = 86_400_000;
const STARTS = YEARS.map((year) => Date.UTC(year, 0, 1) / DAY);
const ENDS = YEARS.map((year) => Date.UTC(year + 1, 0, 1) / DAY);
/** Day on which the world is looked at: all losses before it are known here. */
const LAST_DAY = DEFAULT_AS_OF;
/** Fewer paid claims than these say too little for a new level. */
const LEAST_CLAIMS = 25;

/** Greatest level of amounts: where limits bind, more would not help. */
const MOST_LEVEL = 2.5;

/** What was measured of a line and kind in a year. */
export interface Measure {
  readonly line: string;
  readonly coverage: string;
  readonly year: number;
  /** Earned car years with the coverage. */
  readonly exposure: number;
  readonly reported: number;
  readonly paid: number;
  /** Dollars paid in the end, with expense, less salvage. */
  readonly amount: number;
  readonly totals: number;
}

/**
 * Measures the claims of some accounts.
 *
 * @param records Number of accounts.
 * @param seed Seed.
 * @param footprint States.
 * @returns A measure for each line, kind and year.
 */
export function measureClaims(records: number, seed: bigint, footprint: string): Measure[] {
  const world = openWorld({ seed, records, options: { footprint, "as-of": LAST_DAY } });
  const chunk = new Chunk(world, CHUNK);
  const size = LINES.length * KINDS.length * YEARS.length;
  const [exposure, reported, paid, amount, totals] = [0, 0, 0, 0, 0].map(() =>
    new Float64Array(size)
  );
  const kinds = coverKinds();
  const { codes } = states();
  const isLeftOut = KINDS.map((kind) =>
    Uint8Array.from(codes, (code) => BASIS[kind]?.includes(code) === true ? 1 : 0)
  );
  for (let start = 0; start < records; start += CHUNK) {
    chunk.move(start, Math.min(CHUNK, records - start));
    const covers = chunk.get(PLANNED_COVERS);
    const { lines } = chunk.get(RISK_RATES);
    const where = chunk.get(STATES);
    const { accounts } = chunk.get(PLANNED_PERIODS);
    const { periods } = chunk.get(PLANNED_RISKS);
    const isCounted = (risk: number, kind: number) =>
      lines[risk] !== 0 || isLeftOut[kind]![where[accounts[periods[risk]!]!]!] === 0;
    for (let row = 0; row < covers.count; row++) {
      const kind = kinds[covers.codes[row]!]!;
      if (kind < 0) continue;
      const line = lines[covers.risks[row]!]!;
      for (const [year, first] of STARTS.entries()) {
        const days = Math.min(covers.ends[row]!, ENDS[year]!) -
          Math.max(covers.starts[row]!, first);
        if (days <= 0) continue;
        for (const own of kind === SINGLE_LIMIT ? [KIND.BI, KIND.PD] : [kind]) {
          if (!isCounted(covers.risks[row]!, own)) continue;
          exposure![(line * KINDS.length + own) * YEARS.length + year]! += days / 365.25;
        }
      }
    }
    const exposures = chunk.get(EXPOSURES);
    const incidents = chunk.get(INCIDENTS);
    for (let row = 0; row < exposures.count; row++) {
      const incident = exposures.incidents[row]!;
      const day = incidents.days[incident]!;
      const year = STARTS.findIndex((first, at) => day >= first && day < ENDS[at]!);
      if (year < 0 || !isCounted(incidents.risks[incident]!, exposures.kinds[row]!)) continue;
      const line = lines[incidents.risks[incident]!]!;
      const at = (line * KINDS.length + exposures.kinds[row]!) * YEARS.length + year;
      reported![at]! += 1;
      if (exposures.paids[row]! > 0) {
        paid![at]! += 1;
        totals![at]! += exposures.totals[row]!;
      }
      amount![at]! +=
        (exposures.paids[row]! + exposures.expenses[row]! - exposures.salvages[row]!) / 100;
    }
  }
  return LINES.flatMap((line, lineAt) =>
    KINDS.flatMap((coverage, kind) =>
      YEARS.map((year, yearAt) => {
        const at = (lineAt * KINDS.length + kind) * YEARS.length + yearAt;
        return {
          line,
          coverage,
          year,
          exposure: exposure![at]!,
          reported: reported![at]!,
          paid: paid![at]!,
          amount: amount![at]!,
          totals: totals![at]!,
        };
      })
    )
  );
}

/** Measured over expected of a line and kind, over all years. */
function compare(measures: readonly Measure[], line: string, coverage: string) {
  let expected = 0, wanted = 0, paid = 0, amount = 0, exposure = 0, reported = 0, totals = 0;
  for (const each of measures) {
    if (each.line !== line || each.coverage !== coverage) continue;
    const target = targetOf(line, coverage, each.year) ?? targetOf("personal", coverage, each.year);
    if (target === undefined) continue;
    expected += each.exposure * target.frequency / 100;
    wanted += each.paid * target.severity;
    paid += each.paid;
    amount += each.amount;
    exposure += each.exposure;
    reported += each.reported;
    totals += each.totals;
  }
  return {
    exposure,
    paid,
    frequency: paid / expected,
    severity: amount / wanted,
    mean: amount / paid,
    unpaid: 1 - paid / reported,
    totals: totals / paid,
  };
}

function main(): void {
  const { values: flags } = parseArgs({
    options: {
      records: { type: "string", default: "65536" },
      seed: { type: "string", default: "1" },
      footprint: { type: "string", default: "all" },
      write: { type: "boolean", default: false },
    },
  });
  const measures = measureClaims(Number(flags.records), BigInt(flags.seed), flags.footprint);
  const lines = ["line,coverage,frequency,amount"];
  const { frequencies, amounts } = levels();
  for (const [lineAt, line] of LINES.entries()) {
    for (const [kind, coverage] of KINDS.entries()) {
      const at = lineAt * KINDS.length + kind;
      const found = compare(measures, line, coverage);
      const enough = found.paid >= LEAST_CLAIMS;
      if (found.exposure > 0) {
        console.log(
          line.padEnd(10),
          coverage.padEnd(6),
          `${found.exposure.toFixed(0)} car years, ${found.paid} paid`.padEnd(30),
          `frequency ${found.frequency.toFixed(3)}, severity ${found.severity.toFixed(3)}`,
          `mean ${found.mean.toFixed(0)}, unpaid ${found.unpaid.toFixed(3)}`,
          `total losses ${found.totals.toFixed(3)}`,
        );
      }
      // Limits and deductibles hold amounts back: a level moves a little more than what is missing.
      const frequency = frequencies[at]! / (enough ? found.frequency : 1);
      const amount = Math.min(amounts[at]! / (enough ? found.severity ** 1.15 : 1), MOST_LEVEL);
      lines.push(`${line},${coverage},${frequency.toFixed(4)},${amount.toFixed(4)}`);
    }
  }
  if (flags.write) {
    Deno.writeTextFileSync(join(ROOT, "data/auto/claim_levels.csv"), lines.join("\n") + "\n");
  }
}

if (import.meta.main) main();

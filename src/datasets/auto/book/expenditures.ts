/**
 * What households spend on insurance for a vehicle and a year, as published, and as a book has it.
 *
 * @module
 */
import expendituresText from "../../../../data/auto/expenditures.csv" with { type: "text" };
import type { Chunk } from "../chunk.ts";
import { parseLines } from "../tables.ts";
import { COVERAGE } from "./codes.ts";
import { COVERS } from "./covers.ts";
import { PERIODS } from "./periods.ts";
import { POLICIES } from "./policies.ts";
import { PREMIUMS } from "./premiums.ts";
import { RISKS } from "./risks.ts";

/**
 * Average expenditure of the states.
 *
 * @returns US dollars for an insured vehicle and a year, by USPS code.
 */
export function readExpenditures(): Map<string, number> {
  return new Map(
    parseLines(expendituresText).map((line) => [
      line["state"]!,
      Number(line["usd_per_vehicle_year"]),
    ]),
  );
}

/** Premium and exposure of households. */
export interface Measured {
  /** Written premium of all their coverages, US dollars. */
  readonly premium: number;
  /** Vehicle-years with property damage liability, which every insured vehicle has. */
  readonly years: number;
}

/**
 * Measures the premium of households in a chunk: written on the plan's day, over the vehicle-years that it
 * was written for.
 *
 * @param chunk The chunk.
 * @returns Sums, to be added over chunks.
 */
export function measurePremiums(chunk: Chunk): Measured {
  const covers = chunk.get(COVERS);
  const { written } = chunk.get(PREMIUMS);
  const { periods } = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const { lines } = chunk.get(POLICIES);
  let cents = 0;
  let days = 0;
  for (let row = 0; row < covers.count; row++) {
    if (lines[accounts[periods[covers.risks[row]!]!]!] !== 0) continue;
    cents += written[row]!;
    if (covers.codes[row] === COVERAGE.PD) days += covers.knownEnds[row]! - covers.starts[row]!;
  }
  return { premium: cents / 100, years: days / 365.25 };
}

/**
 * Which coverages the law of a state wants.
 *
 * @module
 */
import { COVERAGE } from "./codes.ts";
import { onlyIn } from "./rates.ts";
import { once } from "../tables.ts";
import type { Minimums } from "./tables.ts";

/** States where property protection is compulsory. */
export const PPI_STATES: readonly string[] = ["MI"];
/** States where uninsured motorists property damage is compulsory. */
export const UMPD_STATES: readonly string[] = ["DC", "MD", "NC", "NJ", "SC", "VA", "VT", "WV"];
/** States where liability is not compulsory: none, and that for injury. */
const [FREE_STATES, FREE_INJURY_STATES] = [["NH"], ["FL", "NH"]];

const flags = once(() => ({
  ppi: onlyIn(...PPI_STATES),
  umpd: onlyIn(...UMPD_STATES),
  free: onlyIn(...FREE_STATES),
  freeInjury: onlyIn(...FREE_INJURY_STATES),
}));

/**
 * States where property protection and uninsured motorists property damage are compulsory.
 *
 * @returns 1 for each such state.
 */
export function compulsoryStates(): { readonly ppi: Uint8Array; readonly umpd: Uint8Array } {
  return flags();
}

/**
 * Whether the law of a state wants a coverage.
 *
 * @param table Minimum limits.
 * @param minimum Row of the table.
 * @param state The state.
 * @param code The coverage.
 * @returns Whether it is compulsory.
 */
export function isMandatory(
  table: Minimums,
  minimum: number,
  state: number,
  code: number,
): boolean {
  const { ppi, umpd, free, freeInjury } = flags();
  switch (code) {
    case COVERAGE.BI:
      return freeInjury[state] === 0;
    case COVERAGE.PD:
    case COVERAGE.CSL:
      return free[state] === 0;
    case COVERAGE.MED:
      return table.medicals[minimum]! > 0;
    case COVERAGE.PIP:
      return table.pipCompulsory[minimum] === 1;
    case COVERAGE.PPI:
      return ppi[state] === 1;
    case COVERAGE.UMBI:
      return table.umCompulsory[minimum] === 1;
    case COVERAGE.UIMBI:
      return table.uimCompulsory[minimum] === 1;
    case COVERAGE.UMPD:
      return umpd[state] === 1;
    default:
      return false;
  }
}

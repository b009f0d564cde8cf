/**
 * Claims, exposures and their dated changes, joined by the claim.
 *
 * @module
 */
import { STATE } from "../../validate/decoded_column.ts";
import { type KeptRows, keyOf, rowTally, thinRows } from "../row_tally.ts";
import { amountAt, haveValues, placesIn } from "../tallies.ts";
import { CODES, stateCodes } from "./_book.ts";
import type { Tally } from "./measure.ts";

/** Causes that the published figures of comprehensive leave out. */
const OUTSIDE_BASE = ["flood", "wind", "earthquake", "riot"];

/** Terms of businesses, by key. */
export const businessTerms: Tally = rowTally({
  id: "terms of businesses",
  entity: "policy_periods",
  fields: ["policy_period_id", "radius"],
  width: 1,
  read({ column }) {
    const [id, radius] = [column("policy_period_id"), column("radius")];
    return (row, out) => {
      out[0] = keyOf(id, row);
      return radius.states[row] === STATE.value;
    };
  },
});

/** Claims: key, term, day of loss, day of report, state, whether the cause is outside of the published basis. */
export const claimRows: Tally = rowTally({
  id: "claims",
  entity: "claims",
  fields: ["claim_id", "policy_period_id", "loss_on", "reported_on", "policy_state", "cause"],
  wordFields: ["policy_state", "cause"],
  width: 6,
  read({ column, words }) {
    const [id, term] = [column("claim_id"), column("policy_period_id")];
    const [loss, report] = [column("loss_on"), column("reported_on")];
    const [state, cause] = [column("policy_state"), column("cause")];
    const stateAt = placesIn(words, stateCodes());
    const outsideAt = placesIn(words, OUTSIDE_BASE);
    return (row, out) => {
      if (!haveValues([loss, report], row)) return false;
      out[0] = keyOf(id, row);
      out[1] = keyOf(term, row);
      out[2] = loss.numbers[row]!;
      out[3] = report.numbers[row]!;
      out[4] = stateAt(state.codes[row]!);
      out[5] = outsideAt(cause.codes[row]!) < 0 ? 0 : 1;
      return true;
    };
  },
});

/**
 * Exposures: claim, coverage, paid cents, incurred cents, recovered cents, whether closed, total loss, paid indemnity and
 * salvage in cents.
 */
export const exposureRows: Tally = rowTally({
  id: "exposures",
  entity: "exposures",
  fields: [
    "claim_id",
    "coverage_code",
    "paid",
    "incurred",
    "recovered",
    "status",
    "is_total_loss",
    "paid_indemnity",
    "salvage",
  ],
  wordFields: ["coverage_code", "status"],
  width: 9,
  read({ column, words }) {
    const [claim, code] = [column("claim_id"), column("coverage_code")];
    const [paid, incurred, recovered] = [column("paid"), column("incurred"), column("recovered")];
    const [status, total] = [column("status"), column("is_total_loss")];
    const [indemnity, salvage] = [column("paid_indemnity"), column("salvage")];
    const codeAt = placesIn(words, CODES);
    const closedAt = placesIn(words, ["closed"]);
    return (row, out) => {
      out[0] = keyOf(claim, row);
      out[1] = codeAt(code.codes[row]!);
      out[2] = amountAt(paid, row);
      out[3] = amountAt(incurred, row);
      out[4] = amountAt(recovered, row);
      out[5] = closedAt(status.codes[row]!) === 0 ? 1 : 0;
      out[6] = amountAt(total, row);
      out[7] = amountAt(indemnity, row);
      out[8] = amountAt(salvage, row);
      return true;
    };
  },
});

/**
 * Dated amounts of claims.
 *
 * @param entity Plural name of the entity.
 * @param day Its day.
 * @param amount Its amount.
 * @returns A tally of rows: claim, day, cents.
 */
export function eventRows(entity: string, day: string, amount: string): Tally {
  return rowTally({
    id: `events ${entity}`,
    entity,
    fields: ["claim_id", day, amount],
    width: 3,
    read({ column }) {
      const [claim, on, cents] = [column("claim_id"), column(day), column(amount)];
      return (row, out) => {
        if (!haveValues([on], row)) return false;
        out[0] = keyOf(claim, row);
        out[1] = on.numbers[row]!;
        out[2] = amountAt(cents, row);
        return true;
      };
    },
  });
}

/** Claims by key. */
export interface ClaimIndex {
  readonly rows: KeptRows;
  /** Row of a claim; -1 where there is none. */
  find(key: number): number;
  /** 0 for households, 1 for businesses, of each row. */
  readonly lines: Uint8Array;
  /** How many claims each stands for. */
  readonly weight: number;
}

/**
 * Joins claims with their terms.
 *
 * @param claims Rows of {@link claimRows}.
 * @param terms Rows of {@link businessTerms}.
 * @returns Claims by key.
 */
export function indexClaims(claims: KeptRows, terms: KeptRows): ClaimIndex {
  const places = new Map<number, number>();
  const business = new Set<number>();
  for (let row = 0; row < terms.count; row++) business.add(terms.columns[0]![row]!);
  const lines = new Uint8Array(claims.count);
  const weight = 2 ** terms.shift;
  for (let row = 0; row < claims.count; row++) {
    const term = claims.columns[1]![row]!;
    // Of terms that were not kept the line is not known: their claims are left out too.
    if (term % weight !== 0) continue;
    places.set(claims.columns[0]![row]!, row);
    lines[row] = business.has(term) ? 1 : 0;
  }
  return { rows: claims, lines, weight, find: (key) => places.get(key) ?? -1 };
}

/**
 * Thins tables of claims to the same claims.
 *
 * @param tables Rows with the key of their claim first.
 * @returns The same, and how many claims each kept one stands for.
 */
export function alignRows(
  tables: readonly KeptRows[],
): { readonly tables: readonly KeptRows[]; readonly weight: number } {
  const shift = Math.max(...tables.map((table) => table.shift));
  return { tables: tables.map((table) => thinRows(table, shift)), weight: 2 ** shift };
}

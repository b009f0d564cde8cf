/**
 * All checks of the audit.
 *
 * @module
 */
import type { AuditCheck } from "./check.ts";
import { ACCOUNT_CHECKS } from "./checks/accounts.ts";
import { BOOK_CHECKS } from "./checks/book.ts";
import { CLAIM_CHECKS } from "./checks/claims.ts";
import { FIGURE_CHECKS } from "./checks/figures.ts";
import { INVENTED_LICENCE_CHECKS, LICENCE_FORM_CHECKS, PERSON_CHECKS } from "./checks/persons.ts";
import { PLACE_CHECKS } from "./checks/places.ts";
import { PROFILE_CHECKS } from "./checks/profiles.ts";
import { INVENTED_VIN_CHECKS, VEHICLE_CHECKS, VIN_CHECKS } from "./checks/vehicles.ts";

/** Columns that are meant to hold one value. */
export const CONSTANT_COLUMNS: ReadonlySet<string> = new Set(["country", "synthetic_source"]);

/** Columns of the book that are rare, or heaped at a flat amount, by their nature: most terms are not cancelled, closed
 * reserves are nothing, towing costs the same everywhere, few claims are sued for. */
export const UNEVEN_COLUMNS: ReadonlySet<string> = new Set([
  "policy_periods.cancelled_on",
  "policy_periods.earned_premium",
  "policy_periods.unearned_premium",
  "policy_transactions.premium_change",
  "vehicle_drivers.is_good_student",
  "costs.base_rate",
  "costs.good_student_factor",
  "costs.term_amount",
  "costs.written_premium",
  "costs.earned_premium",
  "claims.catastrophe_code",
  "claims.paid",
  "claims.incurred",
  "claims.outstanding",
  "claims.recovered",
  "exposures.died_on",
  "exposures.reopened_on",
  "exposures.suit_filed_on",
  "exposures.paid_indemnity",
  "exposures.paid_expense",
  "exposures.paid",
  "exposures.incurred",
  "exposures.outstanding",
  "exposures.outstanding_expense",
  "exposures.outstanding_indemnity",
  "exposures.recovered",
  "exposures.salvage",
  "exposures.subrogation",
  "reserve_lines.change",
  "reserve_lines.outstanding",
  "payments.amount",
  "recoveries.amount",
  "recoveries.returned_to_insured",
]);

/** What decides which checks there are. */
export interface AuditScope {
  /** Whether licences and VINs have real forms; else they have forms that nobody issues. */
  readonly hasRealForms: boolean;
}

/**
 * Lists the checks, in the order they are printed.
 *
 * @param scope What the snapshot holds.
 * @returns The checks.
 */
export function listChecks({ hasRealForms }: AuditScope): AuditCheck[] {
  return [
    ...ACCOUNT_CHECKS,
    ...PLACE_CHECKS,
    ...PERSON_CHECKS,
    ...(hasRealForms ? LICENCE_FORM_CHECKS : INVENTED_LICENCE_CHECKS),
    ...VEHICLE_CHECKS,
    ...(hasRealForms ? VIN_CHECKS : INVENTED_VIN_CHECKS),
    ...PROFILE_CHECKS,
    ...BOOK_CHECKS,
    ...CLAIM_CHECKS,
    ...FIGURE_CHECKS,
  ];
}

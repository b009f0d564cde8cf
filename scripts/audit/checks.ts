/**
 * All checks of the audit.
 *
 * @module
 */
import type { AuditCheck } from "./check.ts";
import { ACCOUNT_CHECKS } from "./checks/accounts.ts";
import { FIGURE_CHECKS } from "./checks/figures.ts";
import { INVENTED_LICENCE_CHECKS, LICENCE_FORM_CHECKS, PERSON_CHECKS } from "./checks/persons.ts";
import { PLACE_CHECKS } from "./checks/places.ts";
import { PROFILE_CHECKS } from "./checks/profiles.ts";
import { INVENTED_VIN_CHECKS, VEHICLE_CHECKS, VIN_CHECKS } from "./checks/vehicles.ts";

/** Columns that are meant to hold one value. */
export const CONSTANT_COLUMNS: ReadonlySet<string> = new Set(["country", "synthetic_source"]);

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
    ...FIGURE_CHECKS,
  ];
}

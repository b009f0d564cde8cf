/**
 * Profiles: each repeats a person and a vehicle of one account.
 *
 * @module
 */
import { type AuditCheck, referenceCheck, rowCheck, uniqueCheck } from "../check.ts";

/** Checks of profiles. */
export const PROFILE_CHECKS: readonly AuditCheck[] = [
  uniqueCheck("profiles", ["profile_id"]),
  referenceCheck("profiles", "person_id", "persons", "person_id"),
  referenceCheck("profiles", "vehicle_id", "vehicles", "vehicle_id"),
  {
    holds: "profiles: names, places and line of business are the person's",
    breaks: `SELECT profiles.*, persons.full_name FROM profiles JOIN persons USING (person_id)
      WHERE profiles.full_name <> persons.full_name OR profiles.lob_type <> persons.lob_type
        OR profiles.residence_state <> persons.state OR profiles.city <> persons.city
        OR profiles.postal_code <> persons.postal_code`,
    looksAt: "SELECT count(*) FROM profiles",
  },
  {
    holds: "profiles: VIN, summary, risk and garaging state are the vehicle's",
    breaks: `SELECT profiles.*, vehicles.vin FROM profiles JOIN vehicles USING (vehicle_id)
      WHERE profiles.primary_vehicle_vin <> vehicles.vin
        OR profiles.risk_rating <> vehicles.risk_rating
        OR profiles.garaging_state <> vehicles.garaging_state
        OR profiles.vehicle_summary <> vehicles.model_year || ' ' || make || ' ' || model`,
    looksAt: "SELECT count(*) FROM profiles",
  },
  {
    holds: "profiles: person and vehicle are of one account",
    breaks: `SELECT profiles.* FROM profiles JOIN persons USING (person_id)
      JOIN vehicles USING (vehicle_id) WHERE persons.account_id <> vehicles.account_id`,
    looksAt: "SELECT count(*) FROM profiles",
  },
  rowCheck(
    "profiles",
    "the risk class is Low, Medium or High",
    "risk_rating IN ('Low', 'Medium', 'High')",
  ),
];

/**
 * What holds between the fields and rows of dataset `auto`.
 *
 * @module
 */
import type { DatasetRules, RowRule, ValueRule } from "../../core/rule.ts";
import { MARITAL_STATES } from "./kin.ts";
import { PROFILE_RULES, VEHICLE_PROOFS, VEHICLE_RULES, VEHICLE_UNPROVEN } from "./vehicle_rules.ts";
import { VERSION } from "./world.ts";

/** File name of the metadata. */
export const METADATA_PATH = "metadata_auto.json";

const rows: readonly RowRule[] = [
  {
    kind: "equal",
    code: "license-state",
    entity: "persons",
    field: "driver_license_state",
    input: "state",
    message: "the licence comes from the state of residence",
  },
  {
    kind: "equal",
    code: "person-address-account",
    entity: "persons",
    field: "account_id",
    input: "address_id.account_id",
    message: "the person lives at an address of the account",
  },
  {
    kind: "equal",
    code: "person-postal-code",
    entity: "persons",
    field: "postal_code",
    input: "address_id.postal_code",
    message: "the postal code is that of the address",
  },
  {
    kind: "equal",
    code: "person-lob",
    entity: "persons",
    field: "lob_type",
    input: "account_id.lob_type",
    message: "the line of business is the account's",
  },
  {
    kind: "equal",
    code: "address-state",
    entity: "addresses",
    field: "state",
    input: "account_id.state",
    message: "the address lies in the account's state",
  },
  {
    kind: "words",
    code: "spouse-married",
    entity: "persons",
    field: "marital_status",
    inputs: ["role"],
    message: "a spouse is married",
    check: (status, role) =>
      role !== "spouse" || status === MARITAL_STATES[0] ? undefined : MARITAL_STATES[0],
  },
];

const common: readonly ValueRule[] = [
  { name: "dataset_version", value: VERSION },
  { name: "as_of", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  { name: "footprint", pattern: "^(all|[A-Z]{2}(,[A-Z]{2})*)$" },
  { name: "identifiers", pattern: "^(format-valid|non-issuable)$" },
  { name: "ssn", pattern: "^(none|never-issued)$" },
  { name: "record_count_accounts", countOf: "accounts" },
];
const notes: ValueRule = { name: "notes", isOptional: true, pattern: "^Synthetic: " };

/** The rules of dataset `auto`. */
export const autoRules: DatasetRules = {
  rows: [...rows, ...VEHICLE_RULES, ...PROFILE_RULES],
  proofs: [...VEHICLE_PROOFS],
  unproven: [...VEHICLE_UNPROVEN],
  metadata: [...common, notes],
  manifest: [...common, { name: "files" }, notes],
  metadataPath: METADATA_PATH,
  extraPaths: ["README_SNAPSHOT_AUTO.md"],
  references: [],
};

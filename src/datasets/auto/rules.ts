/**
 * What holds between the fields and rows of dataset `auto`.
 *
 * @module
 */
import type { DatasetRules, ValueRule } from "../../core/rule.ts";
import { ACCOUNT_RULES, ADDRESS_RULES } from "./account_rules.ts";
import { COST_RULES } from "./book/cost_rules.ts";
import { COVERAGE_RULES } from "./book/coverage_rules.ts";
import { DRIVER_RULES } from "./book/driver_rules.ts";
import { PERIOD_RULES, POLICY_RULES } from "./book/policy_rules.ts";
import { TRANSACTION_RULES } from "./book/transaction_rules.ts";
import { CLAIM_RULES } from "./claim_rules.ts";
import { CONDUCT_RULES } from "./loss/conduct_rules.ts";
import { LEDGER_RULES } from "./loss/ledger_rules.ts";
import { OUTCOME_RULES } from "./loss/outcome_rules.ts";
import { PERSON_PROOFS, PERSON_RULES, PERSON_UNPROVEN } from "./person_rules.ts";
import { TEXT_RULES } from "./text_rules.ts";
import { PROFILE_RULES, VEHICLE_PROOFS, VEHICLE_RULES, VEHICLE_UNPROVEN } from "./vehicle_rules.ts";
import { VERSION } from "./world.ts";

/** File name of the metadata. */
export const METADATA_PATH = "metadata_auto.json";

const common: readonly ValueRule[] = [
  { name: "dataset_version", value: VERSION },
  { name: "as_of", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  { name: "footprint", pattern: "^(all|[A-Z]{2}(,[A-Z]{2})*)$" },
  { name: "identifiers", pattern: "^(format-valid|non-issuable)$" },
  { name: "ssn", pattern: "^(none|never-issued)$" },
  { name: "record_count_accounts", countOf: "accounts", isMost: true },
  { name: "planted_defects", isOptional: true, pattern: "^[a-z0-9.%=,-]+$" },
];
const notes: ValueRule = { name: "notes", isOptional: true, pattern: "^Synthetic: " };

/** The rules of dataset `auto`. */
export const autoRules: DatasetRules = {
  rows: [
    ...ACCOUNT_RULES,
    ...ADDRESS_RULES,
    ...PERSON_RULES,
    ...VEHICLE_RULES,
    ...PROFILE_RULES,
    ...TEXT_RULES,
    ...POLICY_RULES,
    ...PERIOD_RULES,
    ...TRANSACTION_RULES,
    ...DRIVER_RULES,
    ...COVERAGE_RULES,
    ...COST_RULES,
    ...CLAIM_RULES,
    ...LEDGER_RULES,
    ...OUTCOME_RULES,
    ...CONDUCT_RULES,
  ],
  proofs: [...PERSON_PROOFS, ...VEHICLE_PROOFS],
  unproven: [...PERSON_UNPROVEN, ...VEHICLE_UNPROVEN],
  metadata: [...common, notes],
  manifest: [...common, { name: "files" }, notes],
  metadataPath: METADATA_PATH,
  extraPaths: ["README_SNAPSHOT_AUTO.md"],
  references: [],
};

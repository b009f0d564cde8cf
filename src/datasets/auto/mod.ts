/**
 * Dataset `auto`: households and businesses, the persons who drive, and what they drive. Every value is a
 * function of the seed, the account's index and the name of the field.
 *
 * @module
 */
import type { Dataset, RowPlan } from "../../core/dataset.ts";
import { stringifyAsciiJson } from "../../core/json.ts";
import { manifestName } from "../../core/snapshot_file.ts";
import { ACCOUNT, MAX_ACCOUNTS } from "./account_entity.ts";
import { ADDRESS } from "./address.ts";
import { AUTO_DEFECTS } from "./defects/mod.ts";
import { type MadeEntity, openMadeRows } from "./entity.ts";
import { COST } from "./book/cost.ts";
import { COVERAGE_ENTITY } from "./book/coverage.ts";
import { POLICY } from "./book/policy.ts";
import { POLICY_PERIOD } from "./book/policy_period.ts";
import { POLICY_TRANSACTION } from "./book/policy_transaction.ts";
import { VEHICLE_DRIVER } from "./book/vehicle_driver.ts";
import { estimateRows, fieldSizes } from "./estimates.ts";
import { AUTO_FACTS } from "./facts.ts";
import { CLAIM } from "./loss/claim.ts";
import { EXPOSURE } from "./loss/exposure.ts";
import { PAYMENT, RECOVERY, RESERVE_LINE } from "./loss/ledger_entities.ts";
import { MARKER } from "./fields.ts";
import { autoOptions, optionOf } from "./options.ts";
import { PERSON } from "./person.ts";
import { PROFILE } from "./profile.ts";
import { describeSnapshot } from "./readme.ts";
import { uniqueRules } from "../../core/rule.ts";
import { autoRules, METADATA_PATH } from "./rules.ts";
import { VEHICLE } from "./vehicle.ts";
import { VIN_ACCOUNTS } from "./vehicle_models.ts";
import { VERSION } from "./world.ts";

/** Entities, in the order of their references. */
export const ENTITIES: readonly MadeEntity[] = [
  ACCOUNT,
  ADDRESS,
  PERSON,
  VEHICLE,
  PROFILE,
  POLICY,
  POLICY_PERIOD,
  POLICY_TRANSACTION,
  VEHICLE_DRIVER,
  COVERAGE_ENTITY,
  COST,
  CLAIM,
  EXPOSURE,
  RESERVE_LINE,
  PAYMENT,
  RECOVERY,
];

function noteOf({ options, defects }: RowPlan): string {
  const planted = defects === undefined ? "" : " Holds planted defects: defects.ndjson lists them.";
  return `Synthetic: no row describes a real person, business or vehicle. Identifiers are ${
    optionOf(options, "identifiers")
  }; social security numbers: ${optionOf(options, "ssn")}.${planted}`;
}

function describePlan(plan: RowPlan) {
  return {
    dataset_version: VERSION,
    as_of: optionOf(plan.options, "as-of"),
    footprint: optionOf(plan.options, "footprint"),
    identifiers: optionOf(plan.options, "identifiers"),
    ssn: optionOf(plan.options, "ssn"),
    record_count_accounts: plan.records,
    ...(plan.defects === undefined ? {} : { planted_defects: plan.defects }),
  };
}

/** Accounts whose reserve lines have row indices below 2^53: an account takes 2^22 of them. */
const LEDGER_ACCOUNTS = 2 ** 30;

/** The member of the registry of datasets. */
export const autoDataset: Dataset = {
  ...AUTO_FACTS,
  entities: ENTITIES,
  rules: {
    ...autoRules,
    rows: [
      ...autoRules.rows,
      ...ENTITIES.flatMap(uniqueRules),
    ],
  },
  defects: AUTO_DEFECTS,
  marker: MARKER,
  options: autoOptions,
  maxRecords: Math.min(MAX_ACCOUNTS, VIN_ACCOUNTS, LEDGER_ACCOUNTS),
  defaultOutputs: [{ format: "csv", entities: ENTITIES.map(({ plural }) => plural) }],
  isSequential: false,
  blockAccounts: 1024,
  rowsPerAccount: ({ plural }, options = {}) => estimateRows(plural, options),
  fieldSizes: ({ plural }) => fieldSizes().get(plural),
  metadata: (plan) => ({ ...describePlan(plan), notes: noteOf(plan) }),
  manifestKeys: (plan, files) => ({ ...describePlan(plan), files, notes: noteOf(plan) }),
  hasDataPackage: true,
  documents: (plan, files, part) => [
    {
      key: "metadata_json",
      path: METADATA_PATH,
      text: stringifyAsciiJson(autoDataset.metadata(plan), 2),
    },
    {
      path: "README_SNAPSHOT_AUTO.md",
      text: describeSnapshot(
        plan,
        [...files, METADATA_PATH],
        manifestName(AUTO_FACTS.slug),
        part,
      ),
    },
  ],
  openRows: (plan, entities, maxCount, start = 0) =>
    openMadeRows(
      ENTITIES.filter(({ plural }) => entities.includes(plural)),
      plan,
      maxCount,
      start,
    ),
};

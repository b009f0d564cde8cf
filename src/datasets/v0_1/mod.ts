/**
 * Dataset v0.1: governed and frozen. Its consumers hold files made from it, so every byte is part of
 * its contract.
 *
 * @module
 */
import type { Dataset, RowPlan } from "../../core/dataset.ts";
import { stringifyAsciiJson } from "../../core/json.ts";
import { MAX_RECORDS } from "../../core/plan.ts";
import { manifestName } from "../../core/snapshot_file.ts";
import { PERSON, PROFILE, VEHICLE } from "./entities.ts";
import { V01_FACTS } from "./facts.ts";
import { describeSnapshot } from "./readme.ts";
import { openRows } from "./rows.ts";
import { v01Rules } from "./rules.ts";
import { MARKER } from "./tables.ts";

const { version: VERSION, slug: SLUG } = V01_FACTS;
const GENERATED_AT = "2025-11-01T00:00:00";

function noteOf(plan: RowPlan): string {
  return `Deterministic snapshot generated from rule-based distributions (seed=${plan.seed}).`;
}

/** The member of the registry of datasets. */
export const v01Dataset: Dataset = {
  ...V01_FACTS,
  entities: [PERSON, VEHICLE, PROFILE],
  rules: v01Rules,
  defects: [],
  marker: MARKER,
  maxRecords: MAX_RECORDS,
  defaultOutputs: [
    { format: "csv", entities: [PERSON.plural, VEHICLE.plural] },
    { format: "json", entities: [PERSON.plural, VEHICLE.plural, PROFILE.plural] },
  ],
  isSequential: true,
  blockAccounts: 16_384,
  rowsPerAccount: () => 1,
  metadata: (plan) => ({
    dataset_version: VERSION,
    generated_at: GENERATED_AT,
    record_count_persons: plan.records,
    record_count_vehicles: plan.records,
    record_count_profiles: plan.records,
    notes: noteOf(plan),
  }),
  manifestKeys: (plan, files) => ({
    dataset_version: VERSION,
    generated_at: GENERATED_AT,
    record_counts: {
      persons: plan.records,
      vehicles: plan.records,
      profiles: plan.records,
    },
    files,
    notes: noteOf(plan),
  }),
  hasDataPackage: false,
  documents: (plan, files, part) => {
    const metadataPath = `metadata_${SLUG}.json`;
    return [
      {
        key: "metadata_json",
        path: metadataPath,
        text: stringifyAsciiJson(v01Dataset.metadata(plan), 2),
      },
      {
        path: `README_SNAPSHOT_${SLUG.toUpperCase()}.md`,
        text: describeSnapshot(plan, [...files, metadataPath], manifestName(SLUG), part),
      },
    ];
  },
  openRows,
};

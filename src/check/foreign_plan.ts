/**
 * The plan of a snapshot whose manifest holds none, as far as its keys and files tell it.
 *
 * @module
 */
import { readContractRun } from "../core/manifest.ts";
import type { Plan, PlanOutput } from "../core/plan.ts";
import { isObject, memberOf, type SnapshotFacts } from "../validate/facts.ts";
import type { OpenSnapshot } from "./open_snapshot.ts";

/**
 * Reads seed and records of a snapshot of another producer.
 *
 * @param facts Its manifest and metadata.
 * @returns Each only where it is told.
 */
export function readForeignRun(
  { manifest, metadata }: SnapshotFacts,
): { readonly seed?: bigint; readonly records?: number } {
  return readContractRun({
    notes: memberOf(manifest?.value, "notes") ?? memberOf(metadata?.value, "notes") ?? null,
    record_counts: memberOf(manifest?.value, "record_counts") ?? null,
  });
}

/**
 * The plan that makes the data files of a snapshot of another producer.
 *
 * @param snapshot The snapshot.
 * @returns The plan; a text says what is not known.
 */
export function planForeign({ dataset, facts, files }: OpenSnapshot): Plan | string {
  const { seed, records } = readForeignRun(facts);
  if (facts.manifest === undefined) return "there is no manifest";
  if (isObject(facts.manifest.value) && facts.manifest.value.esdh !== undefined) {
    return facts.planProblem ?? "the manifest's plan can't be read";
  }
  if (seed === undefined) return "the manifest holds no plan, and its notes name no seed";
  if (records === undefined || !Number.isSafeInteger(records) || records < 0) {
    return "the manifest holds no plan, and no number of rows that all tables have";
  }
  const formats = [...new Set(files.map(({ reader }) => reader.name))];
  return {
    dataset: dataset.name,
    version: dataset.version,
    seed,
    records,
    outputs: formats.map((format): PlanOutput => ({
      format,
      entities: dataset.entities.map(({ plural }) => plural).filter((plural) =>
        files.some(({ reader, tables }) => reader.name === format && tables.includes(plural))
      ),
    })),
    options: {},
  };
}

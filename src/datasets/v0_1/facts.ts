/**
 * What help and lists say of dataset v0.1.
 *
 * @module
 */
import type { DatasetFacts } from "../../core/dataset.ts";

/** The facts; the dataset is made from them. */
export const V01_FACTS = {
  name: "v0.1",
  version: "v0.1",
  slug: "v0_1",
  description: "Persons with one vehicle each and the profile that joins them; frozen.",
  entities: [
    { name: "person", plural: "persons" },
    { name: "vehicle", plural: "vehicles" },
    { name: "profile", plural: "profiles" },
  ],
  options: [],
  defaultSeed: 20251101n,
  defaultRecords: 200,
} as const satisfies DatasetFacts;

/**
 * Digests of the files that consumers of dataset v0.1 hold: what this program makes must have the same.
 *
 * @module
 */
import type { ReferenceSnapshot } from "../../core/rule.ts";

/** SHA-256 of the reference files. */
export const v01References: readonly ReferenceSnapshot[] = [
  {
    seed: 20251101n,
    records: 200,
    files: {
      "dataset_v0_1.json": "6137b22bb0c5db863d79647260464f164c4e46846a1d9326a79d88be2852c1be",
      "metadata_v0_1.json": "2bedfa803f80ee7270102aee0a370d985916a3390ff3450b188f434e6bbc1515",
      "persons_v0_1.csv": "a7fcd9617a3fd6afba7fb4ff9fa962e4ae44366a0f2756c6a17eb67c3f872fab",
      "vehicles_v0_1.csv": "411044d888744ac7d484f2d4cfbb900b52630dbbfcc63e1ffb5fe6a5e7e83e2b",
    },
  },
  {
    seed: 42n,
    records: 30,
    files: {
      "dataset_v0_1.json": "6f922eb37b39cd1c2f577c7fcd8bffde09afb6c31c15f6808886ce0f49ca86ff",
      "metadata_v0_1.json": "8754170bfb1185d7f598e5ef0475218f8488880ff91be1c973f6e80d06530068",
      "persons_v0_1.csv": "88144a53b3f15de06a3f788fdeddcd91e382dd279a281b9b6174202916c79936",
      "vehicles_v0_1.csv": "5d58fcfa649daa2d90555e8e13b5f3e4b03db99af6fe916451e525cfe7826482",
    },
  },
];

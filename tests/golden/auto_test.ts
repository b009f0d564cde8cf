/**
 * The bytes of dataset auto, by entity: rows and the first 16 digits of the SHA-256 of the CSV file. An
 * entity without a golden fails. Whoever changes a value on purpose moves the dataset's version and writes
 * new ones down; the failed test prints them.
 */
import { assertEquals } from "@std/assert";
import { autoDataset } from "../../src/datasets/auto/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

interface Golden {
  readonly seed: bigint;
  readonly records: number;
  readonly options: Readonly<Record<string, string>>;
  /** Rows and digest by entity. */
  readonly files: Readonly<Record<string, readonly [number, string]>>;
}

const GOLDENS: readonly Golden[] = [
  {
    seed: 20260101n,
    records: 1000,
    options: {},
    files: {
      accounts: [1000, "58814e45d3493639"],
      addresses: [2129, "61ae3e2b4fc19956"],
      persons: [2574, "baf388756cb76919"],
      vehicles: [2526, "35c3eee09f3d71a2"],
      profiles: [2526, "a6d827bf6df86087"],
    },
  },
  {
    seed: -42391158275216203514294433201n,
    records: 5000,
    options: { "footprint": "all", "identifiers": "non-issuable", "ssn": "never-issued" },
    files: {
      accounts: [5000, "8d0d873abcf1ed42"],
      addresses: [9683, "26e9915e9f4dd4d9"],
      persons: [11955, "886a26cbcb5d8462"],
      vehicles: [11950, "2f5dab9ffcb5be2e"],
      profiles: [11950, "9084e559e7be791c"],
    },
  },
  {
    seed: 7n,
    records: 2000,
    options: { "footprint": "FL,IL,MD,MI,MN,NJ,ND,NH,WI,MT,CT,WA,AK,HI", "as-of": "2024-02-29" },
    files: {
      accounts: [1488, "aba99c26bd0ba9db"],
      addresses: [3225, "22e99bd2341b1fa5"],
      persons: [3725, "81a774bcea820c0a"],
      vehicles: [2348, "00d4c304f9799892"],
      profiles: [2348, "b97465556737bb49"],
    },
  },
  {
    seed: 0n,
    records: 0,
    options: {},
    files: {
      accounts: [0, "d1113ef4bd7077aa"],
      addresses: [0, "b895b93accc6a099"],
      persons: [0, "4c11f52a4fe015e6"],
      vehicles: [0, "4609d7d1dc3ccd15"],
      profiles: [0, "91183ced110bdcb9"],
    },
  },
];

for (const { seed, records, options, files } of GOLDENS) {
  const given = Object.entries(options).map(([name, value]) => `${name}=${value}`).join(" ");
  for (const workerCount of [0, 2]) {
    const what = `seed ${seed}, ${records} accounts, ${
      given || "defaults"
    }, ${workerCount} threads`;
    Deno.test(`auto with ${what} has its bytes`, async () => {
      await withFolder(async (folder) => {
        const plan = planRun({ dataset: "auto", seed, records, options, formats: ["csv"] });
        const made = await makeSnapshot(plan, folder, { workerCount });
        const found = Object.fromEntries(
          autoDataset.entities.map(({ plural }) => {
            const file = made.files.find(({ path }) => path === `${plural}_auto.csv`)!;
            return [plural, [file.rowCount, file.sha256.slice(0, 16)]];
          }),
        );
        assertEquals(found, files as Record<string, [number, string]>, JSON.stringify(found));
      });
    });
  }
}

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
      accounts: [1000, "bfb2202d509c428e"],
      addresses: [2129, "c93f8d1eeceefdbf"],
      persons: [2574, "764428f1fbb0a0e7"],
      vehicles: [2526, "276f19caa2c16607"],
      profiles: [2526, "536f97d3631b5dba"],
    },
  },
  {
    seed: -42391158275216203514294433201n,
    records: 5000,
    options: { "footprint": "all", "identifiers": "non-issuable", "ssn": "never-issued" },
    files: {
      accounts: [5000, "47ff608a7f1796d5"],
      addresses: [9683, "61d9b60711a87be5"],
      persons: [11955, "eef28cf88b211ba6"],
      vehicles: [11950, "e7b8f42ae4c4eabd"],
      profiles: [11950, "06ff999ba706e5a0"],
    },
  },
  {
    seed: 7n,
    records: 2000,
    options: { "footprint": "FL,IL,MD,MI,MN,NJ,ND,NH,WI,MT,CT,WA,AK,HI", "as-of": "2024-02-29" },
    files: {
      accounts: [1488, "66a2cff013012317"],
      addresses: [3225, "66fd962f14468e30"],
      persons: [3725, "13e982dd4bc7de32"],
      vehicles: [2348, "77f2b330b17f4ea3"],
      profiles: [2348, "a4639cecaed6fa2f"],
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

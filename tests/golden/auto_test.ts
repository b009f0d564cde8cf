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
      policies: [1000, "ab9dc65a15b30917"],
      policy_periods: [2883, "ee2daf859c39ef08"],
      policy_transactions: [4340, "fa3d53bffa127746"],
      vehicle_drivers: [6676, "5a25dc144c218579"],
      coverages: [39345, "0e304a98e72abc0b"],
      costs: [39345, "04a112b19dce599d"],
      claims: [408, "13324fb2ad4b499f"],
      exposures: [603, "8df1c570d4e73a5d"],
      reserve_lines: [2750, "cae481c8c7050b1e"],
      payments: [907, "9fa879aee29b05e1"],
      recoveries: [72, "fb02f329f420e77f"],
    },
  },
  {
    seed: -42391158275216203514294433201n,
    records: 1000,
    options: { "footprint": "all", "identifiers": "non-issuable", "ssn": "never-issued" },
    files: {
      accounts: [1000, "fc523e04a10bd9b1"],
      addresses: [1964, "d11f8e30d4863c61"],
      persons: [2409, "731a28ce1c88bc84"],
      vehicles: [2408, "f5e0e1693d388352"],
      profiles: [2408, "5668bb0075cd6866"],
      policies: [999, "9880cf7b95a4544d"],
      policy_periods: [2801, "de843b8caec6e871"],
      policy_transactions: [4188, "a9d3f678f8a5363f"],
      vehicle_drivers: [6372, "4ee551686427fe95"],
      coverages: [39276, "55bcafe0b241dddc"],
      costs: [39276, "3159cdb2850ac492"],
      claims: [372, "4db17ac98fc0fb2d"],
      exposures: [547, "a28373e3730b064e"],
      reserve_lines: [2337, "e723c147bc762e3d"],
      payments: [753, "c5edb97a30975e5f"],
      recoveries: [66, "f8f6d8f8a9a032c4"],
    },
  },
  {
    seed: 7n,
    records: 2000,
    options: { "footprint": "FL,IL,MD,MI,MN,NJ,ND,NH,WI,MT,CT,WA,AK,HI", "as-of": "2024-02-29" },
    files: {
      accounts: [1488, "66a2cff013012317"],
      addresses: [3225, "66fd962f14468e30"],
      persons: [3725, "d61a900ad9d47cdd"],
      vehicles: [2348, "77f2b330b17f4ea3"],
      profiles: [2348, "a4639cecaed6fa2f"],
      policies: [1202, "a789cc832a17d4f3"],
      policy_periods: [1504, "46d170db25cb0c46"],
      policy_transactions: [1910, "e9ccd4f814d6b6e2"],
      vehicle_drivers: [3155, "b93687f1501fd68d"],
      coverages: [19881, "109c246d9f484fae"],
      costs: [19881, "09d0bda31f00b569"],
      claims: [99, "7c64d7c8ff90bc2d"],
      exposures: [140, "e96ae2d934c0b736"],
      reserve_lines: [551, "cfc3270291c46ba3"],
      payments: [182, "34112193d9678c1a"],
      recoveries: [9, "5e03e2f2b7170ad7"],
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
      policies: [0, "f5788f93ac806623"],
      policy_periods: [0, "7bb4309e7d133cc6"],
      policy_transactions: [0, "74a82e0486e88815"],
      vehicle_drivers: [0, "bf95e223a509f2d8"],
      coverages: [0, "e87df32516920a9e"],
      costs: [0, "a3c8822a45702147"],
      claims: [0, "ff41149c1e2b8ca9"],
      exposures: [0, "d462ec7be078deae"],
      reserve_lines: [0, "7425b1aee4d010b3"],
      payments: [0, "ac4183db7a45a32e"],
      recoveries: [0, "7c868148b8ee8f9b"],
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

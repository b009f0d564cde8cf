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
      policies: [1000, "ddea136a48eee90e"],
      policy_periods: [2900, "993f9406e0de7a42"],
      policy_transactions: [4321, "928ebc96707d93e7"],
      vehicle_drivers: [6732, "ff6ad0648a2d20cb"],
      coverages: [38931, "12b15e98a12943e8"],
      costs: [38931, "8c1dc88a778ddb20"],
      claims: [413, "cb5455f80830616e"],
      exposures: [609, "e9d72d4be4629271"],
      reserve_lines: [2799, "71f96b046010d8bf"],
      payments: [922, "d176430b447a22e6"],
      recoveries: [71, "8e2fe900d2981974"],
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
      policies: [999, "b4d76a006aa5289f"],
      policy_periods: [2835, "36888256d5ca5f3d"],
      policy_transactions: [4187, "706c4aa1ea861223"],
      vehicle_drivers: [6472, "33089206ee7b6b4b"],
      coverages: [39131, "4bbc78bcd236d36f"],
      costs: [39131, "71058fde6a4b11a9"],
      claims: [379, "f955fcce02a43950"],
      exposures: [556, "a24e169c3838cc32"],
      reserve_lines: [2379, "205f63af34299c5e"],
      payments: [764, "a3daaedbcc2fe007"],
      recoveries: [62, "b79a53bdf349d40c"],
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
      policies: [1202, "38b5c4878365822e"],
      policy_periods: [1504, "f975831bd1180ad5"],
      policy_transactions: [1900, "01fc799b188e4b5c"],
      vehicle_drivers: [3156, "748ba61e05c28f57"],
      coverages: [19429, "b44c4cb73b074e64"],
      costs: [19429, "e2823f7a3b01a1fe"],
      claims: [99, "672dbcc447badefb"],
      exposures: [140, "fe1f019fd2441e45"],
      reserve_lines: [550, "84950916673cb21d"],
      payments: [182, "c8d8a6651b1c0197"],
      recoveries: [8, "964d00cc819026ed"],
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
      vehicle_drivers: [0, "c17d3245b702657b"],
      coverages: [0, "272ab00f3e4a746f"],
      costs: [0, "a3c8822a45702147"],
      claims: [0, "ff41149c1e2b8ca9"],
      exposures: [0, "f14901df37db4528"],
      reserve_lines: [0, "7425b1aee4d010b3"],
      payments: [0, "26e1ab9bb1cff988"],
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

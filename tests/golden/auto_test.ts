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
      policies: [1000, "8a2d59ac0a115269"],
      policy_periods: [2884, "9b85d015b1f29f91"],
      policy_transactions: [4339, "ba9ac4be5dd64f2b"],
      vehicle_drivers: [6679, "64542554a3025be1"],
      coverages: [38610, "16afa852066bfd94"],
      costs: [38610, "f3ade3e476367a9b"],
      claims: [408, "beddc3aab72bfc9f"],
      exposures: [603, "58c733864a12c25a"],
      reserve_lines: [2770, "9d872e63d18a31de"],
      payments: [912, "9036975f1d7e6254"],
      recoveries: [70, "37e99040d3107962"],
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
      policies: [999, "bfbdb2eb62a69081"],
      policy_periods: [2802, "c85d8f522de7b85a"],
      policy_transactions: [4187, "24185fd20dfe2fbf"],
      vehicle_drivers: [6378, "3df5a9d5a083ddb3"],
      coverages: [38566, "d91638809ff884c3"],
      costs: [38566, "d937edded73c113f"],
      claims: [373, "6b1673e0fe18e8a3"],
      exposures: [548, "b893047fbd951a4f"],
      reserve_lines: [2352, "75039b50f1c8c2ef"],
      payments: [757, "b6e3619a33f4ff3c"],
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
      policies: [1202, "a789cc832a17d4f3"],
      policy_periods: [1504, "090affa68d3d75d0"],
      policy_transactions: [1909, "9c1ffdb652230ee0"],
      vehicle_drivers: [3155, "bb234eb20d7fde80"],
      coverages: [19420, "26f87b7bcd7330c1"],
      costs: [19420, "a7052a950be86945"],
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

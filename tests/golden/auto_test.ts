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
      policy_periods: [2884, "6b9c61d143d8ce77"],
      policy_transactions: [4339, "3e57e485292d6fa1"],
      vehicle_drivers: [6679, "ab0586f00f14007f"],
      coverages: [38610, "3975a8a9f176f083"],
      costs: [38610, "ff437148708d3c0b"],
      claims: [408, "fc156a2f640e9dfa"],
      exposures: [603, "582957c95276df8f"],
      reserve_lines: [2750, "67f2f9b2b48ea883"],
      payments: [907, "76de3fba84a5144b"],
      recoveries: [70, "f62cfe441c90d276"],
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
      policies: [999, "aeb06a16716d697f"],
      policy_periods: [2803, "e68675eafb14d7d7"],
      policy_transactions: [4186, "3a6430104ab113ec"],
      vehicle_drivers: [6379, "44f0316bfec73746"],
      coverages: [38573, "196e8ffba18ff9dc"],
      costs: [38573, "b4bc6310496b51a4"],
      claims: [373, "e37bf0f8d0fcd673"],
      exposures: [548, "408d27fcc3dd6ddf"],
      reserve_lines: [2339, "ea8a8438ef37a0b6"],
      payments: [754, "9efe13f4e6bf7a21"],
      recoveries: [61, "16a28801c1d89492"],
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
      policy_periods: [1504, "013579511c7a567c"],
      policy_transactions: [1909, "c6f8abe9c522db87"],
      vehicle_drivers: [3155, "40304817a31b86a7"],
      coverages: [19420, "80ef97c5f3bac977"],
      costs: [19420, "559fb00cf5f054bb"],
      claims: [99, "1a70e5def4e396e9"],
      exposures: [140, "896141102fb85d7b"],
      reserve_lines: [551, "507058e44a0de75b"],
      payments: [182, "86a58226bd3a9a6f"],
      recoveries: [8, "30793d6cab95a00e"],
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

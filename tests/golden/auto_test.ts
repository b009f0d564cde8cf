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
      policy_periods: [2900, "5881f4e3e3b78ca4"],
      policy_transactions: [4321, "ee15a92cf738535c"],
      vehicle_drivers: [6732, "577c6b0ab7ac4f3a"],
      coverages: [39738, "7219e3e81edd64dc"],
      costs: [39738, "534b6a39c56bfdb7"],
      claims: [424, "a9c5ef05995aeef6"],
      exposures: [643, "6da973da2a24a60f"],
      reserve_lines: [2929, "2d954798d0af4d07"],
      payments: [958, "526add5530c046ad"],
      recoveries: [80, "bbb67f055c403a11"],
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
      policy_periods: [2835, "3f925297e06726b0"],
      policy_transactions: [4187, "c3ab812c137253a6"],
      vehicle_drivers: [6472, "f2bdfb2038b22de3"],
      coverages: [39921, "f9dc92a85de99f48"],
      costs: [39921, "18ffee4ea9b34a79"],
      claims: [390, "3ec172596559d10b"],
      exposures: [571, "b086f5705c92b079"],
      reserve_lines: [2418, "8755fec5685005b0"],
      payments: [772, "452adf4141012cda"],
      recoveries: [69, "14f2dca7be0074b2"],
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
      policy_periods: [1504, "62d61ec63d470865"],
      policy_transactions: [1900, "639d0642159b1638"],
      vehicle_drivers: [3156, "8870fb4a6a191686"],
      coverages: [19798, "609d3948a913431b"],
      costs: [19798, "7b53c9a147fc36fd"],
      claims: [104, "57f8b586e3710ea9"],
      exposures: [144, "a5c901c5e78291da"],
      reserve_lines: [558, "b769433ba14fcaff"],
      payments: [179, "5ed6cc49e073fd75"],
      recoveries: [9, "7f9479600d113aba"],
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

/**
 * The bytes of every format of every dataset: a dependency, a compiler or a machine that changes one of
 * them is found here. A new dataset or format fails until its digests are written down.
 */
import { assertEquals } from "@std/assert";
import { DATASETS } from "../../src/datasets/mod.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

/** First 16 digits of the SHA-256 of each file, in order, by dataset and format, for three plans. */
const GOLDENS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "v0.1 csv": [["0fc36968455c724a", "4578655220536cac", "a4c21bac25a00e8f"], [
    "d4cd0788a5df9317",
    "f44f2c66572aab12",
    "4de0f3ed2f0d5155",
  ], ["9488c3450ef14b72", "65e3526c1b75a60e", "7a40e53b79e3f9a8"]],
  "v0.1 json": [
    ["1c2d04b1b4b500d1", "3c63ab08380d57ff"],
    ["490830f8c63ae148", "d7b60ab97986ae22"],
    ["4cab0ebe3187f19a", "27796f0075028906"],
  ],
  "v0.1 ndjson": [["e3b0c44298fc1c14", "e3b0c44298fc1c14", "e3b0c44298fc1c14"], [
    "038fa856e49b92d4",
    "ab40f8ad3a25ef3c",
    "17fe83ac773dbb50",
  ], ["e8334c82063f1009", "319388e159b75b06", "9db8dfcdb543e7f7"]],
  "v0.1 parquet": [["a24df946c599234e", "a47ee7f20cb17525", "e7060e47de14b98f"], [
    "a35eaaa1ce30c876",
    "2257f6729aa9e7ef",
    "91206c5b8f06429b",
  ], ["32fea0f9f41a37f2", "0080dd2eae44ce51", "80ecce0c6037f842"]],
};

const PLANS = [
  { seed: 0n, records: 0 },
  { seed: -(3n ** 50n), records: 33 },
  { seed: 20251101n, records: 5000 },
];

for (const dataset of DATASETS) {
  for (const format of FORMATS) {
    const name = `${dataset.name} ${format.name}`;
    Deno.test(`${name} has its bytes`, async () => {
      const made: string[][] = [];
      for (const { seed, records } of PLANS) {
        await withFolder(async (folder) => {
          const plan = planRun({ dataset: dataset.name, seed, records, formats: [format.name] });
          const { files } = await makeSnapshot(plan, folder, { workerCount: 0 });
          const data = files.filter(({ path }) => path.endsWith(`.${format.extension}`));
          made.push(data.map(({ sha256 }) => sha256.slice(0, 16)));
        });
      }
      assertEquals(made as readonly (readonly string[])[], GOLDENS[name] ?? []);
    });
  }
}

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
  "v0.1 parquet": [["a24df946c599234e", "a47ee7f20cb17525", "e7060e47de14b98f"], [
    "a35eaaa1ce30c876",
    "2257f6729aa9e7ef",
    "91206c5b8f06429b",
  ], ["32fea0f9f41a37f2", "0080dd2eae44ce51", "80ecce0c6037f842"]],
  "v0.1 ndjson": [["e3b0c44298fc1c14", "e3b0c44298fc1c14", "e3b0c44298fc1c14"], [
    "038fa856e49b92d4",
    "ab40f8ad3a25ef3c",
    "17fe83ac773dbb50",
  ], ["e8334c82063f1009", "319388e159b75b06", "9db8dfcdb543e7f7"]],
  "v0.1 arrow": [["69de55d0bc0ebaa0", "a02fc1ead0da4fe7", "5fc37528e4e92ee1"], [
    "4d1e1d2907c3bfd5",
    "386124771badc301",
    "d3b76000467395d5",
  ], ["64fffafb64247ebe", "bab9059880f6a838", "5b4e71e7ea304d3b"]],
  "v0.1 sql": [["6adc723c46b95362"], ["bc32e73c22578b68"], ["6d3259534c86b089"]],
  "v0.1 sql-ansi": [["530975ac847bff9b"], ["1014487928a3f126"], ["c5b92056daa5949c"]],
  "v0.1 xlsx": [["b6fbffe073e00a8c"], ["bba7fef083928b29"], ["352d8ee07d2cc5f5"]],
  "v0.1 csv.gz": [["e65bb9eb47fb2d1f", "3c85a35ff2ace53f", "fbfb8b1918198e8c"], [
    "1e2c94f0239f2a49",
    "62e13e7617ffa670",
    "3c56dbe81f55125a",
  ], ["e294817505b75d3a", "aba30d2f44c8d1f4", "18c71688eaabeeb8"]],
  "v0.1 csv.zst": [["7068ecb477a6ff59", "2b800bbcfd5ed2d2", "d7b1e1188e3d599d"], [
    "eaa27b3b80840d1e",
    "f3c1cc6087537c02",
    "e4e0a1143bb43cc8",
  ], ["8d8e2fd5fe22bb78", "c117a44ae61e3991", "21552d40a7713771"]],
  "v0.1 ndjson.gz": [["90d149baa9b7b43f", "90d149baa9b7b43f", "90d149baa9b7b43f"], [
    "38296aedce0e5d4f",
    "bfb224316e489ecd",
    "1d4724e3e7d61742",
  ], ["6775a33047d3336a", "b9bc33d33151bd1b", "814037fb08d3d20c"]],
  "v0.1 ndjson.zst": [["6fb8543883dafcc2", "6fb8543883dafcc2", "6fb8543883dafcc2"], [
    "722ade31bbae6a5c",
    "a9b450403469166d",
    "6dbdb5fc4168d890",
  ], ["ab1c82569cee4087", "f635bea4a3329a0a", "20ce6aa758165c42"]],
  "v0.1 json.gz": [["454c4d11b0c39c80"], ["4132ae0e67268ccf"], ["8ca812af3117cbe7"]],
  "v0.1 json.zst": [["c5b2dcf56cf73154"], ["a595622c7c9bc6e8"], ["48bc1841ffeffb59"]],
  "v0.1 sql.gz": [["98ed5b5bd67868af"], ["d62eca8216ebdd9c"], ["897c8819ad124f0f"]],
  "v0.1 sql.zst": [["ad0b1c5ab1aa031b"], ["37f4b1d3da4cc7c3"], ["ef31698a3eb1c1a7"]],
  "v0.1 sqlite": [["008864319145d781"], ["346845700a2b4086"], ["2135a118e2fb258e"]],
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

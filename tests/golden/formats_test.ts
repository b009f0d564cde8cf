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
  "auto csv": [[
    "d1113ef4bd7077aa",
    "b895b93accc6a099",
    "4c11f52a4fe015e6",
    "4609d7d1dc3ccd15",
    "91183ced110bdcb9",
  ], [
    "92b173c20fc67582",
    "5c2145366c4ca259",
    "595004ec148d60d5",
    "de0de82b38ec54bb",
    "5fc75b6eca6df612",
  ], [
    "dcac76c3ca2fa6d4",
    "efb9f2634ddc9f4f",
    "009b2cbbb3180e61",
    "c3641af35c56b75a",
    "4276c0e780a338f4",
  ]],
  "auto json": [
    ["e6214d608a573135", "a93627294b5829f4"],
    ["3872d7d4ef5ae3a3", "7570d18ce03d1f3f"],
    ["d68a75529c3cc915", "7e338e8da5171728"],
  ],
  "auto ndjson": [[
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
  ], [
    "d450ef4e1f449b35",
    "cf35f85ddfaf872f",
    "40b12355e9857127",
    "426a9f3c42fdeadd",
    "2db973d79ceccd58",
  ], [
    "e405339ace4feabb",
    "ca80f6f21e6158d5",
    "5486797d74e6c608",
    "38f21dce73ad655c",
    "7675562294a1e6eb",
  ]],
  "auto parquet": [[
    "033d4efb8aa0b895",
    "76da216e7acfcdf7",
    "7334733bd84f4cc0",
    "eaa1730a8b3a336c",
    "a50b803eedfa7d61",
  ], [
    "2c5f6aea1dd84a6d",
    "2aaf11d26e497f53",
    "9173b6aab5eb0f2b",
    "5150a8f29dc326d0",
    "33aa7cc956b9ab0c",
  ], [
    "1e4b77ee720bf20e",
    "892a888002ef4da3",
    "7b6b195f30df4a77",
    "c2fa4d770a078ad7",
    "9ba2987539fdccf4",
  ]],
  "auto arrow": [[
    "374350cadb1cb402",
    "13c463504bbf8c37",
    "7c5a74ea6baee792",
    "8b914486bc7c8d2d",
    "541aabce4494dfc0",
  ], [
    "29a0f79ec5a59fb7",
    "4f8913dd3def4e6c",
    "97ea9c6183d8615c",
    "fcd8442c30a50bd9",
    "03858f216ff83b63",
  ], [
    "325173030b266605",
    "710b9ecccbeeee5e",
    "2d68ed9d33152b82",
    "a52f0a6ad7954710",
    "c0e9cac4e29f752b",
  ]],
  "auto sql": [["2f507342dc1dfb58"], ["2edf18e6356223b6"], ["ce0134a64453752e"]],
  "auto sql-ansi": [["cd43ad45abb68047"], ["77aeec106aa89dc9"], ["928d09f2f009ae38"]],
  "auto sqlite": [["285d714df6096c7f"], ["d61eb1146c6c2c40"], ["bf72d333d2b57c2e"]],
  "auto xlsx": [["22cf2948ce04611c"], ["dd672751c4276f41"], ["386d5b82749da405"]],
  "auto csv.gz": [[
    "7fa7b1e7524125a1",
    "5d65f265dcd80767",
    "f18a3dd2c2bafced",
    "cb5dd8e3bcd76044",
    "94db042c54f6c8f5",
  ], [
    "670f992835d9ce0e",
    "da15896daeda9be2",
    "0a7ebcea7bf40f53",
    "3fe6a5c4250c9937",
    "8a3239f3f572a6e9",
  ], [
    "f48d3ca1bbce2a2d",
    "c43dee3a6e45bd3e",
    "84a11dbe790eb429",
    "9834623909bad6c7",
    "d9710452121ef896",
  ]],
  "auto csv.zst": [[
    "d9a22ce7bd3d1cf9",
    "91c6572ab0be6136",
    "3875e4990f24fca7",
    "7f431cccbaff4989",
    "413d48c9e7ccff3c",
  ], [
    "420f6dc9465956ad",
    "f483fa4074a16298",
    "0f56a55e0e609ee0",
    "d6d4bb5118ff32d3",
    "41d88218e1fb99c6",
  ], [
    "9bad8a3b09104192",
    "09f3fde31f9b2832",
    "f41a7c6277301885",
    "9f7ede83ec495a84",
    "c516514f3e95fc4b",
  ]],
  "auto ndjson.gz": [[
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
  ], [
    "29a1afeacc627db1",
    "c98c25adb9a42ed2",
    "a4e00e938325282d",
    "923ec0d051d7b015",
    "05665a4b9304150e",
  ], [
    "0c36a19891fc3f22",
    "752f0721f4897144",
    "ef91f6070fa99481",
    "576c445f2d52495e",
    "8efde84e314ce7f0",
  ]],
  "auto ndjson.zst": [[
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
  ], [
    "6e9ba724fcbe10ac",
    "7e447afe940cbb3e",
    "045fe92f540f31a5",
    "3559634e70457608",
    "7f486cc7fb034285",
  ], [
    "f31b6ef8533a253c",
    "f06eea6dd615d171",
    "f703238c72f15f51",
    "b9785492d16e9ab9",
    "a637dc026f796939",
  ]],
  "auto json.gz": [["e07b2d42d47c9d3e"], ["197846b5ed83f52a"], ["e59f348a64c93c1b"]],
  "auto json.zst": [["f0df65c88c9115c7"], ["9464a9f89f66bc78"], ["79f68910957f352d"]],
  "auto sql.gz": [["019ac73f1d4b321b"], ["b1c89726ab3ef786"], ["48b3f320bd862424"]],
  "auto sql.zst": [["6df7ac120a02ed4e"], ["22cf36bdaa60a57b"], ["bcdc852030641872"]],
  "v0.1 sqlite": [["a1d43e48fbe7fbab"], ["5b83c3f4c28809b2"], ["36b453c99509054b"]],
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

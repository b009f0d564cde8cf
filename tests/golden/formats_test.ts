/**
 * The bytes of every format of every dataset: a dependency, a compiler or a machine that changes one of
 * them is found here. A new dataset or format fails until its digests are written down.
 */
import { assertEquals } from "@std/assert";
import type { Dataset } from "../../src/core/dataset.ts";
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
  "v0.1 sql": [["f2eefd054e502bfd"], ["328b0fd83be45deb"], ["4f20e2e66938799b"]],
  "v0.1 sql-ansi": [["00688313e415df69"], ["8a20c545d98c7673"], ["7602f1f2895c2dfa"]],
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
  "v0.1 sql.gz": [["06ade829432af36a"], ["b9e7344e906f71d5"], ["cbd6eb0c5ff28e11"]],
  "v0.1 sql.zst": [["c6757f7fcd5637c5"], ["c41ed3817c4cde93"], ["99b6ae037a0bdfd4"]],
  "auto csv": [[
    "d1113ef4bd7077aa",
    "b895b93accc6a099",
    "4c11f52a4fe015e6",
    "4609d7d1dc3ccd15",
    "91183ced110bdcb9",
  ], [
    "83b6a0d37926c740",
    "56b995019739d93d",
    "08c46c5a5331ee2e",
    "7e4b7b697b4f1c5c",
    "372811ab65c66539",
  ], [
    "35f32b9b533d8d25",
    "808e6bfaca58dd63",
    "3e98e59420c919ec",
    "e6970ea710234338",
    "6267af8ee84272b4",
  ]],
  "auto json": [
    ["e6214d608a573135", "a93627294b5829f4"],
    ["97b0091ac64b6438", "7570d18ce03d1f3f"],
    ["6ea3b4c6f11402cf", "7e338e8da5171728"],
  ],
  "auto ndjson": [[
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
  ], [
    "d5e3b0c140d5d017",
    "6217364dff238ede",
    "3785f42814566720",
    "4636827700a27daf",
    "01a764c53469aa95",
  ], [
    "ca60819767058bb1",
    "cf4650af59c1b025",
    "af984a57bcdf3ccd",
    "e36c1ae283d2c1d4",
    "01d5dbba3119627f",
  ]],
  "auto parquet": [[
    "033d4efb8aa0b895",
    "76da216e7acfcdf7",
    "7334733bd84f4cc0",
    "eaa1730a8b3a336c",
    "a50b803eedfa7d61",
  ], [
    "968b64b791896ffa",
    "6ce836634b09afa5",
    "f3c3e435e79b3bcf",
    "f062100c5293f4eb",
    "4c61c9acc5ec82ad",
  ], [
    "2e1d5a96904a6a42",
    "712493e732e9cc5d",
    "f7c57888d28833d2",
    "269fdfc767811083",
    "611c201ce7029fd0",
  ]],
  "auto arrow": [[
    "374350cadb1cb402",
    "13c463504bbf8c37",
    "7c5a74ea6baee792",
    "8b914486bc7c8d2d",
    "541aabce4494dfc0",
  ], [
    "0e3a9340b4e28d32",
    "df47a43e4bd55449",
    "3247dd222ee28aab",
    "d08991bbf706720d",
    "da92a7b03383e92f",
  ], [
    "004ab4366f6c8bd6",
    "95a57f4a2d8510ff",
    "9cfef537bf759523",
    "74befe6a2c5df452",
    "161d392dad7564e1",
  ]],
  "auto sql": [["c2575f409f2a2c67"], ["9b9d6d80cea45e05"], ["4bfcb714c4f996bc"]],
  "auto sql-ansi": [["a834cc318f203145"], ["5d959459ecbc4d2d"], ["42cc575a30265e43"]],
  "auto sqlite": [["1b82ad1b89e71331"], ["837a6be5f2e0f86e"], ["11d270e436fd7705"]],
  "auto xlsx": [["22cf2948ce04611c"], ["12fc7f0d224b9346"], ["ac422eeac07c4453"]],
  "auto csv.gz": [[
    "7fa7b1e7524125a1",
    "5d65f265dcd80767",
    "f18a3dd2c2bafced",
    "cb5dd8e3bcd76044",
    "94db042c54f6c8f5",
  ], [
    "8e103eb5ce62dc33",
    "93c956f3c505ad0d",
    "c8ba7eca81667656",
    "8ad03280f689ebfc",
    "959566498e565a60",
  ], [
    "81c26514072306a2",
    "629def4f6ea02841",
    "cc0c19269f338f00",
    "83f1b66c87cd4bb1",
    "2f0749a1738ff6db",
  ]],
  "auto csv.zst": [[
    "d9a22ce7bd3d1cf9",
    "91c6572ab0be6136",
    "3875e4990f24fca7",
    "7f431cccbaff4989",
    "413d48c9e7ccff3c",
  ], [
    "c0249037538ac959",
    "46e12b589edae9cb",
    "101a1d6384e33ec0",
    "85ab772b08bdbf7a",
    "694abd4d273b1947",
  ], [
    "93e739a5d5bc6bae",
    "cf3215e6b233cc17",
    "9fdf09645c7ee307",
    "113b75d8d0d66d50",
    "bcffd98df2810269",
  ]],
  "auto ndjson.gz": [[
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
  ], [
    "3e1a6e7b7ed06f4a",
    "f4f890ae74975626",
    "32ce269e9341a6c7",
    "39745a2294678359",
    "bbe173c290cd0c5e",
  ], [
    "a40e47767897926a",
    "fef4176672a969f0",
    "5aae9d8ab7c727bb",
    "636c4feb872a0ac4",
    "0e9c8b31faf6f083",
  ]],
  "auto ndjson.zst": [[
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
  ], [
    "f388cff9028a184b",
    "5f862e8c893294f2",
    "7e215bafb367b156",
    "95bd7ba0bf4ee2b4",
    "7655387b016cc983",
  ], [
    "693c48e4802723e4",
    "45837fe093630ccd",
    "e91c8a11148f788f",
    "6e32c93c06d4fafd",
    "c4885a9295608de1",
  ]],
  "auto json.gz": [["e07b2d42d47c9d3e"], ["bf4c58e30360b815"], ["2884f40db5e5f5c8"]],
  "auto json.zst": [["f0df65c88c9115c7"], ["26ea3a7e8bbd3d3f"], ["dcdca8bafdb72342"]],
  "auto sql.gz": [["54881251f9e85e3c"], ["9a29d0e3f374c66e"], ["c8477512acc9987b"]],
  "auto sql.zst": [["e018e03fcf20583d"], ["c08dbb5d6b707998"], ["9f252875ed00eae7"]],
  "v0.1 sqlite": [["991198f2a8ae4640"], ["930b69005d65f9f9"], ["31b8b05f9af1b89f"]],
};

const PLANS = [
  { seed: 0n, records: 0 },
  { seed: -(3n ** 50n), records: 33 },
  { seed: 20251101n, records: 5000 },
];

/** A tenth of the accounts, where an account has a hundred rows. */
function countRecords({ isSequential }: Dataset, records: number): number {
  return isSequential ? records : Math.ceil(records / 10);
}

for (const dataset of DATASETS) {
  for (const format of FORMATS) {
    const name = `${dataset.name} ${format.name}`;
    Deno.test(`${name} has its bytes`, async () => {
      const made: string[][] = [];
      for (const { seed, records } of PLANS) {
        await withFolder(async (folder) => {
          const plan = planRun({
            dataset: dataset.name,
            seed,
            records: countRecords(dataset, records),
            formats: [format.name],
          });
          const { files } = await makeSnapshot(plan, folder, { workerCount: 0 });
          const data = files.filter(({ path }) => path.endsWith(`.${format.extension}`));
          made.push(data.map(({ sha256 }) => sha256.slice(0, 16)));
        });
      }
      assertEquals(made as readonly (readonly string[])[], GOLDENS[name] ?? []);
    });
  }
}

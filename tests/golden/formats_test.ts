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
    "1b8d5c3c1c319b4a",
    "a8f886afd3b0682e",
    "666fb5f1b8a0bf8e",
    "d36dc39a3fa59fa2",
    "8dfd8d533432adec",
  ], [
    "b654785513b34e22",
    "c52a4cf9b0a9c3d7",
    "6e68e7ddba20ad69",
    "7a7063e258a465a2",
    "1d88a06114ba41c1",
  ]],
  "auto json": [
    ["e6214d608a573135", "a93627294b5829f4"],
    ["b7c73a1d051564ca", "7570d18ce03d1f3f"],
    ["0000a36a551c6490", "7e338e8da5171728"],
  ],
  "auto ndjson": [[
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
    "e3b0c44298fc1c14",
  ], [
    "0a6dcbff83ed409f",
    "fc97bfd1f0829036",
    "c90b6f016259d909",
    "5d69d0377c271810",
    "f0d15a57ae2760dc",
  ], [
    "7c829093956c5b02",
    "e69a1d1d8d58295a",
    "8e4565b9a86e66bc",
    "c21a9d5b0d4ef5e7",
    "8f1a28653fa5946b",
  ]],
  "auto parquet": [[
    "033d4efb8aa0b895",
    "76da216e7acfcdf7",
    "7334733bd84f4cc0",
    "eaa1730a8b3a336c",
    "a50b803eedfa7d61",
  ], [
    "2cbfdb4ea8eb29fc",
    "e12687d746154bd0",
    "660611017a9dc467",
    "01c7e8784bc66487",
    "5b36e934c0252a04",
  ], [
    "518584378229e6b6",
    "2f43a4f2058c3f44",
    "0126c97e439f79e2",
    "45630bbb7f81b0f1",
    "c7f7eecce2959ece",
  ]],
  "auto arrow": [[
    "374350cadb1cb402",
    "13c463504bbf8c37",
    "7c5a74ea6baee792",
    "8b914486bc7c8d2d",
    "541aabce4494dfc0",
  ], [
    "947c70b7c0c33977",
    "c7a8be3f9acbe141",
    "38d16a180d0b7914",
    "534ba8fcfa7ea762",
    "9545e0aafa47c01c",
  ], [
    "a01075221b546152",
    "b7a11bb53811b982",
    "6237258206edcebc",
    "e7628dbed2764c8e",
    "46c2c93dbecb8e7c",
  ]],
  "auto sql": [["c2575f409f2a2c67"], ["4315341ef13897cf"], ["b6f5c962fb298871"]],
  "auto sql-ansi": [["a834cc318f203145"], ["4a666942c6605daf"], ["bee1b415477a7aec"]],
  "auto sqlite": [["1b82ad1b89e71331"], ["b2ca7f4069da582f"], ["0e95f31b2ffb503e"]],
  "auto xlsx": [["22cf2948ce04611c"], ["923be8cfa04f16ef"], ["ebacec1b7654842a"]],
  "auto csv.gz": [[
    "7fa7b1e7524125a1",
    "5d65f265dcd80767",
    "f18a3dd2c2bafced",
    "cb5dd8e3bcd76044",
    "94db042c54f6c8f5",
  ], [
    "43d2370c7fb6693d",
    "fd85cb0228858baa",
    "b99471208095513a",
    "be41a763a54fc82c",
    "28cc9b3325f0eb69",
  ], [
    "9666e3b0f27936b3",
    "f658f718f17c666d",
    "1c6e4db9b392c78d",
    "aa45a81c6b87836b",
    "8ba02f163191c837",
  ]],
  "auto csv.zst": [[
    "d9a22ce7bd3d1cf9",
    "91c6572ab0be6136",
    "3875e4990f24fca7",
    "7f431cccbaff4989",
    "413d48c9e7ccff3c",
  ], [
    "7ddd17239af711bc",
    "193e219764ae8c8e",
    "6f4021dfc0d2dbff",
    "8830679dac6b823a",
    "84b58db65448c1d8",
  ], [
    "7985b740cd4c1a96",
    "837eabcefa61f2b7",
    "aef8a1e88f6ce4f7",
    "f67e4b5b043ca524",
    "2e9c5d2274c6f263",
  ]],
  "auto ndjson.gz": [[
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
    "90d149baa9b7b43f",
  ], [
    "9ce49927a47ca34f",
    "e20651aae0e42b6b",
    "dc73785041b11a53",
    "34ca0e5d9a4a8e00",
    "406754405d156263",
  ], [
    "fb265ca88a069ab2",
    "026643a76fc68763",
    "f1f0e7ca73a81131",
    "2f43199e41b1f24f",
    "3de8a6f9ab0c8d93",
  ]],
  "auto ndjson.zst": [[
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
    "6fb8543883dafcc2",
  ], [
    "30ce35eb42c913cf",
    "51fda5855ceaee48",
    "3baf37f4b63fc34a",
    "c5936834fe020044",
    "5c11cc35411fa404",
  ], [
    "33423f0dfd03f479",
    "f5b93527006ef510",
    "67287a479f3e9a59",
    "3647fb833f62f192",
    "ed3048174de219fa",
  ]],
  "auto json.gz": [["e07b2d42d47c9d3e"], ["2f22baadd8d833b1"], ["8e09c22671681d39"]],
  "auto json.zst": [["f0df65c88c9115c7"], ["9f0f2007c34155c4"], ["7bc4b6ab159a76b2"]],
  "auto sql.gz": [["54881251f9e85e3c"], ["cca335ef260fa125"], ["9f0ce1c484a24dc2"]],
  "auto sql.zst": [["e018e03fcf20583d"], ["2ff0583cfc00cd0d"], ["5cd788284191a331"]],
  "v0.1 sqlite": [["991198f2a8ae4640"], ["930b69005d65f9f9"], ["31b8b05f9af1b89f"]],
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

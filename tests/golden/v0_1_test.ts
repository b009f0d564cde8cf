/**
 * The bytes of dataset v0.1. The first two entries are the digests of the files its consumers hold; the
 * others were computed with an independent implementation on CPython's own `random`, `csv` and `json`.
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

interface Golden {
  readonly seed: bigint;
  readonly records: number;
  /** SHA-256 of persons CSV, vehicles CSV, dataset JSON, metadata JSON. */
  readonly digests: readonly [string, string, string, string];
}

const NAMES = [
  "persons_v0_1.csv",
  "vehicles_v0_1.csv",
  "dataset_v0_1.json",
  "metadata_v0_1.json",
];

const GOLDENS: readonly Golden[] = [
  {
    seed: 20251101n,
    records: 200,
    digests: [
      "a7fcd9617a3fd6afba7fb4ff9fa962e4ae44366a0f2756c6a17eb67c3f872fab",
      "411044d888744ac7d484f2d4cfbb900b52630dbbfcc63e1ffb5fe6a5e7e83e2b",
      "6137b22bb0c5db863d79647260464f164c4e46846a1d9326a79d88be2852c1be",
      "2bedfa803f80ee7270102aee0a370d985916a3390ff3450b188f434e6bbc1515",
    ],
  },
  {
    seed: 42n,
    records: 30,
    digests: [
      "88144a53b3f15de06a3f788fdeddcd91e382dd279a281b9b6174202916c79936",
      "5d58fcfa649daa2d90555e8e13b5f3e4b03db99af6fe916451e525cfe7826482",
      "6f922eb37b39cd1c2f577c7fcd8bffde09afb6c31c15f6808886ce0f49ca86ff",
      "8754170bfb1185d7f598e5ef0475218f8488880ff91be1c973f6e80d06530068",
    ],
  },
  {
    seed: 0n,
    records: 0,
    digests: [
      "0fc36968455c724a7c1f0c98aee1243335b92fd401d5961b467b56ca9944ac6b",
      "4578655220536cac9cd8ddc8d5d76848bef869ca95f30665c11f257886828f65",
      "1c2d04b1b4b500d174b00e20c4fa778181bcf6815fbbf7093e281194f9281830",
      "3c63ab08380d57ff257b9f2d8bf607ccf71ad71a4b6583473e71592ba3bba637",
    ],
  },
  {
    seed: 0n,
    records: 1,
    digests: [
      "d598b78af05e77e5516b1eace29b7442b8edfcd472edb8aaa657910f265c76ab",
      "c418ebab82b8a7d296de68dc28bc3cc45ca94e3784d8b329f9999352fd6caba0",
      "9e4d9e46a6d34949b326d0538ee1a556842aaf05f84bc36a75bbba4b250acbc3",
      "5927d3eafa5ce278d2b375ee2cff0d1fe7ac8f2cdabc7f0f87bd9fc482c7becd",
    ],
  },
  {
    seed: -7n,
    records: 10,
    digests: [
      "6a24140ebad919ca6429fd07f10a9fbf31d4be381c588a84ad189904aba4b14a",
      "69a7cac445c5305b7db0ff532e167a0b391ae15a7943eabec286cfb471fbb29e",
      "90a685bcd69e4a023a7e27eac35da34e10c10287a052e6ba001c6243c918024a",
      "b4352d6e91a9f401992f817af067b89ad0058458aac95d58d3200c0304bf3b19",
    ],
  },
  {
    seed: 7n,
    records: 10,
    digests: [
      "6a24140ebad919ca6429fd07f10a9fbf31d4be381c588a84ad189904aba4b14a",
      "69a7cac445c5305b7db0ff532e167a0b391ae15a7943eabec286cfb471fbb29e",
      "3a6f34f91cc958251deddd32eb1f50147595a6bae9502096163dc4a760b75f23",
      "f8c3fca4caa34e30ca39ffcdc65141229a30b6dc9b20cbc9e09a8a143a45320f",
    ],
  },
  {
    seed: 18446744073709551617n,
    records: 5_000,
    digests: [
      "0898c1d83a30bc7ffdbf8b63d622054a5f1ea264a906df2e48e9ac8bd79b1d13",
      "be44c46da54ea55db5a0b93a5f3bf8be8c18af5b30cd026c28819c9d6db1290b",
      "768c7e974f5d6cd2428a2f1e301216cd6a37c48d564b5d87ed585ae6b3ded07b",
      "d331de44ceb2d8bd1d41148cbff1dedb1624c6e048b54a59d30e8468b9539b4b",
    ],
  },
  {
    seed: -1000000000000000000000000000000n,
    records: 4_096,
    digests: [
      "63d3c405e1449f64c37f668f7e527db9c36a1181dfc98236c803cc8b45370ff7",
      "4d7f3e885542db5bc1496e7bb16cf66b0ff6aff4ed71e4c6f03def5b4835910e",
      "b3a3614a8179a66d602d4915dd8553749edf0f5caee51d5f22f005cdb58cf4c4",
      "64886a366700fbd4196ee450ce29bb14d4323b55566c011ad907e72321ea98fe",
    ],
  },
  {
    seed: 1n,
    records: 4_097,
    digests: [
      "e77c0b021c7486a07254d24bfbaf6f9046fbc086f5d0066cd04d714822ff015f",
      "bf66206c435116317be2d96b16c2fe48cc34e9e2acc1062ef70a7b2fc25a15fd",
      "5f6ca5ddadc0e495baae9194278a277b7db11190257fcf881c4a66590d9a4980",
      "a6ca79d098788f81cc0ee49557485c6326bfcf13800ff7d9fda3f7422add337d",
    ],
  },
  {
    seed: 123n,
    records: 25_000,
    digests: [
      "65c29e78ff52d979587c91b69995fb0cb985ff532cd777d0c5917a7404ddb107",
      "bfb583f735aa452b109aed2ff324759c91a313af4c3c8f0488e20fb774b16115",
      "1ac9749ffc82b31ce21750ce698e1a34e23e7a99530e21f69f3d400f24998063",
      "0a9873c98675c572dffad196f17bfee310ba80633e7643f652ade68a7e0e2475",
    ],
  },
];

for (const { seed, records, digests } of GOLDENS) {
  for (const workerCount of records > 4096 ? [0, 1, 3] : [0]) {
    Deno.test(`v0.1 with seed ${seed}, ${records} records, ${workerCount} threads has its bytes`, async () => {
      await withFolder(async (folder) => {
        const plan = planRun({ dataset: "v0.1", seed, records });
        const { files } = await makeSnapshot(plan, join(folder, "out"), { workerCount });
        const made = new Map(files.map((file) => [file.path, file.sha256]));
        assertEquals(NAMES.map((name) => made.get(name)), [...digests]);
      });
    });
  }
}

/**
 * Compares this program's Snappy with the one of hyparquet-writer, on a page of persons:
 *
 *     deno run -A scripts/bench/snappy.ts
 *
 * @module
 */
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import { ByteBuffer } from "../../src/core/buffer.ts";
import { compressSnappy } from "../../src/export/_snappy.ts";
import { planRun, streamEntity } from "../../src/run.ts";

const ROUNDS = 15;

const plan = planRun({ dataset: "v0.1", records: 8000 });
const page = await new Blob([...streamEntity(plan, "persons", "csv")]).bytes();
const target = new ByteBuffer(new ArrayBuffer(page.length * 2));

const codecs: readonly [string, () => number][] = [
  ["own", () => {
    target.clear();
    compressSnappy(page, target);
    return target.length;
  }],
  ["hyparquet-writer", () => snappyCompress(page).length],
];
const speeds = new Map(codecs.map(([name]) => [name, [] as number[]]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, compress] of codecs) {
    const startMs = performance.now();
    const size = compress();
    speeds.get(name)!.push(page.length / (performance.now() - startMs) / 1000);
    if (round === 0) console.log(`${name}: ${page.length} bytes to ${size}`);
  }
}
for (const [name, values] of speeds) {
  console.log(`${name}: median ${Math.round(values.toSorted((a, b) => a - b)[ROUNDS >> 1]!)} MB/s`);
}

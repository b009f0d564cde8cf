/**
 * Where the time of a run goes: what each part costs in one thread, warm, without any file.
 *
 *     deno run -A scripts/bench/parts.ts
 *
 * @module
 */
import { ByteBuffer } from "../../src/core/buffer.ts";
import { startDigest } from "../../src/core/digest.ts";
import { findDataset } from "../../src/datasets/mod.ts";
import { listFiles } from "../../src/export/files.ts";
import { findFormat } from "../../src/export/mod.ts";
import { runLane } from "../../src/generate/lane.ts";
import { planRun } from "../../src/run.ts";

const CHUNK_ACCOUNTS = 1024;
const ACCOUNTS = 50 * CHUNK_ACCOUNTS;
const ROUNDS = 5;

const dataset = findDataset("v0.1");
const plan = planRun({ dataset: dataset.name, records: ACCOUNTS, seed: 5n });
const samples = new Map<string, { microseconds: number[]; accountBytes: number }>();

function record(name: string, elapsedMs: number, sizeBytes: number): void {
  const sample = samples.get(name) ?? { microseconds: [], accountBytes: sizeBytes / ACCOUNTS };
  sample.microseconds.push(elapsedMs / ACCOUNTS * 1000);
  samples.set(name, sample);
}

function measureRows(entity: string): void {
  const source = dataset.openRows(plan, [entity], CHUNK_ACCOUNTS);
  const startMs = performance.now();
  for (let made = 0; made < ACCOUNTS; made += CHUNK_ACCOUNTS) source.next(CHUNK_ACCOUNTS);
  record(`rows of ${entity}`, performance.now() - startMs, 0);
}

function measureBytes(format: string, entity: string): void {
  const files = listFiles(
    { ...plan, outputs: [{ format, entities: [entity] }] },
    dataset,
    findFormat,
  );
  const buffer = new ByteBuffer();
  const digest = startDigest();
  let sizeBytes = 0;
  let hashMs = 0;
  const startMs = performance.now();
  const takeBuffer = () => {
    buffer.clear();
    return buffer;
  };
  for (
    const { parts } of runLane(dataset, plan, files, { stride: 1, offset: 0 }, takeBuffer)
  ) {
    sizeBytes += parts[0]!.buffer.length;
    const hashFromMs = performance.now();
    digest.update(parts[0]!.buffer.written());
    hashMs += performance.now() - hashFromMs;
  }
  const elapsedMs = performance.now() - startMs;
  record(`${entity} as ${format}, rows included`, elapsedMs - hashMs, sizeBytes);
  record(`SHA-256 of ${entity} as ${format}`, hashMs, sizeBytes);
}

for (let round = 0; round < ROUNDS; round++) {
  for (const { plural } of dataset.entities) measureRows(plural);
  for (const { format, entities } of dataset.defaultOutputs) {
    for (const entity of entities) measureBytes(format, entity);
  }
}
console.log(`median of ${ROUNDS} rounds of ${ACCOUNTS} accounts, Deno ${Deno.version.deno}\n`);
for (const [name, { microseconds, accountBytes }] of samples) {
  const median = microseconds.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
  const speed = accountBytes === 0 ? "" : `${Math.round(accountBytes / median)} MB/s`;
  console.log(`${name.padEnd(36)} ${median.toFixed(2)} us/account  ${speed}`.trimEnd());
}

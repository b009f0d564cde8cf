/**
 * One run of one case: `measure.ts DATASET CASE RECORDS` prints a {@link Measurement} as JSON. The files go
 * to a folder below the system's temporary one and are removed.
 *
 * @module
 */
import { join } from "@std/path";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { listCases } from "./cases.ts";

/** What one run took. */
export interface Measurement {
  /** Accounts made; 0 where bytes alone were written. */
  readonly accounts: number;
  /** Rows of all files. */
  readonly rows: number;
  readonly elapsedMs: number;
  /** Bytes of all files. */
  readonly sizeBytes: number;
  /** Greatest resident memory of the process, in bytes; at the end of the run where the system keeps no peak. */
  readonly peakBytes: number;
}

const DISK_BYTES = 1_000_000_000;
const DISK_BLOCK_BYTES = 1 << 20;

function readPeakBytes(): number {
  try {
    const line = Deno.readTextFileSync("/proc/self/status").match(/^VmHWM:\s+(\d+) kB/m);
    if (line !== null) return Number(line[1]) * 1024;
  } catch {
    // Only Linux keeps this file.
  }
  return Deno.memoryUsage().rss;
}

/** Writes bytes that can't be compressed, as fast as the disk takes them, and syncs the file. */
async function measureDisk(folder: string): Promise<Measurement> {
  const block = new Uint8Array(DISK_BLOCK_BYTES);
  for (let at = 0; at < block.length; at += 65536) {
    crypto.getRandomValues(block.subarray(at, at + 65536));
  }
  const startMs = performance.now();
  using file = await Deno.open(join(folder, "bytes"), { write: true, create: true });
  let sizeBytes = 0;
  while (sizeBytes < DISK_BYTES) sizeBytes += await file.write(block);
  await file.sync();
  const elapsedMs = performance.now() - startMs;
  return { accounts: 0, rows: 0, elapsedMs, sizeBytes, peakBytes: readPeakBytes() };
}

async function measureCase(
  datasetName: string,
  name: string,
  accounts: number,
): Promise<Measurement> {
  const benchCase = listCases(datasetName).find((member) => member.name === name);
  if (benchCase === undefined) throw new TypeError(`no case "${name}"`);
  const { workerCount, request } = benchCase;
  const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
  try {
    if (request === undefined) return await measureDisk(folder);
    const plan = planRun({ seed: 7n, ...request, records: accounts });
    const startMs = performance.now();
    const { files } = await makeSnapshot(
      plan,
      join(folder, "out"),
      workerCount === undefined ? {} : { workerCount },
    );
    const elapsedMs = performance.now() - startMs;
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const rows = files.reduce((sum, { rowCount }) => sum + rowCount, 0);
    return { accounts, rows, elapsedMs, sizeBytes, peakBytes: readPeakBytes() };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [dataset, name, accounts] = Deno.args;
  console.log(JSON.stringify(await measureCase(dataset!, name!, Number(accounts))));
  Deno.exit();
}

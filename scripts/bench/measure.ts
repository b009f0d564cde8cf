/**
 * One run of one case: `measure.ts CASE RECORDS` prints a {@link Measurement} as JSON. The files go to a
 * folder below the system's temporary one and are removed.
 *
 * @module
 */
import { join } from "@std/path";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { BENCH_CASES } from "./cases.ts";

/** What one run took. */
export interface Measurement {
  readonly accounts: number;
  readonly elapsedMs: number;
  /** Bytes of all files. */
  readonly sizeBytes: number;
  /** Greatest resident memory of the process, in bytes; at the end of the run where the system keeps no peak. */
  readonly peakBytes: number;
}

function readPeakBytes(): number {
  try {
    const line = Deno.readTextFileSync("/proc/self/status").match(/^VmHWM:\s+(\d+) kB/m);
    if (line !== null) return Number(line[1]) * 1024;
  } catch {
    // Only Linux keeps this file.
  }
  return Deno.memoryUsage().rss;
}

async function measureCase(name: string, accounts: number): Promise<Measurement> {
  const benchCase = BENCH_CASES.find((member) => member.name === name);
  if (benchCase === undefined) throw new TypeError(`no case "${name}"`);
  const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
  try {
    const plan = planRun({ seed: 7n, ...benchCase.request, records: accounts });
    const { workerCount } = benchCase;
    const startMs = performance.now();
    const { files } = await makeSnapshot(
      plan,
      join(folder, "out"),
      workerCount === undefined ? {} : { workerCount },
    );
    const elapsedMs = performance.now() - startMs;
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    return { accounts, elapsedMs, sizeBytes, peakBytes: readPeakBytes() };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  console.log(JSON.stringify(await measureCase(Deno.args[0]!, Number(Deno.args[1]))));
  Deno.exit();
}

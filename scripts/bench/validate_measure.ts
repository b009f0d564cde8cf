/**
 * One validation of one snapshot: `validate_measure.ts FOLDER THREADS` prints a {@link ValidateMeasurement} as JSON.
 *
 * @module
 */
import { validateSnapshot } from "../../src/check.ts";

/** What one validation took. */
export interface ValidateMeasurement {
  readonly rows: number;
  readonly sizeBytes: number;
  readonly elapsedMs: number;
  /** Time of all threads on a core; 0 where the system does not tell. */
  readonly coreMs: number;
  /** Greatest resident memory of the process. */
  readonly peakBytes: number;
}

/** Ticks of a second in Linux's figures of a process. */
const TICKS = 100;

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Only Linux keeps this file.
    return "";
  }
}

/**
 * Time that all threads of this process were on a core.
 *
 * @returns Milliseconds, in steps of ten; 0 where the system does not tell.
 */
export function readCoreMs(): number {
  const fields = readText("/proc/self/stat").split(") ")[1]?.split(" ");
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) * 1000 / TICKS;
}

if (import.meta.main) {
  const [folder, threads] = Deno.args;
  const { ok, readRows, sizeBytes, durationMs } = await validateSnapshot(folder!, {
    workerCount: Number(threads),
  });
  if (!ok) throw new RangeError("the snapshot has faults");
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(readText("/proc/self/status"));
  const measurement: ValidateMeasurement = {
    rows: readRows,
    sizeBytes,
    elapsedMs: durationMs,
    coreMs: readCoreMs(),
    peakBytes: peak === null ? Deno.memoryUsage().rss : Number(peak[1]) * 1024,
  };
  console.log(JSON.stringify(measurement));
}

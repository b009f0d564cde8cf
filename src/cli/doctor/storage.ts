/**
 * Checks of folders and of the disk.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import { formatSize } from "../../core/units.ts";
import { type DoctorCheck, type DoctorFinding, type DoctorScope, finding } from "./check.ts";

/** Below this a default snapshot may not fit. */
const LEAST_BYTES = 50_000_000;
/** Below this a snapshot of a million records does not fit. */
const AMPLE_BYTES = 2_000_000_000;

/** Whether snapshots and runs can be written. */
export const foldersCheck: DoctorCheck = {
  name: "folders",
  async run(scope) {
    const { findRunsRoot, tryWrite } = await import("../../demo/runs_root.ts");
    const output = outputRoot(scope);
    const outputError = await tryWrite(output);
    const requested = scope.settings instanceof EsdhError ? undefined : scope.settings.demoRunsDir;
    const { env } = scope.context;
    let runs: string;
    try {
      runs = (await findRunsRoot({ env, os: Deno.build.os, requested })).path;
    } catch (error) {
      if (!(error instanceof EsdhError)) throw error;
      return finding("fail", error.message, error.hint);
    }
    if (outputError !== undefined) {
      return finding(
        "warn",
        `"${output}" can't be written (${outputError}); runs go to "${runs}"`,
        "generate needs --output-dir DIR, or ESDH_OUTPUT_ROOT, with a folder you may write to",
      );
    }
    return finding("pass", `"${output}" and "${runs}" can be written`);
  },
};

/** Whether there is room for a snapshot. */
export const diskCheck: DoctorCheck = {
  name: "disk",
  async run(scope): Promise<DoctorFinding> {
    const { findNearestFolder } = await import("../../demo/runs_root.ts");
    const folder = await findNearestFolder(outputRoot(scope));
    let freeBytes: number;
    try {
      const { statfs } = await import("node:fs/promises");
      const { bavail, bsize } = await statfs(folder);
      freeBytes = Number(bavail) * Number(bsize);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return finding("warn", `the free space of "${folder}" can't be measured: ${why}`);
    }
    const seen = `${formatSize(freeBytes)} free for "${folder}"`;
    if (freeBytes < LEAST_BYTES) {
      return finding("fail", seen, "free some space, or use another disk");
    }
    if (freeBytes >= AMPLE_BYTES) return finding("pass", seen);
    return finding("warn", seen, "a snapshot of a million records takes about 1.6 GB");
  },
};

function outputRoot({ settings }: DoctorScope): string {
  return settings instanceof EsdhError ? "." : settings.outputRoot;
}

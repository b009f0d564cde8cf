/**
 * The gate before a demonstration is shown: validates, runs the smoke checks, then does the whole flow
 * without them. The first two leave nothing behind.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { describeFileError } from "../core/system_error.ts";
import { runDemo } from "./demo.ts";
import type { DemoOptions, DemoReport } from "./scene.ts";
import { STEPS } from "./steps/mod.ts";

/** A stage of the gate. */
export interface GateStage {
  readonly name: string;
  readonly title: string;
  /** Names of the steps it does; undefined for all. */
  readonly steps?: readonly string[];
}

/** The stages, in the order they are done. */
export const GATE_STAGES: readonly GateStage[] = [
  {
    name: "validate",
    title: "Validate a fresh snapshot",
    steps: ["profile", "snapshot", "validate"],
  },
  {
    name: "smoke",
    title: "Run the smoke checks",
    steps: ["profile", "snapshot", "server", "health", "smoke"],
  },
  { name: "flow", title: "The whole flow, without smoke checks" },
];

/** A stage that was done. */
export interface StageOutcome {
  readonly stage: GateStage;
  readonly report: DemoReport;
}

/** How the gate is shown. */
export interface GateOptions {
  /** Told before a stage begins. */
  readonly onStart?: (stage: GateStage, index: number) => void;
  /** Told when a stage has ended. */
  readonly onDone?: (outcome: StageOutcome, index: number) => void;
}

/**
 * Runs the gate; it ends at the first stage that fails.
 *
 * @param options What is demonstrated; only the flow is drawn.
 * @param gate Who is told.
 * @returns The stages that were done; the gate is passed if none has a failure.
 */
export async function runGate(
  options: DemoOptions,
  gate: GateOptions = {},
): Promise<StageOutcome[]> {
  const outcomes: StageOutcome[] = [];
  for (const [index, stage] of GATE_STAGES.entries()) {
    gate.onStart?.(stage, index);
    const report = stage.steps === undefined
      ? await runDemo({ ...options, skipsSmoke: true })
      : await runAside(options, stage.steps);
    outcomes.push({ stage, report });
    gate.onDone?.(outcomes.at(-1)!, index);
    if (report.failure !== undefined) break;
  }
  return outcomes;
}

/** Does some steps in a temporary folder of runs, undrawn. */
async function runAside(options: DemoOptions, names: readonly string[]): Promise<DemoReport> {
  let folder: string;
  try {
    folder = await Deno.makeTempDir({ prefix: "esdh_gate_" });
  } catch (cause) {
    throw new EsdhError("IO", `can't make a temporary folder: ${describeFileError(cause)}`, {
      hint: "set TMPDIR (on Windows TEMP) to a folder you may write to",
      cause,
    });
  }
  try {
    const { screen: _screen, waitForNext: _wait, ...rest } = options;
    return await runDemo({
      ...rest,
      keepsServing: false,
      settings: { ...options.settings, demoRunsDir: folder },
    }, STEPS.filter((step) => names.includes(step.name)));
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

/**
 * The registry of steps: a line for each file beside this one, in the order they are done.
 *
 * @module
 */
import type { DemoStep } from "../scene.ts";
import { checkHealth } from "./check_health.ts";
import { chooseProfile } from "./choose_profile.ts";
import { makeRunSnapshot } from "./make_snapshot.ts";
import { previewRows } from "./preview_rows.ts";
import { runSmoke } from "./run_smoke.ts";
import { startApi } from "./start_api.ts";
import { validateRun } from "./validate_run.ts";

/** The steps of the demonstration. */
export const STEPS: readonly DemoStep[] = [
  chooseProfile,
  makeRunSnapshot,
  startApi,
  checkHealth,
  previewRows,
  validateRun,
  runSmoke,
];

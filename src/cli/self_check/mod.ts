/**
 * The list of checks of `esdh validate --all`, in the order they run.
 *
 * @module
 */
import { apiSelfCheck } from "./api.ts";
import type { SelfCheck } from "./check.ts";
import { commandLineSelfCheck } from "./command_line.ts";
import { determinismSelfCheck, prefixSelfCheck, referenceSelfCheck } from "./generator.ts";
import { schemaSelfCheck } from "./snapshot.ts";

/** All checks of the program itself. */
export const SELF_CHECKS: readonly SelfCheck[] = [
  schemaSelfCheck,
  determinismSelfCheck,
  prefixSelfCheck,
  referenceSelfCheck,
  commandLineSelfCheck,
  apiSelfCheck,
];

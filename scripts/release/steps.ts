/**
 * The steps of a release, in their order. A new one is written in a file of its own and named here.
 *
 * @module
 */
import { EXECUTABLES } from "./executables.ts";
import { LICENCES } from "./licences.ts";
import { NETWORK } from "./network.ts";
import type { ReleaseStep } from "./step.ts";

/** All steps. */
export const RELEASE_STEPS: readonly ReleaseStep[] = [
  LICENCES,
  EXECUTABLES,
  NETWORK,
];

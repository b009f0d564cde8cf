/**
 * The registry of checks of this machine: a line for each, in the order they are shown.
 *
 * @module
 */
import type { DoctorCheck } from "./check.ts";
import { certificatesCheck, portCheck, serverCheck } from "./network.ts";
import { clockCheck, configCheck, dataCheck, programCheck, terminalCheck } from "./program.ts";
import { diskCheck, foldersCheck } from "./storage.ts";

/** The checks. */
export const DOCTOR_CHECKS: readonly DoctorCheck[] = [
  programCheck,
  dataCheck,
  configCheck,
  foldersCheck,
  diskCheck,
  portCheck,
  certificatesCheck,
  serverCheck,
  clockCheck,
  terminalCheck,
];

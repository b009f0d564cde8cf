/**
 * The registry of smoke checks: a line for each, in the order they are done.
 *
 * @module
 */
import type { SmokeCheck } from "./check.ts";
import { errorAnswers } from "./error_answers.ts";
import { joinedRows } from "./joined_rows.ts";
import { markedRows } from "./marked_rows.ts";
import { hugeSeed, randomSeed, sameSeed } from "./same_seed.ts";
import { servedRows } from "./served_rows.ts";

/** The smoke checks. */
export const SMOKE_CHECKS: readonly SmokeCheck[] = [
  servedRows,
  markedRows,
  joinedRows,
  sameSeed,
  hugeSeed,
  randomSeed,
  errorAnswers,
];

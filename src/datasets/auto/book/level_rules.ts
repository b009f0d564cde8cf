/**
 * What the base rates and relativities of premiums must be: those of the published tables for what the vehicle, its
 * driver, the term and the coverage say.
 *
 * @module
 */
import type { LevelRule } from "../../../core/rule.ts";
import { COVER_LEVEL_RULES } from "./cover_levels.ts";
import { DRIVER_LEVEL_RULES } from "./driver_levels.ts";
import { TERM_LEVEL_RULES } from "./term_levels.ts";
import { VEHICLE_LEVEL_RULES } from "./vehicle_levels.ts";

/** Rules of what premiums are rated by. */
export const LEVEL_RULES: readonly LevelRule[] = [
  ...VEHICLE_LEVEL_RULES,
  ...TERM_LEVEL_RULES,
  ...DRIVER_LEVEL_RULES,
  ...COVER_LEVEL_RULES,
];

/**
 * What a vehicle is worth on the day of a loss, whatever the day at which the world is looked at.
 *
 * @module
 */
import valuesText from "../../../../data/auto/vehicle_values.csv" with { type: "text" };
import { VEHICLE_DRAWS, VEHICLE_ROWS } from "../account.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { once, parseLines } from "../tables.ts";
import { BODIES, BODY_NAMES, PROPULSIONS } from "../vehicle_lines.ts";
import { MODEL_COLUMNS } from "../vehicle_models.ts";
import { MSRPS, PROPULSION_CODES } from "../vehicle_prices.ts";

const GROUPS = ["car", "suv", "pickup", "van", "electric", "heavy"] as const;
const ELECTRIC = PROPULSIONS.indexOf("electric");
const AGES = 26;

const valueTable = once(() => {
  const lines = parseLines(valuesText);
  return {
    groups: Uint8Array.from(BODY_NAMES, (body) => GROUPS.indexOf(BODIES[body].value)),
    kept: Float64Array.from(
      GROUPS.flatMap((group) => lines.map((line) => Number(line[group]) / 1000)),
    ),
  };
});

/** What cash values are counted from. */
export interface CashBases {
  /** Price when new, more or less by the condition; US dollars. */
  readonly prices: Float64Array;
  /** Price when new: the value is never above it. */
  readonly most: Int32Array;
  /** First day of the model year, from which the age counts. */
  readonly births: Int32Array;
  /** Table of what is left. */
  readonly groups: Uint8Array;
}

const YEAR_DAYS = 365.2425;

/** What cash values of the vehicles are counted from. */
export const CASH_BASES: Fact<CashBases> = defineFact<CashBases>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { years, bodies } = chunk.get(MODEL_COLUMNS);
  const most = chunk.get(MSRPS);
  const drives = chunk.get(PROPULSION_CODES);
  const words = chunk.get(VEHICLE_DRAWS).words("value");
  const { groups: groupOf } = valueTable();
  const prices = makeRoom(kept?.prices, count, (length) => new Float64Array(length));
  const births = makeRoom(kept?.births, count, (length) => new Int32Array(length));
  const groups = makeRoom(kept?.groups, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const word = words[i]!;
    // The condition of `value`: four dice of 256 sides.
    const bell = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510;
    prices[i] = most[i]! * (1 + bell * (0.3 / 510));
    births[i] = Math.floor((years[i]! - 1970) * YEAR_DAYS + 0.5);
    groups[i] = drives[i] === ELECTRIC ? GROUPS.indexOf("electric") : groupOf[bodies[i]!]!;
  }
  return { prices, most, births, groups };
});

/**
 * Actual cash value of a vehicle on a day.
 *
 * @param bases {@link CASH_BASES} of the chunk.
 * @param vehicle Row of the vehicle.
 * @param day Days from 1970-01-01.
 * @returns Whole US dollars, in steps of 50, at least 300.
 */
export function cashValue(bases: CashBases, vehicle: number, day: number): number {
  const { kept } = valueTable();
  const age = Math.min(Math.max((day - bases.births[vehicle]!) / YEAR_DAYS, 0), AGES - 1.001);
  const whole = age | 0;
  const at = bases.groups[vehicle]! * AGES + whole;
  const share = kept[at]! + (kept[at + 1]! - kept[at]!) * (age - whole);
  const value = Math.floor(bases.prices[vehicle]! * share / 50 + 0.5) * 50;
  return Math.min(Math.max(value, 300), bases.most[vehicle]!);
}

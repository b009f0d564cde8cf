/**
 * Underwriting class of each vehicle: counted from what is known of it and its driver, never drawn.
 *
 * @module
 */
import { VEHICLE_ROWS } from "./account.ts";
import { BIRTH_DAYS, lastBirthOf } from "./births.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { DRIVERS_THERE } from "./presence.ts";
import { MILES, USE, USE_CODES } from "./vehicle_history.ts";
import { MODEL_COLUMNS, USER_GROUPS } from "./vehicle_models.ts";
import { SYMBOL_CODES } from "./vehicle_prices.ts";

/** Classes; a row holds an index in this list. */
export const RISK_RATINGS = ["Low", "Medium", "High"] as const;

/** What the risk class counts (grade C): points add up, 1 makes Medium, 3 make High. */
const POINTS = {
  teen: 3,
  young: 2,
  old: 1,
  dear: 1,
  business: 1,
  farFromHome: 1,
  medium: 1,
  heavy: 2,
} as const;

/** Symbol from which a vehicle is dear, yearly miles from which it is driven far. */
const DEAR_SYMBOL = 8;
const FAR_MILES = 18_000;

/** Risk class of each vehicle, an index in {@link RISK_RATINGS}. */
export const RISK_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const users = chunk.get(USER_GROUPS);
  const usage = chunk.get(USE_CODES);
  const drivers = chunk.get(DRIVERS_THERE);
  const symbols = chunk.get(SYMBOL_CODES);
  const { annual } = chunk.get(MILES);
  const births = chunk.get(BIRTH_DAYS);
  const [at20, at25, at75] = [20, 25, 75].map((years) => lastBirthOf(chunk.world, years)) as [
    number,
    number,
    number,
  ];
  const { gvwrs } = chunk.get(MODEL_COLUMNS);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const birth = births[drivers[i]!]!;
    const gvwr = gvwrs[i]!;
    let points = birth > at20
      ? POINTS.teen
      : birth > at25
      ? POINTS.young
      : birth <= at75
      ? POINTS.old
      : 0;
    if (users[i]! > 0 || usage[i] === USE.business) points += POINTS.business;
    if (symbols[i]! >= DEAR_SYMBOL) points += POINTS.dear;
    if (annual[i]! >= FAR_MILES) points += POINTS.farFromHome;
    if (gvwr >= 7) points += POINTS.heavy;
    else if (gvwr >= 4) points += POINTS.medium;
    out[i] = points >= 3 ? 2 : points >= 1 ? 1 : 0;
  }
  return out;
});

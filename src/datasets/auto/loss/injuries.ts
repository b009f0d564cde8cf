/**
 * Injuries of claimants: dear claims have the worse ones, mostly.
 *
 * @module
 */
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { defineDraws, type Draws } from "../draws.ts";
import type { Children } from "../children.ts";
import { once } from "../tables.ts";
import { injuries, KIND } from "./claim_tables.ts";
import { SEEN } from "./claims.ts";
import { CLAIMANT_CODES, isPersonOfAccount } from "./exposure_facts.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";

/** Injuries, the light ones first. */
const ORDER = [
  "psych_other",
  "other_sprain",
  "sprain_neck_back",
  "contusion",
  "concussion",
  "knee_shoulder",
  "disc",
  "fracture",
  "serious_brain_spine",
  "fatal",
] as const;

/** Cumulated shares of the injuries, in the order of {@link ORDER}. */
const bounds = once(() => {
  const { names, shares } = injuries();
  let sum = 0;
  return Float64Array.from(ORDER, (name) => sum += shares[names.indexOf(name)]!);
});

/** Worst injury of each size band, an index in {@link ORDER}. */
const WORST = [6, 7, 9] as const;
/** Share of the claims whose injury goes by their amount. */
const BY_AMOUNT = 0.7;

/** Words of the injuries. */
export const INJURY_WORDS: readonly string[] = ORDER;

/** Severity of each injury: killed, suspected serious, suspected minor, possible. */
export const SEVERITIES = ["K", "A", "B", "C"] as const;

/** Severity of each injury, an index in {@link SEVERITIES}. */
export const severityOf: () => Uint8Array = once(() => {
  const { names, severities } = injuries();
  return Uint8Array.from(
    ORDER,
    (name) => SEVERITIES.indexOf(severities[names.indexOf(name)] as "K"),
  );
});

/** Kinds of exposures that pay for an injury. */
export const INJURY_KINDS: readonly number[] = [
  KIND.BI,
  KIND.MED,
  KIND.PIP,
  KIND.UMBI,
  KIND.UIMBI,
];

/** Random words of the exposures that are seen. */
export const SEEN_DRAWS: Fact<Draws> = defineDraws(
  "exposure",
  defineFact((chunk): Children => chunk.get(SEEN)),
);

/** Injuries of the exposures. */
export interface Injuries {
  /** Index in {@link INJURY_WORDS}. */
  readonly codes: Uint8Array;
  readonly severities: Uint8Array;
  /** 1 where somebody is hurt. */
  readonly validity: Uint8Array;
  /** Day of death; 0 for none. */
  readonly deaths: Int32Array;
}

/** Injuries of the exposures that are seen. */
export const INJURIES: Fact<Injuries> = defineFact<Injuries>((chunk, kept) => {
  const { count, rows } = chunk.get(SEEN);
  const { kinds, bands, opened, incidents } = chunk.get(EXPOSURES);
  const { days } = chunk.get(INCIDENTS);
  const draws = chunk.get(SEEN_DRAWS);
  const words = draws.words("injury");
  const amounts = draws.words("amount");
  const limits = bounds();
  const severity = severityOf();
  const claimants = chunk.get(CLAIMANT_CODES);
  const codes = makeRoom(kept?.codes, count, (length) => new Uint8Array(length));
  const severities = makeRoom(kept?.severities, count, (length) => new Uint8Array(length));
  const validity = makeRoom(kept?.validity, count, (length) => new Uint8Array(length));
  const deaths = makeRoom(kept?.deaths, count, (length) => new Int32Array(length));
  const last = ORDER.length - 1;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const isHurt = INJURY_KINDS.includes(kinds[row]!);
    validity[i] = isHurt ? 1 : 0;
    codes[i] = 0;
    severities[i] = 0;
    deaths[i] = 0;
    if (!isHurt) continue;
    const word = words[i]! >>> 0;
    const byAmount = (word & 0xff) < BY_AMOUNT * 256;
    const place = (byAmount ? amounts[i]! >>> 0 : word) / 2 ** 32;
    let code = 0;
    while (code < last && place >= limits[code]!) code++;
    code = Math.min(code, WORST[bands[row]!]!);
    // Persons of the account live: they drive, and renew, afterwards.
    if (code === last && isPersonOfAccount(claimants[i]!)) code = last - 1;
    codes[i] = code;
    severities[i] = severity[code]!;
    if (severities[i] === 0) {
      const loss = days[incidents[row]!]!;
      deaths[i] = Math.min(loss + ((word >>> 8) & 7) * ((word >>> 11) & 1), opened[row]!);
    }
  }
  return { codes, severities, validity, deaths };
});

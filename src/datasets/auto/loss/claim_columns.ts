/**
 * Columns of claims that are neither drawn for the incident nor events: numbers, sums, who reported it.
 *
 * @module
 */
import { openPermutation } from "../../../random/permutation.ts";
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { defineDraws, type Draws } from "../draws.ts";
import type { Children } from "../children.ts";
import { TextRoom, writeNumbers } from "../texts.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";
import { once } from "../tables.ts";
import { defineShared } from "../world.ts";
import { TIME, times } from "./claim_relativities.ts";
import { timeOfCause, timeOfGroup } from "./claim_rates.ts";
import { causes, GROUP, KIND } from "./claim_tables.ts";
import { CLAIMS, SEEN } from "./claims.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";
import { LEDGER } from "./ledger.ts";

/** Number of claims. */
export const CLAIM_COUNT: Fact<number> = defineFact((chunk) => chunk.get(CLAIMS).count);

const CLAIM_DRAWS: Fact<Draws> = defineDraws(
  "claim",
  defineFact((chunk): Children => chunk.get(CLAIMS)),
);

/** Claim numbers there are: 13 digits. */
const NUMBERS = 10_000_000_000_000;
const NUMBER_DIGITS = 13;

const PERMUTATION = defineShared((world) =>
  openPermutation(world.stream("claim"), "claim_number", NUMBERS)
);

/** Claim numbers: `CLM` and 13 digits, unique by a keyed permutation of the row's index. */
export const CLAIM_NUMBERS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count, indices } = chunk.get(CLAIMS);
  const values = new Float64Array(count);
  chunk.world.get(PERMUTATION).fill(indices, count, values);
  return writeNumbers(kept ?? new TextRoom(), "CLM", NUMBER_DIGITS, values, count);
});

/** Sums of a claim over its exposures, cents, and what else is counted over them. */
export interface ClaimSums {
  readonly paid: Int32Array;
  readonly outstanding: Int32Array;
  readonly incurred: Int32Array;
  readonly recovered: Int32Array;
  readonly exposures: Int32Array;
  readonly injured: Int32Array;
  readonly totals: Uint8Array;
  /** 0 none, 1 an attorney acts, 2 a suit was filed. */
  readonly litigations: Uint8Array;
}

const INJURY_KINDS = [KIND.BI, KIND.MED, KIND.PIP, KIND.UMBI, KIND.UIMBI] as number[];

/** Sums of the claims. */
export const CLAIM_SUMS: Fact<ClaimSums> = defineFact<ClaimSums>((chunk, kept) => {
  const { count } = chunk.get(CLAIMS);
  const { count: seenCount, rows, claims } = chunk.get(SEEN);
  const { sums } = chunk.get(LEDGER);
  const { kinds, totals: ofExposure, attorneys, suits } = chunk.get(EXPOSURES);
  const asOf = chunk.world.get(AS_OF);
  const int = (from: Int32Array | undefined) => {
    const out = makeRoom(from, count, (length) => new Int32Array(length));
    out.fill(0, 0, count);
    return out;
  };
  const byte = (from: Uint8Array | undefined) => {
    const out = makeRoom(from, count, (length) => new Uint8Array(length));
    out.fill(0, 0, count);
    return out;
  };
  const out = {
    paid: int(kept?.paid),
    outstanding: int(kept?.outstanding),
    incurred: int(kept?.incurred),
    recovered: int(kept?.recovered),
    exposures: int(kept?.exposures),
    injured: int(kept?.injured),
    totals: byte(kept?.totals),
    litigations: byte(kept?.litigations),
  };
  for (let seen = 0; seen < seenCount; seen++) {
    const row = rows[seen]!;
    const claim = claims[seen]!;
    out.paid[claim]! += sums.paidIndemnity[seen]! + sums.paidExpense[seen]!;
    out.outstanding[claim]! += sums.openIndemnity[seen]! + sums.openExpense[seen]!;
    out.recovered[claim]! += sums.salvage[seen]! + sums.subrogation[seen]!;
    out.exposures[claim]!++;
    if (INJURY_KINDS.includes(kinds[row]!)) out.injured[claim]!++;
    if (ofExposure[row] === 1) out.totals[claim] = 1;
    const has = (day: number) => day > 0 && day <= asOf;
    const stage = has(suits[row]!) ? 2 : has(attorneys[row]!) ? 1 : 0;
    out.litigations[claim] = Math.max(out.litigations[claim]!, stage);
  }
  for (let claim = 0; claim < count; claim++) {
    out.incurred[claim] = out.paid[claim]! + out.outstanding[claim]!;
  }
  return out;
});

/** Who reports; a row holds an index in this list. */
export const REPORTERS = [
  "insured",
  "claimant",
  "agent",
  "other_insurer",
  "attorney",
  "other",
] as const;
/** How it is reported; likewise. */
export const CHANNELS = ["phone", "web_or_app", "agent_office", "mail_or_email"] as const;

const reports = once(() => ({
  // Who is hurt may send an attorney, whoever's thing is broken his insurer; what befalls one's own vehicle one
  // reports oneself.
  reporters: new ChoiceTables([
    [60, 14, 9, 8, 7, 2],
    [66, 15, 9, 8, 0, 2],
    [88, 0, 11, 0, 0, 1],
  ]),
  channels: new ChoiceTables([[58, 29, 9, 4]]),
}));

/** How claims came in. */
export interface Reports {
  readonly hours: Int32Array;
  readonly reporters: Uint8Array;
  readonly channels: Uint8Array;
  readonly police: Uint8Array;
}

/** Share of crashes and thefts with a police report. */
const POLICE_SHARE = 0.58;

/** Who is concerned by a claim: 0 someone who is hurt, 1 others' things, 2 the insured alone. */
function reachOf(kinds: Uint8Array, first: number, last: number): number {
  let reach = 2;
  for (let row = first; row < last; row++) {
    if (INJURY_KINDS.includes(kinds[row]!) || kinds[row]! >= KIND.HIRED!) return 0;
    if (kinds[row] === KIND.PD) reach = 1;
  }
  return reach;
}

/** How claims came in, and the hour of the loss. */
export const REPORTS: Fact<Reports> = defineFact<Reports>((chunk, kept) => {
  const { count, incidents, firsts, lasts } = chunk.get(CLAIMS);
  const { kinds } = chunk.get(EXPOSURES);
  const { groups, causes: codes } = chunk.get(INCIDENTS);
  const draws = chunk.get(CLAIM_DRAWS);
  const hourWords = draws.words("loss_hour");
  const reporterWords = draws.words("reported_by");
  const channelWords = draws.words("reported_through");
  const policeWords = draws.words("police_report");
  const { hours: hourTables } = times();
  const { names } = causes();
  const tables = reports();
  const hours = makeRoom(kept?.hours, count, (length) => new Int32Array(length));
  const reporters = makeRoom(kept?.reporters, count, (length) => new Uint8Array(length));
  const channels = makeRoom(kept?.channels, count, (length) => new Uint8Array(length));
  const police = makeRoom(kept?.police, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const incident = incidents[i]!;
    const group = groups[incident]!;
    const name = names[codes[incident]!]!;
    const column = group === GROUP.comprehensive ? timeOfCause(name) : timeOfGroup(group);
    // Breakdowns happen when people drive.
    hours[i] = hourTables.pick(hourWords[i]!, group === GROUP.roadside ? TIME.COLL : column);
    const isCrash = group <= GROUP.single;
    const parties = reachOf(kinds, firsts[i]!, lasts[i]!);
    reporters[i] = tables.reporters.pick(reporterWords[i]!, isCrash ? parties : 2);
    channels[i] = tables.channels.pick(channelWords[i]!, 0);
    const asksPolice = isCrash || name.startsWith("theft") || name === "vandalism";
    police[i] = asksPolice && (policeWords[i]! >>> 0) < POLICE_SHARE * 2 ** 32 ? 1 : 0;
  }
  return { hours, reporters, channels, police };
});

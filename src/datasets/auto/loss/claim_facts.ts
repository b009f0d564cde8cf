/**
 * What is known of claims: when, where and why, and what they refer to.
 *
 * @module
 */
import { PERSON_ROWS, STATES, VEHICLE_ROWS } from "../account.ts";
import { PLANNED_PERIODS, PLANNED_RISKS } from "../book/facts.ts";
import type { Chunk, Fact } from "../chunk.ts";
import { places } from "../places.ts";
import { CLAIM_COUNT } from "./claim_columns.ts";
import { GROUP } from "./claim_tables.ts";
import { CLAIMS } from "./claims.ts";
import { CIRCUMSTANCES } from "./drafts.ts";
import { INCIDENTS } from "./incidents.ts";
import {
  defineBytes,
  defineIdsOf,
  defineIndices,
  defineInts,
  type Ids,
  type Indexed,
} from "./loss_fields.ts";
import { LOSS_DRIVERS, LOSS_ZIPS, statesOfZips } from "./loss_places.ts";

/** Kinds of losses, by group of causes. */
export const LOSS_KINDS = ["collision", "comprehensive", "roadside"] as const;
const LOSS_KIND_OF = [0, 0, 0, 1, 2] as const;

/** Gives something of the incident of each claim. */
function ofIncident(
  look: (chunk: Chunk) => ArrayLike<number>,
): (chunk: Chunk) => (claim: number) => number {
  return (chunk) => {
    const { incidents } = chunk.get(CLAIMS);
    const values = look(chunk);
    return (claim) => values[incidents[claim]!]!;
  };
}

/** Day of the loss of each claim. */
export const LOSS_DAYS: Fact<Int32Array> = defineInts(
  CLAIM_COUNT,
  ofIncident((chunk) => chunk.get(INCIDENTS).days),
);
/** Share of the fault of the insured driver, per cent. */
export const FAULTS: Fact<Int32Array> = defineInts(
  CLAIM_COUNT,
  ofIncident((chunk) => chunk.get(CIRCUMSTANCES).faults),
);
/** The other party, an index in `OTHER_PARTIES`. */
export const OTHERS: Fact<Uint8Array> = defineBytes(
  CLAIM_COUNT,
  ofIncident((chunk) => chunk.get(CIRCUMSTANCES).others),
);
/** Cause of the loss. */
export const CAUSE_CODES: Fact<Uint8Array> = defineBytes(
  CLAIM_COUNT,
  ofIncident((chunk) => chunk.get(INCIDENTS).causes),
);
/** Kind of the loss, an index in {@link LOSS_KINDS}. */
export const LOSS_KIND_CODES: Fact<Uint8Array> = defineBytes(CLAIM_COUNT, (chunk) => {
  const group = ofIncident((each) => each.get(INCIDENTS).groups)(chunk);
  return (claim) => LOSS_KIND_OF[group(claim)]!;
});
/** ZIP code of the loss, counted in the table of places. */
export const LOSS_ZIP_CODES: Fact<Int32Array> = defineInts(
  CLAIM_COUNT,
  ofIncident((chunk) => chunk.get(LOSS_ZIPS)),
);
/** City of the loss, likewise. */
export const LOSS_PLACES: Fact<Int32Array> = defineInts(CLAIM_COUNT, (chunk) => {
  const zip = ofIncident((each) => each.get(LOSS_ZIPS))(chunk);
  const { zipPlaces } = places();
  return (claim) => zipPlaces[zip(claim)]!;
});
/** State of the loss. */
export const LOSS_STATES: Fact<Uint8Array> = defineBytes(CLAIM_COUNT, (chunk) => {
  const zip = ofIncident((each) => each.get(LOSS_ZIPS))(chunk);
  const table = statesOfZips();
  return (claim) => table[zip(claim)]!;
});
/** State of the policy. */
export const POLICY_STATES: Fact<Uint8Array> = defineBytes(CLAIM_COUNT, (chunk) => {
  const { parents } = chunk.get(CLAIMS);
  const of = chunk.get(STATES);
  return (claim) => of[parents[claim]!]!;
});
/** Crashes go by the law of their place, other losses by that of the policy. */
export const JURISDICTIONS: Fact<Uint8Array> = defineBytes(CLAIM_COUNT, (chunk) => {
  const group = ofIncident((each) => each.get(INCIDENTS).groups)(chunk);
  const loss = chunk.get(LOSS_STATES);
  const policy = chunk.get(POLICY_STATES);
  return (claim) => (group(claim) <= GROUP.single ? loss : policy)[claim]!;
});
/** Catastrophe, 0 where there is none. */
export const EVENTS: Fact<Int32Array> = defineInts(CLAIM_COUNT, (chunk) => {
  const event = ofIncident((each) => each.get(INCIDENTS).events)(chunk);
  return (claim) => Math.max(event(claim), 0);
});
/** 1 for a loss of a catastrophe. */
export const HAS_EVENT: Fact<Uint8Array> = defineBytes(CLAIM_COUNT, (chunk) => {
  const event = ofIncident((each) => each.get(INCIDENTS).events)(chunk);
  return (claim) => event(claim) >= 0 ? 1 : 0;
});

/** Identifiers of the accounts. */
export const CLAIM_ACCOUNT_IDS: Fact<Ids> = defineIdsOf(
  "account",
  (chunk) => chunk.get(accountIndices),
);
const accountIndices = defineIndices(CLAIM_COUNT, (chunk) => {
  const { parents } = chunk.get(CLAIMS);
  return (claim) => chunk.start + parents[claim]!;
});
/** Row indices of the terms. */
export const CLAIM_PERIODS: Fact<Indexed> = defineIndices(CLAIM_COUNT, (chunk) => {
  const risk = ofIncident((each) => each.get(INCIDENTS).risks)(chunk);
  const { periods } = chunk.get(PLANNED_RISKS);
  const { indices } = chunk.get(PLANNED_PERIODS);
  return (claim) => indices[periods[risk(claim)]!]!;
});
/** Row indices of the vehicles, -1 for none. */
export const CLAIM_VEHICLES: Fact<Indexed> = defineIndices(CLAIM_COUNT, (chunk) => {
  const risk = ofIncident((each) => each.get(INCIDENTS).risks)(chunk);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const { indices } = chunk.get(VEHICLE_ROWS);
  return (claim) => {
    const row = vehicles[risk(claim)]!;
    return row < 0 ? -1 : indices[row]!;
  };
});
/** Row indices of who drove, -1 for nobody. */
export const CLAIM_DRIVERS: Fact<Indexed> = defineIndices(CLAIM_COUNT, (chunk) => {
  const driver = ofIncident((each) => each.get(LOSS_DRIVERS))(chunk);
  const { indices } = chunk.get(PERSON_ROWS);
  return (claim) => {
    const row = driver(claim);
    return row < 0 ? -1 : indices[row]!;
  };
});

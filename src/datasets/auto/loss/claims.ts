/**
 * Claims and exposures as they are known on the plan's day.
 *
 * @module
 */
import { AS_OF } from "../births.ts";
import { isPolicy, PLANNED_RISKS } from "../book/facts.ts";
import { REMOVALS } from "../book/removals.ts";
import { type Children, makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";
import { TOTAL_LOSSES } from "./total_losses.ts";

/** Claims that were reported by the plan's day. */
export interface Claims extends Children {
  readonly incidents: Int32Array;
  /** First exposure of each, and the one behind its last. */
  readonly firsts: Int32Array;
  readonly lasts: Int32Array;
  readonly reported: Int32Array;
}

/**
 * 1 for each incident that happened: what would have befallen a vehicle after its total loss, or a policy that ended
 * with its last vehicle, did not.
 */
export const HAPPENED: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, risks, days } = chunk.get(INCIDENTS);
  const totals = chunk.get(TOTAL_LOSSES);
  const { ends } = chunk.get(REMOVALS);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let incident = 0; incident < count; incident++) {
    const risk = risks[incident]!;
    const day = days[incident]!;
    const vehicle = vehicles[risk]!;
    const total = isPolicy(vehicles, risk) ? -1 : totals.incidents[vehicle]!;
    const isBefore = total < 0 || total === incident || day < totals.days[vehicle]!;
    out[incident] = day < ends[risk]! && isBefore ? 1 : 0;
  }
  return out;
});

/** Claims: incidents that happened, with an exposure, and were reported by the plan's day. */
export const CLAIMS: Fact<Claims> = defineFact<Claims>((chunk, kept) => {
  const incidents = chunk.get(INCIDENTS);
  const exposures = chunk.get(EXPOSURES);
  const happened = chunk.get(HAPPENED);
  const asOf = chunk.world.get(AS_OF);
  const room = incidents.count;
  const out = {
    offsets: kept?.offsets ?? new Int32Array(0),
    parents: makeRoom(kept?.parents, room, (length) => new Int32Array(length)),
    ordinals: makeRoom(kept?.ordinals, room, (length) => new Int32Array(length)),
    indices: makeRoom(kept?.indices, room, (length) => new Float64Array(length)),
    incidents: makeRoom(kept?.incidents, room, (length) => new Int32Array(length)),
    firsts: makeRoom(kept?.firsts, room, (length) => new Int32Array(length)),
    lasts: makeRoom(kept?.lasts, room, (length) => new Int32Array(length)),
    reported: makeRoom(kept?.reported, room, (length) => new Int32Array(length)),
  };
  let count = 0;
  for (let first = 0; first < exposures.count;) {
    const incident = exposures.incidents[first]!;
    let last = first;
    let reported = Infinity;
    for (; last < exposures.count && exposures.incidents[last] === incident; last++) {
      reported = Math.min(reported, exposures.opened[last]!);
    }
    if (reported <= asOf && happened[incident] === 1) {
      out.parents[count] = incidents.parents[incident]!;
      out.ordinals[count] = incidents.ordinals[incident]!;
      out.indices[count] = incidents.indices[incident]!;
      out.incidents[count] = incident;
      out.firsts[count] = first;
      out.lasts[count] = last;
      out.reported[count] = reported;
      count++;
    }
    first = last;
  }
  return { ...out, count };
});

/** Exposures that were opened by the plan's day. */
export interface SeenExposures extends Children {
  /** Row of each in the exposures. */
  readonly rows: Int32Array;
  /** Claim of each. */
  readonly claims: Int32Array;
}

/** Exposures of the claims that were opened by the plan's day. */
export const SEEN: Fact<SeenExposures> = defineFact<SeenExposures>((chunk, kept) => {
  const claims = chunk.get(CLAIMS);
  const exposures = chunk.get(EXPOSURES);
  const asOf = chunk.world.get(AS_OF);
  const room = exposures.count;
  const out = {
    offsets: kept?.offsets ?? new Int32Array(0),
    parents: makeRoom(kept?.parents, room, (length) => new Int32Array(length)),
    ordinals: makeRoom(kept?.ordinals, room, (length) => new Int32Array(length)),
    indices: makeRoom(kept?.indices, room, (length) => new Float64Array(length)),
    rows: makeRoom(kept?.rows, room, (length) => new Int32Array(length)),
    claims: makeRoom(kept?.claims, room, (length) => new Int32Array(length)),
  };
  let count = 0;
  for (let claim = 0; claim < claims.count; claim++) {
    for (let row = claims.firsts[claim]!; row < claims.lasts[claim]!; row++) {
      if (exposures.opened[row]! > asOf) continue;
      out.parents[count] = claims.parents[claim]!;
      out.ordinals[count] = exposures.slots[row]!;
      out.indices[count] = exposures.indices[row]!;
      out.rows[count] = row;
      out.claims[count] = claim;
      count++;
    }
  }
  return { ...out, count };
});

/** What was last known of something that opens, closes and may open again. */
export interface States {
  /** 0 open, 1 closed, 2 reopened. */
  readonly statuses: Uint8Array;
  /** First close; 0 for none. */
  readonly firstCloses: Int32Array;
  /** Last reopening; 0 for none. */
  readonly reopenings: Int32Array;
  /** Close, where it is closed; else 0. */
  readonly closes: Int32Array;
}

/** Statuses; a row holds an index in this list. */
export const STATUSES = ["open", "closed", "reopened"] as const;

function makeStates(kept: States | undefined, room: number): States {
  return {
    statuses: makeRoom(kept?.statuses, room, (length) => new Uint8Array(length)),
    firstCloses: makeRoom(kept?.firstCloses, room, (length) => new Int32Array(length)),
    reopenings: makeRoom(kept?.reopenings, room, (length) => new Int32Array(length)),
    closes: makeRoom(kept?.closes, room, (length) => new Int32Array(length)),
  };
}

/** States of the exposures on the plan's day. */
export const EXPOSURE_STATES: Fact<States> = defineFact<States>((chunk, kept) => {
  const { count, rows } = chunk.get(SEEN);
  const { closed, reopened, reclosed } = chunk.get(EXPOSURES);
  const asOf = chunk.world.get(AS_OF);
  const out = makeStates(kept, count);
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const isClosed = closed[row]! <= asOf;
    const isReopened = reopened[row]! > 0 && reopened[row]! <= asOf;
    const isReclosed = isReopened && reclosed[row]! <= asOf;
    out.firstCloses[i] = isClosed ? closed[row]! : 0;
    out.reopenings[i] = isReopened ? reopened[row]! : 0;
    out.closes[i] = isReclosed ? reclosed[row]! : isClosed && !isReopened ? closed[row]! : 0;
    out.statuses[i] = out.closes[i]! > 0 ? 1 : isReopened ? 2 : 0;
  }
  return out;
});

/** Times something is open in: at most two of each of sixteen exposures. */
const MOST_SPELLS = 32;

/**
 * States of the claims: open while an exposure is; what is opened after all others had closed opens the claim
 * again.
 */
export const CLAIM_STATES: Fact<States> = defineFact<States>((chunk, kept) => {
  const { count, firsts, lasts } = chunk.get(CLAIMS);
  const { opened, closed, reopened, reclosed } = chunk.get(EXPOSURES);
  const asOf = chunk.world.get(AS_OF);
  const out = makeStates(kept, count);
  const starts = new Int32Array(MOST_SPELLS);
  const ends = new Int32Array(MOST_SPELLS);
  for (let i = 0; i < count; i++) {
    let spells = 0;
    const add = (start: number, end: number) => {
      if (start > asOf) return;
      let at = spells++;
      for (; at > 0 && starts[at - 1]! > start; at--) {
        starts[at] = starts[at - 1]!;
        ends[at] = ends[at - 1]!;
      }
      starts[at] = start;
      ends[at] = end;
    };
    for (let row = firsts[i]!; row < lasts[i]!; row++) {
      add(opened[row]!, closed[row]!);
      if (reopened[row]! > 0) add(reopened[row]!, reclosed[row]!);
    }
    let end = ends[0]!;
    let firstClose = 0;
    let reopening = 0;
    for (let at = 1; at < spells; at++) {
      if (starts[at]! > end) {
        if (firstClose === 0) firstClose = end;
        reopening = starts[at]!;
      }
      end = Math.max(end, ends[at]!);
    }
    const isClosed = end <= asOf;
    if (isClosed && firstClose === 0) firstClose = end;
    out.firstCloses[i] = firstClose;
    out.reopenings[i] = reopening;
    out.closes[i] = isClosed ? end : 0;
    out.statuses[i] = isClosed ? 1 : reopening > 0 ? 2 : 0;
  }
  return out;
});

/**
 * What happens to the vehicles of the book: crashes, other losses and breakdowns, each on a day on which the
 * vehicle is insured, whether or not a coverage pays for it. And crashes with autos that a business hires or that
 * are its employees': they are of its policy and of none of its vehicles.
 *
 * One number is drawn for each risk (a vehicle in a term, or the policy itself); the few events are then thinned to
 * the risk's rate and to the season, so that most risks cost no more than that draw.
 *
 * @module
 */
import { RowStates } from "../../../random/stream.ts";
import { CLASSES, STATES } from "../account.ts";
import { ADDRESS_ZIPS } from "../addresses.ts";
import { AS_OF, BIRTH_DAYS } from "../births.ts";
import {
  BOOK_STRIDES,
  isPolicy,
  PLANNED_PERIODS,
  PLANNED_RISKS,
  POLICY_CHOICES,
} from "../book/facts.ts";
import { type Children, makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { defineDraws, type Draws } from "../draws.ts";
import { places } from "../places.ts";
import { HOUSEHOLD } from "../strata.ts";
import { GARAGES } from "../vehicle_drivers.ts";
import { CATASTROPHES, EVENT_SHARE, monthOf, PERILS } from "./catastrophes.ts";
import { lineRates, policyRate, timeOfCause, timeOfGroup } from "./claim_rates.ts";
import { RELATIVE, RELATIVES, relativities, TIMES, times } from "./claim_relativities.ts";
import { causes, GROUP, GROUPS } from "./claim_tables.ts";
import { countLevels } from "./samplers.ts";

/** Row indices of incidents that an account takes: account index x this + its count. */
export const INCIDENT_STRIDE = 4096;
/** First of the row indices that crashes with autos not owned take, one each term: behind those of the vehicles. */
const POLICY_INCIDENTS = INCIDENT_STRIDE - BOOK_STRIDES.period;

const YEAR_DAYS = 365.25;
const TWO_32 = 2 ** 32;
const WIDTH = RELATIVES.length;

/** Risks and how often something happens to them. */
interface RiskRates {
  readonly lines: Uint8Array;
  readonly states: Uint8Array;
  /** Relativities, `risk * 6 + column`. */
  readonly relatives: Float64Array;
  /** Expected candidates over the whole risk; 0 for the policy itself, which has one at most. */
  readonly means: Float64Array;
}

/** Relativities and rates of each risk. */
export const RISK_RATES: Fact<RiskRates> = defineFact<RiskRates>((chunk, kept) => {
  const { count, periods, vehicles, drivers, starts, ends } = chunk.get(PLANNED_RISKS);
  const { accounts } = chunk.get(PLANNED_PERIODS);
  const classes = chunk.get(CLASSES);
  const where = chunk.get(STATES);
  const births = chunk.get(BIRTH_DAYS);
  const garages = chunk.get(GARAGES);
  const zips = chunk.get(ADDRESS_ZIPS);
  const { zipPlaces } = places();
  const table = relativities();
  const rates = lineRates();
  const lines = makeRoom(kept?.lines, count, (length) => new Uint8Array(length));
  const states = makeRoom(kept?.states, count, (length) => new Uint8Array(length));
  const means = makeRoom(kept?.means, count, (length) => new Float64Array(length));
  const relatives = makeRoom(
    kept?.relatives,
    count * WIDTH,
    (length) => new Float64Array(length),
  );
  for (let risk = 0; risk < count; risk++) {
    const account = accounts[periods[risk]!]!;
    const line = classes[account] === HOUSEHOLD ? 0 : 1;
    const state = where[account]!;
    lines[risk] = line;
    states[risk] = state;
    if (isPolicy(vehicles, risk)) {
      relatives.fill(1, risk * WIDTH, (risk + 1) * WIDTH);
      means[risk] = 0;
      continue;
    }
    const age = Math.min(((starts[risk]! - births[drivers[risk]!]!) / YEAR_DAYS) | 0, 110);
    const byAge = age * WIDTH;
    const byPlace = zipPlaces[zips[garages[vehicles[risk]!]!]!]! * WIDTH;
    const byState = state * WIDTH;
    const at = risk * WIDTH;
    for (let column = 0; column < WIDTH; column++) {
      relatives[at + column] = table.places[byPlace + column]! * table.states[byState + column]! *
        (line === 0 ? table.ages[byAge + column]! : 1);
    }
    const { candidates } = rates[line]!;
    means[risk] = (ends[risk]! - starts[risk]!) / YEAR_DAYS * (
      candidates[GROUP.atFault]! * relatives[at + RELATIVE.PD]! +
      (candidates[GROUP.otherFault]! + candidates[GROUP.single]!) *
        relatives[at + RELATIVE.COLL]! +
      candidates[GROUP.comprehensive]! * relatives[at + RELATIVE.COMP]! +
      candidates[GROUP.roadside]!
    );
  }
  return { lines, states, relatives, means };
});

/**
 * Risks in the order of accounts, terms and the days on which they begin, so that one which is not known yet
 * on an earlier day comes behind all that are.
 */
const RISK_ORDER: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, periods, starts } = chunk.get(PLANNED_RISKS);
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let risk = 0; risk < count; risk++) {
    let at = risk;
    // Nearly all begin with their term.
    for (; at > 0; at--) {
      const before = out[at - 1]!;
      if (periods[before] !== periods[risk] || starts[before]! <= starts[risk]!) break;
      out[at] = before;
    }
    out[at] = risk;
  }
  return out;
});

/** Events that may happen, before they are thinned. */
interface Candidates extends Children {
  readonly risks: Int32Array;
  /** Share of the candidates that happen. */
  readonly shares: Float64Array;
}

/** Candidates of all risks that begin before the plan's day, so that their counts never change. */
const CANDIDATES: Fact<
  Candidates & { readonly riskStates: RowStates; readonly words: Int32Array }
> = defineFact((chunk, kept) => {
  const { count, periods, vehicles, starts, ends, indices } = chunk.get(PLANNED_RISKS);
  const { accounts, indices: terms } = chunk.get(PLANNED_PERIODS);
  const choices = chunk.get(POLICY_CHOICES);
  const { means } = chunk.get(RISK_RATES);
  const asOf = chunk.world.get(AS_OF);
  const levels = countLevels();
  const greatestPolicy = times().greatest[timeOfGroup(GROUP.atFault)]!;
  const riskStates = kept !== undefined && kept.riskStates.capacity >= count
    ? kept.riskStates
    : new RowStates(Math.ceil(count * 1.25) + 16);
  const words = makeRoom(kept?.words, count, (length) => new Int32Array(length));
  chunk.world.stream("risk").fillIndices(riskStates, indices, count);
  chunk.world.field("risk", "incidents").fill(riskStates, count, words);
  let room = kept?.risks.length ?? 0;
  let out = kept ?? makeCandidates(chunk, 0);
  let total = 0;
  let account = -1;
  let ordinal = 0;
  const order = chunk.get(RISK_ORDER);
  const reserve = (own: number, number: number) => {
    while (account < own) {
      out.offsets[++account] = total;
      ordinal = 0;
    }
    if (total + number > room) {
      room = (total + number) * 2 + 64;
      out = growCandidates(chunk, out, room);
    }
  };
  const put = (risk: number, own: number, share: number, at: number) => {
    out.risks[total] = risk;
    out.shares[total] = share;
    out.parents[total] = own;
    out.ordinals[total] = at;
    out.indices[total] = (chunk.start + own) * INCIDENT_STRIDE + at;
    total++;
  };
  /** Terms of one account in which something happens with autos that it does not own: behind its vehicles. */
  const waiting: number[] = [];
  const putWaiting = () => {
    for (const risk of waiting) {
      const term = periods[risk]!;
      const own = accounts[term]!;
      reserve(own, 1);
      const place = terms[term]! - (chunk.start + own) * BOOK_STRIDES.period;
      put(risk, own, 1, POLICY_INCIDENTS + place);
    }
    waiting.length = 0;
  };
  for (let place = 0; place < count; place++) {
    const risk = order[place]!;
    if (starts[risk]! >= asOf) continue;
    const own = accounts[periods[risk]!]!;
    if (waiting.length > 0 && accounts[periods[waiting[0]!]!] !== own) putWaiting();
    if (isPolicy(vehicles, risk)) {
      // More than happen, as months and weekdays thin them.
      const chance = policyRate(choices[own]!) * greatestPolicy * (ends[risk]! - starts[risk]!) /
        YEAR_DAYS;
      if ((words[risk]! >>> 0) < chance * TWO_32) waiting.push(risk);
      continue;
    }
    const mean = means[risk]!;
    if (mean <= 0) continue;
    const level = levels.find(mean);
    const number = levels.pick(level, words[risk]!);
    if (number === 0) continue;
    reserve(own, number);
    for (let at = 0; at < number && ordinal < POLICY_INCIDENTS; at++) {
      put(risk, own, mean / levels.means[level]!, ordinal++);
    }
  }
  putWaiting();
  while (account < chunk.count) out.offsets[++account] = total;
  return { ...out, count: total, riskStates, words };
});

function makeCandidates(chunk: Chunk, room: number): Candidates {
  return {
    count: 0,
    offsets: new Int32Array(chunk.capacity + 1),
    risks: new Int32Array(room),
    shares: new Float64Array(room),
    parents: new Int32Array(room),
    ordinals: new Int32Array(room),
    indices: new Float64Array(room),
  };
}

function growCandidates(chunk: Chunk, from: Candidates, room: number): Candidates {
  const out = { ...makeCandidates(chunk, room), offsets: from.offsets };
  out.risks.set(from.risks);
  out.shares.set(from.shares);
  out.parents.set(from.parents);
  out.ordinals.set(from.ordinals);
  out.indices.set(from.indices);
  return out;
}

const CANDIDATE_DRAWS: Fact<Draws> = defineDraws(
  "claim",
  defineFact((chunk): Children => chunk.get(CANDIDATES)),
);

/** What happened. */
export interface Incidents extends Children {
  readonly risks: Int32Array;
  readonly days: Int32Array;
  readonly groups: Uint8Array;
  readonly causes: Uint8Array;
  /** Catastrophe, counted in their codes; -1 for none. */
  readonly events: Int32Array;
}

/** Incidents before the plan's day. Rows refer to risks; a row's index addresses its draws and its claim. */
export const INCIDENTS: Fact<Incidents> = defineFact<Incidents>((chunk, kept) => {
  const { count, risks, shares, parents, ordinals, indices } = chunk.get(CANDIDATES);
  const draws = chunk.get(CANDIDATE_DRAWS);
  const happens = draws.words("happens");
  const dayWords = draws.words("loss_on");
  const groupWords = draws.words("loss_kind");
  const causeWords = draws.words("cause");
  const eventWords = draws.words("catastrophe");
  const { starts, ends, vehicles } = chunk.get(PLANNED_RISKS);
  const { lines, states, relatives } = chunk.get(RISK_RATES);
  const asOf = chunk.world.get(AS_OF);
  const events = chunk.world.get(CATASTROPHES);
  const rates = lineRates();
  const { months, weekdays, greatest } = times();
  const table = causes();
  const out = {
    count: 0,
    offsets: kept?.offsets ?? new Int32Array(chunk.capacity + 1),
    parents: makeRoom(kept?.parents, count, (length) => new Int32Array(length)),
    ordinals: makeRoom(kept?.ordinals, count, (length) => new Int32Array(length)),
    indices: makeRoom(kept?.indices, count, (length) => new Float64Array(length)),
    risks: makeRoom(kept?.risks, count, (length) => new Int32Array(length)),
    days: makeRoom(kept?.days, count, (length) => new Int32Array(length)),
    groups: makeRoom(kept?.groups, count, (length) => new Uint8Array(length)),
    causes: makeRoom(kept?.causes, count, (length) => new Uint8Array(length)),
    events: makeRoom(kept?.events, count, (length) => new Int32Array(length)),
  };
  const perils = Int32Array.from(
    table.names,
    (name) => PERILS.indexOf(name as typeof PERILS[number]),
  );
  const parts = new Float64Array(GROUPS.length);
  let total = 0;
  let account = -1;
  for (let i = 0; i < count; i++) {
    const risk = risks[i]!;
    const line = lines[risk]!;
    const { candidates, comprehensive } = rates[line]!;
    const at = risk * WIDTH;
    const coll = relatives[at + RELATIVE.COLL]!;
    parts[GROUP.atFault] = candidates[GROUP.atFault]! * relatives[at + RELATIVE.PD]!;
    parts[GROUP.otherFault] = candidates[GROUP.otherFault]! * coll;
    parts[GROUP.single] = candidates[GROUP.single]! * coll;
    parts[GROUP.comprehensive] = candidates[GROUP.comprehensive]! *
      relatives[at + RELATIVE.COMP]!;
    parts[GROUP.roadside] = candidates[GROUP.roadside]!;
    const sum = parts[0]! + parts[1]! + parts[2]! + parts[3]! + parts[4]!;
    let place = (groupWords[i]! >>> 0) / TWO_32 * sum;
    let group = 0;
    // Liability for autos not owned is for crashes at fault.
    const isOwned = !isPolicy(vehicles, risk);
    while (isOwned && group < GROUP.roadside && place >= parts[group]!) place -= parts[group++]!;
    const list = table.lists[line * GROUPS.length + group]!;
    const cause = list[
      group === GROUP.comprehensive
        ? comprehensive.pick(causeWords[i]!, 0)
        : table.weights.pick(causeWords[i]!, line * GROUPS.length + group)
    ]!;
    const first = starts[risk]!;
    const last = ends[risk]!;
    let day = first + Math.floor((dayWords[i]! >>> 0) * (last - first) / TWO_32);
    const column = group === GROUP.comprehensive
      ? timeOfCause(table.names[cause]!)
      : timeOfGroup(group);
    const month = monthOf(day) % 12;
    // 1970-01-01 was a Thursday.
    const weekday = (day + 3) % 7;
    const chance = shares[i]! * months[month * TIMES.length + column]! *
      weekdays[weekday * TIMES.length + column]! / greatest[column]!;
    if ((happens[i]! >>> 0) >= chance * TWO_32) continue;
    let event = -1;
    const peril = group === GROUP.comprehensive ? perils[cause]! : -1;
    if (peril >= 0 && (eventWords[i]! >>> 0) < EVENT_SHARE * TWO_32) {
      event = events.find(peril, states[risk]!, day);
      if (event >= 0) {
        const on = events.days[event]!;
        if (on >= first && on < last) day = on;
        else event = -1;
      }
    }
    if (day >= asOf) continue;
    while (account < parents[i]!) out.offsets[++account] = total;
    out.parents[total] = parents[i]!;
    out.ordinals[total] = ordinals[i]!;
    out.indices[total] = indices[i]!;
    out.risks[total] = risk;
    out.days[total] = day;
    out.groups[total] = group;
    out.causes[total] = cause;
    out.events[total] = event;
    total++;
  }
  while (account < chunk.count) out.offsets[++account] = total;
  return { ...out, count: total };
});

/** Random words of the incidents, which are those of their claims. */
export const INCIDENT_DRAWS: Fact<Draws> = defineDraws(
  "claim",
  defineFact((chunk): Children => chunk.get(INCIDENTS)),
);

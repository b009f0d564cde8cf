/**
 * Exposures to their end: what each costs after fault, deductible and limit, and when it is opened, closed and
 * perhaps opened again. Nothing here depends on the day at which the world is looked at, save that incidents
 * after it are not made.
 *
 * @module
 */
import { PLANNED_COVERS, PLANNED_RISKS } from "../book/facts.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { amountLaws } from "./amounts.ts";
import { CASH_BASES, cashValue } from "./cash_values.ts";
import {
  causes,
  delays,
  GROUP,
  KIND,
  KINDS,
  negligenceRule,
  recoverablePercent,
} from "./claim_tables.ts";
import { coverKinds, SINGLE_LIMIT } from "./cover_kinds.ts";
import { CIRCUMSTANCES, DRAFTS, type Drafts, OTHER } from "./drafts.ts";
import { type Exposures, makeExposures, OUTCOME, TOTAL_SHARE } from "./exposure_columns.ts";
import { putCourse } from "./exposure_course.ts";
import { DRAFT_WORDS, isBelow } from "./exposure_words.ts";
import { INCIDENTS, RISK_RATES } from "./incidents.ts";
import { LOSS_ZIPS, statesOfZips } from "./loss_places.ts";

/** Stolen vehicles that are not found again in time. */
const NEVER_FOUND = 0.55;
/** Of those, the ones that bring salvage later. */
const FOUND_LATER = 0.3;
/**
 * Cash value at which collision damage is the law's own. Dearer vehicles cost more to mend: by the power 15/16 of
 * their value, with which 22 of 100 collision losses are total ones, as CCC counted in 2024.
 */
const REFERENCE_VALUE = 16_000;
/** Rental of a day, US dollars of 2023, and its growth. */
const RENTAL_DAY = 36;
const RENTAL_TREND = 0.06;
/** Payments below this are not worth asking for: cents. */
const LEAST_PAYMENT = 2500;
/** Most that a loan exceeds the cash value by. */
const GAP_CAP = 0.25;
/** Limits from here on are none: US dollars. */
const UNLIMITED = 20_000_000;

const TWO_32 = 2 ** 32;

const FOLLOWERS = [KIND.RENT, KIND.GAP, KIND.CUSTOM, KIND.CDW] as number[];
const OWN_DAMAGE = [KIND.COLL, KIND.COMP, KIND.SCOL, KIND.GLASS] as number[];
const LIABILITY = [KIND.BI, KIND.PD, KIND.HIRED, KIND.NONOWN] as number[];
const UNINSURED = [KIND.UMBI, KIND.UIMBI, KIND.UMPD] as number[];

/** Exposures of the chunk's incidents. */
export const EXPOSURES: Fact<Exposures> = defineFact<Exposures>((chunk, kept) => {
  const drafts: Drafts = chunk.get(DRAFTS);
  const words = chunk.get(DRAFT_WORDS);
  const incidents = chunk.get(INCIDENTS);
  const { faults, others } = chunk.get(CIRCUMSTANCES);
  const covers = chunk.get(PLANNED_COVERS);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const { lines } = chunk.get(RISK_RATES);
  const lossZips = chunk.get(LOSS_ZIPS);
  const zipStates = statesOfZips();
  const bases = chunk.get(CASH_BASES);
  const lawAt = amountLaws();
  const table = delays();
  const { names } = causes();
  const glass = names.indexOf("glass");
  const theft = names.indexOf("theft_whole");
  const kindOf = coverKinds();
  const out = makeExposures(kept, drafts.count);
  let count = 0;
  let incident = -1;
  let year = 0;
  let value = 0;
  let rule = 0;
  /** What is left of the limits of the accident, cents. */
  let leftInjury = Infinity;
  let leftUninsured = Infinity;
  let leftProperty = Infinity;
  /** Row of the damage to the insured vehicle, or -1. */
  let damage = -1;
  for (let at = 0; at < drafts.count; at++) {
    const own = drafts.incidents[at]!;
    const risk = incidents.risks[own]!;
    const day = incidents.days[own]!;
    const group = incidents.groups[own]!;
    const cause = incidents.causes[own]!;
    if (own !== incident) {
      incident = own;
      year = new Date(day * 86_400_000).getUTCFullYear();
      value = 0;
      rule = negligenceRule(zipStates[lossZips[own]!]!, day);
      leftInjury = leftUninsured = leftProperty = Infinity;
      damage = -1;
    }
    const kind = drafts.kinds[at]!;
    const line = lines[risk]!;
    const cover = drafts.covers[at]!;
    const isDamage = OWN_DAMAGE.includes(kind);
    const isGlass = kind === KIND.GLASS || (kind === KIND.COMP && cause === glass);
    if ((isDamage || kind === KIND.GAP || kind === KIND.UMPD) && value === 0) {
      value = cashValue(bases, vehicles[risk]!, day);
    }
    const isFollower = FOLLOWERS.includes(kind) || (kind === KIND.TOW && group !== GROUP.roadside);
    // What follows damage is not asked for where the damage itself is not.
    if (isFollower && (damage < 0 || out.outcomes[damage] !== OUTCOME.paid)) continue;
    if (kind === KIND.GAP && out.totals[damage] === 0) continue;
    const law = lawAt(line, kind, cause);
    const word = words.amount[at]!;
    let factor = 1;
    if (kind === KIND.COLL) factor = nearlyValue(value / REFERENCE_VALUE);
    let ground = law.draw(word, year, factor);
    let total = 0;
    const worth = value * 100;
    if (isDamage) {
      const stolen = cause === theft && group === GROUP.comprehensive;
      if (stolen && isBelow(words.loss[at]!, NEVER_FOUND)) total = 1;
      else if (stolen) ground = Math.ceil(ground / 2);
      // Nobody gives up a vehicle for its windows.
      if (isGlass) ground = Math.min(ground, worth);
      else if (ground >= worth * TOTAL_SHARE) total = 1;
      if (total === 1) ground = worth;
    }
    const each = covers.limitsEach[cover]!;
    const all = covers.limitsAll[cover]!;
    const isSingle = kindOf[covers.codes[cover]!] === SINGLE_LIMIT;
    const perPerson = each > 0 && each < UNLIMITED ? each * 100 : Infinity;
    const perAccident = all > 0 && all < UNLIMITED ? all * 100 : isSingle ? perPerson : Infinity;
    const most = Math.min(perPerson, perAccident);
    const stated = Math.max(covers.deductibles[cover]!, 0) * 100;
    let deductible = isGlass ? 0 : stated;
    let outcome: number = OUTCOME.paid;
    let claimed = ground;
    if (LIABILITY.includes(kind)) {
      // Others bear their own share of the fault; passengers of the insured none.
      const theirs = 100 - faults[own]!;
      const percent = recoverablePercent(rule, theirs);
      if (percent === 0) outcome = OUTCOME.liabilityDenied;
      claimed = Math.floor(ground * percent / 100);
      deductible = 0;
    } else if (UNINSURED.includes(kind)) {
      const percent = recoverablePercent(rule, faults[own]!);
      if (percent === 0) outcome = OUTCOME.liabilityDenied;
      claimed = Math.floor(ground * percent / 100);
    } else if (kind === KIND.CDW) {
      claimed = ground = out.deductibles[damage]!;
      deductible = 0;
    } else if (kind === KIND.GAP) {
      claimed = ground = Math.min(ground, Math.floor(worth * GAP_CAP));
      deductible = 0;
    }
    let paid = claimed - deductible;
    if (paid < (isDamage || kind === KIND.CDW ? LEAST_PAYMENT : 100)) {
      if (outcome === OUTCOME.paid) continue;
      paid = 0;
    }
    if (kind === KIND.RENT) {
      let daily = RENTAL_DAY;
      for (let from = 2023; from < year; from++) daily *= 1 + RENTAL_TREND;
      const rate = Math.min(Math.floor(daily * 100), perPerson);
      const days = Math.max(1, Math.floor(claimed / Math.floor(daily * 100) + 0.5));
      paid = Math.min(days * rate, perAccident);
      ground = days * Math.floor(daily * 100);
    } else {
      paid = Math.min(paid, perPerson, isSingle ? Infinity : perAccident);
      if (isSingle && perAccident < Infinity) {
        leftProperty = Math.min(leftProperty, perAccident);
        paid = Math.min(paid, leftProperty);
      } else if (kind === KIND.BI) {
        leftInjury = Math.min(leftInjury, perAccident);
        paid = Math.min(paid, leftInjury);
      } else if (kind === KIND.UMBI || kind === KIND.UIMBI) {
        leftUninsured = Math.min(leftUninsured, perAccident);
        paid = Math.min(paid, leftUninsured);
      }
    }
    if (outcome === OUTCOME.paid && paid < 100) {
      outcome = OUTCOME.exhausted;
    }
    const position = (word >>> 0) / TWO_32;
    const band = position < 0.5 ? 0 : position < 0.9 ? 1 : 2;
    if (outcome === OUTCOME.paid && isBelow(words.outcome[at]!, law.unpaid)) {
      const odd = words.loss[at]! & 1;
      outcome = LIABILITY.includes(kind) && odd === 1
        ? OUTCOME.liabilityDenied
        : odd === 1
        ? OUTCOME.notCovered
        : OUTCOME.withdrawn;
    }
    const isPaid = outcome === OUTCOME.paid;
    if (!isPaid) paid = 0;
    if (isSingle) leftProperty -= paid;
    else if (kind === KIND.BI) leftInjury -= paid;
    else if (kind === KIND.UMBI || kind === KIND.UIMBI) leftUninsured -= paid;
    const delay = table[(line * KINDS.length + kind) * 3 + band]!;
    const row = count++;
    out.drafts[row] = at;
    out.incidents[row] = own;
    out.slots[row] = drafts.slots[at]!;
    out.covers[row] = cover;
    out.kinds[row] = kind;
    out.indices[row] = drafts.indices[at]!;
    out.grounds[row] = ground;
    out.deductibles[row] = isPaid ? deductible : 0;
    out.limits[row] = kind === KIND.RENT && perAccident < Infinity
      ? perAccident
      : most < Infinity
      ? most
      : 0;
    out.paids[row] = paid;
    out.values[row] = isDamage ? value : 0;
    out.totals[row] = total;
    out.outcomes[row] = outcome;
    out.bands[row] = band;
    if (isDamage) damage = row;
    // Expense: a share of the indemnity, more or less; some where nothing is paid.
    const spread = 0.5 + (words.expense[at]! >>> 0) / TWO_32;
    out.expenses[row] = Math.floor(
      isPaid
        ? paid * law.expense * spread
        : law.expense > 0 && (words.expense[at]! & 3) === 0
        ? Math.min(ground * 0.02, 200_000)
        : 0,
    );
    putCourse(out, row, {
      day,
      at,
      words,
      delay,
      follows: isFollower ? damage : -1,
      isGlass,
      isFound: cause !== theft || group !== GROUP.comprehensive ||
        (words.salvage[at]! & 0xff) < FOUND_LATER * 256,
      refundChance: refundChance(kind, group, others[own]!, delay.subrogation),
      bears: LIABILITY.includes(kind) || group === GROUP.comprehensive
        ? 100
        : recoverablePercent(rule, faults[own]!),
    });
  }
  return { ...out, count };
});

/** The power 15/16 of a number: roots are rounded alike on every machine. */
function nearlyValue(x: number): number {
  const half = Math.sqrt(x);
  const quarter = Math.sqrt(half);
  const eighth = Math.sqrt(quarter);
  return half * quarter * eighth * Math.sqrt(eighth);
}

/** Chance that somebody else pays back, given who was at fault; the table's share is of all claims of the kind. */
function refundChance(kind: number, group: number, other: number, share: number): number {
  if (group === GROUP.otherFault) {
    if (other !== OTHER.insured) return UNINSURED.includes(kind) ? share : 0;
    return Math.min(share / 0.3, 0.95);
  }
  if (group === GROUP.comprehensive || LIABILITY.includes(kind)) return share;
  return 0;
}

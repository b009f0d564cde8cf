/**
 * Coverages of vehicles in terms, and of the policy itself.
 *
 * @module
 */
import { STATES, VEHICLE_DRAWS } from "../account.ts";
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { states } from "../places.ts";
import { once } from "../tables.ts";
import { MODEL_COLUMNS } from "../vehicle_models.ts";
import { choiceLists, CHOICES, type Choices, POLICY_BIT, POLICY_CHOICES } from "./choices.ts";
import { BOOK_STRIDES, COVERAGE, POLICY_COVERAGES } from "./codes.ts";
import { OUTCOME } from "./lifecycle.ts";
import { yearOf } from "./months.ts";
import { DEBTS } from "./debts.ts";
import { PLANNED_PERIODS } from "./planned_periods.ts";
import { POLICIES } from "./policies.ts";
import { isPolicy, PLANNED_RISKS } from "./planned_risks.ts";
import { type Choice, NONE } from "./tables.ts";
import { CARRIER_LIMIT, MOST_OF_TERM, TERM_LIMITS } from "./term_limits.ts";

/** Coverages of {@link PLANNED_RISKS}, in their order; those that the plan's day knows of. */
export interface Covers {
  /** Number of coverages. */
  readonly count: number;
  /** Row of {@link PLANNED_RISKS}. */
  readonly risks: Int32Array;
  /** Index in the list of coverages. */
  readonly codes: Uint8Array;
  /** Limit of one person, of a disablement, of a day, US dollars; -1 where there is none. */
  readonly limitsEach: Int32Array;
  /** Limit of one accident, of all days, or the single limit, US dollars; -1 where there is none. */
  readonly limitsAll: Int32Array;
  /** Deductible, US dollars; -1 where there is none. */
  readonly deductibles: Int32Array;
  /** First day. */
  readonly starts: Int32Array;
  /** Day behind the last, whatever is known of it on the plan's day. */
  readonly ends: Int32Array;
  /** The same as it is known on the plan's day. */
  readonly knownEnds: Int32Array;
  /** Relativities of limit and deductible in 1/10,000; 0 where the coverage has none. */
  readonly limitFactors: Int32Array;
  readonly deductibleFactors: Int32Array;
  /** Row index: that of the vehicle in the term x 64 + code x 2, and 1 for the part after a gap. */
  readonly indices: Float64Array;
}

/** Coverages of physical damage and what goes with them: most of a vehicle. */
const MOST_OF_VEHICLE = 6;

/** By what the share without collision is multiplied, by age of the vehicle in years (grade C). */
const DROPPED = Float64Array.from(
  { length: 64 },
  (_, age) => age < 4 ? 0.2 : age < 8 ? 0.6 : age < 12 ? 1.1 : age < 16 ? 1.8 : 2.4,
);
/**
 * By what the shares of vehicles without collision and without comprehensive are multiplied for those that are paid
 * off, by line: financed and leased ones have both, so that the others go without so much more often that all
 * together have the published take-up (76 % collision, 80 % comprehensive of personal vehicles; measured).
 */
const PAID_OFF = [{ collision: 2.02, comprehensive: 1.82 }, {
  collision: 1,
  comprehensive: 1,
}] as const;
/** Shares of financed vehicles with gap coverage, by band; of those with collision and no more with its waiver. */
const GAPS = [0.1, 0.16, 0.14] as const;
const WAIVERS = [0.08, 0.3, 0.4] as const;

const california = once(() => states().codes.indexOf("CA"));

/** Shares of vehicles that are paid off without collision, and without comprehensive, by line and band. */
const bare = once(() => {
  const lists = choiceLists();
  const shares = (list: (typeof lists.collision)[number], factor: number) =>
    [0, 1, 2].map((band) => list!.noneShares[band]! * factor);
  return PAID_OFF.map((factors, line) => ({
    collision: shares(lists.collision[line], factors.collision),
    comprehensive: shares(lists.comprehensive[line], factors.comprehensive),
  }));
});

/** Rows as they are put. */
export class CoverRows implements Covers {
  count = 0;
  risks: Int32Array = new Int32Array(0);
  codes: Uint8Array = new Uint8Array(0);
  limitsEach: Int32Array = new Int32Array(0);
  limitsAll: Int32Array = new Int32Array(0);
  deductibles: Int32Array = new Int32Array(0);
  limitFactors: Int32Array = new Int32Array(0);
  deductibleFactors: Int32Array = new Int32Array(0);
  starts: Int32Array = new Int32Array(0);
  ends: Int32Array = new Int32Array(0);
  knownEnds: Int32Array = new Int32Array(0);
  indices: Float64Array = new Float64Array(0);
  risk = 0;
  index = 0;
  start = 0;
  end = 0;
  knownEnd = 0;

  reserve(size: number): void {
    const days = (array: Int32Array) => makeRoom(array, size, (length) => new Int32Array(length));
    this.risks = days(this.risks);
    this.codes = makeRoom(this.codes, size, (length) => new Uint8Array(length));
    this.limitsEach = days(this.limitsEach);
    this.limitsAll = days(this.limitsAll);
    this.deductibles = days(this.deductibles);
    this.limitFactors = days(this.limitFactors);
    this.deductibleFactors = days(this.deductibleFactors);
    this.starts = days(this.starts);
    this.ends = days(this.ends);
    this.knownEnds = days(this.knownEnds);
    this.indices = makeRoom(this.indices, size, (length) => new Float64Array(length));
    this.count = 0;
  }

  put(
    code: number,
    each: number,
    all: number,
    deductible: number,
    limitFactor: number,
    deductibleFactor: number,
  ): void {
    const at = this.count++;
    this.risks[at] = this.risk;
    this.codes[at] = code;
    this.limitsEach[at] = each;
    this.limitsAll[at] = all;
    this.deductibles[at] = deductible;
    this.limitFactors[at] = limitFactor;
    this.deductibleFactors[at] = deductibleFactor;
    this.starts[at] = this.start;
    this.ends[at] = this.end;
    this.knownEnds[at] = this.knownEnd;
    this.indices[at] = this.index + 2 * code;
  }

  /**
   * Puts a row of others.
   *
   * @param from The others.
   * @param row Which of them.
   * @param risk The vehicle in a term that it belongs to here.
   */
  copy(from: Covers, row: number, risk: number): void {
    const at = this.count++;
    this.risks[at] = risk;
    this.codes[at] = from.codes[row]!;
    this.limitsEach[at] = from.limitsEach[row]!;
    this.limitsAll[at] = from.limitsAll[row]!;
    this.deductibles[at] = from.deductibles[row]!;
    this.limitFactors[at] = from.limitFactors[row]!;
    this.deductibleFactors[at] = from.deductibleFactors[row]!;
    this.starts[at] = from.starts[row]!;
    this.ends[at] = from.ends[row]!;
    this.knownEnds[at] = from.knownEnds[row]!;
    this.indices[at] = from.indices[row]!;
  }

  /**
   * Ends the last row by a day.
   *
   * @param day Day behind the last of cover.
   * @param isKnown Whether that is known on the plan's day.
   */
  endBy(day: number, isKnown: boolean): void {
    const at = this.count - 1;
    if (this.ends[at]! > day) this.ends[at] = day;
    if (isKnown && this.knownEnds[at]! > day) this.knownEnds[at] = day;
  }

  /** Puts the rows from one on again, for another time. */
  repeat(from: number, start: number, end: number): void {
    const { count } = this;
    this.start = start;
    this.end = end;
    this.knownEnd = end;
    this.index += 1;
    for (let at = from; at < count; at++) {
      this.put(
        this.codes[at]!,
        this.limitsEach[at]!,
        this.limitsAll[at]!,
        this.deductibles[at]!,
        this.limitFactors[at]!,
        this.deductibleFactors[at]!,
      );
    }
  }
}

/** What decides about physical damage. */
interface Damage {
  readonly lines: Uint8Array;
  readonly bands: Uint8Array;
  readonly states: Uint8Array;
  readonly picks: Choices;
  readonly years: Int32Array;
  readonly debts: Uint8Array;
  readonly chances: Int32Array;
  readonly extras: Int32Array;
}

/** Coverages of vehicles in terms, and of the policy itself. */
export const PLANNED_COVERS: Fact<Covers> = defineFact<Covers>((chunk, kept) => {
  const risks = chunk.get(PLANNED_RISKS);
  const periods = chunk.get(PLANNED_PERIODS);
  const limits = chunk.get(TERM_LIMITS);
  const asOf = chunk.world.get(AS_OF);
  const out = (kept as CoverRows | undefined) ?? new CoverRows();
  const damage = readDamage(chunk);
  const choices = chunk.get(POLICY_CHOICES);
  const { outcomes, notices, cancels, resumes, expires, accounts, starts } = periods;
  out.reserve(2 * risks.count * (MOST_OF_TERM + MOST_OF_VEHICLE));
  for (let risk = 0; risk < risks.count; risk++) {
    const period = risks.periods[risk]!;
    const outcome = outcomes[period]!;
    const join = risks.starts[risk]!;
    const isAfterGap = outcome === OUTCOME.gap && join >= resumes[period]!;
    const isCancelled = outcome !== OUTCOME.none && notices[period]! <= asOf;
    const isResumed = outcome >= OUTCOME.rescinded && outcome !== OUTCOME.flat &&
      resumes[period]! <= asOf;
    out.risk = risk;
    out.index = risks.indices[risk]! * BOOK_STRIDES.cover + (isAfterGap ? 1 : 0);
    out.start = join;
    out.end = outcome === OUTCOME.gap && !isAfterGap ? cancels[period]! : risks.ends[risk]!;
    out.knownEnd = isAfterGap || !isCancelled || (isResumed && outcome === OUTCOME.rescinded)
      ? expires[period]!
      : cancels[period]!;
    const from = out.count;
    const vehicle = risks.vehicles[risk]!;
    const first = limits.offsets[period]!;
    if (isPolicy(risks.vehicles, risk)) {
      // The single limit is the first coverage of a business's term.
      const [limit, factor] = [limits.limitsAll[first]!, limits.limitFactors[first]!];
      putPolicy(out, choices[accounts[period]!]!, limit, factor);
    } else {
      for (let at = first; at < limits.offsets[period + 1]!; at++) {
        out.put(
          limits.codes[at]!,
          limits.limitsEach[at]!,
          limits.limitsAll[at]!,
          limits.deductibles[at]!,
          limits.limitFactors[at]!,
          limits.deductibleFactors[at]!,
        );
      }
      putDamage(out, damage, accounts[period]!, vehicle, risk, starts[period]!);
    }
    if (outcome === OUTCOME.gap && !isAfterGap && isResumed) {
      out.repeat(from, resumes[period]!, expires[period]!);
    }
  }
  return out;
});

/** Puts the coverages of the policy itself: liability for autos that it does not own has the limit of its own. */
function putPolicy(out: CoverRows, choices: number, limit: number, factor: number): void {
  for (const code of POLICY_COVERAGES) {
    if ((choices & POLICY_BIT[code]) === 0) continue;
    if (code === "HIRED" || code === "NONOWN") out.put(COVERAGE[code], -1, limit, -1, factor, 0);
    else out.put(COVERAGE[code], -1, code === "MCS90" ? CARRIER_LIMIT : -1, -1, 0, 0);
  }
}

function readDamage(chunk: Chunk): Damage {
  const { lines, bands } = chunk.get(POLICIES);
  const draws = chunk.get(VEHICLE_DRAWS);
  return {
    lines,
    bands,
    states: chunk.get(STATES),
    picks: chunk.get(CHOICES),
    years: chunk.get(MODEL_COLUMNS).years,
    debts: chunk.get(DEBTS),
    chances: draws.words("collision"),
    extras: draws.words("gap"),
  };
}

/** Puts the coverages of physical damage: fewer as the vehicle ages, all of them while it is not paid off. */
function putDamage(
  out: CoverRows,
  damage: Damage,
  i: number,
  vehicle: number,
  risk: number,
  day: number,
): void {
  const line = damage.lines[i]!;
  const band = damage.bands[i]!;
  const lists = choiceLists();
  const { picks } = damage;
  const isOwed = damage.debts[risk] === 1;
  const age = yearOf(day) - damage.years[vehicle]!;
  const factor = DROPPED[age < 0 ? 0 : age]!;
  const chance = (damage.chances[vehicle]! >>> 0) * 2 ** -32;
  const shares = bare()[line]!;
  const hasComprehensive = isOwed || chance >= Math.min(0.97, shares.comprehensive[band]! * factor);
  const hasCollision = hasComprehensive &&
    (isOwed || chance >= Math.min(0.97, shares.collision[band]! * factor));
  if (hasCollision) {
    putDeductible(out, COVERAGE.COLL, lists.collision[line]!, picks.collision[i]!);
  }
  if (!hasComprehensive) {
    if (line === 0) return;
    const list = lists.specified[1]!;
    const pick = picks.specified[i]!;
    if (list.options[pick] !== NONE) putDeductible(out, COVERAGE.SCOL, list, pick);
    return;
  }
  putDeductible(out, COVERAGE.COMP, lists.comprehensive[line]!, picks.comprehensive[i]!);
  const rental = lists.rental[line]!;
  const pick = picks.rental[i]!;
  if (rental.options[pick] !== NONE) {
    const factor = rental.relativities[pick]!;
    out.put(COVERAGE.RENT, rental.firsts[pick]!, rental.seconds[pick]!, -1, factor, 0);
  }
  if (line === 1) return;
  if (lists.glass[0]!.options[picks.glass[i]!] === "YES") out.put(COVERAGE.GLASS, -1, -1, -1, 0, 0);
  if (!hasCollision) return;
  const extra = (damage.extras[vehicle]! >>> 0) * 2 ** -32;
  if (isOwed && extra < GAPS[band]!) out.put(COVERAGE.GAP, -1, -1, -1, 0, 0);
  if (damage.states[i] === california() && 1 - extra < WAIVERS[band]!) {
    out.put(COVERAGE.CDW, -1, -1, -1, 0, 0);
  }
}

function putDeductible(out: CoverRows, code: number, list: Choice, pick: number): void {
  out.put(code, -1, -1, list.firsts[pick]!, 0, list.relativities[pick]!);
}

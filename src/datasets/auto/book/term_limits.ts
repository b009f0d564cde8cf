/**
 * The limits of a term: what was chosen, raised to what the state asks for on the term's first day.
 *
 * @module
 */
import { STATES } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { CARRIERS, choiceLists, CHOICES, type Choices } from "./choices.ts";
import { COVERAGE } from "./codes.ts";
import { compulsoryStates } from "./mandatory.ts";
import { PERIODS } from "./periods.ts";
import { PLANNED_PERIODS } from "./planned_periods.ts";
import { POLICIES } from "./policies.ts";
import {
  type Choice,
  minimumAt,
  type Minimums,
  minimums,
  NONE,
  relativityOf,
  STATE_MIN,
  UNIT,
} from "./tables.ts";

/** Coverages that all vehicles of a term have alike, in the order of their rows. */
const COVERS_OF_TERM = [
  COVERAGE.BI,
  COVERAGE.PD,
  COVERAGE.CSL,
  COVERAGE.MED,
  COVERAGE.PIP,
  COVERAGE.PPI,
  COVERAGE.UMBI,
  COVERAGE.UIMBI,
  COVERAGE.UMPD,
  COVERAGE.TOW,
] as const;
/** Most of them in one term. */
export const MOST_OF_TERM = COVERS_OF_TERM.length;

/** Coverages that all vehicles of a term have: some rows each term. */
export interface TermLimits {
  /** First row of each term and, behind the last, the number of rows. */
  readonly offsets: Int32Array;
  readonly codes: Uint8Array;
  readonly limitsEach: Int32Array;
  readonly limitsAll: Int32Array;
  readonly deductibles: Int32Array;
  /** Relativities of limit and deductible in 1/10,000; 0 where the coverage has none. */
  readonly limitFactors: Int32Array;
  readonly deductibleFactors: Int32Array;
}

/** Least limit of a carrier for hire across states, 49 CFR 387.9. */
export const CARRIER_LIMIT = 750_000;
/** Property protection of Michigan. */
const PROPERTY_PROTECTION = 1_000_000;
/** Least uninsured motorists limits where the state asks for none. */
const FREE_LIMITS = [25_000, 50_000] as const;
/** Limits of uninsured motorists property damage. */
const UMPD_LIMITS = [10_000, 25_000, 50_000, 100_000];

const NUMBERS = [
  "limitsEach",
  "limitsAll",
  "deductibles",
  "limitFactors",
  "deductibleFactors",
] as const;

/** Rows of the terms, as they are put. */
class LimitRows {
  codes: Uint8Array = new Uint8Array(0);
  limitsEach: Int32Array = new Int32Array(0);
  limitsAll: Int32Array = new Int32Array(0);
  deductibles: Int32Array = new Int32Array(0);
  limitFactors: Int32Array = new Int32Array(0);
  deductibleFactors: Int32Array = new Int32Array(0);
  offsets: Int32Array = new Int32Array(1);
  count = 0;

  reserve(terms: number): void {
    const size = terms * MOST_OF_TERM;
    this.codes = makeRoom(this.codes, size, (length) => new Uint8Array(length));
    for (const name of NUMBERS) {
      this[name] = makeRoom(this[name], size, (length) => new Int32Array(length));
    }
    this.offsets = makeRoom(this.offsets, terms + 1, (length) => new Int32Array(length));
    this.count = 0;
  }

  put(code: number, each: number, all: number, factor: number, deductible = -1, other = 0): void {
    const at = this.count++;
    this.codes[at] = code;
    this.limitsEach[at] = each;
    this.limitsAll[at] = all;
    this.deductibles[at] = deductible;
    this.limitFactors[at] = factor;
    this.deductibleFactors[at] = other;
  }
}

/** Coverages that all vehicles of a planned term have. */
export const TERM_LIMITS: Fact<TermLimits> = defineFact<TermLimits>((chunk, kept) => {
  const { count, accounts, starts } = chunk.get(PLANNED_PERIODS);
  const { lines } = chunk.get(POLICIES);
  const out = (kept as LimitRows | undefined) ?? new LimitRows();
  out.reserve(count);
  const table = minimums();
  const where = chunk.get(STATES);
  const picks = chunk.get(CHOICES);
  for (let row = 0; row < count; row++) {
    out.offsets[row] = out.count;
    const i = accounts[row]!;
    const minimum = minimumAt(table, where[i]!, starts[row]!);
    if (lines[i] === 0) putPersonal(out, picks, i, table, minimum, where[i]!);
    else putCommercial(chunk, out, picks, i, table, minimum);
  }
  out.offsets[count] = out.count;
  return out;
});

function putPersonal(
  out: LimitRows,
  picks: Choices,
  i: number,
  table: Minimums,
  minimum: number,
  state: number,
): void {
  const lists = choiceLists();
  const list = lists.liability[0]!;
  const [leastPerson, leastAll] = [table.persons[minimum]!, table.accidents[minimum]!];
  const pick = picks.liability[i]!;
  let each = list.firsts[pick]!;
  let all = list.seconds[pick]!;
  // Options below the state's minimum are not offered: who wants one gets the minimum.
  if (each < leastPerson || all < leastAll) [each, all] = [leastPerson, leastAll];
  const hasInjury = each > 0;
  const isLeast = each === leastPerson && all === leastAll;
  if (hasInjury) out.put(COVERAGE.BI, each, all, isLeast ? UNIT : relativityOf(list, each, all));
  const wanted = lists.property[0]!.firsts[picks.property[i]!]!;
  const leastProperty = table.properties[minimum]!;
  const property = wanted > leastProperty ? wanted : leastProperty;
  const factor = property === leastProperty ? UNIT : relativityOf(lists.property[0]!, property, -1);
  out.put(COVERAGE.PD, -1, property, factor);
  const hasPip = putPip(out, picks, i, table, minimum, 0);
  if (hasInjury && !hasPip) putMedical(out, picks, i, table, minimum, 0);
  if (compulsoryStates().ppi[state] === 1) out.put(COVERAGE.PPI, -1, PROPERTY_PROTECTION, 0);
  if (hasInjury) putUninsured(out, picks, i, table, minimum, each, all);
  if (compulsoryStates().umpd[state] === 1 && hasInjury) {
    const least = table.properties[minimum]!;
    const limit = UMPD_LIMITS.find((amount) => amount >= least) ?? least;
    const deductibles = lists.umpdDeductible[0]!;
    const pick = picks.umpdDeductible[i]!;
    out.put(
      COVERAGE.UMPD,
      -1,
      limit,
      relativityOf(lists.umpd[0]!, limit, -1),
      deductibles.firsts[pick]!,
      deductibles.relativities[pick]!,
    );
  }
  if (hasInjury) putTowing(out, picks, i, 0);
}

function putTowing(out: LimitRows, picks: Choices, i: number, line: number): void {
  const list = choiceLists().towing[line]!;
  const pick = picks.towing[i]!;
  if (list.options[pick] !== NONE) {
    out.put(COVERAGE.TOW, list.firsts[pick]!, -1, list.relativities[pick]!);
  }
}

/** Medical payments, where personal injury protection is not sold. */
function putMedical(
  out: LimitRows,
  picks: Choices,
  i: number,
  table: Minimums,
  minimum: number,
  line: number,
): void {
  const least = table.medicals[minimum]!;
  const amount = choiceLists().medical[line]!.firsts[picks.medical[i]!]!;
  const limit = amount < least ? least : amount;
  if (limit <= 0) return;
  out.put(COVERAGE.MED, limit, -1, relativityOf(choiceLists().medical[line]!, limit, -1));
}

/** Personal injury protection: on all vehicles where it is compulsory, by choice where it is only offered. */
function putPip(
  out: LimitRows,
  picks: Choices,
  i: number,
  table: Minimums,
  minimum: number,
  line: number,
): boolean {
  const least = table.pips[minimum]!;
  if (least === 0) return false;
  const lists = choiceLists();
  // Where it may be rejected, who takes no medical payments has it.
  if (table.pipCompulsory[minimum] === 0) {
    if (line === 1 || lists.medical[0]!.options[picks.medical[i]!] !== NONE) return false;
  }
  const list = lists.pip[line]!;
  const amount = list.firsts[picks.pip[i]!]!;
  const limit = amount < least ? least : amount;
  const factor = limit === least ? UNIT : relativityOf(list, limit, -1);
  if (line === 1) out.put(COVERAGE.PIP, limit, -1, factor);
  else {
    const deductibles = lists.pipDeductible[0]!;
    const pick = picks.pipDeductible[i]!;
    const other = deductibles.relativities[pick]!;
    out.put(COVERAGE.PIP, limit, -1, factor, deductibles.firsts[pick]!, other);
  }
  return true;
}

/** Uninsured and underinsured motorists: never above bodily injury. */
function putUninsured(
  out: LimitRows,
  picks: Choices,
  i: number,
  table: Minimums,
  minimum: number,
  injuryEach: number,
  injuryAll: number,
): void {
  const { um, uim } = choiceLists();
  const list = um[0]!;
  const pick = picks.um[i]!;
  const isNone = list.options[pick] === NONE;
  if (isNone && table.umCompulsory[minimum] === 0 && table.uimCompulsory[minimum] === 0) return;
  const isFree = table.persons[minimum] === 0;
  const leastEach = isFree ? FREE_LIMITS[0] : table.persons[minimum]!;
  const leastAll = isFree ? FREE_LIMITS[1] : table.accidents[minimum]!;
  let each = isNone ? leastEach : list.firsts[pick]!;
  let all = isNone ? leastAll : list.seconds[pick]!;
  if (each > injuryEach || all > injuryAll) {
    [each, all] = [injuryEach, injuryAll];
    // This one is not offered: the greatest that is, and lies within.
    if (each === 300_000) each = 100_000;
  }
  if (each < leastEach || all < leastAll) [each, all] = [leastEach, leastAll];
  const isLeast = each === leastEach && all === leastAll;
  const factorOf = (choice: Choice) => isLeast ? UNIT : relativityOf(choice, each, all);
  out.put(COVERAGE.UMBI, each, all, factorOf(list));
  const hasUnder = uim[0]!.options[picks.uim[i]!] !== NONE || table.uimCompulsory[minimum] === 1;
  if (hasUnder) out.put(COVERAGE.UIMBI, each, all, factorOf(uim[0]!));
}

function putCommercial(
  chunk: Chunk,
  out: LimitRows,
  picks: Choices,
  i: number,
  table: Minimums,
  minimum: number,
): void {
  const lists = choiceLists();
  const list = lists.liability[1]!;
  const least = table.accidents[minimum]! + table.properties[minimum]!;
  const wanted = Math.max(list.firsts[picks.liability[i]!]!, least);
  const asked = chunk.get(CARRIERS)[i] === 1 ? Math.max(wanted, CARRIER_LIMIT) : wanted;
  const limit = list.firsts.find((amount) => amount >= asked)!;
  out.put(COVERAGE.CSL, -1, limit, relativityOf(list, limit, -1));
  const hasPip = putPip(out, picks, i, table, minimum, 1);
  if (!hasPip) putMedical(out, picks, i, table, minimum, 1);
  const uninsured = lists.um[1]!;
  const option = uninsured.options[picks.um[i]!];
  const isAsked = table.umCompulsory[minimum] === 1 || table.uimCompulsory[minimum] === 1;
  if (option !== NONE || isAsked) {
    // The state's minimum stands for what it asks of one accident.
    const floor = table.accidents[minimum]! === 0 ? 20_000 : table.accidents[minimum]!;
    const amount = option === NONE || option === STATE_MIN
      ? floor
      : uninsured.firsts[picks.um[i]!]!;
    // What is above the liability limit becomes the greatest option that is not.
    const within = uninsured.firsts.findLast((first) => first <= limit) ?? floor;
    const most = Math.max(Math.min(amount, within), floor);
    const factorOf = (choice: Choice) => most === floor ? UNIT : relativityOf(choice, most, -1);
    out.put(COVERAGE.UMBI, -1, most, factorOf(uninsured));
    const other = lists.uim[1]!;
    if (other.options[picks.uim[i]!] !== NONE || table.uimCompulsory[minimum] === 1) {
      out.put(COVERAGE.UIMBI, -1, most, factorOf(other));
    }
  }
  putTowing(out, picks, i, 1);
}

/** Liability limits of terms, that of one person and that of one accident; -1 where there is none. */
export interface Liability {
  readonly each: Int32Array;
  readonly all: Int32Array;
}

/** Limits for injury of each term: the single limit where liability has one. */
export const LIABILITY: Fact<Liability> = defineFact<Liability>((chunk, kept) => {
  const { count, planned } = chunk.get(PERIODS);
  const { offsets, codes, limitsEach, limitsAll } = chunk.get(TERM_LIMITS);
  const each = makeRoom(kept?.each, count, (length) => new Int32Array(length));
  const all = makeRoom(kept?.all, count, (length) => new Int32Array(length));
  for (let row = 0; row < count; row++) {
    // It is the first coverage of a term that has any.
    const at = offsets[planned[row]!]!;
    const has = codes[at] === COVERAGE.BI || codes[at] === COVERAGE.CSL;
    each[row] = has ? limitsEach[at]! : -1;
    all[row] = has ? limitsAll[at]! : -1;
  }
  return { each, all };
});

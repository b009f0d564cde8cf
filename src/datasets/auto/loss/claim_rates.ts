/**
 * How often something happens to a vehicle: rates of crashes, other losses and breakdowns by risk, from the
 * targets of the coverages and the relativities of driver, place and state.
 *
 * @module
 */
import { once } from "../tables.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";
import {
  BASE_YEAR,
  causes,
  GROUP,
  GROUPS,
  KIND,
  KINDS,
  lawOf,
  levels,
  LINES,
  targetOf,
} from "./claim_tables.ts";
import { TIME, times } from "./claim_relativities.ts";
import { POLICY_BIT } from "../book/facts.ts";

/** Claimants of an injury claim against the insured, and injured persons of a first-party one, on average. */
export const MEAN_CLAIMANTS = 1.3;
/** Chances of a second, third and fourth one; their sum is the mean less 1. */
export const MORE_CLAIMANTS = [0.22, 0.06, 0.02] as const;

/** Crashes at fault for each claim of property damage: some hurt nobody who claims. */
const CRASHES_PER_PROPERTY_CLAIM = 1.1;
/** Chance that collision cover is asked for a crash of another's fault, and a single one. */
const COLLISION_CHANCE = [0, 0.8, 0.92] as const;
/** Share of collision losses by group of causes, at fault with another, by another's fault, alone: personal, commercial (from `causes_of_loss`). */
const COLLISION_SHARES = [[0.459, 0.401, 0.14], [0.498, 0.287, 0.215]] as const;
/** Share of the injured who claim first-party cover, by group of causes. */
const INJURY_SHARES = [0.297, 0.593, 0.11] as const;
/** Share of the injury claims against the insured by groups: the others', own passengers'. */
const LIABILITY_SHARES = [0.975, 0, 0.025] as const;
/** Share of property damage claims by group of causes: others' vehicles, other property. */
const PROPERTY_SHARES = [0.975, 0, 0.025] as const;
/** Share of the crashes of another's fault in which the other has no insurance, or is unknown. */
export const UNINSURED_SHARE = 0.16;
/** Share of roadside losses that follow no other loss. */
const ROADSIDE_SHARE = 0.75;
/** Share of losses that exceed the reference deductible of the published frequencies. */
const ABOVE_DEDUCTIBLE = 0.98;

/** Where whole-vehicle claims on collision and other cover lead to rental. */
export const RENTAL_AFTER = [0.49, 0.37] as const;
/** Chance of a tow covered after a crash. */
export const TOW_AFTER = 0.28;
/** Chance that a lien exceeds the cash value in a total loss. */
export const GAP_AFTER = 0.16;
/** Chance that custom equipment is damaged in a crash. */
export const CUSTOM_AFTER = 0.08;

/** Rates of a line. */
export interface LineRates {
  /** Events a car year of each group at relativity 1, times the greatest relativity of time. */
  readonly candidates: Float64Array;
  /** Weights of the causes of comprehensive losses, times their greatest relativity of time. */
  readonly comprehensive: ChoiceTables;
  /** Chance of each kind of exposure, of a vehicle with the coverage, by `group * KINDS.length + kind`: where all relativities are 1. */
  readonly chances: Float64Array;
  /** Share of the glass losses that those who have no cover of all glass make a claim of. */
  readonly glass: number;
}

/**
 * The relativities of time of a cause of comprehensive losses.
 *
 * @param cause Code of the cause.
 * @returns Their column in `TIME`.
 */
export function timeOfCause(cause: string): number {
  if (cause.startsWith("theft")) return TIME.THEFT;
  const column = ["animal", "hail", "glass", "flood"].indexOf(cause);
  return [TIME.ANIMAL, TIME.HAIL, TIME.GLASS, TIME.FLOOD][column] ?? TIME.EVEN;
}

function ratesOf(line: number): LineRates {
  const name = LINES[line]!;
  const { frequencies } = levels();
  /** Reported claims a car year. */
  const reported = (kind: number, law = lawOf(line, kind)) => {
    const target = targetOf(name, KINDS[kind]!, BASE_YEAR) ??
      targetOf("personal", KINDS[kind]!, BASE_YEAR);
    return (target?.frequency ?? 0) / 100 / (1 - law.unpaid) *
      frequencies[line * KINDS.length + kind]!;
  };
  const { greatest } = times();
  const property = reported(KIND.PD);
  const collision = reported(KIND.COLL) / ABOVE_DEDUCTIBLE;
  const shares = COLLISION_SHARES[line]!;
  // Rates of groups do not follow the levels of collision, so that a level changes one coverage only.
  const base = collision / frequencies[line * KINDS.length + KIND.COLL]!;
  const baseProperty = property / frequencies[line * KINDS.length + KIND.PD]!;
  const rates = new Float64Array(GROUPS.length);
  rates[GROUP.atFault] = baseProperty * CRASHES_PER_PROPERTY_CLAIM;
  rates[GROUP.otherFault] = base * shares[1]! / COLLISION_CHANCE[1];
  rates[GROUP.single] = base * shares[2]! / COLLISION_CHANCE[2];
  const chances = new Float64Array(GROUPS.length * KINDS.length);
  const set = (group: number, kind: number, rate: number) => {
    chances[group * KINDS.length + kind] = rate / rates[group]!;
  };
  for (const group of [GROUP.atFault, GROUP.otherFault, GROUP.single]) {
    set(group, KIND.COLL, collision * shares[group]!);
    set(group, KIND.PD, property * PROPERTY_SHARES[group]!);
    set(group, KIND.BI, reported(KIND.BI) * LIABILITY_SHARES[group]! / MEAN_CLAIMANTS);
    for (const kind of [KIND.MED, KIND.PIP]) {
      set(group, kind, reported(kind) * INJURY_SHARES[group]! / MEAN_CLAIMANTS);
    }
  }
  // Of the crashes by another's fault, where that one has no insurance, and where he has.
  set(GROUP.otherFault, KIND.UMBI, reported(KIND.UMBI) / UNINSURED_SHARE);
  set(GROUP.otherFault, KIND.UMPD, reported(KIND.UMPD) / UNINSURED_SHARE);
  set(GROUP.otherFault, KIND.CDW, reported(KIND.CDW) / UNINSURED_SHARE / COLLISION_CHANCE[1]);
  set(GROUP.otherFault, KIND.UIMBI, reported(KIND.UIMBI) / (1 - UNINSURED_SHARE));
  const { lists, names, shares: causeShares } = causes();
  const list = lists[line * GROUPS.length + GROUP.comprehensive]!;
  const target = targetOf(name, "COMP", BASE_YEAR)!.frequency / 100 *
    frequencies[line * KINDS.length + KIND.COMP]!;
  let glass = 1;
  const weights = [...list].map((cause) => {
    const name = names[cause]!;
    const share = causeShares[
      (line * GROUPS.length + GROUP.comprehensive) * names.length + cause
    ]!;
    let rate = target * share / (1 - lawOf(line, KIND.COMP, name).unpaid);
    if (name === "glass") {
      // Who has cover of all glass claims more often; the others' losses are thinned.
      const covered = Math.max(reported(KIND.GLASS), rate);
      glass = rate / covered;
      rate = covered;
    }
    return rate * greatest[timeOfCause(name)]!;
  });
  for (const group of [GROUP.atFault, GROUP.otherFault, GROUP.single]) {
    rates[group]! *= greatest[timeOfGroup(group)]!;
  }
  rates[GROUP.comprehensive] = weights.reduce((sum, weight) => sum + weight, 0);
  rates[GROUP.roadside] = reported(KIND.TOW) * ROADSIDE_SHARE;
  return { candidates: rates, comprehensive: new ChoiceTables([weights]), chances, glass };
}

/**
 * Column of the relativities of time of a group of causes.
 *
 * @param group Index of the group; comprehensive losses go by their cause.
 * @returns Index of the column.
 */
export function timeOfGroup(group: number): number {
  return group === GROUP.atFault
    ? TIME.PD
    : group === GROUP.otherFault || group === GROUP.single
    ? TIME.COLL
    : TIME.EVEN;
}

/** Reported claims of a policy and year with autos that a business does not own, by coverage. */
export const policyRates: () => Readonly<Record<"HIRED" | "NONOWN", number>> = once(() => {
  const rateOf = (code: "HIRED" | "NONOWN") =>
    targetOf("commercial", code, BASE_YEAR)!.frequency / 100 / (1 - lawOf(1, KIND[code]).unpaid) *
    levels().frequencies[KINDS.length + KIND[code]!]!;
  return { HIRED: rateOf("HIRED"), NONOWN: rateOf("NONOWN") };
});

/**
 * How often something happens with autos that a business does not own.
 *
 * @param choices Coverages of its policy, bits of `POLICY_CHOICES`.
 * @returns Reported claims of a year.
 */
export function policyRate(choices: number): number {
  const { HIRED, NONOWN } = policyRates();
  return ((choices & POLICY_BIT.HIRED) === 0 ? 0 : HIRED) +
    ((choices & POLICY_BIT.NONOWN) === 0 ? 0 : NONOWN);
}

/** Rates of both lines. */
export const lineRates: () => readonly LineRates[] = once(() =>
  LINES.map((_, line) => ratesOf(line))
);

/**
 * What the named insured chose of each coverage: once for a policy, within its band. What a term then has
 * follows from the state's rules on its first day.
 *
 * @module
 */
import { SIZES } from "../account.ts";
import { businesses } from "../businesses.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { once } from "../tables.ts";
import { POLICY_COVERAGES } from "./codes.ts";
import { POLICIES, POLICY_DRAWS } from "./policies.ts";
import { type Choice, choiceOf } from "./tables.ts";

/**
 * Options chosen, as places in their lists; a row each account. A line whose list is not defined (households have none of
 * `hired`, `nonOwned`, `otherCars` and `additional`) has 0 there, which says nothing: nobody may read it as a choice.
 */
export interface Choices {
  readonly liability: Uint8Array;
  readonly property: Uint8Array;
  readonly medical: Uint8Array;
  readonly pip: Uint8Array;
  readonly pipDeductible: Uint8Array;
  readonly um: Uint8Array;
  readonly uim: Uint8Array;
  readonly umpd: Uint8Array;
  readonly umpdDeductible: Uint8Array;
  readonly collision: Uint8Array;
  readonly comprehensive: Uint8Array;
  readonly specified: Uint8Array;
  readonly rental: Uint8Array;
  readonly towing: Uint8Array;
  readonly glass: Uint8Array;
  readonly hired: Uint8Array;
  readonly nonOwned: Uint8Array;
  readonly otherCars: Uint8Array;
  readonly additional: Uint8Array;
}

type Name = keyof Choices;

/** Which list each option is of, by line; lines without the coverage have none. */
const LISTS: Readonly<
  Record<
    Name,
    readonly (
      | readonly [Parameters<typeof choiceOf>[1], "limit" | "deductible" | "flag"]
      | undefined
    )[]
  >
> = {
  liability: [["BI", "limit"], ["CSL", "limit"]],
  property: [["PD", "limit"], undefined],
  medical: [["MED", "limit"], ["MED", "limit"]],
  pip: [["PIP", "limit"], ["PIP", "limit"]],
  pipDeductible: [["PIP", "deductible"], undefined],
  um: [["UMBI", "limit"], ["UMBI", "limit"]],
  uim: [["UIMBI", "limit"], ["UIMBI", "limit"]],
  umpd: [["UMPD", "limit"], undefined],
  umpdDeductible: [["UMPD", "deductible"], undefined],
  collision: [["COLL", "deductible"], ["COLL", "deductible"]],
  comprehensive: [["COMP", "deductible"], ["COMP", "deductible"]],
  specified: [undefined, ["SCOL", "deductible"]],
  rental: [["RENT", "limit"], ["RENT", "limit"]],
  towing: [["TOW", "limit"], ["TOW", "limit"]],
  glass: [["GLASS", "flag"], undefined],
  hired: [undefined, ["HIRED", "flag"]],
  nonOwned: [undefined, ["NONOWN", "flag"]],
  otherCars: [undefined, ["DOC", "flag"]],
  additional: [undefined, ["BLKAI", "flag"]],
};

const NAMES = Object.keys(LISTS) as readonly Name[];

/** The lists, by name and line. */
export const choiceLists: () => Readonly<Record<Name, readonly (Choice | undefined)[]>> = once(() =>
  Object.fromEntries(
    NAMES.map((name) => [
      name,
      LISTS[name].map((list, line) => list && choiceOf(line, list[0], list[1])),
    ]),
  ) as Record<Name, (Choice | undefined)[]>
);

/** Options chosen. */
export const CHOICES: Fact<Choices> = defineFact<Choices>((chunk, kept) => {
  const { lines, bands } = chunk.get(POLICIES);
  const draws = chunk.get(POLICY_DRAWS);
  const lists = choiceLists();
  const out = kept ??
    Object.fromEntries(
      NAMES.map((name) => [name, new Uint8Array(chunk.capacity)]),
    ) as unknown as Choices;
  for (const name of NAMES) {
    const words = draws.words(name);
    const [personal, commercial] = lists[name];
    const target = out[name];
    for (let i = 0; i < chunk.count; i++) {
      const list = lines[i] === 0 ? personal : commercial;
      target[i] = list === undefined ? 0 : list.weights.pick(words[i]!, bands[i]!);
    }
  }
  return out;
});

/** Kinds of businesses that carry for hire: NAICS 484, trucking. */
const carriers = once(() =>
  Uint8Array.from(businesses().naicsCodes, (code) => code.startsWith("484") ? 1 : 0)
);

/** 1 for the accounts that carry for hire across states, which federal law asks for higher limits. */
export const CARRIERS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { businessKinds } = chunk.get(SIZES);
  const { lines } = chunk.get(POLICIES);
  const table = carriers();
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) out[i] = lines[i] === 0 ? 0 : table[businessKinds[i]!]!;
  return out;
});

/** Bit of each coverage of {@link POLICY_COVERAGES}. */
export const POLICY_BIT = Object.fromEntries(
  POLICY_COVERAGES.map((code, at) => [code, 1 << at]),
) as Readonly<Record<typeof POLICY_COVERAGES[number], number>>;

/**
 * The option by which a coverage of the policy itself is chosen, for those that are chosen: the endorsement of motor
 * carriers (MCS90) is not, since carriers for hire across states must have it, and no one else has it.
 */
const CHOSEN = [
  ["hired", "HIRED"],
  ["nonOwned", "NONOWN"],
  ["otherCars", "DOC"],
  ["additional", "BLKAI"],
] as const;

/** Coverages that belong to each account's policy and to no vehicle: a bit each, see {@link POLICY_BIT}. */
export const POLICY_CHOICES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { lines } = chunk.get(POLICIES);
  const picks = chunk.get(CHOICES);
  const carries = chunk.get(CARRIERS);
  const lists = choiceLists();
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) {
    out[i] = 0;
    if (lines[i] === 0) continue;
    for (const [name, code] of CHOSEN) {
      if (lists[name][1]!.options[picks[name][i]!] === "YES") out[i]! |= POLICY_BIT[code];
    }
    if (carries[i] === 1) out[i]! |= POLICY_BIT.MCS90;
  }
  return out;
});

/**
 * What the relativities of premiums must be by the coverage's limits and deductible.
 *
 * @module
 */
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { states } from "../places.ts";
import { once } from "../tables.ts";
import { choiceLists } from "./choices.ts";
import { COVERAGES } from "./codes.ts";
import { BUSINESS, COSTS, HOUSEHOLD, type Value } from "./factor_levels.ts";
import { type Choice, minimumAt, type Minimums, minimums, relativityOf, UNIT } from "./tables.ts";

type Lists = readonly (Choice | undefined)[];

/** Options of the limit of each coverage, by line. */
const limitLists = once((): Readonly<Record<string, Lists>> => {
  const lists = choiceLists();
  return {
    BI: [lists.liability[HOUSEHOLD]],
    CSL: [undefined, lists.liability[BUSINESS]],
    HIRED: [undefined, lists.liability[BUSINESS]],
    NONOWN: [undefined, lists.liability[BUSINESS]],
    PD: lists.property,
    MED: lists.medical,
    PIP: lists.pip,
    UMBI: lists.um,
    UIMBI: lists.uim,
    UMPD: lists.umpd,
    RENT: lists.rental,
    TOW: lists.towing,
  };
});

/** Options of the deductible of each coverage, by line. */
const deductibleLists = once((): Readonly<Record<string, Lists>> => {
  const lists = choiceLists();
  return {
    PIP: lists.pipDeductible,
    UMPD: lists.umpdDeductible,
    COLL: lists.collision,
    COMP: lists.comprehensive,
    SCOL: lists.specified,
  };
});

/** Coverages whose option is the limit of one person, a day or a disablement. */
const FIRST_IS_EACH: readonly string[] = ["BI", "UMBI", "UIMBI", "MED", "PIP", "RENT", "TOW"];
/** Coverages that have both limits. */
const HAS_BOTH: readonly string[] = ["BI", "UMBI", "UIMBI", "RENT"];
/** Least uninsured motorists limits where the state asks for none: of households, of businesses. */
const FREE = { each: 25_000, all: 50_000, accident: 20_000 } as const;

/** Whether limits are what the state asks for, which is rated as 1 whatever the option's relativity is. */
function isMinimum(code: string, each: Value, all: Value, table: Minimums, at: number): boolean {
  const { persons, accidents, properties, pips } = table;
  switch (code) {
    case "BI":
      return each === persons[at] && all === accidents[at];
    case "PD":
      return all === properties[at];
    case "PIP":
      return each === pips[at];
    case "UMBI":
    case "UIMBI":
      if (each === null) return all === (accidents[at] || FREE.accident);
      return persons[at] === 0
        ? each === FREE.each && all === FREE.all
        : each === persons[at] && all === accidents[at];
    default:
      return false;
  }
}

/** Relativities that may stand for a coverage: of households, of businesses. */
type Pair = readonly (number | null)[];

/** Stands for the second of a pair that has one. */
const SINGLE = 2 ** 20 - 1;
/** The number of a pair, by which its level is found. */
const pairKey = (first: number, second = SINGLE) => first * 2 ** 20 + second;

/** All pairs that there may be, and the level of each. */
function pairsOf(lists: Readonly<Record<string, Lists>>) {
  const pairs: Pair[] = [[null]];
  const numbers = new Map<number, number>();
  const add = (first: number, second?: number) => {
    const key = pairKey(first, second);
    if (numbers.has(key)) return;
    numbers.set(key, pairs.length);
    pairs.push(second === undefined ? [first] : [first, second]);
  };
  for (const both of Object.values(lists)) {
    const [households, businesses] = [HOUSEHOLD, BUSINESS].map((line) => {
      const list = both[line];
      return list === undefined ? [] : [UNIT, ...list.relativities];
    });
    for (const first of households!) {
      add(first);
      for (const second of businesses!) add(first, second);
    }
    for (const second of businesses!) add(second);
  }
  return { pairs, numbers };
}

/** A rule of the coverage's options: either line's relativity may stand where both have the option. */
function optionRule(
  field: "limit" | "deductible",
  facts: readonly string[],
  lists: () => Readonly<Record<string, Lists>>,
  levelOf: (numbers: ReadonlyMap<number, number>, ...facts: Value[]) => number | undefined,
): LevelRule {
  return {
    kind: "level",
    code: `cost-${field}`,
    entity: COSTS,
    field: `${field}_factor`,
    column: "coverage_code",
    via: "coverage_id",
    facts: ["coverage_code", ...facts],
    message: `the relativity is that of the coverage's ${field}`,
    table(): LevelTable {
      const { pairs, numbers } = pairsOf(lists());
      return {
        count: pairs.length,
        values: (level) => pairs[level]!,
        levelOf: (...given) => levelOf(numbers, ...given),
      };
    },
  };
}

/** What is known of the limit of each coverage; nothing of those without one. */
interface Limit {
  readonly lists: Lists;
  readonly isFirstEach: boolean;
  readonly hasBoth: boolean;
  readonly isUninsured: boolean;
  /** Whether the state asks for a least one. */
  readonly hasMinimum: boolean;
}

const limits = once((): ReadonlyMap<Value, Limit | undefined> => {
  const lists = limitLists();
  return new Map(COVERAGES.map((code) => [
    code,
    lists[code] && {
      lists: lists[code],
      isFirstEach: FIRST_IS_EACH.includes(code),
      hasBoth: HAS_BOTH.includes(code),
      isUninsured: code === "UMBI" || code === "UIMBI",
      hasMinimum: ["BI", "PD", "PIP", "UMBI", "UIMBI"].includes(code),
    },
  ]));
});

/** Level of limits, whether they are the state's minimum or not. */
function limitLevel(
  numbers: ReadonlyMap<number, number>,
  { lists, isFirstEach, hasBoth, isUninsured }: Limit,
  each: Value,
  all: Value,
  isLeast: boolean,
): number | undefined {
  // Uninsured motorists limits of an accident alone are those of businesses.
  const isSingle = isUninsured && each === null;
  const isFirst = isFirstEach && !isSingle;
  const first = Number((isFirst ? each : all) ?? -1);
  const second = hasBoth && isFirst ? Number(all ?? -1) : -1;
  const relativityIn = (line: number): number => {
    const list = lists[line];
    if (list === undefined || (isUninsured && (line === BUSINESS) !== isSingle)) return -1;
    return isLeast ? UNIT : relativityOf(list, first, second);
  };
  const household = relativityIn(HOUSEHOLD);
  const business = relativityIn(BUSINESS);
  if (household === -1) return numbers.get(pairKey(business));
  return numbers.get(business === -1 ? pairKey(household) : pairKey(household, business));
}

const stateNumbers = once(() => new Map(states().codes.map((code, at) => [code, at])));

/** Rules of premiums that look at the coverage. */
export const COVER_LEVEL_RULES: readonly LevelRule[] = [
  optionRule(
    "limit",
    ["limit_each", "limit_all", "rated_state", "rated_on"],
    limitLists,
    (numbers, code, each, all, state, day) => {
      const known = limits();
      const limit = known.get(code!);
      if (limit === undefined) return known.has(code!) ? 0 : undefined;
      let isLeast = false;
      if (limit.hasMinimum) {
        const number = stateNumbers().get(state as string);
        if (number === undefined) return undefined;
        const table = minimums();
        isLeast = isMinimum(
          code as string,
          each!,
          all!,
          table,
          minimumAt(table, number, day as number),
        );
      }
      return limitLevel(numbers, limit, each!, all!, isLeast);
    },
  ),
  optionRule("deductible", ["deductible"], deductibleLists, (numbers, code, amount) => {
    if (amount === null) return 0;
    const lists = deductibleLists()[code as string];
    if (lists === undefined) return undefined;
    const [household, business] = lists.map((list) => {
      const at = list?.firsts.indexOf(amount as number) ?? -1;
      return at === -1 ? undefined : list!.relativities[at]!;
    });
    const first = household ?? business;
    if (first === undefined) return undefined;
    return numbers.get(household === undefined ? pairKey(first) : pairKey(first, business));
  }),
];

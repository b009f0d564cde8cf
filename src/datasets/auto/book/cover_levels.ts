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

/** All pairs that there may be, and the level of each. */
function pairsOf(lists: Readonly<Record<string, Lists>>) {
  const pairs = new Map<string, Pair>([["", [null]]]);
  for (const both of Object.values(lists)) {
    const sides = [HOUSEHOLD, BUSINESS].map((line) => {
      const list = both[line];
      return list === undefined ? [] : [UNIT, ...list.relativities];
    });
    const add = (...values: number[]) => pairs.set(values.join(), values);
    const [households, businesses] = sides;
    for (const first of households!) {
      add(first);
      for (const second of businesses!) add(first, second);
    }
    for (const second of businesses!) add(second);
  }
  const numbers = new Map([...pairs.keys()].map((key, at) => [key, at]));
  return { pairs: [...pairs.values()], numbers };
}

/** A rule of the coverage's options: either line's relativity may stand where both have the option. */
function optionRule(
  field: "limit" | "deductible",
  facts: readonly string[],
  lists: () => Readonly<Record<string, Lists>>,
  levelOf: (numbers: ReadonlyMap<string, number>, ...facts: Value[]) => number | undefined,
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

/** Level of limits, whether they are the state's minimum or not. */
function limitLevel(
  numbers: ReadonlyMap<string, number>,
  code: string,
  each: Value,
  all: Value,
  isLeast: boolean,
): number | undefined {
  const lists = limitLists()[code];
  if (lists === undefined) return 0;
  // Uninsured motorists limits of an accident alone are those of businesses.
  const isUninsured = code === "UMBI" || code === "UIMBI";
  const other = each === null ? HOUSEHOLD : BUSINESS;
  const isFirst = FIRST_IS_EACH.includes(code) && !(isUninsured && each === null);
  const first = Number((isFirst ? each : all) ?? -1);
  const second = HAS_BOTH.includes(code) && isFirst ? Number(all ?? -1) : -1;
  let key = "";
  for (const line of [HOUSEHOLD, BUSINESS]) {
    const list = lists[line];
    if (list === undefined || (isUninsured && line === other)) continue;
    const relativity = isLeast ? UNIT : relativityOf(list, first, second);
    key = key === "" ? `${relativity}` : `${key},${relativity}`;
  }
  return numbers.get(key);
}

const stateNumbers = once(() => new Map(states().codes.map((code, at) => [code, at])));

/** Rules of premiums that look at the coverage. */
export const COVER_LEVEL_RULES: readonly LevelRule[] = [
  optionRule(
    "limit",
    ["limit_each", "limit_all", "rated_state", "rated_on"],
    limitLists,
    (numbers, code, each, all, state, day) => {
      const place = (COVERAGES as readonly Value[]).indexOf(code!);
      const number = stateNumbers().get(`${state}`);
      if (place === -1 || number === undefined) return undefined;
      const table = minimums();
      const row = minimumAt(table, number, Number(day));
      const isLeast = isMinimum(`${code}`, each!, all!, table, row);
      return limitLevel(numbers, `${code}`, each!, all!, isLeast);
    },
  ),
  optionRule("deductible", ["deductible"], deductibleLists, (numbers, code, amount) => {
    if (amount === null) return 0;
    const found = (deductibleLists()[`${code}`] ?? []).flatMap((list) => {
      const at = list?.firsts.indexOf(Number(amount)) ?? -1;
      return at === -1 ? [] : [list!.relativities[at]!];
    });
    return numbers.get(found.join());
  }),
];

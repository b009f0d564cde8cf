/**
 * What the base rates and relativities of premiums must be by the term, and which relativities there may be.
 *
 * @module
 */
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { states } from "../places.ts";
import { COVERAGE, type CoverageCode } from "./codes.ts";
import {
  BUSINESS,
  COSTS,
  FactorLevels,
  type FactorRule,
  factorRule,
  HOUSEHOLD,
  lineOfTerm,
  type Value,
  yesNo,
} from "./factor_levels.ts";
import { TERM_MONTHS } from "./lifecycle.ts";
import { BARRED, baseRates, CODES } from "./rates.ts";

/** Pay plans that the table has under another name. */
const PAY: Readonly<Record<string, string>> = { quarterly: "two_pay" };

const isBarred = (trait: string, state: Value) => BARRED[trait]!.includes(`${state}`);

const ofTerm = (
  facts: readonly string[],
  message: string,
  level: (levels: FactorLevels, ...facts: Value[]) => number | undefined,
): FactorRule => ({
  via: "policy_period_id",
  facts,
  message: `the relativity is that of ${message}`,
  level,
});

/** A factor of a term's word, of one line; where the term has none, there is no relativity. */
const wordOfTerm = (name: string, field: string, line: number, message: string): LevelRule =>
  factorRule(
    name,
    ofTerm([field], message, (levels, word) => word === null ? 0 : levels.named(line, word)),
  );
/** The same of a truth value, and of a number. */
const truthOfTerm = (name: string, field: string, message: string): LevelRule =>
  factorRule(
    name,
    ofTerm(
      [field],
      message,
      (levels, is) => is === null ? 0 : levels.named(HOUSEHOLD, yesNo(is)),
    ),
  );
const numberOfTerm = (name: string, field: string, line: number, message: string): LevelRule =>
  factorRule(
    name,
    ofTerm([field], message, (levels, value) => value === null ? 0 : levels.banded(line, value)),
  );

const termRules: readonly LevelRule[] = [
  numberOfTerm(
    "comprehensive_claims",
    "comprehensive_claims",
    HOUSEHOLD,
    "the term's comprehensive claims",
  ),
  factorRule(
    "fleet_size",
    ofTerm(
      ["radius", "vehicle_count"],
      "the number of vehicles",
      (levels, radius, count) => levels.banded(lineOfTerm(radius!), count!),
    ),
  ),
  factorRule(
    "tenure",
    ofTerm(
      ["radius", "tenure_years"],
      "the years of the policy",
      (levels, radius, years) => radius === null ? levels.banded(HOUSEHOLD, years!) : 0,
    ),
  ),
  factorRule(
    "pay_plan",
    ofTerm(
      ["radius", "pay_plan"],
      "the pay plan",
      (levels, radius, plan) =>
        radius === null ? levels.named(HOUSEHOLD, PAY[`${plan}`] ?? plan!) : 0,
    ),
  ),
  wordOfTerm("prior_insurance", "prior_insurance", HOUSEHOLD, "the prior insurance"),
  wordOfTerm("other_policies", "other_policies", HOUSEHOLD, "the household's other policies"),
  truthOfTerm("homeowner", "is_homeowner", "who owns the home, or rents it"),
  wordOfTerm("credit_tier", "credit_tier", HOUSEHOLD, "the tier of the credit-based score"),
  truthOfTerm("early_quote", "is_early_quote", "an early quote, or none"),
  wordOfTerm("telematics", "telematics", HOUSEHOLD, "what telematics found"),
  wordOfTerm("radius", "radius", BUSINESS, "how far the business drives"),
  wordOfTerm("secondary_class", "secondary_class", BUSINESS, "the trade of the business"),
  numberOfTerm("years_in_business", "years_in_business", BUSINESS, "the years of the business"),
  wordOfTerm("schedule_rating", "schedule_rating", BUSINESS, "the underwriter's schedule rating"),
];

/** Levels of a factor that a term allows: none, those of households or businesses, or some of them. */
interface Allowed {
  readonly line: number;
  /** Name of the sets of levels by what is in their names, where they are not one. */
  readonly kinds?: readonly RegExp[];
  /** Which set; undefined for none. */
  readonly of: (state: Value) => number | undefined;
}

/** A factor applies where the line of business and the state's law let it, and nowhere else. */
function appliesRule(name: string, allowed: readonly Allowed[]): LevelRule {
  const sets = allowed.flatMap(({ line, kinds = [/./] }) => kinds.map((kind) => ({ line, kind })));
  return {
    kind: "level",
    code: `cost-${name.replaceAll("_", "-")}-applies`,
    entity: COSTS,
    field: `${name}_factor`,
    column: "coverage_code",
    via: "policy_period_id",
    facts: ["radius", "rated_state"],
    isJoinedOnly: true,
    message: "a factor applies where the line of business and the law of the state let it",
    table(): LevelTable {
      const levels = new FactorLevels(name);
      return {
        count: 1 + sets.length,
        values(set, word) {
          if (set === 0) return [null];
          const { line, kind } = sets[set - 1]!;
          return levels.list(line, kind).map((level) => levels.relativity(level, word));
        },
        levelOf(radius, state) {
          const line = lineOfTerm(radius!);
          const own = allowed.find((member) => member.line === line);
          const at = own?.of(state!);
          return at === undefined ? 0 : 1 + at + sets.findIndex((set) => set.line === line);
        },
      };
    },
  };
}

const always = (line: number): Allowed => ({ line, of: () => 0 });
const unlessBarred = (trait: string): Allowed => ({
  line: HOUSEHOLD,
  of: (state) => isBarred(trait, state) ? undefined : 0,
});

const appliesRules: readonly LevelRule[] = [
  appliesRule("driver_class", [{
    line: HOUSEHOLD,
    kinds: [/^[^-/]*(-\d+)?\/[FM]/, /\/-\/[^-]/, /\/-\/-/],
    of: (state) =>
      isBarred("age", state)
        ? undefined
        : isBarred("marital", state)
        ? 2
        : isBarred("sex", state)
        ? 1
        : 0,
  }]),
  ...["years_licensed", "at_fault_accidents", "violations", "mileage", "good_student"].map(
    (name) => appliesRule(name, [always(HOUSEHOLD)]),
  ),
  appliesRule("driver_training", [always(HOUSEHOLD)]),
  appliesRule("mature_driver", [always(HOUSEHOLD)]),
  appliesRule("not_at_fault_accidents", [unlessBarred("not_at_fault_accidents")]),
  appliesRule("good_driver", [{
    line: HOUSEHOLD,
    of: (state) => state === "CA" ? 0 : undefined,
  }]),
  appliesRule("driver_record", [always(BUSINESS)]),
  appliesRule("vehicle_age", [always(HOUSEHOLD), always(BUSINESS)]),
];

/** The base rate of the state, the line and the months of the term. */
const baseRule: LevelRule = {
  kind: "level",
  code: "cost-base-rate",
  entity: COSTS,
  field: "base_rate",
  column: "coverage_code",
  via: "policy_period_id",
  facts: ["radius", "rated_state", "term_months"],
  message: "the base rate is that of the state, the line of business and the months of the term",
  table(): LevelTable {
    const { codes } = states();
    const sets = codes.flatMap((_, state) =>
      [HOUSEHOLD, BUSINESS].flatMap((line) =>
        TERM_MONTHS.map((months) => ({ state, line, months }))
      )
    );
    return {
      count: sets.length,
      values(set, word) {
        const { state, line, months } = sets[set]!;
        const rate = baseRates(line, months)[state * CODES + COVERAGE[word as CoverageCode]]!;
        return rate > 0 ? [rate] : [];
      },
      levelOf(radius, state, months) {
        const at = codes.indexOf(`${state}`);
        const term = (TERM_MONTHS as readonly Value[]).indexOf(months!);
        if (at === -1 || term === -1) return undefined;
        return (at * 2 + lineOfTerm(radius!)) * TERM_MONTHS.length + term;
      },
    };
  },
};

/** Rules of premiums that look at the term. */
export const TERM_LEVEL_RULES: readonly LevelRule[] = [...termRules, ...appliesRules, baseRule];

/**
 * The factors of the rating plan: of each, which level a vehicle in a term has, and the relativities of
 * the levels.
 *
 * @module
 */
import { STATES } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { TENURES } from "../tenure.ts";
import { once } from "../tables.ts";
import { USE_CODES, USES } from "../vehicle_history.ts";
import { SYMBOL_CODES } from "../vehicle_prices.ts";
import { ASSIGNMENTS } from "./assignments.ts";
import { DRIVER_CLASSES, DRIVER_TRAITS } from "./driver_traits.ts";
import { PERIODS } from "./periods.ts";
import { POLICIES } from "./policies.ts";
import { PERIOD_TRAITS, POLICY_TRAITS } from "./policy_traits.ts";
import { barredIn, CODES, familyOf, onlyIn } from "./rates.ts";
import { isPolicy, RISKS } from "./risks.ts";
import { bandOf, VEHICLE_TRAITS } from "./vehicle_traits.ts";

/** A factor of the rating plan. */
export interface Factor {
  /** Name of its column. */
  readonly name: string;
  /** What it says, for the data dictionary. */
  readonly description: string;
  /** Its families in the table: of personal lines, of commercial ones. */
  readonly families: readonly [string | undefined, string | undefined];
}

/** All factors, in the order in which they are multiplied; limit and deductible come behind them. */
export const FACTORS = [
  ["territory", "where the vehicle is kept", "territory_band", "territory_band"],
  ["driver_class", "age, sex and marriage of the rated driver", "driver_class"],
  ["years_licensed", "the rated driver's years of licence", "years_licensed"],
  ["at_fault_accidents", "accidents at fault in three years", "at_fault_accidents_36m"],
  ["not_at_fault_accidents", "other accidents in three years", "not_at_fault_accidents_36m"],
  ["comprehensive_claims", "comprehensive claims in three years", "comprehensive_claims_36m"],
  ["violations", "violations in three years", "violations_36m"],
  ["symbol", "the vehicle's symbol of physical damage", "vehicle_symbol_physical_damage"],
  ["liability_symbol", "the vehicle's symbol of liability", "vehicle_symbol_liability"],
  ["vehicle_age", "the vehicle's age", "vehicle_age_years", "age_group_years"],
  ["mileage", "yearly miles", "annual_mileage"],
  ["vehicle_use", "the vehicle's use", "vehicle_use", "business_use"],
  ["fleet_size", "number of vehicles", "multi_car", "fleet_size"],
  ["good_student", "good marks of a student", "good_student"],
  ["driver_training", "driver training", "driver_training"],
  ["mature_driver", "a course for mature drivers", "mature_driver_course"],
  ["tenure", "years of the policy", "tenure_years"],
  ["pay_plan", "the pay plan", "pay_plan"],
  ["prior_insurance", "prior insurance", "prior_insurance"],
  ["other_policies", "other policies of the household", "multi_policy"],
  ["homeowner", "ownership of the home", "homeowner"],
  ["credit_tier", "the credit-based score", "credit_based_score_tier"],
  ["early_quote", "an early quote", "advance_quote"],
  ["telematics", "what telematics found", "telematics"],
  ["safety", "airbags and driver assistance", "passive_restraint_and_driver_assist"],
  ["good_driver", "California's good driver discount", "california_good_driver"],
  ["size_class", "the size of a business's vehicle", undefined, "size_class"],
  ["vehicle_type", "the type of a business's vehicle", undefined, "vehicle_type"],
  ["radius", "how far it is driven", undefined, "radius"],
  ["secondary_class", "the trade of the business", undefined, "secondary_class"],
  ["cost_new", "the price when new", undefined, "original_cost_new_usd"],
  ["driver_record", "the driver's record", undefined, "driver_mvr_score"],
  ["years_in_business", "years of the business", undefined, "years_in_business"],
  ["schedule_rating", "schedule rating", undefined, "schedule_rating"],
].map(([name, description, personal, commercial]): Factor => ({
  name: name!,
  description: description!,
  families: [personal, commercial],
}));

const PLACES: ReadonlyMap<string, number> = new Map(FACTORS.map(({ name }, at) => [name, at]));

/** Relativities of each factor: `level x CODES + coverage`. Level 0 is no level; those of businesses come last. */
export const factorTables: () => readonly Int32Array[] = once(() =>
  FACTORS.map(({ families }) => {
    const parts = families.map((name, line) =>
      name === undefined ? [] : [...familyOf(line, name).relativities]
    );
    return Int32Array.from([...new Array(CODES).fill(0), ...parts.flat()]);
  })
);

/** First level of businesses of each factor. */
const commercialStarts = once(() =>
  FACTORS.map(({ families: [name] }) =>
    1 + (name === undefined ? 0 : familyOf(0, name).levels.length)
  )
);

/** Levels of driver classes: all of it, without the sex, by age alone. */
const classLevels = once(() => {
  const { levels } = familyOf(0, "driver_class");
  const find = (change: (parts: string[]) => string[]) =>
    Uint8Array.from(DRIVER_CLASSES, (name) => {
      const [age, sex, marital] = name.split("/");
      return 1 + levels.indexOf(change([age!, sex!, marital!]).join("/"));
    });
  return {
    full: find((parts) => parts),
    unisex: find(([age, , marital]) => [age!, "-", marital!]),
    byAge: find(([age]) => [age!, "-", "-"]),
  };
});

/** First years of licence, of tenure, of a business, and least vehicles of fleets, of the bands. */
const LICENCE_YEARS = [0, 1, 2, 3, 6, 10, 15, 25];
const TENURE_YEARS = [0, 1, 3, 5, 10];
const BUSINESS_YEARS = [0, 2, 4, 10];
const FLEETS = [1, 2, 5, 10, 25, 100];
/** Level of each pay plan in the table of households. */
const PAY_LEVELS = [0, 1, 1, 2, 3, 2, 2];
/** First use of businesses in the list of uses, and what farms are rated as. */
const [FIRST_BUSINESS_USE, FARM_USE] = [USES.indexOf("service"), USES.indexOf("farm")];

/**
 * Levels of all factors: an array each, an entry each of {@link RISKS}; 0 where there is none. Those of the policy
 * itself mean nothing: no family touches its coverages.
 */
export const LEVELS: Fact<readonly Uint8Array[]> = defineFact<readonly Uint8Array[]>(
  (chunk, kept) => {
    const { count } = chunk.get(RISKS);
    const out = FACTORS.map((_, at) =>
      makeRoom(kept?.[at], count, (length) => new Uint8Array(length))
    );
    fillVehicles(chunk, out);
    fillPolicies(chunk, out);
    fillDrivers(chunk, out);
    return out;
  },
);

/** The arrays of factors, by name. */
function pickLevels<Name extends string>(
  out: readonly Uint8Array[],
  names: readonly Name[],
): Record<Name, { readonly to: Uint8Array; readonly business: number }> {
  return Object.fromEntries(
    names.map((name) => {
      const at = PLACES.get(name)!;
      return [name, { to: out[at]!, business: commercialStarts()[at]! }];
    }),
  ) as Record<Name, { to: Uint8Array; business: number }>;
}

function fillVehicles(chunk: Chunk, out: readonly Uint8Array[]): void {
  const { count, periods, vehicles, fleets } = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const { lines } = chunk.get(POLICIES);
  const traits = chunk.get(VEHICLE_TRAITS);
  const symbols = chunk.get(SYMBOL_CODES);
  const uses = chunk.get(USE_CODES);
  const all = pickLevels(out, [
    ...[
      "territory",
      "symbol",
      "liability_symbol",
      "vehicle_age",
      "mileage",
      "vehicle_use",
    ] as const,
    ...["fleet_size", "safety", "size_class", "vehicle_type", "cost_new"] as const,
  ]);
  for (let risk = 0; risk < count; risk++) {
    const period = periods[risk]!;
    const row = vehicles[risk]!;
    if (isPolicy(vehicles, risk)) continue;
    const isBusiness = lines[accounts[period]!] === 1;
    const fleet = fleets[period]!;
    const use = uses[row]!;
    all.territory.to[risk] = traits.territories[risk]! + (isBusiness ? all.territory.business : 1);
    if (isBusiness) {
      all.vehicle_age.to[risk] = all.vehicle_age.business + traits.ageGroups[risk]!;
      all.vehicle_use.to[risk] = all.vehicle_use.business +
        (use === FARM_USE ? 0 : use - FIRST_BUSINESS_USE);
      all.fleet_size.to[risk] = all.fleet_size.business + bandOf(FLEETS, fleet);
    } else {
      all.vehicle_age.to[risk] = 1 + traits.ages[risk]!;
      all.vehicle_use.to[risk] = 1 + use;
      all.fleet_size.to[risk] = fleet > 3 ? 3 : fleet;
    }
    const [household, business] = isBusiness ? [0, 1] : [1, 0];
    all.symbol.to[risk] = household * (1 + symbols[row]!);
    all.liability_symbol.to[risk] = household * (1 + traits.liabilitySymbols[risk]!);
    all.mileage.to[risk] = household * (1 + traits.mileBands[risk]!);
    all.safety.to[risk] = household * (1 + traits.safeties[risk]!);
    all.size_class.to[risk] = business * (1 + traits.sizes[risk]!);
    all.vehicle_type.to[risk] = business * (1 + traits.types[risk]!);
    all.cost_new.to[risk] = business * (1 + traits.costs[risk]!);
  }
}

function fillPolicies(chunk: Chunk, out: readonly Uint8Array[]): void {
  const { count, periods } = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const { lines, payPlans } = chunk.get(POLICIES);
  const policy = chunk.get(POLICY_TRAITS);
  const term = chunk.get(PERIOD_TRAITS);
  const homes = chunk.get(TENURES);
  const where = chunk.get(STATES);
  const [noPrior, noHome, noCredit] = ["prior_insurance", "homeowner", "credit_tier"].map(barredIn);
  const all = pickLevels(out, [
    ...["comprehensive_claims", "tenure", "pay_plan", "prior_insurance", "other_policies"] as const,
    ...["homeowner", "credit_tier", "early_quote", "telematics", "radius"] as const,
    ...["secondary_class", "years_in_business", "schedule_rating"] as const,
  ]);
  for (let risk = 0; risk < count; risk++) {
    const period = periods[risk]!;
    const i = accounts[period]!;
    const state = where[i]!;
    const [household, business] = lines[i] === 1 ? [0, 1] : [1, 0];
    const claims = term.claims[period]!;
    all.comprehensive_claims.to[risk] = household * (1 + (claims > 2 ? 2 : claims));
    all.tenure.to[risk] = household * (1 + bandOf(TENURE_YEARS, term.tenures[period]!));
    all.pay_plan.to[risk] = household * (1 + PAY_LEVELS[payPlans[i]!]!);
    all.prior_insurance.to[risk] = household * (1 - noPrior![state]!) * (1 + policy.priors[i]!);
    all.other_policies.to[risk] = household * (1 + policy.others[i]!);
    all.homeowner.to[risk] = household * (1 - noHome![state]!) * (2 - homes[i]!);
    all.credit_tier.to[risk] = household * (1 - noCredit![state]!) * (1 + policy.credits[i]!);
    all.early_quote.to[risk] = household * (1 + policy.earlyQuotes[i]!);
    all.telematics.to[risk] = household * (1 + policy.telematics[i]!);
    all.radius.to[risk] = business * (1 + policy.radii[i]!);
    all.secondary_class.to[risk] = business * (1 + policy.secondaries[i]!);
    all.years_in_business.to[risk] = business *
      (1 + bandOf(BUSINESS_YEARS, term.businessYears[period]!));
    all.schedule_rating.to[risk] = business * (1 + policy.schedules[i]!);
  }
}

/**
 * The record of a driver of a business.
 *
 * @param atFault Accidents at fault.
 * @param violation Index in the list of violations.
 * @returns 0 clear, 1 minor violations only, 2 one major or at fault, 3 several.
 */
export function recordLevel(atFault: number, violation: number): number {
  const grave = atFault + (violation === 5 ? 2 : violation === 4 ? 1 : 0);
  if (grave > 1 || violation === 3) return 3;
  return grave === 1 ? 2 : violation > 0 ? 1 : 0;
}

/**
 * Whether a driver is a good driver by California's Insurance Code 1861.025: three years of licence, no
 * accident at fault, one minor violation at most.
 *
 * @param years Whole years of licence.
 * @param atFault Accidents at fault.
 * @param violation Index in the list of violations.
 * @returns Whether it is one.
 */
export function isGoodDriver(years: number, atFault: number, violation: number): boolean {
  return years >= 3 && atFault === 0 && violation <= 1;
}

function fillDrivers(chunk: Chunk, out: readonly Uint8Array[]): void {
  const { count, periods, vehicles } = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const { lines } = chunk.get(POLICIES);
  const { firsts } = chunk.get(ASSIGNMENTS);
  const driver = chunk.get(DRIVER_TRAITS);
  const where = chunk.get(STATES);
  const classes = classLevels();
  const [noSex, noAge, noMarriage, noOther] = [
    "sex",
    "age",
    "marital",
    "not_at_fault_accidents",
  ].map(barredIn);
  const california = onlyIn("CA");
  const all = pickLevels(out, [
    ...["driver_class", "years_licensed", "at_fault_accidents", "violations"] as const,
    ...["not_at_fault_accidents", "good_student", "driver_training", "mature_driver"] as const,
    ...["good_driver", "driver_record"] as const,
  ]);
  for (let risk = 0; risk < count; risk++) {
    if (isPolicy(vehicles, risk)) continue;
    const i = accounts[periods[risk]!]!;
    const state = where[i]!;
    const row = firsts[risk]!;
    const [household, business] = lines[i] === 1 ? [0, 1] : [1, 0];
    const atFault = driver.atFaults[row]!;
    const other = driver.notAtFaults[row]!;
    const violation = driver.violations[row]!;
    const years = driver.licenceYears[row]!;
    const levels = noMarriage![state] === 1
      ? classes.byAge
      : noSex![state] === 1
      ? classes.unisex
      : classes.full;
    all.driver_class.to[risk] = household * (1 - noAge![state]!) * levels[driver.classes[row]!]!;
    all.years_licensed.to[risk] = household * (1 + bandOf(LICENCE_YEARS, years));
    all.at_fault_accidents.to[risk] = household * (1 + (atFault > 3 ? 3 : atFault));
    all.not_at_fault_accidents.to[risk] = household * (1 - noOther![state]!) *
      (1 + (other > 2 ? 2 : other));
    all.violations.to[risk] = household * (1 + violation);
    all.good_student.to[risk] = household * (1 + driver.goodStudents[row]!);
    all.driver_training.to[risk] = household * (1 + driver.trained[row]!);
    all.mature_driver.to[risk] = household * (1 + driver.mature[row]!);
    const isGood = isGoodDriver(years, atFault, violation) ? 1 : 0;
    all.good_driver.to[risk] = household * california[state]! * (1 + isGood);
    all.driver_record.to[risk] = business * (1 + recordLevel(atFault, violation));
  }
}

/**
 * What the relativities of premiums must be by the rated driver.
 *
 * @module
 */
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { DRIVER_CLASSES, VIOLATIONS } from "./driver_traits.ts";
import {
  BUSINESS,
  FactorLevels,
  type FactorRule,
  factorRule,
  HOUSEHOLD,
  type Value,
  yesNo,
} from "./factor_levels.ts";
import { isGoodDriver, recordLevel } from "./factors.ts";

const RECORDS = ["clear", "minor", "major", "several"];
const ofDriver = (
  facts: readonly string[],
  message: string,
  level: (levels: FactorLevels, ...facts: Value[]) => number | undefined,
): FactorRule => ({
  via: "vehicle_driver_id",
  facts,
  message: `the relativity is that of ${message}`,
  level,
  // Whether the factor applies at all is the term's to say.
  isOptional: true,
});
const numberOfDriver = (name: string, field: string, message: string) =>
  factorRule(
    name,
    ofDriver([field], message, (levels, value) => levels.banded(HOUSEHOLD, value!)),
  );
const truthOfDriver = (name: string, field: string, message: string) =>
  factorRule(
    name,
    ofDriver([field], message, (levels, is) => levels.named(HOUSEHOLD, yesNo(is!))),
  );

/** Which violations a driver has, as an index. */
const violationOf = (name: Value) => (VIOLATIONS as readonly Value[]).indexOf(name);

const driverRules: readonly LevelRule[] = [
  numberOfDriver("years_licensed", "years_licensed", "the driver's years of licence"),
  numberOfDriver(
    "at_fault_accidents",
    "at_fault_accidents",
    "the driver's accidents at fault",
  ),
  factorRule(
    "not_at_fault_accidents",
    ofDriver(
      ["not_at_fault_accidents"],
      "the driver's other accidents",
      (levels, count) => levels.banded(HOUSEHOLD, count!),
    ),
  ),
  factorRule(
    "violations",
    ofDriver(
      ["violations"],
      "the driver's violations",
      (levels, name) => levels.named(HOUSEHOLD, name!),
    ),
  ),
  factorRule(
    "mileage",
    ofDriver(
      ["rated_miles"],
      "the vehicle's yearly miles",
      (levels, miles) => levels.banded(HOUSEHOLD, miles!),
    ),
  ),
  truthOfDriver("good_student", "is_good_student", "a good student, or none"),
  truthOfDriver("driver_training", "has_driver_training", "a trained driver, or none"),
  truthOfDriver("mature_driver", "has_mature_course", "a driver with the course, or none"),
  factorRule(
    "good_driver",
    ofDriver(
      ["years_licensed", "at_fault_accidents", "violations"],
      "a good driver, or none",
      (levels, years, atFault, violations) =>
        levels.named(
          HOUSEHOLD,
          yesNo(
            isGoodDriver(Number(years), Number(atFault), violationOf(violations!)) ? 1 : 0,
          ),
        ),
    ),
  ),
  factorRule(
    "driver_record",
    ofDriver(
      ["at_fault_accidents", "violations"],
      "the driver's record",
      (levels, atFault, violations) =>
        levels.named(BUSINESS, RECORDS[recordLevel(Number(atFault), violationOf(violations!))]!),
    ),
  ),
];

/** Kinds of driver classes: all of a driver, without the sex, the age alone. */
const CLASS_KINDS = [
  (age: string, sex: string, marital: string) => `${age}/${sex}/${marital}`,
  (age: string, _sex: string, marital: string) => `${age}/-/${marital}`,
  (age: string) => `${age}/-/-`,
] as const;

/** Levels of a driver's class, of which the state's law allows one, or none. */
const classRule: LevelRule = {
  ...factorRule("driver_class", ofDriver(["driver_class"], "the driver's class", () => 0)),
  table(): LevelTable {
    const levels = new FactorLevels("driver_class");
    return {
      count: DRIVER_CLASSES.length,
      values(at, word) {
        const [age, sex, marital] = DRIVER_CLASSES[at]!.split("/");
        const names = CLASS_KINDS.map((name) => name(age!, sex!, marital!));
        const found = names.map((name) => levels.named(HOUSEHOLD, name)!);
        return [null, ...found.map((level) => levels.relativity(level, word))];
      },
      levelOf(name) {
        const at = DRIVER_CLASSES.indexOf(`${name}`);
        return at === -1 ? undefined : at;
      },
    };
  },
};

/** Rules of premiums that look at the rated driver. */
export const DRIVER_LEVEL_RULES: readonly LevelRule[] = [classRule, ...driverRules];

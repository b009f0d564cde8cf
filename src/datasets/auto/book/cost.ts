/**
 * Entity `cost`: the premium of a coverage with its rating worksheet.
 *
 * @module
 */
import type { MadeEntity } from "../entity.ts";
import { idField, syntheticSource, wordField } from "../fields.ts";
import {
  COST_IDS,
  COVER_DRIVER_IDS,
  COVER_HAS_VEHICLE,
  COVER_PERIOD_IDS,
  COVER_VEHICLE_IDS,
  COVERAGE_IDS,
} from "./book_ids.ts";
import { COVERAGES } from "./codes.ts";
import { decimalField, maybeIdField, MONEY_SCALE, numberField, RATE_SCALE } from "./columns.ts";
import { COVERAGE_COUNT } from "./coverage.ts";
import { COVERS } from "./covers.ts";
import { FACTORS } from "./factors.ts";
import { PREMIUMS, WORKSHEETS } from "./premiums.ts";

/** Names of the worksheet's relativities, in the order in which they are multiplied. */
export const WORKSHEET_COLUMNS: readonly string[] = [
  ...FACTORS.map(({ name }) => name),
  "limit",
  "deductible",
];

const descriptions = [
  ...FACTORS.map(({ description }) => description),
  "the limit",
  "the deductible",
];

/** The entity. */
export const COST: MadeEntity = {
  name: "cost",
  plural: "costs",
  description: "The premium of a coverage, and how it is computed.",
  rowCount: COVERAGE_COUNT,
  fields: [
    idField("cost_id", "Identifies the cost.", COST_IDS, { key: true }),
    idField("coverage_id", "The coverage.", COVERAGE_IDS, {
      unique: "cost-coverage-unique",
      reference: { entity: "coverages", field: "coverage_id" },
    }),
    idField("policy_period_id", "The term.", COVER_PERIOD_IDS, {
      reference: { entity: "policy_periods", field: "policy_period_id" },
    }),
    maybeIdField(
      "vehicle_id",
      "The vehicle; null for a coverage of the policy itself.",
      COVER_VEHICLE_IDS,
      COVER_HAS_VEHICLE,
      {
        reference: { entity: "vehicles", field: "vehicle_id" },
      },
    ),
    maybeIdField(
      "vehicle_driver_id",
      "The rated driver: the vehicle's principal one; null where there is no vehicle.",
      COVER_DRIVER_IDS,
      COVER_HAS_VEHICLE,
      {
        reference: { entity: "vehicle_drivers", field: "vehicle_driver_id" },
      },
    ),
    wordField(
      "coverage_code",
      "Which coverage.",
      () => COVERAGES,
      (chunk) => chunk.get(COVERS).codes,
      { values: COVERAGES, plain: true, origin: "Of the coverage." },
    ),
    decimalField(
      "base_rate",
      "Base rate of the term.",
      RATE_SCALE,
      (chunk) => ({ values: chunk.get(WORKSHEETS).bases }),
      {
        unit: "USD",
        min: 0.0001,
        max: 99_999,
        origin:
          "Rate of the coverage in the state, times the state's level, by months of the term.",
      },
    ),
    ...WORKSHEET_COLUMNS.map((name, at) =>
      decimalField(
        `${name}_factor`,
        `Relativity for ${descriptions[at]}; null where it does not touch the coverage.`,
        RATE_SCALE,
        (chunk) => chunk.get(WORKSHEETS).factors[at]!,
        { nullable: true, min: 0.01, max: 9.9999 },
      )
    ),
    decimalField(
      "term_amount",
      "Premium of the whole term.",
      MONEY_SCALE,
      (chunk) => ({ values: chunk.get(WORKSHEETS).amounts }),
      {
        unit: "USD",
        min: 0.01,
        max: 9_999_999,
        origin: "Base rate times all relativities, one after the other, rounded as documented.",
      },
    ),
    numberField(
      "term_days",
      "Days of the term.",
      (chunk) => ({ values: chunk.get(PREMIUMS).termDays }),
      { min: 28, max: 366, unit: "days" },
    ),
    numberField(
      "covered_days",
      "Days covered, as known on the plan's day.",
      (chunk) => ({ values: chunk.get(PREMIUMS).coveredDays }),
      { min: 0, max: 366, unit: "days" },
    ),
    numberField(
      "earned_days",
      "Days covered that have gone by.",
      (chunk) => ({ values: chunk.get(PREMIUMS).earnedDays }),
      { min: 0, max: 366, unit: "days", isClock: true },
    ),
    decimalField(
      "written_premium",
      "Premium of the days covered, as known on the plan's day.",
      MONEY_SCALE,
      (chunk) => ({ values: chunk.get(PREMIUMS).written }),
      { unit: "USD", min: 0, max: 9_999_999, origin: "Pro rata of the term by days." },
    ),
    decimalField(
      "earned_premium",
      "Premium of the days gone by.",
      MONEY_SCALE,
      (chunk) => ({ values: chunk.get(PREMIUMS).earned }),
      {
        ...{ unit: "USD", min: 0, max: 9_999_999, isClock: true },
        origin: "Pro rata of the term by days.",
      },
    ),
    syntheticSource(COVERAGE_COUNT),
  ],
};

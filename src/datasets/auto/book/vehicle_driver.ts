/**
 * Entity `vehicle_driver`: who drives a vehicle in a term, and what that driver is rated by.
 *
 * @module
 */
import { FIRST_LICENSED_DAYS } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { dayField, idField, syntheticSource, wordField } from "../fields.ts";
import { ASSIGNMENTS } from "./assignments.ts";
import {
  ASSIGNMENT_IDS,
  ASSIGNMENT_PERIOD_IDS,
  ASSIGNMENT_PERSON_IDS,
  ASSIGNMENT_VEHICLE_IDS,
} from "./book_ids.ts";
import { COVERAGES } from "./codes.ts";
import { defineNumberGather, numberField, truthField } from "./columns.ts";
import { COVERS } from "./covers.ts";
import { DRIVER_CLASSES, DRIVER_TRAITS, VIOLATIONS } from "./driver_traits.ts";
import { PERIODS } from "./periods.ts";
import { RISKS } from "./risks.ts";
import { VEHICLE_TRAITS } from "./vehicle_traits.ts";

/** How a driver uses a vehicle. */
export const USAGES = ["principal", "occasional"] as const;

const rowCount: Fact<number> = defineFact((chunk) => chunk.get(ASSIGNMENTS).count);

const ofRisks = (numbers: (chunk: Chunk) => ArrayLike<number>) =>
  defineNumberGather(
    (chunk) => chunk.get(ASSIGNMENTS).count,
    numbers,
    (chunk) => chunk.get(ASSIGNMENTS).risks,
  );
/** First day of the term of each vehicle in it. */
const startsOfRisks = defineNumberGather(
  (chunk) => chunk.get(RISKS).count,
  (chunk) => chunk.get(PERIODS).starts,
  (chunk) => chunk.get(RISKS).periods,
);
const starts = ofRisks((chunk) => chunk.get(RISKS).starts);
const ratedDays = defineNumberGather(
  (chunk) => chunk.get(ASSIGNMENTS).count,
  (chunk) => chunk.get(startsOfRisks),
  (chunk) => chunk.get(ASSIGNMENTS).risks,
);
const licensedDays = defineNumberGather(
  (chunk) => chunk.get(ASSIGNMENTS).count,
  (chunk) => chunk.get(FIRST_LICENSED_DAYS),
  (chunk) => chunk.get(ASSIGNMENTS).persons,
);
const miles = ofRisks((chunk) => chunk.get(VEHICLE_TRAITS).miles);

const principals: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, kinds } = chunk.get(ASSIGNMENTS);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = 1 - kinds[row]!;
  return out;
});

/** Coverages of physical damage that a vehicle has; collision comes with comprehensive. */
export const DAMAGES = ["none", "specified", "comprehensive", "collision"] as const;

const RANKS = Uint8Array.from(
  COVERAGES,
  (code) => code === "SCOL" ? 1 : code === "COMP" ? 2 : code === "COLL" ? 3 : 0,
);

/** Coverage of physical damage of the vehicle of each driver, an index in {@link DAMAGES}. */
const damages: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, risks } = chunk.get(ASSIGNMENTS);
  const covers = chunk.get(COVERS);
  const ofRisk = new Uint8Array(chunk.get(RISKS).count);
  for (let row = 0; row < covers.count; row++) {
    const risk = covers.risks[row]!;
    const rank = RANKS[covers.codes[row]!]!;
    if (rank > ofRisk[risk]!) ofRisk[risk] = rank;
  }
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = ofRisk[risks[row]!]!;
  return out;
});

/** The entity. */
export const VEHICLE_DRIVER: MadeEntity = {
  name: "vehicle_driver",
  plural: "vehicle_drivers",
  description: "A driver of a vehicle in a term.",
  rowCount,
  fields: [
    idField("vehicle_driver_id", "Identifies the assignment.", ASSIGNMENT_IDS, { key: true }),
    idField("policy_period_id", "The term.", ASSIGNMENT_PERIOD_IDS, {
      reference: { entity: "policy_periods", field: "policy_period_id" },
    }),
    idField("vehicle_id", "The vehicle.", ASSIGNMENT_VEHICLE_IDS, {
      reference: { entity: "vehicles", field: "vehicle_id" },
    }),
    idField("person_id", "The driver.", ASSIGNMENT_PERSON_IDS, {
      reference: { entity: "persons", field: "person_id" },
      origin: "The vehicle's principal driver, or the named insured until that one is licensed.",
    }),
    wordField(
      "usage",
      "Principal or occasional driver.",
      () => USAGES,
      (chunk) => chunk.get(ASSIGNMENTS).kinds,
      { values: USAGES, plain: true, origin: "Persons beyond the vehicles drive now and then." },
    ),
    numberField(
      "share_percent",
      "Per cent of the vehicle's use.",
      (chunk) => ({ values: chunk.get(ASSIGNMENTS).shares }),
      { min: 10, max: 100, unit: "per cent", origin: "They add up to 100 for a vehicle." },
    ),
    dayField(
      "effective_on",
      "Day on which the vehicle joins the term.",
      (chunk) => chunk.get(starts),
    ),
    wordField(
      "driver_class",
      "Age, sex and marriage on the first day of the term, as rated.",
      () => DRIVER_CLASSES,
      (chunk) => chunk.get(DRIVER_TRAITS).classes,
      { values: DRIVER_CLASSES, plain: true, origin: "Of the person." },
    ),
    dayField("rated_on", "Day on which the driver is rated.", (chunk) => chunk.get(ratedDays), {
      origin: "The first day of the term.",
    }),
    dayField(
      "first_licensed_on",
      "Day of the driver's first licence.",
      (chunk) => chunk.get(licensedDays),
      { origin: "Of the person." },
    ),
    numberField(
      "years_licensed",
      "Whole years of licence on the first day of the term.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).licenceYears }),
      { min: 0, max: 90, unit: "years", origin: "From the first licence." },
    ),
    numberField(
      "at_fault_accidents",
      "Accidents at fault of the three calendar years before the term.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).atFaults }),
      {
        min: 0,
        max: 3,
        origin:
          "2.2 per cent a year before the policy, more for the young; then its own paid claims.",
      },
    ),
    numberField(
      "not_at_fault_accidents",
      "Other accidents of the three calendar years before the term.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).notAtFaults }),
      {
        min: 0,
        max: 3,
        origin:
          "2.5 per cent a year before the policy, more for the young; then its own paid claims.",
      },
    ),
    wordField(
      "violations",
      "Violations of the three calendar years before the term.",
      () => VIOLATIONS,
      (chunk) => chunk.get(DRIVER_TRAITS).violations,
      {
        values: VIOLATIONS,
        plain: true,
        origin: "Minor 4 per cent a year, major 0.6, more for the young.",
      },
    ),
    truthField(
      "is_good_student",
      "Whether a student up to 24 has good marks.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).goodStudents }),
    ),
    truthField(
      "has_driver_training",
      "Whether a driver under 21 took a course.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).trained }),
    ),
    truthField(
      "has_mature_course",
      "Whether a driver of 55 or more took a course.",
      (chunk) => ({ values: chunk.get(DRIVER_TRAITS).mature }),
    ),
    numberField(
      "rated_miles",
      "Yearly miles of the vehicle on the first day of the term; null for occasional drivers.",
      (chunk) => ({ values: chunk.get(miles), validity: chunk.get(principals) }),
      { min: 500, max: 75_000, nullable: true, unit: "miles" },
    ),
    wordField(
      "physical_damage",
      "What the vehicle is covered against itself; null for occasional drivers.",
      () => DAMAGES,
      (chunk) => ({ codes: chunk.get(damages), validity: chunk.get(principals) }),
      { nullable: true, values: DAMAGES, plain: true, origin: "Of its coverages." },
    ),
    syntheticSource(rowCount),
  ],
};

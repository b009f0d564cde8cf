/**
 * Identifiers of the book's rows, and which rows they refer to.
 *
 * @module
 */
import type { IdWords } from "../../../core/batch.ts";
import { PERSON_ROWS } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { ACCOUNT_IDS, defineIds, defineReferences, PERSON_IDS } from "../identifiers.ts";
import { VEHICLE_IDS } from "../vehicle.ts";
import { ASSIGNMENTS } from "./assignments.ts";
import { defineNumberGather } from "./columns.ts";
import { COVERS } from "./covers.ts";
import { PERIODS } from "./periods.ts";
import { isPolicy, RISKS } from "./risks.ts";
import { POLICY_ROWS } from "./states_of_terms.ts";

/** Identifiers of the policies. */
export const POLICY_IDS: Fact<IdWords> = defineIds("policy", POLICY_ROWS);
/** Identifiers of the terms. */
export const PERIOD_IDS: Fact<IdWords> = defineIds("policy_period", PERIODS);
/** Identifiers of the drivers of vehicles. */
export const ASSIGNMENT_IDS: Fact<IdWords> = defineIds("vehicle_driver", ASSIGNMENTS);
/** Identifiers of the coverages. */
export const COVERAGE_IDS: Fact<IdWords> = defineIds("coverage", COVERS);
/** Identifiers of their costs. */
export const COST_IDS: Fact<IdWords> = defineIds("cost", COVERS);

const take = <T>(of: Fact<T>, pick: (value: T) => Int32Array): Fact<Int32Array> =>
  defineFact((chunk) => pick(chunk.get(of)));

/** Account of each policy. */
export const POLICY_ACCOUNT_IDS: Fact<IdWords> = defineReferences(
  ACCOUNT_IDS,
  POLICY_ROWS,
  take(POLICY_ROWS, ({ accounts }) => accounts),
);

/** Row of the policy of each term. */
export const PERIOD_POLICIES: Fact<Int32Array> = defineNumberGather(
  (chunk) => chunk.get(PERIODS).count,
  (chunk) => chunk.get(POLICY_ROWS).rows,
  (chunk) => chunk.get(PERIODS).accounts,
);
/** Policy of each term. */
export const PERIOD_POLICY_IDS: Fact<IdWords> = defineReferences(
  POLICY_IDS,
  PERIODS,
  PERIOD_POLICIES,
);
/** Named insured of each term. */
export const PERIOD_PERSON_IDS: Fact<IdWords> = defineReferences(
  PERSON_IDS,
  PERIODS,
  defineNumberGather(
    (chunk) => chunk.get(PERIODS).count,
    (chunk) => chunk.get(PERSON_ROWS).offsets,
    (chunk) => chunk.get(PERIODS).accounts,
  ),
);

/** Looks up numbers of the risks of rows. */
function ofRisks<T extends { readonly count: number; readonly risks: Int32Array }>(
  rows: Fact<T>,
  numbers: (chunk: Chunk) => Int32Array,
): Fact<Int32Array> {
  return defineNumberGather(
    (chunk) => chunk.get(rows).count,
    numbers,
    (chunk) => chunk.get(rows).risks,
  );
}

const periodsOf = (chunk: Chunk) => chunk.get(RISKS).periods;
const vehiclesOf = (chunk: Chunk) => chunk.get(RISKS).vehicles;

/** Row of the term of each driver of a vehicle. */
export const ASSIGNMENT_PERIODS: Fact<Int32Array> = ofRisks(ASSIGNMENTS, periodsOf);
/** Row of the vehicle. */
export const ASSIGNMENT_VEHICLES: Fact<Int32Array> = ofRisks(ASSIGNMENTS, vehiclesOf);
/** Its term. */
export const ASSIGNMENT_PERIOD_IDS: Fact<IdWords> = defineReferences(
  PERIOD_IDS,
  ASSIGNMENTS,
  ASSIGNMENT_PERIODS,
);
/** The vehicle. */
export const ASSIGNMENT_VEHICLE_IDS: Fact<IdWords> = defineReferences(
  VEHICLE_IDS,
  ASSIGNMENTS,
  ASSIGNMENT_VEHICLES,
);
/** The driver. */
export const ASSIGNMENT_PERSON_IDS: Fact<IdWords> = defineReferences(
  PERSON_IDS,
  ASSIGNMENTS,
  take(ASSIGNMENTS, ({ persons }) => persons),
);

/** Row of the term of each coverage. */
export const COVER_PERIODS: Fact<Int32Array> = ofRisks(COVERS, periodsOf);
/** Its term. */
export const COVER_PERIOD_IDS: Fact<IdWords> = defineReferences(
  PERIOD_IDS,
  COVERS,
  COVER_PERIODS,
);
/** 1 for the coverages of a vehicle, 0 for those of the policy itself. */
export const COVER_HAS_VEHICLE: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, risks } = chunk.get(COVERS);
  const vehicles = vehiclesOf(chunk);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = isPolicy(vehicles, risks[row]!) ? 0 : 1;
  return out;
});

/** Looks up rows of the vehicles of coverages; of what has none the first row, which is not read. */
function ofVehicles(rows: (chunk: Chunk) => Int32Array): Fact<Int32Array> {
  return defineFact<Int32Array>((chunk, kept) => {
    const { count, risks } = chunk.get(COVERS);
    const has = chunk.get(COVER_HAS_VEHICLE);
    const of = rows(chunk);
    const out = makeRoom(kept, count, (length) => new Int32Array(length));
    for (let row = 0; row < count; row++) out[row] = has[row] === 0 ? 0 : of[risks[row]!]!;
    return out;
  });
}

/** Its vehicle. */
export const COVER_VEHICLE_IDS: Fact<IdWords> = defineReferences(
  VEHICLE_IDS,
  COVERS,
  ofVehicles(vehiclesOf),
);
/** The principal driver of the vehicle. */
export const COVER_DRIVER_IDS: Fact<IdWords> = defineReferences(
  ASSIGNMENT_IDS,
  COVERS,
  ofVehicles((chunk) => chunk.get(ASSIGNMENTS).firsts),
);

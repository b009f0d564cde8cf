/**
 * Entity `coverage`: a coverage of a vehicle in a term, or of the policy itself, with its limits and deductible.
 *
 * @module
 */
import { STATES } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { dayField, idField, syntheticSource, wordField } from "../fields.ts";
import { states } from "../places.ts";
import {
  COVER_HAS_VEHICLE,
  COVER_PERIOD_IDS,
  COVER_PERIODS,
  COVER_VEHICLE_IDS,
  COVERAGE_IDS,
} from "./book_ids.ts";
import { type CoverageCode, COVERAGES } from "./codes.ts";
import {
  defineGather,
  defineMaybe,
  defineNumberGather,
  maybeIdField,
  numberField,
  truthField,
} from "./columns.ts";
import { COVERS } from "./covers.ts";
import { isMandatory } from "./mandatory.ts";
import { PERIODS } from "./periods.ts";
import { PERIOD_STATE_CODES } from "./policy_period.ts";
import { minimumAt, minimums } from "./tables.ts";

/** Number of coverages. */
export const COVERAGE_COUNT: Fact<number> = defineFact((chunk) => chunk.get(COVERS).count);

const countOf = (chunk: Chunk) => chunk.get(COVERS).count;
const each = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(COVERS).limitsEach,
}));
const all = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(COVERS).limitsAll,
}));
const deductibles = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(COVERS).deductibles,
}));

/** 1 for the coverages that the state's law wants on the first day of the term. */
const mandatory: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, codes } = chunk.get(COVERS);
  const periods = chunk.get(COVER_PERIODS);
  const { accounts, starts } = chunk.get(PERIODS);
  const where = chunk.get(STATES);
  const table = minimums();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  let period = -1;
  let minimum = 0;
  let state = 0;
  for (let row = 0; row < count; row++) {
    if (periods[row] !== period) {
      period = periods[row]!;
      state = where[accounts[period]!]!;
      minimum = minimumAt(table, state, starts[period]!);
    }
    out[row] = isMandatory(table, minimum, state, codes[row]!) ? 1 : 0;
  }
  return out;
});

/** What limits are for; a row holds an index in this list. */
export const LIMIT_BASES = [
  "per_person_and_accident",
  "per_accident",
  "per_person",
  "per_day_and_all_days",
  "per_disablement",
] as const;

/** What a coverage's limits are for: of those of a person and an accident one may stand alone. */
export const LIMIT_BASIS_OF: Readonly<Partial<Record<CoverageCode, typeof LIMIT_BASES[number]>>> = {
  BI: "per_person_and_accident",
  PD: "per_accident",
  CSL: "per_accident",
  MED: "per_person",
  PIP: "per_person",
  PPI: "per_accident",
  UMBI: "per_person_and_accident",
  UIMBI: "per_person_and_accident",
  UMPD: "per_accident",
  RENT: "per_day_and_all_days",
  TOW: "per_disablement",
  HIRED: "per_accident",
  NONOWN: "per_accident",
  MCS90: "per_accident",
};
const NO_BASIS = 255;
const BASIS_CODES = Uint8Array.from(COVERAGES, (code) => {
  const basis = LIMIT_BASIS_OF[code];
  return basis === undefined ? NO_BASIS : LIMIT_BASES.indexOf(basis);
});

/** What the limits of each coverage are for, an index in {@link LIMIT_BASES}, and whether it has any. */
const bases = defineFact<{ readonly codes: Uint8Array; readonly validity: Uint8Array }>(
  (chunk, kept) => {
    const { count, codes, limitsEach } = chunk.get(COVERS);
    const out = makeRoom(kept?.codes, count, (length) => new Uint8Array(length));
    const validity = makeRoom(kept?.validity, count, (length) => new Uint8Array(length));
    for (let row = 0; row < count; row++) {
      const basis = BASIS_CODES[codes[row]!]!;
      validity[row] = basis === NO_BASIS ? 0 : 1;
      // Businesses have uninsured motorists cover of an accident alone.
      out[row] = basis === NO_BASIS ? 0 : basis === 0 && limitsEach[row]! < 0 ? 1 : basis;
    }
    return { codes: out, validity };
  },
);

const ratedStates = defineGather(
  countOf,
  (chunk) => chunk.get(PERIOD_STATE_CODES),
  (chunk) => chunk.get(COVER_PERIODS),
);
const ratedDays = defineNumberGather(
  countOf,
  (chunk) => chunk.get(PERIODS).starts,
  (chunk) => chunk.get(COVER_PERIODS),
);

/** The entity. */
export const COVERAGE_ENTITY: MadeEntity = {
  name: "coverage",
  plural: "coverages",
  description: "A coverage of a vehicle, or of the policy itself, in a term.",
  rowCount: COVERAGE_COUNT,
  fields: [
    idField("coverage_id", "Identifies the coverage.", COVERAGE_IDS, { key: true }),
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
    wordField(
      "coverage_code",
      "Which coverage.",
      () => COVERAGES,
      (chunk) => chunk.get(COVERS).codes,
      {
        values: COVERAGES,
        plain: true,
        origin:
          "Compulsory ones of the state; the others by the band, fewer as a vehicle ages. HIRED and those behind " +
          "it are of the policy itself.",
      },
    ),
    wordField(
      "limit_basis",
      "What limit_each and limit_all are for: a person and an accident, an accident, a person, a day " +
        "of rental and all its days, a disablement; null where there is no limit.",
      () => LIMIT_BASES,
      (chunk) => chunk.get(bases),
      { nullable: true, values: LIMIT_BASES, plain: true, origin: "Of the coverage." },
    ),
    numberField(
      "limit_each",
      "Limit for one person, a day of rental or a disablement; null where there is none.",
      (chunk) => chunk.get(each),
      {
        min: 20,
        max: 1_000_000,
        nullable: true,
        unit: "USD",
        origin: "Chosen once for a policy, raised to the state's minimum.",
      },
    ),
    numberField(
      "limit_all",
      "Limit for one accident, all days of rental, or the single limit; null where there is none.",
      (chunk) => chunk.get(all),
      { min: 600, max: 2_000_000, nullable: true, unit: "USD" },
    ),
    numberField(
      "deductible",
      "Deductible; null where the coverage has none.",
      (chunk) => chunk.get(deductibles),
      { min: 0, max: 5000, nullable: true, unit: "USD" },
    ),
    wordField(
      "rated_state",
      "State whose rules and rates apply.",
      () => states().codes,
      (chunk) => chunk.get(ratedStates),
      { pattern: "^[A-Z]{2}$", plain: true, origin: "Of the term." },
    ),
    dayField("rated_on", "Day whose rules and rates apply.", (chunk) => chunk.get(ratedDays), {
      origin: "The first day of the term.",
    }),
    dayField("effective_on", "First day.", (chunk) => chunk.get(COVERS).starts, {
      origin: "Of the term, or the day on which the vehicle joins it or a gap ends.",
    }),
    dayField("ends_on", "Day behind the last.", (chunk) => chunk.get(COVERS).knownEnds, {
      origin: "Expiry or cancellation, as known on the plan's day.",
    }),
    truthField(
      "is_mandatory",
      "Whether the law of the state wants it.",
      (chunk) => ({ values: chunk.get(mandatory) }),
    ),
    syntheticSource(COVERAGE_COUNT),
  ],
};

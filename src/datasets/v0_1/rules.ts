/**
 * What holds between the fields and rows of dataset v0.1.
 *
 * @module
 */
import type { DatasetRules, EqualRule, RowRule, ValueRule } from "../../core/rule.ts";
import { PERSON, PROFILE, VEHICLE } from "./entities.ts";
import { deriveProfileIds } from "./profile_id.ts";
import { v01References } from "./references.ts";
import {
  BODY_STYLE_CODES,
  BODY_STYLES,
  LINES_OF_BUSINESS,
  MAKES,
  RISK_RATING_CODES,
  RISK_RATINGS,
  STATES,
} from "./tables.ts";

/** Says of which words one must be. */
function oneOf(value: string, words: readonly string[] | undefined): string | undefined {
  if (words === undefined || words.includes(value)) return undefined;
  return words.join(" or ");
}

function same(
  code: string,
  entity: string,
  field: string,
  input: string,
  message: string,
): EqualRule {
  return { kind: "equal", code, entity, field, input, message };
}

function byLob(
  code: string,
  field: string,
  words: readonly string[],
  codes: readonly (readonly number[])[],
  message: string,
): RowRule {
  const allowed = new Map(
    LINES_OF_BUSINESS.map((lob, place) => [lob, codes[place]!.map((word) => words[word]!)]),
  );
  return {
    kind: "words",
    code,
    entity: VEHICLE.plural,
    field,
    inputs: ["lob_type"],
    message,
    check: (value, lob) => oneOf(value, allowed.get(lob!)),
  };
}

const facts = new Map(STATES.map((state) => [state.code, state]));
const models = new Map(MAKES.map(({ make, models }) => [make, models]));

const personRules: readonly RowRule[] = [
  same(
    "license-state",
    PERSON.plural,
    "driver_license_state",
    "state",
    "the licence comes from the state of residence",
  ),
  {
    kind: "prefix",
    code: "license-prefix",
    entity: PERSON.plural,
    field: "driver_license_number",
    input: "driver_license_state",
    message: "the licence number begins with the code of its state",
  },
  {
    kind: "words",
    code: "city-state",
    entity: PERSON.plural,
    field: "city",
    inputs: ["state"],
    message: "the city lies in the state",
    check: (city, state) => oneOf(city, facts.get(state!)?.cities),
  },
  {
    kind: "words",
    code: "postal-code-state",
    entity: PERSON.plural,
    field: "postal_code",
    inputs: ["state"],
    message: "the postal code lies in the state's range",
    check: (code, state) => {
      const range = facts.get(state!)?.postalRange;
      if (range === undefined) return undefined;
      const isInside = /^\d{5}$/.test(code) && Number(code) >= range[0] && Number(code) <= range[1];
      return isInside ? undefined : `five digits from ${range[0]} to ${range[1]}`;
    },
  },
];

const vehicleRules: readonly RowRule[] = [
  {
    kind: "words",
    code: "model-make",
    entity: VEHICLE.plural,
    field: "model",
    inputs: ["make"],
    message: "the model is one of the make's",
    check: (model, make) =>
      models.has(make!) ? oneOf(model, models.get(make!)) : `a make among ${[...models.keys()]}`,
  },
  byLob(
    "body-style-lob",
    "body_style",
    BODY_STYLES,
    BODY_STYLE_CODES,
    "the body style goes with the line of business",
  ),
  byLob(
    "risk-rating-lob",
    "risk_rating",
    RISK_RATINGS,
    RISK_RATING_CODES,
    "the risk rating goes with the line of business",
  ),
  same(
    "vehicle-lob",
    VEHICLE.plural,
    "lob_type",
    "person_id.lob_type",
    "the line of business is the person's",
  ),
  same(
    "vehicle-state",
    VEHICLE.plural,
    "garaging_state",
    "person_id.state",
    "the vehicle is kept in the person's state",
  ),
  same(
    "vehicle-postal-code",
    VEHICLE.plural,
    "garaging_postal_code",
    "person_id.postal_code",
    "the vehicle is kept at the person's postal code",
  ),
];

/** Fields of a profile that repeat one of the person or the vehicle: code, field, source. */
const copies: readonly (readonly [string, string, string])[] = [
  ["profile-vehicle-person", "person_id", "vehicle_id.person_id"],
  ["profile-lob", "lob_type", "person_id.lob_type"],
  ["profile-state", "residence_state", "person_id.state"],
  ["profile-city", "city", "person_id.city"],
  ["profile-postal-code", "postal_code", "person_id.postal_code"],
  ["profile-garaging-state", "garaging_state", "vehicle_id.garaging_state"],
  ["profile-vin", "primary_vehicle_vin", "vehicle_id.vin"],
  ["profile-risk-rating", "risk_rating", "vehicle_id.risk_rating"],
];

const profileRules: readonly RowRule[] = [
  {
    kind: "derived-id",
    code: "profile-id",
    entity: PROFILE.plural,
    field: "profile_id",
    inputs: ["person_id", "vehicle_id"],
    message: "the identifier is the UUIDv5 of person and vehicle",
    derive: ([persons, vehicles], out, count) => deriveProfileIds(persons!, vehicles!, out, count),
  },
  {
    kind: "joined",
    code: "profile-name",
    entity: PROFILE.plural,
    field: "full_name",
    parts: [{ input: "person_id.first_name" }, " ", { input: "person_id.last_name" }],
    message: "the full name is the person's first and last name",
  },
  {
    kind: "joined",
    code: "profile-vehicle-summary",
    entity: PROFILE.plural,
    field: "vehicle_summary",
    parts: [
      { input: "vehicle_id.model_year" },
      " ",
      { input: "vehicle_id.make" },
      " ",
      { input: "vehicle_id.model" },
    ],
    message: "the summary is the vehicle's year, make and model",
  },
  ...copies.map(([code, field, input]): RowRule => {
    const [via, source] = input.split(".");
    const owner = via === "person_id" ? "person" : "vehicle";
    return same(code, PROFILE.plural, field, input, `${field} is the ${owner}'s ${source}`);
  }),
];

const version: ValueRule = { name: "dataset_version", value: "v0.1" };
const generatedAt: ValueRule = { name: "generated_at", value: "2025-11-01T00:00:00" };
const notes: ValueRule = {
  name: "notes",
  isOptional: true,
  pattern: "^Deterministic snapshot generated from rule-based distributions \\(seed=-?\\d+\\)\\.$",
};
const entities = [PERSON.plural, VEHICLE.plural, PROFILE.plural];

/** The rules of dataset v0.1. */
export const v01Rules: DatasetRules = {
  rows: [...personRules, ...vehicleRules, ...profileRules],
  unproven: [
    {
      entity: PERSON.plural,
      field: "driver_license_number",
      reason:
        "a state's code and seven drawn digits: in some states the number may be someone's, and " +
        "no range is set aside",
    },
    {
      entity: PERSON.plural,
      field: "address_line_1",
      reason: "a drawn house number and a common street name: the address may exist",
    },
    ...[[VEHICLE.plural, "vin"], [PROFILE.plural, "primary_vehicle_vin"]].map((
      [entity, field],
    ) => ({
      entity: entity!,
      field: field!,
      reason:
        "17 drawn characters: one in eleven has a valid check digit and might be some vehicle's",
    })),
  ],
  metadata: [
    version,
    generatedAt,
    ...entities.map((name) => ({ name: `record_count_${name}`, countOf: name })),
    notes,
  ],
  manifest: [
    version,
    generatedAt,
    ...entities.map((name) => ({ name: `record_counts.${name}`, countOf: name })),
    { name: "files" },
    notes,
  ],
  metadataPath: "metadata_v0_1.json",
  extraPaths: ["README_SNAPSHOT_V0_1.md"],
  references: v01References,
};

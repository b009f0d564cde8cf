/**
 * The entities of dataset v0.1, as its contract states them.
 *
 * @module
 */
import type { Entity, Field } from "../../core/entity.ts";
import {
  BODY_STYLES,
  LAST_BIRTH_DAY,
  LINES_OF_BUSINESS,
  MARKER,
  RISK_RATINGS,
  STATES,
} from "./tables.ts";
import { formatDay } from "../../core/batch.ts";

const STATE_CODES = STATES.map((state) => state.code);
const STATE_PATTERN = "^[A-Z]{2}$";

const syntheticSource: Field = {
  name: "synthetic_source",
  kind: "word",
  description: "Says that the row is synthetic, and which dataset made it.",
  values: [MARKER],
  plain: true,
};

function idField(name: string, description: string, options: Partial<Field> = {}): Field {
  return { name, kind: "id", description, plain: true, ...options };
}

function wordField(name: string, description: string, options: Partial<Field> = {}): Field {
  return { name, kind: "word", description, plain: true, minLength: 1, ...options };
}

function textField(name: string, description: string, options: Partial<Field> = {}): Field {
  return { name, kind: "text", description, plain: true, minLength: 1, ...options };
}

function stateField(name: string, description: string): Field {
  return wordField(name, description, { values: STATE_CODES, pattern: STATE_PATTERN });
}

function postalField(name: string, description: string): Field {
  return wordField(name, description, { minLength: 5, maxLength: 10 });
}

const lobType = wordField("lob_type", "Line of business.", { values: LINES_OF_BUSINESS });
const riskRating = wordField("risk_rating", "Underwriting risk class.", { values: RISK_RATINGS });
const vinPattern = "^[A-HJ-NPR-Z0-9]{17}$";

/** A person, the root of its vehicle and profile. */
export const PERSON: Entity = {
  name: "person",
  plural: "persons",
  description: "A person with a driver licence and a home address.",
  fields: [
    idField("person_id", "Identifies the person.", { key: true }),
    wordField("first_name", "Given name."),
    wordField("last_name", "Family name."),
    {
      name: "date_of_birth",
      kind: "day",
      description: "Date of birth.",
      min: formatDay(0),
      max: formatDay(LAST_BIRTH_DAY),
      plain: true,
    },
    textField("driver_license_number", "Driver licence number: the state's code and 7 digits.", {
      pattern: "^[A-Z0-9-]{5,16}$",
    }),
    wordField("driver_license_state", "State that issued the licence.", { values: STATE_CODES }),
    textField("address_line_1", "House number and street."),
    textField("address_line_2", "Unit, where there is one.", { nullable: true }),
    wordField("city", "City of residence."),
    stateField("state", "State of residence."),
    postalField("postal_code", "ZIP code of residence."),
    wordField("country", "Country of residence, ISO 3166-1 alpha-2.", { values: ["US"] }),
    lobType,
    syntheticSource,
  ],
};

/** The one vehicle of a person. */
export const VEHICLE: Entity = {
  name: "vehicle",
  plural: "vehicles",
  description: "The vehicle of a person.",
  fields: [
    idField("vehicle_id", "Identifies the vehicle.", { key: true }),
    idField("person_id", "The person it belongs to.", {
      reference: { entity: "persons", field: "person_id" },
    }),
    textField("vin", "Vehicle identification number, 17 characters, without a check digit.", {
      pattern: vinPattern,
    }),
    wordField("make", "Make."),
    wordField("model", "Model of the make."),
    {
      name: "model_year",
      kind: "integer",
      description: "Model year.",
      min: 2000,
      max: 2024,
      plain: true,
    },
    wordField("body_style", "Body style.", { values: BODY_STYLES }),
    riskRating,
    lobType,
    stateField("garaging_state", "State where the vehicle is kept."),
    postalField("garaging_postal_code", "ZIP code where the vehicle is kept."),
    syntheticSource,
  ],
};

/** The join of a person and the person's vehicle. */
export const PROFILE: Entity = {
  name: "profile",
  plural: "profiles",
  description: "A person with the person's vehicle, in one row.",
  fields: [
    idField("profile_id", "Identifies the profile: UUIDv5 of person and vehicle.", { key: true }),
    idField("person_id", "The person.", { reference: { entity: "persons", field: "person_id" } }),
    idField("vehicle_id", "The vehicle.", {
      reference: { entity: "vehicles", field: "vehicle_id" },
    }),
    wordField("full_name", "Given and family name of the person."),
    lobType,
    stateField("residence_state", "State of residence of the person."),
    wordField("city", "City of residence of the person."),
    postalField("postal_code", "ZIP code of residence of the person."),
    stateField("garaging_state", "State where the vehicle is kept."),
    textField("primary_vehicle_vin", "VIN of the vehicle.", { pattern: vinPattern }),
    wordField("vehicle_summary", "Model year, make and model of the vehicle."),
    riskRating,
    syntheticSource,
  ],
};

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
  PERSONAL_SHARE,
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
  origin: "The same in every row.",
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

const DRAWN_STATE = "Drawn, five states alike.";
const DRAWN_POSTAL = "Drawn from the ZIP codes of the state, all alike; the city plays no part.";
const PERSON_ORIGIN = "That of the person.";
const VEHICLE_ORIGIN = "That of the vehicle.";

function stateField(name: string, description: string, origin: string): Field {
  return wordField(name, description, { values: STATE_CODES, pattern: STATE_PATTERN, origin });
}

function postalField(name: string, description: string, origin: string): Field {
  return wordField(name, description, { minLength: 5, maxLength: 10, origin });
}

function lobField(origin: string): Field {
  return wordField("lob_type", "Line of business.", { values: LINES_OF_BUSINESS, origin });
}

function riskField(origin: string): Field {
  return wordField("risk_rating", "Underwriting risk class.", { values: RISK_RATINGS, origin });
}

const drawnLob = lobField(`Drawn, ${PERSONAL_SHARE * 100} in 100 personal.`);
const personLob = lobField(PERSON_ORIGIN);
const vinPattern = "^[A-HJ-NPR-Z0-9]{17}$";

/** A person, the root of its vehicle and profile. */
export const PERSON: Entity = {
  name: "person",
  plural: "persons",
  description: "A person with a driver licence and a home address.",
  fields: [
    idField("person_id", "Identifies the person.", { key: true, origin: "128 bits drawn." }),
    wordField("first_name", "Given name.", { origin: "Drawn from seven names, all alike." }),
    wordField("last_name", "Family name.", { origin: "Drawn from seven names, all alike." }),
    {
      name: "date_of_birth",
      kind: "day",
      description: "Date of birth.",
      min: formatDay(0),
      max: formatDay(LAST_BIRTH_DAY),
      plain: true,
      origin: "Drawn, all days alike: the person may be a child.",
    },
    textField("driver_license_number", "Driver licence number: the state's code and 7 digits.", {
      pattern: "^[A-Z0-9-]{5,16}$",
      origin: "The state of residence and a number drawn.",
    }),
    wordField("driver_license_state", "State that issued the licence.", {
      values: STATE_CODES,
      origin: "The state of residence.",
    }),
    textField("address_line_1", "House number and street.", {
      origin: "100 and the row's index; the street is the same in every row.",
    }),
    textField("address_line_2", "Unit, where there is one.", {
      nullable: true,
      origin: "Every third person has one, numbered by the row's index.",
    }),
    wordField("city", "City of residence.", { origin: "Drawn from two cities of the state." }),
    stateField("state", "State of residence.", DRAWN_STATE),
    postalField("postal_code", "ZIP code of residence.", DRAWN_POSTAL),
    wordField("country", "Country of residence, ISO 3166-1 alpha-2.", {
      values: ["US"],
      origin: "The same in every row.",
    }),
    drawnLob,
    syntheticSource,
  ],
};

/** The one vehicle of a person. */
export const VEHICLE: Entity = {
  name: "vehicle",
  plural: "vehicles",
  description: "The vehicle of a person.",
  fields: [
    idField("vehicle_id", "Identifies the vehicle.", { key: true, origin: "128 bits drawn." }),
    idField("person_id", "The person it belongs to.", {
      reference: { entity: "persons", field: "person_id" },
      origin: "The person of the same index.",
    }),
    textField("vin", "Vehicle identification number, 17 characters, without a check digit.", {
      pattern: vinPattern,
      origin: "Each character drawn from 33, all alike.",
    }),
    wordField("make", "Make.", { origin: "Drawn from five makes, all alike." }),
    wordField("model", "Model of the make.", {
      origin: "Drawn from the make's models, all alike.",
    }),
    {
      name: "model_year",
      kind: "integer",
      description: "Model year.",
      min: 2000,
      max: 2024,
      plain: true,
      origin: "Drawn from 2008 to 2024, all years alike.",
    },
    wordField("body_style", "Body style.", {
      values: BODY_STYLES,
      origin: "Drawn from two styles of the line of business.",
    }),
    riskField("Drawn from two classes of the line of business."),
    personLob,
    stateField("garaging_state", "State where the vehicle is kept.", PERSON_ORIGIN),
    postalField("garaging_postal_code", "ZIP code where the vehicle is kept.", PERSON_ORIGIN),
    syntheticSource,
  ],
};

/** The join of a person and the person's vehicle. */
export const PROFILE: Entity = {
  name: "profile",
  plural: "profiles",
  description: "A person with the person's vehicle, in one row.",
  fields: [
    idField("profile_id", "Identifies the profile: UUIDv5 of person and vehicle.", {
      key: true,
      origin: "Computed from the identifiers of the person and the vehicle.",
    }),
    idField("person_id", "The person.", {
      reference: { entity: "persons", field: "person_id" },
      origin: "The person of the same index.",
    }),
    idField("vehicle_id", "The vehicle.", {
      reference: { entity: "vehicles", field: "vehicle_id" },
      origin: "The vehicle of the same index.",
    }),
    wordField("full_name", "Given and family name of the person.", { origin: PERSON_ORIGIN }),
    personLob,
    stateField("residence_state", "State of residence of the person.", PERSON_ORIGIN),
    wordField("city", "City of residence of the person.", { origin: PERSON_ORIGIN }),
    postalField("postal_code", "ZIP code of residence of the person.", PERSON_ORIGIN),
    stateField("garaging_state", "State where the vehicle is kept.", VEHICLE_ORIGIN),
    textField("primary_vehicle_vin", "VIN of the vehicle.", {
      pattern: vinPattern,
      origin: VEHICLE_ORIGIN,
    }),
    wordField("vehicle_summary", "Model year, make and model of the vehicle.", {
      origin: VEHICLE_ORIGIN,
    }),
    riskField(VEHICLE_ORIGIN),
    syntheticSource,
  ],
};

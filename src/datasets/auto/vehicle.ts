/**
 * Entity `vehicle`: a car, van or truck of an account, with the person who drives it most.
 *
 * @module
 */
import type { IdWords } from "../../core/batch.ts";
import type { Field } from "../../core/entity.ts";
import { STATES, VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_ZIPS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import type { MadeEntity, MadeField } from "./entity.ts";
import {
  dayField,
  defineSpread,
  idField,
  syntheticSource,
  textField,
  wordField,
} from "./fields.ts";
import {
  ACCOUNT_IDS,
  ADDRESS_IDS,
  defineIds,
  defineParents,
  defineReferences,
  PERSON_IDS,
} from "./identifiers.ts";
import { LINES_OF_BUSINESS, LOBS } from "./person.ts";
import { places, states } from "./places.ts";
import { DRIVERS_THERE, USES_THERE, VEHICLE_PRESENCE } from "./presence.ts";
import { GARAGES } from "./vehicle_drivers.ts";
import { MILES, OWNERSHIP_CODES, OWNERSHIPS, USES, VEHICLE_DAYS } from "./vehicle_history.ts";
import { BODIES, BODY_NAMES, PROPULSIONS } from "./vehicle_lines.ts";
import { lineWords, MODEL_COLUMNS } from "./vehicle_models.ts";
import {
  COLOR_CODES,
  colorWords,
  MSRPS,
  PROPULSION_CODES,
  SYMBOL_CODES,
  SYMBOLS,
  TRIM_CODES,
  VALUES,
} from "./vehicle_prices.ts";
import { RISK_CODES, RISK_RATINGS } from "./vehicle_risk.ts";
import { TRIMS } from "./vehicle_versions.ts";
import { VINS } from "./vehicle_vins.ts";
import { VIN_LENGTH } from "./vin.ts";

/** Form of a VIN. */
export const VIN_PATTERN = "^[A-HJ-NPR-Z0-9]{17}$";

/** Number of vehicles. */
export const VEHICLE_COUNT: Fact<number> = defineFact((chunk) => chunk.get(VEHICLE_ROWS).count);

const BODY_STYLES = BODY_NAMES.map((name) => BODIES[name].style);

function integerField(
  name: string,
  description: string,
  values: (chunk: Chunk) => Int32Array,
  rest: Partial<Field>,
): MadeField {
  const column: MadeField["column"] = (chunk) => ({ kind: "integer", values: values(chunk) });
  return { name, kind: "integer", description, plain: true, ...rest, column };
}

/** ZIP code of the address at which each vehicle is kept, counted in the table of places. */
const GARAGE_ZIPS: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const zips = chunk.get(ADDRESS_ZIPS);
  const garages = chunk.get(GARAGES);
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let row = 0; row < count; row++) out[row] = zips[garages[row]!]!;
  return out;
});

const parents = defineParents(VEHICLE_ROWS);
const vehicleStates = defineSpread(VEHICLE_COUNT, STATES, parents);
const vehicleLobs = defineSpread(VEHICLE_COUNT, LOBS, parents);
const garageIds = defineReferences(ADDRESS_IDS, VEHICLE_ROWS, GARAGES);

/** Identifiers of the vehicles. */
export const VEHICLE_IDS: Fact<IdWords> = defineIds("vehicle", VEHICLE_ROWS);
/** Identifier of the account of each vehicle. */
export const VEHICLE_ACCOUNT_IDS: Fact<IdWords> = defineReferences(
  ACCOUNT_IDS,
  VEHICLE_ROWS,
  parents,
);
/** Identifier of the principal driver of each vehicle. */
export const VEHICLE_PERSON_IDS: Fact<IdWords> = defineReferences(
  PERSON_IDS,
  VEHICLE_ROWS,
  DRIVERS_THERE,
);

/** The line of business, of an entity that has a row for each vehicle. */
export const LOB_FIELD: MadeField = wordField(
  "lob_type",
  "Line of business of the account.",
  () => LINES_OF_BUSINESS,
  (chunk) => chunk.get(vehicleLobs),
  {
    values: LINES_OF_BUSINESS,
    plain: true,
    origin: "Personal for households, Commercial for businesses.",
  },
);

/** The underwriting class, of an entity that has a row for each vehicle. */
export const RISK_FIELD: MadeField = wordField(
  "risk_rating",
  "Underwriting risk class.",
  () => RISK_RATINGS,
  (chunk) => chunk.get(RISK_CODES),
  {
    values: RISK_RATINGS,
    plain: true,
    origin: "Counted from the driver's age, use, yearly miles, symbol and weight class.",
  },
);

/** Where the vehicle is kept, of an entity that has a row for each vehicle. */
export const GARAGING_FIELDS: readonly MadeField[] = [
  wordField(
    "garaging_state",
    "State where the vehicle is kept.",
    () => states().codes,
    (chunk) => chunk.get(vehicleStates),
    { pattern: "^[A-Z]{2}$", plain: true, origin: "Of the garaging address." },
  ),
  wordField(
    "garaging_postal_code",
    "ZIP code where the vehicle is kept.",
    () => places().zips,
    (chunk) => chunk.get(GARAGE_ZIPS),
    { pattern: "^[0-9]{5}$", plain: true, origin: "Of the garaging address." },
  ),
];

const modelFields: readonly MadeField[] = [
  textField("vin", "Vehicle identification number with a valid check digit.", VINS, {
    unique: "vin-unique",
    pattern: VIN_PATTERN,
    minLength: VIN_LENGTH,
    maxLength: VIN_LENGTH,
    plain: true,
    origin:
      "Maker and year as sold, positions 4 and 5 of the model line, the rest a number that no other " +
      "vehicle of the line and year has.",
  }),
  wordField("make", "Make.", () => lineWords().makes, (chunk) => chunk.get(MODEL_COLUMNS).makes, {
    origin: "By the model line's share of the fleet that such users drive.",
  }),
  wordField(
    "model",
    "Model of the make.",
    () => lineWords().models,
    (chunk) => chunk.get(MODEL_COLUMNS).models,
    { origin: "With the make: a line that was sold in the model year." },
  ),
  wordField(
    "trim",
    "Level of trim, a generic one.",
    () => TRIMS,
    (chunk) => chunk.get(TRIM_CODES),
    { values: TRIMS, plain: true, origin: "By the shares of the class of vehicle." },
  ),
  wordField(
    "body_style",
    "Body style.",
    () => BODY_STYLES,
    (chunk) => chunk.get(MODEL_COLUMNS).bodies,
    {
      values: BODY_STYLES,
      plain: true,
      origin: "Of the model line.",
    },
  ),
  wordField(
    "segment",
    "Market segment of the model line.",
    () => lineWords().segments,
    (chunk) => chunk.get(MODEL_COLUMNS).segments,
    { plain: true, origin: "Of the model line." },
  ),
  wordField(
    "propulsion",
    "What drives it.",
    () => PROPULSIONS,
    (chunk) => chunk.get(PROPULSION_CODES),
    {
      values: PROPULSIONS,
      plain: true,
      origin: "By the shares of the model line, electrified ones more often in newer model years.",
    },
  ),
  integerField("model_year", "Model year.", (chunk) => chunk.get(MODEL_COLUMNS).years, {
    min: 1981,
    max: 2030,
    origin: "By the age of the fleet among the years in which the line was sold.",
  }),
  integerField(
    "gvwr_class",
    "Gross vehicle weight class: 1 up to 6,000 lb, 8 above 33,000 lb.",
    (chunk) => chunk.get(MODEL_COLUMNS).gvwrs,
    { min: 1, max: 8, origin: "Of the model line." },
  ),
  wordField("color", "Colour.", colorWords, (chunk) => chunk.get(COLOR_CODES), {
    plain: true,
    origin: "By the shares of newer and older vehicles; work vans and trucks are mostly white.",
  }),
];

const useFields: readonly MadeField[] = [
  integerField("msrp", "Price when it was new.", (chunk) => chunk.get(MSRPS), {
    unit: "USD",
    min: 1000,
    origin: "Cheapest version of the line in its model year, times trim and propulsion.",
  }),
  integerField("value", "Actual cash value on the plan's day.", (chunk) => chunk.get(VALUES), {
    isClock: true,
    unit: "USD",
    min: 300,
    origin: "Price times what is left at its age, more or less by its condition.",
  }),
  wordField(
    "symbol",
    "Rating symbol of physical damage, S01 to S12.",
    () => SYMBOLS,
    (chunk) => chunk.get(SYMBOL_CODES),
    { values: SYMBOLS, plain: true, origin: "By the price when it was new." },
  ),
  wordField(
    "vehicle_use",
    "Use: pleasure, commute under or over 10 miles, business or farm; of businesses service, retail, " +
      "commercial or farm.",
    () => USES,
    (chunk) => chunk.get(USES_THERE),
    {
      values: USES,
      plain: true,
      origin:
        "By age and work of the driver and the size of the place, or by the kind of business.",
    },
  ),
  integerField("annual_mileage", "Miles driven in a year.", (chunk) => chunk.get(MILES).annual, {
    isClock: true,
    unit: "miles",
    min: 500,
    max: 130_000,
    origin: "Mean by use, driver's age and sex and the vehicle's age, spread by a gamma law.",
  }),
  integerField(
    "odometer",
    "Miles driven in all, on the plan's day.",
    (chunk) => chunk.get(MILES).odometers,
    {
      isClock: true,
      unit: "miles",
      min: 0,
      origin: "Yearly miles since it was first sold, more of them when it was newer.",
    },
  ),
  wordField(
    "ownership",
    "Owned, financed or leased.",
    () => OWNERSHIPS,
    (chunk) => chunk.get(OWNERSHIP_CODES),
    {
      values: OWNERSHIPS,
      plain: true,
      origin: "By years since the purchase, and whether it was bought new.",
    },
  ),
  dayField(
    "purchased_on",
    "Day on which the account bought or leased it.",
    (chunk) => chunk.get(VEHICLE_DAYS).purchased,
    {
      min: "1980-08-01",
      origin:
        "After the model year was first sold and before 2026, not before the named insured was 18.",
    },
  ),
];

/** The entity. */
export const VEHICLE: MadeEntity = {
  name: "vehicle",
  plural: "vehicles",
  description: "A vehicle of an account, with its principal driver and where it is kept.",
  rowCount: VEHICLE_COUNT,
  presence: VEHICLE_PRESENCE,
  fields: [
    idField("vehicle_id", "Identifies the vehicle.", VEHICLE_IDS, { key: true }),
    idField("account_id", "The account it belongs to.", VEHICLE_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    idField("person_id", "Its principal driver.", VEHICLE_PERSON_IDS, {
      reference: { entity: "persons", field: "person_id" },
      origin:
        "In households newer vehicles go to the named insured and the partner; in businesses the " +
        "first persons drive the first vehicles, heavy ones before light ones.",
    }),
    ...modelFields,
    ...useFields,
    idField("garaging_address_id", "Address at which it is kept.", garageIds, {
      reference: { entity: "addresses", field: "address_id" },
      origin: "The residence or a second address of a household, premises of a business.",
    }),
    ...GARAGING_FIELDS,
    LOB_FIELD,
    RISK_FIELD,
    syntheticSource(VEHICLE_COUNT),
  ],
};

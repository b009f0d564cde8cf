/**
 * Entity `vehicle`: a car, van or truck of an account, with the person who drives it most.
 *
 * @module
 */
import type { Field } from "../../core/entity.ts";
import { VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_ZIPS } from "./addresses.ts";
import { type Chunk, defineFact } from "./chunk.ts";
import type { MadeEntity, MadeField } from "./entity.ts";
import { ACCOUNT_IDS, ADDRESS_IDS, PERSON_IDS, VEHICLE_IDS } from "./identities.ts";
import { places, states } from "./places.ts";
import {
  accountsOf,
  dayColumn,
  gather,
  gatherIds,
  idColumn,
  integerColumn,
  LINES_OF_BUSINESS,
  type Of,
  VEHICLE_LOBS,
  VEHICLE_STATES,
  wordColumn,
} from "./_vehicle_columns.ts";
import { DRIVERS, GARAGES } from "./vehicle_drivers.ts";
import {
  MILES,
  OWNERSHIP_CODES,
  OWNERSHIPS,
  USE_CODES,
  useWords,
  VEHICLE_DAYS,
} from "./vehicle_history.ts";
import { BODIES, BODY_NAMES, PROPULSIONS } from "./vehicle_lines.ts";
import { MODEL_TABLES, MODELS, type ModelTables } from "./vehicle_models.ts";
import {
  COLOR_CODES,
  colorWords,
  MSRPS,
  PROPULSION_CODES,
  SYMBOL_CODES,
  symbols,
  TRIM_CODES,
  TRIMS,
  VALUES,
} from "./vehicle_prices.ts";
import { RISK_CODES, RISK_RATINGS } from "./vehicle_risk.ts";
import { VINS } from "./vehicle_texts.ts";
import { MARKER } from "./world.ts";

/** Characters a VIN has. */
export const VIN_PATTERN = "^[A-HJ-NPR-Z0-9]{17}$";

const BODY_STYLES = BODY_NAMES.map((name) => BODIES[name].style);
const MARKERS = [MARKER];

/** Every vehicle's code of a word list that has one word. */
const ZEROS = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  return kept !== undefined && kept.length >= count ? kept : new Uint8Array(2 * count);
});

type Rest = Partial<Omit<Field, "name" | "kind" | "description" | "origin">>;

function made(
  kind: Field["kind"],
  name: string,
  column: MadeField["column"],
  description: string,
  origin: string,
  rest: Rest = {},
): MadeField {
  return { name, kind, description, origin, ...rest, column };
}

/** A field of the model: its column looks its table up by the vehicle's model. */
function ofModel(
  name: string,
  words: (tables: ModelTables) => readonly string[],
  codes: (tables: ModelTables) => Uint8Array | Uint16Array,
  description: string,
  origin: string,
  rest: Rest = {},
): MadeField {
  const fact = gather(
    (chunk) => codes(chunk.world.get(MODEL_TABLES)),
    (chunk) => chunk.get(MODELS).codes,
  );
  const column = wordColumn(
    (chunk) => words(chunk.world.get(MODEL_TABLES)),
    (chunk) => chunk.get(fact),
  );
  return made("word", name, column, description, origin, { minLength: 1, ...rest });
}

/** A whole number of the model. */
function numberOfModel(codes: (tables: ModelTables) => Uint8Array | Uint16Array): Of<Int32Array> {
  const fact = defineFact<Int32Array>((chunk, kept) => {
    const { count } = chunk.get(VEHICLE_ROWS);
    const models = chunk.get(MODELS).codes;
    const table = codes(chunk.world.get(MODEL_TABLES));
    const out = kept !== undefined && kept.length >= count ? kept : new Int32Array(2 * count);
    for (let row = 0; row < count; row++) out[row] = table[models[row]!]!;
    return out;
  });
  return (chunk) => chunk.get(fact);
}

/** ZIP code of the address at which each vehicle is kept. */
const GARAGE_ZIPS = gather((chunk) => chunk.get(ADDRESS_ZIPS), (chunk) => chunk.get(GARAGES));

const driversOf: Of<Int32Array> = (chunk: Chunk) => chunk.get(DRIVERS);

/** The line of business, of an entity that has a row for each vehicle. */
export const LOB_FIELD: MadeField = made(
  "word",
  "lob_type",
  wordColumn(() => LINES_OF_BUSINESS, (chunk) => chunk.get(VEHICLE_LOBS)),
  "Line of business.",
  "Of the account: households are Personal, businesses Commercial.",
  { values: LINES_OF_BUSINESS, plain: true },
);

/** The underwriting class, of an entity that has a row for each vehicle. */
export const RISK_FIELD: MadeField = made(
  "word",
  "risk_rating",
  wordColumn(() => RISK_RATINGS, (chunk) => chunk.get(RISK_CODES)),
  "Underwriting risk class.",
  "Counted from the driver's age, use, yearly miles, symbol and weight class.",
  { values: RISK_RATINGS, plain: true },
);

/** The state of garaging, of an entity that has a row for each vehicle. */
export const GARAGING_STATE_FIELD: MadeField = made(
  "word",
  "garaging_state",
  wordColumn(() => states().codes, (chunk) => chunk.get(VEHICLE_STATES)),
  "State where the vehicle is kept.",
  "Of the garaging address.",
  { pattern: "^[A-Z]{2}$", plain: true },
);

/** The ZIP code of garaging, of an entity that has a row for each vehicle. */
export const GARAGING_POSTAL_CODE_FIELD: MadeField = made(
  "word",
  "garaging_postal_code",
  wordColumn(() => places().zips, (chunk) => chunk.get(GARAGE_ZIPS)),
  "ZIP code where the vehicle is kept.",
  "Of the garaging address.",
  { pattern: "^[0-9]{5}$", plain: true },
);

/** The mark of synthetic rows, of an entity that has a row for each vehicle. */
export const SOURCE_FIELD: MadeField = made(
  "word",
  "synthetic_source",
  wordColumn(() => MARKERS, (chunk) => chunk.get(ZEROS)),
  "Says that the row is synthetic, and which dataset made it.",
  "The same in every row.",
  { values: MARKERS, plain: true },
);

/** References of a vehicle that other entities repeat. */
export const VEHICLE_PERSON_IDS = gatherIds(PERSON_IDS, driversOf);
/** Account of each vehicle. */
export const VEHICLE_ACCOUNT_IDS = gatherIds(ACCOUNT_IDS, accountsOf);
const VEHICLE_ADDRESS_IDS = gatherIds(ADDRESS_IDS, (chunk) => chunk.get(GARAGES));

/** The entity. */
export const VEHICLE: MadeEntity = {
  name: "vehicle",
  plural: "vehicles",
  description: "A vehicle of an account, with its principal driver and where it is kept.",
  rowCount: defineFact((chunk) => chunk.get(VEHICLE_ROWS).count),
  rowsPerAccount: 2.45,
  fields: [
    made(
      "id",
      "vehicle_id",
      idColumn(VEHICLE_IDS),
      "Identifies the vehicle.",
      "The row's index, enciphered: unique by construction.",
      { key: true, plain: true },
    ),
    made(
      "id",
      "account_id",
      idColumn(VEHICLE_ACCOUNT_IDS),
      "The account it belongs to.",
      "Computed from the account's index.",
      { reference: { entity: "accounts", field: "account_id" }, plain: true },
    ),
    made(
      "id",
      "person_id",
      idColumn(VEHICLE_PERSON_IDS),
      "Its principal driver.",
      "In households newer vehicles go to the named insured and the partner; in businesses the first " +
        "persons drive the first vehicles, heavy ones before light ones.",
      { reference: { entity: "persons", field: "person_id" }, plain: true },
    ),
    made(
      "text",
      "vin",
      (chunk) => chunk.get(VINS),
      "Vehicle identification number with a valid check digit.",
      "Maker and year as sold, positions 4 and 5 of the model line, the rest a number that no other " +
        "vehicle of the line and year has.",
      { key: true, pattern: VIN_PATTERN, minLength: 17, maxLength: 17, plain: true },
    ),
    ofModel(
      "make",
      (tables) => tables.makes,
      (tables) => tables.makeCodes,
      "Make.",
      "By the model line's share of the fleet that the group of users drives.",
    ),
    ofModel(
      "model",
      (tables) => tables.models,
      (tables) => tables.modelCodes,
      "Model of the make.",
      "With the make: a line that was sold in the model year.",
    ),
    made(
      "word",
      "trim",
      wordColumn(() => TRIMS, (chunk) => chunk.get(TRIM_CODES)),
      "Level of trim, a generic one.",
      "By the shares of the class of vehicle.",
      { values: TRIMS, plain: true },
    ),
    ofModel(
      "body_style",
      () => BODY_STYLES,
      (tables) => tables.bodies,
      "Body style.",
      "Of the model line.",
      { values: BODY_STYLES, plain: true },
    ),
    ofModel(
      "segment",
      (tables) => tables.segments,
      (tables) => tables.segmentCodes,
      "Market segment of the model line.",
      "Of the model line.",
      { plain: true },
    ),
    made(
      "word",
      "propulsion",
      wordColumn(() => PROPULSIONS, (chunk) => chunk.get(PROPULSION_CODES)),
      "What drives it.",
      "By the shares of the model line, electrified ones more often in newer model years.",
      { values: PROPULSIONS, plain: true },
    ),
    made(
      "integer",
      "model_year",
      integerColumn(numberOfModel((tables) => tables.years)),
      "Model year.",
      "By the age of the fleet among the years in which the line was sold.",
      { min: 1981, max: 2030, plain: true },
    ),
    made(
      "integer",
      "gvwr_class",
      integerColumn(numberOfModel((tables) => tables.gvwrs)),
      "Gross vehicle weight class: 1 up to 6,000 lb, 8 above 33,000 lb.",
      "Of the model line.",
      { min: 1, max: 8, plain: true },
    ),
    made(
      "word",
      "color",
      wordColumn(colorWords, (chunk) => chunk.get(COLOR_CODES)),
      "Colour.",
      "By the shares of newer and older vehicles; work vans and trucks are mostly white.",
      { minLength: 1, plain: true },
    ),
    made(
      "integer",
      "msrp",
      integerColumn((chunk) => chunk.get(MSRPS)),
      "Price when it was new.",
      "Cheapest version of the line in its model year, times trim and propulsion.",
      { unit: "USD", min: 1000, plain: true },
    ),
    made(
      "integer",
      "value",
      integerColumn((chunk) => chunk.get(VALUES)),
      "Actual cash value on the plan's day.",
      "Price times what is left at its age, more or less by its condition.",
      { unit: "USD", min: 300, plain: true },
    ),
    made(
      "word",
      "symbol",
      wordColumn(() => symbols().words, (chunk) => chunk.get(SYMBOL_CODES)),
      "Rating symbol of physical damage, S01 to S12.",
      "By the price when it was new.",
      { pattern: "^S(0[1-9]|1[0-2])$", plain: true },
    ),
    made(
      "word",
      "vehicle_use",
      wordColumn(useWords, (chunk) => chunk.get(USE_CODES)),
      "Use: pleasure, commute under or over 10 miles, business or farm; of businesses service, retail " +
        "or commercial.",
      "By the driver's age, or by the kind of business.",
      { minLength: 1, plain: true },
    ),
    made(
      "integer",
      "annual_mileage",
      integerColumn((chunk) => chunk.get(MILES).annual),
      "Miles driven in a year.",
      "Mean by use, driver's age and sex and the vehicle's age, spread by a gamma law.",
      { unit: "miles", min: 500, max: 180_000, plain: true },
    ),
    made(
      "integer",
      "odometer",
      integerColumn((chunk) => chunk.get(MILES).odometers),
      "Miles driven in all, on the plan's day.",
      "Yearly miles since it was first sold, more of them when it was newer.",
      { unit: "miles", min: 0, plain: true },
    ),
    made(
      "word",
      "ownership",
      wordColumn(() => OWNERSHIPS, (chunk) => chunk.get(OWNERSHIP_CODES)),
      "Owned, financed or leased.",
      "By years since the purchase, and whether it was bought new.",
      { values: OWNERSHIPS, plain: true },
    ),
    made(
      "day",
      "purchased_on",
      dayColumn((chunk) => chunk.get(VEHICLE_DAYS).purchased),
      "Day on which the account bought or leased it.",
      "After the model year was first sold and before the plan's day.",
      { min: "1980-08-01", plain: true },
    ),
    made(
      "id",
      "garaging_address_id",
      idColumn(VEHICLE_ADDRESS_IDS),
      "Address at which it is kept.",
      "The residence or a second address of a household, premises of a business.",
      { reference: { entity: "addresses", field: "address_id" }, plain: true },
    ),
    GARAGING_STATE_FIELD,
    GARAGING_POSTAL_CODE_FIELD,
    LOB_FIELD,
    RISK_FIELD,
    SOURCE_FIELD,
  ],
};

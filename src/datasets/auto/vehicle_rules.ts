/**
 * What holds between the fields of vehicles and profiles, and of the rows they refer to.
 *
 * @module
 */
import type { FieldProof, RowRule, UnprovenField } from "../../core/rule.ts";
import { isWithoutWork, STATUSES } from "./occupations.ts";
import { same } from "./place_rules.ts";
import { firstSaleDay, USES } from "./vehicle_history.ts";
import { BODIES, type Line, PROPULSIONS, readLines, readMakers } from "./vehicle_lines.ts";
import { symbolPrices, SYMBOLS } from "./vehicle_prices.ts";
import {
  hasCheckDigit,
  UNASSIGNED_REGION,
  VIN_ALPHABET,
  vinCheckDigit,
  vinLineCode,
  vinYearCode,
} from "./vin.ts";

const VEHICLES = "vehicles";
const PROFILES = "profiles";

/** Rows of a table that each line has some of. */
function* linesTo(rows: (line: Line, at: number) => Iterable<readonly string[]>) {
  for (const [at, line] of readLines().entries()) yield* rows(line, at);
}

/** The maker's identifier, and as it stands in a number that can't be issued. */
function forms(wmi: string): string[] {
  return [wmi, UNASSIGNED_REGION + wmi.slice(1)];
}

/** Rows of (character at position 7, model year): a digit up to 2009, a letter from 2010 on. */
function* cycles(): Generator<readonly string[]> {
  for (let year = 1981; year <= 2030; year++) {
    for (const character of VIN_ALPHABET) {
      const isDigit = character <= "9";
      if (isDigit === year < 2010) yield [character, `${year}`];
    }
  }
}

/** First sale days by model year, as far as they were asked for. */
const saleDays = new Map<number, number>();

function saleDayOf(modelYear: number): number {
  let day = saleDays.get(modelYear);
  if (day === undefined) saleDays.set(modelYear, day = firstSaleDay(modelYear));
  return day;
}

const PERSONAL_USES = ["pleasure", "commute_short", "commute_long", "business", "farm"];
const IDLE_USES = ["pleasure", "farm"];
const COMMERCIAL_USES = ["service", "retail", "commercial", "farm"];

const vehicleRules: readonly RowRule[] = [
  {
    kind: "bytes",
    code: "vin-check-digit",
    entity: VEHICLES,
    field: "vin",
    message: "the ninth character of the VIN is its check digit",
    test: hasCheckDigit,
    expected: (vin) => `${vinCheckDigit(vin) ?? "a check digit"} at position 9`,
  },
  {
    kind: "table",
    code: "vin-model-year",
    entity: VEHICLES,
    field: "vin",
    part: "[9:10]",
    inputs: ["model_year"],
    message: "the tenth character of the VIN is the code of the model year",
    rows: () =>
      Array.from({ length: 50 }, (_, at) => [vinYearCode(1981 + at), `${1981 + at}`] as const),
  },
  {
    kind: "table",
    code: "vin-year-cycle",
    entity: VEHICLES,
    field: "vin",
    part: "[6:7]",
    inputs: ["model_year"],
    message: "the seventh character of the VIN is a letter from model year 2010 on, a digit before",
    rows: cycles,
  },
  {
    kind: "table",
    code: "vin-maker",
    entity: VEHICLES,
    field: "vin",
    part: "[0:3]",
    inputs: ["make", "model", "model_year"],
    message: "the VIN begins with an identifier under which the model was sold in that model year",
    rows: () =>
      linesTo(({ make, model, years }) =>
        years.flatMap(({ year, makers }) =>
          makers.flatMap((at) =>
            forms(readMakers()[at]!.wmi).map((wmi) => [wmi, make, model, `${year}`])
          )
        )
      ),
  },
  {
    kind: "table",
    code: "vin-line",
    entity: VEHICLES,
    field: "vin",
    part: "[3:5]",
    inputs: ["make", "model"],
    message: "positions 4 and 5 of the VIN are those of make and model",
    rows: () => linesTo(({ make, model }, at) => [[vinLineCode(at), make, model]]),
  },
  {
    kind: "table",
    code: "model-sold",
    entity: VEHICLES,
    field: "model",
    inputs: ["make", "model_year"],
    message: "the model of the make was sold in the model year",
    rows: () =>
      linesTo(({ make, model, years }) => years.map(({ year }) => [model, make, `${year}`])),
  },
  {
    kind: "table",
    code: "propulsion-sold",
    entity: VEHICLES,
    field: "propulsion",
    inputs: ["make", "model", "model_year"],
    message: "the model was sold with the propulsion in the model year",
    rows: () =>
      linesTo(({ make, model, propulsionYears }) =>
        propulsionYears.flatMap((years, at) =>
          years.map((year) => [PROPULSIONS[at]!, make, model, `${year}`])
        )
      ),
  },
  {
    kind: "table",
    code: "model-body",
    entity: VEHICLES,
    field: "body_style",
    inputs: ["make", "model", "gvwr_class", "segment"],
    message: "body style, weight class and segment are those of the model",
    rows: () =>
      linesTo(({ make, model, body, gvwr, segment }) => [
        [BODIES[body].style, make, model, `${gvwr}`, segment],
      ]),
  },
  {
    kind: "compare",
    code: "value-msrp",
    entity: VEHICLES,
    field: "value",
    operator: "<=",
    input: "msrp",
    message: "a vehicle is worth no more than when it was new",
  },
  {
    kind: "values",
    code: "symbol-msrp",
    entity: VEHICLES,
    field: "symbol",
    inputs: ["msrp"],
    message: "the symbol is that of the price when new",
    check: (symbol, msrp) => {
      const least = symbolPrices();
      let at = least.length - 1;
      while (at > 0 && least[at]! > Number(msrp)) at--;
      const wanted = SYMBOLS[at]!;
      return symbol === wanted ? undefined : wanted;
    },
  },
  {
    kind: "values",
    code: "purchase-model-year",
    entity: VEHICLES,
    field: "purchased_on",
    inputs: ["model_year"],
    message: "a vehicle is bought no sooner than its model year is sold",
    check: (day, year) =>
      Number(day) >= saleDayOf(Number(year)) ? undefined : `${Number(year) - 1}-08-01 or later`,
  },
  {
    kind: "words",
    code: "use-lob",
    entity: VEHICLES,
    field: "vehicle_use",
    inputs: ["lob_type"],
    message: "the use goes with the line of business",
    check: (use, lob) => {
      const allowed = lob === "Personal" ? PERSONAL_USES : COMMERCIAL_USES;
      return allowed.includes(use) ? undefined : allowed.join(" or ");
    },
  },
  {
    kind: "count",
    code: "use-without-work",
    entity: "persons",
    field: "person_id",
    least: 0,
    most: 0,
    when: { field: "occupation", values: STATUSES.filter(isWithoutWork) },
    of: {
      entity: VEHICLES,
      by: "person_id",
      when: { field: "vehicle_use", values: USES.filter((use) => !IDLE_USES.includes(use)) },
    },
    message: "nobody without work or school drives to it",
  },
  {
    kind: "words",
    code: "weight-lob",
    entity: VEHICLES,
    field: "gvwr_class",
    inputs: ["lob_type"],
    message: "households have no truck above 14,000 pounds",
    check: (gvwr, lob) => lob === "Personal" && Number(gvwr) > 3 ? "class 1 to 3" : undefined,
  },
  same(
    VEHICLES,
    "vehicle-driver-account",
    "account_id",
    "person_id.account_id",
    "the principal driver is a person of the account",
  ),
  same(
    VEHICLES,
    "vehicle-garage-account",
    "account_id",
    "garaging_address_id.account_id",
    "the vehicle is kept at an address of the account",
  ),
  same(
    VEHICLES,
    "vehicle-garage-state",
    "garaging_state",
    "garaging_address_id.state",
    "the state of garaging is that of the address",
  ),
  same(
    VEHICLES,
    "vehicle-garage-postal-code",
    "garaging_postal_code",
    "garaging_address_id.postal_code",
    "the postal code of garaging is that of the address",
  ),
  same(
    VEHICLES,
    "vehicle-lob",
    "lob_type",
    "account_id.lob_type",
    "the line of business is the account's",
  ),
];

/** Fields of a profile that repeat one of the person or the vehicle: code, field, source. */
const copies: readonly (readonly [string, string, string])[] = [
  ["profile-vehicle-person", "person_id", "vehicle_id.person_id"],
  ["profile-account", "account_id", "vehicle_id.account_id"],
  ["profile-lob", "lob_type", "vehicle_id.lob_type"],
  ["profile-name", "full_name", "person_id.full_name"],
  ["profile-state", "residence_state", "person_id.state"],
  ["profile-city", "city", "person_id.city"],
  ["profile-postal-code", "postal_code", "person_id.postal_code"],
  ["profile-garaging-state", "garaging_state", "vehicle_id.garaging_state"],
  ["profile-garaging-postal-code", "garaging_postal_code", "vehicle_id.garaging_postal_code"],
  ["profile-vin", "primary_vehicle_vin", "vehicle_id.vin"],
  ["profile-risk-rating", "risk_rating", "vehicle_id.risk_rating"],
];

const profileRules: readonly RowRule[] = [
  ...copies.map(([code, field, input]) => {
    const [via, source] = input.split(".");
    const owner = via === "person_id" ? "person" : "vehicle";
    return same(PROFILES, code, field, input, `${field} is the ${owner}'s ${source}`);
  }),
  {
    kind: "joined",
    code: "profile-vehicle-summary",
    entity: PROFILES,
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
];

/** Rules of vehicles. */
export const VEHICLE_RULES: readonly RowRule[] = vehicleRules;

/** Rules of profiles. */
export const PROFILE_RULES: readonly RowRule[] = profileRules;

const OPTION = "identifiers";
const vinFields = [[VEHICLES, "vin"], [PROFILES, "primary_vehicle_vin"]] as const;

/** Why VINs can't be anyone's where the plan asks for such. */
export const VEHICLE_PROOFS: readonly FieldProof[] = vinFields.map(([entity, field]) => ({
  code: `${field.replaceAll("_", "-")}-unassigned`,
  entity,
  field,
  range: "VINs that begin with 0, which is the region of no maker",
  source:
    "ISO 3780 assigns the first characters A to H, J to N, P, R to Z and 1 to 9 to regions, and 0 to none",
  pattern: `^${UNASSIGNED_REGION}[A-HJ-NPR-Z0-9]{16}$`,
  option: { name: OPTION, value: "non-issuable" },
}));

/** VINs that look as if issued. */
export const VEHICLE_UNPROVEN: readonly UnprovenField[] = vinFields.map(([entity, field]) => ({
  entity,
  field,
  reason: "a VIN of a true maker and year may be some vehicle's: no range is set aside; " +
    "--identifiers non-issuable makes VINs that can't be",
  option: { name: OPTION, value: "format-valid" },
}));

/**
 * Vehicles: their numbers, what was sold, who drives them, what they are worth.
 *
 * @module
 */
import { type AuditCheck, referenceCheck, rowCheck, uniqueCheck } from "../check.ts";

const identity: AuditCheck[] = [
  uniqueCheck("vehicles", ["vehicle_id"]),
  uniqueCheck("vehicles", ["vin"]),
];

const numbers: AuditCheck[] = [
  rowCheck(
    "vehicles",
    "the VIN has 17 characters without I, O and Q",
    "regexp_full_match(vin, '[A-HJ-NPR-Z0-9]{17}')",
  ),
  rowCheck(
    "vehicles",
    "position 9 of the VIN is its check digit",
    "vin_check(vin) = substr(vin, 9, 1)",
  ),
  rowCheck(
    "vehicles",
    "position 10 of the VIN is the code of the model year",
    "vin_year(model_year) = substr(vin, 10, 1)",
  ),
  rowCheck(
    "vehicles",
    "position 7 of the VIN is a letter from 2010 on and a digit before, up to 10,000 lb",
    "(substr(vin, 7, 1) BETWEEN 'A' AND 'Z') = (model_year >= 2010)",
    "gvwr_class <= 2",
  ),
  rowCheck(
    "vehicles",
    "the last four characters of the VIN are digits",
    "regexp_full_match(right(vin, 4), '[0-9]{4}')",
  ),
  rowCheck(
    "vehicles",
    "the first three characters of the VIN are a maker's of that make",
    `EXISTS (SELECT 1 FROM ref_vehicle_makers AS makers WHERE makers.wmi = substr(vin, 1, 3)
       AND list_contains(string_split(makers.makes, ';'), vehicles.make))`,
  ),
  rowCheck(
    "vehicles",
    "the first three characters of the VIN are those of the line in that model year",
    `EXISTS (SELECT 1 FROM ref_sold AS sold WHERE sold.make = vehicles.make
       AND sold.model = vehicles.model AND sold.wmi = substr(vin, 1, 3)
       AND vehicles.model_year BETWEEN sold.first_year AND sold.last_year)`,
  ),
  rowCheck(
    "vehicles",
    "positions 12 to 14 of a VIN of a maker of few vehicles are its own",
    `substr(vin, 12, 3) = (SELECT serial_prefix FROM ref_vehicle_makers AS makers
       WHERE makers.wmi = substr(vin, 1, 3))`,
    "substr(vin, 3, 1) = '9'",
    { mayFindNone: true },
  ),
];

const models: AuditCheck[] = [
  rowCheck(
    "vehicles",
    "make, model, year, weight class and propulsion are a line that was sold",
    `EXISTS (SELECT 1 FROM ref_sold AS sold WHERE sold.make = vehicles.make
       AND sold.model = vehicles.model
       AND vehicles.model_year BETWEEN sold.first_year AND sold.last_year
       AND sold.gvwr = vehicles.gvwr_class
       AND contains(';' || sold.propulsion, ';' || vehicles.propulsion))`,
  ),
  rowCheck(
    "vehicles",
    "the model year is at most one above the plan's year",
    "model_year BETWEEN 1981 AND year(as_of()) + 1",
  ),
  rowCheck(
    "vehicles",
    "bought after August before the model year and before the plan's day",
    "purchased_on >= make_date(model_year::INTEGER - 1, 8, 1) AND purchased_on <= as_of()",
  ),
  rowCheck(
    "vehicles",
    "the value is positive and not above the price by a tenth",
    "value > 0 AND value <= 1.1 * msrp",
  ),
  rowCheck("vehicles", "the price is 5,000 to 750,000 dollars", "msrp BETWEEN 5000 AND 750000"),
  rowCheck(
    "vehicles",
    "the odometer is not above 250,000 miles a year since the model year was sold",
    "odometer <= 250000 * greatest(1, 1 + year(as_of()) - model_year)",
  ),
  rowCheck(
    "vehicles",
    "a leased vehicle is at most six model years old",
    "year(as_of()) - model_year <= 6",
    "ownership = 'leased'",
  ),
  rowCheck(
    "vehicles",
    "no electric vehicle before 2008",
    "model_year >= 2008",
    "propulsion = 'electric'",
  ),
];

const owners: AuditCheck[] = [
  referenceCheck("vehicles", "account_id", "accounts", "account_id"),
  referenceCheck("vehicles", "person_id", "persons", "person_id"),
  referenceCheck("vehicles", "garaging_address_id", "addresses", "address_id"),
  {
    holds: "vehicles: driver and address are of the same account, the line of business too",
    breaks: `SELECT vehicles.* FROM vehicles JOIN persons USING (person_id)
      JOIN addresses ON addresses.address_id = garaging_address_id
      JOIN accounts ON accounts.account_id = vehicles.account_id
      WHERE persons.account_id <> vehicles.account_id
        OR addresses.account_id <> vehicles.account_id OR vehicles.lob_type <> accounts.lob_type`,
    looksAt: "SELECT count(*) FROM vehicles",
  },
  {
    holds: "vehicles: garaging state and ZIP code are the address's",
    breaks: `SELECT vehicles.* FROM vehicles
      JOIN addresses ON addresses.address_id = garaging_address_id
      WHERE garaging_state <> addresses.state OR garaging_postal_code <> addresses.postal_code`,
    looksAt: "SELECT count(*) FROM vehicles",
  },
  {
    holds: "vehicles: no vehicle is kept where letters only go",
    breaks: `SELECT vehicles.* FROM vehicles
      JOIN addresses ON addresses.address_id = garaging_address_id WHERE address_type = 'mailing'`,
    looksAt: "SELECT count(*) FROM vehicles",
  },
  {
    holds: "vehicles: who drives more than 26,000 lb has class A or B, a tractor class A",
    breaks: `SELECT license_class, vehicles.* FROM vehicles JOIN persons USING (person_id)
      WHERE (gvwr_class >= 7 AND license_class NOT IN ('A', 'B'))
        OR (body_style ILIKE '%tractor%' AND license_class <> 'A')`,
    looksAt: "SELECT count(*) FROM vehicles WHERE gvwr_class >= 7",
  },
  rowCheck(
    "vehicles",
    "no household has a truck above 14,000 lb",
    "gvwr_class <= 3",
    "lob_type = 'Personal'",
  ),
  rowCheck(
    "vehicles",
    "the use fits the line of business",
    `(lob_type = 'Commercial') = (vehicle_use IN ('service', 'retail', 'commercial')) OR vehicle_use = 'farm'`,
  ),
  {
    holds:
      "vehicles: no driver without work commutes in a household's vehicle or has business in it",
    breaks: `SELECT vehicles.*, occupation FROM vehicles JOIN persons USING (person_id)
      WHERE vehicles.lob_type = 'Personal' AND vehicle_use NOT IN ('pleasure', 'farm')
        AND occupation IN ('Unemployed', 'Retired', 'Homemaker', 'Not working')`,
    looksAt: "SELECT count(*) FROM vehicles WHERE lob_type = 'Personal'",
  },
  {
    holds: "accounts: a vehicle at least, once the anchor has come",
    breaks: `SELECT * FROM accounts ANTI JOIN vehicles USING (account_id)
      WHERE as_of() >= anchor()`,
    looksAt: "SELECT count(*) FROM accounts",
  },
  {
    holds: "accounts: a household has at most as many vehicles as sixteen",
    breaks: `SELECT account_id, count(*) AS vehicles FROM vehicles WHERE lob_type = 'Personal'
      GROUP BY account_id HAVING count(*) > 16`,
    looksAt: "SELECT count(*) FROM accounts",
  },
];

/** Checks of vehicles. */
export const VEHICLE_CHECKS: readonly AuditCheck[] = [...identity, ...models, ...owners];

/** Checks of VINs in real forms. */
export const VIN_CHECKS: readonly AuditCheck[] = numbers;

/** Checks of VINs that nobody issues. */
export const INVENTED_VIN_CHECKS: readonly AuditCheck[] = [
  rowCheck(
    "vehicles",
    "the VIN begins with 0, which no maker of the world has",
    "regexp_full_match(vin, '0[A-HJ-NPR-Z0-9]{16}')",
  ),
];

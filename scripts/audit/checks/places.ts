/**
 * Addresses: places that exist, and agree with each other and with whoever repeats them.
 *
 * @module
 */
import { type AuditCheck, referenceCheck, rowCheck, uniqueCheck } from "../check.ts";

/** Degrees that an address may lie from the middle of its city: as far as large cities reach. */
const REACH_DEGREES = 0.4;

/** Checks of addresses. */
export const PLACE_CHECKS: readonly AuditCheck[] = [
  uniqueCheck("addresses", ["address_id"]),
  referenceCheck("addresses", "account_id", "accounts", "account_id"),
  uniqueCheck("addresses", ["account_id", "address_line_1", "address_line_2", "postal_code"]),
  rowCheck(
    "addresses",
    "ZIP code, city, county, FIPS code and state are one place of the table",
    `EXISTS (SELECT 1 FROM ref_zips AS places WHERE places.zip = addresses.postal_code
       AND places.city = addresses.city AND places.county = addresses.county
       AND places.county_fips = addresses.county_fips AND places.state = addresses.state)`,
  ),
  rowCheck(
    "addresses",
    `latitude and longitude are within ${REACH_DEGREES} degrees of the city`,
    `EXISTS (SELECT 1 FROM ref_zips AS places WHERE places.zip = addresses.postal_code
       AND abs(places.latitude - addresses.latitude::DOUBLE) < ${REACH_DEGREES}
       AND abs(places.longitude - addresses.longitude::DOUBLE) < ${REACH_DEGREES})`,
  ),
  rowCheck(
    "addresses",
    "the first two digits of the FIPS code are the state's",
    `EXISTS
    (SELECT 1 FROM ref_states WHERE ref_states.state = addresses.state
       AND ref_states.fips = substr(addresses.county_fips, 1, 2))`,
  ),
  rowCheck(
    "addresses",
    "line 1 is a number and a street",
    `regexp_full_match(address_line_1,
    '[1-9][0-9]{0,4} [A-Z0-9][A-Za-z0-9 .''-]+')`,
  ),
  rowCheck(
    "addresses",
    "only premises have a suite",
    `address_type = 'premises'`,
    "address_line_2 ILIKE 'ste %' OR address_line_2 ILIKE 'suite %'",
  ),
  rowCheck("addresses", "the country is US", "country = 'US'"),
  {
    holds: "accounts: one address at least, a residence or premises",
    breaks: `SELECT account_id FROM accounts WHERE account_id NOT IN
      (SELECT account_id FROM addresses WHERE address_type IN ('residence', 'premises'))`,
    looksAt: "SELECT count(*) FROM accounts",
  },
  {
    holds: "accounts: all addresses are in one state",
    breaks: `SELECT account_id, count(DISTINCT state) AS states FROM addresses
      GROUP BY account_id HAVING count(DISTINCT state) > 1`,
    looksAt: "SELECT count(*) FROM accounts",
  },
];

/**
 * Figures of the whole: shares and means that published tables, or plain sense, put within bounds.
 *
 * @module
 */
import { type AuditCheck, figureCheck } from "../check.ts";

/** States against their population, as the worst difference of shares in points. */
const stateShares: AuditCheck = figureCheck(
  "accounts: each state's share is within 1 point of its population's, more among few accounts",
  `WITH made AS (SELECT state, count(*) / sum(count(*)) OVER () AS share FROM accounts GROUP BY 1),
     real AS (SELECT state, population::DOUBLE / sum(population::DOUBLE) OVER () AS share
       FROM ref_states WHERE state IN (SELECT state FROM accounts))
   SELECT greatest(0, max(abs(made.share - real.share)) - (SELECT 2 / sqrt(count(*)) FROM accounts)) FROM made JOIN real USING (state)`,
  [0, 0.01],
  "accounts",
);

const share = (table: string, condition: string, where = "true") =>
  `SELECT avg((${condition})::INTEGER) FROM ${table} WHERE ${where}`;

const age = "years_between(date_of_birth, as_of())";

/** Checks of figures. */
export const FIGURE_CHECKS: readonly AuditCheck[] = [
  stateShares,
  figureCheck(
    "accounts: 80 to 84 % are households",
    share("accounts", "account_type = 'household'"),
    [0.8, 0.84],
    "accounts",
  ),
  figureCheck(
    "persons: 36 to 46 % are women, more men than women drive for businesses",
    share("persons", "lower(sex) IN ('f', 'female')"),
    [0.36, 0.46],
    "persons",
  ),
  figureCheck(
    "persons: the mean age is 42 to 52",
    `SELECT avg(${age}) FROM persons`,
    [42, 52],
    "persons",
  ),
  figureCheck(
    "persons: 2 to 6 % of the drivers of households are below 20 on the anchor",
    share("persons", "years_between(date_of_birth, anchor()) < 20", "lob_type = 'Personal'"),
    [0.02, 0.06],
    "persons",
  ),
  figureCheck(
    "persons: 1 to 4 % of licences are expired or suspended",
    share("persons", "license_status <> 'valid'"),
    [0.01, 0.04],
    "persons",
  ),
  figureCheck(
    "persons: 70 to 95 % of spouses share the last name",
    `SELECT avg((heads.last_name = others.last_name)::INTEGER) FROM persons AS heads
     JOIN persons AS others USING (account_id)
     WHERE heads.role = 'named_insured' AND others.relationship = 'spouse'`,
    [0.7, 0.95],
    "persons",
  ),
  figureCheck(
    "vehicles: the mean age of light vehicles is 9 to 13 years",
    "SELECT avg(year(as_of()) - model_year) FROM vehicles WHERE gvwr_class <= 2",
    [9, 13],
    "vehicles",
  ),
  figureCheck(
    "vehicles: 0.5 to 5 % are electric",
    share("vehicles", "propulsion = 'electric'"),
    [0.005, 0.05],
    "vehicles",
  ),
  figureCheck(
    "vehicles: the most common make has 10 to 20 %",
    `SELECT max(times) / sum(times) FROM
      (SELECT count(*) AS times FROM vehicles WHERE lob_type = 'Personal' GROUP BY make)`,
    [0.1, 0.2],
    "vehicles",
  ),
  figureCheck(
    "vehicles: 8,500 to 13,500 miles a year in households",
    "SELECT avg(annual_mileage) FROM vehicles WHERE lob_type = 'Personal'",
    [8500, 13500],
    "vehicles",
  ),
  figureCheck(
    "vehicles: the first premises keep some and not all of a business's vehicles with several premises",
    `SELECT avg(places) FROM (SELECT count(DISTINCT garaging_address_id) AS places, count(*) AS times
      FROM vehicles WHERE lob_type = 'Commercial' GROUP BY account_id HAVING times > 20)`,
    [1.2, 8],
    "vehicles",
  ),
];

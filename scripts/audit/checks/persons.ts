/**
 * Persons: who they are, how they belong together, what their licences say.
 *
 * @module
 */
import { type AuditCheck, figureCheck, referenceCheck, rowCheck, uniqueCheck } from "../check.ts";

/**
 * States whose licence numbers code name, sex or day of birth, all or some of them: two persons alike may get
 * the same number, where an agency would count on.
 */
const CODED_STATES = ["CT", "FL", "IL", "MD", "MI", "MN", "MT", "ND", "NH", "NJ", "WA", "WI"];

/** States whose licence numbers begin with the first letter of the last name. */
const INITIAL_STATES = ["FL", "IL", "WI", "MI", "MN", "NJ"];

const identity: AuditCheck[] = [
  uniqueCheck("persons", ["person_id"]),
  referenceCheck("persons", "account_id", "accounts", "account_id"),
  referenceCheck("persons", "address_id", "addresses", "address_id"),
  {
    holds: "persons: the address is one of the same account, and the person repeats it",
    breaks: `SELECT persons.person_id, addresses.* FROM persons JOIN addresses USING (address_id)
      WHERE persons.account_id <> addresses.account_id
        OR persons.address_line_1 <> addresses.address_line_1
        OR persons.address_line_2 IS DISTINCT FROM addresses.address_line_2
        OR persons.city <> addresses.city OR persons.state <> addresses.state
        OR persons.postal_code <> addresses.postal_code OR persons.country <> addresses.country`,
    looksAt: "SELECT count(*) FROM persons",
  },
  {
    holds: "persons: the line of business is the account's",
    breaks: `SELECT persons.* FROM persons JOIN accounts USING (account_id)
      WHERE persons.lob_type <> accounts.lob_type`,
    looksAt: "SELECT count(*) FROM persons",
  },
];

const names: AuditCheck[] = [
  rowCheck(
    "persons",
    "the full name is first and last name",
    "full_name = first_name || ' ' || last_name",
  ),
  rowCheck(
    "persons",
    "the first name was given to that sex in the decade of birth",
    `EXISTS (SELECT 1 FROM ref_first_names AS given WHERE given.name = persons.first_name
       AND given.sex = upper(substr(persons.sex, 1, 1))
       AND given.decade::INTEGER IN (greatest(1930, year(date_of_birth) // 10 * 10),
         greatest(1930, year(date_of_birth::DATE - 1) // 10 * 10)))`,
  ),
  rowCheck(
    "persons",
    "the last name is one of the Census table, or two of them",
    `NOT EXISTS (SELECT 1 FROM (SELECT unnest(string_split(last_name, '-')) AS part)
       WHERE part NOT IN (SELECT name FROM ref_last_names))`,
  ),
  rowCheck(
    "persons",
    "the phone number is 555-0100 to 0199 with an area code of the city",
    `regexp_full_match(phone, '[2-9][0-9]{2}-555-01[0-9]{2}') AND EXISTS
       (SELECT 1 FROM ref_area_codes AS codes WHERE codes.state = persons.state
         AND codes.city = persons.city AND codes.area_code = substr(phone, 1, 3))`,
  ),
  rowCheck(
    "persons",
    "the mail address is in a reserved domain and made of the name",
    `regexp_full_match(email, '[a-z][a-z0-9.-]*@(example[.](com|net|org)|.*[.](test|invalid))')
       AND starts_with(email, lower(regexp_replace(first_name, '[^A-Za-z-]', '', 'g')))`,
  ),
  rowCheck(
    "persons",
    "a social security number has a never issued area and no taxpayer group",
    "regexp_full_match(ssn, '9[0-9]{2}-(0[1-9]|[1-4][0-9])-[0-9]{4}') AND right(ssn, 4) <> '0000'",
    "ssn IS NOT NULL",
    { mayFindNone: true },
  ),
];

const families: AuditCheck[] = [
  {
    holds: "accounts: one named insured, at most one spouse or partner",
    breaks: `SELECT account_id, count(*) FILTER (role = 'named_insured') AS heads,
        count(*) FILTER (relationship IN ('spouse', 'partner')) AS partners
      FROM persons GROUP BY account_id HAVING heads <> 1 OR partners > 1`,
    looksAt: "SELECT count(DISTINCT account_id) FROM persons",
  },
  {
    holds: "accounts: a person at least",
    breaks: "SELECT * FROM accounts WHERE account_id NOT IN (SELECT account_id FROM persons)",
    looksAt: "SELECT count(*) FROM accounts",
  },
  rowCheck(
    "persons",
    "a spouse is married",
    "marital_status = 'married'",
    "role = 'spouse' OR relationship = 'spouse'",
  ),
  {
    holds: "persons: whose spouse is insured is married",
    breaks: `SELECT heads.* FROM persons AS heads JOIN persons AS others USING (account_id)
      WHERE heads.role = 'named_insured' AND others.relationship = 'spouse'
        AND heads.marital_status <> 'married'`,
    looksAt: "SELECT count(*) FROM persons WHERE relationship = 'spouse'",
  },
  {
    holds: "persons: children are 14 years younger than the named insured at least, parents older",
    breaks: `SELECT heads.date_of_birth AS head, others.* FROM persons AS heads
      JOIN persons AS others USING (account_id)
      WHERE heads.role = 'named_insured' AND (
        (others.relationship = 'child' AND years_between(heads.date_of_birth, others.date_of_birth) < 14)
        OR (others.relationship = 'parent' AND years_between(others.date_of_birth, heads.date_of_birth) < 14))`,
    looksAt: "SELECT count(*) FROM persons WHERE relationship IN ('child', 'parent')",
  },
  {
    holds: "persons: the line of business fits the relation",
    breaks: `SELECT * FROM persons WHERE (lob_type = 'Commercial')
      <> (relationship IN ('owner', 'employee'))`,
    looksAt: "SELECT count(*) FROM persons",
  },
  {
    holds: "persons: nobody is married, divorced or widowed too young",
    breaks: `SELECT * FROM persons WHERE marital_status NOT IN ('never_married', 'single')
      AND years_between(date_of_birth, as_of()) < 16`,
    looksAt: "SELECT count(*) FROM persons",
  },
  {
    holds: "persons: two of one account and address with the same name and birth date are none",
    breaks: `SELECT account_id, full_name, date_of_birth FROM persons
      GROUP BY ALL HAVING count(*) > 1`,
    looksAt: "SELECT count(*) FROM persons",
  },
];

const licences: AuditCheck[] = [
  rowCheck("persons", "the licence is of the state of residence", "driver_license_state = state"),
  rowCheck(
    "persons",
    "16 to 105 years old on the plan's day",
    "years_between(date_of_birth, as_of()) BETWEEN 16 AND 105",
  ),
  rowCheck(
    "persons",
    "first licensed at the state's age for driving alone or later, and before the plan's day",
    `first_licensed_on <= as_of() AND first_licensed_on::DATE >= date_of_birth::DATE + to_months(
       (SELECT licence_months::INTEGER FROM ref_states WHERE ref_states.state = driver_license_state))`,
  ),
  rowCheck(
    "persons",
    "the licence expires on a birthday",
    `(month(license_expires_on), day(license_expires_on)) IN
       ((month(date_of_birth), day(date_of_birth)), (2, 28), (3, 1))`,
  ),
  rowCheck(
    "persons",
    "a licence in force expires after the plan's day, within the state's years and one",
    `license_expires_on >= as_of() AND years_between(as_of(), license_expires_on) <=
       (SELECT renewal_years::INTEGER FROM ref_states WHERE ref_states.state = driver_license_state)`,
    "license_status NOT IN ('expired')",
  ),
  rowCheck(
    "persons",
    "an expired licence expired before the plan's day",
    "license_expires_on < as_of()",
    "license_status = 'expired'",
  ),
  rowCheck(
    "persons",
    "the licence class is the state's for cars, or a commercial one",
    `license_class IN ('A', 'B') OR license_class =
       (SELECT licence_class FROM ref_states WHERE ref_states.state = driver_license_state)`,
  ),
  rowCheck(
    "persons",
    "holders of a commercial class are 21 by the anchor, in a business or drivers of trucks and buses",
    `(lob_type = 'Commercial' OR occupation IN
      ('Heavy or tractor-trailer truck driver', 'School bus driver'))
      AND years_between(date_of_birth, anchor()) >= 21`,
    "license_class IN ('A', 'B') AND license_class NOT IN (SELECT licence_class FROM ref_states)",
  ),
];

/** Checks of persons. */
export const PERSON_CHECKS: readonly AuditCheck[] = [
  ...identity,
  ...names,
  ...families,
  ...licences,
];

const isCoded = `driver_license_state IN (${CODED_STATES.map((state) => `'${state}'`).join(", ")})`;
const twice = (where: string) =>
  `SELECT driver_license_state, driver_license_number, count(*) AS times FROM persons
   WHERE ${where} GROUP BY ALL HAVING count(*) > 1`;

/** Checks of licence numbers in real forms. */
export const LICENCE_FORM_CHECKS: readonly AuditCheck[] = [
  {
    holds: "persons: state and licence number are unique where the number codes nothing",
    breaks: twice(`NOT ${isCoded}`),
    looksAt: `SELECT count(*) FROM persons WHERE NOT ${isCoded}`,
  },
  figureCheck(
    "persons: at most 1 of 10,000 has another's number where it codes name and birth",
    `SELECT (SELECT coalesce(sum(times - 1), 0) FROM (${twice(isCoded)}))
       / (SELECT count(*) FROM persons WHERE ${isCoded})`,
    [0, 0.0001],
    "persons",
  ),
  rowCheck(
    "persons",
    "the licence number has a form of its state",
    `EXISTS (SELECT 1 FROM ref_licence_forms AS forms WHERE forms.state = driver_license_state
       AND regexp_full_match(driver_license_number, forms.form))`,
  ),
  rowCheck(
    "persons",
    "the licence number begins as the last name where the state codes it",
    "substr(driver_license_number, 1, 1) = upper(substr(last_name, 1, 1))",
    `driver_license_state IN (${INITIAL_STATES.map((state) => `'${state}'`).join(", ")})`,
  ),
];

/** Checks of licence numbers that nobody issues. */
export const INVENTED_LICENCE_CHECKS: readonly AuditCheck[] = [
  uniqueCheck("persons", ["driver_license_state", "driver_license_number"]),
  rowCheck(
    "persons",
    "the licence number begins with ZZZ, which no state issues",
    "regexp_full_match(driver_license_number, 'ZZZ[0-9]{12}')",
  ),
];

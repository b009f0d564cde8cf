/**
 * Accounts, and what they say of their rows.
 *
 * @module
 */
import { type AuditCheck, rowCheck, uniqueCheck } from "../check.ts";

/** An account's count against the rows there are. */
function countCheck(column: string, table: string): AuditCheck {
  return {
    holds: `accounts: ${column} is the number of its ${table}`,
    breaks: `SELECT account_id, ${column}, count(rows.account_id) AS counted
      FROM accounts LEFT JOIN ${table} AS rows USING (account_id)
      GROUP BY account_id, ${column} HAVING ${column} <> count(rows.account_id)`,
    looksAt: "SELECT count(*) FROM accounts",
  };
}

/** Checks of accounts. */
export const ACCOUNT_CHECKS: readonly AuditCheck[] = [
  uniqueCheck("accounts", ["account_id"]),
  uniqueCheck("accounts", ["account_number"]),
  countCheck("person_count", "persons"),
  countCheck("vehicle_count", "vehicles"),
  rowCheck(
    "accounts",
    "households have a size and a tenure and no business, businesses the other way round",
    `(account_type = 'household') = (lob_type = 'Personal')
       AND (account_type = 'household') = (household_size IS NOT NULL)
       AND (account_type = 'household') = (tenure IS NOT NULL)
       AND (account_type = 'household') = (business_kind IS NULL)
       AND (account_type = 'household') = (naics_code IS NULL)`,
  ),
  rowCheck(
    "accounts",
    "a household has as many persons as drivers at least",
    "household_size >= person_count",
    "account_type = 'household'",
  ),
  rowCheck(
    "accounts",
    "kind and NAICS code are one line of the table of businesses",
    `EXISTS (SELECT 1 FROM ref_businesses AS kinds WHERE kinds.business = business_kind
       AND kinds.naics_code = accounts.naics_code)`,
    "account_type = 'business'",
  ),
  rowCheck(
    "accounts",
    "the name of a business carries a marker of fiction",
    `EXISTS (SELECT 1 FROM ref_business_names AS markers WHERE markers.part = 'fiction_marker'
       AND contains(accounts.account_name, ' ' || markers.value))`,
    "account_type = 'business'",
  ),
  {
    holds: "accounts: name, phone and mail address of a household are the named insured's",
    breaks: `SELECT accounts.*, full_name FROM accounts JOIN persons USING (account_id)
      WHERE role = 'named_insured' AND (accounts.phone <> persons.phone
        OR accounts.email <> persons.email
        OR (account_type = 'household' AND account_name <> full_name))`,
    looksAt: "SELECT count(*) FROM accounts",
  },
  {
    holds: "accounts: the state is that of its addresses",
    breaks: `SELECT accounts.* FROM accounts JOIN addresses USING (account_id)
      WHERE accounts.state <> addresses.state`,
    looksAt: "SELECT count(*) FROM accounts",
  },
  {
    holds: "accounts: opened by the plan's day, when the named insured was 18 and had a licence",
    breaks: `SELECT accounts.*, first_licensed_on FROM accounts JOIN persons USING (account_id)
      WHERE role = 'named_insured' AND (opened_on > as_of() OR opened_on < first_licensed_on
        OR years_between(date_of_birth, opened_on) < 18)`,
    looksAt: "SELECT count(*) FROM accounts",
  },
];

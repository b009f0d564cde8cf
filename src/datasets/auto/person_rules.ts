/**
 * What holds between the fields of persons, and of the rows they refer to.
 *
 * @module
 */
import type { FieldProof, RowRule, UnprovenField } from "../../core/rule.ts";
import { MARITAL_STATES } from "./kin.ts";
import { licenceForms, NON_ISSUABLE } from "./licence_forms.ts";
import { RELATIONS } from "./members.ts";
import { areaRows, geography, same } from "./place_rules.ts";
import { states } from "./places.ts";

const ACCOUNTS = "accounts";
const PERSONS = "persons";

/** The forms of a state's licence numbers, or the one that no state issues. */
function licenceExpressions(): Record<string, string> {
  const { forms } = licenceForms();
  return Object.fromEntries(
    states().codes.map((code, state) => {
      const own = forms.filter((form) => form.state === state);
      const all = [...own, NON_ISSUABLE()].map(({ expression }) => expression);
      return [code, `(${all.join("|")})`];
    }),
  );
}

/** From a birth to the last day of a licence: the greatest age and the longest term. */
const MAX_LICENCE_MONTHS = (105 + 12) * 12;

/** Relations that go with a role. */
const RELATIONS_OF_ROLE: Readonly<Record<string, readonly string[]>> = {
  named_insured: ["self", "owner"],
  spouse: ["spouse"],
  driver: RELATIONS.filter((relation) => !["self", "owner", "spouse"].includes(relation)),
};

/** What holds in persons. */
export const PERSON_RULES: readonly RowRule[] = [
  same(
    PERSONS,
    "license-state",
    "driver_license_state",
    "state",
    "the licence comes from the state of residence",
  ),
  same(
    PERSONS,
    "person-address-account",
    "account_id",
    "address_id.account_id",
    "the person lives at an address of the account",
  ),
  same(
    PERSONS,
    "person-address",
    "address_line_1",
    "address_id.address_line_1",
    "the street is that of the address",
  ),
  same(
    PERSONS,
    "person-address-postal-code",
    "postal_code",
    "address_id.postal_code",
    "the ZIP code is that of the address",
  ),
  ...geography(PERSONS, "person"),
  {
    kind: "table",
    code: "person-area-code",
    entity: PERSONS,
    field: "phone",
    part: "[0:3]",
    inputs: ["city", "state"],
    message: "the area code is one of the city",
    rows: areaRows,
  },
  same(
    PERSONS,
    "person-lob",
    "lob_type",
    "account_id.lob_type",
    "the line of business is the account's",
  ),
  {
    kind: "joined",
    code: "person-name",
    entity: PERSONS,
    field: "full_name",
    parts: [{ input: "first_name" }, " ", { input: "last_name" }],
    message: "the full name is first and last name",
  },
  {
    kind: "words",
    code: "person-relationship",
    entity: PERSONS,
    field: "relationship",
    inputs: ["role"],
    message: "the relation goes with the role",
    check: (relation, role) => {
      const allowed = RELATIONS_OF_ROLE[role!];
      return allowed === undefined || allowed.includes(relation) ? undefined : allowed.join(" or ");
    },
  },
  {
    kind: "words",
    code: "spouse-married",
    entity: PERSONS,
    field: "marital_status",
    inputs: ["role"],
    message: "a spouse is married",
    check: (status, role) =>
      role !== "spouse" || status === MARITAL_STATES[0] ? undefined : MARITAL_STATES[0],
  },
  {
    kind: "form",
    code: "license-form",
    entity: PERSONS,
    field: "driver_license_number",
    input: "driver_license_state",
    get forms() {
      return licenceExpressions();
    },
    message: "the licence number has a form of the state, or the one that no state issues",
  },
  {
    kind: "words",
    code: "license-class",
    entity: PERSONS,
    field: "license_class",
    inputs: ["driver_license_state"],
    message: "the class is the state's for cars, or a commercial one",
    check: (value, state) => {
      const { codes, licenceClasses } = states();
      const own = licenceClasses[codes.indexOf(state!)];
      return own === undefined || ["A", "B", own].includes(value) ? undefined : `${own}, A or B`;
    },
  },
  {
    kind: "compare",
    code: "license-age",
    entity: PERSONS,
    field: "first_licensed_on",
    operator: ">=",
    input: "date_of_birth",
    get shift() {
      const { codes, licenceMonths } = states();
      const months = Object.fromEntries(codes.map((code, state) => [code, licenceMonths[state]!]));
      return { monthsBy: { field: "driver_license_state", months } };
    },
    message: "nobody is licensed before the state's age",
  },
  {
    kind: "compare",
    code: "license-term",
    entity: PERSONS,
    field: "license_expires_on",
    operator: ">",
    input: "first_licensed_on",
    message: "a licence expires after it was first issued",
  },
  {
    kind: "compare",
    code: "person-age",
    entity: PERSONS,
    field: "license_expires_on",
    operator: "<=",
    input: "date_of_birth",
    shift: { months: MAX_LICENCE_MONTHS },
    message: "nobody with a licence is older than 105 years, and no licence runs for more than 12",
  },
  {
    kind: "unique",
    code: "person-twice",
    entity: PERSONS,
    field: "full_name",
    inputs: ["date_of_birth", "address_id"],
    severity: "warning",
    message: "nobody is listed twice: name, date of birth and address",
  },
  {
    kind: "unique",
    code: "license-unique",
    entity: PERSONS,
    field: "driver_license_number",
    inputs: ["driver_license_state"],
    severity: "warning",
    message: "no two persons have one licence number of a state",
  },
];

const PHONE_SOURCE =
  "North American Numbering Plan Administrator: 555 line numbers 0100 to 0199 are for fictional use";
const MAIL_SOURCE = "RFC 2606, section 3: example.com, example.net and example.org";

/** Fields that can't belong to anyone, and why. */
export const PERSON_PROOFS: readonly FieldProof[] = [
  ...[ACCOUNTS, PERSONS].flatMap((entity): FieldProof[] => [
    {
      code: "phone-fiction",
      entity,
      field: "phone",
      range: "exchange 555, line numbers 0100 to 0199",
      source: PHONE_SOURCE,
      pattern: "[2-9][0-9]{2}-555-01[0-9]{2}",
    },
    {
      code: "email-example",
      entity,
      field: "email",
      range: "a domain that is reserved for examples",
      source: MAIL_SOURCE,
      pattern: "[^@]+@example[.](com|net|org)",
    },
  ]),
  {
    code: "ssn-never-issued",
    entity: PERSONS,
    field: "ssn",
    range: "area 900 to 999, group 01 to 49",
    source:
      "Social Security Administration: areas 900 to 999 are never assigned; Internal Revenue Service: taxpayer numbers have groups from 50 on",
    pattern: "9[0-9]{2}-(0[1-9]|[1-4][0-9])-[0-9]{4}",
  },
  {
    code: "license-non-issuable",
    entity: PERSONS,
    field: "driver_license_number",
    range: "three letters Z and twelve digits: no state has a form that these fit",
    source: "the forms of all states in data/auto/licences.csv; see docs/auto.md",
    pattern: "ZZZ[0-9]{12}",
    option: { name: "identifiers", value: "non-issuable" },
  },
];

/** Fields that are not proven to be nobody's. */
export const PERSON_UNPROVEN: readonly UnprovenField[] = [
  {
    entity: PERSONS,
    field: "driver_license_number",
    reason:
      "states reserve no range of licence numbers: a number in a real form may be somebody's; make them with --identifiers non-issuable",
    option: { name: "identifiers", value: "format-valid" },
  },
];

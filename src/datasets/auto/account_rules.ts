/**
 * What holds between the fields of accounts and addresses, and of the rows that refer to them.
 *
 * @module
 */
import type { RowRule } from "../../core/rule.ts";
import { businesses } from "./businesses.ts";
import { areaRows, geography, same, zipRows } from "./place_rules.ts";
import { places } from "./places.ts";

const ACCOUNTS = "accounts";
const ADDRESSES = "addresses";
const PERSONS = "persons";

/** What holds in accounts. */
export const ACCOUNT_RULES: readonly RowRule[] = [
  {
    kind: "table",
    code: "account-lob",
    entity: ACCOUNTS,
    field: "lob_type",
    inputs: ["account_type"],
    message: "households have personal lines, businesses commercial ones",
    rows: () => [["Personal", "household"], ["Commercial", "business"]],
  },
  {
    kind: "table",
    code: "account-naics",
    entity: ACCOUNTS,
    field: "naics_code",
    inputs: ["business_kind"],
    message: "the NAICS code is that of the kind of business",
    *rows() {
      const { naicsCodes, kinds } = businesses();
      for (const [at, kind] of kinds.entries()) yield [naicsCodes[at]!, kind];
    },
  },
  ...(["business_kind", "naics_code"] as const).flatMap((field): RowRule[] => [
    {
      kind: "presence",
      code: `household-${field.replace("_", "-")}`,
      entity: ACCOUNTS,
      field,
      isPresent: false,
      when: { field: "account_type", values: ["household"] },
      message: "a household is no kind of business",
    },
    {
      kind: "presence",
      code: `business-${field.replace("_", "-")}`,
      entity: ACCOUNTS,
      field,
      isPresent: true,
      when: { field: "account_type", values: ["business"] },
      message: "a business is of a kind",
    },
  ]),
  {
    kind: "form",
    code: "business-name",
    entity: ACCOUNTS,
    field: "account_name",
    input: "account_type",
    forms: { business: ".* (Specimen|Sample|Testcase|Demo Data)( .*)?" },
    message: "the name of a business holds a marker of fiction",
  },
  {
    kind: "table",
    code: "account-area-code",
    entity: ACCOUNTS,
    field: "phone",
    part: "[0:3]",
    inputs: ["state"],
    message: "the area code is one of the state",
    *rows() {
      for (const [area, , state] of areaRows()) yield [area, state];
    },
  },
  {
    kind: "count",
    code: "account-persons",
    entity: ACCOUNTS,
    field: "person_count",
    of: { entity: PERSONS, by: "account_id" },
    message: "the account has so many persons",
  },
  {
    kind: "count",
    code: "account-vehicles",
    entity: ACCOUNTS,
    field: "vehicle_count",
    of: { entity: "vehicles", by: "account_id" },
    message: "the account has so many vehicles",
  },
  {
    kind: "count",
    code: "account-named-insured",
    entity: ACCOUNTS,
    field: "account_id",
    least: 1,
    most: 1,
    of: {
      entity: PERSONS,
      by: "account_id",
      when: { field: "role", values: ["named_insured"] },
    },
    message: "an account has one named insured",
  },
  {
    kind: "count",
    code: "account-spouse",
    entity: ACCOUNTS,
    field: "account_id",
    least: 0,
    most: 1,
    of: { entity: PERSONS, by: "account_id", when: { field: "role", values: ["spouse"] } },
    message: "an account has at most one spouse",
  },
];

/** What holds in addresses. */
export const ADDRESS_RULES: readonly RowRule[] = [
  same(
    ADDRESSES,
    "address-state",
    "state",
    "account_id.state",
    "the address lies in the account's state",
  ),
  ...geography(ADDRESSES, "address"),
  {
    kind: "table",
    code: "address-county",
    entity: ADDRESSES,
    field: "county_fips",
    inputs: ["postal_code"],
    message: "the county is that of the ZIP code",
    *rows() {
      for (const [zip, , , county] of zipRows()) yield [county, zip];
    },
  },
  {
    kind: "table",
    code: "address-county-name",
    entity: ADDRESSES,
    field: "county",
    inputs: ["county_fips"],
    message: "the county has the name that goes with its code",
    *rows() {
      const { counties, countyCodes } = places();
      for (const [place, county] of counties.entries()) yield [county, countyCodes[place]!];
    },
  },
];

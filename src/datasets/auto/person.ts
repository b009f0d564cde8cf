/**
 * The entity `person`: whoever drives or owns in an account.
 *
 * @module
 */
import { CLASSES, PERSON_DRAWS, PERSON_ROWS } from "./account.ts";
import { defineAddressFacts } from "./address_columns.ts";
import { HOME_ROWS } from "./addresses.ts";
import { BIRTH_DAYS, FIRST_LICENSED_DAYS } from "./births.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { fillMails, fillPhones } from "./contacts.ts";
import type { MadeEntity } from "./entity.ts";
import {
  dayField,
  defineSpread,
  idField,
  syntheticSource,
  textField,
  wordField,
} from "./fields.ts";
import {
  PERSON_ACCOUNT_IDS,
  PERSON_ADDRESS_IDS,
  PERSON_IDS,
  PERSON_PARENTS,
} from "./identifiers.ts";
import { MARITAL_STATES } from "./kin.ts";
import { LICENCE_CLASSES, LICENCE_NUMBERS, licenceClasses } from "./licences.ts";
import { LICENCE_STATUSES, TERMS } from "./licence_terms.ts";
import { MEMBERS, RELATIONS, ROLES } from "./members.ts";
import { FIRST_NAMES, firstNames, FULL_NAMES, LAST_NAMES, lastNames } from "./names.ts";
import { OCCUPATIONS, occupations } from "./occupations.ts";
import { states } from "./places.ts";
import { PERSON_PRESENCE } from "./presence.ts";
import { SOCIAL_SECURITY_NUMBERS } from "./social_security.ts";
import { HOUSEHOLD } from "./strata.ts";
import { TextRoom } from "./texts.ts";

/** Number of persons. */
export const PERSON_COUNT: Fact<number> = defineFact((chunk) => chunk.get(PERSON_ROWS).count);

const home = defineAddressFacts({
  counts: PERSON_COUNT,
  parents: PERSON_PARENTS,
  targets: HOME_ROWS,
});

/** Lines of business; an account holds an index in this list. */
export const LINES_OF_BUSINESS: readonly string[] = ["Personal", "Commercial"];

/** Line of business of each account. */
export const LOBS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const classes = chunk.get(CLASSES);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) out[i] = classes[i] === HOUSEHOLD ? 0 : 1;
  return out;
});

const personLobs = defineSpread(PERSON_COUNT, LOBS, PERSON_PARENTS);

/** Telephone number of each person, with an area code of the city where the person lives. */
export const PERSON_PHONES: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const out = kept ?? new TextRoom();
  const words = chunk.get(PERSON_DRAWS).words("phone");
  fillPhones(out, chunk.get(PERSON_COUNT), chunk.get(home.zips), words);
  return out;
});

/** Mail address of each person. */
export const PERSON_MAILS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const out = kept ?? new TextRoom();
  const words = chunk.get(PERSON_DRAWS).words("email");
  const [firsts, lasts] = [chunk.get(FIRST_NAMES), chunk.get(LAST_NAMES)];
  fillMails(out, chunk.get(PERSON_COUNT), firsts, lasts, words);
  return out;
});

/** Form of telephone numbers that nobody has: exchange 555, lines 0100 to 0199. */
export const PHONE_PATTERN = "^[2-9][0-9]{2}-555-01[0-9]{2}$";
/** Form of mail addresses that nobody has. */
export const MAIL_PATTERN = "^[a-z0-9.-]+@example[.](com|net|org)$";

const sexes = ["M", "F"];

/** A person of an account. */
export const PERSON: MadeEntity = {
  name: "person",
  plural: "persons",
  description: "A person of an account who drives or owns: named insured, spouse, driver.",
  rowCount: PERSON_COUNT,
  presence: PERSON_PRESENCE,
  fields: [
    idField("person_id", "Identifies the person.", PERSON_IDS, { key: true }),
    idField("account_id", "The account it belongs to.", PERSON_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    idField("address_id", "The address where the person lives.", PERSON_ADDRESS_IDS, {
      reference: { entity: "addresses", field: "address_id" },
    }),
    wordField("role", "Role in the account.", () => ROLES, (chunk) => chunk.get(MEMBERS).roles, {
      values: ROLES,
      origin:
        "The first person of an account is its named insured; who is married to that person is the spouse.",
    }),
    wordField(
      "relationship",
      "Relation to the named insured, or to the business.",
      () => RELATIONS,
      (chunk) => chunk.get(MEMBERS).relations,
      {
        values: RELATIONS,
        plain: true,
        origin: "By the structure of the household, fitted to ages and marital states of drivers.",
      },
    ),
    wordField(
      "first_name",
      "Given name.",
      () => firstNames().words,
      (chunk) => chunk.get(FIRST_NAMES),
      { plain: true, origin: "By births of that name, sex and decade." },
    ),
    wordField(
      "last_name",
      "Family name.",
      () => lastNames().words,
      (chunk) => chunk.get(LAST_NAMES),
      { origin: "By frequency in the 2010 Census; shared in families by surveys of couples." },
    ),
    textField("full_name", "Given and family name.", FULL_NAMES, { maxLength: 60 }),
    wordField("sex", "Sex as on the licence.", () => sexes, (chunk) => chunk.get(MEMBERS).sexes, {
      values: sexes,
      plain: true,
      origin: "Drivers are nearly even; owners and drivers of businesses are men more often.",
    }),
    dayField("date_of_birth", "Date of birth.", (chunk) => chunk.get(BIRTH_DAYS), {
      origin:
        "By the ages of licensed drivers on 2026-01-01; 16 years or more, a named insured 18.",
    }),
    wordField(
      "marital_status",
      "Marital status.",
      () => MARITAL_STATES,
      (chunk) => chunk.get(MEMBERS).maritals,
      {
        values: MARITAL_STATES,
        origin: "A spouse in the household is married; all others by sex and age.",
      },
    ),
    wordField(
      "occupation",
      "Occupation, or why there is none.",
      () => occupations().words,
      (chunk) => chunk.get(OCCUPATIONS),
      { origin: "Status by age, titles by their share of jobs." },
    ),
    textField(
      "phone",
      "Telephone number, in a range that is reserved for fiction.",
      PERSON_PHONES,
      {
        pattern: PHONE_PATTERN,
        plain: true,
        maxLength: 12,
        origin: "An area code of the city, exchange 555, lines 0100 to 0199.",
      },
    ),
    textField("email", "Mail address, in a domain that is reserved for examples.", PERSON_MAILS, {
      pattern: MAIL_PATTERN,
      plain: true,
      maxLength: 80,
      origin: "Name and a number, in example.com, example.net or example.org (RFC 2606).",
    }),
    textField("driver_license_number", "Driver licence number.", LICENCE_NUMBERS, {
      pattern: "^[A-Z0-9]{6,16}$",
      plain: true,
      maxLength: 16,
      origin: "In a form of the state, by a keyed permutation; or in one that no state issues.",
    }),
    wordField(
      "driver_license_state",
      "State that issued the licence.",
      () => states().codes,
      (chunk) => chunk.get(home.states),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "license_class",
      "Class of the licence.",
      () => licenceClasses().words,
      (chunk) => chunk.get(LICENCE_CLASSES),
      {
        plain: true,
        origin: "The state's class for cars; A or B for drivers of a business's heavy vehicles.",
      },
    ),
    dayField(
      "first_licensed_on",
      "Day of the first licence.",
      (chunk) => chunk.get(FIRST_LICENSED_DAYS),
      {
        origin: "At or after the state's age for driving alone, by the licensed share of each age.",
      },
    ),
    dayField(
      "license_expires_on",
      "Day on which the licence expires.",
      (chunk) => chunk.get(TERMS).expiries,
      {
        origin: "A birthday, so many years after the last renewal as the state's rule says.",
      },
    ),
    wordField(
      "license_status",
      "Status of the licence.",
      () => LICENCE_STATUSES,
      (chunk) => chunk.get(TERMS).statuses,
      { values: LICENCE_STATUSES, plain: true },
    ),
    ...home.fields,
    wordField(
      "lob_type",
      "Line of business of the account.",
      () => LINES_OF_BUSINESS,
      (chunk) => chunk.get(personLobs),
      { values: LINES_OF_BUSINESS, plain: true },
    ),
    {
      name: "ssn",
      kind: "text",
      description: "Social security number that was never issued, where the plan asks for it.",
      nullable: true,
      pattern: "^9[0-9]{2}-(0[1-9]|[1-4][0-9])-[0-9]{4}$",
      plain: true,
      maxLength: 11,
      origin: "Areas 900 to 999 were never issued; groups 01 to 49 keep clear of taxpayer numbers.",
      column: (chunk) => chunk.get(SOCIAL_SECURITY_NUMBERS),
    },
    syntheticSource(PERSON_COUNT),
  ],
};

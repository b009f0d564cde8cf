/**
 * The entity `account`: a household or a business, the root of all else.
 *
 * @module
 */
import { openPermutation } from "../../random/permutation.ts";
import { CLASSES, PERSON_ROWS, SIZES, STATES } from "./account.ts";
import { MAX_BUSINESS_NAME, putBusinessName } from "./business_names.ts";
import { businesses } from "./businesses.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS } from "./draws.ts";
import type { MadeEntity, MadeField } from "./entity.ts";
import { dayField, idField, syntheticSource, textField, wordField } from "./fields.ts";
import { ACCOUNT_IDS } from "./identifiers.ts";
import { FULL_NAMES } from "./names.ts";
import { OPENINGS } from "./openings.ts";
import {
  LINES_OF_BUSINESS,
  LOBS,
  MAIL_PATTERN,
  PERSON_MAILS,
  PERSON_PHONES,
  PHONE_PATTERN,
} from "./person.ts";
import { states } from "./places.ts";
import { ACCOUNT_PRESENCE, PERSONS_THERE_COUNTS, VEHICLES_THERE_COUNTS } from "./presence.ts";
import { HOUSEHOLD } from "./strata.ts";
import { TENURE_WORDS, TENURES } from "./tenure.ts";
import { TextRoom, writeNumbers } from "./texts.ts";
import { defineShared } from "./world.ts";

/** Greatest number of accounts: account numbers have 12 digits. */
export const MAX_ACCOUNTS = 1_000_000_000_000;
const NUMBER_DIGITS = 12;

const NUMBERS = defineShared((world) =>
  openPermutation(world.stream("account"), "account_number", MAX_ACCOUNTS)
);

/** Account numbers: `ACC` and 12 digits, unique by a keyed permutation of the account's index. */
const ACCOUNT_NUMBERS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count, start } = chunk;
  const values = new Float64Array(count);
  chunk.world.get(NUMBERS).fillRange(start, count, values);
  return writeNumbers(kept ?? new TextRoom(), "ACC", NUMBER_DIGITS, values, count);
});

/** Defines texts that accounts take from their first person. */
function defineFirst(texts: Fact<TextRoom>, maxLength: number): Fact<TextRoom> {
  return defineFact<TextRoom>((chunk, kept) => {
    const out = kept ?? new TextRoom();
    const from = chunk.get(texts);
    const { offsets: rows } = chunk.get(PERSON_ROWS);
    out.reserve(chunk.count, maxLength);
    let place = 0;
    for (let i = 0; i < chunk.count; i++) {
      out.offsets[i] = place;
      const row = rows[i]!;
      for (let at = from.offsets[row]!; at < from.offsets[row + 1]!; at++) {
        out.bytes[place++] = from.bytes[at]!;
      }
    }
    out.offsets[chunk.count] = place;
    return out;
  });
}

const phones = defineFirst(PERSON_PHONES, 12);
const mails = defineFirst(PERSON_MAILS, 80);

const names = defineFact<TextRoom>((chunk, kept) => {
  const out = kept ?? new TextRoom();
  const classes = chunk.get(CLASSES);
  const { businessKinds } = chunk.get(SIZES);
  const persons = chunk.get(FULL_NAMES);
  const { offsets: rows } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(ACCOUNT_DRAWS);
  const words = {
    coinedStart: draws.words("account_name"),
    coinedEnd: draws.words("account_name", 1),
    trade: draws.words("account_name", 2),
    marker: draws.words("account_name", 3),
    form: draws.words("account_name", 4),
  };
  out.reserve(chunk.count, MAX_BUSINESS_NAME);
  let place = 0;
  for (let i = 0; i < chunk.count; i++) {
    out.offsets[i] = place;
    if (classes[i] === HOUSEHOLD) {
      const row = rows[i]!;
      for (let at = persons.offsets[row]!; at < persons.offsets[row + 1]!; at++) {
        out.bytes[place++] = persons.bytes[at]!;
      }
    } else place = putBusinessName(out.view, place, businessKinds[i]!, words, i);
  }
  out.offsets[chunk.count] = place;
  return out;
});

/** 1 for businesses, 0 for households, and the other way round. */
const validity = defineFact<{ readonly business: Uint8Array; readonly household: Uint8Array }>(
  (chunk, kept) => {
    const lobs = chunk.get(LOBS);
    const household = kept?.household ?? new Uint8Array(chunk.capacity);
    for (let i = 0; i < chunk.count; i++) household[i] = 1 - lobs[i]!;
    return { business: lobs, household };
  },
);

const householdSizes = defineFact<Int32Array>((chunk, kept) => {
  const out = kept ?? new Int32Array(chunk.capacity);
  const sizes = chunk.get(SIZES).householdSizes;
  for (let i = 0; i < chunk.count; i++) out[i] = sizes[i]!;
  return out;
});

function countField(
  name: string,
  description: string,
  of: Fact<Int32Array>,
  [min, max]: readonly [number, number],
  origin: string,
): MadeField {
  const isNullable = of === householdSizes;
  return {
    name,
    kind: "integer",
    description,
    min,
    max,
    plain: true,
    origin,
    ...(isNullable ? { nullable: true } : {}),
    column: (chunk) => {
      const values = chunk.get(of);
      return isNullable
        ? { kind: "integer", values, validity: chunk.get(validity).household }
        : { kind: "integer", values };
    },
  };
}

const accountTypes = ["household", "business"];
const accountCount: Fact<number> = defineFact((chunk) => chunk.count);

/** An account. */
export const ACCOUNT: MadeEntity = {
  name: "account",
  plural: "accounts",
  description: "A household or a business that insures vehicles.",
  rowCount: accountCount,
  presence: ACCOUNT_PRESENCE,
  fields: [
    idField("account_id", "Identifies the account.", ACCOUNT_IDS, { key: true }),
    textField("account_number", "Number of the account.", ACCOUNT_NUMBERS, {
      unique: "account-number-unique",
      pattern: "^ACC[0-9]{12}$",
      minLength: "ACC".length + NUMBER_DIGITS,
      maxLength: "ACC".length + NUMBER_DIGITS,
      plain: true,
      origin: "A keyed permutation of the account's index: unique over the whole dataset.",
    }),
    wordField(
      "account_type",
      "Household or business.",
      () => accountTypes,
      (chunk) => chunk.get(LOBS),
      {
        values: accountTypes,
        plain: true,
        origin: "82 % are households.",
      },
    ),
    wordField(
      "lob_type",
      "Line of business.",
      () => LINES_OF_BUSINESS,
      (chunk) => chunk.get(LOBS),
      {
        values: LINES_OF_BUSINESS,
        plain: true,
        origin: "Personal for households, Commercial for businesses.",
      },
    ),
    textField("account_name", "The named insured, or the business.", names, {
      maxLength: MAX_BUSINESS_NAME,
      origin:
        "A business has coined words, a trade word, a marker of fiction and mostly a legal form.",
    }),
    wordField(
      "state",
      "State of the residence or premises, USPS code.",
      () => states().codes,
      (chunk) => chunk.get(STATES),
      {
        pattern: "^[A-Z]{2}$",
        plain: true,
        origin: "By population of the footprint's states.",
      },
    ),
    wordField(
      "business_kind",
      "Kind of business; null for households.",
      () => businesses().kinds,
      (chunk) => ({
        codes: chunk.get(SIZES).businessKinds,
        validity: chunk.get(validity).business,
      }),
      { nullable: true, origin: "By share of commercial policies." },
    ),
    wordField(
      "naics_code",
      "NAICS 2022 code of the business; null for households.",
      () => businesses().naicsCodes,
      (chunk) => ({
        codes: chunk.get(SIZES).businessKinds,
        validity: chunk.get(validity).business,
      }),
      { nullable: true, pattern: "^[0-9]{4,6}$", plain: true },
    ),
    countField(
      "household_size",
      "Persons in the household, drivers or not; null for businesses.",
      householdSizes,
      [1, 9],
      "Jointly with drivers and vehicles, by the shares of households that have both.",
    ),
    wordField(
      "tenure",
      "Whether the household owns or rents its home; null for businesses.",
      () => TENURE_WORDS,
      (chunk) => ({
        codes: chunk.get(TENURES),
        validity: chunk.get(validity).household,
      }),
      {
        nullable: true,
        values: TENURE_WORDS,
        plain: true,
        origin: "By the age of the named insured.",
      },
    ),
    countField(
      "person_count",
      "Rows of persons of the account.",
      PERSONS_THERE_COUNTS,
      [1, 220],
      "Drivers of a household; owner and drivers of a business, about one for each vehicle.",
    ),
    countField(
      "vehicle_count",
      "Rows of vehicles of the account; 0 where those it has now were bought after the plan's day.",
      VEHICLES_THERE_COUNTS,
      [0, 199],
      "Given the drivers of a household; by the fleets of the business's kind.",
    ),
    textField("phone", "Telephone number of the named insured.", phones, {
      pattern: PHONE_PATTERN,
      plain: true,
      maxLength: 12,
    }),
    textField("email", "Mail address of the named insured.", mails, {
      pattern: MAIL_PATTERN,
      plain: true,
      maxLength: 80,
    }),
    dayField("opened_on", "Day on which the account was opened.", (chunk) => chunk.get(OPENINGS), {
      origin:
        "Up to twenty years before 2026, recent ones more often; the named insured was licensed and 18.",
    }),
    syntheticSource(accountCount),
  ],
};

/**
 * Defects of persons.
 *
 * @module
 */
import { parseDay } from "../../../core/batch.ts";
import type { Defect, DefectRow, Planting } from "../../../core/defect.ts";
import { licenceForms } from "../licence_forms.ts";
import { places, states } from "../places.ts";
import { copyFullName, PERSON_COPIES, rename, textOf } from "./_copies.ts";

const PERSONS = "persons";
const base = { entity: PERSONS, needs: PERSON_COPIES } as const;
const DRIVERS = "vehicle_drivers";

const alone = { entity: PERSONS, needs: [PERSONS] } as const;

/** Years from a birth to the last day of a licence that a rule allows. */
const MAX_YEARS = 117;

function pickPerson(planting: Planting): DefectRow | undefined {
  return planting.pick(planting.rows(PERSONS));
}

/** Whether a state issues numbers of a form. */
function isIssued(state: string, number: string): boolean {
  const { codes } = states();
  return licenceForms().forms.some((form) =>
    codes[form.state] === state && new RegExp(`^(?:${form.expression})$`).test(number)
  );
}

function moveYears(day: string, years: number): string {
  const [year, month, date] = day.split("-").map(Number);
  const moved = `${year! + years}-${`${month}`.padStart(2, "0")}-${`${date}`.padStart(2, "0")}`;
  return parseDay(moved) === undefined ? moved.replace("-02-29", "-02-28") : moved;
}

/** A defect of the last name, which all rows that repeat it follow. */
function nameDefect(
  code: string,
  description: string,
  change: (last: string, planting: Planting, person: DefectRow) => string | undefined,
): Defect {
  return {
    ...base,
    code,
    field: "last_name",
    rules: ["person-name-form"],
    check: "D23",
    description,
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const last = change(textOf(person, "last_name"), planting, person);
      if (last !== undefined) rename(planting, person, { last }, "person-name-form");
    },
  };
}

/** What UTF-8 looks like that was read as Latin-1. */
const MISREAD: Readonly<Record<string, string>> = {
  a: "Ã¡",
  e: "Ã©",
  i: "Ã\u00AD",
  o: "Ã³",
  n: "Ã±",
};

const nameDefects: readonly Defect[] = [
  nameDefect(
    "name-case",
    "The last name in capitals or in small letters.",
    (last, planting) => {
      if (last.length < 3) return undefined;
      return planting.random(4) === 0 ? last.toLowerCase() : last.toUpperCase();
    },
  ),
  nameDefect(
    "name-suffix",
    "JR, SR, III or ESTATE OF in the last name.",
    (last, planting) =>
      planting.random(4) === 0
        ? `ESTATE OF ${last}`
        : `${last} ${planting.pick(["JR", "SR", "III", "Jr."])}`,
  ),
  nameDefect(
    "name-encoding",
    "An accented letter that was read in another encoding.",
    (last, planting) => {
      const able = [...last].flatMap((letter, at) => letter in MISREAD ? [at] : []);
      const at = planting.pick(able);
      if (at === undefined) return undefined;
      const letter = planting.random(3) === 0
        ? "?"
        : MISREAD[last[at]!]!.replace("\u00AD", "\u00BA");
      return `${last.slice(0, at)}${letter}${last.slice(at + 1)}`;
    },
  ),
  {
    ...base,
    code: "company-as-person",
    field: "last_name",
    rules: ["person-name-form"],
    check: "D23",
    description: "The name of a company in first and last name.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const last = `${textOf(person, "last_name")} ${
        planting.pick(["LLC", "Inc", "Corp", "Trucking LLC"])
      }`;
      rename(planting, person, { last }, "person-name-form");
    },
  },
  {
    ...base,
    code: "contact-dup",
    field: "full_name",
    rules: ["person-twice"],
    check: "R13",
    description: "A person is there twice: name, birth date and address.",
    plant(planting) {
      const rows = planting.rows(PERSONS);
      for (const [at, person] of rows.entries()) {
        const twin = rows.slice(at + 1).find((other) =>
          other.values["address_id"] === person.values["address_id"]
        );
        if (twin === undefined) continue;
        const name = textOf(person, "full_name");
        planting.set(twin, "full_name", name, "person-twice", ["license-age", "person-age"]);
        for (const field of ["first_name", "last_name", "sex", "date_of_birth"]) {
          planting.set(twin, field, person.values[field]!, undefined, [
            "license-age",
            "person-age",
          ]);
        }
        return copyFullName(planting, twin, name);
      }
    },
  },
];

const dateDefects: readonly Defect[] = [
  {
    ...alone,
    code: "dob-default",
    field: "date_of_birth",
    rules: ["person-age", "license-age"],
    check: "T21",
    description: "A default date of birth: 1900-01-01 or 9999-12-31.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const isLate = planting.random(2) === 0 ||
        textOf(person, "license_expires_on") <= `${1900 + MAX_YEARS}-01-01`;
      planting.set(
        person,
        "date_of_birth",
        isLate ? "9999-12-31" : "1900-01-01",
        isLate ? "license-age" : "person-age",
      );
    },
  },
  {
    ...alone,
    code: "dob-swap",
    field: "date_of_birth",
    rules: [],
    check: "T22",
    description:
      "Day and month of birth are swapped: both are valid, so that only another source tells.",
    plant(planting) {
      const able = planting.rows(PERSONS).filter((person) => {
        const [, month, date] = textOf(person, "date_of_birth").split("-").map(Number);
        return date! <= 12 && date !== month;
      });
      const person = planting.pick(able);
      if (person === undefined) return;
      const [year, month, date] = textOf(person, "date_of_birth").split("-");
      planting.set(person, "date_of_birth", `${year}-${date}-${month}`, undefined, ["license-age"]);
    },
  },
  {
    ...alone,
    code: "dob-century",
    field: "date_of_birth",
    rules: ["license-age"],
    check: "T21",
    description: "The wrong century of birth: 2065 for 1965.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const born = moveYears(textOf(person, "date_of_birth"), 100);
      planting.set(person, "date_of_birth", born, "license-age");
    },
  },
  {
    ...alone,
    code: "lic-before-age",
    needs: [...alone.needs, DRIVERS],
    field: "first_licensed_on",
    rules: ["license-age"],
    check: "T22",
    description: "Licensed at 11, or on the day of birth.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const years = planting.random(2) === 0 ? 11 : 0;
      const day = moveYears(textOf(person, "date_of_birth"), years);
      planting.set(person, "first_licensed_on", day, "license-age");
      for (const row of planting.rows(DRIVERS)) {
        if (row.values["person_id"] !== person.values["person_id"]) continue;
        planting.fail(row, "first_licensed_on", "driver-first-licensed");
      }
    },
  },
];

const licenceDefects: readonly Defect[] = [
  {
    ...alone,
    code: "dl-format",
    field: "driver_license_number",
    rules: ["license-form"],
    check: "D03",
    description: "The licence number of a former state: another form than the state's.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const state = textOf(person, "driver_license_state");
      const digits = `${100_000_000 + planting.random(899_999_999)}`;
      const forms = [digits, `K${digits.slice(0, 7)}`, `Y${digits.slice(0, 6)}ZQ`];
      const number = forms.find((form) => !isIssued(state, form));
      if (number !== undefined) {
        planting.set(person, "driver_license_number", number, "license-form");
      }
    },
  },
  {
    ...alone,
    code: "dl-dup",
    field: "driver_license_number",
    rules: ["license-unique"],
    check: "R11",
    description: "Two persons of an account carry one licence number.",
    plant(planting) {
      const rows = planting.rows(PERSONS);
      for (const [at, person] of rows.entries()) {
        const twin = rows.slice(at + 1).find((other) =>
          other.values["driver_license_state"] === person.values["driver_license_state"]
        );
        if (twin === undefined) continue;
        const number = textOf(person, "driver_license_number");
        planting.set(twin, "driver_license_number", number, "license-unique");
        return;
      }
    },
  },
  {
    ...alone,
    code: "dl-masked",
    field: "driver_license_number",
    rules: ["license-form"],
    check: "D03",
    description: "All but the last four characters of the licence number are X.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const number = textOf(person, "driver_license_number");
      const masked = `${"X".repeat(number.length - 4)}${number.slice(-4)}`;
      if (isIssued(textOf(person, "driver_license_state"), masked)) return;
      planting.set(person, "driver_license_number", masked, "license-form");
    },
  },
];

const contactDefects: readonly Defect[] = [
  {
    ...alone,
    code: "phone-format",
    field: "phone",
    rules: ["pattern-mismatch"],
    check: "D05",
    description: "Dots, brackets, an extension, a leading 1, or all nines.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const [area, exchange, line] = textOf(person, "phone").split("-");
      const forms = [
        `${area}.${exchange}.${line}`,
        `(${area}) ${exchange}-${line}`,
        `${area}-${exchange}-${line} x12`,
        `1${area}${exchange}${line}`,
        "999-999-9999",
      ];
      planting.set(person, "phone", planting.pick(forms)!, "pattern-mismatch");
    },
  },
  {
    ...alone,
    code: "phone-area",
    field: "phone",
    rules: ["person-area-code"],
    check: "G03",
    description: "The area code is one of another state.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const { areaCodes, states: owners } = places();
      const own = states().codes.indexOf(textOf(person, "state"));
      const place = planting.random(areaCodes.length);
      const first = areaCodes.findIndex((_, at) => at >= place && owners[at] !== own);
      const at = first === -1 ? areaCodes.findIndex((_, other) => owners[other] !== own) : first;
      if (at === -1) return;
      const phone = `${areaCodes[at]![0]}${textOf(person, "phone").slice(3)}`;
      planting.set(person, "phone", phone, "person-area-code");
    },
  },
  {
    ...alone,
    code: "email-agent",
    field: "email",
    rules: ["person-email-placeholder"],
    check: "D05",
    description: "The address of the agency, or one that says that there is none.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const mails = ["noemail@example.com", "none@example.com", "agency@example.com"];
      planting.set(person, "email", planting.pick(mails)!, "person-email-placeholder");
    },
  },
  {
    ...alone,
    code: "null-text",
    field: "occupation",
    rules: ["person-occupation"],
    check: "D24",
    description: "NULL, N/A, - or a full stop where there is no value.",
    plant(planting) {
      const person = pickPerson(planting);
      if (person === undefined) return;
      const text = planting.pick(["NULL", "N/A", "-", "."])!;
      planting.set(person, "occupation", text, "person-occupation");
    },
  },
];

/** Defects of persons. */
export const PERSON_DEFECTS: readonly Defect[] = [
  ...licenceDefects,
  ...dateDefects,
  ...nameDefects,
  ...contactDefects,
];

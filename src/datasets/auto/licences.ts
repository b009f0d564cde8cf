/**
 * Driver licences: number, class, when they expire and whether they are in force.
 *
 * @module
 */
import { openPermutation, type Permutation } from "../../random/permutation.ts";
import { PERSON_DRAWS, PERSON_ROWS, STATES } from "./account.ts";
import { AS_OF, BIRTH_DAYS, FIRST_LICENSED_DAYS } from "./births.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import { type CodedPerson, putCoded, setBirth } from "./licence_coded.ts";
import { type Civil, joinDay, splitDay } from "./licence_codes.ts";
import {
  type LicenceForm,
  licenceForms,
  NON_ISSUABLE,
  NON_ISSUABLE_SIZE,
  putLicence,
} from "./licence_forms.ts";
import { MEMBERS } from "./members.ts";
import { FIRST_NAMES, LAST_NAMES, lastNames } from "./names.ts";
import { states } from "./places.ts";
import { CLASS_COUNT, CLASS_PERSONS, POSITIONS, STRATA } from "./strata.ts";
import { once } from "./tables.ts";
import { TextRoom } from "./texts.ts";
import { defineShared, type Shared } from "./world.ts";

/**
 * Number of each person within the state: dense, and no other person of the state has it. It comes from
 * the account's rank in its stratum, so it is known without any other account.
 */
export const PERSON_NUMBERS: Fact<Float64Array> = defineFact<Float64Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(PERSON_ROWS);
  const { blocks, positions, strata } = chunk.get(POSITIONS);
  const { starts, personsOfState, personStarts } = chunk.world.get(STRATA);
  const out = makeRoom(kept, count, (length) => new Float64Array(length));
  for (let i = 0; i < chunk.count; i++) {
    const stratum = strata[i]!;
    const state = (stratum / CLASS_COUNT) | 0;
    const kind = stratum - state * CLASS_COUNT;
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    const number = blocks[i]! * personsOfState[state]! + personStarts[stratum]! +
      (positions[i]! - starts[stratum]!) * CLASS_PERSONS[kind]!;
    for (let row = first; row < last; row++) out[row] = number + (row - first);
  }
  return out;
});

/** Letters that Washington's older numbers take of a last name. */
const NAME_LETTERS = 5;

/** 1 for last names that have enough letters for every form. */
const longNames = once(() =>
  Uint8Array.from(
    lastNames().words,
    (name) => name.replaceAll(/[^A-Za-z]/g, "").length >= NAME_LETTERS ? 1 : 0,
  )
);

/** Form of each person's licence number, counted in {@link licenceForms}. */
const FORMS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const words = chunk.get(PERSON_DRAWS).words("driver_license_form");
  const where = chunk.get(STATES);
  const lasts = chunk.get(LAST_NAMES);
  const { starts, weights, forms } = licenceForms();
  const isLong = longNames();
  const wantsName = Uint8Array.from(forms, ({ coded }) => coded === "washington" ? 1 : 0);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    const state = where[parents[row]!]!;
    const form = starts[state]! + weights.pick(words[row]!, state);
    out[row] = wantsName[form] === 1 && isLong[lasts[row]!] === 0 ? starts[state]! : form;
  }
  return out;
});

/** A keyed permutation of the numbers of each form, opened when the form first occurs. */
const PERMUTATIONS: Shared<(form: number) => Permutation> = defineShared((world) => {
  const opened: Permutation[] = [];
  const stream = world.stream("person");
  const { forms } = licenceForms();
  const { codes } = states();
  return (form) =>
    opened[form] ??= openPermutation(
      stream,
      `driver_license_number ${codes[forms[form]!.state]} ${forms[form]!.pattern}`,
      forms[form]!.size,
    );
});

/** Numbers of the non-issuable form, which each state has of its own. */
const NON_ISSUABLE_NUMBERS: Shared<Permutation> = defineShared((world) =>
  openPermutation(world.stream("person"), "driver_license_number ZZZ", NON_ISSUABLE_SIZE)
);

/** Rows by form, and the permuted numbers of each row. */
interface Serials {
  readonly values: Float64Array;
  readonly indices: Float64Array;
  readonly order: Int32Array;
}

/** Number of each person within the person's form. */
const SERIALS: Fact<Serials> = defineFact<Serials>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const numbers = chunk.get(PERSON_NUMBERS);
  const rowForms = chunk.get(FORMS);
  const { forms } = licenceForms();
  const open = chunk.world.get(PERMUTATIONS);
  const floats = (array?: Float64Array) =>
    makeRoom(array, count, (length) => new Float64Array(length));
  const out: Serials = {
    values: floats(kept?.values),
    indices: floats(kept?.indices),
    order: makeRoom(kept?.order, count, (length) => new Int32Array(length)),
  };
  const { values, indices, order } = out;
  // Rows of a form side by side: a permutation turns a column at a time.
  const ends = new Int32Array(forms.length + 1);
  for (let row = 0; row < count; row++) ends[rowForms[row]! + 1]!++;
  for (let form = 0; form < forms.length; form++) ends[form + 1]! += ends[form]!;
  const next = ends.slice();
  for (let row = 0; row < count; row++) {
    const form = rowForms[row]!;
    const at = next[form]!++;
    order[at] = row;
    indices[at] = numbers[row]! % forms[form]!.size;
  }
  for (let form = 0; form < forms.length; form++) {
    const first = ends[form]!;
    const last = ends[form + 1]!;
    if (first === last) continue;
    const part = indices.subarray(first, last);
    open(form).fill(part, last - first, part);
  }
  for (let at = 0; at < count; at++) values[order[at]!] = indices[at]!;
  return out;
});

/** Longest number in characters. */
const MAX_LENGTH = 16;

/** Licence number of each person: in a form of the state, or in the one that no state issues. */
export const LICENCE_NUMBERS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const out = kept ?? new TextRoom();
  out.reserve(chunk.get(PERSON_ROWS).count, MAX_LENGTH);
  if (chunk.world.options["identifiers"] === "non-issuable") fillNonIssuable(chunk, out);
  else fillIssuable(chunk, out);
  return out;
});

function fillIssuable(chunk: Chunk, out: TextRoom): void {
  const { count } = chunk.get(PERSON_ROWS);
  const rowForms = chunk.get(FORMS);
  const { values } = chunk.get(SERIALS);
  const firsts = chunk.get(FIRST_NAMES);
  const lasts = chunk.get(LAST_NAMES);
  const births = chunk.get(BIRTH_DAYS);
  const { sexes } = chunk.get(MEMBERS);
  const forms: readonly LicenceForm[] = licenceForms().forms;
  const { view, bytes, offsets } = out;
  const person: CodedPerson = {
    first: 0,
    last: 0,
    sex: 0,
    serial: 0,
    birth: { year: 0, month: 0, day: 0 },
  };
  let place = 0;
  for (let row = 0; row < count; row++) {
    const form = forms[rowForms[row]!]!;
    offsets[row] = place;
    if (form.coded === undefined) putLicence(view, place, form, values[row]!);
    else {
      person.first = firsts[row]!;
      person.last = lasts[row]!;
      person.sex = sexes[row]!;
      person.serial = values[row]!;
      setBirth(births[row]!, person);
      putCoded(bytes, place, form.coded, person);
    }
    place += form.length;
  }
  offsets[count] = place;
}

function fillNonIssuable(chunk: Chunk, out: TextRoom): void {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const where = chunk.get(STATES);
  const numbers = chunk.get(PERSON_NUMBERS);
  const form = NON_ISSUABLE();
  const fips = states().fips.map(Number);
  const values = new Float64Array(count);
  for (let row = 0; row < count; row++) values[row] = numbers[row]! % NON_ISSUABLE_SIZE;
  chunk.world.get(NON_ISSUABLE_NUMBERS).fill(values, count, values);
  for (let row = 0; row < count; row++) {
    const place = row * form.length;
    out.offsets[row] = place;
    const value = fips[where[parents[row]!]!]! * NON_ISSUABLE_SIZE + values[row]!;
    putLicence(out.view, place, form, value);
  }
  out.offsets[count] = count * form.length;
}

/** Classes of licences: those of cars of the states, then the commercial ones. */
interface LicenceClasses {
  readonly words: readonly string[];
  /** Code of each state's class of cars. */
  readonly ofState: Uint8Array;
  /** Code of class B and of class A. */
  readonly commercial: readonly [number, number];
}

/** Classes of licences. */
export const licenceClasses: () => LicenceClasses = once(() => {
  const ordinary = states().licenceClasses;
  const words = [...new Set([...ordinary, "A", "B"])].sort();
  return {
    words,
    ofState: Uint8Array.from(ordinary, (name) => words.indexOf(name)),
    commercial: [words.indexOf("B"), words.indexOf("A")],
  };
});

/** Class of each person's licence: the state's for cars, B or A for drivers of heavy vehicles. */
export const LICENCE_CLASSES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const needs = chunk.get(LICENCE_NEEDS);
  const where = chunk.get(STATES);
  const { ofState, commercial } = licenceClasses();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    const need = needs[row]!;
    out[row] = need === 0 ? ofState[where[parents[row]!]!]! : commercial[need - 1]!;
  }
  return out;
});

/** States of a licence; a row holds an index in this list. */
export const LICENCE_STATUSES = ["valid", "expired", "suspended"] as const;

/** When licences expire. */
export interface Terms {
  /** Day of expiry, a birthday. */
  readonly expiries: Int32Array;
  /** Index in {@link LICENCE_STATUSES}. */
  readonly statuses: Uint8Array;
}

/** Shares of persons who forgot to renew, and of those who lost the licence for a time (grade C). */
const LAPSED_SHARE = 0.012;
const SUSPENDED_SHARE = 0.008;

/**
 * Expiry and status of each licence: it is renewed on a birthday every so many years, counted from the
 * year of the first licence.
 */
export const TERMS: Fact<Terms> = defineFact<Terms>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const words = chunk.get(PERSON_DRAWS).words("license_status");
  const where = chunk.get(STATES);
  const births = chunk.get(BIRTH_DAYS);
  const firsts = chunk.get(FIRST_LICENSED_DAYS);
  const asOf = chunk.world.get(AS_OF);
  const { renewalYears } = states();
  const out: Terms = {
    expiries: makeRoom(kept?.expiries, count, (length) => new Int32Array(length)),
    statuses: makeRoom(kept?.statuses, count, (length) => new Uint8Array(length)),
  };
  const { expiries, statuses } = out;
  const birth: Civil = { year: 0, month: 0, day: 0 };
  const now: Civil = { year: 0, month: 0, day: 0 };
  const first: Civil = { year: 0, month: 0, day: 0 };
  splitDay(asOf, now);
  for (let row = 0; row < count; row++) {
    splitDay(births[row]!, birth);
    splitDay(firsts[row]!, first);
    const years = renewalYears[where[parents[row]!]!]!;
    const chance = (words[row]! >>> 0) * 2 ** -32;
    // A licence of the cycle that today falls in; 29 February counts as 1 March in common years.
    const cycles = Math.floor((now.year - first.year) / years) + 1;
    let expiry = joinDay(first.year + cycles * years, birth.month, birth.day);
    const before = joinDay(first.year + (cycles - 1) * years, birth.month, birth.day);
    if (before >= asOf && cycles > 1) expiry = before;
    let status = 0;
    if (chance < LAPSED_SHARE) {
      const birthday = joinDay(now.year, birth.month, birth.day);
      const last = birthday < asOf ? birthday : joinDay(now.year - 1, birth.month, birth.day);
      if (last > firsts[row]! + 365) {
        expiry = last;
        status = 1;
      }
    } else if (chance < LAPSED_SHARE + SUSPENDED_SHARE) status = 2;
    expiries[row] = expiry;
    statuses[row] = status;
  }
  return out;
});

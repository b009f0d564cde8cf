/**
 * Driver licences: number and class.
 *
 * @module
 */
import { openPermutation, type Permutation } from "../../random/permutation.ts";
import { PERSON_DRAWS, PERSON_ROWS, STATES } from "./account.ts";
import { BIRTH_DAYS } from "./births.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import { type CodedPerson, putCoded, setBirth } from "./licence_coded.ts";
import {
  type CodedRule,
  licenceForms,
  NON_ISSUABLE,
  NON_ISSUABLE_SIZE,
  putLicences,
} from "./licence_forms.ts";
import { MEMBERS } from "./members.ts";
import { FIRST_NAMES, joinLastNames, LAST_NAMES, lastNames } from "./names.ts";
import { OCCUPATIONS, occupations } from "./occupations.ts";
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
const longNames = once(() => {
  const lengths = lastNames().plain.map((name) => name.replaceAll(/[^A-Za-z]/g, "").length);
  const all = joinLastNames(lengths, (own, family) => own + family);
  return Uint8Array.from(all, (length) => length >= NAME_LETTERS ? 1 : 0);
});

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

/** Persons by the form of their licence number. */
interface Serials {
  /** Number within the form, those of a form side by side. */
  readonly values: Float64Array;
  /** Row of each. */
  readonly order: Int32Array;
  /** First of each form and, behind the last, the number of persons. */
  readonly starts: Int32Array;
}

/** Number of each person within the person's form: the permuted number of the person within the state. */
const SERIALS: Fact<Serials> = defineFact<Serials>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const numbers = chunk.get(PERSON_NUMBERS);
  const rowForms = chunk.get(FORMS);
  const { forms } = licenceForms();
  const open = chunk.world.get(PERMUTATIONS);
  const out: Serials = {
    values: makeRoom(kept?.values, count, (length) => new Float64Array(length)),
    order: makeRoom(kept?.order, count, (length) => new Int32Array(length)),
    starts: kept?.starts ?? new Int32Array(forms.length + 1),
  };
  const { values, order, starts } = out;
  starts.fill(0);
  for (let row = 0; row < count; row++) starts[rowForms[row]! + 1]!++;
  for (let form = 0; form < forms.length; form++) starts[form + 1]! += starts[form]!;
  const next = starts.slice();
  for (let row = 0; row < count; row++) {
    const at = next[rowForms[row]!]!++;
    order[at] = row;
    values[at] = numbers[row]!;
  }
  for (let form = 0; form < forms.length; form++) {
    const first = starts[form]!;
    const last = starts[form + 1]!;
    if (first === last) continue;
    const { size } = forms[form]!;
    for (let at = first; at < last; at++) {
      // Beyond the form's size numbers occur again: `docs/auto.md` says from how many accounts on.
      if (values[at]! >= size) values[at] = values[at]! % size;
    }
    const part = values.subarray(first, last);
    open(form).fill(part, last - first, part);
  }
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
  const { values, order, starts } = chunk.get(SERIALS);
  const { forms } = licenceForms();
  const lengths = Uint8Array.from(forms, ({ length }) => length);
  const { bytes, offsets } = out;
  let place = 0;
  for (let row = 0; row < count; row++) {
    offsets[row] = place;
    place += lengths[rowForms[row]!]!;
  }
  offsets[count] = place;
  const places = new Int32Array(count);
  for (let at = 0; at < count; at++) places[at] = offsets[order[at]!]!;
  forms.forEach((form, code) => {
    const first = starts[code]!;
    const last = starts[code + 1]!;
    if (first === last) return;
    if (form.coded === undefined) {
      putLicences(bytes, form, values.subarray(first, last), places.subarray(first, last));
    } else {
      fillCoded(chunk, out, form.coded, first, last);
    }
  });
}

/** Writes the numbers of a form that encodes the person. */
function fillCoded(
  chunk: Chunk,
  { bytes, offsets }: TextRoom,
  rule: CodedRule,
  first: number,
  last: number,
): void {
  const { values, order } = chunk.get(SERIALS);
  const firsts = chunk.get(FIRST_NAMES);
  const lasts = chunk.get(LAST_NAMES);
  const births = chunk.get(BIRTH_DAYS);
  const { sexes } = chunk.get(MEMBERS);
  const person: CodedPerson = {
    first: 0,
    last: 0,
    sex: 0,
    serial: 0,
    birth: { year: 0, month: 0, day: 0 },
  };
  for (let at = first; at < last; at++) {
    const row = order[at]!;
    person.first = firsts[row]!;
    person.last = lasts[row]!;
    person.sex = sexes[row]!;
    person.serial = values[at]!;
    setBirth(births[row]!, person);
    putCoded(bytes, offsets[row]!, rule, person);
  }
}

function fillNonIssuable(chunk: Chunk, out: TextRoom): void {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const where = chunk.get(STATES);
  const numbers = chunk.get(PERSON_NUMBERS);
  const form = NON_ISSUABLE();
  const fips = states().fips.map(Number);
  const values = new Float64Array(count);
  const places = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    values[row] = numbers[row]! % NON_ISSUABLE_SIZE;
    places[row] = row * form.length;
    out.offsets[row] = row * form.length;
  }
  out.offsets[count] = count * form.length;
  chunk.world.get(NON_ISSUABLE_NUMBERS).fill(values, count, values);
  for (let row = 0; row < count; row++) {
    values[row]! += fips[where[parents[row]!]!]! * NON_ISSUABLE_SIZE;
  }
  putLicences(out.bytes, form, values, places);
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

/** Shares of classes A and B among heavy-truck drivers, and of B among drivers of buses, in 256ths (grade C). */
const HELD = { truckerA: 205, trucker: 240, bus: 240 } as const;

/**
 * Class of each person's licence: the state's for cars, B or A for drivers of a business's heavy vehicles
 * and for most of those who drive trucks or buses for a living.
 */
export const LICENCE_CLASSES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const needs = chunk.get(LICENCE_NEEDS);
  const where = chunk.get(STATES);
  const jobs = chunk.get(OCCUPATIONS);
  const words = chunk.get(PERSON_DRAWS).words("license_class");
  const { trucker, bus } = occupations();
  const { ofState, commercial } = licenceClasses();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    let need = needs[row]!;
    if (need === 0) {
      const job = jobs[row]!;
      const chance = words[row]! >>> 24;
      if (job === trucker) need = chance < HELD.truckerA ? 2 : chance < HELD.trucker ? 1 : 0;
      else if (job === bus && chance < HELD.bus) need = 1;
    }
    out[row] = need === 0 ? ofState[where[parents[row]!]!]! : commercial[need - 1]!;
  }
  return out;
});

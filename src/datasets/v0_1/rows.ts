/**
 * The rows of dataset v0.1: one Mersenne Twister stream, drawn person by person, each with its
 * vehicle. The stream can only be read forwards, so passing over accounts costs their draws.
 *
 * @module
 */
import type { Batch, Column, IdWords } from "../../core/batch.ts";
import type { RowPlan, RowSource } from "../../core/dataset.ts";
import type { Entity } from "../../core/entity.ts";
import { MersenneTwister } from "../../random/mersenne_twister.ts";
import { PERSON, PROFILE, VEHICLE } from "./entities.ts";
import { deriveProfileIds } from "./profile_id.ts";
import * as tables from "./tables.ts";

const STATE_WORDS = tables.STATES.map((state) => state.code);
const CITY_WORDS = tables.STATES.flatMap((state) => state.cities);
const POSTAL_COUNTS = tables.STATES.map(({ postalRange: [first, last] }) => last - first + 1);
const POSTAL_STARTS = POSTAL_COUNTS.map((_, place) =>
  POSTAL_COUNTS.slice(0, place).reduce((sum, count) => sum + count, 0)
);
const POSTAL_WORDS = tables.STATES.flatMap(({ postalRange: [first] }, place) =>
  Array.from({ length: POSTAL_COUNTS[place]! }, (_, offset) => `${first + offset}`)
);
const MODEL_COUNTS = tables.MAKES.map(({ models }) => models.length);
const MODEL_STARTS = MODEL_COUNTS.map((_, place) =>
  MODEL_COUNTS.slice(0, place).reduce((sum, count) => sum + count, 0)
);
const MODELS = tables.MAKES.flatMap(({ make, models }) => models.map((model) => ({ make, model })));
const MAKE_WORDS = tables.MAKES.map(({ make }) => make);
const MODEL_WORDS = MODELS.map(({ model }) => model);
const [FIRST_YEAR, LAST_YEAR] = tables.MODEL_YEARS;
const BIRTH_COUNT = tables.LAST_BIRTH_DAY + 1;
const YEAR_COUNT = LAST_YEAR - FIRST_YEAR + 1;
const SUMMARY_WORDS = Array.from(
  { length: YEAR_COUNT },
  (_, year) => MODELS.map(({ make, model }) => `${FIRST_YEAR + year} ${make} ${model}`),
).flat();
const FULL_NAMES = tables.FIRST_NAMES.flatMap((first) =>
  tables.LAST_NAMES.map((last) => `${first} ${last}`)
);
const [FIRST_LICENSE, LAST_LICENSE] = tables.LICENSE_NUMBERS;
const LICENSE_COUNT = LAST_LICENSE - FIRST_LICENSE + 1;
const LICENSE_BYTES = 9;
const COUNTRY_WORDS = ["US"];
const MARKER_WORDS = [tables.MARKER];
/** A character for each 6 bits; those past the alphabet are drawn again. */
const VIN_CODES = new TextEncoder().encode(tables.VIN_ALPHABET.padEnd(64));
const STREET = new TextEncoder().encode(" Main Street");
const UNIT = new TextEncoder().encode(`${tables.UNIT_WORD} `);
const TEXT_SLACK_BYTES = 16;
/** Digits of the longest number an address can hold: 100 + 2^53. */
const NUMBER_BYTES = 16;

function makeIds(count: number): IdWords {
  const words = () => new Uint32Array(count);
  return [words(), words(), words(), words()];
}

function makeOffsets(count: number, width: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, index) => index * width);
}

/** Writes a number's digits; returns the place behind them. */
function putDigits(value: number, bytes: Uint8Array, place: number): number {
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length++;
  let rest = value;
  for (let at = place + length - 1; at >= place; at--) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = 48 + (rest - tenth * 10);
    rest = tenth;
  }
  return place + length;
}

/** Greatest number of outputs held at a time. */
const MAX_HELD_OUTPUTS = 8192;

/** Outputs an account takes, rounded up from their average of 66. */
const ACCOUNT_OUTPUTS = 72;

/**
 * Outputs held for an account about to be drawn. That one takes more has a chance below 2^-700; it would
 * be an error, never a wrong row.
 */
const RESERVED_OUTPUTS = 1024;

/** Outputs of the twister, held so that the drawing loop reads them from one array. */
class OutputStream {
  readonly outputs: Int32Array;
  /** Place of the next output. */
  at: number;
  /** Place from which on the outputs left may be too few for an account. */
  readonly reservedFrom: number;
  readonly #twister: MersenneTwister;

  /** Few accounts need few outputs: a small answer of the server should not pay for many. */
  constructor(seed: bigint, accountCount: number) {
    const wanted = accountCount * ACCOUNT_OUTPUTS + RESERVED_OUTPUTS;
    this.outputs = new Int32Array(Math.min(MAX_HELD_OUTPUTS, wanted));
    this.at = this.outputs.length;
    this.reservedFrom = this.outputs.length - RESERVED_OUTPUTS;
    this.#twister = new MersenneTwister(seed);
  }

  /** Moves what is left to the front and fills up; returns the place of the next output. */
  refill(): number {
    this.outputs.copyWithin(0, this.at);
    this.#twister.fill(this.outputs, this.outputs.length - this.at);
    this.at = 0;
    return 0;
  }
}

/** Draws and holds the columns of up to `maxCount` accounts. */
class AccountColumns {
  readonly personIds: IdWords;
  readonly vehicleIds: IdWords;
  readonly profileIds: IdWords;
  readonly states: Uint8Array;
  readonly births: Int32Array;
  readonly cities: Uint8Array;
  readonly postals: Uint16Array;
  readonly lobs: Uint8Array;
  readonly firsts: Uint8Array;
  readonly lasts: Uint8Array;
  readonly licenses: Uint8Array;
  readonly licenseOffsets: Int32Array;
  readonly streets: Uint8Array;
  readonly streetOffsets: Int32Array;
  readonly units: Uint8Array;
  readonly unitOffsets: Int32Array;
  readonly unitValidity: Uint8Array;
  readonly makes: Uint8Array;
  readonly models: Uint8Array;
  readonly years: Int32Array;
  readonly vins: Uint8Array;
  readonly vinOffsets: Int32Array;
  readonly bodies: Uint8Array;
  readonly risks: Uint8Array;
  readonly fullNames: Uint8Array;
  readonly summaries: Uint16Array;
  readonly zeros: Uint8Array;

  constructor(readonly maxCount: number) {
    const codes = () => new Uint8Array(maxCount);
    this.personIds = makeIds(maxCount);
    this.vehicleIds = makeIds(maxCount);
    this.profileIds = makeIds(maxCount);
    this.states = codes();
    this.births = new Int32Array(maxCount);
    this.cities = codes();
    this.postals = new Uint16Array(maxCount);
    this.lobs = codes();
    this.firsts = codes();
    this.lasts = codes();
    this.licenses = new Uint8Array(maxCount * LICENSE_BYTES + TEXT_SLACK_BYTES);
    this.licenseOffsets = makeOffsets(maxCount, LICENSE_BYTES);
    this.streets = new Uint8Array(maxCount * (NUMBER_BYTES + STREET.length) + TEXT_SLACK_BYTES);
    this.streetOffsets = new Int32Array(maxCount + 1);
    this.units = new Uint8Array(maxCount * (NUMBER_BYTES + UNIT.length) + TEXT_SLACK_BYTES);
    this.unitOffsets = new Int32Array(maxCount + 1);
    this.unitValidity = codes();
    this.makes = codes();
    this.models = codes();
    this.years = new Int32Array(maxCount);
    this.vins = new Uint8Array(maxCount * tables.VIN_LENGTH + TEXT_SLACK_BYTES);
    this.vinOffsets = makeOffsets(maxCount, tables.VIN_LENGTH);
    this.bodies = codes();
    this.risks = codes();
    this.fullNames = codes();
    this.summaries = new Uint16Array(maxCount);
    this.zeros = codes();
  }

  /** Draws `count` accounts. */
  draw(stream: OutputStream, count: number): void {
    for (let i = 0; i < count; i++) this.#drawAccount(stream, i);
  }

  /** Draws one account, in the order the contract states. */
  #drawAccount(stream: OutputStream, i: number): void {
    const { outputs } = stream;
    const { vins } = this;
    let at = stream.at > stream.reservedFrom ? stream.refill() : stream.at;
    // A loop each, as the contract's `below` wants: draw as many bits as the count has, again where
    // they are too many.
    let state = outputs[at++]! >>> 29;
    while (state >= 5) state = outputs[at++]! >>> 29;
    this.states[i] = state;
    let birth = outputs[at++]! >>> 17;
    while (birth >= BIRTH_COUNT) birth = outputs[at++]! >>> 17;
    this.births[i] = birth;
    let city = outputs[at++]! >>> 30;
    while (city >= 2) city = outputs[at++]! >>> 30;
    this.cities[i] = state * 2 + city;
    const postalCount = POSTAL_COUNTS[state]!;
    const postalShift = Math.clz32(postalCount);
    let postal = outputs[at++]! >>> postalShift;
    while (postal >= postalCount) postal = outputs[at++]! >>> postalShift;
    this.postals[i] = POSTAL_STARTS[state]! + postal;
    const high = outputs[at++]! >>> 5;
    const low = outputs[at++]! >>> 6;
    const fraction = (high * 67_108_864 + low) / 9_007_199_254_740_992;
    const lob = fraction <= tables.PERSONAL_SHARE ? 0 : 1;
    this.lobs[i] = lob;
    at = takeId(outputs, at, this.personIds, i);
    let first = outputs[at++]! >>> 29;
    while (first >= 7) first = outputs[at++]! >>> 29;
    let last = outputs[at++]! >>> 29;
    while (last >= 7) last = outputs[at++]! >>> 29;
    this.firsts[i] = first;
    this.lasts[i] = last;
    this.fullNames[i] = first * 7 + last;
    let license = outputs[at++]! >>> 8;
    while (license >= LICENSE_COUNT) license = outputs[at++]! >>> 8;
    this.#putLicense(state, FIRST_LICENSE + license, i * LICENSE_BYTES);
    let make = outputs[at++]! >>> 29;
    while (make >= 5) make = outputs[at++]! >>> 29;
    const modelCount = MODEL_COUNTS[make]!;
    let offset = outputs[at++]! >>> 30;
    while (offset >= modelCount) offset = outputs[at++]! >>> 30;
    const model = MODEL_STARTS[make]! + offset;
    let year = outputs[at++]! >>> 27;
    while (year >= YEAR_COUNT) year = outputs[at++]! >>> 27;
    this.makes[i] = make;
    this.models[i] = model;
    this.years[i] = FIRST_YEAR + year;
    this.summaries[i] = year * MODELS.length + model;
    at = takeId(outputs, at, this.vehicleIds, i);
    let place = i * tables.VIN_LENGTH;
    const end = place + tables.VIN_LENGTH;
    // Nearly half of these draws are rejected: moving on by 0 or 1 costs less than a wrong guess.
    while (place < end) {
      const code = outputs[at++]! >>> 26;
      vins[place] = VIN_CODES[code]!;
      place += (code - 33) >>> 31;
    }
    let body = outputs[at++]! >>> 30;
    while (body >= 2) body = outputs[at++]! >>> 30;
    let risk = outputs[at++]! >>> 30;
    while (risk >= 2) risk = outputs[at++]! >>> 30;
    this.bodies[i] = tables.BODY_STYLE_CODES[lob]![body]!;
    this.risks[i] = tables.RISK_RATING_CODES[lob]![risk]!;
    if (at > outputs.length) throw new RangeError("an account took more outputs than are held");
    stream.at = at;
  }

  /** Writes the address lines, which are counted, not drawn. */
  numberAddresses(start: number, count: number): void {
    let street = 0;
    let unit = 0;
    for (let i = 0; i < count; i++) {
      const index = start + i;
      street = putDigits(100 + index, this.streets, street);
      for (let k = 0; k < STREET.length; k++) this.streets[street++] = STREET[k]!;
      this.streetOffsets[i + 1] = street;
      const hasUnit = index % tables.UNIT_INTERVAL === 0;
      this.unitValidity[i] = hasUnit ? 1 : 0;
      if (hasUnit) {
        for (let k = 0; k < UNIT.length; k++) this.units[unit++] = UNIT[k]!;
        unit = putDigits(200 + index, this.units, unit);
      }
      this.unitOffsets[i + 1] = unit;
    }
  }

  /** The columns of each entity, by field name. */
  columnsOf(entity: Entity): Column[] {
    const word = (words: readonly string[], codes: Uint8Array | Uint16Array): Column => (
      { kind: "word", words, codes }
    );
    const id = (values: IdWords): Column => ({ kind: "id", values });
    const text = (bytes: Uint8Array, offsets: Int32Array, validity?: Uint8Array): Column => (
      validity === undefined
        ? { kind: "text", bytes, offsets }
        : { kind: "text", bytes, offsets, validity }
    );
    const states = word(STATE_WORDS, this.states);
    const postals = word(POSTAL_WORDS, this.postals);
    const vins = text(this.vins, this.vinOffsets);
    const byName: Record<string, Column> = {
      person_id: id(this.personIds),
      vehicle_id: id(this.vehicleIds),
      profile_id: id(this.profileIds),
      first_name: word(tables.FIRST_NAMES, this.firsts),
      last_name: word(tables.LAST_NAMES, this.lasts),
      full_name: word(FULL_NAMES, this.fullNames),
      date_of_birth: { kind: "day", values: this.births },
      driver_license_number: text(this.licenses, this.licenseOffsets),
      driver_license_state: states,
      address_line_1: text(this.streets, this.streetOffsets),
      address_line_2: text(this.units, this.unitOffsets, this.unitValidity),
      city: word(CITY_WORDS, this.cities),
      state: states,
      residence_state: states,
      garaging_state: states,
      postal_code: postals,
      garaging_postal_code: postals,
      country: word(COUNTRY_WORDS, this.zeros),
      lob_type: word(tables.LINES_OF_BUSINESS, this.lobs),
      vin: vins,
      primary_vehicle_vin: vins,
      make: word(MAKE_WORDS, this.makes),
      model: word(MODEL_WORDS, this.models),
      model_year: { kind: "integer", values: this.years },
      body_style: word(tables.BODY_STYLES, this.bodies),
      risk_rating: word(tables.RISK_RATINGS, this.risks),
      vehicle_summary: word(SUMMARY_WORDS, this.summaries),
      synthetic_source: word(MARKER_WORDS, this.zeros),
    };
    return entity.fields.map((field) => byName[field.name]!);
  }

  #putLicense(state: number, number: number, place: number): void {
    const code = STATE_WORDS[state]!;
    this.licenses[place] = code.charCodeAt(0);
    this.licenses[place + 1] = code.charCodeAt(1);
    putDigits(number, this.licenses, place + 2);
  }
}

/** Reads 128 bits, least significant word first; returns the place behind them. */
function takeId(outputs: Int32Array, at: number, ids: IdWords, index: number): number {
  ids[3][index] = outputs[at]!;
  ids[2][index] = outputs[at + 1]!;
  ids[1][index] = outputs[at + 2]!;
  ids[0][index] = outputs[at + 3]!;
  return at + 4;
}

/**
 * Opens the stream at an account; those before it cost their draws.
 *
 * @param plan Its seed; the number of accounts is the reader's business.
 * @param entities Plural names of the entities to make.
 * @param maxCount Greatest number of accounts of one call; memory grows with it, with nothing else.
 * @param first Account to begin at.
 * @returns A forward reader.
 */
export function openRows(
  plan: RowPlan,
  entities: readonly string[],
  maxCount: number,
  first = 0,
): RowSource {
  const stream = new OutputStream(plan.seed, maxCount);
  const columns = new AccountColumns(maxCount);
  const wanted = [PERSON, VEHICLE, PROFILE].filter(({ plural }) => entities.includes(plural))
    .map((entity) => ({ entity, columns: columns.columnsOf(entity) }));
  let start = 0;
  const source: RowSource = {
    next(count: number): readonly Batch[] {
      if (count > maxCount) throw new RangeError(`count ${count} is above maxCount ${maxCount}`);
      columns.draw(stream, count);
      if (entities.includes(PERSON.plural)) columns.numberAddresses(start, count);
      if (entities.includes(PROFILE.plural)) {
        deriveProfileIds(columns.personIds, columns.vehicleIds, columns.profileIds, count);
      }
      const batches = wanted.map((part) => ({ ...part, start, count }));
      start += count;
      return batches;
    },
    skip(count: number): void {
      for (let rest = count; rest > 0; rest -= maxCount) {
        columns.draw(stream, Math.min(rest, maxCount));
      }
      start += count;
    },
  };
  source.skip(first);
  return source;
}

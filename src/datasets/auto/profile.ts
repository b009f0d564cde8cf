/**
 * Entity `profile`: a vehicle and its principal driver in one row. Everything in it stands in those two
 * already; nothing is drawn.
 *
 * @module
 */
import { STATES, VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_ZIPS, HOME_ROWS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import type { MadeEntity } from "./entity.ts";
import { idField, syntheticSource, textField, wordField } from "./fields.ts";
import { defineIds } from "./identifiers.ts";
import { FULL_NAMES } from "./names.ts";
import { places, states } from "./places.ts";
import { DRIVERS_THERE, VEHICLE_PRESENCE } from "./presence.ts";
import { TextRoom } from "./texts.ts";
import {
  GARAGING_FIELDS,
  LOB_FIELD,
  RISK_FIELD,
  VEHICLE_ACCOUNT_IDS,
  VEHICLE_COUNT,
  VEHICLE_IDS,
  VEHICLE_PERSON_IDS,
  VIN_PATTERN,
} from "./vehicle.ts";
import { MODEL_COLUMNS, summaryWords } from "./vehicle_models.ts";
import { VINS } from "./vehicle_vins.ts";
import { VIN_LENGTH } from "./vin.ts";

/** Looks something up for the home of each vehicle's driver. */
function ofHome(look: () => Uint16Array | undefined): Fact<Uint16Array> {
  return defineFact<Uint16Array>((chunk, kept) => {
    const { count } = chunk.get(VEHICLE_ROWS);
    const drivers = chunk.get(DRIVERS_THERE);
    const homes = chunk.get(HOME_ROWS);
    const zips = chunk.get(ADDRESS_ZIPS);
    const table = look();
    const out = makeRoom(kept, count, (length) => new Uint16Array(length));
    for (let row = 0; row < count; row++) {
      const zip = zips[homes[drivers[row]!]!]!;
      out[row] = table === undefined ? zip : table[zip]!;
    }
    return out;
  });
}

const homeZips = ofHome(() => undefined);
const homePlaces = ofHome(() => places().zipPlaces);

/** All addresses of an account lie in its state. */
const homeStates: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(VEHICLE_ROWS);
  const of = chunk.get(STATES);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = of[parents[row]!]!;
  return out;
});

/** Name of the driver of each vehicle. */
const driverNames: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const drivers = chunk.get(DRIVERS_THERE);
  const names = chunk.get(FULL_NAMES);
  const out = kept ?? new TextRoom();
  let size = 0;
  for (let row = 0; row < count; row++) {
    const driver = drivers[row]!;
    size += names.offsets[driver + 1]! - names.offsets[driver]!;
  }
  out.reserve(count, count === 0 ? 0 : Math.ceil(size / count));
  const { view, offsets } = out;
  let place = 0;
  for (let row = 0; row < count; row++) {
    offsets[row] = place;
    const driver = drivers[row]!;
    const from = names.offsets[driver]!;
    const length = names.offsets[driver + 1]! - from;
    // Four bytes at a time; what is spoilt behind the name is written again, or slack.
    for (let at = 0; at < length; at += 4) {
      view.setInt32(place + at, names.view.getInt32(from + at, true), true);
    }
    place += length;
  }
  offsets[count] = place;
  return out;
});

/** The entity. */
export const PROFILE: MadeEntity = {
  name: "profile",
  plural: "profiles",
  description: "A vehicle with its principal driver, in one row.",
  rowCount: VEHICLE_COUNT,
  presence: VEHICLE_PRESENCE,
  fields: [
    idField("profile_id", "Identifies the profile.", defineIds("profile", VEHICLE_ROWS), {
      key: true,
    }),
    idField("person_id", "The person.", VEHICLE_PERSON_IDS, {
      reference: { entity: "persons", field: "person_id" },
      origin: "The principal driver of the vehicle.",
    }),
    idField("vehicle_id", "The vehicle.", VEHICLE_IDS, {
      unique: "profile-vehicle-unique",
      reference: { entity: "vehicles", field: "vehicle_id" },
    }),
    idField("account_id", "The account of both.", VEHICLE_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    LOB_FIELD,
    textField("full_name", "Given and family name of the person.", driverNames, { maxLength: 60 }),
    wordField(
      "residence_state",
      "State of residence of the person.",
      () => states().codes,
      (chunk) => chunk.get(homeStates),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "city",
      "City of residence of the person.",
      () => places().cities,
      (chunk) => chunk.get(homePlaces),
    ),
    wordField(
      "postal_code",
      "ZIP code of residence of the person.",
      () => places().zips,
      (chunk) => chunk.get(homeZips),
      { pattern: "^[0-9]{5}$", plain: true },
    ),
    ...GARAGING_FIELDS,
    textField("primary_vehicle_vin", "VIN of the vehicle.", VINS, {
      pattern: VIN_PATTERN,
      minLength: VIN_LENGTH,
      maxLength: VIN_LENGTH,
      plain: true,
    }),
    wordField(
      "vehicle_summary",
      "Model year, make and model of the vehicle.",
      summaryWords,
      (chunk) => chunk.get(MODEL_COLUMNS).summaries,
    ),
    RISK_FIELD,
    syntheticSource(VEHICLE_COUNT),
  ],
};

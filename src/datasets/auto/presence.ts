/**
 * Which rows are there on the plan's day. Facts are computed of all accounts, persons and vehicles that
 * there are on the dataset's anchor; on an earlier day some of them were not there yet, and their rows are
 * left out of the columns at the very end. So no row's address, identifier or draw depends on the day.
 *
 * @module
 */
import type { Column, IdWords } from "../../core/batch.ts";
import { CLASSES, PERSON_ROWS, VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_ROWS, OWN_ADDRESS_COUNTS } from "./addresses.ts";
import { ANCHOR, AS_OF, FIRST_LICENSED_DAYS } from "./births.ts";
import { makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { OCCUPATIONS, withoutWork } from "./occupations.ts";
import { OPENINGS } from "./openings.ts";
import { HOUSEHOLD } from "./strata.ts";
import { DRIVERS } from "./vehicle_drivers.ts";
import { USE, USE_CODES, VEHICLE_DAYS } from "./vehicle_history.ts";

/** Rows of an entity that are there, in their order. */
export interface Selection {
  /** How many there are. */
  readonly count: number;
  /** Place of each among all rows of the chunk, ascending; may be longer than `count`. */
  readonly rows: Int32Array;
}

/** The rows that are there, or `undefined` where all are: nothing is copied then. */
export type Presence = Fact<Selection | undefined>;

/** 1 for each row that is there, 0 for the others; `undefined` where all are. */
type Flags = Uint8Array | undefined;

/**
 * Defines flags that need no look at any row from the anchor on.
 *
 * @param counts Number of rows.
 * @param fill Says of each row whether it is there.
 * @returns The fact.
 */
function defineFlags(
  counts: (chunk: Chunk) => number,
  fill: (chunk: Chunk, asOf: number, out: Uint8Array, count: number) => void,
): Fact<Flags> {
  return defineFact<Flags>((chunk, kept) => {
    const asOf = chunk.world.get(AS_OF);
    if (asOf >= ANCHOR) return undefined;
    const count = counts(chunk);
    const out = makeRoom(kept, count, (length) => new Uint8Array(length));
    fill(chunk, asOf, out, count);
    return out;
  });
}

/** Accounts that were opened by the plan's day. */
export const ACCOUNTS_THERE: Fact<Flags> = defineFlags(
  (chunk) => chunk.count,
  (chunk, asOf, out, count) => {
    const opened = chunk.get(OPENINGS);
    for (let i = 0; i < count; i++) out[i] = opened[i]! <= asOf ? 1 : 0;
  },
);

/** Persons of such accounts who were licensed by the plan's day. A named insured always is. */
export const PERSONS_THERE: Fact<Flags> = defineFlags(
  (chunk) => chunk.get(PERSON_ROWS).count,
  (chunk, asOf, out, count) => {
    const { parents } = chunk.get(PERSON_ROWS);
    const accounts = chunk.get(ACCOUNTS_THERE)!;
    const firsts = chunk.get(FIRST_LICENSED_DAYS);
    for (let row = 0; row < count; row++) {
      out[row] = accounts[parents[row]!]! & (firsts[row]! <= asOf ? 1 : 0);
    }
  },
);

/** Vehicles of such accounts that were bought by the plan's day. */
export const VEHICLES_THERE: Fact<Flags> = defineFlags(
  (chunk) => chunk.get(VEHICLE_ROWS).count,
  (chunk, asOf, out, count) => {
    const { parents } = chunk.get(VEHICLE_ROWS);
    const accounts = chunk.get(ACCOUNTS_THERE)!;
    const { purchased } = chunk.get(VEHICLE_DAYS);
    for (let row = 0; row < count; row++) {
      out[row] = accounts[parents[row]!]! & (purchased[row]! <= asOf ? 1 : 0);
    }
  },
);

/** Addresses of such accounts; the home of a business's person is there when the person is. */
const addressesThere: Fact<Flags> = defineFlags(
  (chunk) => chunk.get(ADDRESS_ROWS).count,
  (chunk, _asOf, out) => {
    const { offsets } = chunk.get(ADDRESS_ROWS);
    const persons = chunk.get(PERSON_ROWS).offsets;
    const own = chunk.get(OWN_ADDRESS_COUNTS);
    const classes = chunk.get(CLASSES);
    const accounts = chunk.get(ACCOUNTS_THERE)!;
    const isThere = chunk.get(PERSONS_THERE)!;
    for (let i = 0; i < chunk.count; i++) {
      const first = offsets[i]!;
      const last = offsets[i + 1]!;
      out.fill(accounts[i]!, first, last);
      if (classes[i] === HOUSEHOLD) continue;
      const home = first + own[i]!;
      for (let row = home; row < last; row++) out[row] = isThere[persons[i]! + row - home]!;
    }
  },
);

/**
 * Lists the rows that flags mark.
 *
 * @param flags The flags.
 * @param counts Number of rows.
 * @returns The fact.
 */
function defineSelection(flags: Fact<Flags>, counts: (chunk: Chunk) => number): Presence {
  return defineFact<Selection | undefined>((chunk, kept) => {
    const there = chunk.get(flags);
    if (there === undefined) return undefined;
    const all = counts(chunk);
    const rows = makeRoom(kept?.rows, all, (length) => new Int32Array(length));
    let count = 0;
    for (let row = 0; row < all; row++) {
      rows[count] = row;
      count += there[row]!;
    }
    return { count, rows };
  });
}

/** Accounts that are there. */
export const ACCOUNT_PRESENCE: Presence = defineSelection(ACCOUNTS_THERE, (chunk) => chunk.count);
/** Addresses that are there. */
export const ADDRESS_PRESENCE: Presence = defineSelection(
  addressesThere,
  (chunk) => chunk.get(ADDRESS_ROWS).count,
);
/** Persons who are there. */
export const PERSON_PRESENCE: Presence = defineSelection(
  PERSONS_THERE,
  (chunk) => chunk.get(PERSON_ROWS).count,
);
/** Vehicles that are there. */
export const VEHICLE_PRESENCE: Presence = defineSelection(
  VEHICLES_THERE,
  (chunk) => chunk.get(VEHICLE_ROWS).count,
);

/**
 * Principal driver of each vehicle on the plan's day, as a row of persons: the named insured drives what
 * later becomes the vehicle of somebody who is not there yet.
 */
export const DRIVERS_THERE: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const drivers = chunk.get(DRIVERS);
  const isThere = chunk.get(PERSONS_THERE);
  if (isThere === undefined) return drivers;
  const { count, parents } = chunk.get(VEHICLE_ROWS);
  const { offsets } = chunk.get(PERSON_ROWS);
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let row = 0; row < count; row++) {
    const driver = drivers[row]!;
    out[row] = isThere[driver] === 1 ? driver : offsets[parents[row]!]!;
  }
  return out;
});

/**
 * Use of each vehicle on the plan's day: who has no work does not commute in what later becomes the vehicle
 * of somebody else.
 */
export const USES_THERE: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const uses = chunk.get(USE_CODES);
  if (chunk.get(PERSONS_THERE) === undefined) return uses;
  const { count } = chunk.get(VEHICLE_ROWS);
  const drivers = chunk.get(DRIVERS_THERE);
  const jobs = chunk.get(OCCUPATIONS);
  const isIdle = withoutWork();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    const use = uses[row]!;
    out[row] = isIdle[jobs[drivers[row]!]!] === 1 && use !== USE.farm ? USE.pleasure : use;
  }
  return out;
});

/** How many of an account's rows are there: all, or those that flags mark. */
function countThere(
  chunk: Chunk,
  flags: Flags,
  offsets: Int32Array,
  out: Int32Array,
): void {
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    if (flags === undefined) {
      out[i] = last - first;
      continue;
    }
    let count = 0;
    for (let row = first; row < last; row++) count += flags[row]!;
    out[i] = count;
  }
}

/** Number of persons of each account who are there. */
export const PERSONS_THERE_COUNTS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const out = kept ?? new Int32Array(chunk.capacity);
  countThere(chunk, chunk.get(PERSONS_THERE), chunk.get(PERSON_ROWS).offsets, out);
  return out;
});

/** Number of vehicles of each account that are there. */
export const VEHICLES_THERE_COUNTS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const out = kept ?? new Int32Array(chunk.capacity);
  countThere(chunk, chunk.get(VEHICLES_THERE), chunk.get(VEHICLE_ROWS).offsets, out);
  return out;
});

type Numbers =
  | Uint8Array<ArrayBufferLike>
  | Uint16Array<ArrayBufferLike>
  | Uint32Array<ArrayBufferLike>
  | Int32Array<ArrayBufferLike>
  | Float64Array<ArrayBufferLike>;

function pick<T extends Numbers>(values: T, { count, rows }: Selection): T {
  const out = new (values.constructor as new (length: number) => T)(count);
  for (let at = 0; at < count; at++) out[at] = values[rows[at]!]!;
  return out;
}

/** Bytes behind the last text of a column. */
const SLACK_BYTES = 32;

/**
 * Takes the rows that are there out of a column.
 *
 * @param column The column, of all rows.
 * @param selection The rows wanted.
 * @returns A column of these rows alone, with arrays of its own; words are the same list.
 *
 * @example
 * ```ts
 * import { selectRows } from "./presence.ts";
 * const column = { kind: "day", values: Int32Array.of(7, 8, 9) } as const;
 * const some = selectRows(column, { count: 2, rows: Int32Array.of(0, 2) });
 * if (some.kind !== "day" || some.values.join() !== "7,9") throw new RangeError();
 * ```
 */
export function selectRows(column: Column, selection: Selection): Column {
  const rest = column.validity === undefined ? {} : { validity: pick(column.validity, selection) };
  switch (column.kind) {
    case "word":
      return { ...column, codes: pick(column.codes, selection), ...rest };
    case "id":
      return {
        ...column,
        values: column.values.map((words) => pick(words, selection)) as unknown as IdWords,
        ...rest,
      };
    case "text": {
      const { count, rows } = selection;
      const offsets = new Int32Array(count + 1);
      let size = 0;
      for (let at = 0; at < count; at++) {
        offsets[at] = size;
        size += column.offsets[rows[at]! + 1]! - column.offsets[rows[at]!]!;
      }
      offsets[count] = size;
      const bytes = new Uint8Array(size + SLACK_BYTES);
      for (let at = 0; at < count; at++) {
        const from = column.offsets[rows[at]!]!;
        const to = offsets[at]!;
        const length = offsets[at + 1]! - to;
        for (let k = 0; k < length; k++) bytes[to + k] = column.bytes[from + k]!;
      }
      return { ...column, bytes, offsets, ...rest };
    }
    default:
      return { ...column, values: pick(column.values, selection), ...rest } as Column;
  }
}

/**
 * Orders in which the addresses of random words are read, for batteries that want one long stream.
 *
 * @module
 */
import { type EntityStream, openStream, RowStates } from "../../src/random/stream.ts";

const DATASET = "battery/1";
const SEED = 1n;
/** Rows from one part to the next. */
const PART_ROWS = 2 ** 36;

/** One order of addresses. */
export interface AddressOrder {
  /** What it is called on the command line. */
  readonly name: string;
  /** What comes after what. */
  readonly says: string;
  /** Number of words a call of the reader gives. */
  readonly blockLength: number;
  /**
   * Opens a reader that fills an array with the next words of the order. Parts (0, 1, ...) are far
   * apart in the same order, so that tests with parts of their own share no word.
   */
  open(part: number): (out: Int32Array) => void;
}

function openEntity(seed: bigint): EntityStream {
  return openStream(seed, DATASET, "row");
}

const ROWS: AddressOrder = {
  name: "rows",
  says: "consecutive rows of one field",
  blockLength: 16384,
  open(part) {
    const stream = openEntity(SEED);
    const field = stream.field("value");
    const states = new RowStates(this.blockLength);
    let start = part * PART_ROWS;
    return (out) => {
      stream.fillRange(states, start, this.blockLength);
      field.fill(states, this.blockLength, out);
      start += this.blockLength;
    };
  },
};

const FIELD_COUNT = 64;

const FIELDS: AddressOrder = {
  name: "fields",
  says: `${FIELD_COUNT} fields of one row, then those of the next row`,
  blockLength: 16384,
  open(part) {
    const stream = openEntity(SEED);
    const fields = Array.from({ length: FIELD_COUNT }, (_, place) => stream.field(`f${place}`));
    const count = this.blockLength / FIELD_COUNT;
    const states = new RowStates(count);
    const words = new Int32Array(count);
    let start = part * PART_ROWS;
    return (out) => {
      stream.fillRange(states, start, count);
      for (let place = 0; place < FIELD_COUNT; place++) {
        fields[place]!.fill(states, count, words);
        for (let i = 0; i < count; i++) out[i * FIELD_COUNT + place] = words[i]!;
      }
      start += count;
    };
  },
};

const DRAWS: AddressOrder = {
  name: "draws",
  says: "all 2^32 draws of one row and field, then those of the next row",
  blockLength: 16384,
  open(part) {
    const stream = openEntity(SEED);
    const field = stream.field("value");
    const states = new RowStates(1);
    let row = part * PART_ROWS;
    let draw = 2 ** 32;
    return (out) => {
      if (draw === 2 ** 32) {
        stream.fillRange(states, row++, 1);
        draw = 0;
      }
      field.fillDraws(states, 0, draw, this.blockLength, out);
      draw += this.blockLength;
    };
  },
};

const SEED_COUNT = 1000;
const SEED_FIELDS = 8;
const SEED_ROWS = 16;

const SEEDS: AddressOrder = {
  name: "seeds",
  says:
    `one row and field under ${SEED_COUNT} consecutive seeds (-500 to 499), then the next of ${SEED_FIELDS} fields, then the next row`,
  blockLength: SEED_COUNT * SEED_FIELDS * SEED_ROWS,
  open(part) {
    const streams = Array.from(
      { length: SEED_COUNT },
      (_, place) => openEntity(BigInt(place - SEED_COUNT / 2)),
    );
    const fields = streams.map((stream) =>
      Array.from({ length: SEED_FIELDS }, (_, place) => stream.field(`f${place}`))
    );
    const states = new RowStates(SEED_ROWS);
    const words = new Int32Array(SEED_ROWS);
    let start = part * PART_ROWS;
    return (out) => {
      for (let seed = 0; seed < SEED_COUNT; seed++) {
        streams[seed]!.fillRange(states, start, SEED_ROWS);
        for (let place = 0; place < SEED_FIELDS; place++) {
          fields[seed]![place]!.fill(states, SEED_ROWS, words);
          for (let i = 0; i < SEED_ROWS; i++) {
            out[(i * SEED_FIELDS + place) * SEED_COUNT + seed] = words[i]!;
          }
        }
      }
      start += SEED_ROWS;
    };
  },
};

/** All orders. */
export const ADDRESS_ORDERS: readonly AddressOrder[] = [ROWS, FIELDS, DRAWS, SEEDS];

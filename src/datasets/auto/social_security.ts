/**
 * Social security numbers that were never issued: areas 900 to 999. Groups 01 to 49 keep clear of the
 * taxpayer numbers (ITIN, ATIN) that have the same areas and groups from 50 on.
 *
 * @module
 */
import type { TextColumn } from "../../core/batch.ts";
import { openPermutation } from "../../random/permutation.ts";
import { PERSON_ROWS } from "./account.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { PERSON_NUMBERS } from "./licences.ts";
import { STATES } from "./account.ts";
import { POSITIONS, STRATA } from "./strata.ts";
import { putDigits, TextRoom } from "./texts.ts";
import { defineShared } from "./world.ts";

const GROUPS = 49;
const SERIALS = 9999;
/** How many numbers there are. */
const SIZE = 100 * GROUPS * SERIALS;
const LENGTH = 11;

const PERMUTATION = defineShared((world) => openPermutation(world.stream("person"), "ssn", SIZE));

/** Where the numbers of each state begin in a block of accounts, and how many numbers a block takes. */
const BLOCKS = defineShared((world) => {
  const { personsOfState } = world.get(STRATA);
  const starts = new Float64Array(personsOfState.length);
  let total = 0;
  personsOfState.forEach((persons, state) => {
    starts[state] = total;
    total += persons;
  });
  return { starts, total };
});

interface Numbers {
  readonly room: TextRoom;
  readonly absent: Uint8Array;
}

const NUMBERS: Fact<Numbers> = defineFact<Numbers>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const room = kept?.room ?? new TextRoom();
  room.reserve(count, LENGTH);
  if (chunk.world.options["ssn"] === "never-issued") fillNumbers(chunk, room);
  else room.offsets.fill(0, 0, count + 1);
  const absent = kept !== undefined && kept.absent.length >= count
    ? kept.absent
    : new Uint8Array(Math.ceil(count * 1.25) + 16);
  return { room, absent };
});

/** The numbers: null in every row unless the plan's `ssn` is `never-issued`. */
export const SOCIAL_SECURITY_NUMBERS: Fact<TextColumn> = defineFact<TextColumn>((chunk) => {
  const { room, absent } = chunk.get(NUMBERS);
  return chunk.world.options["ssn"] === "never-issued" ? room.column() : room.column(absent);
});

function fillNumbers(chunk: Chunk, out: TextRoom): void {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const numbers = chunk.get(PERSON_NUMBERS);
  const where = chunk.get(STATES);
  const { blocks } = chunk.get(POSITIONS);
  const { personsOfState } = chunk.world.get(STRATA);
  const { starts, total } = chunk.world.get(BLOCKS);
  const values = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const account = parents[row]!;
    const state = where[account]!;
    const block = blocks[account]!;
    // The number in the whole footprint: blocks, then states, then persons.
    const inBlock = numbers[row]! - block * personsOfState[state]!;
    values[row] = (block * total + starts[state]! + inBlock) % SIZE;
  }
  chunk.world.get(PERMUTATION).fill(values, count, values);
  const { bytes, offsets } = out;
  for (let row = 0; row < count; row++) {
    const place = row * LENGTH;
    offsets[row] = place;
    const value = values[row]!;
    const area = Math.floor(value / (GROUPS * SERIALS));
    const rest = value - area * (GROUPS * SERIALS);
    const group = (rest / SERIALS) | 0;
    putDigits(bytes, place, 3, 900 + area);
    bytes[place + 3] = 45;
    putDigits(bytes, place + 4, 2, 1 + group);
    bytes[place + 6] = 45;
    putDigits(bytes, place + 7, 4, 1 + rest - group * SERIALS);
  }
  offsets[count] = count * LENGTH;
}

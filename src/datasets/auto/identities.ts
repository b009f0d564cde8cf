/**
 * Identifiers of the rows: each is the row's index, enciphered, so they are unique and need no memory.
 *
 * @module
 */
import type { IdWords } from "../../core/batch.ts";
import { type Identifiers, openIdentifiers } from "../../random/identifiers.ts";
import { PERSON_ROWS, VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_ROWS } from "./addresses.ts";
import { type Children, makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { defineShared, type Shared } from "./world.ts";

/**
 * Makes room for identifiers.
 *
 * @param kept The earlier room.
 * @param count How many are needed.
 * @returns The earlier arrays where they are large enough.
 */
export function makeIdRoom(kept: IdWords | undefined, count: number): IdWords {
  const room = (word: number) => makeRoom(kept?.[word], count, (length) => new Uint32Array(length));
  return [room(0), room(1), room(2), room(3)];
}

function identifiersOf(entity: string): Shared<Identifiers> {
  return defineShared((world) => openIdentifiers(world.stream(entity), `${entity}_id`));
}

/**
 * Defines the identifiers of an entity's rows.
 *
 * @param entity Singular name of the entity.
 * @param rows Its rows, or those of the entity it has a row for each of.
 * @returns The fact.
 */
export function defineIds(entity: string, rows: Fact<Children>): Fact<IdWords> {
  const identifiers = identifiersOf(entity);
  return defineFact<IdWords>((chunk, kept) => {
    const { count, indices } = chunk.get(rows);
    const out = makeIdRoom(kept, count);
    chunk.world.get(identifiers).fillIndices(indices, count, out);
    return out;
  });
}

const accountIdentifiers = identifiersOf("account");

/** Identifiers of the accounts. */
export const ACCOUNT_IDS: Fact<IdWords> = defineFact<IdWords>((chunk, kept) => {
  const out = makeIdRoom(kept, chunk.count);
  chunk.world.get(accountIdentifiers).fillRange(chunk.start, chunk.count, out);
  return out;
});

/** Identifiers of the persons. */
export const PERSON_IDS: Fact<IdWords> = defineIds("person", PERSON_ROWS);

/** Identifiers of the addresses. */
export const ADDRESS_IDS: Fact<IdWords> = defineIds("address", ADDRESS_ROWS);

/** Identifiers of the vehicles. */
export const VEHICLE_IDS: Fact<IdWords> = defineIds("vehicle", VEHICLE_ROWS);

/** Identifiers of the profiles: each has a vehicle, and the row index of that vehicle. */
export const PROFILE_IDS: Fact<IdWords> = defineIds("profile", VEHICLE_ROWS);

/**
 * Identifiers of the rows, and which rows others refer to.
 *
 * @module
 */
import type { IdWords } from "../../core/batch.ts";
import { openIdentifiers } from "../../random/identifiers.ts";
import { PERSON_ROWS } from "./account.ts";
import { ADDRESS_ROWS, HOME_ROWS } from "./addresses.ts";
import type { Children } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { defineShared } from "./world.ts";

type Words = [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** Room for identifiers: the earlier arrays where they are large enough. */
function makeIds(kept: IdWords | undefined, count: number): Words {
  if (kept !== undefined && kept[0].length >= count) return kept as Words;
  const size = Math.ceil(count * 1.25) + 16;
  return [
    new Uint32Array(size),
    new Uint32Array(size),
    new Uint32Array(size),
    new Uint32Array(size),
  ];
}

/** Identifiers of the accounts. */
export const ACCOUNT_IDS: Fact<IdWords> = (() => {
  const identifiers = defineShared((world) =>
    openIdentifiers(world.stream("account"), "account_id")
  );
  return defineFact<IdWords>((chunk, kept) => {
    const out = makeIds(kept, chunk.count);
    chunk.world.get(identifiers).fillRange(chunk.start, chunk.count, out);
    return out;
  });
})();

/**
 * Defines the identifiers of an entity's rows: unique over the whole dataset, by row index.
 *
 * @param entity Singular name of the entity.
 * @param rows Its rows.
 * @returns The fact.
 */
export function defineIds<T extends Pick<Children, "count" | "indices">>(
  entity: string,
  rows: Fact<T>,
): Fact<IdWords> {
  const identifiers = defineShared((world) =>
    openIdentifiers(world.stream(entity), `${entity}_id`)
  );
  return defineFact<IdWords>((chunk, kept) => {
    const { count, indices } = chunk.get(rows);
    const out = makeIds(kept, count);
    chunk.world.get(identifiers).fillIndices(indices, count, out);
    return out;
  });
}

/**
 * Defines the identifiers that rows refer to.
 *
 * @param ids Identifiers of the rows that are referred to.
 * @param rows The rows that refer.
 * @param targets Which row each refers to.
 * @returns The fact.
 */
export function defineReferences<T extends Pick<Children, "count">>(
  ids: Fact<IdWords>,
  rows: Fact<T>,
  targets: Fact<Int32Array>,
): Fact<IdWords> {
  return defineFact<IdWords>((chunk, kept) => {
    const { count } = chunk.get(rows);
    const from = chunk.get(ids);
    const which = chunk.get(targets);
    const out = makeIds(kept, count);
    const [a, b, c, d] = from;
    const [e, f, g, h] = out;
    for (let row = 0; row < count; row++) {
      const target = which[row]!;
      e[row] = a[target]!;
      f[row] = b[target]!;
      g[row] = c[target]!;
      h[row] = d[target]!;
    }
    return out;
  });
}

/**
 * The accounts of an entity's rows, for {@link defineReferences}.
 *
 * @param rows The rows.
 * @returns The fact.
 */
export function defineParents(rows: Fact<Children>): Fact<Int32Array> {
  return defineFact((chunk) => chunk.get(rows).parents);
}

/** Account of each person, counted in the chunk. */
export const PERSON_PARENTS: Fact<Int32Array> = defineParents(PERSON_ROWS);
/** Account of each address, counted in the chunk. */
export const ADDRESS_PARENTS: Fact<Int32Array> = defineParents(ADDRESS_ROWS);
/** Identifiers of the addresses. */
export const ADDRESS_IDS: Fact<IdWords> = defineIds("address", ADDRESS_ROWS);
/** Identifiers of the persons. */
export const PERSON_IDS: Fact<IdWords> = defineIds("person", PERSON_ROWS);
/** Identifier of the account of each person. */
export const PERSON_ACCOUNT_IDS: Fact<IdWords> = defineReferences(
  ACCOUNT_IDS,
  PERSON_ROWS,
  PERSON_PARENTS,
);
/** Identifier of the account of each address. */
export const ADDRESS_ACCOUNT_IDS: Fact<IdWords> = defineReferences(
  ACCOUNT_IDS,
  ADDRESS_ROWS,
  ADDRESS_PARENTS,
);
/** Identifier of the address where each person lives. */
export const PERSON_ADDRESS_IDS: Fact<IdWords> = defineReferences(
  ADDRESS_IDS,
  PERSON_ROWS,
  HOME_ROWS,
);

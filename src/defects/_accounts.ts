/**
 * Which rows of a chunk belong to which account: references are followed up to the entity that refers to nothing.
 *
 * @module
 */
import type { Batch, IdWords } from "../core/batch.ts";
import type { Entity } from "../core/entity.ts";

/** Identifiers and what each stands for. */
class IdMap {
  readonly #entries = new Map<number, { words: readonly number[]; value: number }[]>();

  get size(): number {
    return this.#entries.size;
  }

  add(ids: IdWords, row: number, value: number): void {
    const words = ids.map((column) => column[row]!);
    const entry = { words, value };
    const known = this.#entries.get(words[0]!);
    if (known === undefined) this.#entries.set(words[0]!, [entry]);
    else known.push(entry);
  }

  /** The value of an identifier; -1 where there is none. */
  get(ids: IdWords, row: number): number {
    const entries = this.#entries.get(ids[0][row]!);
    if (entries === undefined) return -1;
    const found = entries.find(({ words }) =>
      words[1] === ids[1][row] && words[2] === ids[2][row] && words[3] === ids[3][row]
    );
    return found?.value ?? -1;
  }
}

/**
 * The place of an entity's key among its fields.
 *
 * @param entity The entity.
 * @returns A place; -1 where it has none.
 */
export function keyPlace(entity: Entity): number {
  return entity.fields.findIndex(({ key }) => key === true);
}

/** The identifiers in a column. */
function idsOf(batch: Batch, place: number): IdWords {
  const column = batch.columns[place];
  if (column?.kind !== "id") {
    throw new TypeError(`defects need identifiers in ${batch.entity.plural}`);
  }
  return column.values;
}

/**
 * The reference of an entity that leads to its account.
 *
 * @param entity The entity.
 * @param root Plural name of the accounts.
 * @param known Plural names of the entities before it.
 * @returns The field's place and the entity it names; undefined where there is none.
 */
export function parentOf(
  entity: Entity,
  root: string,
  known: readonly string[],
): { readonly place: number; readonly parent: string } | undefined {
  const references = entity.fields.flatMap(({ reference, nullable }, place) =>
    reference === undefined || nullable === true || !known.includes(reference.entity)
      ? []
      : [{ place, parent: reference.entity }]
  );
  return references.find(({ parent }) => parent === root) ?? references[0];
}

/**
 * Entities through which rows are followed to their accounts.
 *
 * @param wanted Plural names of the entities that are asked for.
 * @param entities All entities, in the order of their references.
 * @returns Plural names of those and of what leads to their accounts, in order.
 */
export function closeOver(wanted: Iterable<string>, entities: readonly Entity[]): string[] {
  const root = entities[0]!.plural;
  const known = entities.map(({ plural }) => plural);
  const all = new Set<string>([root]);
  const add = (plural: string) => {
    if (all.has(plural)) return;
    const place = known.indexOf(plural);
    const parent = parentOf(entities[place]!, root, known.slice(0, place))?.parent;
    all.add(plural);
    if (parent !== undefined) add(parent);
  };
  for (const plural of wanted) add(plural);
  return known.filter((plural) => all.has(plural));
}

/**
 * Finds the rows of some accounts.
 *
 * @param batches Batches of one run of accounts, in the order of their references; the first is the accounts'.
 * @param accounts Rows of the accounts that are looked for.
 * @returns For each of them the places of its rows, by plural name.
 */
export function placeRows(
  batches: readonly Batch[],
  accounts: readonly number[],
): ReadonlyMap<string, readonly number[]>[] {
  const found = accounts.map((row) =>
    new Map<string, number[]>([[batches[0]!.entity.plural, [row]]])
  );
  const root = batches[0]!;
  const ids = new Map<string, IdMap>();
  const rootIds = new IdMap();
  accounts.forEach((row, slot) => rootIds.add(idsOf(root, keyPlace(root.entity)), row, slot));
  ids.set(root.entity.plural, rootIds);
  for (const batch of batches.slice(1)) {
    const { entity, count } = batch;
    const link = parentOf(entity, root.entity.plural, [...ids.keys()]);
    if (link === undefined) continue;
    const parents = ids.get(link.parent)!;
    const own = new IdMap();
    const references = idsOf(batch, link.place);
    const key = keyPlace(entity);
    const keys = key === -1 ? undefined : idsOf(batch, key);
    for (let row = 0; row < count; row++) {
      const slot = parents.get(references, row);
      if (slot === -1) continue;
      if (keys !== undefined) own.add(keys, row, slot);
      const rows = found[slot]!.get(entity.plural);
      if (rows === undefined) found[slot]!.set(entity.plural, [row]);
      else rows.push(row);
    }
    ids.set(entity.plural, own);
  }
  return found;
}

/**
 * What a pass remembers of an entity: which columns rules will ask for, and the keys.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { RowRule } from "../core/rule.ts";
import type { EntityMemory } from "./check.ts";
import { isNumeric } from "./decoded_column.ts";
import { FieldDecoder } from "./decoder.ts";
import { IdTable } from "./id_table.ts";
import type { Interner } from "./interner.ts";
import { KeptColumn } from "./kept_column.ts";
import { inputsOf } from "./row_rule.ts";

/**
 * Opens the memory of an entity.
 *
 * @param entity The entity.
 * @param entities All entities of the dataset.
 * @param rules All rules of the dataset.
 * @param words Gives words their numbers; shared by all entities.
 * @param sources Files that hold each entity.
 * @returns Nothing read yet.
 */
export function openMemory(
  entity: Entity,
  entities: readonly Entity[],
  rules: readonly RowRule[],
  words: Interner,
  sources: ReadonlyMap<string, readonly string[]>,
): EntityMemory {
  const uses = rules.flatMap((rule) => usesOf(rule, entities))
    .filter((use) => use.entity === entity.plural);
  const decoders = entity.fields.map((field, place) =>
    new FieldDecoder(
      field,
      place,
      words,
      uses.some((use) => use.field === field.name && use.isWord),
    )
  );
  const keptNames = new Set(uses.filter((use) => use.isKept).map((use) => use.field));
  const keyPlace = entity.fields.findIndex(({ key, kind }) => key === true && kind === "id");
  return {
    entity,
    sources: sources.get(entity.plural) ?? [],
    decoders,
    keys: keyPlace === -1 ? undefined : new IdTable(),
    keyPlace,
    targets: new Set(
      entity.fields.flatMap(({ reference }) => reference === undefined ? [] : [reference.entity]),
    ),
    targetRooms: entity.fields.map(() => new Int32Array(0)),
    kept: new Map(
      entity.fields.flatMap((field, place): [string, KeptColumn][] =>
        keptNames.has(field.name)
          ? [[field.name, new KeptColumn(decoders[place]!.column, words)]]
          : []
      ),
    ),
    isRead: false,
    rowCount: 0,
  };
}

/** How a rule uses a field. */
interface FieldUse {
  readonly entity: string;
  readonly field: string;
  /** Its values need numbers as words. */
  readonly isWord: boolean;
  /** Other entities' rows look at it. */
  readonly isKept: boolean;
}

function usesOf(rule: RowRule, entities: readonly Entity[]): FieldUse[] {
  const owner = entities.find(({ plural }) => plural === rule.entity);
  const own = owner?.fields.find(({ name }) => name === rule.field);
  if (owner === undefined || own === undefined) {
    throw new TypeError(`rule ${rule.code} is about an unknown field ${rule.entity}.${rule.field}`);
  }
  const isWord = rule.kind === "words" || (rule.kind === "equal" && isWordLike(own));
  const areInputsWords = isWord || rule.kind === "prefix";
  const inputs = inputsOf(rule).map((input): FieldUse => {
    const [first, second] = input.split(".");
    if (second === undefined) {
      return { entity: owner.plural, field: first!, isWord: areInputsWords, isKept: false };
    }
    const { reference } = owner.fields.find(({ name }) => name === first) ?? {};
    if (reference === undefined) {
      throw new TypeError(`rule ${rule.code} looks through "${first}", which is no reference`);
    }
    return { entity: reference.entity, field: second, isWord: areInputsWords, isKept: true };
  });
  return [{ entity: owner.plural, field: own.name, isWord, isKept: false }, ...inputs];
}

function isWordLike(field: Field): boolean {
  return field.kind === "word" || isNumeric(field);
}

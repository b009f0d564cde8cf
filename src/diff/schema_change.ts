/**
 * What differs between the definitions of two sides.
 *
 * @module
 */
import type { OptionFacts } from "../core/dataset.ts";
import type { TableShape } from "./shape.ts";

/** One difference of schema. */
export interface SchemaChange {
  readonly kind:
    | "entity-added"
    | "entity-removed"
    | "field-added"
    | "field-removed"
    | "field-changed"
    | "field-moved"
    | "option-added"
    | "option-removed"
    | "option-changed";
  /** Plural name of the entity; absent for options. */
  readonly entity?: string;
  /** Name of the field or option. */
  readonly name?: string;
  /** What of it: `type`, `required`, `enum`, `reference`, `default` ... */
  readonly member?: string;
  readonly a?: string;
  readonly b?: string;
}

/**
 * Compares tables, fields and their members.
 *
 * @param a Shapes of the first side, by table.
 * @param b Shapes of the second.
 * @returns Changes from A to B, in the order of the tables of A, then of B.
 */
export function compareShapes(
  a: ReadonlyMap<string, TableShape>,
  b: ReadonlyMap<string, TableShape>,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const [entity, shape] of a) {
    const other = b.get(entity);
    if (other === undefined) changes.push({ kind: "entity-removed", entity });
    else changes.push(...compareFields(shape, other));
  }
  for (const entity of b.keys()) {
    if (!a.has(entity)) changes.push({ kind: "entity-added", entity });
  }
  return changes;
}

function compareFields(a: TableShape, b: TableShape): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const entity = a.name;
  const before = new Map(a.fields.map((field) => [field.name, field]));
  const after = new Map(b.fields.map((field) => [field.name, field]));
  for (const [name, field] of before) {
    const other = after.get(name);
    if (other === undefined) {
      changes.push({ kind: "field-removed", entity, name, a: field.typeText });
      continue;
    }
    const members = [...new Set([...field.members.keys(), ...other.members.keys()])];
    if (field.isKey !== other.isKey) {
      const show = (isKey: boolean) => isKey ? "yes" : "no";
      const [was, is] = [show(field.isKey), show(other.isKey)];
      changes.push({ kind: "field-changed", entity, name, member: "key", a: was, b: is });
    }
    for (const member of members) {
      const [was, is] = [field.members.get(member), other.members.get(member)];
      if (was === is) continue;
      changes.push({
        ...{ kind: "field-changed", entity, name, member },
        ...(was === undefined ? {} : { a: was }),
        ...(is === undefined ? {} : { b: is }),
      });
    }
  }
  for (const [name, field] of after) {
    if (!before.has(name)) {
      changes.push({ kind: "field-added", entity, name, b: field.typeText });
    }
  }
  const common = (shape: TableShape, others: ReadonlyMap<string, unknown>) =>
    shape.fields.map(({ name }) => name).filter((name) => others.has(name));
  const [orderA, orderB] = [common(a, after), common(b, before)];
  orderA.forEach((name, place) => {
    if (orderB[place] === name || orderA.slice(0, place).some((at, i) => orderB[i] !== at)) return;
    changes.push({
      kind: "field-moved",
      ...{ entity, name },
      member: "order",
      a: `place ${place + 1}`,
      b: `place ${orderB.indexOf(name) + 1}`,
    });
  });
  return changes;
}

/**
 * Compares the options of two datasets.
 *
 * @param a Options of the first.
 * @param b Options of the second.
 * @returns Changes from A to B.
 */
export function compareOptions(
  a: readonly OptionFacts[],
  b: readonly OptionFacts[],
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const option of a) {
    const { name } = option;
    const other = b.find((member) => member.name === name);
    if (other === undefined) {
      changes.push({ kind: "option-removed", name, a: option.defaultValue });
      continue;
    }
    const members = {
      default: [option.defaultValue, other.defaultValue],
      values: [option.values?.join(","), other.values?.join(",")],
    } as const;
    for (const [member, [was, is]] of Object.entries(members)) {
      if (was === is) continue;
      changes.push({
        ...{ kind: "option-changed", name, member },
        ...(was === undefined ? {} : { a: was }),
        ...(is === undefined ? {} : { b: is }),
      });
    }
  }
  for (const { name, defaultValue } of b) {
    if (!a.some((option) => option.name === name)) {
      changes.push({ kind: "option-added", name, b: defaultValue });
    }
  }
  return changes;
}

/**
 * Which records the rows of each entity leave behind, so that what holds between rows can be checked when all
 * were read: keys, references, unique values, counts, and the values that rules compare across a reference.
 *
 * A record is a run of 32-bit words: a 64-bit hash of the value by which rows find each other, the row's
 * index, and what rules look at.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type {
  CompareRule,
  CountRule,
  EqualRule,
  JoinedRule,
  LevelRule,
  RowRule,
  SumRule,
  UniqueRule,
} from "../core/rule.ts";
import { type LevelPackings, type Packing, packLevels } from "./level_slots.ts";
import { inputsOf } from "./rules/mod.ts";
import { parseInput, placeOf } from "./rules/input.ts";

/** Words of a record before its slots: two of the hash, and the row. */
export const HEAD_WORDS = 3;

/** A rule between a row and one that it refers to. */
export type CrossRule = EqualRule | JoinedRule | CompareRule;

/** A rule that looks through a reference. */
type ReferenceRule = CrossRule | LevelRule;

/** What stands in a slot. */
export type SlotValue =
  /** A hash of a field's value or of joined texts, 1 word: 0 where the rule is passed over. */
  | {
    readonly kind: "hash";
    readonly parts: JoinedRule["parts"];
    /** Whether it is compared with that of joined texts, which are hashed one after the other. */
    readonly isJoined: boolean;
  }
  /** A number, 2 words: NaN where the rule is passed over. */
  | { readonly kind: "number"; readonly field: string }
  /** Classes of the row for rules of levels. */
  | { readonly kind: "classes"; readonly packing: Packing }
  /** Levels of the row for rules of the rows that refer to it. */
  | { readonly kind: "levels"; readonly packing: Packing; readonly child: Entity };

/** A run of words in a record. */
export interface Slot {
  /** First word in the record. */
  readonly at: number;
  readonly value: SlotValue;
  /** The rule whose condition decides whether it is filled; undefined: always. */
  readonly rule?: RowRule;
}

/** A rule of a relation and where both sides of it stand. */
export interface CrossPlan {
  readonly rule: CrossRule;
  readonly childAt: number;
  readonly parentAt: number;
}

/** Rules of levels of a relation, and where the numbers of both sides stand. */
export interface LevelPlan {
  readonly packings: LevelPackings;
  readonly classesAt: number;
  readonly levelsAt: number;
}

/** Rows of one entity that refer to rows of another. */
export interface Relation {
  readonly child: Entity;
  /** Place of the reference. */
  readonly place: number;
  readonly parent: Entity;
  readonly rules: readonly CrossPlan[];
  readonly levels?: LevelPlan;
}

/** A rule of a count or sum, and where the number stands in the records of the rows that claim it. */
export interface CountPlan {
  readonly rule: CountRule | SumRule;
  readonly parent: Entity;
  readonly child: Entity;
  readonly place: number;
  readonly parentAt: number;
  /** Where the number to be added stands in the records of the rows that are added up; -1 for counts. */
  readonly childAt: number;
}

/** Records of one kind that the rows of an entity leave. */
export interface StreamPlan {
  /** Unique in the dataset. */
  readonly name: string;
  readonly entity: Entity;
  /** Places of the fields whose values make the hash; none: the row's index. */
  readonly places: readonly number[];
  /** Parts of texts that make the hash, where it is not whole values. */
  readonly inputs?: readonly string[];
  readonly slots: readonly Slot[];
  /** Words of a record. */
  readonly width: number;
  /** Whether two words behind the head hold a hash of the whole row. */
  readonly hasRowHash: boolean;
  /** The rule whose condition decides whether a row leaves a record. */
  readonly rule?: Pick<RowRule, "when">;
}

/** What all rows of a dataset leave. */
export interface DatasetLayout {
  readonly keys: ReadonlyMap<Entity, StreamPlan>;
  readonly relations: readonly { readonly relation: Relation; readonly stream: StreamPlan }[];
  readonly uniques: readonly { readonly rule: UniqueRule; readonly stream: StreamPlan }[];
  readonly counts: readonly { readonly plan: CountPlan; readonly stream: StreamPlan }[];
  /** For the comparison of files that hold the same entity. */
  readonly agreements: ReadonlyMap<Entity, StreamPlan>;
}

/**
 * Plans the records of a dataset.
 *
 * @param entities Its entities.
 * @param rules Its rules between rows.
 * @returns The plan, the same for the same dataset.
 * @throws {TypeError} if a rule names a field or reference that there is not.
 */
export function planLayout(
  entities: readonly Entity[],
  rules: readonly RowRule[],
): DatasetLayout {
  const entityOf = (plural: string) => {
    const entity = entities.find((member) => member.plural === plural);
    if (entity === undefined) throw new TypeError(`there is no entity "${plural}"`);
    return entity;
  };
  for (const rule of rules) placeOf(entityOf(rule.entity), rule.field);
  const claims = new Map(entities.map((entity) => [entity, new SlotList()]));
  const counts = rules.filter((rule): rule is CountRule | SumRule =>
    rule.kind === "count" || rule.kind === "sum"
  ).map((rule) => planCount(rule, entityOf, claims));
  const relations = entities.flatMap((child) =>
    child.fields.flatMap((field, place) => {
      const parent = entities.find(({ plural }) => plural === field.reference?.entity);
      if (parent === undefined) return [];
      const own = rules.filter((rule): rule is ReferenceRule =>
        rule.entity === child.plural && viaOf(rule) === field.name
      );
      return [planRelation(child, place, parent, own, claims.get(parent)!)];
    })
  );
  for (const rule of rules) {
    const via = viaOf(rule);
    if (via === undefined) continue;
    const { reference } = entityOf(rule.entity).fields[placeOf(entityOf(rule.entity), via)]!;
    if (reference === undefined) {
      throw new TypeError(`rule ${rule.code} looks through "${via}", which is no reference`);
    }
  }
  return {
    keys: new Map(entities.flatMap((entity): [Entity, StreamPlan][] => {
      const place = entity.fields.findIndex(({ key }) => key === true);
      if (place === -1) return [];
      const { slots, end } = claims.get(entity)!;
      return [[entity, stream(`keys ${entity.plural}`, entity, [place], slots, end)]];
    })),
    relations,
    uniques: rules.filter((rule): rule is UniqueRule => rule.kind === "unique").map((rule) => {
      const entity = entityOf(rule.entity);
      const inputs = [rule.field, ...rule.inputs ?? []];
      const places = inputs.map((input) => placeOf(entity, parseInput(input).field));
      return {
        rule,
        stream: { ...stream(`unique ${rule.code}`, entity, places, [], HEAD_WORDS), inputs, rule },
      };
    }),
    counts,
    agreements: new Map(entities.map((entity) => {
      const place = entity.fields.findIndex(({ key }) => key === true);
      const places = place === -1 ? [] : [place];
      const plan = stream(`rows ${entity.plural}`, entity, places, [], HEAD_WORDS + 2);
      return [entity, { ...plan, hasRowHash: true }];
    })),
  };
}

/**
 * The streams that rows of an entity leave records in.
 *
 * @param layout The plan.
 * @param entity The entity.
 * @param isFirst Whether the file is the first that holds the entity.
 * @param isCompared Whether several files hold it.
 * @returns Streams, in one order.
 */
export function streamsOf(
  layout: DatasetLayout,
  entity: Entity,
  isFirst: boolean,
  isCompared: boolean,
): StreamPlan[] {
  const key = layout.keys.get(entity);
  const lists = isFirst
    ? [
      ...(key === undefined ? [] : [key]),
      ...[...layout.relations, ...layout.uniques, ...layout.counts].map(({ stream }) => stream)
        .filter((plan) => plan.entity === entity),
    ]
    : [];
  return isCompared ? [...lists, layout.agreements.get(entity)!] : lists;
}

/** The reference through which a rule looks at another row. */
function viaOf(rule: RowRule): string | undefined {
  const vias = new Set(inputsOf(rule).map((input) => parseInput(input).via));
  const [via] = vias;
  if (vias.size === 0 || (vias.size === 1 && via === undefined)) return undefined;
  const isCross = rule.kind === "equal" || rule.kind === "joined" || rule.kind === "compare";
  if (vias.size > 1 || !(isCross || rule.kind === "level")) {
    throw new TypeError(`rule ${rule.code} can't look at other rows so: see core/rule.ts`);
  }
  if (rule.kind === "compare" && rule.shift?.monthsBy !== undefined) {
    throw new TypeError(`rule ${rule.code} can't shift a value of another row by a field`);
  }
  return via;
}

function stream(
  name: string,
  entity: Entity,
  places: readonly number[],
  slots: readonly Slot[],
  width: number,
): StreamPlan {
  return { name, entity, places, slots, width, hasRowHash: false };
}

/** Slots of the records of one stream. */
class SlotList {
  readonly slots: Slot[] = [];
  end = HEAD_WORDS;
  readonly #known = new Map<string, number>();

  add(value: Extract<SlotValue, { kind: "hash" | "number" }>, rule?: RowRule): number {
    const name = JSON.stringify([value, rule?.when]);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const at = this.end;
    this.slots.push(rule === undefined ? { at, value } : { at, value, rule });
    this.end += value.kind === "hash" ? 1 : 2;
    this.#known.set(name, at);
    return at;
  }

  /** Adds numbers of rules of levels. */
  addPacked(value: SlotValue & { readonly packing: Packing }): number {
    const at = this.end;
    this.slots.push({ at, value });
    this.end += value.packing.width;
    return at;
  }
}

function planRelation(
  child: Entity,
  place: number,
  parent: Entity,
  rules: readonly ReferenceRule[],
  claims: SlotList,
): { relation: Relation; stream: StreamPlan } {
  const own = new SlotList();
  const levelRules = rules.filter((rule) => rule.kind === "level");
  const levels = levelRules.length === 0 ? {} : {
    levels: planLevels(levelRules, child, parent, own, claims),
  };
  const plans = rules.filter((rule) => rule.kind !== "level").map((rule): CrossPlan => {
    const strip = (input: string) => input.slice(input.indexOf(".") + 1);
    if (rule.kind === "compare") {
      placeOf(parent, strip(rule.input));
      const parentAt = claims.add({ kind: "number", field: strip(rule.input) });
      return { rule, parentAt, childAt: own.add({ kind: "number", field: rule.field }, rule) };
    }
    const given = rule.kind === "joined" ? rule.parts : [{ input: rule.input }];
    const parts = given.map((part) =>
      typeof part === "string" ? part : { input: strip(part.input) }
    );
    for (const part of parts) {
      if (typeof part !== "string") placeOf(parent, parseInput(part.input).field);
    }
    const isJoined = rule.kind === "joined";
    const parentAt = claims.add({ kind: "hash", parts, isJoined });
    const value: SlotValue = { kind: "hash", parts: [{ input: rule.field }], isJoined };
    return { rule, parentAt, childAt: own.add(value, rule) };
  });
  const { name } = child.fields[place]!;
  return {
    relation: { child, place, parent, rules: plans, ...levels },
    stream: stream(`references ${child.plural}.${name}`, child, [place], own.slots, own.end),
  };
}

function planLevels(
  rules: readonly LevelRule[],
  child: Entity,
  parent: Entity,
  own: SlotList,
  claims: SlotList,
): LevelPlan {
  for (const { facts } of rules) for (const name of facts) placeOf(parent, name);
  const packings = packLevels(rules, child);
  return {
    packings,
    classesAt: own.addPacked({ kind: "classes", packing: packings.classes }),
    levelsAt: claims.addPacked({ kind: "levels", packing: packings.levels, child }),
  };
}

function planCount(
  rule: CountRule | SumRule,
  entityOf: (plural: string) => Entity,
  claims: ReadonlyMap<Entity, SlotList>,
): { plan: CountPlan; stream: StreamPlan } {
  const parent = entityOf(rule.entity);
  const child = entityOf(rule.of.entity);
  const place = placeOf(child, rule.of.by);
  if (child.fields[place]!.reference?.entity !== parent.plural) {
    throw new TypeError(`rule ${rule.code} counts by "${rule.of.by}", which refers to others`);
  }
  const own = new SlotList();
  let childAt = -1;
  if (rule.kind === "sum") {
    const added = child.fields[placeOf(child, rule.of.field)]!;
    if ((added.scale ?? 0) !== (parent.fields[placeOf(parent, rule.field)]!.scale ?? 0)) {
      throw new TypeError(`rule ${rule.code} adds up numbers of another scale`);
    }
    childAt = own.add({ kind: "number", field: rule.of.field });
  }
  const parentAt = claims.get(parent)!.add({ kind: "number", field: rule.field }, rule);
  const { when } = rule.of;
  const base = stream(`counts ${rule.code}`, child, [place], own.slots, own.end);
  return {
    plan: { rule, parent, child, place, parentAt, childAt },
    stream: { ...base, rule: when === undefined ? {} : { when } },
  };
}

/**
 * What all accounts of a plan share: its seed, its options, the random streams derived from them, and
 * whatever is computed once for all of them.
 *
 * @module
 */
import type { RowPlan } from "../../core/dataset.ts";
import { type EntityStream, type FieldStream, openStream } from "../../random/stream.ts";
import { AUTO_FACTS } from "./facts.ts";

/** Version of the dataset: part of every address, so that no two versions share a draw. */
export const VERSION = AUTO_FACTS.version;

/** Row indices an account takes of each entity: powers of two, larger than any account's number of rows. */
export const STRIDES = { account: 1, address: 256, person: 256, vehicle: 256 } as const;

/** Something that is computed once for all accounts of a plan, when something first asks for it. */
export interface Shared<T> {
  /** Computes it. */
  readonly compute: (world: World) => T;
}

/**
 * Defines something that all accounts of a plan share: a sampler, a table, a key.
 *
 * @param compute Computes it, as a pure function of the world.
 * @returns What {@link World.get} takes; a constant of its module.
 */
export function defineShared<T>(compute: (world: World) => T): Shared<T> {
  return { compute };
}

/** Something that follows from some of the plan's options alone, so that plans of other seeds share it too. */
export interface OptionShared<T, Name extends string = string> extends Shared<T> {
  /** Names of those options; none for a constant of the dataset. */
  readonly names: readonly Name[];
}

/** What can be seen of a world where only some options count. */
export interface OptionWorld<Name extends string> {
  /** The options that count. */
  readonly options: { readonly [name in Name]?: string };
  /** Something that follows from no other options. */
  get<T>(shared: OptionShared<T, Name>): T;
}

/**
 * Defines something that follows from some options of a plan: it is computed once and kept for the next plan with the
 * same, so that many small plans do not pay for it each.
 *
 * @param names Names of the options; none for a constant of the dataset.
 * @param compute Computes it, as a pure function of these options.
 * @returns What {@link World.get} takes; a constant of its module. It holds the value of the last options.
 */
export function defineByOptions<T, const Name extends string>(
  names: readonly Name[],
  compute: (world: OptionWorld<Name>) => T,
): OptionShared<T, Name> {
  let last: { readonly values: readonly (string | undefined)[]; readonly made: T } | undefined;
  return {
    names,
    compute: (world) => {
      const values = names.map((name) => world.options[name]);
      if (last === undefined || last.values.some((value, at) => value !== values[at])) {
        const options: Readonly<Record<Name, string>> = world.options;
        last = { values, made: compute({ options, get: (shared) => world.get(shared) }) };
      }
      return last.made;
    },
  };
}

/** What all accounts of a plan share. */
export class World {
  readonly #shared = new Map<Shared<unknown>, unknown>();
  readonly #streams = new Map<string, EntityStream>();
  readonly #fields = new Map<string, FieldStream>();

  /**
   * @param seed Seed of the plan.
   * @param options Options of the plan, by name, in their normal form.
   */
  constructor(readonly seed: bigint, readonly options: Readonly<Record<string, string>>) {}

  /**
   * What all accounts share.
   *
   * @param shared Its definition; it must not depend on itself.
   * @returns Its value: the same object at each call, read only.
   */
  get<T>(shared: Shared<T>): T {
    if (!this.#shared.has(shared)) this.#shared.set(shared, shared.compute(this));
    return this.#shared.get(shared) as T;
  }

  /**
   * The random stream of an entity.
   *
   * @param entity Singular name of the entity.
   * @returns The stream, opened once.
   */
  stream(entity: string): EntityStream {
    let stream = this.#streams.get(entity);
    if (stream === undefined) {
      stream = openStream(this.seed, VERSION, entity);
      this.#streams.set(entity, stream);
    }
    return stream;
  }

  /**
   * The random words of a field.
   *
   * @param entity Singular name of the entity.
   * @param name Name of the field, or of what else is drawn.
   * @returns The words, opened once.
   */
  field(entity: string, name: string): FieldStream {
    const key = `${entity}.${name}`;
    let field = this.#fields.get(key);
    if (field === undefined) {
      field = this.stream(entity).field(name);
      this.#fields.set(key, field);
    }
    return field;
  }
}

/**
 * Opens the world of a plan.
 *
 * @param plan Seed and options.
 * @returns What all its accounts share.
 */
export function openWorld(plan: RowPlan): World {
  return new World(plan.seed, plan.options);
}

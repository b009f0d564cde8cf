/**
 * What a change set is: two plans that differ in the day they look at alone, and the files that lead from the one
 * to the other.
 *
 * @module
 */
import { type Dataset, type DatasetFacts, dayOf, findDayOption } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import { describeNames } from "../core/suggest.ts";
import { findFormat } from "../export/mod.ts";

/** Formats in which changes are written, in the order of files. */
export const CHANGE_FORMATS = ["ndjson", "csv"] as const;

/** A format of changes. */
export type ChangeFormat = typeof CHANGE_FORMATS[number];

/** Kinds of change, by the letters that Debezium gives them. */
export const OPERATIONS = ["c", "u", "d"] as const;

/** A kind of change: `c` a row that is new, `u` one that differs, `d` one that is gone. */
export type Operation = typeof OPERATIONS[number];

/** A change set to make. */
export interface ChangePlan {
  readonly dataset: Dataset;
  /** The earlier world. */
  readonly from: Plan;
  /** The later world: the same plan on another day. */
  readonly to: Plan;
  readonly since: string;
  readonly asOf: string;
  readonly entities: readonly Entity[];
  readonly formats: readonly ChangeFormat[];
  /** Whether updates are left out in which fields moved with the day alone. */
  readonly skipsClock: boolean;
}

/** What plans changes. */
export interface ChangeRequest {
  /** The later world: dataset, seed, accounts, day, entities. */
  readonly plan: Plan;
  readonly dataset: Dataset;
  /** The earlier day, as it was written. */
  readonly since: string;
  /** Names of formats. Default: all of {@link CHANGE_FORMATS}. */
  readonly formats?: readonly string[];
  /** Leave out updates in which fields moved with the day alone. Default false. */
  readonly skipsClock?: boolean;
}

/**
 * Plans the changes between two days.
 *
 * @param request The later world and the earlier day.
 * @returns The change set to make; empty where both days are the same.
 * @throws {EsdhError} USAGE if the dataset has no days, the earlier day is none or lies behind the later one, or a
 * format can't hold changes.
 */
export function planChanges(
  { plan, dataset, since, formats, skipsClock = false }: ChangeRequest,
): ChangePlan {
  const option = findDayOption(dataset);
  const asOf = dayOf(dataset, plan.options);
  if (option === undefined || asOf === undefined) {
    throw new EsdhError("USAGE", `--since: dataset ${dataset.name} has no days to look at`, {
      hint: "give --dataset with one that can be looked at on another day, such as auto",
    });
  }
  let earlier: string;
  try {
    earlier = option.normalize(since);
  } catch (cause) {
    if (!(cause instanceof EsdhError)) throw cause;
    throw new EsdhError("USAGE", cause.message.replace(`--${option.name}`, "--since"), {
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      cause,
    });
  }
  // Days in this form have the order of their texts.
  if (earlier > asOf) {
    throw new EsdhError("USAGE", `--since ${earlier} lies behind --${option.name} ${asOf}`, {
      hint: asOf === option.defaultValue
        ? `changes lead from an earlier day to a later one: give that with --${option.name}`
        : "changes lead from an earlier day to a later one: swap the two",
    });
  }
  const given = formats ?? CHANGE_FORMATS;
  const unfit = given.filter((name) => !CHANGE_FORMATS.some((format) => format === name));
  if (unfit.length > 0) {
    throw new EsdhError("USAGE", `changes can't be written as ${unfit.join(" or ")}`, {
      hint: describeNames(unfit[0]!, CHANGE_FORMATS),
    });
  }
  const wanted = new Set(plan.outputs.flatMap(({ entities }) => entities));
  return {
    ...{ dataset, since: earlier, asOf, to: plan, skipsClock },
    from: { ...plan, options: { ...plan.options, [option.name]: earlier } },
    entities: dataset.entities.filter(({ plural }) => wanted.has(plural)),
    formats: CHANGE_FORMATS.filter((format) => given.includes(format)),
  };
}

/**
 * File name of the changes of an entity.
 *
 * @param dataset The dataset.
 * @param entity The entity.
 * @param format The format.
 * @returns For example `vehicles_changes_auto.ndjson`: no name of a snapshot's file.
 */
export function changeFileName(
  dataset: Pick<DatasetFacts, "slug">,
  entity: Entity,
  format: ChangeFormat,
): string {
  return `${entity.plural}_changes_${dataset.slug}.${findFormat(format).extension}`;
}

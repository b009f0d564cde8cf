/**
 * The check that finds nothing wrong: it shows the rows of a validation to the tallies of measures, so that one
 * reading serves both.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import type { Check } from "../validate/check.ts";
import type { Measure, MeasureContext, Tally } from "./measures/measure.ts";
import { MEASURE_SOURCES } from "./measures/mod.ts";

/** Name of the check. */
export const MEASURES = "measures";

/**
 * The measures that suit a dataset.
 *
 * @param context The dataset and the options of the plan.
 * @returns Measures whose fields it defines, in the order of the registry.
 */
export function planMeasures(context: MeasureContext): Measure[] {
  return MEASURE_SOURCES.flatMap(({ plan }) => plan(context)).filter(({ tallies }) =>
    Object.values(tallies).every((tally) => hasFields(context.dataset, tally))
  );
}

/**
 * What measures may know of a snapshot.
 *
 * @param dataset Its dataset.
 * @param plan The plan that made it, where it is known.
 * @returns The options of the plan, with the defaults of those it leaves out.
 */
export function contextOf(
  dataset: Dataset,
  plan: { readonly options: Readonly<Record<string, string>> } | undefined,
): MeasureContext {
  const defaults = dataset.options.map(({ name, defaultValue }) => [name, defaultValue]);
  return { dataset, options: { ...Object.fromEntries(defaults), ...plan?.options } };
}

/** Sums of tallies, by id. */
export type TallySums = Map<string, unknown>;

/**
 * Whether a dataset's definition has what a tally reads.
 *
 * @param dataset The dataset.
 * @param tally The tally.
 * @returns True where entity and fields are there.
 */
export function hasFields({ entities }: Dataset, { entity, fields }: Tally): boolean {
  const found = entities.find(({ plural }) => plural === entity);
  return found !== undefined &&
    fields.every((field) => found.fields.some(({ name }) => name === field));
}

/**
 * The tallies of all measures that suit a dataset.
 *
 * @param context The dataset and the options of the plan.
 * @returns Tallies by id.
 */
export function planTallies(context: MeasureContext): Map<string, Tally> {
  const all = new Map<string, Tally>();
  for (const { tallies } of planMeasures(context)) {
    for (const tally of Object.values(tallies)) all.set(tally.id, tally);
  }
  return all;
}

/**
 * Makes the check.
 *
 * @param context Its measures are taken.
 * @param sums Takes the sums; what a thread hands over is added in the main one.
 * @returns The check.
 */
export function tallyCheck(context: MeasureContext, sums: TallySums = new Map()): Check {
  const all = planTallies(context);
  const talliesOf = (name: string) => [...all.values()].filter(({ entity }) => entity === name);
  return {
    name: MEASURES,
    title: "what the report measures",
    wordFields: ({ plural }, isFirst) =>
      isFirst ? talliesOf(plural).flatMap(({ wordFields = [] }) => wordFields) : [],
    openRows({ entity, columns, words, isFirst }) {
      if (!isFirst) return { counts: {}, rows() {} };
      const column = (field: string) =>
        columns[entity.fields.findIndex(({ name }) => name === field)]!;
      const runs = talliesOf(entity.plural).map((tally) => ({
        id: tally.id,
        run: tally.open({ entity, words, column }),
      }));
      return {
        counts: {},
        rows({ count }) {
          for (const { run } of runs) run.rows(count);
        },
        take: () => runs.map(({ id, run }) => [id, run.take()]),
      };
    },
    open: () => ({
      part(_table, taken) {
        for (const [id, part] of taken as [string, unknown][]) {
          sums.set(id, all.get(id)!.merge(sums.get(id), part));
        }
      },
      finish: () => ({ detail: "" }),
    }),
  };
}

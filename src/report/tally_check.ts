/**
 * The check that finds nothing wrong: it shows the rows of a validation to the tallies of measures, so that one
 * reading serves both.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import type { Check } from "../validate/check.ts";
import type { Measure, Tally } from "./measures/measure.ts";
import { MEASURE_SOURCES } from "./measures/mod.ts";

/** Name of the check. */
export const MEASURES = "measures";

/**
 * The measures that suit a dataset.
 *
 * @param dataset The dataset.
 * @returns Measures, in the order of the registry.
 */
export function planMeasures(dataset: Dataset): Measure[] {
  return MEASURE_SOURCES.flatMap(({ plan }) => plan(dataset));
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
 * Makes the check.
 *
 * @param dataset Its measures are taken.
 * @param sums Takes the sums; what a thread hands over is added in the main one.
 * @returns The check.
 */
export function tallyCheck(dataset: Dataset, sums: TallySums = new Map()): Check {
  const all = new Map<string, Tally>();
  for (const { tallies } of planMeasures(dataset)) {
    for (const tally of Object.values(tallies)) {
      if (hasFields(dataset, tally)) all.set(tally.id, tally);
    }
  }
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

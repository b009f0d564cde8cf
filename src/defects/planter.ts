/**
 * Plants defects into the batches between the source of rows and the encoders, so that every format gets the same.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import type { Dataset, RowSource } from "../core/dataset.ts";
import type { Defect } from "../core/defect.ts";
import type { Plan } from "../core/plan.ts";
import { closeOver, placeRows } from "./_accounts.ts";
import { makeAnswers } from "./_answers.ts";
import { DefectChoice } from "./_choice.ts";
import { applyWritings } from "./_edits.ts";
import { OpenPlanting, type Writing } from "./_planting.ts";
import { type DefectRequest, parseRequest } from "./request.ts";

/** What decides where defects are. */
export type PlantingPlan = Pick<
  Plan,
  "dataset" | "version" | "seed" | "records" | "options" | "outputs" | "defects"
>;

/** Changes the rows of a pass. Memory: a batch of each entity that a defect looks at. */
export class Planter {
  readonly #choice: DefectChoice;
  readonly #needed: readonly string[];
  readonly #made: readonly string[];
  #source: RowSource | undefined;
  #position = 0;
  #answerCount = 0;

  /**
   * @param dataset The dataset.
   * @param plan What decides rows and defects.
   * @param request The defects that are asked for.
   * @param defects All defects of the dataset.
   * @param maxCount Greatest number of accounts of a chunk.
   */
  constructor(
    readonly dataset: Dataset,
    readonly plan: PlantingPlan,
    request: DefectRequest,
    defects: readonly Defect[],
    readonly maxCount: number,
  ) {
    this.#choice = new DefectChoice(dataset, plan, request, defects, maxCount);
    const wanted = request.share > 0 ? defects : request.named.map(({ defect }) => defect);
    this.#needed = closeOver(wanted.flatMap(({ needs }) => needs), dataset.entities);
    this.#made = plan.outputs.flatMap(({ entities }) => entities);
  }

  /**
   * Plants the defects of a chunk.
   *
   * @param batches What the pass makes of it.
   * @param from Its first account.
   * @param to Behind its last account.
   * @param hasAnswers Whether the answer key is made in this pass.
   * @returns The batches with defects; one may have become several, one behind the other.
   */
  plant(batches: readonly Batch[], from: number, to: number, hasAnswers: boolean): Batch[] {
    const seen = this.#see(batches, from, to);
    const [root] = seen;
    const candidates = this.#choice.candidates(root!);
    const rows = [...candidates.keys()].sort((a, b) => a - b);
    const places = rows.length === 0 ? [] : placeRows(seen, rows);
    const named = new Map(seen.map((batch) => [batch.entity.plural, batch]));
    const accounts = rows.map((row, slot): readonly Writing[] => {
      for (const { defect, isDropped } of candidates.get(row)!) {
        const field = this.#choice.field(defect.code);
        const { states } = this.#choice;
        const planting = new OpenPlanting(defect, named, places[slot]!, states, row, field);
        defect.plant(planting);
        if (planting.writings.length > 0) return isDropped ? [] : planting.writings;
      }
      return [];
    });
    const byEntity = Map.groupBy(accounts.flat(), ({ row }) => row.entity);
    const changed = batches.flatMap((batch) => {
      const writings = byEntity.get(batch.entity.plural);
      return writings === undefined ? [batch] : applyWritings(batch, writings);
    });
    if (!hasAnswers) return changed;
    const entities = this.dataset.entities.filter(({ plural }) => this.#made.includes(plural));
    const answers = makeAnswers(accounts, entities, this.#answerCount);
    this.#answerCount += answers.count;
    return [...changed, answers];
  }

  /** The rows that defects look at: those of the pass where it makes all of them, else made once more. */
  #see(batches: readonly Batch[], from: number, to: number): readonly Batch[] {
    const made = batches.map(({ entity }) => entity.plural);
    if (this.#needed.every((plural) => made.includes(plural))) {
      return batches.filter(({ entity }) => this.#needed.includes(entity.plural));
    }
    if (this.#source === undefined) {
      this.#source = this.dataset.openRows(this.plan, this.#needed, this.maxCount, from);
    } else if (from > this.#position) this.#source.skip(from - this.#position);
    this.#position = to;
    return this.#source.next(to - from);
  }
}

/**
 * Opens the planter of a plan.
 *
 * @param dataset The plan's dataset.
 * @param plan The plan.
 * @param maxCount Greatest number of accounts of a chunk.
 * @returns The planter; undefined where the plan asks for no defects.
 */
export function openPlanter(
  dataset: Dataset,
  plan: PlantingPlan,
  maxCount: number,
): Planter | undefined {
  if (plan.defects === undefined) return undefined;
  const { defects } = dataset;
  return new Planter(
    dataset,
    plan,
    parseRequest(plan.defects, defects, dataset.name),
    defects,
    maxCount,
  );
}

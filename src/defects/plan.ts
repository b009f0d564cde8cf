/**
 * The defects of a plan: the form in which it holds them, and about how many there will be.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import { ANSWER } from "../core/defect.ts";
import type { Entity } from "../core/entity.ts";
import type { Format } from "../core/format.ts";
import type { Plan } from "../core/plan.ts";
import { canCarry, formatRequest, parseRequest, selectDefects } from "./request.ts";

type PlannedFormat = Pick<Format, "name" | "rowText" | "hasIndexes">;

/** Lines of the answer key that a defect has, on average. */
const LINES_OF_DEFECT = 2;

/**
 * Brings a request for defects to the form in which plans hold it. Of a share of all defects, those that the
 * formats can't hold are taken out: they stand in it with the number 0.
 *
 * @param text What was given.
 * @param dataset The dataset.
 * @param formats Formats of the files.
 * @param entities Plural names of the entities in the files.
 * @returns The normal form; undefined where no defect is asked for.
 * @throws {EsdhError} USAGE if it has another form, or a defect that is asked for by name can't be planted.
 */
export function planDefects(
  text: string,
  dataset: Pick<Dataset, "name" | "defects">,
  formats: readonly PlannedFormat[],
  entities: readonly string[],
): string | undefined {
  const { defects } = dataset;
  const request = parseRequest(text, defects, dataset.name);
  const wanted = request.named.filter(({ amount }) =>
    "share" in amount ? amount.share > 0 : amount.count > 0
  );
  selectDefects({ ...request, named: wanted }, defects, formats, entities);
  if (request.share === 0) {
    return wanted.length === 0 ? undefined : formatRequest({ share: 0, named: wanted });
  }
  const named = defects.flatMap((defect) => {
    const given = request.named.find((other) => other.defect === defect);
    if (given !== undefined) return [given];
    const isUnfit = formats.some((format) => !canCarry(defect.carrier ?? "any", format));
    return isUnfit ? [{ defect, amount: { count: 0 } }] : [];
  });
  return formatRequest({ share: request.share, named });
}

/**
 * The defects that a plan's formats can't hold, which were taken out of its share of all defects.
 *
 * @param dataset The plan's dataset.
 * @param plan The plan.
 * @returns Codes; none where nothing was taken out.
 */
export function listLeftOut(
  dataset: Pick<Dataset, "name" | "defects">,
  { defects }: Pick<Plan, "defects">,
): string[] {
  if (defects === undefined) return [];
  return parseRequest(defects, dataset.defects, dataset.name).named.flatMap(({ defect, amount }) =>
    "count" in amount && amount.count === 0 ? [defect.code] : []
  );
}

/**
 * Rows that a plan makes of an entity, on average an account.
 *
 * @param dataset The plan's dataset.
 * @param entity The entity; the answer key's too.
 * @param plan The plan.
 * @returns A number that is estimated for the answer key.
 */
export function rowsPerAccount(
  dataset: Dataset,
  entity: Entity,
  plan: Pick<Plan, "records" | "defects" | "options">,
): number {
  if (entity.plural !== ANSWER.plural) return dataset.rowsPerAccount(entity, plan.options);
  if (plan.defects === undefined || plan.records === 0) return 0;
  const { share, named } = parseRequest(plan.defects, dataset.defects, dataset.name);
  const all = named.reduce(
    (sum, { amount }) => sum + ("share" in amount ? amount.share : amount.count / plan.records),
    share,
  );
  return all * LINES_OF_DEFECT;
}

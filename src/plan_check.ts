/**
 * Checks a whole plan before any row is made: that this program knows all it names, and that its formats can hold
 * its rows.
 *
 * @module
 */
import type { Dataset } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { type Plan, spanOf } from "./core/plan.ts";
import { describeNames } from "./core/suggest.ts";
import { planDefects } from "./defects/plan.ts";
import { DATASETS } from "./datasets/mod.ts";
import { findFormat, FORMATS } from "./export/mod.ts";

/**
 * Checks a plan that was read from a file: that its dataset version, entities and formats exist here.
 *
 * @param plan The plan.
 * @throws {EsdhError} INVALID_PLAN with all that is wrong; REFUSED if a format can't hold the rows.
 */
export function checkPlan(plan: Plan): void {
  const problems: string[] = [];
  const dataset = DATASETS.find((member) => member.name === plan.dataset);
  if (dataset === undefined) {
    const hint = describeNames(plan.dataset, DATASETS.map((member) => member.name));
    problems.push(`unknown dataset "${plan.dataset}" (${hint})`);
  } else {
    if (dataset.version !== plan.version) {
      problems.push(
        `version "${plan.version}" of dataset ${dataset.name} (this program has "${dataset.version}")`,
      );
    }
    if (plan.records > dataset.maxRecords) {
      problems.push(`${plan.records} records (dataset ${dataset.name} has ${dataset.maxRecords})`);
    }
    problems.push(...checkOptions(dataset, plan.options));
    const names = dataset.entities.map(({ plural }) => plural);
    for (const name of plan.outputs.flatMap(({ entities }) => entities)) {
      if (!names.includes(name)) {
        problems.push(`unknown entity "${name}" (${describeNames(name, names)})`);
      }
    }
  }
  const formats = FORMATS.map((format) => format.name);
  for (const { format, entities } of plan.outputs) {
    if (!formats.includes(format)) {
      problems.push(`unknown format "${format}" (${describeNames(format, formats)})`);
    }
    if (entities.length === 0) problems.push(`format "${format}" without an entity`);
    if (new Set(entities).size !== entities.length) {
      problems.push(`format "${format}" with an entity twice`);
    }
  }
  if (plan.outputs.length === 0) problems.push("no output");
  if (new Set(plan.outputs.map(({ format }) => format)).size !== plan.outputs.length) {
    problems.push("a format twice");
  }
  if (problems.length === 0 && dataset !== undefined) problems.push(...checkDefects(dataset, plan));
  const { start, end } = spanOf(plan);
  if (start < 0 || start > end || end > plan.records) {
    problems.push(`accounts ${start} up to ${end} of ${plan.records}`);
  }
  if (problems.length === 0 && dataset !== undefined) checkLimits(plan, dataset);
  if (problems.length === 0) return;
  throw new EsdhError("INVALID_PLAN", `can't run this plan: ${problems.join("; ")}`, {
    hint: "use the version of this program that wrote the plan, or mend the plan",
  });
}

/** Of the accounts that fill a format by the estimate, this share is advised where their rows vary. */
const ADVISED_SHARE = 0.99;

/** An entity of which a format can't hold all rows. */
interface Overflow {
  readonly entity: string;
  readonly format: string;
  readonly rows: number;
  readonly limit: number;
  /** Accounts whose rows it can hold. */
  readonly accounts: number;
}

/** Fails where a format can't hold the rows, before any is made; tells the accounts that fit in all of them. */
function checkLimits(plan: Plan, dataset: Dataset): void {
  const { start, end } = spanOf(plan);
  const overflows = plan.outputs.flatMap(({ format, entities }): Overflow[] => {
    const limit = findFormat(format).limits?.rows;
    if (limit === undefined) return [];
    return dataset.entities.filter(({ plural }) => entities.includes(plural)).map((entity) => {
      const perAccount = dataset.rowsPerAccount(entity, plan.options);
      const share = Number.isInteger(perAccount) ? 1 : ADVISED_SHARE;
      return {
        entity: entity.plural,
        format,
        rows: Math.round((end - start) * perAccount),
        limit,
        accounts: Math.floor(limit / perAccount * share),
      };
    });
  }).toSorted((a, b) => a.accounts - b.accounts);
  if (overflows.every(({ rows, limit }) => rows <= limit)) return;
  const [least] = overflows;
  const told = overflows.filter(({ rows, limit }) => rows > limit)
    .map(({ entity, format, rows, limit }) =>
      `${entity} would have about ${rows} rows, and ${format} holds ${limit} of an entity`
    );
  throw new EsdhError("REFUSED", told.join("; "), {
    hint: `make at most about ${least!.accounts} accounts at once (an estimate) with --records, ` +
      "--range or --shard, or choose another --output-format",
  });
}

function checkDefects(dataset: Dataset, { defects, outputs }: Plan): string[] {
  if (defects === undefined) return [];
  try {
    const formats = outputs.map(({ format }) => findFormat(format));
    const entities = outputs.flatMap((output) => output.entities);
    const normal = planDefects(defects, dataset, formats, entities);
    return normal === defects ? [] : [`defects must be "${normal ?? ""}", are "${defects}"`];
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    return [`defects: ${error.message}`];
  }
}

function checkOptions(dataset: Dataset, options: Plan["options"]): string[] {
  const problems: string[] = [];
  const known = dataset.options.map(({ name }) => name);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) problems.push(`unknown option "${name}"`);
  }
  for (const option of dataset.options) {
    const { name, defaultValue } = option;
    const value = options[name];
    if (value === undefined) {
      problems.push(`option "${name}" is missing (the default is "${defaultValue}")`);
      continue;
    }
    try {
      const normal = option.normalize(value);
      if (normal !== value) problems.push(`option "${name}" must be "${normal}", is "${value}"`);
    } catch (error) {
      if (!(error instanceof EsdhError)) throw error;
      problems.push(`option "${name}": ${error.message}`);
    }
  }
  return problems;
}

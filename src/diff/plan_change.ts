/**
 * Why two sides differ, as far as their plans say it.
 *
 * @module
 */
import { isJsonObject, type JsonValue } from "../core/json.ts";
import { planToJson } from "../core/plan.ts";
import type { Subject } from "./subject.ts";

/** A part of the plans that differs. */
export interface PlanChange {
  /** Its name: `seed`, `records`, `options.as-of`, `tool` ... */
  readonly part: string;
  readonly a: string;
  readonly b: string;
  /** What it does to the rows, one sentence. */
  readonly meaning: string;
  /** Whether it can change rows or schema at all. */
  readonly changesRows: boolean;
}

const MEANINGS: Readonly<Record<string, string>> = {
  dataset: "another dataset: other entities, other rows",
  version: "another version of the dataset: what it models, or how, changed",
  seed: "every drawn value is another one, and so is every key",
  records: "another number of accounts; shares that are dealt by quotas move with it",
  range: "other accounts of the plan; an account that is in both is the same in both",
  defects: "defects are planted in some of the rows, on purpose",
  outputs: "other entities or formats were asked for; rows that are in both are the same",
  tool: "another version of the program; a dataset version should give the same rows all the same",
};

/** Parts that leave every row that is in both sides as it is. */
const HARMLESS = new Set(["outputs", "tool"]);

function show(value: JsonValue | undefined): string {
  if (value === undefined) return "none";
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}

/** Formats that hold the same entities stand together; all of them are not listed. */
function showOutputs(value: JsonValue | undefined, all: readonly string[]): string {
  if (!Array.isArray(value)) return show(value);
  const formats = new Map<string, string[]>();
  for (const output of value as readonly JsonValue[]) {
    const { format, entities } = isJsonObject(output) ? output : {};
    const listed = Array.isArray(entities) ? entities as readonly JsonValue[] : undefined;
    const isWhole = all.length > 1 && all.every((name) => listed?.includes(name));
    const held = isWhole ? "all entities" : listed?.join(", ") ?? show(entities);
    formats.set(held, [...formats.get(held) ?? [], show(format)]);
  }
  return [...formats].map(([held, names]) => `${names.join(", ")} of ${held}`).join("; ");
}

function showRange(value: JsonValue | undefined): string {
  return isJsonObject(value)
    ? `accounts ${show(value["start"])} up to ${show(value["end"])}`
    : "all accounts";
}

/** The parts of a side's plan, by name. */
function partsOf(subject: Subject): Map<string, string> {
  const { plan, dataset, datasetName, datasetVersion, producer } = subject;
  const entities = dataset?.entities.map(({ plural }) => plural) ?? [];
  const parts = new Map<string, string>();
  if (plan === undefined) {
    parts.set("dataset", datasetName);
    parts.set("version", datasetVersion);
  } else {
    for (const [name, value] of Object.entries(planToJson(plan))) {
      if (name === "outputs") parts.set(name, showOutputs(value, entities));
      else if (name !== "options" && name !== "range") parts.set(name, show(value));
    }
    parts.set("range", showRange(planToJson(plan)["range"]));
    for (const [name, value] of Object.entries(plan.options)) parts.set(`options.${name}`, value);
  }
  if (producer !== undefined) parts.set("tool", producer);
  return parts;
}

/** What an option of a side's dataset does to its rows; undefined where the part is none. */
function effectOf(part: string, { dataset }: Subject): string | undefined {
  return dataset?.options.find(({ name }) => part === `options.${name}`)?.effect;
}

/**
 * Compares the plans of two sides, part by part; whatever members a plan has.
 *
 * @param a The first side.
 * @param b The second.
 * @returns The parts that differ; a part that only one side knows is left out where the other has no plan.
 */
export function comparePlans(a: Subject, b: Subject): PlanChange[] {
  const [partsA, partsB] = [partsOf(a), partsOf(b)];
  const hasPlans = a.plan !== undefined && b.plan !== undefined;
  const changes: PlanChange[] = [];
  for (const part of new Set([...partsA.keys(), ...partsB.keys()])) {
    const [was, is] = [partsA.get(part), partsB.get(part)];
    if (was === is || (!(hasPlans && part !== "tool") && (was === undefined || is === undefined))) {
      continue;
    }
    changes.push({
      ...{ part, a: was ?? "not given", b: is ?? "not given" },
      meaning: MEANINGS[part] ?? effectOf(part, a) ?? effectOf(part, b) ??
        "a part of the plan that decides the rows",
      changesRows: !HARMLESS.has(part),
    });
  }
  return changes;
}

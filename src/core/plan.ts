/**
 * The plan of a run: all that decides the bytes of a snapshot, and nothing else.
 *
 * @module
 */
import { digestOfValue } from "./digest.ts";
import { EsdhError } from "./error.ts";
import { isJsonObject, type JsonValue } from "./json.ts";
import { MAX_SEED_DIGITS, parseSeed } from "./seed.ts";

/** Entities in one format. */
export interface PlanOutput {
  /** Name of the format, for example `csv`. */
  readonly format: string;
  /** Plural names of the entities, in the dataset's order. */
  readonly entities: readonly string[];
}

/** Consecutive accounts. */
export interface AccountRange {
  /** First account, from 0. */
  readonly start: number;
  /** Behind the last account. */
  readonly end: number;
}

/** What a run makes. Two equal plans give equal bytes on every machine. */
export interface Plan {
  /** Name of the dataset, for example `v0.1`. */
  readonly dataset: string;
  /** Version of the dataset. */
  readonly version: string;
  /** Any whole number. */
  readonly seed: bigint;
  /** Number of accounts, 0 or more. */
  readonly records: number;
  /** What is written. */
  readonly outputs: readonly PlanOutput[];
  /** The dataset's own options, by name. */
  readonly options: Readonly<Record<string, string>>;
  /** The accounts that are made of all; left out where all are. */
  readonly range?: AccountRange;
  /** The defects that are planted, in their normal form; left out where none are. */
  readonly defects?: string;
}

/** Greatest number of accounts of a plan: 2^53 - 1. */
export const MAX_RECORDS = Number.MAX_SAFE_INTEGER;

/**
 * The plan as a JSON value; the seed is text, so that no reader rounds it.
 *
 * @param plan The plan.
 * @returns An object with the keys dataset, version, seed, records, outputs, options, and range and defects where it has such.
 */
export function planToJson(plan: Plan): { readonly [name: string]: JsonValue } {
  return {
    dataset: plan.dataset,
    version: plan.version,
    seed: `${plan.seed}`,
    records: plan.records,
    outputs: plan.outputs.map(({ format, entities }) => ({ format, entities })),
    options: plan.options,
    ...(plan.range === undefined
      ? {}
      : { range: { start: plan.range.start, end: plan.range.end } }),
    ...(plan.defects === undefined ? {} : { defects: plan.defects }),
  };
}

/**
 * The accounts a plan makes.
 *
 * @param plan Number of accounts and range.
 * @returns Its range, or all accounts.
 */
export function spanOf({ records, range }: Pick<Plan, "records" | "range">): AccountRange {
  return range ?? { start: 0, end: records };
}

/**
 * The plan that a part belongs to.
 *
 * @param plan A plan with or without a range.
 * @returns The plan of all accounts; parts of one plan give the same.
 */
export function wholePlan({ range: _range, ...plan }: Plan): Plan {
  return plan;
}

/**
 * What the counts of a snapshot's metadata and manifest are of.
 *
 * @param plan A plan with or without a range.
 * @returns The plan without its range, with the number of accounts in it.
 */
export function scopeRange(plan: Plan): Plan {
  const { start, end } = spanOf(plan);
  return { ...wholePlan(plan), records: end - start };
}

/**
 * The digest that names a plan.
 *
 * @param plan The plan.
 * @returns SHA-256 of its canonical JSON, 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import { planDigest } from "./plan.ts";
 * const plan = { dataset: "v0.1", version: "v0.1", seed: 42n, records: 30, outputs: [], options: {} };
 * if (planDigest(plan) !== planDigest({ ...plan })) throw new RangeError();
 * ```
 */
export function planDigest(plan: Plan): string {
  return digestOfValue(planToJson(plan));
}

/**
 * Reads a plan from a parsed plan file or manifest. Only its form is checked here: whether its
 * dataset, entities and formats exist is the registries' question.
 *
 * @param value Parsed JSON: a plan, or a manifest with `esdh.plan`.
 * @param path File it came from, for messages.
 * @returns The plan.
 * @throws {EsdhError} INVALID_PLAN if a member is missing or has another form.
 */
export function planFromJson(value: JsonValue, path: string): Plan {
  const problems: string[] = [];
  const root = member(value, "esdh") === undefined ? value : member(member(value, "esdh"), "plan");
  const text = (name: string) => {
    const given = member(root, name);
    if (typeof given === "string") return given;
    problems.push(`"${name}" must be text, is ${describe(given)}`);
    return "";
  };
  const dataset = text("dataset");
  const version = text("version");
  const seedText = member(root, "seed");
  const seed = typeof seedText === "string" ? parseSeed(seedText) : undefined;
  if (typeof seed !== "bigint") {
    problems.push(
      `"seed" must be the digits of a whole number, at most ${MAX_SEED_DIGITS}, is ${
        describe(seedText)
      }`,
    );
  }
  const records = member(root, "records");
  if (typeof records !== "number" || !Number.isSafeInteger(records) || records < 0) {
    problems.push(
      `"records" must be a whole number from 0 to ${MAX_RECORDS}, is ${describe(records)}`,
    );
  }
  const outputs = readOutputs(member(root, "outputs"), problems);
  const options = member(root, "options") ?? {};
  if (
    !isJsonObject(options) || Object.values(options).some((option) => typeof option !== "string")
  ) {
    problems.push(`"options" must be an object of texts, is ${describe(options)}`);
  }
  const range = readRange(member(root, "range"), records, problems);
  const defects = member(root, "defects");
  if (defects !== undefined && typeof defects !== "string") {
    problems.push(`"defects" must be text, is ${describe(defects)}`);
  }
  if (problems.length > 0) {
    throw new EsdhError(
      "INVALID_PLAN",
      `can't read a plan from "${path}": ${problems.join("; ")}`,
      {
        path,
        hint: "give a plan file or a snapshot manifest that this program wrote",
      },
    );
  }
  return {
    dataset,
    version,
    seed: seed as bigint,
    records: records as number,
    outputs,
    options: options as Record<string, string>,
    ...(range === undefined ? {} : { range }),
    ...(defects === undefined ? {} : { defects: defects as string }),
  };
}

function readRange(
  value: JsonValue | undefined,
  records: JsonValue | undefined,
  problems: string[],
): AccountRange | undefined {
  if (value === undefined) return undefined;
  const start = member(value, "start");
  const end = member(value, "end");
  const isGood = Number.isSafeInteger(start) && Number.isSafeInteger(end) &&
    (start as number) >= 0 && (start as number) <= (end as number) &&
    (typeof records !== "number" || (end as number) <= records);
  if (!isGood) {
    problems.push(
      `"range" must be {"start": A, "end": B} with whole numbers 0 <= A <= B <= records, is ${
        describe(value)
      }`,
    );
  }
  return { start: start as number, end: end as number };
}

function readOutputs(value: JsonValue | undefined, problems: string[]): PlanOutput[] {
  const wanted = `"outputs" must be a list of {"format": text, "entities": list of texts}`;
  if (!Array.isArray(value)) {
    problems.push(`${wanted}, is ${describe(value)}`);
    return [];
  }
  return value.map((output: JsonValue) => {
    const format = member(output, "format");
    const entities = member(output, "entities");
    const isGood = typeof format === "string" && Array.isArray(entities) &&
      entities.every((name) => typeof name === "string");
    if (!isGood) problems.push(`${wanted}, holds ${describe(output)}`);
    return { format: format as string, entities: entities as string[] };
  });
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function describe(value: JsonValue | undefined): string {
  if (value === undefined) return "missing";
  const text = typeof value === "bigint" ? `${value}` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

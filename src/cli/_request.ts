/**
 * What `generate` is asked for: options, a profile or a plan file become a plan and a folder.
 *
 * @module
 */
import { join } from "@std/path";
import { digestOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import type { AccountRange, Plan } from "../core/plan.ts";
import { showText } from "../core/show.ts";
import { describeNames } from "../core/suggest.ts";
import type { Shard } from "../planning.ts";
import { readPlanFile } from "./_plan_file.ts";
import { findShard, nameShard, type ShardOption } from "./_shard.ts";
import type { CliContext, CommonFlags } from "./command.ts";

/** Options of `generate`, as they were parsed. */
export interface GenerateFlags extends CommonFlags {
  readonly dataset?: string;
  readonly profile?: string;
  readonly records?: number;
  readonly seed?: bigint | "random";
  readonly randomize?: boolean;
  readonly outputDir?: string;
  readonly outputFormat?: readonly string[];
  readonly entityFilter?: readonly string[];
  readonly plan?: string;
  readonly dryRun?: boolean;
  readonly stdout?: boolean;
  readonly workers?: number;
  readonly force?: boolean;
  readonly range?: AccountRange;
  readonly shard?: ShardOption;
  readonly resume?: boolean;
  readonly since?: string;
  readonly skipClockUpdates?: boolean;
  readonly defects?: string;
}

/** What is to be made. */
export interface ResolvedRequest {
  readonly plan: Plan;
  /** Whether this run drew its seed. */
  readonly isSeedDrawn: boolean;
  /** Folder of the snapshot. */
  readonly directory: string;
  /** Which part of how many it is, where `--shard` said so. */
  readonly shard?: Shard;
}

/** Digits of a seed that a folder's name holds at most. */
const MAX_NAME_DIGITS = 40;

/**
 * Resolves the options of a run.
 *
 * @param context Environment and streams: a sentence on standard error where one option outdoes another.
 * @param flags The options.
 * @returns Plan and folder.
 * @throws {EsdhError} USAGE if options exclude each other, with all of them; INVALID_PLAN, INVALID_CONFIG
 * or UNKNOWN_NAME if what they name is wrong.
 */
export async function resolveRequest(
  context: Pick<CliContext, "env" | "err">,
  flags: GenerateFlags,
): Promise<ResolvedRequest> {
  await checkCombinations(flags);
  const shard = chooseShard(context.env, flags.shard);
  const part = shard === undefined
    ? flags.range === undefined ? undefined : { range: flags.range }
    : { shard };
  const { plan: whole, isSeedDrawn } = flags.plan === undefined
    ? await planFromFlags(context, flags)
    : { plan: await readPlanFile(flags.plan), isSeedDrawn: false };
  if (flags.resume === true && isSeedDrawn) {
    throw new EsdhError("USAGE", "--resume can't go on with a seed that is drawn anew", {
      hint: "give --seed the number that the interrupted run printed",
    });
  }
  const { planPart } = await import("../run.ts");
  if (part !== undefined && isSeedDrawn) {
    throw new EsdhError("USAGE", "each part of a plan would draw a seed of its own", {
      hint: "give all parts the same --seed",
    });
  }
  const plan = part === undefined ? whole : planPart(whole, part);
  const made = { plan, isSeedDrawn, ...(shard === undefined ? {} : { shard }) };
  if (flags.stdout === true) return { ...made, directory: "" };
  const isTask = flags.shard !== undefined && "isAuto" in flags.shard;
  // The tasks of an array job all have one command line.
  const partPath = shard !== undefined && isTask ? nameShard(shard) : "";
  if (flags.outputDir !== undefined) {
    return {
      ...made,
      directory: partPath === "" ? flags.outputDir : join(flags.outputDir, partPath),
    };
  }
  const { loadCommandSettings } = await import("./settings.ts");
  const { outputRoot } = await loadCommandSettings(context, flags);
  const name = await nameFolder(whole, flags.since?.trim());
  const suffix = part === undefined || isTask
    ? ""
    : `_${
      shard === undefined ? `range${flags.range!.start}-${flags.range!.end}` : nameShard(shard)
    }`;
  return { ...made, directory: join(outputRoot, `${name}${suffix}`, partPath) };
}

function chooseShard(
  env: CliContext["env"],
  option: ShardOption | undefined,
): Shard | undefined {
  return option !== undefined && "isAuto" in option ? findShard(env, option.count) : option;
}

/**
 * Name of the folder of a snapshot that was given none.
 *
 * @param slug Name of the dataset in file names.
 * @param plan Seed and number of records.
 * @returns For example `v0_1_seed42_records30`; a seed of more than 40 digits is cut and told apart by its digest.
 *
 * @example
 * ```ts
 * import { nameSnapshot } from "./_request.ts";
 * if (nameSnapshot("v0_1", { seed: -5n, records: 30 }) !== "v0_1_seed-5_records30") throw new RangeError();
 * ```
 */
export function nameSnapshot(
  slug: string,
  { seed, records }: Pick<Plan, "seed" | "records">,
): string {
  const digits = `${seed}`;
  const name = digits.length <= MAX_NAME_DIGITS
    ? digits
    : `${digits.slice(0, 20)}-${digestOf(digits).slice(0, 12)}`;
  return `${slug}_seed${name}_records${records}`;
}

/** Changes lie in a folder that says from which day to which they lead. */
async function nameFolder(plan: Plan, since: string | undefined): Promise<string> {
  const { planDataset } = await import("../run.ts");
  const dataset = planDataset(plan);
  const name = nameSnapshot(dataset.slug, plan);
  if (since === undefined) return name;
  const { dayOf } = await import("../core/dataset.ts");
  return `${name}_changes_${since}_${dayOf(dataset, plan.options) ?? ""}`;
}

async function planFromFlags(
  context: Pick<CliContext, "env" | "err">,
  flags: GenerateFlags,
): Promise<{ plan: Plan; isSeedDrawn: boolean }> {
  const { planRun } = await import("../run.ts");
  const { readDatasetOptions } = await import("./_dataset_flags.ts");
  const { drawSeed } = await import("../profiles/seed.ts");
  const profile = flags.profile === undefined ? undefined : await loadProfile(context, flags);
  if (flags.randomize === true && typeof flags.seed === "bigint" && !flags.quiet) {
    context.err.write(`note: --randomize outdoes --seed ${showText(`${flags.seed}`)}\n`);
  }
  const choice = flags.randomize === true ? "random" : flags.seed ?? profile?.seed;
  const isSeedDrawn = choice === "random";
  const seed = choice === "random" ? drawSeed() : choice;
  const dataset = flags.dataset ?? profile?.dataset;
  const records = flags.records ?? profile?.records;
  const plan = planRun({
    ...(dataset === undefined ? {} : { dataset }),
    ...(records === undefined ? {} : { records }),
    ...(seed === undefined ? {} : { seed }),
    ...(flags.outputFormat === undefined ? {} : { formats: flags.outputFormat }),
    ...(flags.entityFilter === undefined ? {} : { entities: flags.entityFilter }),
    options: readDatasetOptions(flags),
    ...(flags.defects === undefined ? {} : { defects: flags.defects }),
  });
  return { plan, isSeedDrawn };
}

async function loadProfile(context: Pick<CliContext, "env">, flags: GenerateFlags) {
  const { loadCommandSettings } = await import("./settings.ts");
  const settings = await loadCommandSettings(context, flags, { profile: flags.profile });
  return settings.profile;
}

/** Options that say what is made: a plan file says all of it. */
const PLAN_OPTIONS = {
  dataset: "--dataset",
  profile: "--profile",
  records: "--records",
  seed: "--seed",
  randomize: "--randomize",
  outputFormat: "--output-format",
  entityFilter: "--entity-filter",
  defects: "--defects",
} as const;

/** Options that are about a folder: a stream has none. */
const FOLDER_OPTIONS = {
  outputDir: "--output-dir",
  dryRun: "--dry-run",
  resume: "--resume",
  force: "--force",
  json: "--json",
} as const;

async function checkCombinations(flags: GenerateFlags): Promise<void> {
  const problems: Issue[] = [];
  const exclude = (
    option: string,
    others: Partial<Record<keyof GenerateFlags, string>>,
    why: string,
  ) => {
    for (const [name, other] of Object.entries(others)) {
      if (flags[name as keyof GenerateFlags] === undefined || other === undefined) continue;
      problems.push({
        code: "usage",
        severity: "error",
        message: `${option} excludes ${other}: ${why}`,
      });
    }
  };
  if (flags.plan !== undefined) {
    const { datasetOptionNames } = await import("./_dataset_flags.ts");
    const options = { ...PLAN_OPTIONS, ...datasetOptionNames() };
    exclude("--plan", options, "the plan file says all that decides the data");
  }
  if (flags.range !== undefined) {
    exclude("--range", { shard: "--shard" }, "each names a part of the plan");
  }
  if (flags.stdout === true) {
    exclude("--stdout", FOLDER_OPTIONS, "it streams the rows and makes no folder");
    exclude("--stdout", { defects: "--defects" }, "a stream has no answer key");
  }
  if (flags.skipClockUpdates === true && flags.since === undefined) {
    problems.push({
      code: "usage",
      severity: "error",
      message: "--skip-clock-updates needs --since: it leaves out changes",
    });
  }
  if (flags.since !== undefined) {
    exclude("--since", { resume: "--resume" }, "changes are made anew");
    exclude("--since", { defects: "--defects" }, "changes have no answer key");
    exclude("--since", { dryRun: "--dry-run" }, "which rows change is known once they are made");
  }
  if (flags.dryRun === true) {
    exclude("--dry-run", { resume: "--resume", workers: "--workers" }, "it makes no rows");
  }
  const [first] = problems;
  if (first === undefined) return;
  throw problems.length === 1
    ? new EsdhError("USAGE", first.message, { hint: "leave one of the two out" })
    : new EsdhError("USAGE", `${problems.length} options exclude each other`, {
      issues: problems,
      hint: "leave out one of each pair",
    });
}

/**
 * The entity and the format of a stream.
 *
 * @param plan What is made.
 * @param streamable Names of the formats that can be streamed.
 * @returns The one entity and the one format of the plan.
 * @throws {EsdhError} USAGE if there are more, or the format can't be streamed.
 */
export function pickStream(
  plan: Plan,
  streamable: readonly string[],
): { readonly entity: string; readonly format: string } {
  const formats = plan.outputs.map((output) => output.format);
  const entities = [...new Set(plan.outputs.flatMap((output) => output.entities))];
  const problems: string[] = [];
  if (entities.length !== 1) problems.push(`one entity, not ${entities.join(", ")}`);
  if (formats.length !== 1) problems.push(`one format, not ${formats.join(", ")}`);
  const unfit = formats.filter((format) => !streamable.includes(format));
  if (formats.length === 1 && unfit.length === 1) {
    problems.push(
      `a format that can be streamed, not ${unfit[0]} (${describeNames(unfit[0]!, streamable)})`,
    );
  }
  if (problems.length === 0) return { entity: entities[0]!, format: formats[0]! };
  throw new EsdhError("USAGE", `--stdout needs ${problems.join(" and ")}`, {
    hint: "for example --stdout --entity-filter persons --output-format csv",
  });
}

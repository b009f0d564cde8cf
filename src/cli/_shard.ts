/**
 * The part of a plan that a run makes: `--range A:B`, `--shard k/n`, or what the array job of a scheduler
 * tells its tasks by environment variables.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { MAX_RECORDS } from "../core/plan.ts";
import { showText } from "../core/show.ts";
import type { Shard } from "../planning.ts";

/** Greatest number of shards. */
export const MAX_SHARDS = 1_000_000;

/** Variable that says how many tasks a Kubernetes job has, which Kubernetes itself does not. */
const COUNT_VARIABLE = "ESDH_SHARD_COUNT";

/** `--shard` as it was parsed: a shard, or the wish to take it from the scheduler. */
export type ShardOption = Shard | { readonly isAuto: true; readonly count: number | undefined };

/** Reads a variable; undefined where it is unset or empty. */
type ReadEnv = (name: string) => string | undefined;

/**
 * Parses `--range`.
 *
 * @param text Accounts `A:B`, from A up to but without B.
 * @returns The range.
 * @throws {SyntaxError} If it is none.
 */
export function parseRange(text: string): { readonly start: number; readonly end: number } {
  const [, first, last] = /^(\d{1,16}):(\d{1,16})$/.exec(text) ?? [];
  const start = Number(first);
  const end = Number(last);
  if (first === undefined || start > end || end > MAX_RECORDS) {
    throw new SyntaxError(
      `"${showText(text)}" is no range A:B of accounts with 0 <= A <= B (B itself is not made)`,
    );
  }
  return { start, end };
}

/**
 * Parses `--shard`.
 *
 * @param text `k/n`, `auto` or `auto/n`.
 * @returns What was asked for.
 * @throws {SyntaxError} If it is none.
 */
export function parseShard(text: string): ShardOption {
  const [, which, many] = /^(auto|\d{1,7})(?:\/(\d{1,7}))?$/.exec(text) ?? [];
  const count = many === undefined ? undefined : Number(many);
  const isGood = count === undefined ? which === "auto" : count >= 1 && count <= MAX_SHARDS;
  if (which === "auto" && isGood) return { isAuto: true, count };
  const index = Number(which);
  if (isGood && count !== undefined && index >= 1 && index <= count) return { index, count };
  throw new SyntaxError(
    `"${showText(text)}" is no part k/n with 1 <= k <= n <= ${MAX_SHARDS}, nor auto or auto/n`,
  );
}

/** What an array job tells a task. */
interface Task {
  readonly scheduler: string;
  readonly shard: Shard;
}

/**
 * The shard of the array job's task that this process is.
 *
 * @param env Reads environment variables.
 * @param count Number of shards, where the option says it.
 * @returns The shard.
 * @throws {EsdhError} USAGE if no array job is there, it does not say how many tasks it has, or what is said
 * does not agree.
 *
 * @example
 * ```ts
 * import { findShard } from "./_shard.ts";
 * const variables: Record<string, string> = {
 *   AWS_BATCH_JOB_ARRAY_INDEX: "2",
 *   AWS_BATCH_JOB_ARRAY_SIZE: "8",
 * };
 * const { index, count } = findShard((name) => variables[name], undefined);
 * if (index !== 3 || count !== 8) throw new RangeError();
 * ```
 */
export function findShard(env: ReadEnv, count: number | undefined): Shard {
  const given = count ?? readNumber(env, COUNT_VARIABLE);
  const tasks = [slurmTask(env, given), batchTask(env, given), kubernetesTask(env, given)]
    .filter((task) => task !== undefined);
  const [first, ...others] = tasks;
  if (first === undefined) {
    throw new EsdhError("USAGE", "--shard auto finds no array job around this process", {
      hint: "it takes the part from SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX or " +
        "JOB_COMPLETION_INDEX; elsewhere give --shard k/n",
    });
  }
  const other = others.find(({ shard }) =>
    shard.index !== first.shard.index || shard.count !== first.shard.count
  );
  if (other !== undefined) {
    throw new EsdhError(
      "USAGE",
      `--shard auto finds two array jobs: ${describeTask(first)} and ${describeTask(other)}`,
      { hint: "unset the variables of one, or give --shard k/n" },
    );
  }
  return first.shard;
}

/** Slurm numbers tasks as the user says; a task that is repeated alone keeps its number only. */
function slurmTask(env: ReadEnv, given: number | undefined): Task | undefined {
  const id = readNumber(env, "SLURM_ARRAY_TASK_ID");
  if (id === undefined) return undefined;
  const scheduler = "Slurm";
  if (given !== undefined) return makeTask(scheduler, "SLURM_ARRAY_TASK_ID", id, given);
  const min = readNumber(env, "SLURM_ARRAY_TASK_MIN");
  const max = readNumber(env, "SLURM_ARRAY_TASK_MAX");
  const count = readNumber(env, "SLURM_ARRAY_TASK_COUNT");
  if (min !== 1 || max === undefined || count !== max) {
    throw new EsdhError(
      "USAGE",
      "--shard auto can't tell how many parts there are: the Slurm array is not numbered 1 to n",
      { hint: "say how many there are: --shard auto/n, with --array=1-n or some of these" },
    );
  }
  return makeTask(scheduler, "SLURM_ARRAY_TASK_ID", id, count);
}

function batchTask(env: ReadEnv, given: number | undefined): Task | undefined {
  const index = readNumber(env, "AWS_BATCH_JOB_ARRAY_INDEX");
  if (index === undefined) return undefined;
  const size = readNumber(env, "AWS_BATCH_JOB_ARRAY_SIZE");
  const count = given ?? size;
  if (count === undefined) throw countMissing("AWS Batch");
  if (size !== undefined && size !== count) {
    throw new EsdhError(
      "USAGE",
      `--shard auto/${count}, but the AWS Batch array has ${size} tasks`,
      {
        hint: "leave the number out: --shard auto",
      },
    );
  }
  return makeTask("AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX", index + 1, count);
}

function kubernetesTask(env: ReadEnv, given: number | undefined): Task | undefined {
  const index = readNumber(env, "JOB_COMPLETION_INDEX");
  if (index === undefined) return undefined;
  if (given === undefined) throw countMissing("Kubernetes");
  return makeTask("Kubernetes", "JOB_COMPLETION_INDEX", index + 1, given);
}

function makeTask(scheduler: string, variable: string, index: number, count: number): Task {
  if (index >= 1 && index <= count && count <= MAX_SHARDS) {
    return { scheduler, shard: { index, count } };
  }
  throw new EsdhError(
    "USAGE",
    `--shard auto: ${variable} makes this part ${index} of ${count}, which there is not`,
    { hint: "number the array's tasks so that there is one for each part" },
  );
}

function countMissing(scheduler: string): EsdhError {
  return new EsdhError(
    "USAGE",
    `--shard auto can't tell how many parts there are: ${scheduler} does not say it`,
    { hint: `give --shard auto/n with the number of the job's tasks, or set ${COUNT_VARIABLE}` },
  );
}

function describeTask({ scheduler, shard }: Task): string {
  return `${scheduler} task ${shard.index} of ${shard.count}`;
}

function readNumber(env: ReadEnv, name: string): number | undefined {
  const text = env(name);
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new EsdhError("USAGE", `${name} is "${showText(text)}", not a whole number`, {
    hint: "the scheduler sets it; unset it outside of an array job",
  });
}

/**
 * Name of the folder of a part, in the order of the parts.
 *
 * @param shard The shard.
 * @returns For example `part_003_of_120`.
 *
 * @example
 * ```ts
 * import { nameShard } from "./_shard.ts";
 * if (nameShard({ index: 3, count: 120 }) !== "part_003_of_120") throw new RangeError();
 * ```
 */
export function nameShard({ index, count }: Shard): string {
  const digits = `${count}`;
  return `part_${`${index}`.padStart(digits.length, "0")}_of_${digits}`;
}

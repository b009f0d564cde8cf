/**
 * The options of the benchmark.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import { describeNames } from "../../src/core/suggest.ts";

/** Groups of measurements, in the order they run. */
export const BENCH_GROUPS = ["peers", "pipe", "files", "memory", "start", "validate"] as const;

/** A group of measurements. */
export type BenchGroup = typeof BENCH_GROUPS[number];

/** What `deno task bench` was asked for. */
export interface BenchOptions {
  /** Runs of each case. */
  readonly runs: number;
  /** Accounts of the cases that don't fix their own. */
  readonly records: number;
  /** Size of the cases of `peers`, `pipe`, `memory` and `validate` beside their own, for example 0.1. */
  readonly scale: number;
  /** Groups to run. */
  readonly groups: readonly BenchGroup[];
  /** The dataset measured; default: `auto` where it is registered. */
  readonly dataset?: string;
  /** How the only cases of `files` to run begin. */
  readonly caseName?: string;
  /** Folder of programs that is looked into before `PATH`: the `bin` of a Python environment. */
  readonly peerFolder?: string;
}

const USAGE = "--group LIST, --runs N, --records N, --scale X, --dataset NAME, --case NAME, " +
  "--peers FOLDER";

function parseGroups(text: string): BenchGroup[] {
  return text.split(",").map((name) => {
    const group = BENCH_GROUPS.find((member) => member === name);
    if (group !== undefined) return group;
    throw new EsdhError("USAGE", `unknown group "${name}"`, {
      hint: describeNames(name, [...BENCH_GROUPS]),
    });
  });
}

function parseNumber(name: string, text: string, pattern: RegExp): number {
  if (pattern.test(text) && Number(text) > 0) return Number(text);
  throw new EsdhError("USAGE", `can't use "${name} ${text}"`, { hint: USAGE });
}

/**
 * Reads the options.
 *
 * @param args Command-line arguments: pairs of name and value.
 * @returns The options; without arguments all groups, 5 runs, 100,000 records.
 * @throws {EsdhError} USAGE if a name is unknown or a value is none of its kind.
 */
export function parseArguments(args: readonly string[]): BenchOptions {
  const texts = new Map<string, string>();
  for (let place = 0; place < args.length; place += 2) {
    texts.set(args[place]!, args[place + 1] ?? "");
  }
  const take = <T>(name: string, read: (text: string) => T): T | undefined => {
    const text = texts.get(name);
    texts.delete(name);
    return text === undefined ? undefined : read(text);
  };
  const count = (name: string) => take(name, (text) => parseNumber(name, text, /^\d+$/));
  const caseName = take("--case", String);
  const dataset = take("--dataset", String);
  const peerFolder = take("--peers", String);
  const options = {
    runs: count("--runs") ?? 5,
    records: count("--records") ?? 100_000,
    scale: take("--scale", (text) => parseNumber("--scale", text, /^\d+(\.\d+)?$/)) ?? 1,
    groups: take("--group", parseGroups) ?? (caseName === undefined ? BENCH_GROUPS : ["files"]),
  };
  for (const name of texts.keys()) {
    throw new EsdhError("USAGE", `unknown option "${name}"`, { hint: USAGE });
  }
  return {
    ...options,
    ...(dataset !== undefined && { dataset }),
    ...(caseName !== undefined && { caseName }),
    ...(peerFolder !== undefined && { peerFolder }),
  };
}

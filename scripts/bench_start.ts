/**
 * Measures what `esdh version` costs more than a compiled program that does nothing, run in turns.
 *
 *     deno run -A scripts/bench_start.ts [--exe dist/esdh] [--runs 15] [--limit-ms 60] [--deno FILE]
 *
 * The bare program is compiled by `--deno` (default: this one) in the same way; as there, `DENORT_BIN` may name the
 * runtime. Exit status 1 if the difference of the medians is over the limit.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { describeFileError } from "../src/core/system_error.ts";
import { runScript } from "./_house.ts";
import { COMPILE_FLAGS, explainCompile } from "./compile.ts";
import { runStep } from "./compile/bundle.ts";

/** What is measured. */
interface StartOptions {
  readonly exe: string;
  readonly runs: number;
  readonly limitMs: number;
  readonly deno: string;
}

const WARM_UP_RUNS = 2;

function readOptions(args: readonly string[]): StartOptions {
  const values: Record<string, string> = {
    "--exe": Deno.build.os === "windows" ? "dist/esdh.exe" : "dist/esdh",
    "--runs": "15",
    "--limit-ms": "60",
    "--deno": Deno.execPath(),
  };
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!;
    const value = args[index + 1];
    if (!Object.hasOwn(values, name) || value === undefined) {
      throw new EsdhError("USAGE", `can't measure with "${name}"`, {
        hint: `one of ${Object.keys(values).join(", ")}, each with a value`,
      });
    }
    values[name] = value;
  }
  const toCount = (name: string): number => {
    const count = Number(values[name]);
    if (Number.isInteger(count) && count >= 1) return count;
    throw new EsdhError("USAGE", `${name} wants a whole number from 1, not "${values[name]}"`);
  };
  return {
    exe: resolve(values["--exe"]!),
    runs: toCount("--runs"),
    limitMs: toCount("--limit-ms"),
    deno: values["--deno"]!,
  };
}

async function compileBare(deno: string, folder: string): Promise<string> {
  const path = join(folder, Deno.build.os === "windows" ? "bare.exe" : "bare");
  await Deno.writeTextFile(join(folder, "bare.js"), 'console.log("bare");\n');
  const { success, err } = await runStep({
    deno,
    args: [...COMPILE_FLAGS, "--no-prompt", "--output", path, "bare.js"],
    cwd: folder,
  });
  if (!success) {
    const { code, message, hint } = explainCompile(err, "DENORT_BIN=FILE in the environment");
    throw new EsdhError(code, `no bare program can be compiled: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return path;
}

async function timeStart(program: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  let code: number;
  try {
    const streams = { stdin: "null", stdout: "null", stderr: "null" } as const;
    ({ code } = await new Deno.Command(program, { args: [...args], ...streams }).output());
  } catch (cause) {
    throw new EsdhError("IO", `can't run "${program}": ${describeFileError(cause)}`, {
      hint: "make the executable with: deno task compile",
      cause,
    });
  }
  if (code !== 0) throw new EsdhError("IO", `"${program}" failed with status ${code}`);
  return performance.now() - start;
}

/** The middle value, the lower of two. */
function pickMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

async function measureStart(options: StartOptions): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-start-" });
  try {
    const bare = await compileBare(options.deno, folder);
    const programs = [
      { title: "bare program", path: bare, args: [], times: [] as number[] },
      { title: "esdh version", path: options.exe, args: ["version"], times: [] as number[] },
    ] as const;
    for (let run = -WARM_UP_RUNS; run < options.runs; run++) {
      for (const { path, args, times } of programs) {
        const elapsedMs = await timeStart(path, args);
        if (run >= 0) times.push(elapsedMs);
      }
    }
    for (const { title, times } of programs) {
      const fastest = Math.min(...times).toFixed(0);
      console.log(`${title}: median ${pickMedian(times).toFixed(0)} ms, fastest ${fastest} ms`);
    }
    const moreMs = pickMedian(programs[1].times) - pickMedian(programs[0].times);
    console.log(
      `${moreMs.toFixed(0)} ms more, ${options.limitMs} ms allowed, ${options.runs} runs in turns`,
    );
    if (moreMs > options.limitMs) Deno.exitCode = 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runScript(() => measureStart(readOptions(Deno.args)));

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
import { resolve } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { runScript } from "./_house.ts";
import { compileBareProgram, measureStarts } from "./compile/start.ts";

/** What is measured. */
interface StartOptions {
  readonly exe: string;
  readonly runs: number;
  readonly limitMs: number;
  readonly deno: string;
}

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

async function measureStart(options: StartOptions): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-start-" });
  try {
    const bare = await compileBareProgram(options.deno, folder);
    const { medianMs, fastestMs, moreMs } = await measureStarts(options.exe, bare, options.runs);
    for (const [index, title] of ["bare program", "esdh version"].entries()) {
      console.log(`${title}: median ${medianMs[index]} ms, fastest ${fastestMs[index]} ms`);
    }
    console.log(`${moreMs} ms more, ${options.limitMs} ms allowed, ${options.runs} runs in turns`);
    if (moreMs > options.limitMs) Deno.exitCode = 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runScript(() => measureStart(readOptions(Deno.args)));

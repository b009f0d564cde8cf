/**
 * Measures short runs, where the start is what counts: the version, ten rows, the end of a huge plan.
 *
 * @module
 */
import { join } from "@std/path";
import type { Dataset } from "../../src/core/dataset.ts";
import { EsdhError } from "../../src/core/error.ts";
import { esdhCommand } from "./contenders.ts";
import { describeLoad, pickMedian, printTable, showFigure, showRange } from "./figures.ts";
import type { CommandLine } from "./pipe.ts";

/** Accounts of the huge plan, and how many of its last ones are made. */
const HUGE_RECORDS = 1_000_000_000;
const LAST_RECORDS = 1000;

interface StartCase {
  readonly name: string;
  readonly command: (folder: string) => CommandLine;
}

function listStartCases(dataset: Dataset): StartCase[] {
  const name = dataset.name;
  const generate = ["generate", "--quiet", "--dataset", name, "--seed", "7"];
  const stream = ["--stdout", "--entity-filter", "persons", "--output-format", "csv"];
  const cases: StartCase[] = [
    { name: "deno, nothing to do", command: () => [Deno.execPath(), "eval", "-q", "0"] },
    { name: "version", command: () => esdhCommand(["version"]) },
    {
      name: `10 accounts of ${name}, persons to a pipe`,
      command: () => esdhCommand([...generate, ...stream, "--records", "10"]),
    },
  ];
  if (dataset.isSequential) return cases;
  const range = ["--records", `${HUGE_RECORDS}`, "--range"];
  range.push(`${HUGE_RECORDS - LAST_RECORDS}:${HUGE_RECORDS}`);
  return [
    ...cases,
    {
      name: `last 1,000 accounts of 1e9 of ${name}, persons to a pipe`,
      command: () => esdhCommand([...generate, ...stream, ...range]),
    },
    {
      name: `last 1,000 accounts of 1e9 of ${name}, all entities as CSV files`,
      command: (folder) =>
        esdhCommand([
          ...generate,
          ...range,
          ...["--output-format", "csv", "--output-dir", join(folder, "out")],
        ]),
    },
  ];
}

async function timeRun(command: CommandLine): Promise<number> {
  const [program, ...args] = command;
  const startMs = performance.now();
  const { success, stderr } = await new Deno.Command(program, { args, stdout: "null" }).output();
  if (success) return performance.now() - startMs;
  throw new EsdhError("IO", `${args.join(" ")}: ${new TextDecoder().decode(stderr).trim()}`);
}

/**
 * Measures the cases and prints a table.
 *
 * @param dataset The dataset.
 * @param runs Runs of each case.
 * @throws {EsdhError} IO if a run fails.
 */
export async function runStarts(dataset: Dataset, runs: number): Promise<void> {
  console.log(`\nStarts: whole processes, from source; before: ${describeLoad()}`);
  const results = listStartCases(dataset).map((member) => ({ member, times: [] as number[] }));
  for (let run = -1; run < runs; run++) {
    for (const { member, times } of results) {
      const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
      try {
        const elapsedMs = await timeRun(member.command(folder));
        if (run >= 0) times.push(elapsedMs);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    }
  }
  printTable([
    ["case", "ms (range)"],
    ...results.map(({ member, times }) => [
      member.name,
      `${showFigure(pickMedian(times))} (${showRange(times)})`,
    ]),
  ]);
  console.log(`median of ${runs} runs in turns; after: ${describeLoad()}`);
}

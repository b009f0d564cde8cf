/**
 * Measures whole snapshots, files synced to the disk and hashed, each in a process of its own, in turns.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import type { Dataset } from "../../src/core/dataset.ts";
import { EsdhError } from "../../src/core/error.ts";
import { describeNames } from "../../src/core/suggest.ts";
import { findEntity } from "../../src/datasets/mod.ts";
import { RUNTIME_FLAGS } from "../_house.ts";
import { type BenchCase, growthCase, listCases } from "./cases.ts";
import { describeLoad, pickMedian, printTable, showFigure, showRange } from "./figures.ts";
import type { Measurement } from "./measure.ts";
import { type CommandLine, pinCommand } from "./pipe.ts";

const MEASURE_SCRIPT = fromFileUrl(new URL("./measure.ts", import.meta.url));

/** Rows whose memory is compared. */
const GROWTH_ROWS = [1_000_000, 10_000_000];

async function measure(
  dataset: Dataset,
  { name, records, cores }: BenchCase,
  accounts: number,
): Promise<Measurement> {
  const args = ["run", "-q", ...RUNTIME_FLAGS, "--no-check", "--allow-all", MEASURE_SCRIPT];
  const command: CommandLine = [
    Deno.execPath(),
    ...args,
    dataset.name,
    name,
    `${records ?? accounts}`,
  ];
  const [program, ...rest] = cores === undefined ? command : pinCommand(command, cores);
  const child = new Deno.Command(program, { args: rest, stderr: "inherit" });
  const { success, stdout } = await child.output();
  if (!success) throw new EsdhError("INTERNAL", `measuring "${name}" failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function pickCases(dataset: Dataset, caseName: string | undefined): BenchCase[] {
  const cases = listCases(dataset.name);
  if (caseName === undefined) return cases.filter(({ isHidden }) => isHidden !== true);
  const found = cases.filter(({ name, isHidden }) =>
    name === caseName || (isHidden !== true && name.startsWith(caseName))
  );
  if (found.length > 0) return found;
  throw new EsdhError("USAGE", `unknown case "${caseName}"`, {
    hint: describeNames(caseName, cases.map(({ name }) => name)),
  });
}

/**
 * Measures the cases and prints a table.
 *
 * @param dataset The dataset measured beside the contract's.
 * @param options Runs of each case, accounts of those that don't fix them, how the only cases to run begin.
 * @throws {EsdhError} USAGE if there is no case of that name.
 */
export async function runFiles(
  dataset: Dataset,
  options: { readonly runs: number; readonly records: number; readonly caseName?: string },
): Promise<void> {
  console.log(`\nSnapshots: files synced and hashed; before: ${describeLoad()}`);
  const results = pickCases(dataset, options.caseName)
    .map((benchCase) => ({ benchCase, runs: [] as Measurement[] }));
  for (let run = 0; run < options.runs; run++) {
    for (const { benchCase, runs } of results) {
      runs.push(await measure(dataset, benchCase, options.records));
    }
  }
  const rows = results.map(({ benchCase: { name }, runs }) => {
    const count = (pick: (run: Measurement) => number) =>
      runs[0]!.accounts === 0
        ? "-"
        : showFigure(pickMedian(runs.map((run) => pick(run) / run.elapsedMs * 1000)));
    const speeds = runs.map(({ sizeBytes, elapsedMs }) => sizeBytes / elapsedMs / 1000);
    return [
      name,
      runs[0]!.accounts === 0 ? "-" : showFigure(runs[0]!.accounts),
      count(({ accounts }) => accounts),
      count(({ rows }) => rows),
      `${showFigure(pickMedian(speeds))} (${showRange(speeds)})`,
      showFigure(pickMedian(runs.map(({ peakBytes }) => peakBytes)) / 1e6),
    ];
  });
  printTable([["case", "accounts", "accounts/s", "rows/s", "MB/s (range)", "peak MB"], ...rows]);
  console.log(`median of ${options.runs} runs in turns; after: ${describeLoad()}`);
}

/**
 * Shows whether memory grows with the number of rows.
 *
 * @param dataset The dataset.
 * @param scale Part of the usual number of rows.
 */
export async function runMemory(dataset: Dataset, scale: number): Promise<void> {
  console.log(`\nMemory: greatest resident memory of the whole process, files written and hashed`);
  const perAccount = dataset.rowsPerAccount(findEntity(dataset, "persons"));
  const table = [["persons", ...GROWTH_ROWS.map((rows) => `${showFigure(rows * scale)} rows`)]];
  for (const format of ["csv", "ndjson", "parquet"]) {
    const name = growthCase(dataset.name, format);
    const cells = [format];
    for (const rows of GROWTH_ROWS) {
      const { peakBytes } = await measure(
        dataset,
        { name },
        Math.ceil(rows * scale / perAccount),
      );
      cells.push(`${showFigure(peakBytes / 1e6)} MB`);
    }
    table.push(cells);
  }
  printTable(table);
}

/**
 * Measures the validation of snapshots in CSV, each in a process of its own, in turns.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { RUNTIME_FLAGS } from "../_house.ts";
import { describeLoad, pickMedian, printTable, showFigure, showRange } from "./figures.ts";
import { type CommandLine, pinCommand } from "./pipe.ts";
import type { ValidateMeasurement } from "./validate_measure.ts";

const MEASURE_SCRIPT = fromFileUrl(new URL("./validate_measure.ts", import.meta.url));

/** Rows of a snapshot, about. */
const ROWS = 3_000_000;

async function measure(folder: string, cores: 1 | 2): Promise<ValidateMeasurement> {
  const command: CommandLine = [
    Deno.execPath(),
    ...["run", "-q", ...RUNTIME_FLAGS, "--no-check", "--allow-all", MEASURE_SCRIPT, folder],
    `${cores === 1 ? 0 : cores}`,
  ];
  const [program, ...args] = pinCommand(command, cores);
  const { success, stdout } = await new Deno.Command(program, { args, stderr: "inherit" }).output();
  if (!success) throw new EsdhError("INTERNAL", `validating "${folder}" failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/**
 * Measures the validation of a snapshot of each dataset, on one core and on two, and prints a table.
 *
 * @param options Runs of each case, and part of the usual number of rows.
 */
export async function runValidations(
  options: { readonly runs: number; readonly scale: number },
): Promise<void> {
  console.log(`\nValidation of CSV: all checks, digests included; before: ${describeLoad()}`);
  const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
  try {
    const cases: { name: string; directory: string; cores: 1 | 2; runs: ValidateMeasurement[] }[] =
      [];
    for (const dataset of DATASETS) {
      const perAccount = dataset.entities.reduce(
        (sum, entity) => sum + dataset.rowsPerAccount(entity),
        0,
      );
      const records = Math.ceil(ROWS * options.scale / perAccount);
      const directory = join(folder, dataset.slug);
      await makeSnapshot(
        planRun({ dataset: dataset.name, records, formats: ["csv"], seed: 7n }),
        directory,
      );
      for (const cores of [1, 2] as const) {
        cases.push({ name: dataset.name, directory, cores, runs: [] });
      }
    }
    for (let run = 0; run < options.runs; run++) {
      for (const { directory, cores, runs } of cases) runs.push(await measure(directory, cores));
    }
    const rows = cases.map(({ name, cores, runs }) => {
      const speeds = runs.map(({ rows, elapsedMs }) => rows / elapsedMs * 1000);
      const bytes = runs.map(({ sizeBytes, elapsedMs }) => sizeBytes / elapsedMs / 1000);
      const costs = runs.map(({ rows, coreMs }) => coreMs / rows * 1000);
      return [
        name,
        `${cores}`,
        showFigure(runs[0]!.rows),
        `${showFigure(pickMedian(speeds))} (${showRange(speeds)})`,
        showFigure(pickMedian(bytes)),
        pickMedian(costs).toFixed(2),
        showFigure(pickMedian(runs.map(({ peakBytes }) => peakBytes)) / 1e6),
      ];
    });
    printTable([
      ["dataset", "cores", "rows", "rows/s (range)", "MB/s", "core us/row", "peak MB"],
      ...rows,
    ]);
    console.log(`median of ${options.runs} runs in turns; after: ${describeLoad()}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

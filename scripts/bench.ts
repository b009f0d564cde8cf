/**
 * Measures `makeSnapshot`: accounts a second, megabytes a second, peak memory. Each run is a process of
 * its own; runs of the cases are interleaved, so that a slow spell of the machine meets all of them.
 *
 *     deno task bench [--runs 5] [--records 100000] [--case NAME]
 *
 * @module
 */
import { parseArguments } from "./bench/arguments.ts";
import { BENCH_CASES, type BenchCase } from "./bench/cases.ts";
import type { Measurement } from "./bench/measure.ts";

/** Accounts a second that the reference implementation of v0.1 reaches with its default files. */
const REFERENCE_ACCOUNTS_PER_SECOND = 12_000;

const MEASURE_SCRIPT = new URL("./bench/measure.ts", import.meta.url);

async function measure(benchCase: BenchCase, records: number): Promise<Measurement> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--allow-all",
      MEASURE_SCRIPT.href,
      benchCase.name,
      `${benchCase.records ?? records}`,
    ],
    stderr: "inherit",
  });
  const { success, stdout } = await child.output();
  if (!success) throw new TypeError(`measuring ${benchCase.name} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const options = parseArguments(Deno.args);
const cases = BENCH_CASES.filter(({ name }) =>
  options.caseName === undefined || name === options.caseName
);
const results = new Map(cases.map((benchCase) => [benchCase, [] as Measurement[]]));
for (let run = 0; run < options.runs; run++) {
  for (const benchCase of cases) {
    results.get(benchCase)!.push(await measure(benchCase, options.records));
  }
}
console.log(
  `${navigator.hardwareConcurrency} cores, ${Deno.build.target}, Deno ${Deno.version.deno}, ` +
    `median of ${options.runs} runs (least to most)\n`,
);
const header = ["case", "records", "accounts/s", "MB/s", "peak MB", "x reference"];
const rows = [...results].map(([{ name }, runs]) => {
  const rates = runs.map(({ accounts, elapsedMs }) => accounts / elapsedMs * 1000);
  const speeds = runs.map(({ sizeBytes, elapsedMs }) => sizeBytes / elapsedMs / 1000);
  const range = `${Math.round(Math.min(...rates))}-${Math.round(Math.max(...rates))}`;
  return [
    name,
    `${runs[0]!.accounts}`,
    `${Math.round(median(rates))} (${range})`,
    `${Math.round(median(speeds))}`,
    `${Math.round(median(runs.map(({ peakBytes }) => peakBytes)) / 1e6)}`,
    (median(rates) / REFERENCE_ACCOUNTS_PER_SECOND).toFixed(1),
  ];
});
const widths = header.map((_, column) =>
  Math.max(...[header, ...rows].map((row) => row[column]!.length))
);
for (const row of [header, ...rows]) {
  console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
}

/**
 * Runs contenders in turns, A B C A B C, and prints their medians and ratios.
 *
 * @module
 */
import type { Contender } from "./contenders.ts";
import { describeLoad, pickMedian, printTable, showFigure, showRange } from "./figures.ts";
import { type CoreCount, describePinning, measurePipe, type PipeMeasurement } from "./pipe.ts";

/** A contender on a number of cores. */
export interface Entrant {
  readonly contender: Contender;
  readonly cores: CoreCount;
}

/** Whose speed the others are divided by: a column of the table. */
export interface Yardstick {
  /** Head of the column. */
  readonly title: string;
  readonly entrant: Entrant;
}

/** What the runs of an entrant took. */
interface Result {
  readonly entrant: Entrant;
  readonly rowCount: number;
  readonly runs: PipeMeasurement[];
}

/** Megabytes a second of each run. */
function listSpeeds({ runs }: Result): number[] {
  return runs.map(({ sizeBytes, elapsedMs }) => sizeBytes / elapsedMs / 1000);
}

/** Megabytes a second of processor time, or undefined where the system doesn't tell it. */
function listCpuSpeeds({ runs }: Result): number[] | undefined {
  const speeds = runs.flatMap(({ sizeBytes, cpuMs }) =>
    cpuMs === undefined ? [] : [sizeBytes / cpuMs / 1000]
  );
  return speeds.length === runs.length ? speeds : undefined;
}

function showRatio(result: Result, base: Result | undefined): string {
  if (base === undefined) return "-";
  const ratio = pickMedian(listSpeeds(result)) / pickMedian(listSpeeds(base));
  const cpu = listCpuSpeeds(result);
  const baseCpu = listCpuSpeeds(base);
  if (cpu === undefined || baseCpu === undefined) return showFigure(ratio);
  return `${showFigure(ratio)} (${showFigure(pickMedian(cpu) / pickMedian(baseCpu))})`;
}

/**
 * Measures and prints a table.
 *
 * @param title Its title.
 * @param entrants Who runs, in turn.
 * @param yardsticks Columns of ratios.
 * @param runs Runs of each, after one that counts rows and warms the file cache.
 */
export async function runRace(
  title: string,
  entrants: readonly Entrant[],
  yardsticks: readonly Yardstick[],
  runs: number,
): Promise<void> {
  console.log(`\n${title}\n${describePinning()}; before: ${describeLoad()}`);
  const results: Result[] = [];
  for (const entrant of entrants) {
    const { cores, contender } = entrant;
    const first = await measurePipe(contender.command(cores), { cores, countsLines: true });
    results.push({ entrant, rowCount: first.lineCount - 1, runs: [] });
  }
  for (let run = 0; run < runs; run++) {
    for (const { entrant: { contender, cores }, runs: measured } of results) {
      measured.push(await measurePipe(contender.command(cores), { cores }));
    }
  }
  const rows = results.map((result) => {
    const { entrant, rowCount } = result;
    const rate = pickMedian(result.runs.map(({ elapsedMs }) => rowCount / elapsedMs * 1000));
    const cpuSpeeds = listCpuSpeeds(result);
    return [
      entrant.contender.name,
      entrant.contender.rows,
      `${entrant.cores}`,
      showFigure(rowCount),
      showFigure(rate),
      `${showFigure(pickMedian(listSpeeds(result)))} (${showRange(listSpeeds(result))})`,
      cpuSpeeds === undefined ? "-" : showFigure(pickMedian(cpuSpeeds)),
      ...yardsticks.map(({ entrant: base }) =>
        showRatio(result, results.find((other) => other.entrant === base))
      ),
    ];
  });
  const header = ["program", "rows of", "cores", "rows", "rows/s", "MB/s (range)", "MB/cpu-s"];
  printTable([[...header, ...yardsticks.map((yardstick) => yardstick.title)], ...rows]);
  console.log(
    `median of ${runs} runs in turns, each a whole process with its start; ratios of MB/s ` +
      `(in brackets: of MB per second of processor time); after: ${describeLoad()}`,
  );
}

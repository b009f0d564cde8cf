/**
 * Measures speed and memory, and prints tables for `docs/performance.md`. Each run is a process of its own;
 * runs of the cases are in turns, so that a slow spell of the machine meets all of them.
 *
 *     deno task bench [--group peers,pipe,files,memory,start,validate] [--runs 5] [--records 100000]
 *                     [--scale 1] [--dataset NAME] [--case NAME] [--peers FOLDER]
 *
 * | group  | measures                                                                              |
 * | ------ | ------------------------------------------------------------------------------------- |
 * | peers  | persons as CSV to a pipe, beside tpchgen-cli, DuckDB, Mimesis and Faker where they are |
 * | pipe   | the streamable formats to a pipe, on one core and on two                              |
 * | files  | snapshots on the disk, beside the disk alone                                          |
 * | memory | peak memory of a million rows and of ten                                              |
 * | validate | all checks over CSV snapshots of each dataset, on one core and on two |
 * | start  | the version, ten rows, the last 1,000 accounts of a plan of a thousand million        |
 *
 * @module
 */
import type { Dataset } from "../src/core/dataset.ts";
import { DATASETS, findDataset } from "../src/datasets/mod.ts";
import { FORMATS } from "../src/export/mod.ts";
import { runScript } from "./_house.ts";
import { type BenchOptions, parseArguments } from "./bench/arguments.ts";
import { findPeers, streamContender } from "./bench/contenders.ts";
import { describeMachine } from "./bench/figures.ts";
import { runFiles, runMemory } from "./bench/file_runs.ts";
import { type Entrant, runRace } from "./bench/pipe_race.ts";
import { runStarts } from "./bench/start_runs.ts";
import { runValidations } from "./bench/validate_runs.ts";

/** The addressed dataset where there is one: the one the goals are about. */
function pickDataset(name: string | undefined): Dataset {
  return name === undefined
    ? DATASETS.find(({ isSequential }) => !isSequential) ?? DATASETS[0]!
    : findDataset(name);
}

async function runPeers(dataset: Dataset, options: BenchOptions): Promise<void> {
  const own = streamContender(dataset, { entity: "persons", format: "csv" }, options.scale);
  const { found, hints } = findPeers(options.peerFolder, options.scale);
  const first: Entrant = { contender: own, cores: 1 };
  const peers = found.map((contender): Entrant => ({ contender, cores: 1 }));
  const parallel = [own, ...found].filter(({ isParallel }) => isParallel)
    .map((contender): Entrant => ({ contender, cores: 2 }));
  const yardsticks = [first, ...peers.slice(0, 2)]
    .map((entrant) => ({ title: `x ${entrant.contender.name}`, entrant }));
  await runRace(
    "Persons as CSV to a pipe",
    [first, ...peers, ...parallel],
    yardsticks,
    options.runs,
  );
  for (const hint of hints) console.log(hint);
}

async function runPipes(dataset: Dataset, options: BenchOptions): Promise<void> {
  const formats = FORMATS.filter(({ isStreamable }) => isStreamable).map(({ name }) => name);
  const entrants = dataset.entities.flatMap(({ plural }) =>
    (plural === "persons" ? formats : ["csv"])
      .map((format) => streamContender(dataset, { entity: plural, format }, options.scale))
      .flatMap((contender): Entrant[] => [
        { contender, cores: 1 },
        ...(contender.isParallel ? [{ contender, cores: 2 } as const] : []),
      ])
  );
  const base = entrants.find(({ contender: { name, rows }, cores }) =>
    name === "esdh csv" && rows.startsWith("persons ") && cores === 1
  );
  await runRace(
    "Streams to a pipe",
    entrants,
    base === undefined ? [] : [{ title: "x persons csv, one core", entrant: base }],
    options.runs,
  );
}

if (import.meta.main) {
  await runScript(async () => {
    const options = parseArguments(Deno.args);
    const dataset = pickDataset(options.dataset);
    console.log(describeMachine());
    const groups = {
      peers: () => runPeers(dataset, options),
      pipe: () => runPipes(dataset, options),
      files: () => runFiles(dataset, options),
      memory: () => runMemory(dataset, options.scale),
      start: () => runStarts(dataset, options.runs),
      validate: () => runValidations(options),
    };
    for (const group of options.groups) await groups[group]();
  });
}

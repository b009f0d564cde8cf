/**
 * `esdh generate`: makes a snapshot, shows what one would be, or streams one entity.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { MAX_RECORDS, type Plan } from "../core/plan.ts";
import {
  listDatasets,
  listEntities,
  listFormats,
  parseDataset,
  parseEntities,
  parseFormats,
} from "./_names.ts";
import {
  type GenerateFlags,
  pickStream,
  type ResolvedRequest,
  resolveRequest,
} from "./_request.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  integerParser,
  MAX_WORKERS,
  parseFile,
  parseFolder,
  parseSeedOption,
} from "./command.ts";
import { DATASET_FACTS } from "../datasets/facts.ts";
import { datasetFlags, dayOptionNames, describeDefaults } from "./_dataset_flags.ts";
import { readPlanted } from "./_planted.ts";
import { parseRange, parseShard } from "./_shard.ts";
import { writeAll } from "./output.ts";
import { listProfileNames } from "./profiles.ts";
import { startProgress } from "./progress.ts";

const flag = (brief: string) =>
  ({ kind: "boolean", brief, optional: true, withNegated: false }) as const;

/** Options of the data that `generate` and `generate-snapshot` share. */
export const DATA_FLAGS = {
  records: {
    kind: "parsed",
    parse: integerParser(0, MAX_RECORDS),
    brief: `Number of accounts (default: the profile's, or ${describeDefaults("defaultRecords")})`,
    placeholder: "N",
    optional: true,
  },
  seed: {
    kind: "parsed",
    parse: parseSeedOption,
    brief: `Any whole number, or random (default: the profile's, or ${
      describeDefaults("defaultSeed")
    })`,
    placeholder: "S",
    optional: true,
    proposeCompletions: () => ["random"],
  },
  randomize: flag("Draw a seed, print it and record it in the manifest; outdoes --seed"),
} as const;

/** Options of the files that `generate` and `generate-snapshot` share. */
export const FILE_FLAGS = {
  outputFormat: {
    kind: "parsed",
    parse: parseFormats,
    brief: "Formats: {values} (default: the dataset's own files)",
    placeholder: "LIST",
    optional: true,
    proposeCompletions: listFormats,
  },
  entityFilter: {
    kind: "parsed",
    parse: parseEntities,
    brief: "Entities: {values} (default: all)",
    placeholder: "LIST",
    optional: true,
    proposeCompletions: listEntities,
  },
} as const;

/** Options of the run that `generate` and `generate-snapshot` share. */
export const RUN_FLAGS = {
  dryRun: flag(
    "Print the plan, the files and their estimated sizes; write nothing (not with --resume, --workers)",
  ),
  workers: {
    kind: "parsed",
    parse: integerParser(0, MAX_WORKERS),
    brief: `Threads, 0 to ${MAX_WORKERS} (default: by cores and size); the bytes stay the same`,
    placeholder: "N",
    optional: true,
  },
  resume: flag("Go on with an interrupted run of the same plan; keep what this one leaves"),
  force: flag("Write into a folder that holds other files"),
} as const;

/** Options of a part of a plan. */
const PART_FLAGS = {
  range: {
    kind: "parsed",
    parse: parseRange,
    brief: "Make accounts A up to B alone, B not included",
    placeholder: "A:B",
    optional: true,
  },
  shard: {
    kind: "parsed",
    parse: parseShard,
    brief: "Make part k of n alone; auto takes it from the array job around it",
    placeholder: "k/n",
    optional: true,
    proposeCompletions: () => ["auto"],
  },
} as const;

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh generate --seed 42 --records 1000", brief: "a snapshot of a thousand accounts" },
  { line: "esdh generate --profile heavy --json", brief: "a profile, reported as JSON" },
  {
    line: "esdh generate --output-format parquet,csv --entity-filter persons",
    brief: "one entity in two formats",
  },
  {
    line: "esdh generate --plan snapshot_manifest_auto.json",
    brief: "the same bytes again, from a manifest",
  },
  {
    line: "esdh generate --dataset auto --defects 2%",
    brief: "data with planted defects, and the answer key",
  },
  {
    line: "esdh generate --stdout --entity-filter persons --output-format ndjson",
    brief: "a stream into the next program",
  },
  {
    line: "esdh generate --dataset auto --since 2025-12-01 --as-of 2026-01-01",
    brief: "what changed in a month",
  },
];

/** The command. */
export const command = buildCommand<GenerateFlags, [], CliContext>({
  docs: {
    brief: "Make a snapshot of a dataset, or stream one entity",
    fullDescription:
      "One plan (dataset, seed, records, formats, entities) gives the same bytes on every " +
      "machine. A snapshot is written whole or not at all. With --quiet, only its folder is printed.",
  },
  parameters: {
    flags: {
      dataset: {
        kind: "parsed",
        parse: parseDataset,
        brief: `Dataset (default: the profile's, or ${DATASET_FACTS[0]!.name})`,
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listDatasets,
      },
      profile: {
        kind: "parsed",
        parse: String,
        brief: "Demo profile: gives dataset, records and seed where they are left out",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listProfileNames,
      },
      ...DATA_FLAGS,
      outputDir: {
        kind: "parsed",
        parse: parseFolder,
        brief: "Folder of the snapshot (default: like output/auto_seed42_records1000)",
        placeholder: "DIR",
        optional: true,
      },
      ...FILE_FLAGS,
      plan: {
        kind: "parsed",
        parse: parseFile,
        brief: "Plan file, or manifest of a snapshot, to make again; - reads standard input",
        placeholder: "FILE",
        optional: true,
      },
      defects: {
        kind: "parsed",
        parse: String,
        brief:
          "Plant defects: in 2% of the accounts, or a list like vin-check-digit=50,zip-state=1%",
        placeholder: "LIST",
        optional: true,
        proposeCompletions: async () => (await import("./_defect_names.ts")).listDefects(),
      },
      stdout: flag("Stream one entity in one format to standard output"),
      ...PART_FLAGS,
      // Their keys are known when the program runs.
      ...(datasetFlags() as Record<never, never>),
      since: {
        kind: "parsed",
        parse: String,
        brief:
          `Write what changed from this day to ${dayOptionNames()}, as inserts, updates and deletes`,
        placeholder: "DATE",
        optional: true,
      },
      skipClockUpdates: flag(
        "With --since: leave out updates by the calendar alone (value, mileage, earned premium)",
      ),
      ...RUN_FLAGS,
      ...COMMON_FLAGS,
    },
  },
  async func(flags) {
    if (flags.since !== undefined) {
      const { generateChanges } = await import("./_generate_changes.ts");
      return await generateChanges(this, flags, flags.since);
    }
    const request = await resolveRequest(this, flags);
    if (!flags.quiet) await tellEmptyPart(this, request.plan);
    if (flags.stdout) await streamToOutput(this, flags, request);
    else await makeRequested(this, flags, request);
  },
});

/**
 * Makes the snapshot of a request, or shows its plan, and reports it.
 *
 * @param context The command's context.
 * @param flags The options.
 * @param request What is to be made.
 * @throws {EsdhError} NOT_A_SNAPSHOT, BUSY, IO or INTERRUPTED, as `makeSnapshot` does.
 */
export async function makeRequested(
  context: CliContext,
  flags: GenerateFlags,
  request: ResolvedRequest,
): Promise<void> {
  const run = await import("../run.ts");
  const summary = await import("./_summary.ts");
  const { plan, directory, isSeedDrawn } = request;
  if (flags.dryRun) {
    await run.checkTarget(plan, directory, { isForced: flags.force ?? false });
    const files = [...run.estimateRun(plan), ...run.estimateDocuments(plan)];
    context.out.write(
      flags.json
        ? `${stringifyJson(summary.dryRunToJson(request, files), 2)}\n`
        : summary.formatDryRun(request, files, context.out),
    );
    return;
  }
  if (isSeedDrawn && !flags.quiet) context.err.write(`drew seed ${plan.seed}\n`);
  const startMs = performance.now();
  const progress = startProgress(context.err, {
    label: "writing",
    unit: "rows",
    isQuiet: flags.quiet,
  });
  try {
    const snapshot = await run.makeSnapshot(plan, directory, {
      isForced: flags.force ?? false,
      isResumed: flags.resume ?? false,
      signal: context.signal,
      onProgress: ({ doneRows, totalRows, keptRows }) =>
        progress.update(doneRows, totalRows, keptRows),
      onNotice: (text) => progress.note(`note: ${text}`),
      ...(flags.workers === undefined ? {} : { workerCount: flags.workers }),
    });
    progress.end();
    const { marker } = run.planDataset(plan);
    const durationMs = performance.now() - startMs;
    const planted = await readPlanted(snapshot);
    if (planted !== undefined && !flags.quiet) {
      const { sayPlanted } = await import("../defects/planted.ts");
      const fewer = planted.filter(({ reason }) => reason !== undefined);
      for (const text of sayPlanted(fewer)) context.err.write(`note: ${text}\n`);
    }
    if (flags.json) {
      const document = summary.snapshotToJson(snapshot, { marker, isSeedDrawn, planted });
      context.out.write(`${stringifyJson(document, 2)}\n`);
    } else if (flags.quiet) {
      context.out.write(`${directory}\n`);
    } else {
      const dataFiles = run.estimateRun(plan);
      const details = { marker, durationMs, isSeedDrawn, dataFiles, planted };
      context.out.write(summary.formatSnapshot(snapshot, details, context.out));
    }
  } finally {
    progress.end();
  }
}

/** Says that a part holds no account: a small plan has fewer blocks than shards. */
async function tellEmptyPart({ err }: CliContext, plan: Plan): Promise<void> {
  if (plan.range === undefined || plan.range.start < plan.range.end) return;
  const { planDataset } = await import("../run.ts");
  const { blockAccounts } = planDataset(plan);
  const blockCount = Math.ceil(plan.records / blockAccounts);
  err.write(
    `note: this part holds no account, so its files have no rows: shards are whole blocks of ${blockAccounts} ` +
      `accounts, and ${plan.records} accounts have ${blockCount}\n`,
  );
}

async function streamToOutput(
  context: CliContext,
  flags: GenerateFlags,
  { plan, isSeedDrawn }: ResolvedRequest,
): Promise<void> {
  const { pipeEntity } = await import("../run.ts");
  const { FORMATS } = await import("../export/mod.ts");
  const streamable = FORMATS.filter((format) => format.isStreamable).map((format) => format.name);
  const { entity, format } = pickStream(plan, streamable);
  // Said to the quiet too: a stream records its seed nowhere.
  if (isSeedDrawn) context.err.write(`drew seed ${plan.seed}\n`);
  try {
    await pipeEntity(plan, entity, format, (bytes) => writeAll(Deno.stdout, bytes), {
      signal: context.signal,
      ...(flags.workers === undefined ? {} : { workerCount: flags.workers }),
    });
  } catch (cause) {
    if (!(cause instanceof EsdhError) || cause.code !== "INTERRUPTED") throw cause;
    throw new EsdhError(
      "INTERRUPTED",
      "the stream was interrupted: what was written is a part of it",
      { cause },
    );
  }
}

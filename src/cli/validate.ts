/**
 * `esdh validate`: checks a snapshot, a demo profile's fresh sample, or the program itself.
 *
 * @module
 */
import { widthOf } from "../ui/table.ts";
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import type { ValidationReport } from "../core/report.ts";
import { listDatasets, parseDataset } from "./_names.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
  MAX_WORKERS,
  parseFile,
  parseFolder,
} from "./command.ts";
import { listProfileNames } from "./profiles.ts";
import { startProgress } from "./progress.ts";
import { loadCommandSettings } from "./settings.ts";

/** Greatest number of findings that can be asked for: they are held in memory. */
const MAX_ISSUES = 1_000_000;

interface ValidateFlags extends CommonFlags {
  readonly profile?: string;
  readonly all?: boolean;
  readonly dataset?: string;
  readonly maxIssues?: number;
  readonly remake?: boolean;
  readonly proveSynthetic?: boolean;
  readonly workers?: number;
  readonly score?: string;
}

const flag = (brief: string) =>
  ({ kind: "boolean", brief, optional: true, withNegated: false }) as const;

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh validate output/auto_seed42_records1000", brief: "a snapshot" },
  { line: "esdh validate DIR --json --max-issues 1000", brief: "all findings, as JSON" },
  { line: "esdh validate DIR --remake", brief: "also make it again from its plan" },
  {
    line: "esdh validate DIR --prove-synthetic",
    brief: "also prove that identifiers are nobody's",
  },
  { line: "esdh validate DIR --score defects.ndjson", brief: "which planted defects were found" },
  { line: "esdh validate --profile baseline", brief: "a fresh sample of a demo profile" },
  { line: "esdh validate --all", brief: "generator, command line and API of this program" },
];

/** The command. */
export const command = buildCommand<ValidateFlags, [string?], CliContext>({
  docs: {
    brief: "Check a snapshot or a profile's fresh sample",
    fullDescription:
      "Checks manifest, checksums, schema, marker, keys, references, coherence and counts. " +
      "Exit status 1 where errors are found, 0 where there are none; warnings do not count.",
  },
  parameters: {
    flags: {
      profile: {
        kind: "parsed",
        parse: String,
        brief: "Make a fresh sample of a demo profile and check it",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listProfileNames,
      },
      all: flag("Check the program itself: schema, generator, command line and API"),
      dataset: {
        kind: "parsed",
        parse: parseDataset,
        brief: "Dataset of the snapshot (default: found by its files)",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listDatasets,
      },
      maxIssues: {
        kind: "parsed",
        parse: integerParser(0, MAX_ISSUES),
        brief: "Findings to print (default: 100); all are counted",
        placeholder: "N",
        optional: true,
      },
      workers: {
        kind: "parsed",
        parse: integerParser(0, MAX_WORKERS),
        brief:
          "Threads for large CSV and NDJSON files (default: one per core); findings do not depend on it",
        placeholder: "N",
        optional: true,
      },
      proveSynthetic: flag(
        "Also prove that identifiers can't belong to anyone, and say by which ranges",
      ),
      score: {
        kind: "parsed",
        parse: parseFile,
        brief: "Compare what is found with the answer key of planted defects",
        placeholder: "FILE",
        optional: true,
      },
      remake: flag("Also make the snapshot again from its plan, and compare the bytes"),
      ...COMMON_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "DIR",
        brief: "Folder of a snapshot, or its manifest",
        parse: parseFolder,
        optional: true,
      }],
    },
  },
  async func(flags, directory) {
    checkSubject(flags, directory);
    const report = flags.all
      ? await validateProgram(this, flags)
      : directory !== undefined
      ? await validateFolder(this, flags, directory)
      : await validateProfile(this, flags, flags.profile!);
    if (flags.score === undefined) await showReport(this, flags, report);
    else await showScore(this, flags, report, directory!, flags.score);
  },
});

function checkSubject(flags: ValidateFlags, directory: string | undefined): void {
  const subjects = [
    ...(directory === undefined ? [] : ["DIR"]),
    ...(flags.profile === undefined ? [] : ["--profile"]),
    ...(flags.all ? ["--all"] : []),
  ];
  if (subjects.length !== 1) {
    throw new EsdhError(
      "USAGE",
      subjects.length === 0
        ? "nothing to validate was named"
        : `${subjects.join(" and ")} can't be validated at once`,
      { hint: "give a folder, or --profile NAME, or --all" },
    );
  }
  const needsFolder = [
    ...(flags.dataset === undefined ? [] : ["--dataset"]),
    ...(flags.remake ? ["--remake"] : []),
    ...(flags.proveSynthetic ? ["--prove-synthetic"] : []),
  ];
  if (flags.score !== undefined && directory === undefined) {
    throw new EsdhError("USAGE", "--score needs a folder", {
      hint: "give the folder that holds the data with defects",
    });
  }
  if (flags.all && needsFolder.length > 0) {
    throw new EsdhError("USAGE", `${needsFolder.join(" and ")} can't go with --all`, {
      hint: "they are about one snapshot",
    });
  }
  if (flags.profile !== undefined && flags.dataset !== undefined) {
    throw new EsdhError("USAGE", "--dataset can't go with --profile", {
      hint: "the profile names its dataset",
    });
  }
}

async function validateFolder(
  context: CliContext,
  flags: ValidateFlags,
  directory: string,
): Promise<ValidationReport> {
  const { DEFAULT_MAX_ISSUES, validateSnapshot } = await import("../check.ts");
  const progress = startProgress(context.err, {
    label: "reading",
    unit: "bytes",
    isQuiet: flags.quiet,
  });
  try {
    return await validateSnapshot(directory, {
      ...(flags.dataset === undefined ? {} : { dataset: flags.dataset }),
      maxIssues: flags.score === undefined ? flags.maxIssues ?? DEFAULT_MAX_ISSUES : MAX_ISSUES,
      isRemade: flags.remake ?? false,
      isProven: flags.proveSynthetic ?? false,
      ...(flags.workers === undefined ? {} : { workerCount: flags.workers }),
      signal: context.signal,
      onProgress: ({ doneBytes, totalBytes }) => progress.update(doneBytes, totalBytes),
    });
  } finally {
    progress.end();
  }
}

async function validateProfile(
  context: CliContext,
  flags: ValidateFlags,
  name: string,
): Promise<ValidationReport> {
  const settings = await loadCommandSettings(context, flags, { profile: name });
  const { profile } = settings;
  const { makeSnapshot, planRun } = await import("../run.ts");
  const { drawSeed } = await import("../profiles/mod.ts");
  const { join } = await import("@std/path");
  const seed = profile.seed === "random" ? drawSeed() : profile.seed;
  const plan = planRun({ dataset: profile.dataset, records: profile.records, seed });
  const folder = await Deno.makeTempDir({ prefix: "esdh_sample_" });
  try {
    const directory = join(folder, "sample");
    await makeSnapshot(plan, directory, { signal: context.signal });
    const report = await validateFolder(context, flags, directory);
    return { ...report, subject: `a fresh sample of profile ${profile.name}` };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function validateProgram(
  context: CliContext,
  flags: ValidateFlags,
): Promise<ValidationReport> {
  const { runSelfChecks } = await import("./self_check/check.ts");
  const { SELF_CHECKS } = await import("./self_check/mod.ts");
  const { DEFAULT_MAX_ISSUES } = await import("../check.ts");
  const progress = startProgress(context.err, {
    label: "checking",
    unit: "checks",
    isQuiet: flags.quiet,
  });
  try {
    return await runSelfChecks(SELF_CHECKS, {
      dataset: (await listDatasets()).join(", "),
      maxIssues: flags.maxIssues ?? DEFAULT_MAX_ISSUES,
      signal: context.signal,
      env: context.env,
      onCheck: (_check, index) => progress.update(index, SELF_CHECKS.length),
    });
  } finally {
    progress.end();
  }
}

async function showScore(
  context: CliContext,
  flags: ValidateFlags,
  report: ValidationReport,
  directory: string,
  answersPath: string,
): Promise<void> {
  const { scoreSnapshot } = await import("../check/score.ts");
  const { formatScore, scoreToJson } = await import("./_score.ts");
  const score = await scoreSnapshot(directory, report, answersPath, context.signal);
  if (flags.json) {
    context.out.write(`${stringifyJson({ score: scoreToJson(score) }, 2)}\n`);
  } else if (!flags.quiet || !score.isPerfect) {
    context.out.write(formatScore(score, context.out));
  }
  if (!score.isPerfect) context.setExitCode(1);
}

async function showReport(
  context: CliContext,
  flags: ValidateFlags,
  report: ValidationReport,
): Promise<void> {
  const { renderReport } = await import("../report/mod.ts");
  if (flags.json) context.out.write(renderReport(report, "json"));
  else if (!flags.quiet || !report.ok) {
    // Piped text is cut to no width that nobody asked for, so that it can be searched line by line.
    const { hasColor } = context.out;
    context.out.write(renderReport(report, "text", { columns: widthOf(context.out), hasColor }));
  }
  if (!report.ok) context.setExitCode(1);
}

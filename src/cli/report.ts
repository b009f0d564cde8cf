/**
 * `esdh report`: how good a snapshot is: calibration, distributions, coherence and proof.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { listDatasets, parseDataset } from "./_names.ts";
import { checkPagePath, PAGE_FLAG, writePage } from "./_page.ts";
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
import { startProgress } from "./progress.ts";

interface ReportFlags extends CommonFlags {
  readonly html?: string;
  readonly gate?: boolean;
  readonly gates?: string;
  readonly dataset?: string;
  readonly workers?: number;
  readonly noChecks?: boolean;
}

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh report output/auto_seed42_records1000", brief: "a snapshot, in the terminal" },
  { line: "esdh report DIR --html report.html", brief: "also a page with charts" },
  { line: "esdh report DIR --gate --quiet", brief: "failed gates only, and exit status 1" },
  { line: "esdh report DIR --gate --gates gates.yaml", brief: "gates of one's own" },
  { line: "esdh report DIR --json", brief: "all figures, as JSON" },
];

/** The command. */
export const command = buildCommand<ReportFlags, [string], CliContext>({
  docs: {
    brief: "Measure a snapshot against published figures",
    fullDescription:
      "Achieved against published figures, distributions, uniqueness, references, the proof that " +
      "identifiers are nobody's and, where it has a book, premiums and losses. Exit status 0; with " +
      "--gate 1 where a gate fails.",
  },
  parameters: {
    flags: {
      html: PAGE_FLAG,
      gate: {
        kind: "boolean",
        brief: "Exit status 1 where a gate of config/report.yaml fails",
        optional: true,
        withNegated: false,
      },
      gates: {
        kind: "parsed",
        parse: parseFile,
        brief: "YAML file with gates, in place of the built-in ones",
        placeholder: "FILE",
        optional: true,
      },
      dataset: {
        kind: "parsed",
        parse: parseDataset,
        brief: "Dataset of the snapshot (default: found by its files)",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listDatasets,
      },
      workers: {
        kind: "parsed",
        parse: integerParser(0, MAX_WORKERS),
        brief: "Threads for large CSV, NDJSON and Parquet (default: one a core)",
        placeholder: "N",
        optional: true,
      },
      noChecks: {
        kind: "boolean",
        brief: "Measure only, several times as fast: no checks, no proof",
        optional: true,
        withNegated: false,
      },
      ...COMMON_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "DIR",
        brief: "Folder of a snapshot, or its manifest",
        parse: parseFolder,
      }],
    },
  },
  async func(flags, directory) {
    await checkPagePath(flags.html);
    const { readGates } = await import("../profiles/gates.ts");
    const { listFigureKeys } = await import("../report/figure_keys.ts");
    const gates = await readGates(listFigureKeys(), flags.gates);
    if (flags.gate && flags.noChecks && (gates.validation || gates.proof)) {
      throw new EsdhError(
        "USAGE",
        "--no-checks leaves nothing for the gates of validation and proof",
        {
          hint:
            "leave --no-checks out, or name gates with validation: false and proof: false by --gates",
        },
      );
    }
    const assess = flags.noChecks === true
      ? (await import("../measure.ts")).measureSnapshot
      : (await import("../assess.ts")).assessSnapshot;
    const { QUALITY_FORMS } = await import("../report/quality_forms.ts");
    const progress = startProgress(this.err, {
      label: "measuring",
      unit: "bytes",
      isQuiet: flags.quiet,
    });
    try {
      const report = await assess(directory, {
        gates,
        ...(flags.dataset === undefined ? {} : { dataset: flags.dataset }),
        ...(flags.workers === undefined ? {} : { workerCount: flags.workers }),
        signal: this.signal,
        onProgress: ({ doneBytes, totalBytes }) => progress.update(doneBytes, totalBytes),
      });
      progress.end();
      const format = (name: string) =>
        QUALITY_FORMS.find((form) => form.name === name)!.format(report, this.out);
      if (flags.html !== undefined) await writePage(flags.html, format("html"));
      const failed = report.gates.some(({ isPassed }) => !isPassed);
      if (flags.json) this.out.write(format("json"));
      else if (!flags.quiet) this.out.write(format("text"));
      else if (flags.gate && failed) {
        const { formatFailedGates } = await import("../report/quality_text.ts");
        this.out.write(formatFailedGates(report, this.out));
      }
      if (flags.gate && failed) this.setExitCode(1);
    } finally {
      progress.end();
    }
  },
});

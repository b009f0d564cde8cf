/**
 * `esdh diff`: what changed between two snapshots, plans or dataset versions, and why.
 *
 * @module
 */
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
  parseFile,
} from "./command.ts";
import { checkPagePath, PAGE_FLAG, writePage } from "./_page.ts";
import { startProgress } from "./progress.ts";

/** Greatest number of samples: they are held in memory. */
const MAX_SAMPLES = 1000;

interface DiffFlags extends CommonFlags {
  readonly html?: string;
  readonly samples?: number;
  readonly noRows?: boolean;
  readonly readAll?: boolean;
}

const flag = (brief: string) =>
  ({ kind: "boolean", brief, optional: true, withNegated: false }) as const;

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh diff old new", brief: "two snapshots" },
  { line: "esdh diff old new --html diff.html", brief: "also a page with charts" },
  { line: "esdh diff old/snapshot_manifest_auto.json new", brief: "a plan and a snapshot" },
  { line: "esdh diff v0.1 auto@1 --json", brief: "the schemas of two dataset versions" },
];

/** The command. */
export const command = buildCommand<DiffFlags, [string, string], CliContext>({
  docs: {
    brief: "Show what changed between two snapshots, plans or versions",
    fullDescription:
      "Changes of schema, rows added, removed and changed by key and field, shifts of " +
      "distributions, and which part of the plans differs. Exit status 0 where schema and rows are " +
      "the same, 1 where they are not.",
  },
  parameters: {
    flags: {
      html: PAGE_FLAG,
      samples: {
        kind: "parsed",
        parse: integerParser(0, MAX_SAMPLES),
        brief: "Rows shown of each kind of change, and of each field (default: 5)",
        placeholder: "N",
        optional: true,
      },
      noRows: flag("Compare schemas and plans only"),
      readAll: flag("Read files too whose digests are equal in both manifests"),
      ...COMMON_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [
        {
          placeholder: "A",
          brief: "What was: folder of a snapshot, file of a plan, or dataset version",
          parse: parseFile,
        },
        { placeholder: "B", brief: "What is: likewise", parse: parseFile },
      ],
    },
  },
  async func(flags, nameA, nameB) {
    await checkPagePath(flags.html);
    const { diffSubjects } = await import("../diff/diff.ts");
    const { openSubject } = await import("../diff/open_subject.ts");
    const { DIFF_FORMS } = await import("../diff/mod.ts");
    const a = await openSubject(nameA, this.signal);
    const b = await openSubject(nameB, this.signal);
    const progress = startProgress(this.err, {
      label: "reading",
      unit: "bytes",
      isQuiet: flags.quiet,
    });
    try {
      const difference = await diffSubjects(a, b, {
        comparesRows: flags.noRows !== true,
        readsAll: flags.readAll ?? false,
        ...(flags.samples === undefined ? {} : { maxSamples: flags.samples }),
        signal: this.signal,
        onProgress: (doneBytes, totalBytes) => progress.update(doneBytes, totalBytes),
      });
      progress.end();
      const format = (name: string) =>
        DIFF_FORMS.find((form) => form.name === name)!.format(difference, this.out);
      if (flags.html !== undefined) await writePage(flags.html, format("html"));
      if (flags.json) this.out.write(format("json"));
      else if (!flags.quiet) this.out.write(format("text"));
      if (!difference.isEqual) this.setExitCode(1);
    } finally {
      progress.end();
    }
  },
});

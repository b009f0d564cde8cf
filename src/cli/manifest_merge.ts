/**
 * `esdh manifest merge`: joins the parts that `generate --shard` made on many machines.
 *
 * @module
 */
import { stringifyJson } from "../core/json.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  parseFolder,
} from "./command.ts";
import { startProgress } from "./progress.ts";

interface MergeFlags extends CommonFlags {
  readonly outputDir: string;
  readonly force?: boolean;
}

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh manifest merge parts --output-dir whole", brief: "all parts in a folder" },
  { line: "esdh manifest merge a b c --output-dir whole --json", brief: "three parts" },
];

/** The command. */
export const command = buildCommand<MergeFlags, string[], CliContext>({
  docs: {
    brief: "Join the parts of one plan into one snapshot",
    fullDescription: "The parts must be of one plan, complete, and what their manifests say. " +
      "The files of the whole have the bytes that one process would have made.",
  },
  parameters: {
    flags: {
      outputDir: {
        kind: "parsed",
        parse: parseFolder,
        brief: "Folder of the whole snapshot",
        placeholder: "DIR",
      },
      force: {
        kind: "boolean",
        brief: "Write into a folder that holds other files",
        optional: true,
        withNegated: false,
      },
      ...COMMON_FLAGS,
    },
    positional: {
      kind: "array",
      parameter: {
        parse: parseFolder,
        brief: "Folder of a part, or a folder of such folders",
        placeholder: "PART",
      },
      minimum: 1,
    },
  },
  async func(flags, ...paths) {
    const { mergeSnapshots } = await import("../merge.ts");
    const { findParts } = await import("../part.ts");
    const run = await import("../run.ts");
    const summary = await import("./_summary.ts");
    const startMs = performance.now();
    const folders = new Set<string>();
    for (const path of paths) {
      for (const folder of await findParts(path)) folders.add(folder);
    }
    const progress = startProgress(this.err, {
      label: "joining",
      unit: "bytes",
      isQuiet: flags.quiet,
    });
    try {
      const snapshot = await mergeSnapshots([...folders], flags.outputDir, {
        isForced: flags.force ?? false,
        signal: this.signal,
        onProgress: (doneBytes, totalBytes) => progress.update(doneBytes, totalBytes),
        onNotice: (text) => progress.note(`note: ${text}`),
      });
      progress.end();
      const { plan } = snapshot;
      const { marker } = run.planDataset(plan);
      if (flags.json) {
        const document = summary.snapshotToJson(snapshot, { marker, isSeedDrawn: false });
        this.out.write(`${stringifyJson(document, 2)}\n`);
      } else if (flags.quiet) {
        this.out.write(`${flags.outputDir}\n`);
      } else {
        const details = {
          marker,
          durationMs: performance.now() - startMs,
          isSeedDrawn: false,
          dataFiles: run.estimateRun(plan),
        };
        this.out.write(summary.formatSnapshot(snapshot, details, this.out));
      }
    } finally {
      progress.end();
    }
  },
});

/**
 * `esdh generate-snapshot`: `generate` as dataset v0.1's consumers know it.
 *
 * @module
 */
import { CONTRACT_DATASET } from "../datasets/facts.ts";
import { type GenerateFlags, resolveRequest } from "./_request.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  parseFolder,
} from "./command.ts";
import { DATA_FLAGS, FILE_FLAGS, makeRequested, RUN_FLAGS } from "./generate.ts";

/** Folder where none is named: the committed reference snapshot's. */
const DEFAULT_DIRECTORY = "data/snapshots/v0.1";

type SnapshotFlags = Omit<
  GenerateFlags,
  | "dataset"
  | "profile"
  | "plan"
  | "stdout"
  | "range"
  | "shard"
  | "since"
  | "skipClockUpdates"
  | "defects"
>;

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh generate-snapshot", brief: "the reference: 200 records, seed 20251101" },
  { line: "esdh generate-snapshot --output-dir snap --seed 7", brief: "another seed and folder" },
];

/** The command. */
export const command = buildCommand<SnapshotFlags, [], CliContext>({
  docs: {
    brief: "Make the governed v0.1 snapshot",
    fullDescription: "Always dataset v0.1; otherwise it does what `esdh generate` does.",
  },
  parameters: {
    flags: {
      records: { ...DATA_FLAGS.records, brief: "Number of accounts (default: 200)" },
      seed: { ...DATA_FLAGS.seed, brief: "Any whole number, or random (default: 20251101)" },
      randomize: DATA_FLAGS.randomize,
      outputDir: {
        kind: "parsed",
        parse: parseFolder,
        brief: `Folder of the snapshot (default: ${DEFAULT_DIRECTORY})`,
        placeholder: "DIR",
        optional: true,
      },
      ...FILE_FLAGS,
      ...RUN_FLAGS,
      ...COMMON_FLAGS,
    },
  },
  async func(flags) {
    const outputDir = flags.outputDir ?? DEFAULT_DIRECTORY;
    const request = await resolveRequest(this, { ...flags, dataset: CONTRACT_DATASET, outputDir });
    await makeRequested(this, flags, request);
  },
});

/**
 * `esdh manifest`: what is done with snapshots by their manifests.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import {
  buildCommand,
  type CliContext,
  type CommandEntry,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
} from "./command.ts";

/** Commands under this one. */
export const subcommands: readonly CommandEntry[] = [
  {
    name: "merge",
    brief: "Join the parts of one plan into one snapshot",
    load: () => import("./manifest_merge.ts"),
  },
];

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh manifest merge parts --output-dir whole", brief: "all parts in a folder" },
];

/** The command. */
export const command = buildCommand<CommonFlags, [], CliContext>({
  docs: {
    brief: "Join the parts of a plan into one snapshot",
    fullDescription: "Works on snapshots by their manifests; see the commands under it.",
  },
  parameters: { flags: COMMON_FLAGS },
  func() {
    throw new EsdhError("USAGE", "esdh manifest needs a command", {
      hint: "for example: esdh manifest merge parts --output-dir whole",
    });
  },
});

/**
 * `esdh version`. It loads no parser, server or format, so that it answers at once.
 *
 * @module
 */
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { TOOL_NAME, TOOL_VERSION } from "../core/version.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
} from "./command.ts";

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh version", brief: "for people" },
  { line: "esdh version --json", brief: "for a bug report or a script" },
  { line: "esdh version --quiet", brief: "the number alone" },
];

/** The command. */
export const command = buildCommand<CommonFlags, [], CliContext>({
  docs: { brief: "Print the versions of the program and its datasets" },
  parameters: { flags: COMMON_FLAGS },
  async func(flags) {
    const { DATASET_FACTS } = await import("../datasets/facts.ts");
    const datasets = DATASET_FACTS.map(({ name, version, description }) => ({
      name,
      version,
      description,
    }));
    const { deno, v8, typescript } = Deno.version;
    const { target } = Deno.build;
    if (flags.json) {
      const document = {
        name: TOOL_NAME,
        version: TOOL_VERSION,
        datasets,
        deno,
        v8,
        typescript,
        target,
      };
      this.out.write(`${stringifyJson(document, 2)}\n`);
      return;
    }
    if (flags.quiet) {
      this.out.write(`${TOOL_VERSION}\n`);
      return;
    }
    const paint = paintFor(this.out);
    const rows = [
      ...datasets.map(({ name, version }) => [
        "dataset",
        name === version ? name : `${name} (version ${version})`,
      ]),
      ["runtime", `deno ${deno}, v8 ${v8}`],
      ["target", target],
    ];
    const lines = rows.map(([label, value]) => `  ${paint.dim(label!.padEnd(7))}  ${value}\n`);
    this.out.write(`${paint.bold(`${TOOL_NAME} ${TOOL_VERSION}`)}\n${lines.join("")}`);
  },
});

/**
 * `esdh version`. It loads no parser, server or format, so that it answers at once.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { TOOL_NAME, TOOL_VERSION } from "../core/version.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  parseFile,
} from "./command.ts";

interface VersionFlags extends CommonFlags {
  readonly verify?: boolean;
  readonly key?: string;
}

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh version", brief: "for people" },
  { line: "esdh version --json", brief: "for a bug report or a script" },
  { line: "esdh version --quiet", brief: "the number alone" },
  {
    line: "esdh version --verify SHA256SUMS --key esdh.pub",
    brief: "whether this file is the released one",
  },
];

/** The command. */
export const command = buildCommand<VersionFlags, [string?], CliContext>({
  docs: {
    brief: "Print the versions of the program and its datasets",
    fullDescription:
      "Prints the versions of the program, its datasets and its runtime. With --verify, compares the running " +
      "file with a release's signed list of digests instead, without a connection: exit status 0 where it is " +
      "the released one, 1 where it is not or the signature is wrong.",
  },
  parameters: {
    flags: {
      verify: {
        kind: "boolean",
        brief: "Compare the running file with a release's signed list of digests",
        optional: true,
        withNegated: false,
      },
      key: {
        kind: "parsed",
        parse: parseFile,
        brief: "Public key of minisign to trust, or the file that holds it",
        placeholder: "KEY",
        optional: true,
      },
      ...COMMON_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "FILE",
        brief: "With --verify: the list, its signature FILE.minisig beside it " +
          "(default: SHA256SUMS beside the executable)",
        parse: parseFile,
        optional: true,
      }],
    },
  },
  async func(flags, sumsPath) {
    if (flags.verify) {
      const { verifyProgram } = await import("./_verify_program.ts");
      const executable = Deno.build.standalone ? Deno.execPath() : undefined;
      await verifyProgram(this, flags, sumsPath, executable);
      return;
    }
    const needsVerify = sumsPath !== undefined ? "FILE" : flags.key !== undefined ? "--key" : "";
    if (needsVerify !== "") {
      throw new EsdhError("USAGE", `${needsVerify} needs --verify`, {
        hint: "it says what the running file is compared with",
      });
    }
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

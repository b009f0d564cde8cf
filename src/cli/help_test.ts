import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  buildCommand,
  type CliContext,
  COMMON_FLAGS,
  type CommonFlags,
  type Output,
} from "./command.ts";
import { formatCommandHelp, formatRootHelp } from "./help.ts";
import { COMMANDS } from "./mod.ts";
import { textWidth } from "../core/text.ts";

const outputOf = (columns: number, hasColor = false): Output => ({
  isTerminal: true,
  hasColor,
  columns,
  write: () => {},
});

const MODULE = {
  command: buildCommand<
    CommonFlags & { outputDir?: string; shape: "round" | "square" },
    [string],
    CliContext
  >({
    docs: { brief: "Do a thing", fullDescription: "First paragraph.\nSecond paragraph." },
    parameters: {
      flags: {
        outputDir: {
          kind: "parsed",
          parse: String,
          brief: "A folder",
          placeholder: "DIR",
          optional: true,
        },
        shape: { kind: "enum", values: ["round", "square"], brief: "A shape", default: "round" },
        ...COMMON_FLAGS,
      },
      aliases: { o: "outputDir" },
      positional: {
        kind: "tuple",
        parameters: [{ placeholder: "NAME", brief: "A name", parse: String }],
      },
    },
    func: () => {},
  }),
  examples: [{ line: "esdh thing x", brief: "an example" }],
};

Deno.test("formatRootHelp() names every command once and fits its width", () => {
  for (const columns of [60, 80, 100, 200]) {
    const text = formatRootHelp(COMMANDS, outputOf(columns));
    for (const { name, brief } of COMMANDS) {
      assertMatch(text, new RegExp(`^  ${name} +${brief.slice(0, 12)}`, "m"));
    }
    assert(text.split("\n").every((line) => textWidth(line) <= Math.min(columns, 100)), text);
  }
});

Deno.test("formatCommandHelp() shows usage, arguments, options, defaults, values and examples", async () => {
  const text = await formatCommandHelp("esdh thing", MODULE, outputOf(80));
  assertStringIncludes(text, "Usage: esdh thing NAME [options]\n");
  assertStringIncludes(text, "First paragraph.\n\nSecond paragraph.\n");
  assertMatch(text, /^ {2}NAME {2}A name$/m);
  assertMatch(text, /^ {2}-o, --output-dir DIR +A folder$/m);
  assertMatch(text, /^ {6}--shape round\|square +A shape \(default: round\)$/m);
  assertMatch(text, /^ {2}-q, --quiet +Print nothing/m);
  assertMatch(text, /^Examples\n {2}esdh thing x {2}an example$/m);
});

Deno.test("formatCommandHelp() lists formats, entities and shells as their registries do", async () => {
  const { FORMATS } = await import("../export/mod.ts");
  const { DATASETS } = await import("../datasets/mod.ts");
  const entities = DATASETS.flatMap((dataset) => dataset.entities);
  const wanted: Readonly<Record<string, readonly string[]>> = {
    generate: [
      FORMATS.map(({ name }) => name).join(", "),
      [...new Set(entities.map((e) => e.plural))].join(", "),
    ],
    preview: [`${[...new Set(entities.map(({ name }) => name))].join(", ")}, bundle`],
    completions: ["bash, zsh, fish, powershell"],
  };
  for (const { name, load } of COMMANDS) {
    const text = await formatCommandHelp(`esdh ${name}`, await load(), outputOf(100));
    for (const list of wanted[name] ?? []) assertStringIncludes(text.replace(/\s+/g, " "), list);
    assert(!text.includes("{values}"), text);
    assertMatch(text, /^ {2}-q, --quiet /m);
  }
});

Deno.test("formatCommandHelp() fits a narrow terminal", async () => {
  const text = await formatCommandHelp("esdh thing", MODULE, outputOf(60));
  assert(text.split("\n").every((line) => textWidth(line) <= 60), text);
});

Deno.test("formatRootHelp() writes escape codes only where colours are on", () => {
  assertEquals(formatRootHelp(COMMANDS, outputOf(80)).includes("\x1b"), false);
  assert(formatRootHelp(COMMANDS, outputOf(80, true)).includes("\x1b[1m"));
});

/**
 * Help pages, made from the registry and from each command's own parameters.
 *
 * @module
 */
import { type Paint, paintFor } from "../core/paint.ts";
import { TOOL_VERSION } from "../core/version.ts";
import { fillBrief, type FlagShape, readArguments, readFlags } from "./_shape.ts";
import type { CommandEntry, CommandExample, CommandModule, Output } from "./command.ts";
import { padText, textWidth, wrapText } from "../core/text.ts";

/** Greatest width of a help page, however wide the terminal is: longer lines read badly. */
const MAX_COLUMNS = 100;

const ROOT_EXAMPLES: readonly CommandExample[] = [
  { line: "esdh generate --seed 42 --records 1000", brief: "a snapshot in ./output" },
  { line: "esdh demo --profile baseline", brief: "the guided demonstration" },
  { line: "esdh validate output/auto_seed42_records1000", brief: "check it, exit 1 on findings" },
];

/**
 * The help page of the program.
 *
 * @param commands The registry.
 * @param output Where it will be shown: decides colours and width.
 * @returns Text with a final newline.
 */
export function formatRootHelp(commands: readonly CommandEntry[], output: Output): string {
  const page = startPage(output);
  page.paragraph(`esdh ${TOOL_VERSION}: coherent, reproducible, privacy-safe insurance test data.`);
  page.usage("esdh <command> [options]");
  const groups = Map.groupBy(commands, (entry) => entry.group ?? "Commands");
  const width = widest(commands.map((entry) => entry.name));
  for (const [group, entries] of groups) {
    page.section(group);
    page.rows(entries.map(({ name, brief }) => [name, brief]), width);
  }
  page.section("Options");
  page.rows([["-h, --help", "Print help"], ["-v, --version", "Print the version"]], width);
  page.examples(ROOT_EXAMPLES);
  page.gap();
  page.paragraph("`esdh <command> --help` tells more about a command.");
  return page.text();
}

/**
 * The help page of a command.
 *
 * @param path The verbs, for example `esdh demo stop`.
 * @param module The command's file.
 * @param output Where it will be shown: decides colours and width.
 * @returns Text with a final newline.
 */
export async function formatCommandHelp(
  path: string,
  module: CommandModule,
  output: Output,
): Promise<string> {
  const { command, subcommands = [], examples = [] } = module;
  const page = startPage(output);
  const flags = readFlags(command).filter((flag) => !flag.isHidden);
  const args = readArguments(command);
  const usage = args.map(({ placeholder, isOptional, isRepeated }) => {
    const word = isRepeated ? `${placeholder}...` : placeholder;
    return isOptional ? `[${word}]` : word;
  });
  page.paragraph(`${command.brief}.`);
  page.usage([path, ...usage, "[options]"].join(" "));
  if (subcommands.length > 0) page.more(`${path} <command> [options]`);
  for (const paragraph of command.fullDescription?.split("\n") ?? []) {
    page.gap();
    page.paragraph(paragraph);
  }
  if (args.length > 0) {
    page.section("Arguments");
    page.rows(
      await Promise.all(args.map(async (one): Promise<Row> => [
        one.placeholder,
        await fillBrief(one),
      ])),
    );
  }
  if (subcommands.length > 0) {
    page.section("Commands");
    page.rows(subcommands.map(({ name, brief }) => [name, brief]));
  }
  const hasAliases = flags.some((flag) => flag.alias !== undefined);
  const toRow = (flag: FlagShape) => flagRow(flag, hasAliases);
  const common: Row[] = [
    ...await Promise.all(flags.filter((flag) => flag.isCommon).map(toRow)),
    ["-h, --help", "Print this help"],
  ];
  const own = await Promise.all(flags.filter((flag) => !flag.isCommon).map(toRow));
  const width = widest([...own, ...common].map(([left]) => left));
  if (own.length > 0) {
    page.section("Options");
    page.rows(own, width);
  }
  page.section("Common options");
  page.rows(common, width);
  page.examples(examples);
  return page.text();
}

type Row = readonly [left: string, right: string];

async function flagRow(flag: FlagShape, hasAliases: boolean): Promise<Row> {
  const gap = hasAliases ? "    " : "";
  const short = flag.alias === undefined ? gap : `-${flag.alias}, `;
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  const standard = flag.default === undefined ? "" : ` (default: ${flag.default})`;
  return [`${short}--${flag.name}${value}`, `${await fillBrief(flag)}${standard}`];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(textWidth));
}

function startPage(output: Output) {
  const paint: Paint = paintFor(output);
  const columns = Math.min(output.columns, MAX_COLUMNS);
  const lines: string[] = [];
  const page = {
    gap: () => void lines.push(""),
    paragraph: (text: string) => void lines.push(...wrapText(text, columns)),
    usage: (text: string) => void lines.push("", `${paint.bold("Usage:")} ${text}`),
    more: (text: string) => void lines.push(`       ${text}`),
    section: (title: string) => void lines.push("", paint.bold(title)),
    /** Two columns; where the left one is too wide, the right text starts a line of its own. */
    rows: (rows: readonly Row[], width = widest(rows.map(([left]) => left))) => {
      const left = Math.min(width, Math.max(16, Math.floor(columns * 0.4)));
      const indent = left + 4;
      for (const [name, brief] of rows) {
        const [first = "", ...rest] = wrapText(brief, columns - indent);
        if (textWidth(name) > left) {
          lines.push(`  ${paint.cyan(name)}`, " ".repeat(indent) + first);
        } else lines.push(`  ${paint.cyan(padText(name, left))}  ${first}`.trimEnd());
        lines.push(...rest.map((line) => " ".repeat(indent) + line));
      }
    },
    examples: (examples: readonly CommandExample[]) => {
      if (examples.length === 0) return;
      page.section("Examples");
      const width = widest(examples.map(({ line }) => line));
      const isNarrow = examples.some(({ brief }) => width + 4 + textWidth(brief) > columns);
      for (const { line, brief } of examples) {
        if (isNarrow) {
          lines.push(`  ${paint.green(line)}`);
          lines.push(...wrapText(brief, columns - 6).map((text) => `      ${paint.dim(text)}`));
        } else {
          lines.push(`  ${paint.green(padText(line, width))}  ${paint.dim(brief)}`);
        }
      }
    },
    text: () => lines.map((line) => `${line}\n`).join(""),
  };
  return page;
}

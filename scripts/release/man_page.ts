/**
 * The manual page, made from the registry of commands as the help is.
 *
 * @module
 */
import { type CompletedCommand, readCompletions } from "../../src/cli/_completion_model.ts";
import type { CommandEntry, CommandModule } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/mod.ts";
import { SETTINGS } from "../../src/profiles/settings.ts";

/** Options of every command, told once. */
const SHARED_FLAGS = new Set(["--json", "--quiet", "--no-color", "--debug", "--config", "--help"]);

const DESCRIPTION =
  "makes insurance test data: households and businesses, their drivers and vehicles, policies, " +
  "premiums, claims and payments. The data is coherent, the same on every machine for one seed, and " +
  "synthetic by proof. It writes files, serves data over HTTP, demonstrates and checks it, and opens " +
  "no connection unless a command is given an address.";

const EXIT_STATUS: readonly (readonly [string, string])[] = [
  ["0", "Done."],
  ["1", "A check found issues in data."],
  ["2", "What was asked for can't be meant or is not allowed."],
  ["3", "The system or the network refused, or the program itself failed."],
];

/**
 * Makes the page.
 *
 * @param version Version of the program.
 * @param epochSeconds Its date, in seconds since 1970.
 * @returns Text in the man macros of roff.
 *
 * @example
 * ```ts
 * import { makeManPage } from "./man_page.ts";
 * const page = await makeManPage("1.2.3", 0);
 * if (!page.startsWith('.TH ESDH 1 1970-01-01 "esdh 1.2.3"')) throw new RangeError(page.slice(0, 60));
 * ```
 */
export async function makeManPage(version: string, epochSeconds: number): Promise<string> {
  const day = new Date(epochSeconds * 1000).toISOString().slice(0, 10);
  const lines = [
    `.TH ESDH 1 ${day} "esdh ${version}" "User Commands"`,
    ".SH NAME",
    "esdh \\- make, check and serve synthetic insurance data",
    ".SH SYNOPSIS",
    ".B esdh",
    ".I command",
    ".RI [ options ]",
    ".SH DESCRIPTION",
    ".B esdh",
    escapeText(DESCRIPTION),
    ".PP",
    ".B esdh",
    ".I command",
    "\\fB\\-\\-help\\fR tells the same as this page about a command.",
    ".SH COMMANDS",
  ];
  const examples: string[] = [];
  await describeAll(COMMANDS, await readCompletions(COMMANDS), lines, examples);
  lines.push(".SH OPTIONS OF EVERY COMMAND");
  const [first] = await readCompletions(COMMANDS.slice(0, 1));
  for (const flag of first!.flags) if (SHARED_FLAGS.has(flag.name)) describeFlag(flag, lines);
  lines.push(".SH EXIT STATUS");
  for (const [status, meaning] of EXIT_STATUS) lines.push(".TP", `.B ${status}`, meaning);
  lines.push(".SH ENVIRONMENT");
  for (const { variable, meaning } of Object.values(SETTINGS)) {
    lines.push(".TP", `.B ${variable}`, `${escapeText(meaning)}.`);
  }
  lines.push(".TP", ".B ESDH_CONFIG", "Configuration file, in place of ./config/demo.yaml.");
  lines.push(".TP", ".B NO_COLOR", "Print without colours.");
  lines.push(".TP", ".BR HTTPS_PROXY , \\ HTTP_PROXY , \\ NO_PROXY");
  lines.push("Proxies for commands that are given an address.");
  lines.push(".SH FILES", ".TP", ".I ./config/demo.yaml", "Settings and demonstration profiles.");
  lines.push(".TP", ".I ./output", "Where snapshots go whose folder is not named.");
  lines.push(".SH EXAMPLES", ...examples);
  return `${lines.join("\n")}\n`;
}

async function describeAll(
  entries: readonly CommandEntry[],
  commands: readonly CompletedCommand[],
  lines: string[],
  examples: string[],
): Promise<void> {
  for (const [place, entry] of entries.entries()) {
    const module = await entry.load();
    const command = commands[place]!;
    describeCommand(command, module, lines);
    for (const { line, brief } of module.examples ?? []) {
      examples.push(".TP", `.B ${escapeText(line)}`, `${escapeText(capitalise(brief))}.`);
    }
    await describeAll(module.subcommands ?? [], command.subcommands, lines, examples);
  }
}

function describeCommand(command: CompletedCommand, module: CommandModule, lines: string[]): void {
  const words = command.args.map(({ placeholder }) => ` \\fI${escapeText(placeholder)}\\fR`).join(
    "",
  );
  lines.push(`.SS "esdh ${escapeText(command.path.join(" "))}${words}"`);
  lines.push(`${escapeText(command.brief)}.`);
  for (const paragraph of module.command.fullDescription?.split("\n") ?? []) {
    lines.push(".PP", escapeText(paragraph));
  }
  for (const flag of command.flags) if (!SHARED_FLAGS.has(flag.name)) describeFlag(flag, lines);
}

function describeFlag(flag: CompletedCommand["flags"][number], lines: string[]): void {
  const alias = flag.alias === undefined ? "" : `\\fB${escapeText(flag.alias)}\\fR, `;
  const value = flag.value === undefined ? "" : ` \\fI${escapeText(flag.value.placeholder)}\\fR`;
  lines.push(
    ".TP",
    `${alias}\\fB${escapeText(flag.name)}\\fR${value}`,
    `${escapeText(flag.brief)}.`,
  );
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Writes text so that roff shows it as it is; a line that begins with a dot or an apostrophe would be an order to it. */
function escapeText(text: string): string {
  const safe = text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga").replaceAll("^", "\\(ha").replaceAll("~", "\\(ti");
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}

/**
 * Runs a command line: finds the command, loads its file alone, parses its options, runs it, and shows
 * how it failed.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { suggestName } from "../core/suggest.ts";
import { toEsdhError } from "../core/system_error.ts";
import type { CommandEntry, CommandModule } from "./command.ts";
import { openContext, type OwnedContext } from "./context.ts";
import { formatFailure, formatFailureJson } from "./failure.ts";
import { COMMANDS } from "./mod.ts";
import { ClosedOutputError } from "./output.ts";

/**
 * Runs one command line. Never throws.
 *
 * @param args What stands after the program's name.
 * @param given What the command sees of the world, closed at the end. Default: the process's own.
 * @returns The exit status: 0 done, 1 findings, 2 usage, configuration or policy, 3 I/O or internal.
 */
export async function runCli(args: readonly string[], given?: OwnedContext): Promise<number> {
  const context = given ?? openContext({ isColorless: hasFlag(args, "no-color") });
  try {
    await route(args, context);
    return context.exitCode;
  } catch (thrown) {
    return showFailure(thrown, args, context);
  } finally {
    context.close();
  }
}

async function route(args: readonly string[], context: OwnedContext): Promise<void> {
  const [first, ...rest] = args;
  if (first === undefined) {
    const { formatRootHelp } = await import("./help.ts");
    context.err.write(formatRootHelp(COMMANDS, context.err));
    context.setExitCode(2);
  } else if (first === "-h" || first === "--help" || (first === "help" && rest.length === 0)) {
    const { formatRootHelp } = await import("./help.ts");
    context.out.write(formatRootHelp(COMMANDS, context.out));
  } else if (first === "-v" || first === "-V" || first === "--version") {
    await route(["version", ...rest], context);
  } else if (first === "help") {
    await route([...rest.filter((arg) => !isHelpFlag(arg)), "--help"], context);
  } else if (first.startsWith("-")) {
    throw commandMissing(first, rest);
  } else {
    await runPath("esdh", COMMANDS, args, context);
  }
}

/** Finds the command that the first verbs name, then runs it or prints its help. */
async function runPath(
  parentPath: string,
  entries: readonly CommandEntry[],
  args: readonly string[],
  context: OwnedContext,
): Promise<void> {
  const [name = "", ...rest] = args;
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw unknownCommand(parentPath, name, entries);
  const path = `${parentPath} ${name}`;
  const module = await entry.load();
  const next = rest[0];
  if (next !== undefined && module.subcommands !== undefined && !next.startsWith("-")) {
    const isSubcommand = module.subcommands.some((candidate) => candidate.name === next);
    if (isSubcommand || module.command.parameters.positional === undefined) {
      return await runPath(path, module.subcommands, rest, context);
    }
  }
  if (beforeSeparator(rest).some(isHelpFlag)) {
    const { formatCommandHelp } = await import("./help.ts");
    context.out.write(await formatCommandHelp(path, module, context.out));
    return;
  }
  await runCommand(path, module, rest, context);
}

async function runCommand(
  path: string,
  { command }: CommandModule,
  args: readonly string[],
  context: OwnedContext,
): Promise<void> {
  const { buildApplication, run, text_en } = await import("@stricli/core");
  const { checkOptions, toUsageError } = await import("./_usage.ts");
  checkOptions(path, command, args);
  const parseErrors: unknown[] = [];
  let failure: { readonly thrown: unknown } | undefined;
  const keepParseError = (thrown: unknown) => (parseErrors.push(thrown), "");
  const keepFailure = (thrown: unknown) => (failure = { thrown }, "");
  const app = buildApplication(command, {
    name: path,
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: keepParseError,
        exceptionWhileLoadingCommandFunction: keepFailure,
        exceptionWhileLoadingCommandContext: keepFailure,
        exceptionWhileRunningCommand: keepFailure,
        commandErrorResult: keepFailure,
      },
    },
  }, {});
  await run(app, args, context);
  if (parseErrors.length > 0) throw toUsageError(path, command, args, parseErrors);
  if (failure !== undefined) throw failure.thrown;
}

function showFailure(thrown: unknown, args: readonly string[], context: OwnedContext): number {
  if (thrown instanceof ClosedOutputError || context.isOutputClosed) return 0;
  const { aborted, reason } = context.signal;
  // A library that is cut off by the signal throws its own words for it: the reason is the better one.
  const error = toEsdhError(aborted && !(thrown instanceof EsdhError) ? reason : thrown);
  const options = { hasStack: hasFlag(args, "debug") };
  try {
    if (hasFlag(args, "json")) context.out.write(formatFailureJson(error, options));
    else context.err.write(formatFailure(error, context.err, options));
  } catch (writeError) {
    if (writeError instanceof ClosedOutputError) return 0;
    // Standard output takes nothing, as on a full disk: what can still be told goes to standard error.
    try {
      context.err.write(formatFailure(error, context.err, options));
    } catch {
      return 3;
    }
  }
  return error.exitCode;
}

function unknownCommand(
  parentPath: string,
  name: string,
  entries: readonly CommandEntry[],
): EsdhError {
  const near = suggestName(name, entries.map((entry) => entry.name));
  const list = `\`${parentPath} --help\` lists the commands`;
  return new EsdhError("USAGE", `unknown command "${parentPath} ${name}"`, {
    hint: near === undefined ? list : `did you mean \`${parentPath} ${near}\`? ${list}`,
  });
}

function commandMissing(option: string, rest: readonly string[]): EsdhError {
  const name = rest.find((arg) => COMMANDS.some((entry) => entry.name === arg));
  return new EsdhError("USAGE", `option "${option}" stands before the command`, {
    hint: name === undefined
      ? "write `esdh <command> [options]`; `esdh --help` lists the commands"
      : `write \`esdh ${name} ${option}\`: options follow the command`,
  });
}

function isHelpFlag(arg: string): boolean {
  return arg === "-h" || arg === "--help";
}

/** Whether a flag was given, in any form the parser takes; also where parsing failed. */
function hasFlag(args: readonly string[], name: string): boolean {
  const camel = name.replace(/-./g, (pair) => pair[1]!.toUpperCase());
  return beforeSeparator(args).some((arg) => {
    const match = /^--([A-Za-z-]+)(?:=(.*))?$/s.exec(arg);
    const isNamed = match !== null && (match[1] === name || match[1] === camel);
    return isNamed && !/^(false|f|no|n|off|0)$/i.test(match[2] ?? "");
  });
}

function beforeSeparator(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
}

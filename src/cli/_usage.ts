/**
 * Wrong command lines, said so that a person can mend them: the parser's errors in this program's
 * words.
 *
 * @module
 */
import {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { describeNames, suggestName } from "../core/suggest.ts";
import { type CommandShape, type FlagShape, readFlags } from "./_shape.ts";

/** One thing that is wrong with a command line. */
interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * Finds options that the command does not have, and options without the value after `=`: all of them,
 * where the parser would stop at the first.
 *
 * @param command What the command takes.
 * @param args Its arguments.
 * @returns Problems in the order of the arguments.
 */
function findUnknownOptions(command: CommandShape, args: readonly string[]): Problem[] {
  const flags = readFlags(command);
  const long = flags.map((flag) => `--${flag.name}`);
  const problems: Problem[] = [];
  const end = args.indexOf("--");
  for (const [place, arg] of (end === -1 ? args : args.slice(0, end)).entries()) {
    const match = /^(--[A-Za-z][^=]*)(=.*)?$/s.exec(arg);
    if (match !== null) {
      const [, given, value] = match;
      const kebab = given!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (!long.includes(given!) && !long.includes(kebab)) {
        const near = suggestName(given!, [...long, "--help"]);
        problems.push({
          message: `unknown option "${given}"`,
          hint: near === undefined ? undefined : `did you mean "${near}"?`,
        });
      } else if (value === "=") {
        problems.push({ message: `option ${given} has no value after "="` });
      }
    } else if (/^-[A-Za-z]/.test(arg)) {
      const letters = flags.flatMap((flag) => flag.alias ?? []);
      if ([...arg.slice(1).replace(/=.*$/s, "")].every((letter) => letters.includes(letter))) {
        continue;
      }
      const before = flags.find((flag) => `--${flag.name}` === args[place - 1]);
      const near = suggestName(`-${arg}`, [...long, "--help"]);
      problems.push({
        message: `unknown option "${arg}"`,
        hint: near !== undefined
          ? `did you mean "${near}"?`
          : before?.value === undefined
          ? undefined
          : `where it is the value of --${before.name}, write --${before.name}=${arg}`,
      });
    }
  }
  return problems;
}

/**
 * Checks what the parser would report badly or one at a time.
 *
 * @param path The verbs, for example `esdh generate`.
 * @param command What the command takes.
 * @param args Its arguments.
 * @throws {EsdhError} USAGE if an option is unknown or has an empty value.
 */
export function checkOptions(path: string, command: CommandShape, args: readonly string[]): void {
  const problems = findUnknownOptions(command, args);
  if (problems.length > 0) throw usageError(path, problems);
}

/**
 * One error for all that the parser found.
 *
 * @param path The verbs, for example `esdh generate`.
 * @param command What the command takes.
 * @param args Its arguments.
 * @param errors What the parser threw, at least one.
 * @returns A USAGE error; a single error of the catalogue, such as an unknown name, as it is.
 */
export function toUsageError(
  path: string,
  command: CommandShape,
  args: readonly string[],
  errors: readonly unknown[],
): EsdhError {
  const [first] = errors;
  if (errors.length === 1 && first instanceof EsdhError) return first;
  return usageError(path, errors.map((error) => describeProblem(path, command, args, error)));
}

function usageError(path: string, problems: readonly Problem[]): EsdhError {
  const help = `\`${path} --help\` lists what it takes`;
  const [first] = problems;
  if (problems.length === 1 && first !== undefined) {
    return new EsdhError("USAGE", first.message, { hint: first.hint ?? help });
  }
  const issues = problems.map(({ message, hint }): Issue => ({
    code: "usage",
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
  }));
  return new EsdhError("USAGE", `${problems.length} problems in the command line`, {
    hint: help,
    issues,
  });
}

function describeProblem(
  path: string,
  command: CommandShape,
  args: readonly string[],
  error: unknown,
): Problem {
  const flags = readFlags(command);
  if (error instanceof ArgumentParseError) {
    const name = error.externalFlagNameOrPlaceholder;
    const label = flags.some((flag) => flag.name === name)
      ? `option --${name}`
      : `argument ${name}`;
    const cause = error.exception;
    return {
      message: `${label}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: cause instanceof EsdhError ? cause.hint : undefined,
    };
  }
  if (error instanceof EnumValidationError) {
    return {
      message: `option --${error.externalFlagName}: "${error.input}" is not one of its values`,
      hint: describeNames(error.input, error.values),
    };
  }
  if (error instanceof UnsatisfiedFlagError) return describeMissingValue(flags, args, error);
  if (error instanceof UnexpectedFlagError) {
    return {
      message: `option --${error.externalFlagName} is given twice: ` +
        `"${error.previousInput}" and "${error.input}"`,
      hint: "give it once",
    };
  }
  if (error instanceof UnexpectedPositionalError) {
    const isOption = flags.some((flag) => flag.name === error.input);
    const count = error.expectedCount;
    const takes = count === 0 ? "no arguments" : `at most ${count} argument${count > 1 ? "s" : ""}`;
    return {
      message: `unexpected argument "${error.input}": ${path} takes ${takes}`,
      hint: isOption ? `did you mean "--${error.input}"?` : undefined,
    };
  }
  if (error instanceof UnsatisfiedPositionalError) {
    return { message: `argument ${error.placeholder} is missing` };
  }
  if (error instanceof FlagNotFoundError || error instanceof AliasNotFoundError) {
    return { message: `unknown option "${error.input}"` };
  }
  // An asynchronous parser's errors come as they were thrown.
  if (error instanceof EsdhError) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error) };
}

function describeMissingValue(
  flags: readonly FlagShape[],
  args: readonly string[],
  error: UnsatisfiedFlagError,
): Problem {
  const name = error.externalFlagName;
  const flag = flags.find((candidate) => candidate.name === name);
  const label = `--${name} ${flag?.value ?? "VALUE"}`;
  if (!args.some((arg) => arg.startsWith("-") && arg !== "--")) {
    return { message: `option ${label} is missing`, hint: flag?.brief };
  }
  return { message: `option --${name} needs a value`, hint: `write ${label}` };
}

/**
 * What every command of the CLI shares: its context, its common flags, its way to fail.
 *
 * @module
 */
import { buildCommand as build, type Command, type CommandContext } from "@stricli/core";
import { EsdhError } from "../core/error.ts";
import { MAX_SEED_DIGITS, parseSeed } from "../core/seed.ts";
import { showText } from "../core/show.ts";
import { suggestName } from "../core/suggest.ts";

/** A stream a command writes to. */
export interface Output {
  /** Writes text at once; a closed pipe ends the program quietly. */
  write(text: string): void;
  /** Whether a person watches. */
  readonly isTerminal: boolean;
  /** Width in characters; 80 where unknown. */
  readonly columns: number;
  /** Width that was asked for where this is no terminal (`COLUMNS`). */
  readonly pipeColumns?: number | undefined;
  /** Whether colours may be used (a terminal, no `NO_COLOR`, no `--no-color`). */
  readonly hasColor: boolean;
}

/** What a command sees of the world. */
export interface CliContext extends CommandContext {
  readonly out: Output;
  readonly err: Output;
  /** An environment variable, or undefined where it is unset, empty or may not be read. */
  env(name: string): string | undefined;
  /** Aborted on Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Sets the exit status of a command that ends without throwing, for example 1 for findings. */
  setExitCode(code: 0 | 1 | 2 | 3): void;
}

/** Flags that every command takes; see {@link COMMON_FLAGS}. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly noColor?: boolean;
  readonly debug?: boolean;
  readonly config?: string;
}

/** Headings of the list of commands, in the order they are shown. */
export type CommandGroup = "Make data" | "Show and serve" | "Check" | "Settings" | "Program";

/** A line of the registry of commands, or of a command's own subcommands. */
export interface CommandEntry {
  /** The verb. */
  readonly name: string;
  /** One line for the list of commands, without a full stop. */
  readonly brief: string;
  /** Heading in the list of commands; subcommands have none. */
  readonly group?: CommandGroup;
  /** Loads the command's own file, and nothing of another command's. */
  load(): Promise<CommandModule>;
}

/** A command line worth copying. */
export interface CommandExample {
  /** The whole line, from `esdh` on. */
  readonly line: string;
  /** What it does, without a full stop. */
  readonly brief: string;
}

/** What a command's file exports. */
export interface CommandModule {
  /**
   * The command: its flags, its positional arguments and its function. The function writes through
   * `this.out` and `this.err`, never through `this.process`.
   */
  readonly command: Command<CliContext>;
  /** Commands under this one: `esdh demo stop`. Anything else after the verb is the command's own. */
  readonly subcommands?: readonly CommandEntry[];
  /** Shown at the end of the command's help. */
  readonly examples?: readonly CommandExample[];
}

/** What the text of a value means, told by its parser: completion asks for it. */
export interface ValueMeaning {
  /** Whether it is a path, and what of. */
  readonly path?: "file" | "folder";
  /** Whether it is a list with commas. */
  readonly isList?: boolean;
}

/** Takes the path of a file as it is; throws SyntaxError where it is empty. */
export const parseFile = Object.assign(
  (text: string) => takePath(text, "file"),
  { path: "file" } satisfies ValueMeaning,
);

/** Takes the path of a folder as it is; throws SyntaxError where it is empty. */
export const parseFolder = Object.assign(
  (text: string) => takePath(text, "folder"),
  { path: "folder" } satisfies ValueMeaning,
);

function takePath(text: string, kind: "file" | "folder"): string {
  if (text !== "") return text;
  throw new SyntaxError(`"" names no ${kind}`);
}

const boolean = (
  brief: string,
) => ({ kind: "boolean", brief, optional: true, withNegated: false } as const);

/** Greatest number of threads that can be asked for. */
export const MAX_WORKERS = 64;

/** The flags of {@link CommonFlags}, to be spread into a command's own. */
export const COMMON_FLAGS = {
  json: boolean("Print one JSON document; messages go to standard error"),
  quiet: boolean("Print nothing but the result and errors"),
  noColor: boolean("Print without colours, as the variable NO_COLOR does"),
  debug: boolean("Print stack traces of errors"),
  config: {
    kind: "parsed",
    parse: parseFile,
    brief: "Configuration file, instead of ESDH_CONFIG or ./config/demo.yaml",
    optional: true,
    placeholder: "FILE",
  },
} as const;

/** The flag `--ca-file` of commands that ask servers. */
export const CA_FILE_FLAG = {
  kind: "parsed",
  parse: parseFile,
  brief: "PEM file with further certificate authorities (default: ESDH_CA_FILE)",
  optional: true,
  placeholder: "FILE",
} as const;

/**
 * Parses the value of `--seed`.
 *
 * @param text Decimal digits, with or without a sign, or `random`.
 * @returns The number, or `random` where one is to be drawn.
 * @throws {EsdhError} USAGE if it is anything else; the message names no option.
 */
export function parseSeedOption(text: string): bigint | "random" {
  const seed = parseSeed(text);
  if (seed !== undefined) return seed;
  const near = suggestName(text.slice(0, 20), ["random"]);
  throw new EsdhError(
    "USAGE",
    `"${showText(text)}" is neither a whole number of at most ${MAX_SEED_DIGITS} digits ` +
      "nor the word random",
    near === undefined ? {} : { hint: `did you mean "${near}"?` },
  );
}

/**
 * Makes a parser of whole numbers in a range.
 *
 * @param min Least value.
 * @param max Greatest value.
 * @returns A parser that throws SyntaxError on anything else.
 */
export function integerParser(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    throw new SyntaxError(`"${showText(text)}" is not a whole number from ${min} to ${max}`);
  };
}

/**
 * Parses a list of names: `csv,json`.
 *
 * @param text Names between commas; blanks around them are dropped.
 * @returns At least one name.
 * @throws {SyntaxError} If a name is empty or stands twice.
 */
export function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new SyntaxError(`"${text}" is not a list of names such as a,b`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new SyntaxError(`"${text}" names ${twice} twice`);
  return names;
}

/**
 * Ends a command as findings do: exit status 1.
 *
 * @param message What was found.
 * @returns An error to throw.
 */
export function findingsError(message: string): EsdhError {
  return new EsdhError("FINDINGS", message);
}

/**
 * Builds a command with its parser's function, and gives it the one-letter forms of the common flags.
 *
 * @param given Flags, arguments, documentation and function.
 * @returns The command.
 */
export const buildCommand: typeof build = (given) => {
  const { parameters } = given;
  const aliases = { q: "quiet", ...parameters.aliases };
  return build({ ...given, parameters: { ...parameters, aliases } } as typeof given);
};

/**
 * What a command takes, in the form that help, completion and messages need.
 *
 * @module
 */
import type { Command } from "@stricli/core";
import type { CliContext, ValueMeaning } from "./command.ts";
import { COMMON_FLAGS } from "./command.ts";

/** A command, as its parameters describe it. */
export type CommandShape = Pick<Command<CliContext>, "parameters">;

/** An option of a command. */
export interface FlagShape {
  /** Name in kebab case, without the dashes. */
  readonly name: string;
  /** Its one-letter form, without the dash. */
  readonly alias: string | undefined;
  /** What it does; {@link fillBrief} puts its values where `{values}` stands. */
  readonly brief: string;
  /** Placeholder of its value; undefined where it takes none. */
  readonly value: string | undefined;
  /** What holds where it is not given. */
  readonly default: string | undefined;
  /** Whether every command takes it. */
  readonly isCommon: boolean;
  /** Whether help leaves it out. */
  readonly isHidden: boolean;
  /** What its value means. */
  readonly meaning: ValueMeaning;
  /** Lists its values, where they can be listed. */
  readonly values: () => Promise<readonly string[]>;
}

/** A positional argument of a command. */
export interface ArgumentShape {
  readonly placeholder: string;
  readonly brief: string;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
  readonly meaning: ValueMeaning;
  readonly values: () => Promise<readonly string[]>;
}

/**
 * The options of a command: its own first, then the common ones.
 *
 * @param command The command.
 * @returns Options in the order they were written.
 */
export function readFlags(command: CommandShape): FlagShape[] {
  const { flags = {}, aliases = {} } = command.parameters;
  const shapes = Object.entries(flags).map(([name, flag]): FlagShape => {
    const alias = Object.entries(aliases).find(([, target]) => target === name)?.[0];
    const own = "default" in flag ? flag.default : undefined;
    const isWritten = own !== undefined && own !== false;
    return {
      name: toKebabCase(name),
      alias,
      brief: flag.brief,
      value: flag.kind === "boolean" || flag.kind === "counter"
        ? undefined
        : flag.placeholder ?? (flag.kind === "enum" ? flag.values.join("|") : "VALUE"),
      default: isWritten ? String(own) : undefined,
      isCommon: name in COMMON_FLAGS,
      isHidden: "hidden" in flag && flag.hidden === true,
      meaning: readMeaning(flag),
      values: () => Promise.resolve(flag.kind === "enum" ? flag.values : proposeValues(flag)),
    };
  });
  return [
    ...shapes.filter((shape) => !shape.isCommon),
    ...shapes.filter((shape) => shape.isCommon),
  ];
}

/**
 * The positional arguments of a command.
 *
 * @param command The command.
 * @returns Arguments in order; the last may be repeated.
 */
export function readArguments(command: CommandShape): ArgumentShape[] {
  const { positional } = command.parameters;
  if (positional === undefined) return [];
  const isArray = positional.kind === "array";
  const parameters = isArray ? [positional.parameter] : positional.parameters;
  return parameters.map((parameter) => ({
    placeholder: parameter.placeholder ?? "ARG",
    brief: parameter.brief,
    isOptional: isArray
      ? (positional.minimum ?? 0) === 0
      : parameter.optional === true || parameter.default !== undefined,
    isRepeated: isArray,
    meaning: readMeaning(parameter),
    values: () => proposeValues(parameter),
  }));
}

/**
 * A brief for people.
 *
 * @param shape An option or an argument.
 * @returns Its brief, with its values where `{values}` stands: a list that no help has to repeat.
 */
export async function fillBrief(
  { brief, values }: Pick<FlagShape, "brief" | "values">,
): Promise<string> {
  return brief.includes("{values}")
    ? brief.replace("{values}", (await values()).join(", "))
    : brief;
}

function readMeaning(parameter: object): ValueMeaning {
  const parse = "parse" in parameter ? parameter.parse : undefined;
  return typeof parse === "function" ? parse as ValueMeaning : {};
}

async function proposeValues(parameter: object): Promise<readonly string[]> {
  if (!("proposeCompletions" in parameter)) return [];
  const { proposeCompletions } = parameter;
  return typeof proposeCompletions === "function" ? await proposeCompletions("") : [];
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

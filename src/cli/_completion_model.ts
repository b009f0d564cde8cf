/**
 * All that can be completed, read from the registry and from each command's own parameters.
 *
 * @module
 */
import {
  type ArgumentShape,
  fillBrief,
  type FlagShape,
  readArguments,
  readFlags,
} from "./_shape.ts";
import type { CommandEntry, ValueMeaning } from "./command.ts";

/** An option that can be completed. */
export interface CompletedFlag {
  /** With its dashes: `--seed`. */
  readonly name: string;
  /** With its dash: `-o`. */
  readonly alias: string | undefined;
  readonly brief: string;
  /** What its value is; undefined where it takes none. */
  readonly value: CompletedValue | undefined;
}

/** A value that can be completed. */
export interface CompletedValue {
  /** For people: `LIST`. */
  readonly placeholder: string;
  /** The values, where they are known. */
  readonly words: readonly string[];
  /** Whether several may stand between commas. */
  readonly isList: boolean;
  /** Whether it is a path. */
  readonly path: "file" | "folder" | undefined;
}

/** A command that can be completed. */
export interface CompletedCommand {
  /** Its verbs: `["profiles", "show"]`. */
  readonly path: readonly string[];
  readonly brief: string;
  readonly flags: readonly CompletedFlag[];
  readonly args: readonly CompletedValue[];
  readonly subcommands: readonly CompletedCommand[];
}

/**
 * Reads what can be completed. Loads every command's file.
 *
 * @param entries The registry.
 * @param parent Verbs before these; default: none.
 * @returns A command for each entry, in order.
 */
export async function readCompletions(
  entries: readonly CommandEntry[],
  parent: readonly string[] = [],
): Promise<CompletedCommand[]> {
  const commands: CompletedCommand[] = [];
  for (const { name, brief, load } of entries) {
    const { command, subcommands = [] } = await load();
    const path = [...parent, name];
    const flags: CompletedFlag[] = [];
    for (const flag of readFlags(command)) {
      if (!flag.isHidden) flags.push(await completeFlag(flag));
    }
    flags.push({ name: "--help", alias: "-h", brief: "Print this help", value: undefined });
    commands.push({
      path,
      brief,
      flags,
      args: await Promise.all(readArguments(command).map(completeArgument)),
      subcommands: await readCompletions(subcommands, path),
    });
  }
  return commands;
}

async function completeFlag(flag: FlagShape): Promise<CompletedFlag> {
  return {
    name: `--${flag.name}`,
    alias: flag.alias === undefined ? undefined : `-${flag.alias}`,
    brief: await fillBrief(flag),
    value: flag.value === undefined
      ? undefined
      : toValue(flag.value, flag.meaning, await flag.values()),
  };
}

async function completeArgument(argument: ArgumentShape): Promise<CompletedValue> {
  return toValue(argument.placeholder, argument.meaning, await argument.values());
}

function toValue(
  placeholder: string,
  { path, isList = false }: ValueMeaning,
  words: readonly string[],
): CompletedValue {
  return { placeholder, words, isList, path };
}

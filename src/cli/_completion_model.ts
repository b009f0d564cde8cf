/**
 * All that can be completed, read from the registry and from each command's own parameters.
 *
 * @module
 */
import { type ArgumentShape, type FlagShape, readArguments, readFlags } from "./_shape.ts";
import type { CommandEntry } from "./command.ts";
import { listProfileNames } from "./profiles.ts";

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

/** Values of options that mean the same in every command, where a command does not list them itself. */
const SHARED_VALUES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  profile: listProfileNames,
  seed: () => Promise.resolve(["random"]),
};

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
  const own = await flag.values();
  const words = own.length > 0 ? own : await SHARED_VALUES[flag.name]?.() ?? [];
  return {
    name: `--${flag.name}`,
    alias: flag.alias === undefined ? undefined : `-${flag.alias}`,
    brief: flag.brief,
    value: flag.value === undefined ? undefined : toValue(flag.value, words),
  };
}

async function completeArgument(argument: ArgumentShape): Promise<CompletedValue> {
  return toValue(argument.placeholder, await argument.values());
}

function toValue(placeholder: string, words: readonly string[]): CompletedValue {
  return {
    placeholder,
    words,
    isList: placeholder === "LIST",
    path: /FILE$/.test(placeholder) ? "file" : /DIR$/.test(placeholder) ? "folder" : undefined,
  };
}

/**
 * `esdh profiles` and `esdh profiles show`: the demo profiles.
 *
 * @module
 */
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import type { DemoProfile, Settings } from "../profiles/mod.ts";
import {
  buildCommand,
  type CliContext,
  type CommandEntry,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
} from "./command.ts";
import { loadCommandSettings } from "./settings.ts";
import { formatTable } from "../ui/table.ts";

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh profiles", brief: "all profiles; * marks the one that is used" },
  { line: "esdh profiles show heavy --json", brief: "one profile, as JSON" },
];

/** The command. */
export const command = buildCommand<CommonFlags, [], CliContext>({
  docs: {
    brief: "List the demo profiles, or show one",
    fullDescription: "A demo profile names a dataset, a size and a seed. " +
      "A configuration file adds profiles and changes those that are built in.",
  },
  parameters: { flags: COMMON_FLAGS },
  async func(flags) {
    const settings = await loadCommandSettings(this, flags);
    if (flags.json) {
      const profiles = settings.profiles.map((profile) => profileToJson(profile, settings));
      this.out.write(`${stringifyJson({ active: settings.profile.name, profiles }, 2)}\n`);
      return;
    }
    const paint = paintFor(this.out);
    const isActive = (row: number) => settings.profiles[row]?.name === settings.profile.name;
    this.out.write(formatTable(
      [
        { title: " " },
        { title: "profile", minWidth: 10, paint: paint.cyan },
        { title: "records", align: "right", minWidth: 7 },
        { title: "seed", align: "right", minWidth: 8 },
        { title: "dataset", minWidth: 7 },
        { title: "port", align: "right", minWidth: 5 },
        { title: "description", minWidth: 16, paint: paint.dim },
      ],
      settings.profiles.map((profile, row) => [
        isActive(row) ? "*" : " ",
        profile.name,
        `${profile.records}`,
        `${profile.seed}`,
        profile.dataset,
        `${profile.apiPort ?? settings.apiPort}`,
        profile.description,
      ]),
      this.out,
      { indent: 0 },
    ));
    if (flags.quiet) return;
    const from = settings.profileOrigin.label;
    this.err.write(`\n* is used where --profile names none (from: ${from})\n`);
  },
});

const showCommand = buildCommand<CommonFlags, [string], CliContext>({
  docs: { brief: "Show one profile" },
  parameters: {
    flags: COMMON_FLAGS,
    positional: {
      kind: "tuple",
      parameters: [{
        placeholder: "NAME",
        brief: "Name of a profile",
        parse: String,
        proposeCompletions: listProfileNames,
      }],
    },
  },
  async func(flags, name) {
    const settings = await loadCommandSettings(this, flags);
    const { findProfile } = await import("../profiles/mod.ts");
    const profile = profileToJson(findProfile(settings, name), settings);
    if (flags.json) {
      this.out.write(`${stringifyJson(profile, 2)}\n`);
      return;
    }
    const paint = paintFor(this.out);
    this.out.write(formatTable(
      [{ title: "key", minWidth: 13, paint: paint.cyan }, { title: "value", minWidth: 20 }],
      Object.entries(profile).map(([key, value]) => [key.replaceAll("_", " "), `${value}`]),
      this.out,
      { hasNoHead: true },
    ));
  },
});

/** The commands under this one. */
export const subcommands: readonly CommandEntry[] = [
  {
    name: "show",
    brief: "Show one profile",
    load: () =>
      Promise.resolve({
        command: showCommand,
        examples: [{ line: "esdh profiles show heavy --json", brief: "one profile, as JSON" }],
      }),
  },
];

/**
 * The names of the built-in profiles, for completion.
 *
 * @returns Names in the order of the file.
 */
export async function listProfileNames(): Promise<string[]> {
  const { readBuiltInConfig } = await import("../profiles/config_file.ts");
  return Object.keys(readBuiltInConfig().values.profiles ?? {});
}

function profileToJson(
  profile: DemoProfile,
  settings: Settings,
): { readonly [name: string]: JsonValue } {
  return {
    name: profile.name,
    description: profile.description,
    dataset: profile.dataset,
    records: profile.records,
    seed: `${profile.seed}`,
    randomize: profile.seed === "random",
    api_port: profile.apiPort ?? settings.apiPort,
    preview_rows: profile.previewRows,
  };
}

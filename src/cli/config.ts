/**
 * `esdh config`: each setting and where it came from.
 *
 * @module
 */
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { buildCommand, type CliContext, COMMON_FLAGS, type CommonFlags } from "./command.ts";
import type { CommandExample } from "./command.ts";
import { loadCommandSettings } from "./settings.ts";
import { formatTable } from "../ui/table.ts";

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh config", brief: "what is in force here" },
  { line: "esdh config --config team.yaml --json", brief: "what a file would change, as JSON" },
];

/** The command. */
export const command = buildCommand<CommonFlags, [], CliContext>({
  docs: {
    brief: "Print each setting and where it came from",
    fullDescription:
      "Built-in values give way to a configuration file, that to environment variables, and those to options.",
  },
  parameters: { flags: COMMON_FLAGS },
  async func(flags) {
    const settings = await loadCommandSettings(this, flags);
    if (flags.json) {
      const document = {
        config_file: settings.configPath ?? null,
        settings: settings.entries.map(({ key, value, origin, variable, meaning }) => ({
          key,
          value,
          origin: origin.kind,
          from: origin.label,
          variable,
          meaning,
        })),
      };
      this.out.write(`${stringifyJson(document, 2)}\n`);
      return;
    }
    const paint = paintFor(this.out);
    const isBuiltIn = (row: number) => settings.entries[row]?.origin.kind === "default";
    this.out.write(formatTable(
      [
        { title: "setting", minWidth: 14, paint: paint.cyan },
        { title: "value", minWidth: 10 },
        {
          title: "from",
          minWidth: 20,
          paint: (text, row) => isBuiltIn(row) ? paint.dim(text) : text,
        },
        { title: "variable", minWidth: 18, paint: paint.dim },
      ],
      settings.entries.map(({ key, value, origin, variable }) => [
        key,
        value === null ? "-" : `${value}`,
        origin.label,
        variable,
      ]),
      this.out,
    ));
    if (flags.quiet) return;
    const file = settings.configPath === undefined
      ? "no configuration file: built-in values"
      : `configuration file: ${settings.configPath}`;
    this.err.write(`\n${file}\n`);
  },
});

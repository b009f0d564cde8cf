/**
 * The settings of a command, from its flags and its context.
 *
 * @module
 */
import type { SettingFlags, Settings } from "../profiles/mod.ts";
import type { CliContext, CommonFlags } from "./command.ts";

/**
 * Loads the settings as every command does.
 *
 * @param context The command's context: `this`.
 * @param flags The command's flags, for `--config`.
 * @param own What the command's own options say, for example `{profile: flags.profile}`.
 * @returns The settings.
 * @throws {EsdhError} INVALID_CONFIG or UNKNOWN_NAME, as `loadSettings` does.
 */
export async function loadCommandSettings(
  context: Pick<CliContext, "env">,
  flags: CommonFlags,
  own: SettingFlags = {},
): Promise<Settings> {
  const { loadSettings } = await import("../profiles/mod.ts");
  const { DATASET_FACTS } = await import("../datasets/facts.ts");
  return await loadSettings({
    configPath: flags.config,
    env: context.env,
    flags: own,
    datasets: DATASET_FACTS.map((dataset) => dataset.name),
  });
}

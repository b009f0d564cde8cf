/**
 * Demo profiles and settings: read, checked and joined in one place.
 *
 *     const settings = await loadSettings({ configPath: flags.config, env: this.env, flags: { profile } });
 *     settings.profile      DemoProfile {name, description, dataset, records, seed, apiPort, previewRows}
 *     settings.apiPort      number; settings.apiPortOrigin.kind tells whether it was asked for by name
 *     profileSeed(settings.profile)   {seed, isDrawn}
 *
 * A command takes it from `loadCommandSettings` in `src/cli/settings.ts`, which also checks the names of
 * datasets. The room loads zod and yaml: import it when a command runs, not before.
 *
 * @module
 */
export { DEFAULT_PROFILE, type DemoProfile, type ProfileValues } from "./profile.ts";
export { drawSeed, profileSeed } from "./seed.ts";
export {
  findProfile,
  loadSettings,
  type Origin,
  type SettingEntry,
  type SettingFlags,
  type Settings,
  type SettingsRequest,
} from "./settings.ts";

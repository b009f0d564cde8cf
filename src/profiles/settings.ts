/**
 * The settings of a run: built-in values, then a configuration file, then the environment, then
 * options, each value with where it came from.
 *
 * @module
 */
import type { DemoProfile } from "./profile.ts";

/** Where a value came from. */
export interface Origin {
  /** `environment` and `flag` were asked for by name, for this run. */
  readonly kind: "default" | "file" | "environment" | "flag";
  /** For people: `built in`, `config/demo.yaml:4`, `DEMO_PROFILE`, `--profile`. */
  readonly label: string;
}

/** One setting, as `esdh config` prints it. */
export interface SettingEntry {
  /** Name in the configuration file. */
  readonly key: string;
  /** The value; null where there is none. */
  readonly value: string | number | null;
  readonly origin: Origin;
  /** One sentence. */
  readonly meaning: string;
  /** Environment variable that sets it. */
  readonly variable: string;
}

/** What options of a command say; absent where an option was not given. */
export interface SettingFlags {
  /** `--profile` */
  readonly profile?: string | undefined;
  /** `--port` */
  readonly apiPort?: number | undefined;
  /** `--ca-file` */
  readonly caFile?: string | undefined;
  /** `--runs-dir` */
  readonly demoRunsDir?: string | undefined;
}

/** What the settings are made from. */
export interface SettingsRequest {
  /** `--config`; where absent, ESDH_CONFIG, then ./config/demo.yaml, then the built-in file. */
  readonly configPath?: string | undefined;
  /** An environment variable, or undefined. */
  readonly env: (name: string) => string | undefined;
  /** Options of the command. */
  readonly flags?: SettingFlags;
  /** Names of the datasets that exist, to check profiles against. */
  readonly datasets?: readonly string[];
}

/** The settings of a run, complete and checked. */
export interface Settings {
  /** The profile of this run. */
  readonly profile: DemoProfile;
  /** Who chose it. */
  readonly profileOrigin: Origin;
  /** All profiles, in the order of the files. */
  readonly profiles: readonly DemoProfile[];
  /** Port of the API; the profile's own where neither DEMO_API_PORT nor an option names one. */
  readonly apiPort: number;
  /** Who chose it: a port of kind `environment` or `flag` was asked for by name. */
  readonly apiPortOrigin: Origin;
  /** Folder in which `generate` makes a snapshot's folder. */
  readonly outputRoot: string;
  /** Folder of demonstration runs; undefined where none is named. */
  readonly demoRunsDir: string | undefined;
  /** PEM file with further certificate authorities; undefined where none is named. */
  readonly caFile: string | undefined;
  /** The configuration file; undefined where only the built-in one is used. */
  readonly configPath: string | undefined;
  /** Each setting with its origin, in the order they are printed. */
  readonly entries: readonly SettingEntry[];
}

/**
 * Joins the settings of a run.
 *
 * @param request Where they come from.
 * @returns The settings.
 * @throws {EsdhError} INVALID_CONFIG if the file can't be read or a value is wrong, with all problems as
 * issues; UNKNOWN_NAME if the profile of this run does not exist.
 */
export declare function loadSettings(request: SettingsRequest): Promise<Settings>;

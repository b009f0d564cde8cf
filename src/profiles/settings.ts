/**
 * The settings of a run: built-in values, then a configuration file, then the environment, then
 * options, each value with where it came from.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { describeNames } from "../core/suggest.ts";
import { parsePort } from "./_schema.ts";
import {
  configError,
  type ConfigFile,
  LOCAL_CONFIG_PATH,
  readBuiltInConfig,
  readConfigFile,
} from "./config_file.ts";
import { DEFAULT_PORT, DEFAULT_PROFILE, type DemoProfile, type ProfileValues } from "./profile.ts";

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
  /**
   * `--config`; where absent, ESDH_CONFIG, then ./config/demo.yaml, then the built-in file. Null: the
   * built-in file alone.
   */
  readonly configPath?: string | null | undefined;
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
 * @throws {EsdhError} NOT_FOUND or IO if the file can't be read; INVALID_CONFIG if a value is wrong, with
 * all problems as issues; UNKNOWN_NAME if all that is wrong is that the profile of this run does not exist.
 */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  const file = await openConfig(request);
  const files = [readBuiltInConfig(), ...(file === undefined ? [] : [file])];
  const issues: Issue[] = [...file?.issues ?? []];
  const isBroken = issues.some(({ code }) => code === "invalid-yaml");
  const profiles = joinProfiles(files, request.datasets, issues);
  const layers: Layers = { files, request, issues };
  const profileName = pick(layers, "profile", DEFAULT_PROFILE);
  const port = pick(layers, "api_port", DEFAULT_PORT);
  const outputRoot = pick(layers, "output_root", "output");
  const runsDir = pick(layers, "demo_runs_dir", null);
  const caFile = pick(layers, "ca_file", null);
  const profile = profiles.find((candidate) => candidate.name === profileName.value);
  if (issues.length > 0) {
    if (profile === undefined && !isBroken) {
      const { message, hint } = unknownProfile(profileName, profiles);
      issues.push({ code: "unknown-name", severity: "error", message, hint: hint! });
    }
    throw configError(issues);
  }
  if (profile === undefined) throw unknownProfile(profileName, profiles);
  const isAsked = port.origin.kind === "environment" || port.origin.kind === "flag";
  const ownPort = isAsked ? undefined : findOwnPort(files, profile);
  const apiPort = ownPort ?? port;
  return {
    profile,
    profileOrigin: profileName.origin,
    profiles,
    apiPort: apiPort.value,
    apiPortOrigin: apiPort.origin,
    outputRoot: outputRoot.value,
    demoRunsDir: runsDir.value ?? undefined,
    caFile: caFile.value ?? undefined,
    configPath: file?.path,
    entries: [
      toEntry("profile", profileName),
      toEntry("api_port", apiPort),
      toEntry("output_root", outputRoot),
      toEntry("demo_runs_dir", runsDir),
      toEntry("ca_file", caFile),
    ],
  };
}

/**
 * Finds a profile by name.
 *
 * @param settings Settings that hold it.
 * @param name Its name.
 * @returns The profile.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 */
export function findProfile(settings: Pick<Settings, "profiles">, name: string): DemoProfile {
  const profile = settings.profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw unknownProfile({ value: name }, settings.profiles);
}

const BUILT_IN: Origin = { kind: "default", label: "built in" };

/** What each setting is called elsewhere. */
export const SETTINGS = {
  profile: {
    variable: "DEMO_PROFILE",
    flag: "profile",
    option: "--profile",
    meaning: "Demo profile of a run that names none",
  },
  api_port: {
    variable: "DEMO_API_PORT",
    flag: "apiPort",
    option: "--port",
    meaning: "Port of the API, 0 for any free one",
  },
  output_root: {
    variable: "ESDH_OUTPUT_ROOT",
    flag: undefined,
    option: undefined,
    meaning: "Folder in which `generate` makes a snapshot's folder",
  },
  demo_runs_dir: {
    variable: "ESDH_DEMO_RUNS_DIR",
    flag: "demoRunsDir",
    option: "--runs-dir",
    meaning: "Folder of demonstration runs; none: data/demo_runs, or one that can be written",
  },
  ca_file: {
    variable: "ESDH_CA_FILE",
    flag: "caFile",
    option: "--ca-file",
    meaning: "PEM file with further certificate authorities",
  },
} as const;

type SettingKey = keyof typeof SETTINGS;

interface Picked<T> {
  readonly value: T;
  readonly origin: Origin;
}

interface Layers {
  readonly files: readonly ConfigFile[];
  readonly request: SettingsRequest;
  readonly issues: Issue[];
}

async function openConfig(request: SettingsRequest): Promise<ConfigFile | undefined> {
  if (request.configPath === null) return undefined;
  if (request.configPath !== undefined) {
    return await readConfigFile(request.configPath, { isOptional: false, namedBy: "--config" });
  }
  const named = request.env("ESDH_CONFIG");
  return named === undefined
    ? await readConfigFile(LOCAL_CONFIG_PATH, { isOptional: true })
    : await readConfigFile(named, { isOptional: false, namedBy: "ESDH_CONFIG" });
}

/** The value of the strongest layer that has one. */
function pick<T extends string | number | null>(
  { files, request, issues }: Layers,
  key: SettingKey,
  fallback: T,
): Picked<T> {
  const { variable, flag, option } = SETTINGS[key];
  const flagValue = flag === undefined ? undefined : request.flags?.[flag];
  if (flagValue !== undefined) {
    return { value: flagValue as T, origin: { kind: "flag", label: option! } };
  }
  const text = request.env(variable);
  if (text !== undefined) {
    const origin: Origin = { kind: "environment", label: variable };
    if (key !== "api_port") return { value: text as T, origin };
    const port = parsePort(text);
    if (typeof port === "number") return { value: port as T, origin };
    issues.push({
      code: "invalid-config",
      severity: "error",
      message: `the environment variable ${variable} must be ${port.wanted}, is "${text}"`,
      actual: text,
      expected: port.wanted,
      hint: `set ${variable} to a port, or unset it`,
    });
    return { value: fallback, origin };
  }
  for (const file of files.toReversed()) {
    const value = file.values.settings?.[key];
    if (value !== undefined) {
      return { value: value as T, origin: fileOrigin(file, ["settings", key]) };
    }
  }
  return { value: fallback, origin: BUILT_IN };
}

function fileOrigin(file: ConfigFile, path: readonly string[]): Origin {
  return file.path === undefined
    ? BUILT_IN
    : { kind: "file", label: `${file.path}:${file.lineOf(path)}` };
}

function findOwnPort(
  files: readonly ConfigFile[],
  profile: DemoProfile,
): Picked<number> | undefined {
  if (profile.apiPort === undefined) return undefined;
  const owner = files.findLast((file) =>
    file.values.profiles?.[profile.name]?.api_port !== undefined
  );
  const origin = owner === undefined
    ? BUILT_IN
    : fileOrigin(owner, ["profiles", profile.name, "api_port"]);
  return { value: profile.apiPort, origin };
}

/** Lays the profiles of later files over those of earlier ones, value by value. */
function joinProfiles(
  files: readonly ConfigFile[],
  datasets: readonly string[] | undefined,
  issues: Issue[],
): DemoProfile[] {
  const names = new Set(files.flatMap((file) => Object.keys(file.values.profiles ?? {})));
  return [...names].map((name) => {
    const file = files.findLast((candidate) => candidate.values.profiles?.[name] !== undefined)!;
    const values: ProfileValues = Object.assign(
      {},
      ...files.map((candidate) => candidate.values.profiles?.[name] ?? {}),
    );
    const report = (key: string, message: string, hint: string) =>
      issues.push({
        code: "invalid-config",
        severity: "error",
        message,
        ...(file.path === undefined ? {} : { path: file.path }),
        line: file.lineOf(["profiles", name, key]),
        hint,
      });
    const { dataset = "v0.1", records, seed } = values;
    if (datasets !== undefined && typeof dataset === "string" && !datasets.includes(dataset)) {
      const message = `"profiles.${name}.dataset" must be the name of a dataset, is "${dataset}"`;
      report("dataset", message, describeNames(dataset, datasets));
    }
    if (records === undefined) {
      report("records", `"profiles.${name}.records" is missing`, "for example `records: 30`");
    }
    const isRandom = values.randomize === true || seed === "random";
    if (!isRandom && seed === undefined) {
      report(
        "seed",
        `"profiles.${name}.seed" is missing`,
        "for example `seed: 42` or `seed: random`",
      );
    }
    return {
      name,
      description: values.description ?? "",
      dataset,
      records: records ?? 0,
      seed: isRandom ? "random" : seed ?? 0n,
      apiPort: values.api_port,
      previewRows: values.preview_rows ?? 5,
    };
  });
}

function unknownProfile(
  picked: { readonly value: string; readonly origin?: Origin },
  profiles: readonly DemoProfile[],
): EsdhError {
  const by = picked.origin === undefined ? "" : ` (from ${picked.origin.label})`;
  return new EsdhError("UNKNOWN_NAME", `unknown demo profile "${picked.value}"${by}`, {
    hint: describeNames(picked.value, profiles.map((profile) => profile.name)),
  });
}

function toEntry(key: SettingKey, picked: Picked<string | number | null>): SettingEntry {
  const { meaning, variable } = SETTINGS[key];
  return { key, ...picked, meaning, variable };
}

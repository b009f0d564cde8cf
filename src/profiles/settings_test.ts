import { assert, assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { drawSeed, profileSeed } from "./seed.ts";
import { findProfile, loadSettings, type Settings, type SettingsRequest } from "./settings.ts";

const FILE = `
settings:
  profile: team
  api_port: 6000
profiles:
  team:
    description: Ours
    records: 7
    seed: -9
  baseline:
    records: 31
    api_port: 6100
`;

/** Loads from a file of the given text; what is not given comes from nowhere else. */
async function load(
  text: string,
  variables: Record<string, string> = {},
  more: Partial<SettingsRequest> = {},
): Promise<Settings> {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(path, text);
    return await loadSettings({ configPath: path, env: (name) => variables[name], ...more });
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("loadSettings() lays a file over what is built in, value by value", async () => {
  const { profiles } = await load(FILE);
  assertEquals(profiles.map(({ name }) => name), ["baseline", "heavy", "team"]);
  const [baseline, heavy, team] = profiles;
  assertEquals([baseline!.records, baseline!.seed, baseline!.apiPort], [31, 42n, 6100]);
  assertEquals([heavy!.records, heavy!.seed], [200, "random"]);
  assertEquals([team!.seed, team!.dataset, team!.previewRows, team!.apiPort], [
    -9n,
    "v0.1",
    5,
    undefined,
  ]);
});

Deno.test("loadSettings() lets options outdo the environment, and that the file", async () => {
  const env = { DEMO_PROFILE: "heavy", DEMO_API_PORT: "7000", ESDH_OUTPUT_ROOT: "elsewhere" };
  const fromFile = await load(FILE);
  assertEquals([fromFile.profile.name, fromFile.apiPort], ["team", 6000]);
  assertEquals(fromFile.apiPortOrigin.kind, "file");
  assert(/\.yaml:4$/.test(fromFile.apiPortOrigin.label), fromFile.apiPortOrigin.label);
  const fromEnv = await load(FILE, env);
  assertEquals([fromEnv.profile.name, fromEnv.apiPort, fromEnv.outputRoot], [
    "heavy",
    7000,
    "elsewhere",
  ]);
  assertEquals(fromEnv.profileOrigin, { kind: "environment", label: "DEMO_PROFILE" });
  const fromFlags = await load(FILE, env, { flags: { profile: "baseline", apiPort: 0 } });
  assertEquals([fromFlags.profile.name, fromFlags.apiPort], ["baseline", 0]);
  assertEquals(fromFlags.apiPortOrigin, { kind: "flag", label: "--port" });
});

Deno.test("loadSettings() takes a profile's own port before the file's", async () => {
  const { apiPort, apiPortOrigin } = await load(FILE, { DEMO_PROFILE: "baseline" });
  assertEquals([apiPort, apiPortOrigin.kind], [6100, "file"]);
  assert(apiPortOrigin.label.endsWith(":12"), apiPortOrigin.label);
});

Deno.test("loadSettings() prints an entry with an origin for each setting", async () => {
  const { entries } = await load("", { ESDH_CA_FILE: "ca.pem" });
  assertEquals(entries.map(({ key, value, origin }) => [key, value, origin.label]), [
    ["profile", "baseline", "built in"],
    ["api_port", 5000, "built in"],
    ["output_root", "output", "built in"],
    ["demo_runs_dir", null, "built in"],
    ["ca_file", "ca.pem", "ESDH_CA_FILE"],
  ]);
});

Deno.test("loadSettings() tells problems of the file's meaning and of the environment together", async () => {
  const error = await assertRejects(
    () =>
      load("profiles:\n  empty:\n    dataset: v0.2\n", { DEMO_API_PORT: "x" }, {
        datasets: ["v0.1"],
      }),
    EsdhError,
    "has 4 problems",
  );
  assertEquals(error.issues.map(({ line, message }) => [line, message]), [
    [3, '"profiles.empty.dataset" must be the name of a dataset, is "v0.2"'],
    [2, '"profiles.empty.records" is missing'],
    [2, '"profiles.empty.seed" is missing'],
    [
      undefined,
      "the environment variable DEMO_API_PORT must be a port from 0 to 65535 (0: any free one), " +
      'is "x"',
    ],
  ]);
});

Deno.test("loadSettings() tells problems of the file's form with those of its meaning", async () => {
  const text =
    "settings:\n  api_prt: 1\nprofiles:\n  team:\n    dataset: v0.2\n    records: many\n";
  const variables = { DEMO_PROFILE: "teem", DEMO_API_PORT: "-1" };
  const error = await assertRejects(
    () => load(text, variables, { datasets: ["v0.1"] }),
    EsdhError,
    "has 6 problems",
  );
  assertEquals(error.issues.map(({ line, message }) => `${line} ${message.slice(0, 34)}`), [
    '2 unknown key "settings.api_prt"',
    '6 "profiles.team.records" must be a ',
    '5 "profiles.team.dataset" must be th',
    '4 "profiles.team.seed" is missing',
    "undefined the environment variable DEMO_API_",
    'undefined unknown demo profile "teem" (from ',
  ]);
  // The profiles of a file that can't be parsed are not known.
  const broken = await assertRejects(() => load("a: [", variables), EsdhError);
  assertEquals(broken.issues.some(({ code }) => code === "unknown-name"), false);
});

Deno.test("loadSettings() says who named a profile that does not exist", async () => {
  const error = await assertRejects(
    () => load(FILE, { DEMO_PROFILE: "hevy" }),
    EsdhError,
    'unknown demo profile "hevy" (from DEMO_PROFILE)',
  );
  assertEquals([error.code, error.hint], [
    "UNKNOWN_NAME",
    'did you mean "heavy"? valid: baseline, heavy, team',
  ]);
});

Deno.test("loadSettings() lets randomize outdo the seed of a profile", async () => {
  const { profiles } = await load("profiles:\n  baseline:\n    randomize: true\n");
  assertEquals(profiles[0]!.seed, "random");
});

Deno.test("findProfile() finds by exact name alone", async () => {
  const settings = await load("");
  assertEquals(findProfile(settings, "heavy").records, 200);
  await assertRejects(
    () => Promise.resolve().then(() => findProfile(settings, "Heavy")),
    EsdhError,
  );
});

Deno.test("drawSeed() draws positive whole numbers below 2^53, each another", () => {
  const seeds = Array.from({ length: 200 }, drawSeed);
  assert(seeds.every((seed) => seed > 0n && seed < 2n ** 53n));
  assertEquals(new Set(seeds).size, 200);
});

Deno.test("profileSeed() says whether it drew", () => {
  assertEquals(profileSeed({ seed: 42n }), { seed: 42n, isDrawn: false });
  assertEquals(profileSeed({ seed: "random" }).isDrawn, true);
});

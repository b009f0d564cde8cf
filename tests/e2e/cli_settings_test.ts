/**
 * `esdh config`, `esdh profiles` and `esdh completions`, with a configuration file, variables and options.
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

const TEAM =
  "settings:\r\n  profile: team\r\n  output_root: made\r\nprofiles:\r\n  team:\r\n    records: 3\r\n    seed: 8\r\n";

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
  readonly from: string;
}

async function readEntries(args: string[], cwd: string, env: Record<string, string> = {}) {
  const { code, stdout } = await esdh(["config", "--json", ...args], { cwd, env });
  assertEquals(code, 0, stdout);
  const { config_file: file, settings } = JSON.parse(stdout) as {
    config_file: unknown;
    settings: Entry[];
  };
  return { file, entry: (key: string) => settings.find((entry) => entry.key === key)! };
}

Deno.test("esdh config finds the file by option, by variable and in ./config, in this order", async () => {
  await withFolder(async (cwd) => {
    await Deno.mkdir(join(cwd, "config"));
    await Deno.writeTextFile(join(cwd, "config", "demo.yaml"), "settings:\n  api_port: 1001\n");
    await Deno.writeTextFile(join(cwd, "variable.yaml"), "settings:\n  api_port: 1002\n");
    await Deno.writeTextFile(join(cwd, "option.yaml"), "settings:\n  api_port: 1003\n");
    const env = { ESDH_CONFIG: "variable.yaml" };
    const results = [
      await readEntries([], cwd),
      await readEntries([], cwd, env),
      await readEntries(["--config", "option.yaml"], cwd, env),
      await readEntries([], cwd, { DEMO_API_PORT: "1004" }),
    ];
    assertEquals(
      results.map(({ file, entry }) => [file, entry("api_port").value, entry("api_port").from]),
      [
        ["config/demo.yaml", 1001, "config/demo.yaml:2"],
        ["variable.yaml", 1002, "variable.yaml:2"],
        ["option.yaml", 1003, "option.yaml:2"],
        ["config/demo.yaml", 1004, "DEMO_API_PORT"],
      ],
    );
  });
});

Deno.test("esdh profiles marks the profile that is used and shows one", async () => {
  await withFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "team.yaml"), TEAM);
    const env = { ESDH_CONFIG: "team.yaml" };
    const list = await esdh(["profiles"], { cwd, env });
    assertMatch(list.stdout, /^\* +team +3 +8 +v0\.1/m);
    assertStringIncludes(list.stderr, "team.yaml:2");
    const shown = await esdh(["profiles", "show", "heavy", "--json"], { cwd, env });
    assertEquals(JSON.parse(shown.stdout), {
      name: "heavy",
      description: "Larger, with a new seed in every run",
      dataset: "v0.1",
      records: 200,
      seed: "random",
      randomize: true,
      api_port: 5000,
      preview_rows: 8,
    });
    const used = await esdh(["profiles", "--json"], {
      cwd,
      env: { ...env, DEMO_PROFILE: "heavy" },
    });
    const document = JSON.parse(used.stdout);
    assertEquals(document.active, "heavy");
    assertEquals(document.profiles.map(({ seed }: { seed: unknown }) => seed), [
      "42",
      "random",
      "8",
    ]);
  });
});

Deno.test("esdh generate takes profile and folder from the configuration", async () => {
  await withFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "team.yaml"), TEAM);
    const args = ["generate", "--config", "team.yaml", "--profile", "team", "--quiet"];
    const { stdout } = await esdh(args, { cwd });
    assertEquals(stdout.trim(), join("made", "v0_1_seed8_records3"));
  });
});

Deno.test("esdh tells every mistake of a configuration with file, line, key and value", async () => {
  await withFolder(async (cwd) => {
    const text =
      "settings:\n  api_port: 70000\nprofiles:\n  baseline:\n    recrods: 3\n    seed: soon\n";
    await Deno.writeTextFile(join(cwd, "bad.yaml"), text);
    const { code, stderr } = await esdh(["config", "--config", "bad.yaml"], { cwd });
    assertEquals(code, 2);
    assertEquals(
      stderr,
      'error: the configuration "bad.yaml" has 3 problems\n' +
        '  - bad.yaml:2: "settings.api_port" must be a port from 0 to 65535 (0: any free one), is 70000\n' +
        '  - bad.yaml:5: unknown key "profiles.baseline.recrods"\n' +
        '    did you mean "records"? valid: description, dataset, records, seed, randomize, api_port, preview_rows\n' +
        '  - bad.yaml:6: "profiles.baseline.seed" must be a whole number of at most 4000 digits, or random, is "soon"\n',
    );
    const { error } = JSON.parse(
      (await esdh(["config", "--config", "bad.yaml", "--json"], { cwd })).stdout,
    );
    assertEquals(error.issues.map((issue: { line: number }) => issue.line), [2, 5, 6]);
  });
});

Deno.test("esdh rejects wrong variables and names them", async () => {
  await withFolder(async (cwd) => {
    const port = await esdh(["config"], { cwd, env: { DEMO_API_PORT: "http" } });
    assertStringIncludes(port.stderr, "DEMO_API_PORT must be a port");
    const profile = await esdh(["profiles"], { cwd, env: { DEMO_PROFILE: "hevy" } });
    assertStringIncludes(profile.stderr, 'unknown demo profile "hevy" (from DEMO_PROFILE)');
    const file = await esdh(["config"], { cwd, env: { ESDH_CONFIG: "no.yaml" } });
    assertStringIncludes(file.stderr, '"no.yaml" (named by ESDH_CONFIG): it does not exist');
    assertEquals([port.code, profile.code, file.code], [2, 2, 3]);
  });
});

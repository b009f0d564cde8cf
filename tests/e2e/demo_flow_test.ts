import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { esdh } from "./_cli.ts";
import { demoJson, inFolder, listRunNames, stepData } from "./_demo.ts";

const BASELINE_PERSONS = "88144a53b3f15de06a3f788fdeddcd91e382dd279a281b9b6174202916c79936";
const ALL = ["profile", "snapshot", "server", "health", "preview", "validate", "smoke"];

Deno.test("demo makes, serves, previews, validates and tries the baseline", async () => {
  await inFolder(async (folder, options) => {
    const { code, report } = await demoJson(["--profile", "baseline"], options);
    assertEquals([code, report.ok, report.failure], [0, true, null]);
    assertEquals(
      report.steps.map(({ name, status }) => `${name} ${status}`),
      ALL.map((name) => `${name} ok`),
    );
    assertEquals([report.profile, report.profile_from], ["baseline", "--profile"]);
    const { files, latest, folder: run } = stepData(report, "snapshot");
    assertEquals(files[0].sha256, BASELINE_PERSONS);
    assertEquals(latest.kind, Deno.build.os === "windows" ? latest.kind : "link");
    assertEquals(
      await Deno.readTextFile(join(folder, "data", "demo_runs", "latest_demo", "persons_v0_1.csv")),
      await Deno.readTextFile(join(run, "persons_v0_1.csv")),
    );
    assertEquals((await listRunNames(folder)).length, 2);
    const smoke = stepData(report, "smoke").checks;
    assertEquals(smoke.map((check: { passed: boolean }) => check.passed), Array(7).fill(true));
    assert(report.proved.length >= 10);
  });
});

Deno.test("demo reaches its own API past a proxy that does not answer", async () => {
  await inFolder(async (_folder, options) => {
    const proxy = "http://127.0.0.1:1";
    const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, all_proxy: proxy };
    const { code, report } = await demoJson([], { ...options, env });
    assertEquals([code, report.ok], [0, true]);
  });
});

Deno.test("demo says which profile it shows and why", async () => {
  await inFolder(async (_folder, options) => {
    const run = async (args: string[], env: Record<string, string>) => {
      const { stdout } = await esdh(["demo", "--skip-smoke", "--port", "0", ...args], {
        ...options,
        env,
      });
      return /Profile +(.+)/.exec(stdout)?.[1];
    };
    assertEquals(await run([], {}), "baseline, chosen by default");
    assertEquals(await run([], { DEMO_PROFILE: "heavy" }), "heavy, chosen by DEMO_PROFILE");
    assertEquals(
      await run(["--profile", "baseline"], { DEMO_PROFILE: "heavy" }),
      "baseline, chosen by --profile",
    );
  });
});

Deno.test("demo of a randomised profile tells a seed that repeats its files", async () => {
  await inFolder(async (folder, options) => {
    const { report } = await demoJson(["--profile", "heavy", "--skip-smoke"], options);
    const { seed, records, is_seed_drawn } = stepData(report, "profile");
    assertEquals([records, is_seed_drawn], [200, true]);
    assertEquals(report.steps.at(-1)?.status, "skipped");
    const out = join(folder, "again");
    const again = await esdh(
      [
        "generate",
        "--dataset",
        "v0.1",
        "--seed",
        seed,
        "--records",
        `${records}`,
        "--output-dir",
        out,
        "--quiet",
      ],
      options,
    );
    assertEquals(again.code, 0, again.stderr);
    const run = stepData(report, "snapshot").folder;
    for (const name of ["persons_v0_1.csv", "dataset_v0_1.json"]) {
      assertEquals(
        await Deno.readTextFile(join(run, name)),
        await Deno.readTextFile(join(out, name)),
      );
    }
  });
});

Deno.test("two demos at once get their own folders and ports, and leave one whole pointer", async () => {
  await inFolder(async (folder, options) => {
    const runs = await Promise.all([1, 2].map(() => esdh(["demo", "--json"], options)));
    const reports = runs.map(({ stdout }) => JSON.parse(stdout));
    assertEquals(reports.map(({ ok }) => ok), [true, true]);
    const folders = reports.map((report) => stepData(report, "snapshot").folder);
    assertNotEquals(folders[0], folders[1]);
    const names = await listRunNames(folder);
    assertEquals(names.length, 3, names.join());
    const target = await Deno.realPath(join(folder, "data", "demo_runs", "latest_demo"));
    const real = await Promise.all(folders.map((path: string) => Deno.realPath(path)));
    assert(real.includes(target));
  });
});

Deno.test("demo takes the next free port where its own is taken, and says so", async () => {
  await inFolder(async (_folder, options) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    const { code, stdout } = await esdh(["demo", "--skip-smoke", "--port", `${port}`], options);
    assertEquals(code, 0);
    assertMatch(stdout, new RegExp(`Port +${port} is taken, so the next free one: \\d+`));
  });
});

Deno.test("demo keeps the newest five runs and what is not its own", async () => {
  await inFolder(async (folder, options) => {
    const runs = join(folder, "data", "demo_runs");
    await Deno.mkdir(join(runs, "20200101T000000Z_mine"), { recursive: true });
    await Deno.writeTextFile(join(runs, "notes.txt"), "keep");
    for (let count = 0; count < 6; count++) {
      assertEquals((await esdh(["demo", "--canned", "--skip-smoke", "--quiet"], options)).code, 0);
    }
    const names = await listRunNames(folder);
    assertEquals(names.filter((name) => name.endsWith("canned")).length, 5);
    assertEquals(names.filter((name) => !name.endsWith("canned")), [
      "20200101T000000Z_mine",
      "latest_demo",
      "notes.txt",
    ]);
  });
});

Deno.test("demo --canned generates nothing, opens no API and is still checked", async () => {
  await inFolder(async (_folder, options) => {
    const { code, report } = await demoJson(["--canned"], options);
    assertEquals([code, report.ok], [0, true]);
    assertEquals(
      report.steps.filter(({ status }) => status === "skipped").map(({ name }) => name),
      ["server", "health"],
    );
    assertEquals(stepData(report, "snapshot").files[0].sha256, BASELINE_PERSONS);
    const { ok, checks } = stepData(report, "validate");
    assertEquals(ok, true);
    // What the samples can't show is not claimed.
    assertEquals(checks.some(({ name }: { name: string }) => name === "remake"), false);
    assertEquals(report.proved.filter((claim) => /API|remake/.test(claim)), []);
    assertEquals([report.profile, report.profile_from], ["baseline", "--canned"]);
  });
});

Deno.test("demo --canned runs where the configuration is broken, and says so", async () => {
  await inFolder(async (folder, options) => {
    await Deno.mkdir(join(folder, "config"));
    await Deno.writeTextFile(join(folder, "config", "demo.yaml"), "profiles: [");
    const env = { DEMO_API_PORT: "-1", ESDH_DEMO_RUNS_DIR: join(folder, "runs") };
    const { code, report } = await demoJson(["--canned"], { ...options, env });
    assertEquals([code, report.ok], [0, true]);
    assertStringIncludes(stepData(report, "profile").notices[0], "the configuration is left out");
    assertStringIncludes(stepData(report, "snapshot").folder, join(folder, "runs"));
  });
});

Deno.test("demo goes to a folder of the user's where the working folder can't be written", async () => {
  await inFolder(async (folder, options) => {
    await Deno.writeTextFile(join(folder, "data"), "a file where a folder should be");
    const state = join(folder, "state");
    const env = { HOME: join(folder, "home"), XDG_STATE_HOME: state, LOCALAPPDATA: state };
    const { code, report } = await demoJson([], { ...options, env });
    assertEquals([code, report.ok], [0, true]);
    const { folder: run, notices } = stepData(report, "snapshot");
    assertEquals(
      run.startsWith(join(folder, Deno.build.os === "darwin" ? "home" : "state")),
      true,
      run,
    );
    assertStringIncludes(notices[0], "can't be written");
    const cleaned = await esdh(["demo", "clean"], { ...options, env });
    assertEquals(cleaned.code, 0, cleaned.stderr);
    assertStringIncludes(cleaned.stdout, "removed");
    assertEquals(await Deno.stat(run).catch(() => undefined), undefined);
  });
});

Deno.test("demo that fails says which step, the last good one, and what to do", async () => {
  await inFolder(async (folder, options) => {
    const blocked = join(folder, "file", "runs");
    await Deno.writeTextFile(join(folder, "file"), "");
    const { code, report } = await demoJson(["--runs-dir", blocked], options);
    assertEquals([code, report.ok], [3, false]);
    const { step, last_good_step, code: kind, hint } = report.failure!;
    assertEquals([step, last_good_step, kind], ["snapshot", "profile", "IO"]);
    assertStringIncludes(hint, "--runs-dir");
    const { stdout, stderr } = await esdh(["demo", "--runs-dir", blocked], options);
    assertMatch(stdout, /Failed +at step 2 of 7, Make a snapshot/);
    assertMatch(stdout, /Last good +step 1 of 7/);
    assertMatch(stdout, /Version +esdh \d+\.\d+\.\d+, dataset v0\.1, Deno/);
    assertStringIncludes(stdout, "esdh doctor");
    assertStringIncludes(stderr, "--runs-dir");
  });
});

Deno.test("demo refuses options that can't go together, and --interactive without a terminal", async () => {
  await inFolder(async (folder, options) => {
    const both = await esdh(["demo", "--canned", "--keep-serving"], options);
    const interactive = await esdh(["demo", "--interactive"], options);
    const unknown = await esdh(["demo", "--profile", "basline"], options);
    assertEquals([both.code, interactive.code, unknown.code], [2, 2, 2]);
    const deaf = await esdh(["demo", "--canned", "--profile", "heavy", "--port", "1"], options);
    assertEquals(deaf.code, 2);
    assertStringIncludes(deaf.stderr, "--profile heavy, --port can't be followed");
    assertStringIncludes(interactive.stderr, "standard input is none");
    assertStringIncludes(unknown.stderr, 'did you mean "baseline"');
    assertEquals(await listRunNames(folder), []);
  });
});

Deno.test("demo draws lines that fit, in ASCII where the locale is not UTF-8", async () => {
  await inFolder(async (_folder, options) => {
    for (const [columns, locale] of [[80, "C"], [100, "C.UTF-8"], [60, "C"]] as const) {
      const env = { COLUMNS: `${columns}`, LC_ALL: locale };
      const { stdout } = await esdh(["demo", "--port", "0"], { ...options, env });
      // A path or digest that is wider is not broken.
      const lines = stdout.split("\n").filter((line) =>
        !/^[|│]? +([\w/.-]{40,}|deno task esdh generate .+)$/.test(line)
      );
      const longest = Math.max(...lines.map((line) => [...line].length));
      const wide = lines.find((line) => [...line].length === longest);
      assert(longest <= columns, `${longest} of ${columns}: ${wide}`);
      assertEquals(/[^\x00-\x7f]/.test(stdout), locale !== "C");
    }
  });
});

Deno.test("demo gate passes on a good build, and leaves one run", async () => {
  await inFolder(async (folder, options) => {
    const { code, stdout, stderr } = await esdh(["demo", "gate", "--json", "--port", "0"], options);
    assertEquals(code, 0, stderr);
    const { ok, stages } = JSON.parse(stdout);
    assertEquals(ok, true);
    assertEquals(stages.map(({ stage, ok }: { stage: string; ok: boolean }) => [stage, ok]), [
      ["validate", true],
      ["smoke", true],
      ["flow", true],
    ]);
    assertEquals(stages[2].steps.at(-1).status, "skipped");
    assertEquals((await listRunNames(folder)).length, 2);
  });
});

Deno.test("demo gate ends with the exit status of what failed, and tells it", async () => {
  await inFolder(async (folder, options) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    const blocked = join(folder, "file", "runs");
    const args = ["demo", "gate", "--port", "0", "--runs-dir", blocked];
    const { code, stdout, stderr } = await esdh([...args, "--quiet"], options);
    assertEquals([code, stdout], [3, "failed\n"]);
    assertStringIncludes(stderr, "no folder for the run can be written");
    const json = await esdh([...args, "--json"], options);
    const { ok, stages } = JSON.parse(json.stdout);
    assertEquals([json.code, ok, stages.at(-1).failure.code], [3, false, "IO"]);
  });
});

Deno.test("demo of a profile of dataset auto compares the first accounts of a large run", async () => {
  await inFolder(async (folder, options) => {
    const config = join(folder, "team.yaml");
    await Deno.writeTextFile(
      config,
      "profiles:\n  book:\n    dataset: auto\n    records: 125\n    seed: 42\n    preview_rows: 2\n",
    );
    const { code, stdout, stderr } = await esdh(
      ["demo", "--config", config, "--profile", "book", "--port", "0"],
      options,
    );
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "every reference between rows is closed");
    assertMatch(stdout, /persons {2}2 of about \d+\n/);
    assertMatch(stdout, /claims {2}2 of about \d+\n/);
    assertMatch(stdout, /esdh generate --seed 42 --records 125\b/);
    assert(!stdout.includes("esdh serve"), "serve has no dataset auto");
  });
});

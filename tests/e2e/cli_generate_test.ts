/**
 * `esdh generate` and `esdh generate-snapshot`, from the command line to the files.
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { listDigests, withFolder } from "../_folder.ts";
import { cliCommand, esdh } from "./_cli.ts";

/** SHA-256 of the contract's files for seed 42 and 30 records. */
const BASELINE = {
  "persons_v0_1.csv": "88144a53b3f15de06a3f788fdeddcd91e382dd279a281b9b6174202916c79936",
  "vehicles_v0_1.csv": "5d58fcfa649daa2d90555e8e13b5f3e4b03db99af6fe916451e525cfe7826482",
  "dataset_v0_1.json": "6f922eb37b39cd1c2f577c7fcd8bffde09afb6c31c15f6808886ce0f49ca86ff",
  "metadata_v0_1.json": "8754170bfb1185d7f598e5ef0475218f8488880ff91be1c973f6e80d06530068",
};

async function readSeed(folder: string): Promise<string> {
  const text = await Deno.readTextFile(join(folder, "snapshot_manifest_v0_1.json"));
  return JSON.parse(text).esdh.plan.seed;
}

Deno.test("esdh generate makes the contract's bytes, by options and by profile", async () => {
  await withFolder(async (cwd) => {
    await esdh([
      "generate",
      "--dataset",
      "v0.1",
      "--seed",
      "42",
      "--records",
      "30",
      "--output-dir",
      "a",
    ], { cwd });
    await esdh(["generate", "--profile", "baseline", "--output-dir", "b"], { cwd });
    const digests = await listDigests(join(cwd, "a"));
    for (const [name, digest] of Object.entries(BASELINE)) {
      assert(digests.includes(`${name} ${digest}`), name);
    }
    assertEquals(await listDigests(join(cwd, "b")), digests);
  });
});

Deno.test("esdh generate --json prints one document, the same in two runs", async () => {
  await withFolder(async (cwd) => {
    const args = ["generate", "--dataset", "v0.1", "--seed", "42", "--records", "30", "--json"];
    const first = await esdh(args, { cwd });
    const second = await esdh(args, { cwd });
    assertEquals([first.code, first.stderr, second.stdout], [0, "", first.stdout]);
    const report = JSON.parse(first.stdout);
    assertEquals(
      [report.dataset, report.seed, report.seed_drawn, report.records],
      ["v0.1", "42", false, 30],
    );
    assertEquals(report.output_dir, join("output", "v0_1_seed42_records30"));
    assertEquals(report.marker, "enterprise-synthetic-data-hub v0.1");
    const persons = report.files.find((file: { path: string }) => file.path === "persons_v0_1.csv");
    assertEquals(persons, {
      path: "persons_v0_1.csv",
      row_count: 30,
      size_bytes: persons.size_bytes,
      sha256: BASELINE["persons_v0_1.csv"],
    });
    const { size } = await Deno.stat(join(cwd, report.output_dir, "persons_v0_1.csv"));
    assertEquals(persons.size_bytes, size);
  });
});

Deno.test("esdh generate takes negative and huge seeds, with a blank and with =", async () => {
  await withFolder(async (cwd) => {
    const huge = `${2n ** 70n + 1n}`;
    const forms = [["--seed", "-5"], ["--seed=-5"], ["--seed", huge], [`--seed=+${huge}`], [
      "--seed",
      "-0",
    ]];
    const seeds: string[] = [];
    for (const [place, form] of forms.entries()) {
      const folder = `${place}`;
      const { code, stderr } = await esdh(
        ["generate", "--dataset", "v0.1", ...form, "--records", "2", "--output-dir", folder],
        { cwd },
      );
      assertEquals(code, 0, stderr);
      seeds.push(await readSeed(join(cwd, folder)));
    }
    assertEquals(seeds, ["-5", "-5", huge, huge, "0"]);
  });
});

Deno.test("esdh generate names a folder even for a seed of thousands of digits", async () => {
  await withFolder(async (cwd) => {
    const seed = "9".repeat(3000);
    const { code, stdout } = await esdh([
      "generate",
      "--dataset",
      "v0.1",
      "--seed",
      seed,
      "--records",
      "1",
      "--quiet",
    ], {
      cwd,
    });
    assertEquals(code, 0);
    assertEquals(await readSeed(join(cwd, stdout.trim())), seed);
  });
});

Deno.test("esdh generate --randomize prints and records the seed it drew, which makes the same data", async () => {
  await withFolder(async (cwd) => {
    const args = ["generate", "--dataset", "v0.1", "--records", "4", "--randomize", "--seed", "1"];
    const drawn = await esdh([...args, "--output-dir", "a"], { cwd });
    const other = await esdh(["generate", "--profile", "heavy", "--output-dir", "b"], { cwd });
    const seed = /^drew seed (\d+)$/m.exec(drawn.stderr)?.[1];
    assertStringIncludes(drawn.stderr, "note: --randomize outdoes --seed 1");
    assertEquals(await readSeed(join(cwd, "a")), seed);
    assertStringIncludes(drawn.stdout, `--seed ${seed} makes the same data`);
    assertNotEquals(await readSeed(join(cwd, "b")), seed);
    assertEquals(other.code, 0);
    await esdh([
      "generate",
      "--dataset",
      "v0.1",
      "--records",
      "4",
      "--seed",
      seed!,
      "--output-dir",
      "c",
    ], { cwd });
    assertEquals(await listDigests(join(cwd, "c")), await listDigests(join(cwd, "a")));
  });
});

Deno.test("esdh generate --plan remakes a snapshot from its manifest and from a dry run's plan", async () => {
  await withFolder(async (cwd) => {
    const args = [
      "--seed",
      "-7",
      "--records",
      "5",
      "--output-format",
      "ndjson,csv",
      "--entity-filter",
      "persons",
    ];
    await esdh(["generate", "--dataset", "v0.1", ...args, "--output-dir", "a"], { cwd });
    const manifest = join("a", "snapshot_manifest_v0_1.json");
    await esdh(["generate", "--plan", manifest, "--output-dir", "b"], { cwd });
    const dry = await esdh(["generate", "--dataset", "v0.1", ...args, "--dry-run", "--json"], {
      cwd,
    });
    const { plan } = JSON.parse(dry.stdout);
    await Deno.writeTextFile(join(cwd, "plan.json"), `\uFEFF${JSON.stringify(plan)}`);
    const { code, stderr } = await esdh(["generate", "--plan", "plan.json", "--output-dir", "c"], {
      cwd,
    });
    assertEquals(code, 0, stderr);
    const piped = cliCommand(["generate", "--plan", "-", "--output-dir", "d"], {
      cwd,
      stdin: "piped",
      stdout: "null",
    }).spawn();
    await new Blob([dry.stdout]).stream().pipeTo(piped.stdin);
    assertEquals((await piped.status).code, 0);
    const digests = await listDigests(join(cwd, "a"));
    for (const folder of ["b", "c", "d"]) {
      assertEquals(await listDigests(join(cwd, folder)), digests, folder);
    }
  });
});

Deno.test("esdh generate --dry-run shows plan, files and sizes and writes nothing", async () => {
  await withFolder(async (cwd) => {
    const args = [
      "generate",
      "--dataset",
      "v0.1",
      "--seed",
      "42",
      "--records",
      "1000",
      "--dry-run",
    ];
    const text = await esdh(args, { cwd });
    assertEquals(text.code, 0);
    assertMatch(text.stdout, /persons_v0_1\.csv +csv +1,000 +\d+ kB/);
    assertStringIncludes(text.stdout, "Nothing was written");
    const report = JSON.parse((await esdh([...args, "--json"], { cwd })).stdout);
    assertEquals([report.dry_run, report.plan.seed, report.plan.records], [true, "42", 1000]);
    assertStringIncludes(text.stdout, "snapshot_manifest_v0_1.json");
    assertEquals([...Deno.readDirSync(cwd)], []);
    const made = JSON.parse((await esdh(args.slice(0, -1).concat("--json"), { cwd })).stdout);
    for (const { path, estimated_size_bytes: estimate } of report.files) {
      const { size } = await Deno.stat(join(cwd, made.output_dir, path));
      assert(Math.abs(estimate - size) < size * 0.25, `${path}: ${estimate} for ${size}`);
    }
    assertEquals(report.files.length, made.files.length + 1);
  });
});

Deno.test("esdh generate --stdout streams the bytes of the file", async () => {
  await withFolder(async (cwd) => {
    await esdh([
      "generate",
      "--dataset",
      "v0.1",
      "--seed",
      "42",
      "--records",
      "30",
      "--output-dir",
      "a",
    ], { cwd });
    const args = ["--stdout", "--seed", "42", "--records", "30", "--entity-filter", "persons"];
    const { code, stdout, stderr } = await esdh([
      "generate",
      "--dataset",
      "v0.1",
      ...args,
      "--output-format",
      "csv",
    ], {
      cwd,
    });
    assertEquals([code, stderr], [0, ""]);
    assertEquals(stdout, await Deno.readTextFile(join(cwd, "a", "persons_v0_1.csv")));
  });
});

Deno.test("esdh generate --stdout tells the seed it drew even where it is quiet", async () => {
  const args = [
    "--stdout",
    "--entity-filter",
    "persons",
    "--output-format",
    "csv",
    "--records",
    "2",
  ];
  const drawn = await esdh(["generate", "--dataset", "v0.1", ...args, "--randomize", "--quiet"]);
  const seed = /^drew seed (\d+)\n$/.exec(drawn.stderr)?.[1] ?? "none";
  assertEquals(
    (await esdh(["generate", "--dataset", "v0.1", ...args, "--seed", seed])).stdout,
    drawn.stdout,
  );
});

Deno.test("esdh generate --stdout ends quietly when its reader has enough", async () => {
  const args = [
    "--stdout",
    "--records",
    "5000000",
    "--entity-filter",
    "persons",
    "--output-format",
    "csv",
  ];
  const child = cliCommand(["generate", "--dataset", "v0.1", ...args], {
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const { code } = await child.status;
  assertEquals([code, await new Response(child.stderr).text()], [0, ""]);
});

Deno.test({
  name: "esdh generate stops at Ctrl-C with exit 3 and leaves nothing behind",
  // Ignored on Windows because a signal that one process sends to another ends it at once there.
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      await withFolder(async (cwd) => {
        const args = [
          "generate",
          "--records",
          "100000000",
          "--workers",
          "0",
          "--output-dir",
          "big",
        ];
        const child = cliCommand(args, { cwd, stdout: "null", stderr: "piped" }).spawn();
        while (!await Deno.stat(join(cwd, "big")).catch(() => undefined)) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        child.kill(signal);
        const { code } = await child.status;
        assertMatch(
          await new Response(child.stderr).text(),
          /^error: .*interrupted; nothing of this run was left in "big"/,
        );
        assertEquals([code, [...Deno.readDirSync(cwd)]], [3, []]);
      });
    }
  },
});

Deno.test("esdh generate-snapshot is generate of v0.1 into the reference folder", async () => {
  await withFolder(async (cwd) => {
    const { code, stdout } = await esdh(["generate-snapshot", "--quiet"], { cwd });
    assertEquals([code, stdout], [0, "data/snapshots/v0.1\n"]);
    assertEquals(await readSeed(join(cwd, "data", "snapshots", "v0.1")), "20251101");
    const other = await esdh([
      "generate-snapshot",
      "--records",
      "3",
      "--seed",
      "9",
      "--output-dir",
      "o",
    ], { cwd });
    assertMatch(other.stdout, /dataset v0\.1: 3 records, seed 9/);
  });
});

Deno.test({
  name: "esdh generate tells in its own words that it may not write somewhere",
  // Ignored elsewhere because the runtime guards this folder on Linux alone.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const { code, stderr } = await esdh([
      "generate",
      "--dataset",
      "v0.1",
      "--output-dir",
      "/proc/foo",
    ]);
    assertEquals(code, 3);
    assertMatch(stderr, /"\/proc\/foo"/);
    assertMatch(stderr, /choose a folder you may write to with --output-dir|choose another/);
    assertEquals(stderr.includes("--allow"), false);
  },
});

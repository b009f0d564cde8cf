import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { TOOL_VERSION } from "../../src/core/version.ts";
import { readTriple } from "../../scripts/compile/targets.ts";
import { listDigests, withFolder } from "../_folder.ts";
import {
  exeCommand,
  EXECUTABLE,
  findExecutable,
  ROOT,
  runExe,
  type RunOptions,
  testExecutable,
} from "./_executable.ts";

if (EXECUTABLE === undefined) {
  console.log(
    "the executable is not tested: ESDH_EXE names none (make one with `deno task compile`)",
  );
}
Deno.test({
  name: "the executable works on a bare machine (runs where ESDH_EXE names one)",
  ignore: EXECUTABLE === undefined,
  fn: () => assert(Deno.statSync(EXECUTABLE!).isFile),
});

Deno.test("findExecutable() takes a path that is relative to the working folder", () => {
  assertEquals(findExecutable("dist/esdh"), join(Deno.cwd(), "dist", "esdh"));
  assertEquals(findExecutable(EXECUTABLE), EXECUTABLE);
  assertEquals([findExecutable(""), findExecutable(undefined)], [undefined, undefined]);
});

/** Runs the executable and asserts that it succeeded. */
async function expectSuccess(args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await runExe(args, options);
  assertEquals([code, stderr.match(/error:.*/g)], [0, null], `esdh ${args.join(" ")}: ${stderr}`);
  return stdout;
}

testExecutable("the executable is one for this machine, of this version", async () => {
  using file = await Deno.open(EXECUTABLE!);
  const head = new Uint8Array(4096);
  await file.read(head);
  assertEquals(readTriple(head), Deno.build.target);
  await withFolder(async (cwd) => {
    const { version, target } = JSON.parse(await expectSuccess(["version", "--json"], { cwd }));
    assertEquals([version, target], [TOOL_VERSION, Deno.build.target]);
  });
});

testExecutable("the executable makes the contract's files, and nothing beside them", async () => {
  await withFolder(async (cwd) => {
    await withFolder(async (scratch) => {
      const env = { TMPDIR: scratch };
      await expectSuccess(["generate", "--dataset", "v0.1", "--output-dir", "out"], { cwd, env });
      assertEquals(
        await listDigests(join(cwd, "out")),
        await listDigests(join(ROOT, "data/snapshots/v0.1")),
      );
      assertEquals([...Deno.readDirSync(cwd)].map(({ name }) => name), ["out"]);
      // The runtime would keep compiled code under a name that anybody can guess.
      assertEquals([...Deno.readDirSync(scratch)], []);
    });
  });
});

testExecutable("the executable makes the same bytes with one and with two workers", async () => {
  await withFolder(async (cwd) => {
    const digests: string[][] = [];
    for (const workers of ["0", "1", "2"]) {
      await expectSuccess(
        [
          ...[
            "generate",
            "--dataset",
            "v0.1",
            "--records",
            "10000",
            "--workers",
            workers,
            "--output-dir",
            workers,
          ],
          ...["--output-format", "csv,json,ndjson,parquet", "--quiet"],
        ],
        { cwd },
      );
      digests.push(await listDigests(join(cwd, workers)));
    }
    assertEquals(digests[1], digests[0]);
    assertEquals(digests[2], digests[0]);
    assert(digests[0]!.some((line) => line.startsWith("persons_v0_1.parquet")));
    await expectSuccess(["validate", "2"], { cwd });
  });
});

testExecutable("the executable finds a changed byte", async () => {
  await withFolder(async (cwd) => {
    await expectSuccess(["generate", "--dataset", "v0.1", "--output-dir", "out", "--quiet"], {
      cwd,
    });
    await expectSuccess(["validate", "out"], { cwd });
    const path = join(cwd, "out", "persons_v0_1.csv");
    const bytes = await Deno.readFile(path);
    bytes[bytes.length - 5]! ^= 1;
    await Deno.writeFile(path, bytes);
    const { code, stdout } = await runExe(["validate", "out"], { cwd });
    assertEquals(code, 1);
    assertStringIncludes(stdout, "persons_v0_1.csv");
  });
});

testExecutable("the executable runs the demonstration, canned and not", async () => {
  await withFolder(async (cwd) => {
    const shown = await expectSuccess(["demo", "--profile", "baseline"], { cwd });
    assertMatch(shown, /7\/7 .* ok/);
    const runs = [...Deno.readDirSync(join(cwd, "data/demo_runs"))].map(({ name }) => name);
    assert(runs.some((name) => name.endsWith("_baseline")), runs.join());
    await expectSuccess(["demo", "--canned"], { cwd });
  });
});

testExecutable("the executable previews, lists profiles and finds the machine ready", async () => {
  await withFolder(async (cwd) => {
    assertStringIncludes(await expectSuccess(["preview", "--seed", "42"], { cwd }), "persons");
    assertStringIncludes(await expectSuccess(["profiles"], { cwd }), "baseline");
    const doctor = await expectSuccess(["doctor"], { cwd });
    assertStringIncludes(doctor, "PASS");
    assert(!/FAIL|Requires \w+ access/.test(doctor), doctor);
    assertEquals([...Deno.readDirSync(cwd)], []);
  });
});

testExecutable("the executable serves, and ends on SIGTERM when its answers are out", async () => {
  await withFolder(async (cwd) => {
    const child = exeCommand(["serve", "--port", "0"], {
      cwd,
      hasNetwork: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const address = await readAddress(child.stdout.pipeThrough(new TextDecoderStream()));
    const health = await (await fetch(`${address}/healthz`)).json();
    assertEquals(health.status, "ok");
    const answer = await fetch(`${address}/generate/bundle`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"records": 20000, "seed": "18446744073709551617"}',
    });
    assertEquals(answer.status, 200);
    // Asked to end while a large answer is under way.
    if (Deno.build.os !== "windows") child.kill("SIGTERM");
    const text = await answer.text();
    assertEquals(JSON.parse(text).persons.length, 20000);
    assertMatch(text, /"seed": ?18446744073709551617/);
    if (Deno.build.os === "windows") child.kill();
    const { code } = await child.status;
    await child.stderr.cancel();
    if (Deno.build.os !== "windows") assertEquals(code, 0);
  });
});

async function readAddress(lines: ReadableStream<string>): Promise<string> {
  let text = "";
  for await (const chunk of lines) {
    text += chunk;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
    if (found !== null) return found[0];
  }
  throw new TypeError(`no address in: ${text}`);
}

testExecutable("the executable ends quietly when the reader of a stream is gone", async () => {
  await withFolder(async (cwd) => {
    const child = exeCommand(
      [
        ...[
          "generate",
          "--dataset",
          "v0.1",
          "--stdout",
          "--records",
          "500000",
          "--entity-filter",
          "persons",
        ],
        ...["--output-format", "csv"],
      ],
      { cwd, stdin: "null", stdout: "piped", stderr: "piped" },
    ).spawn();
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    assertStringIncludes(new TextDecoder().decode(value), "person_id,first_name");
    await reader.cancel();
    const [{ code }, stderr] = await Promise.all([
      child.status,
      new Response(child.stderr).text(),
    ]);
    assertEquals([code, stderr.match(/error|panic/)], [0, null], stderr);
  });
});

testExecutable("the executable works in a folder that it may not write", async () => {
  if (Deno.build.os === "windows") return await previewOnly();
  await withFolder((cwd) =>
    withFolder(async (scratch) => {
      // The build folder may be closed to other users, so a copy runs.
      const program = join(cwd, "esdh");
      await Deno.copyFile(EXECUTABLE!, program);
      await Deno.chmod(program, 0o755);
      await Deno.chmod(cwd, 0o555);
      await Deno.chmod(scratch, 0o1777);
      const env = { TMPDIR: scratch };
      const options = { cwd, env, program, ...(Deno.uid() === 0 ? { uid: 65534 } : {}) };
      await expectSuccess(["preview", "--preview", "2"], options);
      const refused = await runExe(
        ["generate", "--dataset", "v0.1", "--output-dir", "out"],
        options,
      );
      assertEquals(refused.code, 3);
      assertMatch(refused.stderr, /error: .*out/);
      assert(!/\n\s+at /.test(refused.stderr), refused.stderr);
      assertMatch(await expectSuccess(["demo", "--profile", "baseline"], options), /7\/7 .* ok/);
      await Deno.chmod(cwd, 0o755);
      assertEquals([...Deno.readDirSync(cwd)].map(({ name }) => name), ["esdh"]);
      assertEquals([...Deno.readDirSync(scratch)].map(({ name }) => name), ["esdh_demo_runs"]);
    })
  );
});

// Windows has no mode that closes a folder: there, a command that writes nothing stands for it.
async function previewOnly(): Promise<void> {
  await withFolder(async (cwd) => {
    assertStringIncludes(await expectSuccess(["preview"], { cwd }), "persons");
    assertEquals([...Deno.readDirSync(cwd)], []);
  });
}

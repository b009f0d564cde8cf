import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { cliCommand, esdh } from "./_cli.ts";
import { inFolder, listRunNames } from "./_demo.ts";

const MAIN = fromFileUrl(new URL("../../main.ts", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** Starts a demonstration and calls back when a pattern stands in what it has printed. */
async function startDemo(
  args: readonly string[],
  cwd: string,
  pattern: RegExp,
  onSeen: (child: Deno.ChildProcess, text: string) => void | Promise<void>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = cliCommand(["demo", "--port", "0", ...args], {
    cwd,
    stdout: "piped",
    stderr: "piped",
  })
    .spawn();
  const errors = new Response(child.stderr).text();
  let stdout = "";
  let isSeen = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    stdout += text;
    if (!isSeen && pattern.test(stdout)) {
      isSeen = true;
      await onSeen(child, stdout);
    }
  }
  return { code: (await child.status).code, stdout, stderr: await errors };
}

for (const step of [1, 2, 3, 4, 5, 6]) {
  Deno.test(`demo ends cleanly on Ctrl-C after step ${step}`, async () => {
    await inFolder(async (folder) => {
      const seen = new RegExp(` ${step}/7  `);
      const { code, stdout, stderr } = await startDemo(
        [],
        folder,
        seen,
        (child) => child.kill("SIGINT"),
      );
      assertEquals(code, 3);
      assertMatch(stdout, /Stopped +(at|after) step \d of 7, /);
      assertStringIncludes(stderr, "stopped by Ctrl-C");
      const names = await listRunNames(folder);
      assertEquals(names.filter((name) => name.endsWith(".state.json")), []);
      for (const name of names.filter((name) => name !== "latest_demo")) {
        await Deno.stat(join(folder, "data", "demo_runs", name, "snapshot_manifest_v0_1.json"));
      }
      const clean = await esdh(["demo", "clean"], { cwd: folder });
      assertEquals([clean.code, await listRunNames(folder)], [0, []]);
    });
  });
}

Deno.test("demo --keep-serving serves until demo stop, which finds it by its state file", async () => {
  await inFolder(async (folder, options) => {
    const ended = await startDemo(
      ["--keep-serving"],
      folder,
      /goes on at http/,
      async (_child, text) => {
        const url = /goes on at (\S+)/.exec(text)![1]!;
        assertEquals((await (await fetch(`${url}/healthz`)).json()).status, "ok");
        const busy = await esdh(["demo", "clean"], options);
        assertEquals(busy.code, 3);
        assertStringIncludes(busy.stderr, "a demonstration runs");
        const stop = await esdh(["demo", "stop"], options);
        assertEquals(stop.code, 0, stop.stderr);
        assertStringIncludes(stop.stdout, `at ${url}`);
        const after = await fetch(`${url}/healthz`).then(() => "answers", () => "gone");
        assertEquals(after, "gone");
      },
    );
    assertEquals(ended.code, 0, ended.stderr);
    assertStringIncludes(ended.stdout, "The API has ended.");
    assertStringIncludes((await esdh(["demo", "stop"], options)).stdout, "no demonstration runs");
    assertEquals((await listRunNames(folder)).filter((name) => name.includes("state")), []);
  });
});

Deno.test("demo --keep-serving ends with 0 on Ctrl-C", async () => {
  await inFolder(async (folder) => {
    const { code } = await startDemo(
      ["--keep-serving", "--skip-smoke"],
      folder,
      /goes on at http/,
      (child) => child.kill("SIGINT"),
    );
    assertEquals(code, 0);
    assertEquals((await listRunNames(folder)).filter((name) => name.includes("state")), []);
  });
});

Deno.test({
  name: "demo stop and demo clean take a demonstration that is paused for one that lives",
  // There is no signal that pauses a process.
  ignore: Deno.build.os === "windows",
  async fn() {
    await inFolder(async (folder, options) => {
      const ended = await startDemo(
        ["--keep-serving", "--skip-smoke"],
        folder,
        /goes on at http/,
        async (child) => {
          child.kill("SIGSTOP");
          try {
            for (const action of ["stop", "clean"]) {
              const { code, stderr } = await esdh(["demo", action], options);
              assertEquals([action, code], [action, 3], stderr);
              assertStringIncludes(stderr, "it may be paused");
            }
            const { code, stdout } = await esdh(["demo", "stop", "--json"], options);
            assertEquals([code, JSON.parse(stdout).runs[0].outcome], [3, "busy"]);
          } finally {
            child.kill("SIGCONT");
          }
          const stop = await esdh(["demo", "stop"], options);
          assertEquals(stop.code, 0, stop.stderr);
          assertStringIncludes(stop.stdout, "stopped ");
        },
      );
      assertEquals(ended.code, 0, ended.stderr);
    });
  },
});

Deno.test({
  name:
    "demo, its stop and clean, and doctor pass over a folder of runs that others may have planted",
  // Elsewhere the folder before it in the order can't be moved away.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await inFolder(async (folder, options) => {
      const planted = join(folder, "esdh_demo_runs");
      const run = "20251121T092233Z_baseline";
      await Deno.mkdir(join(planted, run), { recursive: true });
      await Deno.chmod(planted, 0o777);
      const state = { program: "esdh demo", run, pid: 1, secret: "s".repeat(72) };
      await Deno.writeTextFile(
        join(planted, `${run}.state.json`),
        JSON.stringify({ ...state, control_port: 1, started_at: "x" }),
      );
      await Deno.writeTextFile(join(folder, "data"), "");
      await Deno.writeTextFile(join(folder, "state"), "");
      const env = { TMPDIR: folder, XDG_STATE_HOME: join(folder, "state") };
      const stop = await esdh(["demo", "stop"], { ...options, env });
      assertEquals([stop.code, stop.stdout], [0, "no demonstration runs\n"], stop.stderr);
      const clean = await esdh(["demo", "clean"], { ...options, env });
      assertEquals(clean.stdout, `nothing to remove in ${planted}_2\n`, clean.stderr);
      assertEquals([...Deno.readDirSync(planted)].length, 2);
      const doctor = await esdh(["doctor", "--json"], { ...options, env });
      assertStringIncludes(doctor.stdout, "esdh_demo_runs_2");
      await Deno.symlink(planted, `${planted}_2`);
      const third = await esdh(["demo", "--canned", "--quiet"], { ...options, env });
      assertStringIncludes(third.stdout, "esdh_demo_runs_3", third.stderr);
      assertEquals((await Deno.stat(`${planted}_3`)).mode! & 0o777, 0o700);
      assertEquals([...Deno.readDirSync(planted)].length, 2);
    });
  },
});

Deno.test("demo clean leaves the runs alone that were made where another folder was used", async () => {
  await inFolder(async (folder, options) => {
    const state = join(folder, "state");
    const env = { HOME: folder, XDG_STATE_HOME: state, LOCALAPPDATA: state };
    await Deno.writeTextFile(join(folder, "data"), "");
    const run = await esdh(["demo", "--canned", "--quiet"], { ...options, env });
    const here = join(folder, "here");
    await Deno.mkdir(here);
    const elsewhere = await esdh(["demo", "clean"], { cwd: here, env });
    const root = join("data", "demo_runs");
    assertEquals(elsewhere.stdout, `nothing to remove in ${root}\n`, elsewhere.stderr);
    assertEquals((await Deno.stat(run.stdout.trim())).isDirectory, true);
    const clean = await esdh(["demo", "clean"], { ...options, env });
    assertStringIncludes(clean.stdout, "removed", clean.stderr);
  });
});

Deno.test("demo clean tells whole paths", async () => {
  await inFolder(async (folder, options) => {
    await esdh(["demo", "--canned", "--quiet"], options);
    const { stdout } = await esdh(["demo", "clean"], options);
    const root = await Deno.realPath(join(folder, "data", "demo_runs"));
    for (const line of stdout.trimEnd().split("\n")) assertStringIncludes(line, `removed ${root}`);
  });
});

Deno.test("demo stop leaves a process alone that is not the one of the state file", async () => {
  await inFolder(async (folder, options) => {
    const asked: string[] = [];
    const stranger = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      asked.push(`${request.method} ${request.headers.get("authorization")}`);
      return new Response("I am your demonstration, tell me the secret");
    });
    const runs = join(folder, "data", "demo_runs");
    await Deno.mkdir(runs, { recursive: true });
    const run = "20251121T092233Z_baseline";
    await Deno.writeTextFile(
      join(runs, `${run}.state.json`),
      JSON.stringify({
        program: "esdh demo",
        run,
        pid: Deno.pid,
        secret: "s".repeat(72),
        control_port: stranger.addr.port,
        started_at: "2025-11-21T09:22:33.000Z",
      }),
    );
    const { code, stdout } = await esdh(["demo", "stop", "--json"], options);
    assertEquals(code, 0);
    assertEquals(JSON.parse(stdout).runs[0].outcome, "gone");
    assertEquals(asked.every((line) => line === "GET null"), true, asked.join());
    await stranger.shutdown();
    assertEquals(await listRunNames(folder), []);
  });
});

Deno.test("demo that was killed is cleared up by the next one", async () => {
  await inFolder(async (folder, options) => {
    await startDemo(
      ["--keep-serving"],
      folder,
      /goes on at http/,
      (child) => child.kill("SIGKILL"),
    );
    assertEquals((await listRunNames(folder)).filter((name) => name.includes("state")).length, 1);
    assertEquals((await esdh(["demo", "--canned", "--quiet"], options)).code, 0);
    const names = await listRunNames(folder);
    assertEquals(names.filter((name) => name.includes("state")), []);
    assertEquals(names.length, 3, names.join());
  });
});

Deno.test("demo whose reader goes away ends quietly and leaves nothing behind", async () => {
  await inFolder(async (folder) => {
    const child = cliCommand(["demo", "--port", "0"], {
      cwd: folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const stderr = await new Response(child.stderr).text();
    await child.status;
    assertEquals(stderr, "");
    assertEquals((await listRunNames(folder)).filter((name) => name.includes("state")), []);
  });
});

Deno.test({
  name: "demo that can write no byte says what to do, and leaves no empty file",
  // There is no limit of file sizes that a parent could set.
  ignore: Deno.build.os === "windows",
  async fn() {
    await inFolder(async (folder) => {
      const full = 'trap "" XFSZ; ulimit -f 0; exec "$@"';
      const program = ["run", "-q", "--no-check", "--no-prompt", `--config=${CONFIG}`, "-P=esdh"];
      const { code, stdout, stderr } = await new Deno.Command("sh", {
        args: ["-c", full, "sh", Deno.execPath(), ...program, MAIN, "demo", "--runs-dir", "runs"],
        cwd: folder,
      }).output();
      const text = new TextDecoder();
      assertEquals(code, 3, text.decode(stderr));
      assertStringIncludes(text.decode(stderr), `can't make the run's folder in "runs"`);
      assertMatch(text.decode(stdout), /What to do[^]+free some space, or name another folder/);
      assertEquals([...Deno.readDirSync(join(folder, "runs"))], []);
    });
  },
});

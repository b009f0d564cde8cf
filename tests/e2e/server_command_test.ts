/**
 * `esdh serve` as a process, with the permissions it is given.
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const TOKEN = "correct-horse-battery-staple";

function command(args: readonly string[], env: Record<string, string> = {}): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=esdh", "main.ts", "serve", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs the command until its first output, then `use`, then a signal; returns what it wrote. */
async function serve(
  args: readonly string[],
  env: Record<string, string>,
  use: (first: string) => Promise<void>,
): Promise<{ readonly code: number; readonly err: string }> {
  const child = command(args, env).spawn();
  const err = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const { value = "" } = await reader.read();
    await use(value);
  } finally {
    child.kill("SIGTERM");
    while (!(await reader.read()).done) { /* what is left is read so that the process can end */ }
  }
  return { code: (await child.status).code, err: await err };
}

async function fail(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const { code, stdout, stderr } = await command(args, env).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("esdh serve prints its address as JSON, logs requests as JSON, and ends with 0", async () => {
  const { code, err } = await serve(["--port", "0", "--json", "--log"], {}, async (first) => {
    const { url, host, port, token_required } = JSON.parse(first);
    assertEquals([url, host, token_required], [`http://127.0.0.1:${port}`, "127.0.0.1", false]);
    const response = await fetch(`${url}/generate/person?q=1`, { method: "POST" });
    assertEquals([response.status, (await response.json()).record_count], [200, 5]);
  });
  const lines = err.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals([lines[0].method, lines[0].path, lines[0].status], [
    "POST",
    "/generate/person",
    200,
  ]);
  // Windows knows no SIGTERM: there, a process that is sent one is ended at once.
  if (Deno.build.os === "windows") return;
  assertEquals(code, 0);
  assertEquals(lines.at(-1).message, "stopped");
});

Deno.test("esdh serve moves on from a taken port that nobody asked for by name", async () => {
  const holder = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(),
  );
  const port = `${holder.addr.port}`;
  const config = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(
      config,
      `settings:\n  api_port: ${port}\nprofiles:\n  baseline:\n    api_port: ${port}\n`,
    );
    const { err } = await serve(["--config", config], {}, (first) => {
      assertMatch(first, /^esdh serves on http:\/\/127\.0\.0\.1:\d+ \(this machine only\)/);
      return Promise.resolve();
    });
    assertMatch(err, new RegExp(`^port ${port} \\(.+\\) is taken: serving on port \\d+\\n`));
    for (const [args, env] of [[["--port", port], {}], [[], { DEMO_API_PORT: port }]] as const) {
      const failure = await fail(args, env);
      assertEquals([failure.code, failure.out], [3, ""]);
      assertStringIncludes(failure.err, `port ${port} is taken`);
    }
  } finally {
    await holder.shutdown();
    await Deno.remove(config);
  }
});

Deno.test("esdh serve goes beyond this machine with a token from the environment alone", async () => {
  const refusals: readonly [readonly string[], Record<string, string>, string][] = [
    [[], {}, "without a token"],
    [["--auth-token-env", "ESDH_TEST_TOKEN"], {}, '"ESDH_TEST_TOKEN" holds no token'],
    [["--auth-token-env", "ESDH_TEST_TOKEN"], { ESDH_TEST_TOKEN: "short-one" }, "9 characters"],
    [["--auth-token-env", "OTHER_TOKEN"], { OTHER_TOKEN: TOKEN }, "begin with ESDH_"],
  ];
  for (const [args, env, message] of refusals) {
    const { code, out, err } = await fail(["--host", "0.0.0.0", "--port", "0", ...args], env);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, message);
    assertEquals(/short-one|horse/.test(err), false, "a token is never printed");
  }
  const args = [
    "--host",
    "0.0.0.0",
    "--port",
    "0",
    "--auth-token-env",
    "ESDH_TEST_TOKEN",
    "--quiet",
  ];
  const { err } = await serve(args, { ESDH_TEST_TOKEN: TOKEN }, async (first) => {
    const url = first.trim();
    const statusFor = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}/generate/person`, { method: "POST", headers });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await statusFor({}), 401);
    assertEquals(await statusFor({ authorization: `Bearer ${TOKEN}` }), 200);
  });
  assertEquals(err, "");
});

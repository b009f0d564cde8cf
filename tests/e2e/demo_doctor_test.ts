import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { esdh } from "./_cli.ts";
import { inFolder } from "./_demo.ts";

type Check = { name: string; status: string; detail: string; fix: string | null };

async function runDoctor(args: readonly string[], options: Parameters<typeof esdh>[1]) {
  const { code, stdout } = await esdh(["doctor", "--json", ...args], options);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  return { code, ok, of: (name: string) => checks.find((check) => check.name === name)!, checks };
}

Deno.test("doctor passes on a ready machine, one line a check, and leaves nothing behind", async () => {
  await inFolder(async (folder, options) => {
    const { code, ok, checks } = await runDoctor([], options);
    assertEquals([code, ok], [0, true], JSON.stringify(checks));
    const { stdout } = await esdh(["doctor"], options);
    const lines = stdout.trimEnd().split("\n").filter((line) => !line.startsWith(" "));
    assertEquals(lines.length, checks.length);
    for (const line of lines) assertMatch(line, /^(PASS|WARN) {2}[a-z]+ +\S/);
    assertEquals([...Deno.readDirSync(folder)].length, 0);
  });
});

Deno.test("doctor warns of a taken port and fails where it was asked for by name", async () => {
  await inFolder(async (_folder, options) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const port = `${(listener.addr as Deno.NetAddr).port}`;
    const warned = await runDoctor([], { ...options, env: { DEMO_API_PORT: port } });
    assertEquals([warned.code, warned.of("port").status], [0, "warn"]);
    const failed = await runDoctor(["--port", port], options);
    assertEquals([failed.code, failed.ok, failed.of("port").status], [1, false, "fail"]);
    assert(failed.of("port").fix !== null);
  });
});

Deno.test("doctor tells a broken configuration, a folder that can't be written and a bad CA file", async () => {
  await inFolder(async (folder, options) => {
    const config = join(folder, "bad.yaml");
    await Deno.writeTextFile(config, "settings:\n  api_port: often\n");
    const broken = await runDoctor(["--config", config], options);
    assertEquals([broken.code, broken.of("config").status], [1, "fail"]);
    assertStringIncludes(broken.of("config").detail, "api_port");
    assertEquals(broken.of("config").fix, `mend ${config}, line 2`);
    await Deno.writeTextFile(join(folder, "data"), "");
    await Deno.writeTextFile(join(folder, "output"), "");
    const blocked = await runDoctor([], options);
    assertEquals(blocked.of("folders").status, "warn");
    const ca = await runDoctor(["--ca-file", config], options);
    assertEquals([ca.code, ca.of("certificates").status], [1, "fail"]);
  });
});

Deno.test("doctor --only server is a health check of a server", async () => {
  await inFolder(async (_folder, options) => {
    let status = 200;
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      ({ url }) =>
        new URL(url).pathname === "/healthz"
          ? Response.json({ status: "ok", version: "9.9.9", dataset_version: "d" }, { status })
          : new Response("?", { status: 404 }),
    );
    const args = ["--only", "server", "--server", `http://127.0.0.1:${server.addr.port}/`];
    try {
      const healthy = await runDoctor(args, options);
      assertEquals([healthy.code, healthy.checks.length], [0, 1]);
      assertEquals(healthy.of("server").detail, "esdh 9.9.9 serves dataset d");
      status = 503;
      const failing = await runDoctor(args, options);
      assertEquals([failing.code, failing.of("server").status], [1, "fail"]);
      status = 404;
      const other = await runDoctor(args, options);
      assertEquals([other.code, other.of("server").status], [0, "warn"]);
    } finally {
      await server.shutdown();
    }
    const gone = await runDoctor(args, options);
    assertEquals([gone.code, gone.of("server").status], [1, "fail"]);
    const unknown = await esdh(["doctor", "--only", "servre"], options);
    assertEquals(unknown.code, 2);
    assertStringIncludes(unknown.stderr, 'did you mean "server"');
  });
});

Deno.test("doctor says how a server answers, or why it does not", async () => {
  await inFolder(async (_folder, options) => {
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response("ok"),
    );
    const url = `http://127.0.0.1:${server.addr.port}`;
    const plain = await runDoctor(["--server", url], options);
    assertEquals(plain.of("certificates").status, "warn");
    assertStringIncludes(plain.of("certificates").detail, "without encryption");
    await server.shutdown();
    const gone = await runDoctor(["--server", url], options);
    assertEquals(
      [gone.code, gone.of("certificates").status, gone.of("server").status],
      [1, "warn", "fail"],
    );
    const secure = ["--server", url.replace("http:", "https:")];
    const unreached = await runDoctor(secure, options);
    assertEquals([unreached.code, unreached.of("server").status], [1, "fail"]);
    assertEquals(unreached.of("certificates").status, "warn");
    assertStringIncludes(unreached.of("certificates").detail, "showed no certificate");
    const alone = await runDoctor(["--only", "certificates", ...secure], options);
    assertEquals([alone.code, alone.of("certificates").status], [1, "fail"]);
  });
});

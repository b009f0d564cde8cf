import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseJson } from "../../src/core/json.ts";
import { makeApp } from "../../src/server/app.ts";
import { startServer } from "../../src/server/listen.ts";
import { esdh } from "./_cli.ts";

const HUGE_SEED = "340282366920938463463374607431768211457";

Deno.test("preview shows the same rows from the generator and from a server, for any seed", async () => {
  const server = startServer({ port: 0 });
  try {
    for (const seed of ["0", "-7", HUGE_SEED]) {
      const args = ["preview", "--dataset", "v0.1", "--seed", seed];
      args.push("--records", "6", "--preview", "4", "--json");
      const own = JSON.parse((await esdh(args)).stdout);
      const served = JSON.parse(
        (await esdh([...args, "--use-api", "--api-url", server.url])).stdout,
      );
      assertEquals([own.seed, served.seed], [seed, seed]);
      for (const plural of ["persons", "vehicles", "profiles"]) {
        assertEquals(own[plural].rows.length, 4);
        assertEquals(own[plural], served[plural]);
      }
    }
  } finally {
    await server.shutdown();
  }
});

Deno.test("preview shows the first rows of what generate makes, or of the profile that is named", async () => {
  const read = async (command: string, ...args: string[]) =>
    JSON.parse((await esdh([command, ...args, "--json"])).stdout);
  const plan = (await read("generate", "--dry-run")).plan;
  const own = await read("preview", "--endpoint", "account");
  const named = ["--dataset", plan.dataset, "--seed", plan.seed, "--records", `${plan.records}`];
  assertEquals([own.seed, own.accounts.row_count], [plan.seed, plan.records]);
  assertEquals(own, await read("preview", "--endpoint", "account", ...named));
  const { seed, persons } = await read("preview", "--profile", "baseline", "--endpoint", "person");
  assertEquals([seed, persons.row_count], ["42", 30]);
});

Deno.test("preview shows one entity, by its singular or plural name", async () => {
  for (const endpoint of ["vehicle", "vehicles"]) {
    const { stdout } = await esdh(["preview", "--endpoint", endpoint, "--preview", "2", "--json"]);
    assertEquals(Object.keys(JSON.parse(stdout)), ["source", "seed", "vehicles"]);
  }
  const unknown = await esdh(["preview", "--endpoint", "persn"]);
  assertEquals(unknown.code, 2);
  assertStringIncludes(unknown.stderr, 'did you mean "person"');
});

Deno.test("preview --randomize differs from run to run and tells the seed that repeats it", async () => {
  const read = async (...args: string[]) =>
    JSON.parse((await esdh(["preview", "--endpoint", "person", "--json", ...args])).stdout);
  const [first, second] = [await read("--randomize"), await read("--seed", "random")];
  assert(first.seed !== second.seed);
  assertEquals((await read("--seed", first.seed)).persons, first.persons);
  const quiet = await esdh(["preview", "--randomize", "--quiet", "--preview", "1"]);
  assertMatch(quiet.stderr, /seed \d+, from generator/);
});

Deno.test("preview fits the columns of the output and shows all fields on request", async () => {
  for (const columns of [60, 80, 100]) {
    const { stdout } = await esdh(["preview"], { env: { COLUMNS: `${columns}` } });
    assert(stdout.split("\n").every((line) => [...line].length <= columns));
  }
  const { stdout } = await esdh([
    "preview",
    "--profile",
    "baseline",
    "--endpoint",
    "person",
    "--preview",
    "1",
    "--all-fields",
  ]);
  assertStringIncludes(stdout, "bd9c66b3-ad3c-2d6d-1a3d-1fa7bc8960a9");
  assertStringIncludes(stdout, "synthetic_source");
});

Deno.test("preview counts rows that it does not know as none, or as about so many", async () => {
  const args = ["preview", "--dataset", "auto", "--seed", "1"];
  const many = [...args, "--records", "1000", "--preview", "2"];
  const { persons, accounts } = JSON.parse((await esdh([...many, "--json"])).stdout);
  assertEquals([persons.row_count, accounts.row_count], [null, 1000]);
  assertMatch((await esdh(many)).stdout, /2 of about 2,\d{3}\n/);
  const few = await esdh([...args, "--records", "1", "--preview", "50", "--json"]);
  const found = JSON.parse(few.stdout);
  assertEquals(found.persons.row_count, found.persons.rows.length);
});

Deno.test("preview asks a server for the rows it shows alone, and tells how many there are", async () => {
  const bodies: string[] = [];
  const app = makeApp();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    bodies.push(await request.clone().text());
    return await app.fetch(request);
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    const args = ["preview", "--dataset", "v0.1", "--seed", "1"];
    args.push("--records", "100000", "--preview", "3", "--json");
    const { stdout } = await esdh([...args, "--use-api", "--api-url", url]);
    assertEquals(bodies, ['{"records":3,"seed":"1"}']);
    const { persons } = JSON.parse(stdout);
    assertEquals([persons.row_count, persons.rows.length], [100_000, 3]);
    assertEquals(persons, JSON.parse((await esdh(args)).stdout).persons);
  } finally {
    await server.shutdown();
  }
});

Deno.test("preview says what is wrong with a server, and what to do", async () => {
  const answers: Record<string, () => Response> = {
    "/html": () =>
      new Response("<html>Proxy login</html>", { headers: { "content-type": "text/html" } }),
    "/list": () => Response.json([1, 2]),
    "/refused": () =>
      Response.json({
        error: { code: "invalid_request", message: "too many", hint: "ask for less" },
      }, { status: 400 }),
    "/hostile": () =>
      Response.json({ error: { message: "\x1b[2Jgone", hint: "\x1b]0;title\x07\nhint: x" } }, {
        status: 400,
      }),
    "/escapes": () => new Response("\x1b[2J{"),
    "/locked": () =>
      Response.json({
        error: { code: "unauthorized", message: "no token", hint: "send the header" },
      }, { status: 401 }),
    "/plain": () => Response.json({ error: { message: "wrong" } }, { status: 400 }),
    "/broken": () => new Response("", { status: 502 }),
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const path = new URL(request.url).pathname.replace(/\/generate\/.*$/, "");
    return answers[path]?.() ?? new Response("?", { status: 404 });
  });
  const base = `http://127.0.0.1:${server.addr.port}`;
  const cases = [
    ["/html", 'something else than JSON: "<html>Proxy login</html>"', "a proxy may have answered"],
    ["/list", 'without a list "persons"', "an esdh server"],
    ["/refused", "answered 400: too many", "ask for less"],
    ["/hostile", "answered 400: \\x1b[2Jgone", "\\x1b]0;title\\x07\\x0ahint: x"],
    ["/escapes", 'JSON: "\\x1b[2J{"', "a proxy"],
    ["/locked", "answered 401: no token", "--auth-token-env"],
    ["/plain", "answered 400: wrong", ""],
    ["/broken", "answered 502", "hint:"],
  ] as const;
  try {
    for (const [path, message, hint] of cases) {
      const { code, stderr, stdout } = await esdh([
        "preview",
        "--use-api",
        "--api-url",
        base + path,
        "--debug",
      ]);
      assert(code === 2 || code === 3, `${path} ${code}`);
      assertEquals(stdout, "");
      assertStringIncludes(stderr, message);
      assertStringIncludes(stderr, hint);
      if (hint === "") assertEquals(stderr.includes("hint:"), false);
      assertEquals(stderr.includes("\x1b"), false);
    }
  } finally {
    await server.shutdown();
  }
  const gone = await esdh(["preview", "--use-api", "--api-url", base]);
  assertEquals(gone.code, 3);
  assertStringIncludes(gone.stderr, "check that the server runs");
});

Deno.test("preview sends a token by the name of its variable, and refuses options that have no effect", async () => {
  const token = "0123456789abcdef0123456789abcdef";
  const server = startServer({ port: 0, token });
  try {
    const args = ["preview", "--use-api", "--api-url", server.url, "--json", "--preview", "1"];
    const env = { ESDH_TOKEN: token };
    const known = await esdh([...args, "--auth-token-env", "ESDH_TOKEN"], { env });
    assertEquals(known.code, 0, known.stderr);
    assertEquals(
      (parseJson(known.stdout) as { source: string }).source.startsWith(server.url),
      true,
    );
    assertEquals((await esdh(args)).code, 2);
  } finally {
    await server.shutdown();
  }
  const idle = await esdh(["preview", "--ca-file", "x.pem", "--api-url", "http://127.0.0.1"]);
  assertEquals(idle.code, 2);
  assertStringIncludes(idle.stderr, "--api-url, --ca-file is of use with --use-api only");
});

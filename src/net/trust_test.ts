import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { CA_FILE, serveTls, TLS_FOLDER } from "./_tls_fixture.ts";
import { fetchTrusted, probeTrust, type TrustedRequest } from "./trust.ts";

async function failFetch(address: string, request?: TrustedRequest): Promise<EsdhError> {
  return await assertRejects(() => fetchTrusted(address, request), EsdhError);
}

Deno.test("fetchTrusted() refuses an unknown authority and names --ca-file", async () => {
  await using server = serveTls("server", () => new Response("never read"));
  const error = await failFetch(`${server.url}/healthz`);
  assertEquals(error.code, "NETWORK");
  assertStringIncludes(error.message, `GET ${server.url}/healthz failed`);
  assertStringIncludes(error.message, "unknown authority");
  assertStringIncludes(error.hint ?? "", "--ca-file");
});

Deno.test("fetchTrusted() accepts an authority of a CA file, and only that one", async () => {
  await using server = serveTls(
    "server",
    async (request) =>
      new Response(`${request.method} ${await request.text()}`, {
        status: 201,
        headers: { "x-name": "value" },
      }),
  );
  const answer = await fetchTrusted(server.url, { caFile: CA_FILE, body: "{}" });
  assertEquals(answer.status, 201);
  assertEquals(answer.headers.get("x-name"), "value");
  assertEquals(await answer.text(), "POST {}");
  const error = await failFetch(server.url, { caFile: join(TLS_FOLDER, "other_ca.pem") });
  assertStringIncludes(error.message, "other_ca.pem");
  assertStringIncludes(error.hint ?? "", "must hold the authority");
});

Deno.test("fetchTrusted() tells a wrong name and an expired certificate apart", async () => {
  for (
    const [name, expected] of [["other_name", "another host name"], ["expired", "expired"]] as const
  ) {
    await using server = serveTls(name, () => new Response("never read"));
    const error = await failFetch(server.url, { caFile: CA_FILE });
    assertEquals(error.code, "NETWORK");
    assertStringIncludes(error.message, expected);
  }
});

Deno.test("fetchTrusted() says that http was meant, and that nothing listens", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("plain"),
  );
  const { port } = server.addr;
  assertEquals(await (await fetchTrusted(`http://127.0.0.1:${port}/`)).text(), "plain");
  const spoken = await failFetch(`https://127.0.0.1:${port}/`);
  assertStringIncludes(spoken.hint ?? "", "http://");
  await server.shutdown();
  // No program is given this port by chance, as a free one may be once it is closed.
  const gone = await failFetch("http://127.0.0.1:2/");
  assertStringIncludes(gone.message, "nothing listens there");
});

Deno.test("fetchTrusted() gives up a slow, a large and an interrupted answer", async () => {
  const slow = Promise.withResolvers<void>();
  await using server = serveTls("server", async ({ url }) => {
    if (url.endsWith("/large")) return new Response("x".repeat(1001));
    await slow.promise;
    return new Response("late");
  });
  const trusted = { caFile: CA_FILE };
  const large = await failFetch(`${server.url}/large`, { ...trusted, maxBytes: 1000 });
  assertStringIncludes(large.message, "larger than 1000 bytes");
  const exact = await fetchTrusted(`${server.url}/large`, { ...trusted, maxBytes: 1001 });
  assertEquals((await exact.text()).length, 1001);
  const late = await failFetch(server.url, { ...trusted, timeoutMs: 50 });
  assertEquals([late.code, late.message.includes("within 50 ms")], ["NETWORK", true]);
  const controller = new AbortController();
  const pending = failFetch(server.url, { ...trusted, signal: controller.signal });
  controller.abort();
  assertEquals((await pending).code, "INTERRUPTED");
  const early = await failFetch(server.url, { ...trusted, signal: AbortSignal.abort() });
  assertEquals(early.code, "INTERRUPTED");
  slow.resolve();
});

Deno.test("fetchTrusted() takes an answer with no body", async () => {
  await using server = serveTls("server", () => new Response(null, { status: 204 }));
  const answer = await fetchTrusted(server.url, { caFile: CA_FILE });
  assertEquals([answer.status, await answer.text()], [204, ""]);
});

Deno.test("fetchTrusted() rejects what is no address, and never shows a password", async () => {
  for (const address of ["localhost:5000", "ftp://a.example/", ""]) {
    assertEquals((await failFetch(address)).code, "USAGE");
  }
  await using server = serveTls("server", () => new Response("never read"));
  const error = await failFetch(`https://user:secret@localhost:${server.port}/`);
  assert(!`${error.message}${error.hint}`.includes("secret"));
});

Deno.test("fetchTrusted() checks the CA file before it connects", async () => {
  const error = await failFetch("https://127.0.0.1:9/", { caFile: join(TLS_FOLDER, "server.key") });
  assertEquals(error.code, "INVALID_CONFIG");
});

Deno.test("probeTrust() says who vouches for a server", async () => {
  await using server = serveTls("server", () => new Response("ok"));
  assertEquals(await probeTrust(server.url, { caFile: CA_FILE }), "ca-file");
  await assertRejects(() => probeTrust(server.url), EsdhError, "unknown authority");
});

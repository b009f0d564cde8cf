/**
 * The server on its socket: ports, who may reach it, streaming, logs, and how it ends.
 */
import { assert, assertEquals, assertLess, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../../src/core/error.ts";
import { startServer } from "../../src/server/listen.ts";
import type { RequestLog } from "../../src/server/middleware/guard.ts";
import { ask, askRaw, assertError, post, withServer } from "./_server_client.ts";

const TOKEN = "correct-horse-battery-staple";

/** Code of the error that a start fails with. */
function codeOf(start: () => unknown): string {
  return assertThrows(start, EsdhError).code;
}

Deno.test("startServer() takes the next free port, or fails where the port was asked for", async () => {
  await withServer({}, async (first) => {
    await withServer({ port: first.port }, async (second) => {
      assert(second.port > first.port);
      assertEquals((await ask(second, "GET", "/healthz")).status, 200);
    });
    const error = assertThrows(
      () => startServer({ port: first.port, isPortFixed: true }),
      EsdhError,
    );
    assertEquals([error.code, error.exitCode], ["BUSY", 3]);
    assertStringIncludes(error.message, `port ${first.port} is taken`);
    assertStringIncludes(error.hint ?? "", "another port");
  });
});

Deno.test("startServer() refuses to be reached by others without a fit token", async () => {
  for (const host of ["0.0.0.0", "::", "[::]", "192.0.2.1", "example.com"]) {
    assertEquals(codeOf(() => startServer({ host, port: 0 })), "REFUSED");
  }
  for (const token of ["", "fifteen-letters", "sixteen letters..", "sixteen-letters-é"]) {
    assertEquals(codeOf(() => startServer({ host: "0.0.0.0", port: 0, token })), "REFUSED");
  }
  for (const host of ["", "a b", "http://x", "127.0.0.1:80"]) {
    assertEquals(codeOf(() => startServer({ host, port: 0 })), "USAGE");
  }
  assertEquals(codeOf(() => startServer({ host: "192.0.2.1", port: 0, token: TOKEN })), "IO");
  await withServer({ host: "0.0.0.0", token: TOKEN }, async (server) => {
    assertEquals(server.url, `http://127.0.0.1:${server.port}`);
    const text = await askRaw(
      server,
      `POST /generate/person HTTP/1.1\r\nhost: esdh.example\r\nauthorization: bearer ${TOKEN}\r\n` +
        "content-length: 0\r\nconnection: close\r\n\r\n",
    );
    assertStringIncludes(text, "HTTP/1.1 200 ");
  });
});

function hasVersion6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("startServer() listens on IPv6 loopback, or says that the machine has none", async () => {
  for (const host of ["::1", "[0:0::1]"]) {
    if (!hasVersion6()) {
      assertEquals(codeOf(() => startServer({ host, port: 0 })), "IO");
      continue;
    }
    await withServer({ host }, async (server) => {
      assertEquals(server.url, `http://[::1]:${server.port}`);
      assertEquals((await ask(server, "GET", "/healthz")).status, 200);
    });
  }
});

Deno.test("long answers are streamed whole, in bounded memory", async () => {
  await withServer({ maxRecords: 250_000 }, async (server) => {
    const response = await fetch(`${server.url}/generate/bundle`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"records": 250000, "seed": 3}',
    });
    assertEquals(response.headers.get("content-length"), null);
    const startBytes = Deno.memoryUsage().rss;
    let peakBytes = startBytes;
    let size = 0;
    let last = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      size += chunk.length;
      last = (last + decoder.decode(chunk.subarray(-60))).slice(-60);
      peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
    }
    assert(last.endsWith('}],"seed":3,"records_requested":250000}'), last);
    assert(size > 290e6, `${size} bytes`);
    assertLess((peakBytes - startBytes) / 1e6, 220, "megabytes of growth, of 300 sent");
  });
});

Deno.test("a streamed answer is the same text as its rows in small answers", async () => {
  await withServer({}, async (server) => {
    const { text } = await post(server, "/generate/vehicle", '{"records": 9000, "seed": 3}');
    const value = JSON.parse(text);
    assertEquals([value.record_count, value.vehicles.length], [9000, 9000]);
    const few = JSON.parse(
      (await post(server, "/generate/vehicle", '{"records": 20, "seed": 3}')).text,
    );
    assertEquals(value.vehicles.slice(0, 20), few.vehicles);
  });
});

Deno.test("a client that hangs up ends the making of its answer", async () => {
  let take: (entry: RequestLog) => void;
  const logged = new Promise<RequestLog>((resolve) => take = resolve);
  await withServer({ onRequest: (entry) => take(entry) }, async (server) => {
    const request = `POST /generate/person HTTP/1.1\r\nhost: localhost\r\n` +
      `content-type: application/json\r\ncontent-length: 19\r\n\r\n{"records": 100000}`;
    await askRaw(server, request, (text) => text.length > 0);
    const entry = await logged;
    assertEquals([entry.status, entry.aborted], [200, true]);
    assertLess(entry.bytes, 30e6, "bytes made, of about 39 million");
  });
});

Deno.test("logs hold a line for each request, and neither tokens nor bodies nor queries", async () => {
  const entries: RequestLog[] = [];
  await withServer({ token: TOKEN, onRequest: (entry) => entries.push(entry) }, async (server) => {
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      "x-request-id": "r-1",
      "content-type": "application/json",
    };
    const { text } = await ask(server, "POST", "/generate/person?key=hidden", {
      headers,
      body: '{"seed": "424242", "note": "hidden"}',
    });
    await ask(server, "POST", "/generate/person", { headers: { authorization: "Bearer hidden" } });
    await ask(server, "HEAD", "/healthz");
    const [made, refused, head] = entries;
    assertEquals(entries.length, 3);
    const { time, ms, ...rest } = made!;
    assertEquals(rest, {
      id: "r-1",
      method: "POST",
      path: "/generate/person",
      status: 200,
      bytes: new TextEncoder().encode(text).length,
    });
    assert(Math.abs(Date.parse(time) - Date.now()) < 60_000 && ms > 0 && ms < 60_000);
    assertEquals([refused!.status, head!.status, head!.bytes], [401, 200, 0]);
    assertEquals(/hidden|424242|horse/.test(JSON.stringify(entries)), false);
  });
});

Deno.test("a server with a token answers to any host name, on loopback too", async () => {
  const request = (header: string) =>
    `POST /generate/person HTTP/1.1\r\nhost: esdh.example\r\n${header}content-length: 0\r\n` +
    "connection: close\r\n\r\n";
  await withServer({ token: TOKEN }, async (server) => {
    const text = await askRaw(server, request(`authorization: bearer ${TOKEN}\r\n`));
    assertStringIncludes(text, "HTTP/1.1 200 ");
    assertStringIncludes(await askRaw(server, request("")), "HTTP/1.1 401 ");
  });
  await withServer({}, async (server) => {
    assertStringIncludes(await askRaw(server, request("")), "HTTP/1.1 403 ");
  });
});

/** A request whose body never ends. */
const SLOW = "POST /generate/person HTTP/1.1\r\nhost: localhost\r\n" +
  "content-type: application/json\r\ncontent-length: 50\r\n\r\n{";

Deno.test("a body that does not come in time is given up", async () => {
  await withServer({ bodyTimeoutMs: 100 }, async (server) => {
    const text = await askRaw(server, SLOW, (answer) => answer.includes("passed before"));
    assertStringIncludes(text, "HTTP/1.1 503 ");
    assertStringIncludes(text, "100 ms passed before the request body was complete");
    assertEquals((await post(server, "/generate/person", "{}")).status, 200);
  });
});

Deno.test("a server at work on as many requests as it takes refuses more, but probes", async () => {
  await withServer({ maxOngoing: 1, bodyTimeoutMs: 60_000 }, async (server) => {
    const connection = await Deno.connect({ hostname: server.host, port: server.port });
    try {
      await connection.write(new TextEncoder().encode(SLOW));
      let answer = await post(server, "/generate/person", "{}");
      for (let tries = 0; answer.status === 200 && tries < 1000; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        answer = await post(server, "/generate/person", "{}");
      }
      assertError(answer, 503, "busy");
      assertEquals(answer.headers.get("retry-after"), "1");
      assertEquals((await ask(server, "GET", "/healthz")).status, 200);
    } finally {
      connection.close();
    }
    let status = 503;
    for (let tries = 0; status === 503 && tries < 1000; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ({ status } = await post(server, "/generate/person", "{}"));
    }
    assertEquals(status, 200);
  });
});

Deno.test("shutdown() finishes a request in flight and takes no new connection", async () => {
  const server = startServer({ port: 0 });
  const response = await fetch(`${server.url}/generate/person`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"records": 60000}',
  });
  const reader = response.body!.getReader();
  await reader.read();
  const ending = server.shutdown();
  let refused: Error | undefined;
  for (let tries = 0; refused === undefined && tries < 1000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    refused = await Deno.connect({ hostname: server.host, port: server.port })
      .then((connection) => void connection.close(), (error: Error) => error);
  }
  assert(refused instanceof Error, "the port is closed while the request is finished");
  let last = new Uint8Array();
  for (let next = await reader.read(); !next.done; next = await reader.read()) last = next.value;
  assert(new TextDecoder().decode(last).endsWith('"records_requested":60000}'));
  assertEquals(await ending, { isForced: false });
  assertEquals(await server.finished, { isForced: false });
  assertEquals(await server.shutdown(), { isForced: false });
});

Deno.test("shutdown() cuts off what is not finished at its deadline", async () => {
  const server = startServer({ port: 0 });
  const connections: Deno.Conn[] = [];
  const head =
    "POST /generate/person HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
  for (
    const request of [
      `content-length: 19\r\n\r\n{"records": 100000}`,
      "content-length: 50\r\n\r\n{",
    ]
  ) {
    const connection = await Deno.connect({ hostname: server.host, port: server.port });
    await connection.write(new TextEncoder().encode(head + request));
    connections.push(connection);
  }
  await connections[0]!.read(new Uint8Array(100));
  const startMs = performance.now();
  assertEquals(await server.shutdown(200), { isForced: true });
  assertLess(performance.now() - startMs, 30_000);
  const answer = new Uint8Array(4096);
  const length = await connections[1]!.read(answer);
  assertStringIncludes(new TextDecoder().decode(answer.subarray(0, length ?? 0)), "503 ");
  for (const connection of connections) connection.close();
});

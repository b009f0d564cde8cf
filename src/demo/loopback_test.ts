import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { isLoopbackUrl, requestLoopback } from "./loopback.ts";

async function withServer(
  handler: (request: Request) => Response | Promise<Response>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

Deno.test("isLoopbackUrl() tells this machine from look-alikes", () => {
  const own = [
    "http://localhost:1/",
    "http://127.0.0.1/",
    "http://127.9.8.7:80/",
    "http://[::1]:5/",
  ];
  const other = [
    "https://localhost/",
    "http://localhost.example.com/",
    "http://128.0.0.1/",
    "ftp://127.0.0.1/",
  ];
  assertEquals(own.map((url) => isLoopbackUrl(new URL(url))), own.map(() => true));
  assertEquals(other.map((url) => isLoopbackUrl(new URL(url))), other.map(() => false));
});

Deno.test("requestLoopback() sends method, headers and body and takes any status", async () => {
  await withServer(
    async (request) =>
      new Response(`${request.method} ${request.headers.get("x-a")} ${await request.text()} ü`, {
        status: 418,
      }),
    async (url) => {
      const answer = await requestLoopback({ url, body: "{é}", headers: { "x-a": "b" } });
      assertEquals(answer.status, 418);
      assertEquals(answer.text, "POST b {é} ü");
      assertStringIncludes(answer.headers["content-type"]!, "text/plain");
    },
  );
});

Deno.test("requestLoopback() names a refused connection", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = (listener.addr as Deno.NetAddr).port;
  listener.close();
  const error = await assertRejects(
    () => requestLoopback({ url: `http://127.0.0.1:${port}/` }),
    EsdhError,
    "connection refused",
  );
  assertEquals(error.code, "NETWORK");
});

Deno.test({
  name: "requestLoopback() gives up after its timeout, on its signal and on a large answer",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const release = Promise.withResolvers<void>();
    await withServer(async (request) => {
      if (new URL(request.url).pathname === "/large") return new Response("x".repeat(5000));
      await release.promise;
      return new Response("late");
    }, async (url) => {
      await assertRejects(() => requestLoopback({ url, timeoutMs: 50 }), EsdhError, "within 50 ms");
      const stopped = await assertRejects(
        () => requestLoopback({ url, signal: AbortSignal.timeout(30) }),
        EsdhError,
      );
      assertEquals(stopped.code, "INTERRUPTED");
      await assertRejects(
        () => requestLoopback({ url: `${url}/large`, maxSizeBytes: 1000 }),
        EsdhError,
        "larger than 1000 bytes",
      );
      release.resolve();
    });
  },
});

Deno.test("requestLoopback() refuses other machines", async () => {
  await assertRejects(
    () => requestLoopback({ url: "http://example.com/" }),
    EsdhError,
    "not an address",
  );
});

/** Answers one connection with the given bytes, in pieces, and closes it. */
async function withRawServer(pieces: readonly string[], use: (url: string) => Promise<void>) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    const socket = await listener.accept();
    await socket.read(new Uint8Array(1000));
    for (const piece of pieces) {
      // The reader may hang up as soon as it has what it needs.
      await socket.write(new TextEncoder().encode(piece)).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    socket.close();
  })();
  try {
    await use(`http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/`);
    await serving;
  } finally {
    listener.close();
  }
}

Deno.test("requestLoopback() puts chunks together wherever they are cut", async () => {
  const whole =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nab\n0\r\n3\r\nc\r\n\r\n0\r\n\r\n";
  for (const size of [1, 3, 7, 50, 100]) {
    const pieces = whole.match(new RegExp(`[^]{1,${size}}`, "g"))!;
    await withRawServer(pieces, async (url) => {
      assertEquals((await requestLoopback({ url })).text, "ab\n0c\r\n");
    });
  }
});

Deno.test("requestLoopback() takes an answer that ends with the connection", async () => {
  await withRawServer(["HTTP/1.0 200 OK\r\nX-A: b: c\r\n\r\none ", "two"], async (url) => {
    const answer = await requestLoopback({ url });
    assertEquals([answer.text, answer.headers["x-a"]], ["one two", "b: c"]);
  });
});

Deno.test("requestLoopback() refuses half an answer and what is not HTTP", async () => {
  const cases = [
    [["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"], "before the answer was whole"],
    [
      ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"],
      "before the answer was whole",
    ],
    [["SSH-2.0-OpenSSH_9.9\r\n\r\n"], "does not speak HTTP"],
    [[], "before the answer was whole"],
  ] as const;
  for (const [pieces, message] of cases) {
    await withRawServer(pieces, async (url) => {
      const error = await assertRejects(() => requestLoopback({ url }), EsdhError, message);
      assertEquals(error.code, "NETWORK");
    });
  }
});

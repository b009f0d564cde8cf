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

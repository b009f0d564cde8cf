import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { requestLoopback } from "./loopback.ts";

/** A port that no program is given by chance, as a free one may be as soon as it is closed. */
const CLOSED_PORT = 2;

async function withServer(
  handler: (request: Request) => Response | Promise<Response>,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  try {
    await use(server.addr.port);
  } finally {
    await server.shutdown();
  }
}

Deno.test("requestLoopback() sends method, headers and body and takes any status", async () => {
  await withServer(
    async (request) =>
      new Response(`${request.method} ${request.headers.get("x-a")} ${await request.text()} ü`, {
        status: 418,
      }),
    async (port) => {
      const request = { port, path: "/a?b=c", body: "{é}", headers: { "x-a": "b" } };
      const answer = await requestLoopback(request);
      assertEquals(answer.status, 418);
      assertEquals(answer.text, "POST b {é} ü");
      assertStringIncludes(answer.headers.get("content-type")!, "text/plain");
    },
  );
});

Deno.test("requestLoopback() names a refused connection", async () => {
  const error = await assertRejects(
    () => requestLoopback({ port: CLOSED_PORT, path: "/" }),
    EsdhError,
    "connection refused",
  );
  assertEquals(error.code, "NETWORK");
});

Deno.test("requestLoopback() gives up after its timeout, on its signal and on a large answer", async () => {
  const release = Promise.withResolvers<void>();
  await withServer(async (request) => {
    if (new URL(request.url).pathname === "/large") return new Response("x".repeat(5000));
    await release.promise;
    return new Response("late");
  }, async (port) => {
    const ask = { port, path: "/" };
    await assertRejects(
      () => requestLoopback({ ...ask, timeoutMs: 50 }),
      EsdhError,
      "within 50 ms",
    );
    for (const signal of [AbortSignal.timeout(30), AbortSignal.abort()]) {
      const stopped = await assertRejects(() => requestLoopback({ ...ask, signal }), EsdhError);
      assertEquals(stopped.code, "INTERRUPTED");
    }
    await assertRejects(
      () => requestLoopback({ port, path: "/large", maxBytes: 1000 }),
      EsdhError,
      "larger than 1000 bytes",
    );
    release.resolve();
  });
});

Deno.test("requestLoopback() takes a large answer of small chunks without delay", async () => {
  const piece = new TextEncoder().encode("\n".repeat(4096));
  const begin = performance.now();
  await withServer(() => {
    let left = 2048;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (left-- > 0) controller.enqueue(piece);
          else controller.close();
        },
      }),
    );
  }, async (port) => {
    assertEquals((await requestLoopback({ port, path: "/" })).text.length, 2048 * 4096);
  });
  // A wait for the other side's acknowledgement, of 40 ms, at each of 2048 chunks would be 80 s.
  assert(performance.now() - begin < 40_000);
});

/** Answers one connection with the given bytes, in pieces, and closes it. */
async function withRawServer(pieces: readonly string[], use: (port: number) => Promise<void>) {
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
    await use((listener.addr as Deno.NetAddr).port);
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
    await withRawServer(pieces, async (port) => {
      assertEquals((await requestLoopback({ port, path: "/" })).text, "ab\n0c\r\n");
    });
  }
});

Deno.test("requestLoopback() takes an answer that ends with the connection", async () => {
  await withRawServer(["HTTP/1.0 200 OK\r\nX-A: b: c\r\n\r\none ", "two"], async (port) => {
    const answer = await requestLoopback({ port, path: "/" });
    assertEquals([answer.text, answer.headers.get("x-a")], ["one two", "b: c"]);
  });
});

Deno.test("requestLoopback() waits for the answer behind an interim one", async () => {
  const pieces = [
    "HTTP/1.1 103 Early Hints\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
  ];
  await withRawServer(pieces, async (port) => {
    const { status, text } = await requestLoopback({ port, path: "/" });
    assertEquals([status, text], [200, "ok"]);
  });
});

Deno.test("requestLoopback() refuses half an answer and what is not HTTP", async () => {
  const closed = "closed before the answer was whole";
  const strange = "does not speak HTTP";
  const cases = [
    [["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"], closed],
    [["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"], closed],
    [["HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nhalf"], strange],
    [["SSH-2.0-OpenSSH_9.9\r\n\r\n"], strange],
    [[], closed],
  ] as const;
  for (const [pieces, message] of cases) {
    await withRawServer(pieces, async (port) => {
      const error = await assertRejects(
        () => requestLoopback({ port, path: "/", timeoutMs: 60_000 }),
        EsdhError,
        message,
      );
      assertEquals(error.code, "NETWORK");
    });
  }
});

/**
 * A proxy as companies have them, on this machine, and the cases of `preview --use-api` through it: the same from
 * source and from the executable.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { CA_FILE, serveTls } from "../../src/net/_tls_fixture.ts";
import { makeApp } from "../../src/server/app.ts";
import type { RunProgram } from "./_tls_preview.ts";

const HEAD_END = "\r\n\r\n";

/** A proxy that stops at the end of its block. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** The first lines of the requests it got, with their `Proxy-Authorization` where they have one. */
  readonly requests: readonly string[];
}

/** Starts a proxy that takes every tunnel, whatever host is asked for, to one port of this machine. */
export function serveProxy(targetPort: number): Proxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const open = new Set<Deno.Conn>();
  const tunnel = async (conn: Deno.Conn) => {
    open.add(conn);
    try {
      const head = await readHead(conn);
      const line = head.split("\r\n", 1)[0]!;
      const sent = /^proxy-authorization: *(.*)$/im.exec(head)?.[1];
      requests.push(sent === undefined ? line : `${line} (${sent})`);
      if (!line.startsWith("CONNECT ")) {
        await conn.write(new TextEncoder().encode("HTTP/1.1 405 Method Not Allowed" + HEAD_END));
        return;
      }
      const target = await Deno.connect({ hostname: "127.0.0.1", port: targetPort });
      open.add(target);
      await conn.write(new TextEncoder().encode("HTTP/1.1 200 Connection established" + HEAD_END));
      await Promise.all([
        conn.readable.pipeTo(target.writable),
        target.readable.pipeTo(conn.writable),
      ]);
    } catch {
      // Either side may close when it has what it wants.
    } finally {
      close(conn);
    }
  };
  const close = (conn: Deno.Conn) => {
    open.delete(conn);
    try {
      conn.close();
    } catch {
      // It is closed.
    }
  };
  const accepting = (async () => {
    for await (const conn of listener) tunnel(conn);
  })();
  return {
    port: listener.addr.port,
    requests,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      for (const conn of open) close(conn);
      await accepting.catch(() => {});
    },
  };
}

async function readHead(conn: Deno.Conn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(4096);
  let head = "";
  while (!head.includes(HEAD_END)) {
    const count = await conn.read(buffer);
    if (count === null) break;
    head += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return head;
}

/** Asserts that requests to another machine go through the proxy that the environment names, and only these. */
export async function assertProxy(run: RunProgram): Promise<void> {
  const app = makeApp();
  await using server = serveTls("other_name", (request) => app.fetch(request));
  await using proxy = serveProxy(server.port);
  // No machine has this name: what is reached under it was reached by the proxy.
  const args = [
    ...["preview", "--use-api", "--api-url", "https://other.example", "--endpoint", "person"],
    ...["--seed", "42", "--records", "3", "--ca-file", CA_FILE],
  ];
  const address = `http://user:secret%21@127.0.0.1:${proxy.port}`;
  const through = await run(args, { HTTPS_PROXY: address });
  assertEquals(through.code, 0, through.stderr);
  assertStringIncludes(through.stdout, "bd9c66b3");
  const credentials = btoa("user:secret!");
  assertEquals(proxy.requests, [`CONNECT other.example:443 HTTP/1.1 (Basic ${credentials})`]);
  // What the proxy lets through is checked like any server.
  const untrusted = await run(args.slice(0, -2), { HTTPS_PROXY: address });
  assertEquals([untrusted.code, untrusted.stdout], [3, ""]);
  assertStringIncludes(untrusted.stderr, "unknown authority");
  assertEquals(proxy.requests.length, 2);
  const direct = await run(args, { HTTPS_PROXY: address, NO_PROXY: ".example" });
  assertEquals([direct.code, direct.stdout], [3, ""]);
  assertEquals(proxy.requests.length, 2);
  // A password never gets into a message.
  const gone = await run(args, { HTTPS_PROXY: "http://user:secret%21@127.0.0.1:9" });
  assertEquals([gone.code, gone.stdout], [3, ""]);
  for (const { stderr } of [untrusted, direct, gone]) {
    assertEquals(stderr.includes("secret"), false, stderr);
  }
}

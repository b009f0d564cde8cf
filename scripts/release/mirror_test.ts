import { assertEquals } from "@std/assert";
import { withFolder } from "../../tests/_folder.ts";
import { serveMirror } from "./mirror.ts";

Deno.test("serveMirror() names itself as the place of archives, and keeps them", async () => {
  await withFolder(async (keepDir) => {
    let upstreamCount = 0;
    const registry: Deno.HttpServer<Deno.NetAddr> = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      onListen() {},
    }, (request) => {
      upstreamCount++;
      const { pathname } = new URL(request.url);
      if (pathname === "/one/-/one-1.0.0.tgz") return new Response("archive");
      if (pathname !== "/one") return new Response("", { status: 404 });
      return Response.json({ dist: { tarball: `${upstream}one/-/one-1.0.0.tgz` } });
    });
    const upstream = `http://127.0.0.1:${registry.addr.port}/`;
    await using mirror = serveMirror({ upstream, keepDir });
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${mirror.address}${path}`, { headers });
      return [response.status, await response.text()] as const;
    };
    const place = `${mirror.address}one/-/one-1.0.0.tgz`;
    assertEquals(await get("one"), [200, JSON.stringify({ dist: { tarball: place } })]);
    assertEquals(await get("one/-/one-1.0.0.tgz"), [200, "archive"]);
    assertEquals(await get("one/-/one-1.0.0.tgz"), [200, "archive"]);
    assertEquals(upstreamCount, 2);
    assertEquals((await get("two"))[0], 404);
    await registry.shutdown();
    // Without the registry, what is kept is given.
    assertEquals((await get("one"))[0], 200);
    assertEquals((await get("three"))[0], 404);
    assertEquals(mirror.archives, ["/one/-/one-1.0.0.tgz", "/one/-/one-1.0.0.tgz"]);
  });
});

Deno.test("serveMirror() refuses requests without its token", async () => {
  await withFolder(async (keepDir) => {
    await using mirror = serveMirror({ upstream: "http://127.0.0.1:9/", keepDir, token: "t" });
    for (
      const [authorization, status] of [["", 401], ["Bearer u", 401], ["Bearer t", 404]] as const
    ) {
      const response = await fetch(`${mirror.address}one`, { headers: { authorization } });
      await response.body?.cancel();
      assertEquals(response.status, status);
    }
    assertEquals(mirror.refusedCount, 2);
  });
});

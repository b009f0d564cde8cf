/**
 * What every route of the registry must do, over a real socket: a new route is tested unasked.
 */
import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { makeApp } from "../../src/server/app.ts";
import { SECURITY_HEADERS } from "../../src/server/middleware/guard.ts";
import { ask, askRaw, assertError, post, withServer } from "./_server_client.ts";

const TOKEN = "correct-horse-battery-staple";
const SECRET = "do-not-repeat-me";
const { routes } = makeApp();
const bearer = { authorization: `Bearer ${TOKEN}` };
const json = { "content-type": "application/json" };

for (const route of routes) {
  const name = `${route.method} ${route.path}`;

  Deno.test(`${name} refuses other methods and says which it knows`, async () => {
    await withServer({}, async (server) => {
      for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"]) {
        if (routes.some((other) => other.method === method && other.path === route.path)) continue;
        const answer = await ask(server, method, route.path);
        assertError(answer, 405, "method_not_allowed");
        assertStringIncludes(answer.headers.get("allow") ?? "", route.method);
      }
      const options = await ask(server, "OPTIONS", route.path);
      assertEquals([options.status, options.text], [204, ""]);
      assertStringIncludes(options.headers.get("allow") ?? "", route.method);
      const head = await ask(server, "HEAD", route.path);
      assertEquals([head.status, head.text], [route.method === "GET" ? 200 : 405, ""]);
    });
  });

  Deno.test(`${name} answers JSON with the headers of every answer`, async () => {
    await withServer({}, async (server) => {
      const answer = await ask(server, route.method, route.path);
      assertEquals(answer.status, 200);
      assertEquals(answer.headers.get("content-type"), "application/json");
      for (const [header, value] of SECURITY_HEADERS) {
        assertEquals(answer.headers.get(header), value, header);
      }
      const size = new TextEncoder().encode(answer.text).length;
      assertEquals(answer.headers.get("content-length"), `${size}`);
    });
  });

  Deno.test(`${name} asks for the token where it is not open`, async () => {
    await withServer({ token: TOKEN }, async (server) => {
      for (const authorization of [undefined, "Bearer", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
        const headers: Record<string, string> = authorization === undefined
          ? {}
          : { authorization };
        const answer = await ask(server, route.method, route.path, { headers });
        if (route.auth === "open") {
          assertEquals(answer.status, 200);
          continue;
        }
        assertError(answer, 401, "unauthorized");
        assertStringIncludes(answer.headers.get("www-authenticate") ?? "", "Bearer");
      }
      const answer = await ask(server, route.method, route.path, { headers: bearer });
      assertEquals(answer.status, 200);
    });
  });

  const { body } = route;
  if (body === undefined) continue;

  Deno.test(`${name} refuses bodies that are not what it takes, and repeats none`, async () => {
    await withServer({ maxBodyBytes: 2048 }, async (server) => {
      const wrongTypes = ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"];
      for (const type of [...wrongTypes, "application/json; charset=utf-16"]) {
        const headers = { "content-type": type };
        const answer = await ask(server, route.method, route.path, { headers, body: "{}" });
        assertError(answer, 415, "unsupported_media_type");
      }
      const compressed = { ...json, "content-encoding": "gzip" };
      const zipped = await ask(server, route.method, route.path, {
        headers: compressed,
        body: "{}",
      });
      assertError(zipped, 415, "unsupported_media_type");
      const untyped = await ask(server, route.method, route.path, {
        body: new TextEncoder().encode("{}"),
      });
      assertError(untyped, 415, "unsupported_media_type");
      const notJson = [`{"${SECRET}"`, "{'a':1}", "[]", `"${SECRET}"`, "7", "null", " ", "{}{}"];
      const notPlain = [
        `{"a":${"[".repeat(100)}${"]".repeat(100)}}`,
        '{"a":1,"\\u0061":2}',
        `{"${SECRET}":1,"${SECRET}":2}`,
      ];
      for (const text of [...notJson, ...notPlain]) {
        const answer = await post(server, route.path, text);
        assertError(answer, 400, "invalid_request");
        assertEquals(answer.text.includes(SECRET), false);
      }
      const latin1 = Uint8Array.from([...'{"a":"é"}'].map((letter) => letter.charCodeAt(0)));
      assertError(
        await ask(server, route.method, route.path, { headers: json, body: latin1 }),
        400,
        "invalid_request",
      );
    });
  });

  Deno.test(`${name} refuses bodies over the limit, of stated and unstated length`, async () => {
    await withServer({ maxBodyBytes: 2048 }, async (server) => {
      const fit = `{"a":"${"x".repeat(2048 - 8)}"}`;
      assertEquals((await post(server, route.path, fit)).status, 200);
      assertError(await post(server, route.path, `${fit} `), 413, "payload_too_large");
      const stream = new Blob([fit, " "]).stream();
      const answer = await ask(server, route.method, route.path, { headers: json, body: stream });
      assertError(answer, 413, "payload_too_large");
    });
  });

  Deno.test(`${name} refuses hostile bodies in no time`, async () => {
    const half = 16_000;
    await withServer({}, async (server) => {
      for (
        const text of [
          '"\\'.repeat(half),
          '"'.repeat(2 * half),
          "[".repeat(2 * half),
          `{"a":${"[".repeat(half)}${"]".repeat(half)}}`,
          `{"a":${"9".repeat(2 * half)}}`,
          `{"a":"${"\\\\".repeat(half)}`,
          `[${'"a",'.repeat(half / 2)}"a"]`,
          `{"a"${" ".repeat(2 * half)}`,
          `{"a":[${'"b"      ,'.repeat(half / 8)}1],"a":1}`,
        ]
      ) {
        const startMs = performance.now();
        assertError(await post(server, route.path, text), 400, "invalid_request");
        assertLess(performance.now() - startMs, 10_000, text.slice(0, 10));
      }
    });
  });

  Deno.test(`${name} takes an empty body of any type, and JSON in chunks`, async () => {
    await withServer({}, async (server) => {
      const start =
        `${route.method} ${route.path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n`;
      for (
        const rest of [
          "\r\n",
          "content-length: 0\r\ncontent-type: text/plain\r\n\r\n",
          "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
          "transfer-encoding: chunked\r\ncontent-type: Application/JSON;charset=UTF-8\r\n\r\n" +
          "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        ]
      ) {
        assertStringIncludes(await askRaw(server, start + rest), "HTTP/1.1 200 ");
      }
    });
  });

  Deno.test(`${name} has a body that JSON Schema can describe`, () => {
    const schema = z.toJSONSchema(body, { io: "input", unrepresentable: "any" });
    assertEquals(schema.type, "object");
    for (const member of Object.values(schema.properties ?? {})) {
      assert(typeof member === "object" && member.description !== undefined);
    }
  });
}

Deno.test("the registry names no route twice, and open ones only for GET", () => {
  const names = routes.map((route) => `${route.method} ${route.path}`);
  assertEquals(new Set(names).size, names.length);
  assertEquals(routes.filter(({ auth }) => auth === "open").map(({ path }) => path), [
    "/",
    "/healthz",
  ]);
});

Deno.test("unknown paths are 404 with the nearest one, and 401 without the token", async () => {
  await withServer({ token: TOKEN }, async (server) => {
    assertError(await ask(server, "GET", "/nothing"), 401, "unauthorized");
    for (
      const path of [
        "/index.html",
        "/generate",
        "/generate/persons",
        "/healthz/",
        "//healthz",
        "/%zz",
      ]
    ) {
      assertError(await ask(server, "GET", path, { headers: bearer }), 404, "not_found");
    }
    const { text } = await ask(server, "POST", "/generate/persn", { headers: bearer });
    assertStringIncludes(text, "did you mean /generate/person?");
  });
});

Deno.test("GET / lists the pages as JSON, and as a page of HTML for a browser", async () => {
  await withServer({ token: TOKEN }, async (server) => {
    const others = routes.filter(({ path }) => path !== "/");
    const asked = await ask(server, "GET", "/");
    const { endpoints, dataset_version } = JSON.parse(asked.text);
    assertEquals(dataset_version, "v0.1");
    assertEquals(
      endpoints.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`),
      others.map(({ method, path }) => `${method} ${path}`),
    );
    const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    const page = await ask(server, "GET", "/", { headers: { accept } });
    assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
    for (const name of ["x-content-type-options", "x-frame-options"]) {
      assertEquals(page.headers.get(name), asked.headers.get(name));
    }
    for (const { path } of others) assertStringIncludes(page.text, path);
    // The policies of the answer and of the page allow the one style sheet by its digest, and nothing else.
    const [, style] = /<style>([^]*?)<\/style>/.exec(page.text)!;
    const digest = new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style)),
    );
    assertEquals(
      page.headers.get("content-security-policy"),
      `default-src 'none'; style-src 'sha256-${
        btoa(String.fromCharCode(...digest))
      }'; frame-ancestors 'none'`,
    );
    assertEquals(
      asked.headers.get("content-security-policy"),
      "default-src 'none'; frame-ancestors 'none'",
    );
    assertEquals(page.text.match(/<style\b/g)?.length, 1);
    assertEquals(/<(script|img|link)\b|\sstyle=|\son\w+=/.test(page.text), false);
    // The example is of the address by which the page was asked for.
    assertStringIncludes(page.text, "&#39; \\\n  http://127.0.0.1:");
    assertEquals(page.text.includes("HOST:PORT"), false);
  });
});

Deno.test("a request id is taken over where it is sane, and made where it is not", async () => {
  await withServer({}, async (server) => {
    const idFor = async (id: string) => {
      const answer = await ask(server, "GET", "/healthz", { headers: { "x-request-id": id } });
      return answer.headers.get("x-request-id") ?? "";
    };
    assertEquals(await idFor("build-7:a.b_c"), "build-7:a.b_c");
    for (const id of ["a b", 'x"y', "<script>", "x".repeat(65)]) {
      assertEquals(/^[0-9a-f-]{36}$/.test(await idFor(id)), true, id);
    }
  });
});

Deno.test("a server without a token refuses host names that are not loopback", async () => {
  await withServer({}, async (server) => {
    const statusFor = async (host: string) => {
      const text = await askRaw(
        server,
        `GET /healthz HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
      );
      return text.slice(9, 12);
    };
    for (const host of ["localhost", "LOCALHOST:80", `127.0.0.1:${server.port}`, "[::1]:5000"]) {
      assertEquals(await statusFor(host), "200", host);
    }
    for (
      const host of ["evil.example", "127.0.0.1.nip.io", "localhost.evil.example:80", "0.0.0.0"]
    ) {
      assertEquals(await statusFor(host), "403", host);
    }
  });
});

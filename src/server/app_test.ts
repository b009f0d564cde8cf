import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { makeApp, routeApp } from "./app.ts";
import { defineRoute } from "./route.ts";

function routeThat(handle: () => never) {
  return defineRoute({ method: "GET", path: "/x", auth: "open", summary: "Fails.", handle });
}

Deno.test("routeApp() answers a defect with 500 and tells its details to the server alone", async () => {
  const told: [unknown, string][] = [];
  const defect = new TypeError("secret detail");
  const app = routeApp([routeThat(() => {
    throw defect;
  })], { onDefect: (...both) => told.push(both) });
  const response = await app.fetch(new Request("http://localhost/x"));
  const text = await response.text();
  const id = response.headers.get("x-request-id");
  assertEquals([response.status, response.headers.get("x-frame-options")], [500, "DENY"]);
  assertStringIncludes(text, '"code":"internal"');
  assertStringIncludes(text, `"request_id":"${id}"`);
  assertEquals(text.includes("secret"), false);
  assertEquals(told, [[defect, id!]]);
});

Deno.test("routeApp() answers an EsdhError with its status, message and hint", async () => {
  const told: unknown[] = [];
  const app = routeApp([routeThat(() => {
    throw new EsdhError("BUSY", "the folder is held", {
      hint: "wait",
      cause: new TypeError("why"),
    });
  })], { onDefect: (error) => told.push(error) });
  const request = new Request("http://localhost/x", { headers: { "x-request-id": "r1" } });
  const response = await app.fetch(request);
  assertEquals(response.status, 503);
  assertEquals(await response.json(), {
    error: { code: "busy", message: "the folder is held", hint: "wait", request_id: "r1" },
  });
  assertEquals(told, []);
});

Deno.test("makeApp() rejects limits that are no positive whole number, and unknown datasets", () => {
  for (const limit of [0, -1, 1.5, NaN]) {
    assertThrows(() => makeApp({ maxRecords: limit }), RangeError, "maxRecords");
    assertThrows(() => makeApp({ maxBodyBytes: limit }), RangeError, "maxBodyBytes");
  }
  const error = assertThrows(() => makeApp({ dataset: "v0.2" }), EsdhError);
  assertEquals(error.code, "UNKNOWN_NAME");
});

Deno.test("makeApp() makes a route for each entity of the dataset, and one for all", () => {
  assertEquals(makeApp().routes.map(({ method, path }) => `${method} ${path}`), [
    "GET /",
    "GET /healthz",
    "POST /generate/person",
    "POST /generate/vehicle",
    "POST /generate/profile",
    "POST /generate/bundle",
  ]);
});

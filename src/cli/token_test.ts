import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { readToken } from "./token.ts";

const env = (name: string) => name === "ESDH_TOKEN" ? "secret" : undefined;
const failure = { code: "REFUSED", wanted: "a secret" } as const;

Deno.test("readToken() reads the variable that is named, and no other", () => {
  assertEquals(readToken({ env }, "ESDH_TOKEN", failure), "secret");
  assertEquals(readToken({ env }, undefined, failure), undefined);
});

Deno.test("readToken() says which variables the program may read", () => {
  const unset = assertThrows(() => readToken({ env }, "ESDH_OTHER", failure), EsdhError);
  assertEquals([unset.code, unset.hint], ["REFUSED", "set it to a secret"]);
  const foreign = assertThrows(() => readToken({ env }, "TOKEN", failure), EsdhError);
  assertStringIncludes(foreign.hint!, "ESDH_");
});

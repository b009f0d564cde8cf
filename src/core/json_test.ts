import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  canonicalJson,
  escapeNonAscii,
  parseJson,
  stringifyAsciiJson,
  stringifyJson,
} from "./json.ts";

Deno.test("parseJson() keeps whole numbers of any size", () => {
  const text = "[9007199254740991,9007199254740993,-18446744073709551617,1.5,1e2]";
  assertEquals(parseJson(text), [9007199254740991, 9007199254740993n, -(2n ** 64n) - 1n, 1.5, 100]);
});

Deno.test("stringifyJson() writes a bigint as its digits, inside and out", () => {
  assertEquals(stringifyJson({ a: [2n ** 64n], b: undefined }), '{"a":[18446744073709551616]}');
});

Deno.test("parseJson() of stringifyJson() is the identity on integers of any size", () => {
  fc.assert(fc.property(fc.bigInt(), (value) => {
    const back = parseJson(stringifyJson(value)) as number | bigint;
    assertEquals(BigInt(back), value);
  }));
});

Deno.test("stringifyAsciiJson() writes astral characters as two escapes", () => {
  assertEquals(stringifyAsciiJson({ "ä": "😀" }), '{"\\u00e4":"\\ud83d\\ude00"}');
  assertEquals(escapeNonAscii("a\x7f\x80"), "a\x7f\\u0080");
});

Deno.test("canonicalJson() does not depend on the order of keys", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const turned = Object.fromEntries(Object.entries(value).reverse());
    assertEquals(canonicalJson(turned as never), canonicalJson(value as never));
  }));
});

Deno.test("parseJson() throws SyntaxError on what is not JSON", () => {
  assertThrows(() => parseJson('{"a":}'), SyntaxError);
});

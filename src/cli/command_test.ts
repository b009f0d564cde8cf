import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { parseFormats } from "./_names.ts";
import { integerParser, parseFile, parseFolder, parseSeedOption } from "./command.ts";

Deno.test("parseSeedOption() says the limit, repeats no long text and knows the word that was meant", () => {
  const long = assertThrows(() => parseSeedOption("9".repeat(4001)), EsdhError, "4000 digits");
  assert(long.message.length < 200, long.message);
  const near = assertThrows(() => parseSeedOption("randm"), EsdhError);
  assertEquals([near.code, near.hint], ["USAGE", 'did you mean "random"?']);
});

Deno.test("integerParser() repeats no long text", () => {
  const error = assertThrows(() => integerParser(0, 9)("8".repeat(5000)), SyntaxError);
  assert(error.message.length < 200, error.message);
});

Deno.test("parseFile() and parseFolder() take any path but none", () => {
  assertEquals([parseFile("a b"), parseFolder(".")], ["a b", "."]);
  assertThrows(() => parseFile(""), SyntaxError, '"" names no file');
  assertThrows(() => parseFolder(""), SyntaxError, '"" names no folder');
});

Deno.test("parseFormats() speaks of one unknown name, and of several", async () => {
  await assertRejects(() => parseFormats("cvs,json"), EsdhError, 'unknown format "cvs"');
  await assertRejects(() => parseFormats("cvs,jsn"), EsdhError, 'unknown formats "cvs" and "jsn"');
});

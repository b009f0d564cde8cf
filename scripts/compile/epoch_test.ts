import { assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../../src/core/error.ts";
import { readEpochSeconds } from "./epoch.ts";

Deno.test("readEpochSeconds() takes whole seconds, and a fixed day where none are named", () => {
  assertEquals(readEpochSeconds("0"), 0);
  assertEquals(readEpochSeconds("1700000000"), 1_700_000_000);
  assertEquals(readEpochSeconds(""), Date.UTC(2025, 0, 1) / 1000);
});

Deno.test("readEpochSeconds() rejects what is no time of a file", () => {
  for (const named of ["-1", "1.5", "now", "1e9", "4354819200", "9".repeat(12)]) {
    assertThrows(() => readEpochSeconds(named), EsdhError, named);
  }
});

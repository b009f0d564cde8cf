import { assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../../src/core/error.ts";
import { BENCH_GROUPS, parseArguments } from "./arguments.ts";

Deno.test("parseArguments() runs all groups where nothing is said", () => {
  assertEquals(parseArguments([]), {
    runs: 5,
    records: 100_000,
    scale: 1,
    groups: BENCH_GROUPS,
  });
});

Deno.test("parseArguments() reads numbers, lists and names", () => {
  const args = ["--group", "peers,start", "--runs", "3", "--scale", "0.2", "--peers", "env/bin"];
  const { groups, runs, scale, peerFolder } = parseArguments(args);
  assertEquals({ groups, runs, scale, peerFolder }, {
    groups: ["peers", "start"],
    runs: 3,
    scale: 0.2,
    peerFolder: "env/bin",
  });
});

Deno.test("parseArguments() runs files alone where a case is named", () => {
  assertEquals(parseArguments(["--case", "contract files"]).groups, ["files"]);
});

Deno.test("parseArguments() refuses what it does not know", () => {
  for (const args of [["--group", "all"], ["--runs", "0"], ["--scale", "x"], ["--fast"]]) {
    assertThrows(() => parseArguments(args), EsdhError);
  }
});

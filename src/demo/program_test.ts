import { assertEquals } from "@std/assert";
import { commandAgain, PROGRAM } from "./program.ts";

Deno.test("commandAgain() names a dataset that generate would not take by itself", () => {
  const run = { seed: 42n, records: 30 };
  assertEquals(
    [commandAgain({ ...run, dataset: "v0.1" }), commandAgain({ ...run, dataset: "auto" })],
    [
      `${PROGRAM} generate --dataset v0.1 --seed 42 --records 30`,
      `${PROGRAM} generate --seed 42 --records 30`,
    ],
  );
});

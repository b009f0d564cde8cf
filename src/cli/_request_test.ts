import { assert, assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import { nameSnapshot, pickStream } from "./_request.ts";

const PLAN: Plan = {
  dataset: "v0.1",
  version: "v0.1",
  seed: 1n,
  records: 1,
  outputs: [],
  options: {},
};

Deno.test("nameSnapshot() keeps the names of huge seeds short and apart", () => {
  const huge = 10n ** 3000n;
  const names = [huge, huge + 1n, -huge].map((seed) => nameSnapshot("v0_1", { seed, records: 5 }));
  assert(names.every((name) => name.length < 80), names.join("\n"));
  assertEquals(new Set(names).size, 3);
});

Deno.test("pickStream() takes exactly one entity and one format that can be streamed", () => {
  const stream = (outputs: Plan["outputs"]) => pickStream({ ...PLAN, outputs }, ["csv", "ndjson"]);
  assertEquals(stream([{ format: "csv", entities: ["persons"] }]), {
    entity: "persons",
    format: "csv",
  });
  const error = assertThrows(
    () => stream([{ format: "parquet", entities: ["persons", "vehicles"] }]),
    EsdhError,
    "one entity, not persons, vehicles and a format that can be streamed, not parquet",
  );
  assertEquals(error.code, "USAGE");
  assertThrows(
    () =>
      stream([{ format: "csv", entities: ["persons"] }, {
        format: "ndjson",
        entities: ["persons"],
      }]),
    EsdhError,
    "one format, not csv, ndjson",
  );
});

import { assertEquals } from "@std/assert";
import { DATASETS } from "../datasets/mod.ts";
import { comparePlans } from "./plan_change.ts";
import type { Subject } from "./subject.ts";

const dataset = DATASETS.find(({ name }) => name === "auto")!;

function subjectOf(format: string, entities: readonly string[]): Subject {
  const plan = {
    dataset: dataset.name,
    version: dataset.version,
    seed: 1n,
    records: 10,
    outputs: [{ format, entities }],
    options: {},
  };
  return { dataset, plan, producer: undefined } as unknown as Subject;
}

Deno.test("comparePlans() names entities of outputs only where some are left out", () => {
  const all = dataset.entities.map(({ plural }) => plural);
  const changes = comparePlans(subjectOf("csv", all), subjectOf("json", ["accounts", "persons"]));
  assertEquals(
    changes.map(({ part, a, b }) => [part, a, b]),
    [["outputs", "csv of all entities", "json of accounts, persons"]],
  );
});

import { assertEquals } from "@std/assert";
import type { Dataset } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import { findDataset } from "../datasets/mod.ts";
import { MAX_WORDS } from "../validate/interner.ts";
import { TableTallies } from "./table_tallies.ts";

const field = (name: string, kind: "id" | "word" | "integer") => ({ name, kind, description: "" });
const entity: Entity = {
  ...findDataset("auto").entities[0]!,
  ...{ name: "thing", plural: "things", key: "thing_id" },
  fields: [field("thing_id", "id"), field("word", "word"), field("count", "integer")],
};
const dataset: Dataset = { ...findDataset("auto"), entities: [entity] };
const open = () => new TableTallies({ dataset, options: {} }, entity);

Deno.test("targets() asks for counts of what is spread alone, and for nothing of identifiers", () => {
  const tallies = open();
  assertEquals(tallies.fields.map(({ name }) => name), ["word", "count"]);
  const targets = tallies.targets(1000);
  assertEquals(
    targets.map((target) => [target.hasRows, target.counter !== undefined, target.states.length]),
    [[false, true, 0], [false, true, 0]],
  );
  targets[1]!.counter!.add(Int32Array.of(7, 8), Uint32Array.of(2, 1), 2);
  tallies.addValues(3);
  const parts = new Map(tallies.take());
  const { count, sum } = parts.get("numbers things count") as { count: number; sum: number };
  assertEquals([count, sum], [3, 22]);
  assertEquals((parts.get("words things word") as { words: string[] }).words, []);
});

Deno.test("targets() of persons wants rows of what is joined, and counts beside them", () => {
  const auto = findDataset("auto");
  const persons = auto.entities.find(({ plural }) => plural === "persons")!;
  const tallies = new TableTallies({ dataset: auto, options: {} }, persons);
  const targets = tallies.targets(10);
  const uses = new Map(tallies.fields.map(({ name }, at) => {
    const { hasRows, counter, ids } = targets[at]!;
    return [name, [hasRows, counter !== undefined, ids.length]];
  }));
  assertEquals(uses.get("account_id"), [true, false, 40]);
  assertEquals(uses.get("last_name"), [true, true, 0]);
  assertEquals(uses.get("person_id"), undefined);
});

Deno.test("TableTallies say when words may soon have no number", () => {
  const tallies = open();
  const { codeOf } = tallies.targets(0)[0]!;
  const bytes = new Uint8Array(5);
  const see = (word: number) => {
    for (let at = 0, rest = word; at < 5; at++, rest = Math.floor(rest / 26)) {
      bytes[at] = 97 + rest % 26;
    }
    return codeOf!(bytes, 0, 5);
  };
  for (let word = 0; word < MAX_WORDS / 2; word++) see(word);
  assertEquals([see(0), see(1), tallies.isFull], [0, 1, false]);
  assertEquals([see(MAX_WORDS / 2), tallies.isFull], [MAX_WORDS / 2, true]);
});

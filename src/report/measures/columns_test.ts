import { assertEquals } from "@std/assert";
import type { Entity, Field } from "../../core/entity.ts";
import { OTHER_WORDS, type WordCounts } from "../word_tally.ts";
import { columnMeasures } from "./columns.ts";
import type { MeasureContext } from "./measure.ts";

Deno.test("columnMeasures shows words that were not counted apart as no word", () => {
  const fields = [{ name: "street", kind: "word", description: "A street." } as Field];
  const entity = { name: "place", plural: "places", description: "", fields } as Entity;
  const context = { dataset: { entities: [entity] }, options: {} } as unknown as MeasureContext;
  const [measure] = columnMeasures.plan(context);
  const sum: WordCounts = { counts: new Map([[OTHER_WORDS, 6], ["Elm", 3], ["Ash", 1]]), nulls: 0 };
  const { tables, charts } = measure!.conclude({ street: sum }, context);
  assertEquals(tables![0]!.rows, [["street", "0.0%", "2+", "Elm 30.0%, Ash 10.0%"]]);
  assertEquals(charts!.map(({ title }) => title), ["street (0+ others: 60.0%)"]);
  assertEquals(JSON.stringify(charts).includes(JSON.stringify(OTHER_WORDS)), false);
});

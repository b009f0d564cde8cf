import { assertEquals } from "@std/assert";
import { DATASET_FACTS } from "./facts.ts";
import { DATASETS } from "./mod.ts";

Deno.test("DATASET_FACTS says of every dataset what the registry says", () => {
  assertEquals(DATASET_FACTS.map(({ name }) => name), DATASETS.map(({ name }) => name));
  for (const [index, facts] of DATASET_FACTS.entries()) {
    const { entities, options, ...dataset } = DATASETS[index]!;
    assertEquals(facts.entities, entities.map(({ name, plural }) => ({ name, plural })));
    assertEquals(facts.options, options.map(({ normalize: _, ...option }) => option));
    const { entities: _entities, options: _options, ...rest } = facts;
    for (const [key, value] of Object.entries(rest)) {
      assertEquals(dataset[key as keyof typeof dataset], value, `${facts.name}: ${key}`);
    }
  }
});

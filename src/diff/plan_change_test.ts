import { assert, assertEquals } from "@std/assert";
import { DATASETS, findDataset } from "../datasets/mod.ts";
import { planRun } from "../planning.ts";
import { comparePlans } from "./plan_change.ts";
import type { Subject } from "./subject.ts";

function subjectOf(dataset: string, options: Readonly<Record<string, string>>): Subject {
  const plan = planRun({ dataset, seed: 7n, records: 20 });
  return {
    ...{ kind: "plan", name: "plan.json", hasRows: true, producer: undefined, notes: [] },
    ...{ shapes: new Map(), tables: new Map() },
    dataset: findDataset(dataset),
    datasetName: dataset,
    datasetVersion: plan.version,
    plan: { ...plan, options: { ...plan.options, ...options } },
  };
}

for (const { name: dataset, options } of DATASETS) {
  Deno.test(`comparePlans() says of each option of ${dataset} what it does to rows`, () => {
    for (const { name, effect, defaultValue } of options) {
      assert(/^[a-z].*[^.]$/.test(effect), `${name}: ${effect}`);
      const [change, ...more] = comparePlans(
        subjectOf(dataset, {}),
        subjectOf(dataset, { [name]: "another" }),
      );
      assertEquals(more, []);
      assertEquals(change, {
        ...{ part: `options.${name}`, a: defaultValue, b: "another", changesRows: true },
        meaning: effect,
      });
    }
  });
}

/**
 * Rows that point at others point at rows that are there.
 *
 * @module
 */
import { planDataset } from "../../run.ts";
import { Findings, type SmokeCheck } from "./check.ts";

/** Every reference of the definitions is closed in the rows of the files, or null where it may be. */
export const joinedRows: SmokeCheck = {
  name: "joined-rows",
  claim: "every reference between rows is closed",
  sampleClaim: "every reference between the rows of the files is closed",
  run(scope) {
    const findings = new Findings("smoke-reference");
    let referenceCount = 0;
    for (const entity of planDataset({ dataset: scope.scene.dataset }).entities) {
      for (const field of entity.fields) {
        const { reference } = field;
        if (reference === undefined) continue;
        const targets = scope.rows[reference.entity] ?? [];
        const keys = new Set(targets.map((row) => row[reference.field] ?? null));
        (scope.rows[entity.plural] ?? []).forEach((row, index) => {
          const value = row[field.name] ?? null;
          if (field.nullable && value === null) return;
          referenceCount++;
          findings.expect(keys.has(value), `no row of ${reference.entity} is meant`, {
            entity: entity.plural,
            field: field.name,
            index,
            actual: `${value}`,
          });
        });
      }
    }
    return Promise.resolve(findings.end(`${referenceCount} references`));
  },
};

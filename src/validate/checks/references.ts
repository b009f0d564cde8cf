/**
 * Each reference names a row that exists.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { cellIssue } from "../cell_issue.ts";
import type { Check } from "../check.ts";

/** Reports references without a row. */
export const referencesCheck: Check = {
  name: "references",
  title: "every reference names an existing row",
  open({ findings, memories }) {
    let count = 0;
    const unseen = new Set<string>();
    return {
      rows(view) {
        if (!view.isFirst) return;
        const { entity } = view.memory;
        view.targets.forEach((targets, place) => {
          const field = entity.fields[place]!;
          if (field.reference === undefined) return;
          if (targets === undefined) {
            unseen.add(`${entity.plural}.${field.name}`);
            return;
          }
          const target = memories.get(field.reference.entity)!.entity;
          const code = `${entity.name}-${target.name}-missing`;
          for (let row = 0; row < view.block.count; row++) {
            const found = targets[row]!;
            if (found !== -2) count++;
            if (found !== -1) continue;
            findings.add(
              "references",
              { code, severity: "error" },
              () =>
                cellIssue(view, row, place, {
                  code,
                  message: `${field.name} names no row of ${target.plural}`,
                  expected: `a ${field.reference!.field} of ${target.plural}`,
                }),
            );
          }
        });
      },
      finish() {
        const beside = unseen.size === 0
          ? ""
          : `; ${[...unseen].join(", ")} not checked: the snapshot has no such rows`;
        if (count === 0) {
          const skipped = unseen.size > 0
            ? `the snapshot has not the rows that ${[...unseen].join(", ")} name`
            : "no row that could be read refers to another";
          return { detail: "", skipped };
        }
        return { detail: `${formatItems(count, "reference")}${beside}` };
      },
    };
  },
};

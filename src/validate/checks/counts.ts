/**
 * There are as many rows as manifest and metadata say.
 *
 * @module
 */
import type { Issue } from "../../core/issue.ts";
import type { JsonValue } from "../../core/json.ts";
import type { ValueRule } from "../../core/rule.ts";
import { formatItems } from "../../core/units.ts";
import type { Check } from "../check.ts";
import { lineOf, memberOf } from "../facts.ts";

/** Compares the rows of each table and file with the numbers that are claimed of them. */
export const countsCheck: Check = {
  name: "counts",
  title: "row counts are those of the manifest and the metadata",
  open({ facts, findings, rules, states }) {
    const fileRows = new Map<string, number>();
    const sources: {
      path: string;
      value: JsonValue;
      line(name: string): number;
      rules: readonly ValueRule[];
    }[] = [];
    let count = 0;
    const add = (issue: Issue) => findings.addIssue("counts", issue);
    for (
      const [file, list] of [[facts.manifest, rules.manifest], [
        facts.metadata,
        rules.metadata,
      ]] as const
    ) {
      if (file?.value === undefined) continue;
      const line = (name: string) => lineOf(file.text, name);
      sources.push({ path: file.path, value: file.value, line, rules: list });
    }
    return {
      value(path, name, value, line) {
        if (name !== "metadata") return;
        sources.push({ path, value, line: () => line, rules: rules.metadata });
      },
      tableEnd({ path, rowCount }) {
        fileRows.set(path, (fileRows.get(path) ?? 0) + rowCount);
      },
      fileEnd({ path }) {
        const claimed = facts.claims.get(path)?.rowCount;
        const rowCount = fileRows.get(path);
        if (claimed === undefined || rowCount === undefined) return;
        count++;
        if (claimed === rowCount) return;
        add({
          code: "row-count",
          severity: "error",
          message: `the file has ${formatItems(rowCount, "row")}, the manifest says ${claimed}`,
          path,
          actual: `${rowCount}`,
          expected: `${claimed}`,
        });
      },
      finish() {
        for (const source of sources) {
          for (const { name, countOf, isMost } of source.rules) {
            const state = countOf === undefined ? undefined : states.get(countOf);
            const claimed = memberOf(source.value, name);
            if (state === undefined || !state.isRead || typeof claimed !== "number") continue;
            count++;
            if (claimed === state.rowCount || isMost && claimed > state.rowCount) continue;
            add({
              code: "row-count",
              severity: "error",
              message: `"${name}" is ${claimed}, there are ${
                formatItems(state.rowCount, state.entity.name)
              }`,
              path: source.path,
              line: source.line(name),
              entity: state.entity.plural,
              field: name,
              actual: `${claimed}`,
              expected: `${state.rowCount}`,
            });
          }
        }
        if (count === 0) {
          return { detail: "", skipped: "nothing says how many rows there should be" };
        }
        return { detail: formatItems(count, "count") };
      },
    };
  },
};

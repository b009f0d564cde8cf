/**
 * Checks that fresh snapshots in every format are valid.
 *
 * @module
 */
import { join } from "@std/path";
import { formatItems } from "../../core/units.ts";
import type { SelfCheck } from "./check.ts";

/**
 * Makes a snapshot in all formats whose rows are read, and validates it, rows, manifest and all. Formats that
 * other programs read are the conformance suite's.
 */
export const schemaSelfCheck: SelfCheck = {
  name: "schema",
  title: "a fresh snapshot in every format that is read is valid",
  async run({ folder, signal }) {
    const { makeSnapshot, planRun } = await import("../../run.ts");
    const { validateSnapshot } = await import("../../check.ts");
    const { FORMATS } = await import("../../export/mod.ts");
    const { READERS } = await import("../../import/mod.ts");
    const formats = FORMATS.map(({ name }) => name)
      .filter((name) => READERS.some((reader) => reader.name === name));
    const directory = join(folder, "snapshot");
    await makeSnapshot(planRun({ records: 100, formats }), directory, { signal });
    const report = await validateSnapshot(directory, { signal });
    return {
      detail:
        `${formatItems(report.checks.length, "check")} over ${
          formatItems(report.readRows, "row")
        }` +
        ` as ${formats.join(", ")}`,
      issues: report.issues,
      rowCount: report.readRows,
    };
  },
};

/**
 * The files can be read as what their names say.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import type { Check } from "../check.ts";

/** Name of the check that readers' issues belong to. */
export const STRUCTURE = "structure";

/** Counts what was read; its findings come from the readers. */
export const structureCheck: Check = {
  name: STRUCTURE,
  title: "every file can be read and has the fields of its entities",
  open() {
    let rowCount = 0;
    let tableCount = 0;
    const formats = new Set<string>();
    return {
      tableEnd({ path, rowCount: count }) {
        rowCount += count;
        tableCount++;
        formats.add(path.slice(path.lastIndexOf(".") + 1));
      },
      finish() {
        if (tableCount === 0) return { detail: "", skipped: "no file with rows could be read" };
        const list = [...formats].sort().join(", ");
        return {
          detail: `${formatItems(rowCount, "row")} in ${
            formatItems(tableCount, "table")
          } (${list})`,
        };
      },
    };
  },
};

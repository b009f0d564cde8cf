/**
 * Each key names one row.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { cellIssue } from "../cell_issue.ts";
import { type Check, NO_ROWS } from "../check.ts";
import { STATE } from "../decoded_column.ts";

/**
 * Remembers the keys of each entity's first file, and reports a key that comes again. Memory: see
 * {@link IdTable}.
 */
export const keysCheck: Check = {
  name: "keys",
  title: "every key is unique in its entity",
  open({ findings }) {
    let keyCount = 0;
    return {
      rows(view) {
        const { keys, keyPlace } = view.memory;
        if (!view.isFirst || keys === undefined) return;
        const { states, ids } = view.columns[keyPlace]!;
        for (let row = 0; row < view.block.count; row++) {
          if (states[row] !== STATE.value) {
            keys.addNone();
            continue;
          }
          if (!keys.isCut) keyCount++;
          const before = keys.add(ids, row * 4);
          if (before === -1) continue;
          findings.add(
            "keys",
            { code: "key-duplicate", severity: "error" },
            () =>
              cellIssue(view, row, keyPlace, {
                code: "key-duplicate",
                message: `the key stands in row ${before} (counted from 0) already`,
                expected: "a key of its own",
              }),
          );
        }
      },
      tableEnd({ memory, path, rowCount, isFirst }) {
        const { keys } = memory;
        if (!isFirst || !keys?.isCut) return;
        findings.addIssue("keys", {
          code: "too-many-rows",
          severity: "error",
          message:
            `keys and references can be checked for ${keys.maxKeys} rows, the file has ${rowCount}`,
          path,
          entity: memory.entity.plural,
          hint: "check the snapshot in parts",
        });
      },
      finish: () =>
        keyCount === 0
          ? { detail: "", skipped: NO_ROWS }
          : { detail: formatItems(keyCount, "key") },
    };
  },
};

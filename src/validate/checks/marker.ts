/**
 * Each row says that it is synthetic.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { CELL } from "../../core/table.ts";
import { cellIssue } from "../cell_issue.ts";
import { type Check, NO_ROWS } from "../check.ts";
import { STATE } from "../decoded_column.ts";

/** The field that carries the marker in every entity of every dataset. */
export const MARKER_FIELD = "synthetic_source";

/** Reports rows whose marker is missing or another dataset's. */
export const markerCheck: Check = {
  name: "marker",
  title: "every row carries the dataset's synthetic_source",
  open({ findings, marker, words }) {
    const bytes = new TextEncoder().encode(marker);
    const code = words.codeOf(bytes, 0, bytes.length);
    let rowCount = 0;
    let absentCount = 0;
    return {
      rows(view) {
        const { fields } = view.memory.entity;
        const place = fields.findIndex((field) => field.name === MARKER_FIELD);
        if (place === -1) return;
        const { states, codes } = view.columns[place]!;
        const { count, width, kinds } = view.block;
        rowCount += count;
        for (let row = 0; row < count; row++) {
          if (states[row] === STATE.value && codes[row] === code) continue;
          const kind = kinds[row * width + place]!;
          if (kind === CELL.absent) {
            absentCount++;
            continue;
          }
          const isMissing = kind === CELL.null;
          const issueCode = isMissing ? "marker-missing" : "marker-wrong";
          findings.add(
            "marker",
            { code: issueCode, severity: "error" },
            () =>
              cellIssue(view, row, place, {
                code: issueCode,
                message: isMissing
                  ? "the row does not say that it is synthetic"
                  : `${MARKER_FIELD} is not the dataset's`,
                expected: marker,
              }),
          );
        }
      },
      tableEnd({ memory, path, rowCount: tableRows }) {
        const isWhole = absentCount === tableRows && tableRows > 0;
        absentCount = 0;
        if (!isWhole) return;
        // A row that can't be read was reported as such; here no row of the table has the field.
        findings.addIssue("marker", {
          code: "marker-missing",
          severity: "error",
          message: `none of the ${formatItems(tableRows, "row")} has the field ${MARKER_FIELD}`,
          path,
          entity: memory.entity.plural,
          field: MARKER_FIELD,
          expected: marker,
        });
      },
      finish: () =>
        rowCount === 0
          ? { detail: "", skipped: NO_ROWS }
          : { detail: formatItems(rowCount, "row") },
    };
  },
};

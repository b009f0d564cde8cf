/**
 * Each row says that it is synthetic.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { CELL } from "../../core/table.ts";
import { type Check, NO_ROWS } from "../check.ts";
import { STATE } from "../decoded_column.ts";

/** The field that carries the marker in every entity of every dataset. */
export const MARKER_FIELD = "synthetic_source";

/** Reports rows whose marker is missing or another dataset's. */
export const markerCheck: Check = {
  name: "marker",
  title: "every row carries the dataset's synthetic_source",
  openRows({ entity, columns, marker, words }) {
    const bytes = new TextEncoder().encode(marker);
    const code = words.codeOf(bytes, 0, bytes.length);
    const place = entity.fields.findIndex(({ name }) => name === MARKER_FIELD);
    const counts = { rows: 0, absent: 0 };
    return {
      counts,
      rows(block, report) {
        if (place === -1) return;
        const { states, codes } = columns[place]!;
        const { count, width, kinds } = block;
        counts.rows += count;
        for (let row = 0; row < count; row++) {
          if (states[row] === STATE.value && codes[row] === code) continue;
          const kind = kinds[row * width + place]!;
          if (kind === CELL.absent) {
            counts.absent++;
            continue;
          }
          const isMissing = kind === CELL.null;
          report(
            row,
            place,
            { code: isMissing ? "marker-missing" : "marker-wrong", severity: "error" },
            () => ({
              message: isMissing
                ? "the row does not say that it is synthetic"
                : `${MARKER_FIELD} is not the dataset's`,
              expected: marker,
            }),
          );
        }
      },
    };
  },
  open({ findings, marker }) {
    let total = 0;
    return {
      tableEnd({ entity, path, rowCount, counts }) {
        total += counts.rows ?? 0;
        if (rowCount === 0 || counts.absent !== rowCount) return;
        // A row that can't be read was reported as such; here no row of the table has the field.
        findings.addIssue("marker", {
          code: "marker-missing",
          severity: "error",
          message: `none of the ${formatItems(rowCount, "row")} has the field ${MARKER_FIELD}`,
          path,
          entity: entity.plural,
          field: MARKER_FIELD,
          expected: marker,
        });
      },
      finish: () =>
        total === 0 ? { detail: "", skipped: NO_ROWS } : { detail: formatItems(total, "row") },
    };
  },
};

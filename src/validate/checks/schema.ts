/**
 * Each value has the type and form of its field.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { cellIssue } from "../cell_issue.ts";
import { type Check, NO_ROWS } from "../check.ts";
import { MARKER_FIELD } from "./marker.ts";

/** Decodes all cells and reports those that are not as their field's definition says. */
export const schemaCheck: Check = {
  name: "schema",
  title: "every value has the type, form and range of its field",
  open({ findings, memories }) {
    let valueCount = 0;
    return {
      rows(view) {
        view.memory.decoders.forEach((decoder, place) => {
          const isMarker = decoder.column.field.name === MARKER_FIELD;
          decoder.decode(view.block, (row, problem) => {
            if (isMarker) return;
            const { name } = decoder.column.field;
            const head = { code: problem.code, severity: "error" } as const;
            findings.add("schema", head, () =>
              cellIssue(view, row, place, {
                code: problem.code,
                message: `${name} ${problem.message}`,
                expected: problem.expected,
              }));
          });
        });
        valueCount += view.block.count * view.block.width;
      },
      finish() {
        if (valueCount === 0) return { detail: "", skipped: NO_ROWS };
        const read = [...memories.values()].filter((memory) => memory.isRead);
        const fields = read.map(({ entity }) => entity.fields.length).join(" + ");
        return { detail: `${formatItems(valueCount, "value")}, ${fields} fields` };
      },
    };
  },
};

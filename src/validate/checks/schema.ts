/**
 * Each value has the type and form of its field.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { type Check, NO_ROWS } from "../check.ts";
import { MARKER_FIELD } from "./marker.ts";

/** Decodes all cells and reports those that are not as their field's definition says. */
export const schemaCheck: Check = {
  name: "schema",
  title: "every value has the type, form and range of its field",
  openRows({ decoders }) {
    const counts = { values: 0 };
    return {
      counts,
      rows(block, report) {
        decoders.forEach((decoder, place) => {
          const { name } = decoder.column.field;
          decoder.decode(block, (row, { code, message, expected }) => {
            if (name === MARKER_FIELD) return;
            report(
              row,
              place,
              { code, severity: "error" },
              () => ({ message: `${name} ${message}`, expected }),
            );
          });
        });
        counts.values += block.count * block.width;
      },
    };
  },
  open({ states }) {
    let valueCount = 0;
    return {
      tableEnd: ({ counts }) => void (valueCount += counts.values ?? 0),
      finish() {
        if (valueCount === 0) return { detail: "", skipped: NO_ROWS };
        const read = [...states.values()].filter((state) => state.isRead);
        const fields = read.map(({ entity }) => entity.fields.length).join(" + ");
        return { detail: `${formatItems(valueCount, "value")}, ${fields} fields` };
      },
    };
  },
};

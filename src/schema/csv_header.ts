/**
 * The header line of an entity's CSV file, as a form.
 *
 * @module
 */
import type { SchemaForm } from "./form.ts";

/** The member of the registry of forms. */
export const csvHeaderForm: SchemaForm = {
  name: "csv-header",
  description: "The header line of the CSV file of each entity",
  print: ({ entities }) => {
    const lines = entities.map(({ plural, fields }) => {
      const title = entities.length === 1 ? "" : `# ${plural}\n`;
      return `${title}${fields.map(({ name }) => name).join(",")}\n`;
    });
    return { text: lines.join("\n") };
  },
};

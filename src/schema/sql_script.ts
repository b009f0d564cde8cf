/**
 * A whole script of definitions, as a form.
 *
 * @module
 */
import type { SchemaForm } from "./form.ts";
import { createIndexes, createTable, type SqlDialect } from "./sql.ts";

/**
 * Makes the form of a dialect.
 *
 * @param dialect The dialect.
 * @param description One sentence for help.
 * @returns The form `sql-<dialect>`.
 */
export function sqlForm(dialect: SqlDialect, description: string): SchemaForm {
  return {
    name: `sql-${dialect.name}`,
    description,
    print: ({ dataset, entities }) => {
      const among = entities.map(({ plural }) => plural);
      const tables = entities.map((entity) =>
        `${createTable(entity, dialect, { among })}${createIndexes(entity)}`
      );
      return { text: `-- Dataset ${dataset}, for ${dialect.title}.\n\n${tables.join("\n")}` };
    },
  };
}

/**
 * The registry of schema forms: to add one, write its file and add its line here.
 *
 * @module
 */
import { arrowForm } from "./arrow.ts";
import { csvHeaderForm } from "./csv_header.ts";
import { dataDictionaryForm } from "./data_dictionary.ts";
import type { SchemaForm } from "./form.ts";
import { jsonSchemaForm } from "./json_schema.ts";
import { mermaidForm } from "./mermaid.ts";
import { parquetForm } from "./parquet.ts";
import { sqlAnsiForm } from "./sql_ansi.ts";
import { sqlPostgresForm } from "./sql_postgres.ts";
import { sqlSqliteForm } from "./sql_sqlite.ts";
import { tableSchemaForm } from "./table_schema.ts";

/** The forms, in the order they are shown. */
export const SCHEMA_FORMS: readonly SchemaForm[] = [
  csvHeaderForm,
  jsonSchemaForm,
  tableSchemaForm,
  sqlPostgresForm,
  sqlAnsiForm,
  sqlSqliteForm,
  parquetForm,
  arrowForm,
  dataDictionaryForm,
  mermaidForm,
];

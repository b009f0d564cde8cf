/**
 * The registry of schema forms: to add one, write its file and add its line here.
 *
 * @module
 */
import { csvHeaderForm } from "./csv_header.ts";
import type { SchemaForm } from "./form.ts";
import { parquetForm } from "./parquet.ts";
import { sqlAnsiForm } from "./sql_ansi.ts";
import { sqlPostgresForm } from "./sql_postgres.ts";
import { sqlSqliteForm } from "./sql_sqlite.ts";

/** The forms, in the order they are shown. */
export const SCHEMA_FORMS: readonly SchemaForm[] = [
  csvHeaderForm,
  sqlPostgresForm,
  sqlAnsiForm,
  sqlSqliteForm,
  parquetForm,
];

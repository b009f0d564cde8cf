/**
 * DuckDB reads every format, with the same values and types.
 */
import { Buffer } from "node:buffer";
import type { Row } from "../../src/core/batch.ts";
import type { Entity, Field } from "../../src/core/entity.ts";
import type { Format } from "../../src/core/format.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { encodeFile } from "./_batches.ts";
import { withDuckDb } from "./_duckdb.ts";
import { ALL_ROWS, countedRows, HOLLOW, SAMPLE, SINGLE, withKeys } from "./_format_cases.ts";
import { assertRows, duckDbSourceOf, expectRow, numberOfDecimal } from "./_format_readers.ts";

/** Selects a field. Texts come as their bytes: DuckDB's client drops a byte order mark from texts. */
function selectField({ name, kind }: Field): string {
  return kind === "word" || kind === "text" ? `hex("${name}") as "${name}"` : `"${name}"`;
}

/** A value as {@link selectField} gives it, as a row has it. */
function valueOfDuckDb(value: unknown, field: Field): Row[string] {
  const { name, kind } = field;
  if (value === null) return null;
  if (kind === "integer") return Number(value);
  if (kind === "decimal") return numberOfDecimal(`${value}`, field);
  if (kind === "boolean" && typeof value === "boolean") return value;
  if (typeof value !== "string") throw new TypeError(`field "${name}" holds ${value}`);
  return kind === "word" || kind === "text" ? Buffer.from(value, "hex").toString() : value;
}

async function assertReads(format: Format, entity: Entity, given: readonly Row[]): Promise<void> {
  const rows = withKeys(entity, given);
  const bytes = await encodeFile(format, [{ entity, rows, sizes: [3, 1000] }]);
  const source = duckDbSourceOf(format)!;
  await withDuckDb(bytes, format.extension, async ({ path, query }) => {
    if (source.isScript) await query(new TextDecoder().decode(bytes));
    const fields = entity.fields.map(selectField).join(", ");
    const found = await query(`select ${fields} from ${source.from(path, entity)}`);
    const abilities = { ...source, keepsLoneSurrogates: false, keepsCrlf: true };
    assertRows(
      found.map((row): Row =>
        Object.fromEntries(
          entity.fields.map((field) => [field.name, valueOfDuckDb(row[field.name], field)]),
        )
      ),
      rows.map((row) => expectRow(row, entity, abilities)),
      `${format.name} read by DuckDB`,
    );
  });
}

for (const format of FORMATS.filter((member) => duckDbSourceOf(member) !== undefined)) {
  Deno.test(`DuckDB reads no rows of ${format.name}`, async () => {
    for (const entity of [SAMPLE, HOLLOW, SINGLE]) await assertReads(format, entity, []);
  });

  Deno.test(`DuckDB reads every edge of ${format.name}`, async () => {
    await assertReads(format, SAMPLE, ALL_ROWS);
  });

  Deno.test(`DuckDB reads many rows of ${format.name}`, async () => {
    await assertReads(format, SAMPLE, countedRows(5_000));
  });

  Deno.test(`DuckDB reads rows of nulls of ${format.name}`, async () => {
    const none: Row = Object.fromEntries(HOLLOW.fields.map(({ name }) => [name, null]));
    await assertReads(format, HOLLOW, [none, { ...none, second: 7 }, none]);
  });

  Deno.test(`DuckDB reads texts of 1 MB of ${format.name}`, async () => {
    const text = 'a "b", é\r\n'.repeat(100_000);
    await assertReads(format, SINGLE, [text, "short", text].map((only) => ({ only })));
  });
}

import { assertEquals, assertThrows } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import type { Batch, Column } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity, Field } from "../core/entity.ts";
import { parquetFormat } from "./parquet.ts";

const describe = (...fields: Omit<Field, "description">[]): Entity => ({
  name: "thing",
  plural: "things",
  description: "A thing.",
  fields: fields.map((field) => ({ ...field, description: "A field." })),
});

/** Encodes one batch of one column. */
async function encodeColumn(field: Omit<Field, "description">, ...columns: Column[]) {
  await parquetFormat.prepare?.();
  const entity = describe(field);
  const file = parquetFormat.openEncoder({ entities: [entity], metadata: {}, marker: "test" });
  const target = new ByteBuffer();
  file.head(target);
  file.begin(entity, target);
  columns.forEach((column, start) => {
    const batch: Batch = { entity, start, count: 1, columns: [column] };
    file.encode(batch, target);
  });
  file.noteBlock?.(entity, file.finishBlock!(entity, target)!, 4);
  file.end(entity, columns.length, target);
  file.tail(target);
  return target.written();
}

async function catchError(
  ErrorClass: typeof TypeError | typeof RangeError,
  run: () => Promise<unknown>,
): Promise<string> {
  const error = await run().then(() => undefined, (reason: Error) => reason);
  assertEquals(error?.constructor, ErrorClass);
  return error!.message;
}

Deno.test("openEncoder() of parquet refuses to work before prepare()", () => {
  const scope = { entities: [describe({ name: "x", kind: "text" })], metadata: {}, marker: "test" };
  assertThrows(() => parquetFormat.openEncoder(scope), TypeError, "before prepare()");
});

Deno.test("openEncoder() of parquet refuses any number of entities but one", async () => {
  await parquetFormat.prepare?.();
  const entity = describe({ name: "x", kind: "text" });
  for (const entities of [[], [entity, entity]]) {
    assertThrows(
      () => parquetFormat.openEncoder({ entities, metadata: {}, marker: "test" }),
      TypeError,
      `holds one entity, not ${entities.length}`,
    );
  }
});

Deno.test("parquet refuses a null in a field that is not nullable", async () => {
  const column: Column = {
    kind: "integer",
    values: Int32Array.of(7),
    validity: Uint8Array.of(0),
  };
  const message = await catchError(
    TypeError,
    () => encodeColumn({ name: "year", kind: "integer" }, column),
  );
  assertEquals(message, 'field "year" of things is not nullable, but has a null');
});

Deno.test("parquet refuses integers its column can't hold", async () => {
  const narrow = { name: "year", kind: "integer", min: 0, max: 3_000 } as const;
  const wide = { name: "cents", kind: "integer" } as const;
  for (
    const [field, value] of [[narrow, 2 ** 31], [narrow, 0.5], [wide, 2 ** 53], [
      wide,
      NaN,
    ]] as const
  ) {
    const column: Column = { kind: "integer", values: Float64Array.of(value) };
    const message = await catchError(RangeError, () => encodeColumn(field, column));
    const type = field === narrow ? "32-bit" : "safe";
    assertEquals(message, `field "${field.name}" holds ${value}, not a ${type} integer`);
  }
});

Deno.test("parquet refuses a column of another kind than its field's", async () => {
  const column: Column = { kind: "integer", values: Int32Array.of(1) };
  for (const kind of ["word", "text", "id", "day"] as const) {
    const message = await catchError(TypeError, () => encodeColumn({ name: "x", kind }, column));
    assertEquals(message, `field "x" is of kind ${kind}, its column integer`);
  }
});

Deno.test("parquet joins the lists of words of a row group", async () => {
  const column = (...words: string[]): Column => ({
    kind: "word",
    words,
    codes: Uint8Array.of(words.length - 1),
  });
  const field = { name: "city", kind: "word" } as const;
  const lists = [column("Tempe"), column("Tempe", "TEMPE"), column("Tacoma"), column("Tempe")];
  const bytes = await encodeColumn(field, ...lists);
  const rows = await parquetReadObjects({ file: bytes.slice().buffer });
  assertEquals(rows.map(({ city }) => city), ["Tempe", "TEMPE", "Tacoma", "Tempe"]);
});

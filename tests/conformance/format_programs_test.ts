/**
 * What only one format has, seen by the programs that people open it with: types of Arrow, cells of a workbook, keys of
 * a database, members of a packed file.
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import type { Row } from "../../src/core/batch.ts";
import { EsdhError } from "../../src/core/error.ts";
import { findFormat, FORMATS } from "../../src/export/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { encodeFile, makeBatches, makeScope } from "./_batches.ts";
import { countedRows, SAMPLE, sampleRow, SINGLE } from "./_format_cases.ts";
import {
  askSqlite,
  hasPython,
  hasSqlite,
  hasUnpackers,
  readWithPython,
  unpackWithTool,
} from "./_programs.ts";

Deno.test(
  "arrow has the entity's types, nullability and metadata",
  { ignore: !hasPython },
  async () => {
    for (const count of [0, 10]) {
      const bytes = await encodeFile(findFormat("arrow"), [{
        entity: SAMPLE,
        rows: countedRows(count),
      }]);
      const { types, names, metadata, rows } = (await readWithPython(bytes, "arrow"))[""]!;
      assertEquals(rows.length, count);
      assertEquals(names, SAMPLE.fields.map(({ name }) => name));
      const wanted = SAMPLE.fields.map(({ kind, nullable, scale, min, max }) => {
        const isShort = typeof min === "number" && typeof max === "number";
        const type = {
          id: "string",
          word: "string",
          text: "string",
          day: "date32[day]",
          boolean: "bool",
        };
        const name = kind === "integer"
          ? (isShort ? "int32" : "int64")
          : kind === "decimal"
          ? `decimal128(${isShort && Math.abs(max) * 10 ** scale! < 1e9 ? 9 : 18}, ${scale})`
          : type[kind];
        return nullable ? name : `${name} not null`;
      });
      assertEquals(types, wanted);
      assertEquals(metadata["esdh.entity"], "samples");
      assertEquals(metadata["esdh.big"], `${2n ** 70n}`);
    }
  },
);

Deno.test("xlsx has a bold header that stays, days as days and formulas as text", {
  ignore: !hasPython,
}, async () => {
  const rows = [sampleRow("=1+1"), sampleRow("@SUM(A1)")];
  const bytes = await encodeFile(findFormat("xlsx"), [{ entity: SAMPLE, rows }]);
  const { types, metadata } = (await readWithPython(bytes, "xlsx")).samples!;
  assertEquals(metadata, { frozen: "A2", bold: true });
  // Of openpyxl's kinds: boolean, day, number, text; "f" would be a formula.
  assertEquals(types.filter((type) => type !== "inlineStr" && type !== "s"), ["b", "d", "n"]);
});

Deno.test("xlsx refuses a text that no cell can hold, and a plan that no sheet can", async () => {
  const rows: Row[] = [{ only: "x".repeat(32_768) }];
  const error = await assertRejects(
    () => encodeFile(findFormat("xlsx"), [{ entity: SINGLE, rows }]),
    EsdhError,
  );
  assertEquals(error.code, "REFUSED");
  const plan = planRun({ dataset: "v0.1", records: 1_048_576, formats: ["xlsx"] });
  const refused = await assertRejects(() => makeSnapshot(plan, "/nonexistent"), EsdhError);
  assertEquals(refused.code, "REFUSED");
  assert(refused.message.includes("persons") && refused.message.includes("1048575"));
});

Deno.test("sqlite3 finds a database and a script whole, their references kept", {
  ignore: !hasSqlite,
}, async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ dataset: "v0.1", records: 300, formats: ["sqlite", "sql-ansi"] });
    const { files } = await makeSnapshot(plan, folder);
    const pathOf = (ending: string) =>
      join(folder, files.find(({ path }) => path.endsWith(ending))!.path);
    const loaded = join(folder, "loaded.db");
    await askSqlite(loaded, `.read ${pathOf(".ansi.sql")}`);
    for (const path of [pathOf(".sqlite"), loaded]) {
      const checks = ["PRAGMA integrity_check", "PRAGMA foreign_key_check", "PRAGMA quick_check"];
      assertEquals(await askSqlite(path, ...checks), "ok\nok\n");
      assertEquals(await askSqlite(path, "select count(*) from profiles"), "300\n");
    }
  });
});

Deno.test(
  "gzip and zstd unpack to the bytes of the text format",
  { ignore: !hasUnpackers },
  async () => {
    for (const count of [0, 1, 5_000]) {
      const parts = [{ entity: SAMPLE, rows: countedRows(count) }];
      for (const name of ["csv", "ndjson", "json", "sql"]) {
        const text = await encodeFile(findFormat(name), parts);
        for (const [suffix, tool] of [["gz", "gzip"], ["zst", "zstd"]] as const) {
          const packed = await encodeFile(findFormat(`${name}.${suffix}`), parts);
          assertEquals(
            await unpackWithTool(tool, packed),
            text,
            `${name}.${suffix}, ${count} rows`,
          );
        }
      }
    }
  },
);

for (const format of FORMATS) {
  if (format.openFile === undefined) continue;
  Deno.test(`${format.name} gives a file up half-way, and makes it again`, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, "file");
      const rows = countedRows(100);
      const scope = makeScope([{ entity: SAMPLE, rows }]);
      for (const isWhole of [false, true]) {
        const writer = await format.openFile(path, scope);
        for (const batch of makeBatches(SAMPLE, rows, [50])) await writer.write(batch);
        if (isWhole) await writer.close();
        else await writer.abort();
        await writer.abort();
        if (!isWhole) await Deno.remove(path);
      }
      assertEquals((await Deno.readFile(path)).length > 4096, true);
    });
  });
}

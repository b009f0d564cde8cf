/**
 * The forms of every dataset's schema, checked with programs that are not this one.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { Entity } from "../../src/core/entity.ts";
import { DATASETS, findDataset } from "../../src/datasets/mod.ts";
import { planRun, sampleRows } from "../../src/run.ts";
import { SCHEMA_FORMS } from "../../src/schema/mod.ts";
import { addKeys, createIndexes, createTable } from "../../src/schema/sql.ts";
import { ansiDialect } from "../../src/schema/sql_ansi.ts";
import { postgresDialect } from "../../src/schema/sql_postgres.ts";
import { sqliteDialect } from "../../src/schema/sql_sqlite.ts";
import { HOLLOW, SAMPLE } from "./_format_cases.ts";

/** Runs a script in DuckDB, then a query. */
async function queryDuckDb(script: string, query: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(script);
    return (await connection.runAndReadAll(query)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function printForm(name: string, entities: readonly Entity[]): string {
  const form = SCHEMA_FORMS.find((member) => member.name === name)!;
  const printed = form.print({
    dataset: "test",
    version: "1",
    description: "A test.",
    entities,
    isWhole: true,
  });
  return "text" in printed ? printed.text : JSON.stringify(printed.document);
}

const sets: readonly [string, readonly Entity[]][] = [
  ...DATASETS.map(({ name, entities }): [string, readonly Entity[]] => [name, entities]),
  ["the formats' samples", [SAMPLE, HOLLOW]],
];

for (const [name, entities] of sets) {
  for (const form of ["sql-postgres", "sql-ansi"]) {
    Deno.test(`DuckDB makes the tables of ${name} from ${form}`, async () => {
      const columns = await queryDuckDb(
        printForm(form, entities),
        "select table_name, column_name, is_nullable from information_schema.columns",
      );
      assertEquals(
        columns.map((row) => [row.table_name, row.column_name, row.is_nullable]).sort(),
        entities.flatMap(({ plural, fields }) =>
          fields.map(({ name, nullable }) => [plural, name, nullable ? "YES" : "NO"])
        ).sort(),
      );
      const keys = await queryDuckDb(
        printForm(form, entities),
        "select constraint_type as kind, count(*)::int as n from duckdb_constraints() group by kind",
      );
      const fields = entities.flatMap((entity) => entity.fields);
      const count = (kind: string) => keys.find((row) => row.kind === kind)?.n ?? 0;
      assertEquals(count("PRIMARY KEY"), fields.filter(({ key }) => key).length);
      assertEquals(count("FOREIGN KEY"), fields.filter(({ reference }) => reference).length);
    });
  }

  Deno.test(`SQLite makes the tables of ${name} from sql-sqlite`, () => {
    using database = new DatabaseSync(":memory:");
    database.exec(printForm("sql-sqlite", entities));
    for (const { plural, fields } of entities) {
      const columns = database.prepare(`select * from pragma_table_info('${plural}')`).all();
      assertEquals(
        columns.map((row) => [row.name, row.notnull, row.pk]),
        fields.map(({ name, nullable, key }) => [name, nullable ? 0 : 1, key ? 1 : 0]),
      );
      const references = database.prepare(`select * from pragma_foreign_key_list('${plural}')`)
        .all();
      assertEquals(references.length, fields.filter(({ reference }) => reference).length);
    }
  });
}

Deno.test("createTable() checks what the definition demands", () => {
  using database = new DatabaseSync(":memory:");
  database.exec(createTable(
    {
      name: "thing",
      plural: "things",
      description: "A thing.\nIn two lines.",
      fields: [
        { name: "order", kind: "word", description: "It's a word.", values: ["it's", "b"] },
        { name: "price", kind: "decimal", scale: 2, description: "", min: 0.1, max: 10 },
        { name: "day", kind: "day", description: "", min: "2020-01-01" },
        { name: "note", kind: "text", description: "", nullable: true, minLength: 2, maxLength: 3 },
      ],
    },
    sqliteDialect,
  ));
  const insert = database.prepare("insert into things values (?, ?, ?, ?)");
  insert.run("it's", 0.1, "2020-01-01", null);
  insert.run("b", 10, "2030-01-01", "äöü");
  const wrong = [["c", 1, "2020-01-01", null], ["b", 0.05, "2020-01-01", null]]
    .concat([["b", 1, "2019-12-31", null], ["b", 1, "2020-01-01", "x"]])
    .concat([["b", 1, "2020-01-01", "long"], [null, 1, "2020-01-01", null]]);
  for (const row of wrong) assertThrows(() => insert.run(...row), Error, "constraint failed");
});

Deno.test("addKeys() gives tables what createTable() left out", () => {
  const [first, ...others] = findDataset("v0.1").entities;
  const options = { keys: "later" } as const;
  assert(!createTable(others[0]!, postgresDialect, options).includes("KEY"));
  assertEquals(
    addKeys(others[0]!, postgresDialect),
    "ALTER TABLE vehicles ADD PRIMARY KEY (vehicle_id);\n" +
      "ALTER TABLE vehicles ADD FOREIGN KEY (person_id) REFERENCES persons (person_id);\n",
  );
  assertEquals(
    addKeys(others[0]!, ansiDialect, { among: ["vehicles"] }),
    "ALTER TABLE vehicles ADD PRIMARY KEY (vehicle_id);\n",
  );
  assertThrows(() => addKeys(first!, sqliteDialect), TypeError);
});

Deno.test("definitions make unique fields unique, and give each other reference an index", () => {
  const entities = DATASETS.find(({ name }) => name === "auto")!.entities;
  const listed = (text: string) =>
    text.match(/UNIQUE \(\w+\)|^CREATE INDEX .*$/gm)?.map((line) => line.trim()) ?? [];
  const [accounts, vehicles, profiles] = ["accounts", "vehicles", "profiles"]
    .map((plural) => entities.find((entity) => entity.plural === plural)!);
  assertEquals(listed(addKeys(accounts!, postgresDialect)), ["UNIQUE (account_number)"]);
  assertEquals(listed(addKeys(vehicles!, ansiDialect)), ["UNIQUE (vin)"]);
  assertEquals(listed(createTable(profiles!, sqliteDialect)), ["UNIQUE (vehicle_id)"]);
  const indexes = listed(createIndexes(profiles!));
  assert(indexes.includes("CREATE INDEX profiles_account_id_idx ON profiles (account_id);"));
  assert(!indexes.join().includes("vehicle_id"));
  using database = new DatabaseSync(":memory:");
  for (const entity of entities) {
    database.exec(createTable(entity, sqliteDialect) + createIndexes(entity));
    const lists = database.prepare(`select * from pragma_index_list('${entity.plural}')`).all();
    const { fields } = entity;
    const wanted = fields.filter((field) => field.key || field.unique || field.reference).length;
    assertEquals(lists.length, wanted, entity.plural);
  }
});

for (const { name, entities } of DATASETS) {
  Deno.test(`the definitions of ${name} hold together`, () => {
    for (const { plural, fields } of entities) {
      const names = fields.map((field) => field.name);
      assertEquals(new Set(names).size, names.length, `${plural} has a name twice`);
      assert(fields.filter(({ key }) => key).length <= 1, `${plural} has more than one key`);
      for (const field of fields) {
        const label = `${plural}.${field.name}`;
        assert(/^[a-z][a-z0-9_]*$/.test(field.name), label);
        assert(/\.$/.test(field.description), `${label} is described by a sentence`);
        assertEquals(field.scale !== undefined, field.kind === "decimal", `${label}: scale`);
        const { reference } = field;
        if (reference === undefined) continue;
        const target = entities.find((entity) => entity.plural === reference.entity)?.fields
          .find(({ name }) => name === reference.field);
        assert(target?.key, `${label} refers to a key`);
        assertEquals(target.kind, field.kind, `${label} is of its target's kind`);
      }
    }
  });
}

for (const dataset of DATASETS) {
  Deno.test(`rows of ${dataset.name} fulfil the constraints that sql-sqlite states`, () => {
    using database = new DatabaseSync(":memory:");
    database.exec("pragma foreign_keys = on");
    database.exec(printForm("sql-sqlite", dataset.entities));
    const plan = planRun({ dataset: dataset.name, records: 120 });
    for (const { plural, fields } of dataset.entities) {
      const marks = fields.map(() => "?").join(", ");
      const insert = database.prepare(`insert into ${plural} values (${marks})`);
      const rows = sampleRows(plan, plural, Number.MAX_SAFE_INTEGER);
      assert(rows.length > 0);
      for (const { name } of fields.filter(({ plain }) => plain)) {
        // Writers copy such a field unread: a comma in it would be a broken file.
        const wrong = rows.find((row) =>
          row[name] !== null && !/^[A-Za-z0-9 ./:_@+#()-]+$/.test(`${row[name]}`)
        );
        assertEquals(wrong?.[name], undefined, `${plural}.${name} is plain`);
      }
      for (const row of rows) {
        insert.run(...fields.map(({ name }) => {
          const value = row[name]!;
          return typeof value === "boolean" ? Number(value) : value;
        }));
      }
      for (const field of fields.filter(({ kind }) => kind === "word" || kind === "text")) {
        const room = Number(/^VARCHAR\((\d+)\)$/.exec(ansiDialect.typeOf(field))?.[1]);
        const longest = Math.max(...rows.map((row) => [...`${row[field.name] ?? ""}`].length));
        assert(longest <= room, `${plural}.${field.name} has ${longest} characters`);
      }
    }
  });
}

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { sqliteReader } from "./sqlite.ts";

async function withFile<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-sqlite-" });
  try {
    return await use(join(folder, "cars.sqlite"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function readCars(path: string): Promise<{ rows: string[]; codes: string[] }> {
  const result = { rows: [] as string[], codes: [] as string[] };
  const decoder = new TextDecoder();
  const events = sqliteReader.read({
    path,
    label: "cars.sqlite",
    fields: (name) => name === "cars" ? ["id", "name", "price", "sold"] : undefined,
  });
  for await (const event of events) {
    if (event.kind === "issue") result.codes.push(event.head.code);
    if (event.kind !== "rows") continue;
    const { block } = event;
    for (let row = 0; row < block.count; row++) {
      const cells = Array.from({ length: block.width }, (_, place) => {
        const cell = row * block.width + place;
        const bytes = block.bytes.subarray(block.starts[cell], block.ends[cell]);
        return `${block.kinds[cell]}${decoder.decode(bytes)}`;
      });
      result.rows.push(cells.join("|"));
    }
  }
  return result;
}

function makeCars(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

const TABLE = "CREATE TABLE cars (id INTEGER, name TEXT, price NUMERIC(9, 2), sold BOOLEAN);";

Deno.test("sqliteReader reads values as their columns are declared, integers of 64 bits among them", async () => {
  await withFile(async (path) => {
    makeCars(
      path,
      `${TABLE} INSERT INTO cars VALUES (9223372036854775807, 'é', 1.5, 1), (NULL, '', 1.555, 2),
       (1.5, x'00', 2, 0)`,
    );
    assertEquals(await readCars(path), {
      rows: ["39223372036854775807|2é|31.50|4true", "1|2|31.555|32", "31.5|51 bytes|32.00|4false"],
      codes: [],
    });
  });
});

Deno.test("sqliteReader reads no view, and no database that would make files beside it", async () => {
  await withFile(async (path) => {
    makeCars(
      path,
      `CREATE VIEW cars AS WITH RECURSIVE endless(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM endless)
       SELECT id, 'x' name, 1 price, 0 sold FROM endless`,
    );
    assertEquals(await readCars(path), { rows: [], codes: [] });
  });
  await withFile(async (path) => {
    makeCars(path, `PRAGMA journal_mode = WAL; ${TABLE}`);
    assertEquals(await readCars(path), { rows: [], codes: ["sqlite-unreadable"] });
    const names = [...Deno.readDirSync(join(path, ".."))].map(({ name }) => name);
    assertEquals(names, ["cars.sqlite"]);
  });
});

Deno.test("sqliteReader answers any damage with issues, and none with an error", async () => {
  await withFile(async (path) => {
    makeCars(
      path,
      `PRAGMA page_size = 512; ${TABLE} CREATE INDEX names ON cars (name);
       WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200)
       INSERT INTO cars SELECT n, 'car ' || n, n / 4.0, n % 2 FROM numbers`,
    );
    const bytes = await Deno.readFile(path);
    assertEquals((await readCars(path)).rows.length, 200);
    for (const length of [0, 15, 99, 100, 512, bytes.length - 512]) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      assert((await readCars(path)).codes.includes("sqlite-unreadable"), `${length} bytes`);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(600), fc.nat(bytes.length - 1)),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const changed = bytes.slice();
          changed[at]! ^= change;
          await Deno.writeFile(path, changed);
          assert((await readCars(path)).rows.length <= 70_000);
        },
      ),
      { numRuns: 300 },
    );
  });
});

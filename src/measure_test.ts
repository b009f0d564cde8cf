import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { assessSnapshot } from "./assess.ts";
import { parseDay } from "./core/batch.ts";
import { EsdhError } from "./core/error.ts";
import { findDataset } from "./datasets/mod.ts";
import { READERS } from "./import/mod.ts";
import { measureSnapshot } from "./measure.ts";
import { TableMeasuring } from "./measure_part.ts";
import { MeasurePool } from "./measure_threads.ts";
import { makeSnapshot, planRun } from "./run.ts";

const GATES = {
  ...{ validation: true, proof: true, grades: ["A"] as const, tolerances: {}, ignored: [] },
};

async function withSnapshot(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const plan = planRun({
      ...{ dataset: "auto", seed: 7n, records: 40 },
      ...{ formats: ["parquet"], entities: ["accounts", "persons"] },
    });
    await makeSnapshot(plan, join(folder, "a"), { workerCount: 0 });
    await test(join(folder, "a"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("measureSnapshot() measures what is there, and asks no checks", async () => {
  await withSnapshot(async (folder) => {
    const report = await measureSnapshot(folder, { gates: GATES });
    assertEquals([report.rows["accounts"], report.isChecked], [40, false]);
    assertEquals(report.sections.some(({ name }) => name === "geography"), true);
    assertEquals(report.unmeasured.some(({ name }) => name === "fleet"), true);
    assertEquals(report.gates.map(({ isDoubtful }) => isDoubtful), [true, true, true]);
  });
});

Deno.test("measureSnapshot() says that a file is damaged", async () => {
  await withSnapshot(async (folder) => {
    const path = join(folder, "persons_auto.parquet");
    await Deno.truncate(path, 5000);
    const error = await assertRejects(() => measureSnapshot(folder, { gates: GATES }), EsdhError);
    assertEquals([error.code, error.path], ["IO", path]);
  });
});

Deno.test("measure() of a thread gives what this thread gives", async () => {
  await withSnapshot(async (folder) => {
    const path = join(folder, "persons_auto.parquet");
    const subject = {
      ...{ path, label: "persons", dataset: "auto", table: "persons" },
      ...{ reader: "parquet", options: {} },
    };
    const measuring = new TableMeasuring(subject);
    const groups = (await measuring.openValues())!;
    const unit = { kind: "groups", from: 0, to: 1 } as const;
    const own = await measuring.measure(unit);
    measuring.close();
    const pool = new MeasurePool(1);
    try {
      assertEquals(groups.length, 1);
      assertEquals(await pool.measure(subject, unit), own);
      assertEquals(own.rowCount, groups[0]);
    } finally {
      pool.end();
    }
  });
});

Deno.test("measure() of a thread fails where the part can't be sent", async () => {
  const pool = new MeasurePool(1);
  const subject = {
    ...{ path: "a", label: "persons", dataset: "auto", table: "persons" },
    ...{ reader: "parquet", options: { seed: (() => "") as unknown as string } },
  };
  try {
    const unit = { kind: "groups", from: 0, to: 1 } as const;
    await assertRejects(() => pool.measure(subject, unit), DOMException, "could not be cloned");
    // So does what is asked of it afterwards.
    await assertRejects(() => pool.measure(subject, unit), DOMException);
  } finally {
    pool.end();
  }
});

for (const { name } of READERS.filter(({ openValues }) => openValues !== undefined)) {
  Deno.test(`measureSnapshot() gives of the columns of ${name} what the rows of csv give`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const reports = await Promise.all(["csv", name].map(async (format) => {
        const directory = join(folder, format);
        const plan = planRun({ dataset: "auto", seed: 7n, records: 25, formats: [format] });
        await makeSnapshot(plan, directory, { workerCount: 0 });
        const { sections, unmeasured, rows } = await measureSnapshot(directory, { gates: GATES });
        return { sections, unmeasured, rows };
      }));
      assertEquals(reports[1], reports[0]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Persons of CSV as Parquet. */
function packPersons(names: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const { fields } = findDataset("auto").entities.find(({ plural }) => plural === "persons")!;
  const days = new Set(fields.filter(({ kind }) => kind === "day").map(({ name }) => name));
  const schema = names.map((name) => ({
    name,
    repetition_type: "OPTIONAL" as const,
    ...(days.has(name)
      ? { type: "INT32" as const, converted_type: "DATE" as const }
      : { type: "BYTE_ARRAY" as const, converted_type: "UTF8" as const }),
  }));
  const columnData = names.map((name, place) => ({
    name,
    data: rows.map((cells) => {
      const cell = cells[place]!;
      if (cell === "") return null;
      return days.has(name) ? new Date(parseDay(cell)! * 86_400_000) : cell;
    }),
  }));
  return new Uint8Array(parquetWriteBuffer({
    columnData,
    schema: [{ name: "root", num_children: names.length }, ...schema],
  }));
}

Deno.test("measureSnapshot() takes what is malformed for none in every format, as checks do", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const made = join(folder, "made");
    const plan = planRun({
      ...{ dataset: "auto", seed: 7n, records: 40, formats: ["csv"], entities: ["persons"] },
    });
    await makeSnapshot(plan, made, { workerCount: 0 });
    const lines = (await Deno.readTextFile(join(made, "persons_auto.csv"))).trim().split("\r\n");
    // No cell of these holds a comma.
    const [names = [], ...rows] = lines.map((line) => line.split(","))
      .filter((cells, _, all) => cells.length === all[0]!.length);
    const damage = [
      ["account_id", (id: string) => id.toUpperCase()],
      ["account_id", (id: string) => id.replaceAll("-", "")],
      ["account_id", () => "nobody"],
      ["account_id", () => ""],
      ["sex", () => "no sex"],
      ["postal_code", () => "1234"],
      ["last_name", () => " blank"],
      ["date_of_birth", () => ""],
    ] as const;
    damage.forEach(([name, change], row) => {
      const place = names.indexOf(name);
      rows[row * 2]![place] = change(rows[row * 2]![place]!);
    });
    const [csv, parquet] = [join(folder, "csv"), join(folder, "parquet")];
    await Deno.mkdir(csv);
    await Deno.mkdir(parquet);
    const text = [names, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
    await Deno.writeTextFile(join(csv, "persons_auto.csv"), text);
    const path = join(parquet, "persons_auto.parquet");
    await Deno.writeFile(path, packPersons(names, rows));
    const measuring = new TableMeasuring({
      ...{ path, label: path, reader: "parquet", dataset: "auto", table: "persons", options: {} },
    });
    assertEquals(await measuring.openValues(), [rows.length]);
    measuring.close();
    const options = { gates: GATES, dataset: "auto", workerCount: 0 };
    const [first, ...others] = await Promise.all([
      measureSnapshot(csv, options),
      measureSnapshot(parquet, options),
      assessSnapshot(csv, options),
      assessSnapshot(parquet, options),
    ]);
    assertEquals(first.rows["persons"], rows.length);
    for (const { sections, unmeasured } of others) {
      assertEquals([sections, unmeasured], [first.sections, first.unmeasured]);
    }
    const found = new Set(others[2]!.validation.issues.map(({ code }) => code));
    for (const code of ["invalid-id", "pattern-mismatch", "text-untrimmed", "unknown-value"]) {
      assertEquals(found.has(code), true, code);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

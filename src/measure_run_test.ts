import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import { measureSnapshot } from "./measure.ts";
import type { MeasureAnswer, MeasureSubject } from "./measure_part.ts";
import { planTable } from "./measure_plan.ts";
import { makeSnapshot, planRun } from "./run.ts";

const GATES = {
  ...{ validation: true, proof: true, grades: ["A"] as const, tolerances: {}, ignored: [] },
};

/** Threads for any file, and runs of few rows. */
const THREADS = { workerCount: 2, threadedBytes: 0, runBytes: 3000 };

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function measure(folder: string, options: Partial<typeof THREADS>) {
  const report = await measureSnapshot(folder, { gates: GATES, dataset: "auto", ...options });
  const { sections, unmeasured, rows } = report;
  return { sections, unmeasured, rows };
}

async function makePersons(folder: string, format: string): Promise<string> {
  const plan = planRun({
    ...{ dataset: "auto", seed: 7n, records: 30, formats: [format] },
    entities: ["accounts", "addresses", "persons"],
  });
  await makeSnapshot(plan, join(folder, format), { workerCount: 0 });
  return join(folder, format, `persons_auto.${format}`);
}

Deno.test("measureSnapshot() gives in threads what this thread gives, in every format", async () => {
  await withFolder(async (folder) => {
    const alone = new Map<string, unknown>();
    for (const format of ["parquet", "csv", "ndjson", "json"]) {
      const plan = planRun({ dataset: "auto", seed: 7n, records: 10, formats: [format] });
      await makeSnapshot(plan, join(folder, format), { workerCount: 0 });
      alone.set(format, await measure(join(folder, format), { workerCount: 0 }));
      assertEquals(await measure(join(folder, format), THREADS), alone.get("parquet"), format);
      assertEquals(alone.get(format), alone.get("parquet"), format);
    }
  });
});

Deno.test("measureSnapshot() reads on in one go where a line end lies within a cell", async () => {
  await withFolder(async (folder) => {
    const path = await makePersons(folder, "csv");
    const lines = (await Deno.readTextFile(path)).split("\r\n");
    const place = lines[0]!.split(",").indexOf("last_name");
    for (let at = 20; at < lines.length - 1; at += 9) {
      const cells = lines[at]!.split(",");
      cells[place] = `"${"\n".repeat(at)}"`;
      lines[at] = cells.join(",");
    }
    await Deno.writeTextFile(path, lines.join("\r\n"));
    const alone = await measure(join(folder, "csv"), { workerCount: 0 });
    assertEquals(alone.rows["persons"], lines.length - 2);
    for (const runBytes of [150, 700, 3000]) {
      assertEquals(await measure(join(folder, "csv"), { ...THREADS, runBytes }), alone);
    }
  });
});

Deno.test("measureSnapshot() passes over a line of 3 MB in threads, too", async () => {
  await withFolder(async (folder) => {
    for (const format of ["csv", "ndjson"]) {
      const path = await makePersons(folder, format);
      const lines = (await Deno.readTextFile(path)).split("\n");
      lines.splice(9, 0, "x".repeat(3 * 1024 * 1024));
      await Deno.writeTextFile(path, lines.join("\n"));
      const alone = await measure(join(folder, format), { workerCount: 0 });
      assertEquals(await measure(join(folder, format), THREADS), alone, format);
    }
  });
});

Deno.test("measureSnapshot() in threads names the file that is damaged", async () => {
  await withFolder(async (folder) => {
    const path = await makePersons(folder, "parquet");
    const bytes = await Deno.readFile(path);
    bytes.fill(0xff, 4, 4000);
    await Deno.writeFile(path, bytes);
    const error = await assertRejects(
      () => measure(join(folder, "parquet"), THREADS),
      EsdhError,
    );
    assertEquals([error.code, error.path], ["IO", path]);
  });
});

Deno.test("measureSnapshot() ends its threads when it is stopped", async () => {
  await withFolder(async (folder) => {
    await makePersons(folder, "csv");
    const stop = new AbortController();
    const reason = new EsdhError("INTERRUPTED", "stopped");
    const running = measureSnapshot(join(folder, "csv"), {
      ...{ gates: GATES, ...THREADS, signal: stop.signal, dataset: "auto" },
      onProgress: () => stop.abort(reason),
    });
    const error = await assertRejects(() => running, EsdhError);
    assertEquals(error.code, "INTERRUPTED");
  });
});

Deno.test("measureSnapshot() tells how many bytes it has read, of parts and of whole files", async () => {
  await withFolder(async (folder) => {
    await makePersons(folder, "csv");
    for (const options of [THREADS, { workerCount: 0 }]) {
      const told: number[] = [];
      let total = 0;
      await measureSnapshot(join(folder, "csv"), {
        ...{ gates: GATES, ...options },
        onProgress: ({ doneBytes, totalBytes }) => {
          told.push(doneBytes);
          total = totalBytes;
        },
      });
      assertEquals(told, told.toSorted((a, b) => a - b));
      assertEquals(told.at(-1), total);
    }
  });
});

Deno.test("planTable() cuts a file behind line ends, each byte in one part", async () => {
  await withFolder(async (folder) => {
    const path = await makePersons(folder, "csv");
    const subject: MeasureSubject = {
      ...{ path, label: path, reader: "csv", dataset: "auto", options: {}, table: "persons" },
    };
    const text = await Deno.readFile(path);
    for (const runBytes of [1, 1000, 1e9]) {
      const table = await planTable(subject, { runBytes });
      let at = text.indexOf(10) + 1;
      const answers: MeasureAnswer[] = [];
      for await (const { subject: { head }, unit, share } of table.units!) {
        if (unit.kind !== "bytes") throw new TypeError(unit.kind);
        assertEquals([unit.start, text[unit.end - 1], head?.offsetBytes !== 0], [at, 10, true]);
        assertEquals(share, unit.end / text.length);
        at = unit.end;
        answers.push(await table.measuring.measure(unit));
      }
      assertEquals([at, table.rest()], [text.length, undefined]);
      const rowCount = answers.reduce((sum, answer) => sum + answer.rowCount, 0);
      assertEquals(rowCount, text.filter((byte) => byte === 10).length - 1);
      table.close();
    }
  });
});

Deno.test("planTable() measures row groups together, so that a thread is not asked for few rows", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({
      ...{ dataset: "auto", seed: 7n, records: 3000, formats: ["parquet"], entities: ["accounts"] },
    });
    await makeSnapshot(plan, join(folder, "a"), { workerCount: 0 });
    const path = join(folder, "a", "accounts_auto.parquet");
    const subject: MeasureSubject = {
      ...{ path, label: path, reader: "parquet", dataset: "auto", options: {}, table: "accounts" },
    };
    const table = await planTable(subject, {});
    const units = await Array.fromAsync(table.units!);
    assertEquals(units.map(({ unit, share }) => [unit, share]), [
      [{ kind: "groups", from: 0, to: 3 }, 1],
    ]);
    table.close();
  });
});

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
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
    const subject = {
      ...{ path: join(folder, "persons_auto.parquet"), dataset: "auto", table: "persons" },
      options: {},
    };
    const measuring = new TableMeasuring(subject);
    const groups = (await measuring.open())!;
    const own = await measuring.measure(0);
    measuring.close();
    const pool = new MeasurePool(1);
    try {
      const answers = await Array.fromAsync(pool.measure(subject, groups.length));
      assertEquals(answers.length, 1);
      assertEquals(answers[0]!.parts, own.parts);
      assertEquals(answers[0]!.rowCount, groups[0]);
    } finally {
      pool.end();
    }
  });
});

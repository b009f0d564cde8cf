import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

const COUNT = 6;

/** Codes and messages of a snapshot whose vehicles in NDJSON were changed. */
async function findAfter(change: (lines: string[]) => string[]): Promise<string[]> {
  return await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const plan = planRun({
      dataset: "v0.1",
      seed: 42n,
      records: COUNT,
      formats: ["csv", "ndjson"],
    });
    await makeSnapshot(plan, directory, { workerCount: 0 });
    dropSection(directory);
    const path = join(directory, "vehicles_v0_1.ndjson");
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    await Deno.writeTextFile(path, `${change(lines).join("\n")}\n`);
    const report = await validateSnapshot(directory);
    return report.issues.map(({ check, message, line, index, actual }) =>
      [check, message, line, index, actual].filter((part) => part !== undefined).join(" | ")
    );
  });
}

Deno.test("agreementCheck takes rows in another order for the same rows", async () => {
  assertEquals(await findAfter((lines) => lines.toReversed()), []);
  assertEquals(await findAfter(([a, b, ...rest]) => [b!, ...rest, a!]), []);
});

Deno.test("agreementCheck finds a row that stands twice, also where another is missing", async () => {
  const again = "agreement | the row of vehicles_v0_1.csv with this key stands here again";
  assertEquals(await findAfter((lines) => lines.with(4, lines[1]!)), [`${again} | 5 | 4`]);
  assertEquals(await findAfter((lines) => [...lines, lines[0]!]), [
    `${again} | 7 | 6`,
    "agreement | the file has 7 rows of vehicles, vehicles_v0_1.csv has 6 | 7",
  ]);
});

Deno.test("agreementCheck finds rows that are missing, and rows of its own", async () => {
  assertEquals(await findAfter((lines) => lines.slice(0, -2)), [
    "agreement | the file has 4 rows of vehicles, vehicles_v0_1.csv has 6 | 4",
  ]);
  const stranger = "00000000-0000-4000-8000-000000000000";
  const issues = await findAfter((lines) =>
    lines.with(2, JSON.stringify({ ...JSON.parse(lines[2]!), vehicle_id: stranger }))
  );
  assertEquals(issues, [`agreement | the row is not in vehicles_v0_1.csv | 3 | 2 | ${stranger}`]);
});

Deno.test("agreementCheck names the field and both values, in any order of rows", async () => {
  const issues = await findAfter((lines) =>
    lines.toReversed().map((line, place) =>
      place === 0 ? JSON.stringify({ ...JSON.parse(line), trim: "Elsewhere" }) : line
    )
  );
  assertEquals(issues.length, 1, issues.join("\n"));
});

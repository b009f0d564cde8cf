import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { withFolder } from "../_folder.ts";
import { makeInvalid, readFixtures } from "./_invalid.ts";

const fixtures = readFixtures();

for (const fixture of fixtures) {
  Deno.test(`validateSnapshot() finds ${fixture.code} and nothing else`, async () => {
    await withFolder(async (folder) => {
      const directory = join(folder, "snapshot");
      await makeInvalid(fixture, directory);
      const report = await validateSnapshot(directory, { isRemade: fixture.isRemade ?? false });
      const codes = report.codes.map(({ code }) => code).sort();
      const wanted = [fixture.code, ...(fixture.also ?? [])].sort();
      assertEquals(codes, wanted, JSON.stringify(report.issues, null, 1));
      assertEquals(report.ok, fixture.severity === "warning");
      const [issue] = report.issues;
      assertEquals(issue?.severity, fixture.severity ?? "error");
      assert(issue!.message.length > 10 && issue!.path !== undefined, "no message or no place");
    });
  });
}

Deno.test("each rule of each dataset has an invalid fixture", () => {
  const known = new Set(fixtures.map(({ code }) => code));
  for (const { rules } of DATASETS) {
    assertEquals(rules.rows.map(({ code }) => code).filter((code) => !known.has(code)), []);
  }
});

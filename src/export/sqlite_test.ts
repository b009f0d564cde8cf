import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { scopeFile } from "../core/dataset.ts";
import { EsdhError } from "../core/error.ts";
import { findDataset } from "../datasets/mod.ts";
import { planRun } from "../planning.ts";
import { sqliteFormat } from "./sqlite.ts";
import { withFolder } from "../../tests/_folder.ts";

Deno.test("sqliteFormat.openFile() says which file can't be made, as a failure of the disk", async () => {
  const dataset = findDataset("v0.1");
  const plan = planRun({ dataset: "v0.1", seed: 1n, records: 1, formats: ["sqlite"] });
  const scope = scopeFile(dataset, plan, dataset.entities);
  await withFolder(async (folder) => {
    const missing = join(folder, "missing", "a.sqlite");
    const noDatabase = join(folder, "a.sqlite");
    await Deno.writeTextFile(noDatabase, "no database ".repeat(1000));
    for (const path of [missing, noDatabase]) {
      const error = await assertRejects(
        () => Promise.resolve(sqliteFormat.openFile(path, scope)),
        EsdhError,
      );
      assertEquals([error.code, error.path, error.exitCode], ["IO", path, 3]);
    }
  });
});

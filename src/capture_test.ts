import { assertEquals, assertRejects } from "@std/assert";
import { makeChangeSet } from "./capture.ts";
import { planChanges } from "./changes/change_set.ts";
import { EsdhError } from "./core/error.ts";
import { changeManifestName } from "./core/snapshot_file.ts";
import { planDataset, planRun } from "./run.ts";

function planOf() {
  const options = { "as-of": "2026-01-01" };
  const plan = planRun({ dataset: "auto", seed: 7n, records: 20, options, entities: ["accounts"] });
  return planChanges({ plan, dataset: planDataset(plan), since: "2025-12-01" });
}

/** Runs a test that is told of the files that are open, on a disk that fails when a file whose path ends so is used. */
async function withFailingFile(
  name: string,
  verb: "write" | "sync",
  test: (open: ReadonlySet<string>) => Promise<void>,
): Promise<void> {
  const open = new Set<string>();
  const openFile = Deno.open;
  Deno.open = async (path, options) => {
    const file = await openFile(path, options);
    const key = `${path}`;
    open.add(key);
    const close = file.close.bind(file);
    file.close = () => {
      open.delete(key);
      close();
    };
    if (key.endsWith(name)) {
      Object.assign(file, { [verb]: () => Promise.reject(new Error("no space left")) });
    }
    return file;
  };
  try {
    await test(open);
  } finally {
    Deno.open = openFile;
  }
}

for (const verb of ["write", "sync"] as const) {
  Deno.test(`makeChangeSet() leaves nothing, open or on the disk, where ${verb}() of the manifest fails`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const plan = planOf();
      await withFailingFile(changeManifestName(plan.dataset.slug), verb, async (open) => {
        const error = await assertRejects(
          () => makeChangeSet(plan, `${folder}/a`, { workerCount: 0 }),
          EsdhError,
        );
        assertEquals(error.code, "IO");
        assertEquals([...open].filter((path) => !path.endsWith("lock")), []);
      });
      assertEquals([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

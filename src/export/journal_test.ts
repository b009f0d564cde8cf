import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../../tests/_folder.ts";
import type { DataFile } from "./data_file.ts";
import { JOURNAL_NAME, keepJournal, readJournal } from "./journal.ts";
import { findFormat } from "./mod.ts";

const state = { path: "a.csv", sizeBytes: 3, rowCount: 1, sha256: "0".repeat(64), sections: [] };

/** A file of which nothing is written. */
const file = {
  path: state.path,
  format: findFormat("csv"),
  capture: () => Promise.resolve(state),
  sync: () => Promise.resolve(),
} as unknown as DataFile;

Deno.test("keepJournal() writes what is told when it is time", async () => {
  await withFolder(async (staging) => {
    const rare = keepJournal(staging, "d", [file], { onNotice: () => {}, intervalMs: 1e9 });
    rare.offer(1);
    await rare.settle();
    assertEquals(await readJournal(staging), "it was interrupted before its first entry");
    const often = keepJournal(staging, "d", [file], { onNotice: () => {}, intervalMs: 0 });
    often.offer(2);
    await often.settle();
    const { planDigest, next, files } = await readJournal(staging) as Exclude<
      Awaited<ReturnType<typeof readJournal>>,
      string
    >;
    assertEquals([planDigest, next, files], ["d", 2, [state]]);
  });
});

Deno.test("keepJournal() says once that it can't be written, and tries no more", async () => {
  await withFolder(async (staging) => {
    await Deno.mkdir(join(staging, `${JOURNAL_NAME}.partial`));
    const notices: string[] = [];
    const onNotice = (text: string) => void notices.push(text);
    const journal = keepJournal(staging, "d", [file], { onNotice, intervalMs: 0 });
    for (const next of [1, 2]) {
      journal.offer(next);
      await journal.settle();
    }
    assertEquals(notices.length, 1);
    assertStringIncludes(notices[0]!, "can't keep the journal in");
    assertStringIncludes(notices[0]!, "--resume could go on from its last entry alone");
  });
});

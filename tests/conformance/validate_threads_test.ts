import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { type ValidateOptions, validateSnapshot } from "../../src/check.ts";
import type { ValidationReport } from "../../src/core/report.ts";
import { EsdhError } from "../../src/core/error.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

/** What a report says, apart from the time it took. */
function essence(report: ValidationReport): unknown {
  const { durationMs: _durationMs, ...rest } = report;
  return rest;
}

const THREADED: ValidateOptions = { workerCount: 2, partedBytes: 1, partBytes: 4000 };

/** Validates a folder without threads and with them; the reports are the same. */
async function validateBoth(directory: string, options: ValidateOptions = {}) {
  const alone = await validateSnapshot(directory, { ...options, workerCount: 0 });
  for (const partBytes of [4000, 70_000]) {
    const threaded = await validateSnapshot(directory, { ...options, ...THREADED, partBytes });
    assertEquals(essence(threaded), essence(alone));
  }
  return alone;
}

const NAMES = ["persons_v0_1", "vehicles_v0_1", "profiles_v0_1"];

/** Ways to spoil a line. */
const FAULTS: readonly ((line: string) => string)[] = [
  (line) => line.replace(/,/, ""),
  (line) => `${line},`,
  (line) => line.replace(/[a-f0-9]/, "x"),
  (line) => line.replace(/(,[A-Z][a-z]+)/, ',"a\nb ""c"""'),
  (line) => line.replace(/,/, ',"'),
  (line) => line.replace(/Personal|Commercial/, "Other"),
  (line) => line.slice(0, 20),
  () => "",
  (line) => `${line}\n${line}`,
  (line) => line.replace(/,([A-Z]{2}),/, ",ZZ,"),
  (line) => `"${"x".repeat(9000)}${line}`,
];

Deno.test("validateSnapshot() finds the same faults with any number of threads", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(
      planRun({ dataset: "v0.1", seed: 42n, records: 300, formats: ["csv", "ndjson"] }),
      directory,
    );
    dropSection(directory);
    const paths = NAMES.flatMap((name) =>
      ["csv", "ndjson"].map((end) => join(directory, `${name}.${end}`))
    );
    const texts = paths.map((path) => Deno.readTextFileSync(path));
    await validateBoth(directory);
    const fault = fc.tuple(
      fc.nat(paths.length - 1),
      fc.nat(290),
      fc.nat(FAULTS.length - 1),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(2, 100),
        async (faults, maxIssues) => {
          const changed = texts.map((text) => text.split("\n"));
          for (const [file, line, way] of faults) {
            const lines = changed[file]!;
            lines[line + 1] = FAULTS[way]!(lines[line + 1]!);
          }
          changed.forEach((lines, at) => Deno.writeTextFileSync(paths[at]!, lines.join("\n")));
          // A way that finds nothing in a line leaves it as it is.
          const isSpoilt = changed.some((lines, at) => lines.join("\n") !== texts[at]);
          const report = await validateBoth(directory, { maxIssues, budgetBytes: 20_000 });
          assertEquals(report.errorCount > 0, isSpoilt);
          assert(report.issues.length <= maxIssues);
        },
      ),
      { numRuns: 5 },
    );
  });
});

Deno.test("validateSnapshot() reads files in parts that have other heads and ends", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(
      planRun({ dataset: "v0.1", seed: 42n, records: 200, formats: ["csv"] }),
      directory,
    );
    dropSection(directory);
    const path = join(directory, "persons_v0_1.csv");
    const text = Deno.readTextFileSync(path);
    const [head, ...rows] = text.split("\r\n");
    const backwards = text.trimEnd().split("\r\n").map((line) => line.split(",").reverse().join());
    for (
      const changed of [
        text.replaceAll("\r\n", "\n"),
        text.trimEnd(),
        `\ufeff${text}`,
        "",
        head!,
        `${head}\r\n`,
        `"${head!.replaceAll(",", '","')}"\r\n${rows.join("\r\n")}`,
        backwards.join("\n"),
        `${text}\r\n`,
        `${text}"`,
        `${head}\r\n${"x".repeat(2_000_000)}\r\n${rows.join("\r\n")}`,
        `${head}\r\n${rows.map((row) => row.replace(",", ',"Ann\n",')).join("\r\n")}`,
      ]
    ) {
      Deno.writeTextFileSync(path, changed);
      await validateBoth(directory);
    }
  });
});

Deno.test("validateSnapshot() ends its threads when its signal says so", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2000, formats: ["csv"] }), directory);
    const abort = new AbortController();
    const reason = new EsdhError("INTERRUPTED", "stopped");
    const error = await assertRejects(
      () =>
        validateSnapshot(directory, {
          ...THREADED,
          signal: abort.signal,
          onProgress: () => abort.abort(reason),
        }),
      EsdhError,
    );
    assertEquals(error, reason);
  });
});

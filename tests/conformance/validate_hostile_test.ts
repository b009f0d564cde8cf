import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import type { ValidationReport } from "../../src/core/report.ts";
import { formatManifest, type Manifest, manifestDigest } from "../../src/core/manifest.ts";
import { planDigest } from "../../src/core/plan.ts";
import { renderReport } from "../../src/report/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

const MANIFEST = "snapshot_manifest_v0_1.json";

/** What is written for what is quadratic takes minutes. */
const LIMIT_MS = 60_000;

/** Validates a snapshot of three rows whose manifest was replaced. */
async function validateWith(
  change: (manifest: Manifest) => string,
  isRemade = false,
): Promise<ValidationReport> {
  return await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const plan = planRun({ dataset: "v0.1", seed: 42n, records: 3, formats: ["csv"] });
    const { manifest } = await makeSnapshot(plan, directory, { workerCount: 0 });
    await Deno.writeTextFile(join(directory, MANIFEST), change(structuredClone(manifest)));
    return await validateSnapshot(directory, { isRemade });
  });
}

function codesOf(report: ValidationReport): string[] {
  return report.codes.map(({ code }) => code);
}

/** A manifest whose plan was exchanged, with digests that fit. */
function withPlan(manifest: Manifest, change: (plan: { records: number }) => void): string {
  const changed = manifest as unknown as {
    esdh: { plan: { records: number }; plan_digest: string; manifest_digest: string };
  };
  change(changed.esdh.plan);
  const plan = {
    ...planRun({ dataset: "v0.1", seed: 42n, records: 3, formats: ["csv"] }),
    ...changed.esdh.plan,
  };
  changed.esdh.plan_digest = planDigest({ ...plan, seed: BigInt(plan.seed) });
  changed.esdh.manifest_digest = manifestDigest(manifest);
  return formatManifest(manifest);
}

Deno.test("validateSnapshot() reads a text of many quotes that does not end in linear time", async () => {
  const report = await validateWith(() => `{"a":"${'\\"'.repeat(150_000)}`);
  assert(codesOf(report).includes("manifest-unreadable"));
  assert(report.durationMs < LIMIT_MS, `${report.durationMs} ms`);
});

Deno.test("validateSnapshot() refuses a manifest that nests deeper than can be read", async () => {
  const report = await validateWith(() => "[".repeat(1_000_000));
  assert(codesOf(report).includes("manifest-unreadable"));
  assertStringIncludes(report.issues[0]!.message, "nest deeper");
});

Deno.test("validateSnapshot() looks for none of many foreign names that it does not keep", async () => {
  const report = await validateWith(() => {
    const names = Array.from({ length: 60_000 }, (_, at) => [`key${at}`, `../${at}/${at}.csv`]);
    return JSON.stringify({ files: Object.fromEntries(names), ...Object.fromEntries(names) });
  });
  const unsafe = report.codes.find(({ code }) => code === "file-path-unsafe");
  assertEquals(unsafe?.count, 60_000);
  assert(report.durationMs < LIMIT_MS, `${report.durationMs} ms`);
});

Deno.test("validateSnapshot() reads no file that a manifest names outside its folder", async () => {
  for (const path of ["../victim.csv", "a/../b.csv", "/etc/hostname", "C:\\x", "..", "x\u0007y"]) {
    const report = await validateWith((manifest) => {
      const { files } = manifest.esdh as unknown as { files: { path: string }[] };
      files.push({ ...files[0]!, path });
      return formatManifest(manifest);
    });
    assert(codesOf(report).includes("file-path-unsafe"), path);
    const text = renderReport(report);
    assert(!text.includes("\u0007"), "a control was printed");
  }
});

Deno.test("validateSnapshot() does not run a plan that can't have made the files", async () => {
  const report = await validateWith(
    (manifest) => withPlan(manifest, (plan) => void (plan.records = 2 ** 50)),
    true,
  );
  const remake = report.checks.find(({ name }) => name === "remake");
  assertEquals(remake?.status, "fail");
  assertStringIncludes(remake!.detail, "the plan makes about");
  assert(!report.ok && report.durationMs < LIMIT_MS);
});

Deno.test("validateSnapshot() does not run a plan of files that it has not read", async () => {
  const report = await validateWith((manifest) =>
    withPlan(manifest, (plan) => {
      const { outputs } = plan as unknown as { outputs: { format: string }[] };
      outputs.push({ ...outputs[0]!, format: "ndjson" });
    }), true);
  const remake = report.checks.find(({ name }) => name === "remake");
  assertEquals(remake?.status, "fail");
  assertEquals(remake?.detail, "persons_v0_1.ndjson, which the plan makes, was not read");
});

Deno.test("validateSnapshot() does not run a plan of unknown formats", async () => {
  const report = await validateWith((manifest) =>
    withPlan(manifest, (plan) => {
      const { outputs } = plan as unknown as { outputs: { format: string }[] };
      outputs.push({ ...outputs[0]!, format: "xml" });
    }), true);
  const remake = report.checks.find(({ name }) => name === "remake");
  assertStringIncludes(remake!.detail, 'unknown format "xml"');
});

Deno.test("validateSnapshot() finds that the plan makes a file the manifest does not name", async () => {
  const report = await validateWith((manifest) => {
    const { esdh } = manifest as unknown as {
      esdh: { files: { path: string }[]; manifest_digest: string };
    };
    esdh.files = esdh.files.filter(({ path }) => !path.startsWith("README"));
    esdh.manifest_digest = manifestDigest(manifest);
    return formatManifest(manifest);
  }, true);
  assert(codesOf(report).includes("remake-differs"), codesOf(report).join());
});

/**
 * Tries what a consumer relies on, against the running API and the files.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import type { Issue } from "../../core/issue.ts";
import type { JsonValue } from "../../core/json.ts";
import { padText, textWidth } from "../../core/text.ts";
import type { DemoStep, Scene } from "../scene.ts";
import { formatMarked, screenWidth } from "../../ui/screen.ts";
import type { SmokeCheck, SmokeResult, SmokeScope } from "../smoke/check.ts";

/** Accounts that are compared at most, and rows of the entity that has most. */
const MAX_ACCOUNTS = 1000;
const MAX_ROWS = 5000;

/** Runs the smoke checks. */
export const runSmoke: DemoStep = {
  name: "smoke",
  title: "Run the smoke checks",
  skipReason: (scene) => scene.options.skipsSmoke ? "--skip-smoke" : undefined,
  async run(scene) {
    const { SMOKE_CHECKS } = await import("../smoke/mod.ts");
    const scope = await openScope(scene);
    const checks = scene.options.isCanned
      ? SMOKE_CHECKS.flatMap(({ sampleClaim: claim, ...check }) =>
        claim ? [{ ...check, claim }] : []
      )
      : SMOKE_CHECKS;
    const results: [SmokeCheck, SmokeResult][] = [];
    for (const check of checks) {
      scene.checkSignal();
      results.push([check, await check.run(scope)]);
    }
    const issues = results.flatMap(([, result]) => result.issues);
    const data = { checks: results.map(toJson) };
    if (issues.length > 0) throw smokeError(results, issues);
    return {
      facts: [],
      draw: (screen) => {
        const { ink, glyphs } = screen;
        const claimWidth = Math.max(...results.map(([check]) => textWidth(check.claim)));
        const room = screenWidth(screen) - claimWidth - 9 - textWidth(glyphs.good);
        return results.flatMap(([check, { seen }]) => {
          const start = `      ${ink.green(glyphs.good)} `;
          return textWidth(seen) > room
            ? formatMarked(start, check.claim, screenWidth(screen))
            : [`${start}${padText(check.claim, claimWidth)}  ${ink.dim(seen)}`];
        });
      },
      proofs: results.map(([check]) => check.claim),
      proofSummary:
        `the ${results.length} smoke checks above hold, of rows, references, seeds and errors`,
      data,
    };
  },
};

async function openScope(scene: Scene): Promise<SmokeScope> {
  const { planDataset } = await import("../../run.ts");
  const { readSnapshotRows } = await import("../smoke/snapshot_rows.ts");
  const dataset = planDataset({ dataset: scene.dataset });
  const { entities, slug } = dataset;
  const mostRows = Math.max(...entities.map((entity) => dataset.rowsPerAccount(entity)));
  const records = Math.min(scene.records, MAX_ACCOUNTS, Math.floor(MAX_ROWS / mostRows));
  const counts = records === scene.records ? {} : await countRows(scene, records);
  const rows = await readSnapshotRows(scene.need("folder").path, entities, slug, counts);
  return { scene, records, rows, marker: dataset.marker };
}

/** Rows that the first accounts have, by plural name: they are the same however many accounts follow. */
async function countRows(scene: Scene, records: number): Promise<Record<string, number>> {
  const { planDataset, planRun, sampleRows } = await import("../../run.ts");
  const plan = planRun({ dataset: scene.dataset, seed: scene.need("seed"), records });
  return Object.fromEntries(
    planDataset(plan).entities.map(({ plural }) => [
      plural,
      sampleRows(plan, plural, Number.MAX_SAFE_INTEGER).length,
    ]),
  );
}

function toJson([check, result]: [SmokeCheck, SmokeResult]): JsonValue {
  return {
    name: check.name,
    claim: check.claim,
    passed: result.issues.length === 0,
    seen: result.seen,
    issues: result.issues.map((issue) => ({ ...issue })),
  };
}

function smokeError(
  results: readonly [SmokeCheck, SmokeResult][],
  issues: readonly Issue[],
): EsdhError {
  const failed = results.filter(([, result]) => result.issues.length > 0);
  const names = failed.map(([check]) => check.name).join(", ");
  return new EsdhError(
    "FINDINGS",
    `${failed.length} of ${results.length} smoke checks failed: ${names}`,
    { issues, hint: "what the API serves can't be relied on: do not hand this build out" },
  );
}

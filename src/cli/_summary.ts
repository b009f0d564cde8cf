/**
 * What a run will make, and what it made: for people and for programs.
 *
 * @module
 */
import { join } from "@std/path";
import { ANSWERS_PATH } from "../core/defect.ts";
import type { JsonValue } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { type Plan, planDigest, planToJson, spanOf } from "../core/plan.ts";
import { type PlantedPart, sayPlanted } from "../defects/planted.ts";
import type { FileEstimate, Snapshot } from "../run.ts";
import type { ResolvedRequest } from "./_request.ts";
import type { Output } from "./command.ts";
import { formatTable } from "../ui/table.ts";
import { cutText } from "../core/text.ts";
import { formatCount, formatDuration, formatItems, formatRate, formatSize } from "../core/units.ts";

/** Digits of a digest that tell files apart at a glance; JSON and the manifest have all 64. */
const DIGEST_PREFIX = 12;

type Pair = readonly [label: string, value: string];

/**
 * A plan that was not run, for a person.
 *
 * @param request What would be made.
 * @param files Its files.
 * @param output Decides colours and width.
 * @returns Lines with a final newline.
 */
export function formatDryRun(
  request: ResolvedRequest,
  files: readonly FileEstimate[],
  output: Output,
): string {
  const paint = paintFor(output);
  const total = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const table = formatTable(
    [
      { title: "file", minWidth: 16, paint: paint.cyan },
      { title: "format", minWidth: 7 },
      { title: "about rows", align: "right", minWidth: 10 },
      { title: "about", align: "right", minWidth: 8 },
    ],
    files.map((file) => [
      file.path,
      file.format ?? "-",
      file.format === undefined ? "-" : formatCount(file.rowCount),
      formatSize(file.sizeBytes),
    ]),
    output,
  );
  const heading = paint.bold(`Plan of ${titleOf(request.plan)}`);
  return `${heading}\n${table}\n${
    formatPairs([
      ["folder", request.directory],
      ["total", `about ${formatItems(rowsOnce(files, files), "row")}, ${formatSize(total)}`],
      ...(request.plan.defects === undefined ? [] : [["defects", request.plan.defects] as const]),
      ["digest", planDigest(request.plan)],
    ], output)
  }\n${paint.yellow("Nothing was written: this is a dry run.")}${
    request.isSeedDrawn
      ? ` A real run draws another seed; --seed ${request.plan.seed} keeps this one.`
      : ""
  }\n`;
}

/**
 * A plan that was not run, as a JSON value.
 *
 * @param request What would be made.
 * @param files Its files.
 * @returns An object whose `plan` member is a plan file's content.
 */
export function dryRunToJson(request: ResolvedRequest, files: readonly FileEstimate[]): JsonValue {
  return {
    dry_run: true,
    output_dir: request.directory,
    seed_drawn: request.isSeedDrawn,
    plan: planToJson(request.plan),
    plan_digest: planDigest(request.plan),
    files: files.map((file) => ({
      path: file.path,
      format: file.format ?? null,
      row_count: file.rowCount,
      estimated_size_bytes: file.sizeBytes,
    })),
    estimated_size_bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}

/**
 * A finished snapshot, for a person.
 *
 * @param snapshot What was made.
 * @param details Marker of its rows, time it took, whether the seed was drawn, which files hold rows.
 * @param output Decides colours and width.
 * @returns Lines with a final newline.
 */
export function formatSnapshot(
  snapshot: Snapshot,
  details: {
    readonly marker: string;
    readonly durationMs: number;
    readonly isSeedDrawn: boolean;
    /** Files that hold rows. */
    readonly dataFiles: readonly FileEstimate[];
    /** What was planted of what was asked for. */
    readonly planted?: readonly PlantedPart[] | undefined;
  },
  output: Output,
): string {
  const { plan, files } = snapshot;
  const span = spanOf(plan);
  const paint = paintFor(output);
  const { dataFiles } = details;
  const dataPaths = new Set(dataFiles.map(({ path }) => path));
  const table = formatTable(
    [
      { title: "file", minWidth: 16, paint: paint.cyan },
      { title: "rows", align: "right", minWidth: 9 },
      { title: "size", align: "right", minWidth: 8 },
      { title: "sha256", minWidth: DIGEST_PREFIX, paint: paint.dim },
    ],
    files.map((file) => [
      file.path,
      dataPaths.has(file.path) ? formatCount(file.rowCount) : "-",
      formatSize(file.sizeBytes),
      file.sha256.slice(0, DIGEST_PREFIX),
    ]),
    output,
  );
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  // A rate over a few milliseconds says nothing.
  const rate = details.durationMs < 500
    ? ""
    : `, ${formatRate(span.end - span.start, details.durationMs)} records/s`;
  const accounts = dataFiles.find(({ entities }) => `${entities}` === "accounts");
  const accountCount = files.find(({ path }) => path === accounts?.path)?.rowCount;
  const rows = formatItems(rowsOnce(files, dataFiles), "row");
  const pairs: Pair[] = [
    [
      "made",
      accountCount === undefined ? rows : `${formatItems(accountCount, "account")}, ${rows}`,
    ],
    ["manifest", join(snapshot.directory, snapshot.manifestPath)],
    ["marker", details.marker],
    ["time", `${formatDuration(details.durationMs)}, ${formatSize(totalBytes)}${rate}`],
  ];
  if (plan.defects !== undefined) {
    const answers = files.find(({ path }) => path === ANSWERS_PATH);
    pairs.push([
      "defects",
      `planted on purpose (${plan.defects}): ${
        [
          ...sayPlanted((details.planted ?? []).map(({ reason: _, ...part }) => part)),
          `${formatItems(answers?.rowCount ?? 0, "line")} of answers in ${ANSWERS_PATH}`,
        ].join(", ")
      }`,
    ]);
  }
  if (details.isSeedDrawn) pairs.push(["again", `--seed ${plan.seed} makes the same data`]);
  const heading = paint.bold(paint.green(`Snapshot of ${titleOf(plan)}`));
  return `${heading}\n${table}\n${formatPairs(pairs, output)}`;
}

/**
 * A finished snapshot, as a JSON value: the same in two runs of one plan, so it holds no time.
 *
 * @param snapshot What was made.
 * @param details Marker of its rows, whether the seed was drawn.
 * @returns An object.
 */
export function snapshotToJson(
  snapshot: Snapshot,
  details: {
    readonly marker: string;
    readonly isSeedDrawn: boolean;
    readonly planted?: readonly PlantedPart[] | undefined;
  },
): JsonValue {
  const { plan, files } = snapshot;
  return {
    dataset: plan.dataset,
    version: plan.version,
    seed: `${plan.seed}`,
    seed_drawn: details.isSeedDrawn,
    records: plan.records,
    marker: details.marker,
    output_dir: snapshot.directory,
    manifest: snapshot.manifestPath,
    plan: planToJson(plan),
    plan_digest: planDigest(plan),
    files: files.map((file) => ({
      path: file.path,
      row_count: file.rowCount,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
    })),
    size_bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    ...(details.planted === undefined ? {} : {
      defects: details.planted.map(({ defect, asked, planted, reason }) => ({
        ...{ defect: defect ?? null, asked, planted },
        ...(reason === undefined ? {} : { reason }),
      })),
    }),
  };
}

/** Rows of files, each once: of one entity that is written in several formats those of the first. */
function rowsOnce(
  files: readonly { readonly path: string; readonly rowCount: number }[],
  dataFiles: readonly FileEstimate[],
): number {
  const seen = new Set<string>();
  let sum = 0;
  for (const { path, entities } of dataFiles) {
    if (entities.every((name) => seen.has(name))) continue;
    for (const name of entities) seen.add(name);
    sum += files.find((file) => file.path === path)?.rowCount ?? 0;
  }
  return sum;
}

function titleOf(plan: Plan): string {
  const all = formatItems(plan.records, "record");
  const records = plan.range === undefined
    ? all
    : plan.range.start === plan.range.end
    ? `no account of ${all}`
    : `accounts ${formatCount(plan.range.start)} up to ${formatCount(plan.range.end)} of ${all}`;
  return `dataset ${plan.dataset}: ${records}, seed ${cutText(`${plan.seed}`, 60)}`;
}

function formatPairs(pairs: readonly Pair[], output: Output): string {
  const paint = paintFor(output);
  return pairs.map(([label, value]) => `  ${paint.dim(label.padEnd(8))}  ${value}\n`).join("");
}

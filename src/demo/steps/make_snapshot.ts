/**
 * Makes the snapshot of this run in a folder of its own, points `latest_demo` at it, and keeps the
 * newest runs.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { EsdhError } from "../../core/error.ts";
import type { FileRecord } from "../../core/sink.ts";
import { describeFileError } from "../../core/system_error.ts";
import { formatItems, formatSize } from "../../core/units.ts";
import { pointLatest } from "../latest.ts";
import { KEPT_RUNS, pruneRuns, reserveRunFolder } from "../run_folder.ts";
import { openRunsRoot } from "../runs_root.ts";
import { CANNED_PROFILE } from "../canned_plan.ts";
import type { DemoStep, Scene } from "../scene.ts";
import type { Fact } from "../../ui/screen.ts";
import { formatTable } from "../../ui/table.ts";

/** Makes the snapshot. */
export const makeRunSnapshot: DemoStep = {
  name: "snapshot",
  title: "Make a snapshot",
  async run(scene) {
    const { settings, env, isCanned } = scene.options;
    const root = await openRunsRoot({ env, os: Deno.build.os, requested: settings.demoRunsDir });
    const folder = scene.folder = await reserveRunFolder(root.path, {
      profile: isCanned ? `${CANNED_PROFILE}-canned` : settings.profile.name,
      start: scene.start,
      controlPort: scene.control.port,
      secret: scene.control.secret,
    }).catch(refuse(root.path, "make the run's folder in"));
    const notices: string[] = root.notice === undefined ? [] : [root.notice];
    const begin = performance.now();
    const { files, manifestDigest, planDigest } = isCanned
      ? await copySamples(folder.path)
      : await generateSnapshot(scene, folder.path, notices);
    const durationMs = performance.now() - begin;
    scene.checkSignal();
    const latest = scene.latest = await pointLatest(root.path, folder.name.text)
      .catch(refuse(root.path, "point to the latest run in"));
    const pruned = await pruneRuns(root.path);
    const { planDataset } = await import("../../run.ts");
    const { marker } = planDataset({ dataset: scene.dataset });
    const rowCount = files.reduce((sum, file) => Math.max(sum, file.rowCount), 0);
    const kept = pruned.kept.map(({ run, reason }) => `${run} stays: ${reason}`);
    const facts: Fact[] = [
      ...(isCanned ? [["Source", "samples built into this program, copied"] as const] : []),
      ["Folder", folder.path, "whole"],
      ["Latest", latest.path, "whole"],
      ["Files", listFiles(files)],
      [
        "Kept",
        `the newest ${KEPT_RUNS} runs${
          pruned.removed.length === 0 ? "" : `; removed ${pruned.removed.join(", ")}`
        }`,
      ],
    ];
    const noLink = latest.reason === undefined ? [] : [`no link to the run: ${latest.reason}`];
    const notes = [...notices, ...noLink, ...kept];
    if (notes.length > 0) facts.push(["Note", notes]);
    return {
      facts,
      proofs: [
        `${files.length} files written whole, each with its SHA-256 in the manifest`,
      ],
      data: {
        folder: resolve(folder.path),
        latest: { path: resolve(latest.path), kind: latest.kind },
        marker,
        plan_digest: planDigest,
        manifest_digest: manifestDigest,
        row_count: rowCount,
        duration_ms: Math.round(durationMs),
        files: files.map((file) => ({
          path: file.path,
          size_bytes: file.sizeBytes,
          row_count: file.rowCount,
          sha256: file.sha256,
        })),
        removed_runs: pruned.removed,
        notices: notes,
      },
    };
  },
};

interface MadeFiles {
  readonly files: readonly FileRecord[];
  readonly planDigest: string;
  readonly manifestDigest: string;
}

async function generateSnapshot(scene: Scene, path: string, notices: string[]): Promise<MadeFiles> {
  const { makeSnapshot, planRun } = await import("../../run.ts");
  const { planDigest } = await import("../../core/plan.ts");
  const { manifestDigest } = await import("../../core/manifest.ts");
  const plan = planRun({
    dataset: scene.dataset,
    seed: scene.need("seed"),
    records: scene.records,
  });
  const snapshot = await makeSnapshot(plan, path, {
    signal: scene.signal,
    onNotice: (text) => void notices.push(text),
  }).catch(refuse(path, "make the snapshot in"));
  scene.snapshot = snapshot;
  return {
    files: snapshot.files,
    planDigest: planDigest(plan),
    manifestDigest: manifestDigest(snapshot.manifest),
  };
}

async function copySamples(path: string): Promise<MadeFiles> {
  const { CANNED_FILES, readCannedManifest } = await import("../canned.ts");
  const manifest = readCannedManifest();
  // The manifest is the last of the list: until it is there, the folder is no snapshot.
  for (const file of CANNED_FILES) {
    await Deno.writeTextFile(join(path, file.path), file.text, { createNew: true })
      .catch(refuse(path, "write the samples into"));
  }
  return manifest;
}

/** Tells what the system refused, and what helps: another folder of runs. */
function refuse(path: string, doing: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof EsdhError && cause.code !== "IO") throw cause;
    const message = cause instanceof EsdhError
      ? cause.message
      : `can't ${doing} "${path}": ${describeFileError(cause)}`;
    throw new EsdhError("IO", message, {
      path,
      hint: "free some space, or name another folder with --runs-dir DIR",
      cause,
    });
  };
}

/** Room for a line of a file on a terminal of 80 columns. */
const FILE_COLUMNS = 64;

/** A line a file: name, rows, size, the start of its digest; without the digest's name where names are long. */
function listFiles(files: readonly FileRecord[]): string[] {
  const lines = formatFiles(files, "sha256 ");
  return lines.every(({ length }) => length <= FILE_COLUMNS) ? lines : formatFiles(files, "");
}

function formatFiles(files: readonly FileRecord[], label: string): string[] {
  const cells = files.map((file) => [
    file.path,
    file.rowCount === 0 ? "" : formatItems(file.rowCount, "row"),
    formatSize(file.sizeBytes),
    `${label}${file.sha256.slice(0, 12)}`,
  ]);
  const columns = [
    { title: "file" },
    { title: "rows", align: "right" },
    { title: "size", align: "right" },
    { title: "digest" },
  ] as const;
  const whole = { columns: Infinity, hasColor: false, isTerminal: false };
  return formatTable(columns, cells, whole, { indent: 0, hasNoHead: true }).trimEnd().split("\n");
}

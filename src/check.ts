/**
 * Validates snapshots: readers, checks and the dataset's rules, joined.
 *
 * @module
 */
import { basename, dirname } from "@std/path";
import type { ValidationReport } from "./core/report.ts";
import {
  chooseDataset,
  detectDataset,
  isManifestName,
  type OpenSnapshot,
  openSnapshot,
  tellUnproven,
} from "./check/open_snapshot.ts";
import { readForeignRun } from "./check/foreign_plan.ts";
import { describePending } from "./check/pending.ts";
import { type RunOptions, SnapshotRun } from "./check/snapshot_run.ts";
import { openSpillFile } from "./check/spill_file.ts";
import { listFolder, readPendingNames } from "./import/folder.ts";
import { isObject, memberOf, type SnapshotFacts } from "./validate/facts.ts";
import { contextOf, tallyCheck } from "./report/tally_check.ts";
import { chooseProofs, syntheticCheck } from "./validate/checks/synthetic.ts";
import { CHECKS } from "./validate/mod.ts";
import { ValidationPass } from "./validate/pass.ts";
import type { HashSeeds } from "./validate/record_hashes.ts";

export type { ValidationProgress } from "./check/snapshot_run.ts";

/** Findings that are kept where no other number is asked for. */
export const DEFAULT_MAX_ISSUES = 100;

/** Bytes of records of rows that are held in memory where no other number is given. */
export const DEFAULT_BUDGET_BYTES = 96 * 1024 * 1024;

/** How a snapshot is validated. */
export interface ValidateOptions extends RunOptions {
  /** Name of the dataset; default: the one whose manifest or files the folder holds. */
  readonly dataset?: string;
  /** Findings that are kept, default {@link DEFAULT_MAX_ISSUES}; all are counted. */
  readonly maxIssues?: number;
  /** Also make the snapshot again from its plan, and compare digests. Default false. */
  readonly isRemade?: boolean;
  /** Also prove of each identifier that it can't belong to anyone, as far as it goes. Default false. */
  readonly isProven?: boolean;
  /** Bytes of records of rows that are held in memory; further ones go into a temporary file. Default: 96 MiB. */
  readonly budgetBytes?: number;
  /**
   * Called when the snapshot is open and nothing of its rows was read.
   *
   * @param snapshot What is known of it.
   */
  readonly onOpen?: (snapshot: Pick<OpenSnapshot, "dataset" | "facts">) => void;
}

/**
 * Validates the snapshot in a folder, of this program or of another producer of the dataset. The files are
 * read as streams; see {@link ValidationPass} for the memory.
 *
 * @param directory The folder, or the path of the manifest in it.
 * @param options Dataset, number of findings, signal, progress.
 * @returns The report; what is wrong with the data is in it and never thrown.
 * @throws {EsdhError} NOT_FOUND if there is no such folder; NOT_A_SNAPSHOT if it holds none, or one of another dataset;
 * UNKNOWN_NAME if
 * the dataset does not exist; IO if the folder can't be read; INTERRUPTED if the signal says so.
 */
export async function validateSnapshot(
  directory: string,
  options: ValidateOptions = {},
): Promise<ValidationReport> {
  const begin = performance.now();
  const folder = isManifestName(basename(directory)) ? dirname(directory) : directory;
  const found = await listFolder(folder);
  const pending = await readPendingNames(folder);
  const names = [...found.keys(), ...pending ?? []];
  const dataset = options.dataset === undefined
    ? detectDataset(folder, names)
    : chooseDataset(folder, names, options.dataset);
  const snapshot = await openSnapshot(folder, dataset, found);
  const { facts } = snapshot;
  options.onOpen?.(snapshot);
  const pass = new ValidationPass({
    entities: dataset.entities,
    rules: dataset.rules,
    marker: dataset.marker,
    facts,
    sources: snapshot.sources,
    checks: [
      ...CHECKS,
      ...(options.isProven === true ? [syntheticCheck] : []),
      ...(options.sums === undefined
        ? []
        : [tallyCheck(contextOf(dataset, facts.plan), options.sums)]),
    ],
    ...(options.isProven === true ? { proof: chooseProofs(dataset.rules, facts) } : {}),
    maxIssues: options.maxIssues ?? DEFAULT_MAX_ISSUES,
    store: { budgetBytes: options.budgetBytes ?? DEFAULT_BUDGET_BYTES, openSpill: openSpillFile },
    seeds: drawSeeds(),
  });
  const run = new SnapshotRun(folder, snapshot, pass, options);
  if (pending === undefined) {
    for (const { head, build } of snapshot.issues) pass.findings.add("manifest", head, build);
    for (
      const { head, build } of options.isProven === true ? snapshot.unread.map(tellUnproven) : []
    ) {
      pass.findings.add(syntheticCheck.name, head, build);
    }
    pass.start();
    try {
      await run.readAll();
    } finally {
      pass.close();
    }
  } else {
    pass.addIssue("files", await describePending(folder, dataset));
  }
  const checks = pass.finish(pending === undefined ? undefined : "the snapshot is not finished");
  if (options.isRemade === true && pending === undefined) {
    const { remakeSnapshot } = await import("./check/remake.ts");
    checks.push(await remakeSnapshot(snapshot, run.digests, pass, options.signal));
  }
  const proof = pass.proofReport();
  const { errorCount, warningCount, total, kept } = pass.findings;
  return {
    subject: directory,
    dataset: dataset.name,
    ok: errorCount === 0,
    facts: pending === undefined ? describeFacts(facts) : {},
    checks,
    issues: pass.issues(),
    omittedCount: total - kept.length,
    errorCount,
    warningCount,
    codes: pass.codes(),
    ...(proof === undefined ? {} : { proof }),
    rows: pass.rowCounts(),
    readRows: pass.readRows,
    sizeBytes: run.doneBytes,
    durationMs: performance.now() - begin,
  };
}

/** Numbers that nobody can know beforehand, so that no file can be made whose values have the same hashes. */
function drawSeeds(): HashSeeds {
  const [a, b] = crypto.getRandomValues(new Int32Array(2));
  return [a!, b!];
}

/**
 * What a manifest tells of a snapshot, for people.
 *
 * @param facts What is known of it.
 * @returns Producer, seed and records, as far as they are known.
 */
export function describeFacts(facts: SnapshotFacts): Record<string, string> {
  const { manifest, plan } = facts;
  const tool = memberOf(manifest?.value, "esdh.tool");
  const { seed, records } = plan ?? readForeignRun(facts);
  const text = (name: string) => {
    const value = memberOf(tool, name);
    return typeof value === "string" ? value : "?";
  };
  return {
    producer: isObject(tool) ? `${text("name")} ${text("version")}` : "not named",
    ...(seed === undefined ? {} : { seed: `${seed}` }),
    ...(records === undefined ? {} : { records: `${records}` }),
  };
}

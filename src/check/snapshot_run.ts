/**
 * Reads the files of a snapshot, each once, and some of their rows again.
 *
 * @module
 */
import { join } from "@std/path";
import { startDigest } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import type { ReadScope, TableEvent } from "../core/table.ts";
import { digestFile } from "../import/folder.ts";
import { contextOf, type TallySums } from "../report/tally_check.ts";
import { PartChecker } from "../validate/part_checker.ts";
import type { OpenTable, ValidationPass } from "../validate/pass.ts";
import type { RowTexts } from "../validate/suspects.ts";
import { PartPool } from "./part_pool.ts";
import { readGroups } from "./group_run.ts";
import { type PartRunOptions, readParts } from "./part_run.ts";
import { readRow, RowCollector } from "./row_collector.ts";
import type { OpenSnapshot, SourceFile } from "./open_snapshot.ts";

/** How far a validation is. */
export interface ValidationProgress {
  /** Bytes read. */
  readonly doneBytes: number;
  /** Bytes to read. */
  readonly totalBytes: number;
  /** Rows read. */
  readonly doneRows: number;
}

/** How files are read. */
export interface RunOptions {
  /** Ends the reading early. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most ten times a second. */
  readonly onProgress?: (progress: ValidationProgress) => void;
  /** Greatest number of threads; 0 for none. Default: one a core. */
  readonly workerCount?: number;
  /**
   * Bytes from which on all files together are checked in threads: each thread compiles the code of all checks anew,
   * which takes as long as a quarter of a million rows. Default: {@link PARTED_BYTES}.
   */
  readonly partedBytes?: number;
  /** Takes the sums of the measures of reports, where they are to be taken too. */
  readonly sums?: TallySums;
  /** Bytes of a part that a thread checks at a time. Default: 2 MiB. */
  readonly partBytes?: number;
}

/** Bytes from which on all files together are checked in threads, where no other number is given. */
export const PARTED_BYTES = 128 * 1024 * 1024;

/** Which part of that a file must have: a smaller one is read faster than it is sent. */
const FILE_SHARE = 1 / 128;

/** By what the bytes of a file of groups of rows count: they are packed. */
const GROUP_WEIGHT = 4;

const PROGRESS_INTERVAL_MS = 100;

/** Blocks whose records are handed on together. */
const BLOCKS_AT_ONCE = 8;

/** Reads the files of a snapshot into a pass. */
export class SnapshotRun {
  /** Bytes read so far. */
  doneBytes = 0;
  /** SHA-256 of each file that was read, by name. */
  readonly digests = new Map<string, string>();
  readonly #totalBytes: number;
  #reported = 0;
  #pool: PartPool | undefined;

  /**
   * @param folder The folder.
   * @param snapshot What is known of it.
   * @param pass Takes what the rows came to.
   * @param options Signal and progress.
   */
  constructor(
    readonly folder: string,
    readonly snapshot: OpenSnapshot,
    readonly pass: ValidationPass,
    readonly options: RunOptions,
  ) {
    const { facts, files } = snapshot;
    const paths = new Set([...facts.claims.keys(), ...files.map(({ path }) => path)]);
    this.#totalBytes = [...paths].reduce(
      (sum, path) => sum + (facts.found.get(path)?.sizeBytes ?? 0),
      0,
    );
  }

  /**
   * Reads all files, lets rows find each other, and reads again the rows that findings tell of.
   *
   * @throws {EsdhError} INTERRUPTED or the signal's own reason; IO if a temporary file can't be used.
   */
  async readAll(): Promise<void> {
    try {
      await this.#readFiles();
    } finally {
      this.#pool?.end();
    }
    await this.#join();
  }

  async #readFiles(): Promise<void> {
    for (const file of this.snapshot.files) {
      await this.#guard(file.path, () => this.#readFile(file));
    }
    const read = new Set(this.snapshot.files.map(({ path }) => path));
    for (const path of this.snapshot.facts.claims.keys()) {
      if (read.has(path) || !this.snapshot.facts.found.get(path)?.isFile) continue;
      await this.#guard(path, async () => this.#end(path, await this.#digest(path)));
    }
  }

  /** The threads, where a file is to be checked in them. */
  #poolFor({ path, reader }: SourceFile): PartPool | undefined {
    const cores = navigator.hardwareConcurrency || 2;
    // On one core a thread beside this one gains nothing.
    const { workerCount = cores === 1 ? 0 : cores, partedBytes = PARTED_BYTES } = this.options;
    const weight = reader.openGroups === undefined ? 1 : GROUP_WEIGHT;
    const sizeBytes = weight * (this.snapshot.facts.found.get(path)?.sizeBytes ?? 0);
    if (reader.parts === undefined && reader.openGroups === undefined) return undefined;
    if (workerCount === 0 || weight * this.#totalBytes < partedBytes) return undefined;
    if (sizeBytes < FILE_SHARE * partedBytes) return undefined;
    return this.#pool ??= new PartPool(workerCount, this.options.partBytes);
  }

  /** Reads a file in parts; answers whether that was possible. */
  async #readInParts(file: SourceFile, pool: PartPool): Promise<boolean> {
    const { pass } = this;
    const options = this.#partOptions(file, pool);
    const { scope } = options;
    const outcome = await readParts({ ...options, onBytes: (count) => this.#count(count) });
    if (outcome === undefined) return false;
    const { table, head, rest, sizeBytes, sha256 } = outcome;
    if (rest !== undefined) {
      const reading = new TableReading(pass, table, rest.row);
      const run = { kind: "rest", ...rest } as const;
      for await (const event of file.reader.parts!.readRows(scope, head, run)) {
        if (event.kind === "issue") reading.takeIssue(event);
        else if (event.kind === "rows") reading.take(event);
      }
      reading.end();
    } else pass.endTable(table);
    this.#end(file.path, { sizeBytes, sha256 });
    return true;
  }

  #partOptions(file: SourceFile, pool: PartPool): Omit<PartRunOptions, "onBytes"> {
    const { pass, snapshot, options } = this;
    return {
      ...{ file, scope: this.#scopeOf(file), pass, pool },
      dataset: snapshot.dataset.name,
      measured: options.sums === undefined
        ? undefined
        : contextOf(snapshot.dataset, snapshot.facts.plan).options,
    };
  }

  async #join(): Promise<void> {
    const questions = await this.pass.join(async () => {
      this.options.signal?.throwIfAborted();
      await Promise.resolve();
    });
    const texts = new Map<string, Map<number, RowTexts>>();
    for (const { path, table, rows } of questions) {
      await this.#guard(path, async () => {
        texts.set(`${path}\n${table}`, await this.#readAgain(path, table, rows));
      });
    }
    this.pass.tell((path, table, row) => texts.get(`${path}\n${table}`)?.get(row));
  }

  /** Turns a system's refusal to read a file into a finding. */
  async #guard<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (this.options.signal?.aborted || !(error instanceof EsdhError) || error.code !== "IO") {
        throw error;
      }
      // Only what is about this file: a temporary file that can't be used ends the validation.
      if (error.path === undefined) throw error;
      this.pass.addIssue("files", {
        code: "file-unreadable",
        severity: "error",
        message: error.message,
        path,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
      return undefined;
    }
  }

  async #readFile(file: SourceFile): Promise<void> {
    const { path, reader } = file;
    const { facts } = this.snapshot;
    if (reader.access === "random") {
      const end = await this.#digest(path);
      this.#end(path, end);
      const claimed = facts.claims.get(path)?.sha256;
      if (claimed !== undefined && claimed !== end.sha256) {
        this.pass.addIssue("structure", {
          code: "file-not-read",
          severity: "warning",
          message: "the rows were not read, because the file's bytes are not those of the manifest",
          path,
        });
        return;
      }
      const pool = this.#poolFor(file);
      if (pool !== undefined && await readGroups(this.#partOptions(file, pool))) return;
      return await this.#readTables(file);
    }
    const pool = this.#poolFor(file);
    if (pool !== undefined && await this.#readInParts(file, pool)) return;
    const digest = startDigest();
    let sizeBytes = 0;
    await this.#readTables(file, (bytes) => {
      digest.update(bytes);
      sizeBytes += bytes.length;
      this.#count(bytes.length);
    });
    this.#end(path, { sizeBytes, sha256: digest.hex() });
  }

  #scopeOf({ path, reader, tables }: SourceFile): ReadScope {
    const { entities } = this.snapshot.dataset;
    const names = new Map(
      entities.map(({ plural, fields }) => [plural, fields.map(({ name }) => name)]),
    );
    return {
      path: join(this.folder, path),
      label: path,
      ...(reader.holds === "entity" ? { table: tables[0]! } : {}),
      fields: (name: string) => names.get(name),
      ...(this.options.signal === undefined ? {} : { signal: this.options.signal }),
    };
  }

  /** Reads a file in this thread. */
  async #readTables(file: SourceFile, onBytes?: (bytes: Uint8Array) => void): Promise<void> {
    const { path, reader, tables } = file;
    const { entities } = this.snapshot.dataset;
    const scope = {
      ...this.#scopeOf(file),
      ...(onBytes === undefined ? {} : { onBytes }),
      numberFields: (name: string) => entities.find(({ plural }) => plural === name)?.fields,
    };
    const seen = new Set<string>();
    let isBroken = false;
    let reading: TableReading | undefined;
    for await (const event of reader.read(scope)) {
      switch (event.kind) {
        case "issue":
          isBroken ||= event.isFatal === true;
          if (reading === undefined) this.pass.takeIssue(event);
          else reading.takeIssue(event);
          break;
        case "value":
          this.pass.takeValue(path, event);
          break;
        case "table":
          seen.add(event.name);
          if (tables.includes(event.name)) {
            reading = new TableReading(this.pass, this.pass.openTable(path, event.name));
          }
          break;
        case "rows":
          if (tables.includes(event.name)) reading?.take(event);
          break;
        case "end":
          reading?.end();
          reading = undefined;
          break;
      }
    }
    reading?.end();
    if (!isBroken && reader.holds === "dataset") {
      for (const name of tables.filter((table) => !seen.has(table))) {
        this.pass.addIssue("structure", {
          code: "table-missing",
          severity: "error",
          message: `the file has no "${name}"`,
          path,
          entity: name,
          expected: name,
        });
      }
    }
  }

  async #readAgain(
    path: string,
    table: string,
    rows: readonly number[],
  ): Promise<Map<number, RowTexts>> {
    const { dataset, files } = this.snapshot;
    const file = files.find((file) => file.path === path)!;
    const names = dataset.entities.find(({ plural }) => plural === table)!.fields
      .map(({ name }) => name);
    const scope = {
      ...this.#scopeOf({ ...file, tables: [table] }),
      fields: (name: string) => name === table ? names : undefined,
    };
    const collector = new RowCollector(rows, readRow);
    for await (const event of file.reader.read(scope)) {
      if (event.kind === "rows" && event.name === table && collector.take(event.block)) break;
    }
    return collector.found;
  }

  #digest(path: string): Promise<{ sizeBytes: number; sha256: string }> {
    return digestFile(join(this.folder, path), (count) => this.#count(count), this.options.signal);
  }

  #end(path: string, end: { sizeBytes: number; sha256: string }): void {
    this.digests.set(path, end.sha256);
    this.pass.endFile({ path, ...end });
  }

  #count(bytes: number): void {
    this.doneBytes += bytes;
    const { onProgress } = this.options;
    if (onProgress === undefined) return;
    const now = performance.now();
    if (now - this.#reported < PROGRESS_INTERVAL_MS && this.doneBytes < this.#totalBytes) return;
    this.#reported = now;
    onProgress({
      doneBytes: this.doneBytes,
      totalBytes: this.#totalBytes,
      doneRows: this.pass.readRows,
    });
  }
}

/** A table that is read in this thread. */
class TableReading {
  readonly #pass: ValidationPass;
  readonly #table: OpenTable;
  readonly #checker: PartChecker;
  #nextRow = 0;
  #blockCount = 0;

  constructor(pass: ValidationPass, table: OpenTable, firstRow = 0) {
    this.#pass = pass;
    this.#table = table;
    this.#nextRow = firstRow;
    this.#checker = new PartChecker(pass.partOptions(table));
  }

  takeIssue(event: Extract<TableEvent, { kind: "issue" }>): void {
    this.#checker.takeIssue(event, this.#nextRow);
  }

  take({ block }: Extract<TableEvent, { kind: "rows" }>): void {
    this.#checker.check(block);
    this.#nextRow = block.start + block.count;
    if (++this.#blockCount % BLOCKS_AT_ONCE === 0) this.#hand();
  }

  end(): void {
    this.#hand();
    this.#pass.endTable(this.#table);
  }

  #hand(): void {
    const result = this.#checker.take();
    this.#pass.takePart(this.#table, result);
    this.#checker.giveBack(result.runs.map(({ words }) => words.buffer));
  }
}

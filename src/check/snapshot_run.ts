/**
 * Reads the files of a snapshot, in an order in which references can be followed.
 *
 * @module
 */
import { join } from "@std/path";
import { startDigest } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { digestFile } from "../import/folder.ts";
import type { ValidationPass } from "../validate/pass.ts";
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
}

const PROGRESS_INTERVAL_MS = 100;

/** Reads the files of a snapshot into a pass. */
export class SnapshotRun {
  /** Bytes read so far. */
  doneBytes = 0;
  /** SHA-256 of each file that was read, by name. */
  readonly digests = new Map<string, string>();
  readonly #totalBytes: number;
  #reported = 0;

  /**
   * @param folder The folder.
   * @param snapshot What is known of it.
   * @param pass Takes what the readers come upon.
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
   * Reads all files, each once, and again where rows come before those they refer to.
   *
   * @throws {EsdhError} INTERRUPTED or the signal's own reason.
   */
  async readAll(): Promise<void> {
    const waiting = [...this.snapshot.files];
    const left: SourceFile[] = [];
    while (waiting.length > 0) {
      const at = Math.max(0, waiting.findIndex((file) => this.#canStart(file)));
      const [file] = waiting.splice(at, 1);
      const late = await this.#guard(file!.path, () => this.#readFile(file!));
      if (late !== undefined && late.length > 0) left.push({ ...file!, tables: late });
    }
    // Tables that stand before those they refer to are read in further passes over their file.
    while (left.length > 0) {
      const at = Math.max(
        0,
        left.findIndex((file) => file.tables.some((name) => this.pass.isReady(name))),
      );
      const [file] = left.splice(at, 1);
      const ready = file!.tables.filter((name) => this.pass.isReady(name));
      const now = ready.length > 0 ? ready : file!.tables;
      await this.#guard(file!.path, () => this.#readTables(file!, now));
      const rest = file!.tables.filter((name) => !now.includes(name));
      if (rest.length > 0) left.push({ ...file!, tables: rest });
    }
    for (const { path, table } of this.pass.wanted()) {
      await this.#guard(path, () => this.#readAgain(path, table));
    }
    const read = new Set(this.snapshot.files.map(({ path }) => path));
    for (const path of this.snapshot.facts.claims.keys()) {
      if (read.has(path) || !this.snapshot.facts.found.get(path)?.isFile) continue;
      await this.#guard(path, async () => this.#end(path, await this.#digest(path)));
    }
  }

  /** Whether all that a file's tables refer to was read, or is in the file itself. */
  #canStart({ tables }: SourceFile): boolean {
    return tables.every((name) =>
      this.pass.isReady(name) ||
      this.snapshot.dataset.entities.find(({ plural }) => plural === name)!.fields
        .every(({ reference }) => reference === undefined || tables.includes(reference.entity))
    );
  }

  /** Turns a system's refusal to read a file into a finding. */
  async #guard<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (this.options.signal?.aborted || !(error instanceof EsdhError) || error.code !== "IO") {
        throw error;
      }
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

  /** Reads a file; answers the tables that must be read later. */
  async #readFile(file: SourceFile): Promise<string[]> {
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
        return [];
      }
      return await this.#readTables(file, file.tables);
    }
    const digest = startDigest();
    let sizeBytes = 0;
    const late = await this.#readTables(file, file.tables, (bytes) => {
      digest.update(bytes);
      sizeBytes += bytes.length;
      this.#count(bytes.length);
    });
    this.#end(path, { sizeBytes, sha256: digest.hex() });
    return late;
  }

  async #readTables(
    { path, reader, tables: held }: SourceFile,
    tables: readonly string[],
    onBytes?: (bytes: Uint8Array) => void,
  ): Promise<string[]> {
    const { entities } = this.snapshot.dataset;
    const names = new Map(
      entities.map(({ plural, fields }) => [plural, fields.map(({ name }) => name)]),
    );
    const late = new Set<string>();
    const seen = new Set<string>();
    const isFirstPass = onBytes !== undefined;
    let isBroken = false;
    const scope = {
      path: join(this.folder, path),
      label: path,
      ...(reader.holds === "entity" ? { table: held[0]! } : {}),
      fields: (name: string) => names.get(name),
      ...(onBytes === undefined ? {} : { onBytes }),
      ...(this.options.signal === undefined ? {} : { signal: this.options.signal }),
    };
    for await (const event of reader.read(scope)) {
      if (event.kind === "issue") {
        isBroken ||= event.isFatal === true;
        if (isFirstPass || reader.access === "random") this.pass.take(path, event);
        continue;
      }
      if (event.kind === "table") {
        seen.add(event.name);
        const mayRead = this.pass.isReady(event.name) || !isFirstPass || reader.holds === "entity";
        if (!mayRead) late.add(event.name);
      }
      if (event.kind === "value") {
        if (isFirstPass) this.pass.take(path, event);
        continue;
      }
      if (!late.has(event.name) && tables.includes(event.name)) this.pass.take(path, event);
    }
    if (isFirstPass && !isBroken && reader.holds === "dataset") {
      for (const name of held.filter((table) => !seen.has(table))) {
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
    return [...late];
  }

  async #readAgain(path: string, table: string): Promise<void> {
    const { dataset, files } = this.snapshot;
    const { reader } = files.find((file) => file.path === path)!;
    const fields = dataset.entities.find(({ plural }) => plural === table)!.fields;
    const names = fields.map(({ name }) => name);
    const scope = {
      path: join(this.folder, path),
      label: path,
      ...(reader.holds === "entity" ? { table } : {}),
      fields: (name: string) => name === table ? names : undefined,
      ...(this.options.signal === undefined ? {} : { signal: this.options.signal }),
    };
    for await (const event of reader.read(scope)) {
      if (event.kind === "rows" && event.name === table) {
        this.pass.takeAgain(path, table, event.block);
      }
    }
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

/**
 * A small dataset in memory, for tests of rules.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { Finding } from "../core/report.ts";
import type { RowRule } from "../core/rule.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import type { CheckResult } from "../core/report.ts";
import { CHECKS } from "./mod.ts";
import { PartChecker } from "./part_checker.ts";
import { ValidationPass } from "./pass.ts";
import type { SpillFile } from "./record_store.ts";
import type { RowTexts } from "./suspects.ts";

/** A row: cells in the order of the fields, null where there is no value. */
export type TestRow = readonly (string | null)[];

/** A table of a file. */
export interface TestTable {
  /** Plural name of the entity. */
  readonly name: string;
  readonly path: string;
  readonly rows: readonly TestRow[];
}

/** How a test dataset is checked. */
export interface TestOptions {
  /** Rows of a block; default: all. */
  readonly blockRows?: number;
  /** Bytes of records that are held in memory; default: 16 MiB. */
  readonly budgetBytes?: number;
  readonly maxIssues?: number;
}

/** What came of it. */
export interface TestOutcome {
  readonly issues: readonly Finding[];
  readonly checks: readonly CheckResult[];
  /** Bytes that did not fit into memory. */
  readonly spilledBytes: number;
  /** Whether the file for them was closed. */
  readonly isClosed: boolean;
  /** All findings, kept or not: `code count`. */
  readonly codes: readonly string[];
}

/**
 * Checks tables as a snapshot's are checked, without files.
 *
 * @param entities The dataset's entities.
 * @param rules Its rules between rows.
 * @param tables The tables, in the order they are read.
 * @param options Sizes.
 * @returns Findings and results.
 */
export async function checkTables(
  entities: readonly Entity[],
  rules: readonly RowRule[],
  tables: readonly TestTable[],
  options: TestOptions = {},
): Promise<TestOutcome> {
  const { budgetBytes = 1 << 24, maxIssues = 1000 } = options;
  const spill = new MemorySpill();
  const pass = new ValidationPass({
    entities,
    rules: {
      rows: rules,
      metadata: [],
      manifest: [],
      metadataPath: "",
      extraPaths: [],
      references: [],
    },
    marker: "test",
    facts: { found: new Map(), claims: new Map() } as never,
    sources: new Map(entities.map(({ plural }) => [
      plural,
      tables.filter(({ name }) => name === plural).map(({ path }) => path),
    ])),
    checks: CHECKS.filter(({ name }) => name !== "manifest" && name !== "metadata"),
    maxIssues,
    store: { budgetBytes, openSpill: () => spill },
    seeds: [1, 2],
  });
  for (const { name, path, rows } of tables) {
    const table = pass.openTable(path, name);
    const checker = new PartChecker(pass.partOptions(table));
    const size = options.blockRows ?? Math.max(1, rows.length);
    for (let start = 0; start < rows.length; start += size) {
      checker.check(makeBlock(rows.slice(start, start + size), start));
      pass.takePart(table, checker.take());
    }
    pass.endTable(table);
  }
  await pass.join();
  pass.tell((path, table, row): RowTexts => ({
    line: row + 2,
    cells: tables.find((each) => each.path === path && each.name === table)!.rows[row]!,
  }));
  const checks = pass.finish();
  pass.close();
  return {
    issues: pass.issues(),
    checks,
    spilledBytes: spill.sizeBytes,
    isClosed: spill.isClosed,
    codes: pass.codes().map(({ code, count }) => `${code} ${count}`),
  };
}

/**
 * Rows as a reader of a format without types gives them.
 *
 * @param rows The rows.
 * @param start Index of the first.
 * @returns A block.
 */
export function makeBlock(rows: readonly TestRow[], start: number): RowBlock {
  const cells = rows.flat();
  const encoder = new TextEncoder();
  const texts = cells.map((cell) => encoder.encode(cell ?? ""));
  const ends = new Int32Array(cells.length);
  let end = 0;
  texts.forEach((text, at) => ends[at] = end += text.length);
  const bytes = new Uint8Array(end);
  texts.forEach((text, at) => bytes.set(text, ends[at]! - text.length));
  return {
    start,
    count: rows.length,
    width: rows[0]?.length ?? 0,
    bytes,
    starts: ends.map((end, at) => end - texts[at]!.length),
    ends,
    kinds: Uint8Array.from(cells, (cell) => cell === null ? CELL.null : CELL.untyped),
    lines: Float64Array.from(rows, (_row, at) => start + at + 2),
  };
}

/** A file that is none. */
export class MemorySpill implements SpillFile {
  sizeBytes = 0;
  isClosed = false;
  #bytes = new Uint8Array(1024);

  write(bytes: Uint8Array): void {
    if (this.sizeBytes + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array((this.sizeBytes + bytes.length) * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.sizeBytes);
    this.sizeBytes += bytes.length;
  }

  read(bytes: Uint8Array, offsetBytes: number): void {
    bytes.set(this.#bytes.subarray(offsetBytes, offsetBytes + bytes.length));
  }

  close(): void {
    this.isClosed = true;
  }
}

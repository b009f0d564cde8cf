/**
 * One pass of all checks over a snapshot: what readers yield goes in, a report comes out.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { Issue } from "../core/issue.ts";
import type { CheckResult, Finding } from "../core/report.ts";
import type { DatasetRules } from "../core/rule.ts";
import type { RowBlock, TableEvent } from "../core/table.ts";
import type { BlockView, Check, CheckRun, CheckScope, EntityMemory, FileEnd } from "./check.ts";
import type { SnapshotFacts } from "./facts.ts";
import { STATE } from "./decoded_column.ts";
import { Findings } from "./findings.ts";
import { Interner } from "./interner.ts";
import { openMemory } from "./memory.ts";

/** What a pass is about. */
export interface PassOptions {
  readonly entities: readonly Entity[];
  readonly rules: DatasetRules;
  readonly marker: string;
  readonly facts: SnapshotFacts;
  /** Files that hold each entity, by plural name. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly checks: readonly Check[];
  /** Findings that are kept whole. */
  readonly maxIssues: number;
}

/** A check at work, with the time it has taken. */
interface Entry {
  readonly check: Check;
  readonly run: CheckRun;
  durationMs: number;
}

/**
 * Shows a snapshot to all checks. Memory grows with the number of rows, up to `MAX_KEYS` an entity, and
 * not with what stands in them, texts that rules of other entities look at apart; docs/validation.md has
 * the bound.
 */
export class ValidationPass {
  /** What was found so far. */
  readonly findings: Findings;
  /** Rows that were read, over all files. */
  readRows = 0;
  readonly #scope: CheckScope;
  readonly #entries: Entry[];
  readonly #order: readonly string[];

  /** @param options What the pass is about. */
  constructor(options: PassOptions) {
    this.findings = new Findings(options.maxIssues);
    const words = new Interner();
    const memories = new Map(options.entities.map((entity) => [
      entity.plural,
      openMemory(entity, options.entities, options.rules.rows, words, options.sources),
    ]));
    this.#scope = {
      facts: options.facts,
      rules: options.rules,
      marker: options.marker,
      findings: this.findings,
      words,
      memories,
    };
    this.#entries = options.checks.map((check) => ({
      check,
      run: check.open(this.#scope),
      durationMs: 0,
    }));
    this.#order = options.checks.map(({ name }) => name);
  }

  /** Shows the manifest and the list of files. */
  start(): void {
    this.#each((run) => run.start?.());
  }

  /**
   * Whether the rows of a table can be read now: those it refers to were, or never will be.
   *
   * @param table Plural name of the entity.
   * @returns False where a file holds an entity it refers to that was not read yet.
   */
  isReady(table: string): boolean {
    return [...(this.#scope.memories.get(table)?.targets ?? [])].every((name) => {
      const target = this.#scope.memories.get(name);
      return target === undefined || target.isRead || target.sources.length === 0;
    });
  }

  /**
   * Shows what a reader came upon.
   *
   * @param path File name.
   * @param event The event.
   */
  take(path: string, event: TableEvent): void {
    switch (event.kind) {
      case "issue":
        this.findings.add("structure", event.head, event.build);
        break;
      case "value":
        this.#each((run) => run.value?.(path, event.name, event.value, event.line));
        break;
      case "rows":
        this.#takeRows(path, this.#scope.memories.get(event.name)!, event.block);
        break;
      case "end":
        this.#endTable(path, this.#scope.memories.get(event.name)!, event.rowCount);
        break;
    }
  }

  /**
   * Shows the end of a file.
   *
   * @param end Size and digest.
   */
  endFile(end: FileEnd): void {
    this.#each((run) => run.fileEnd?.(end));
  }

  /** Tables that a check must see once more. */
  wanted(): { readonly path: string; readonly table: string }[] {
    return this.#entries.flatMap(({ run }) => [...(run.wanted?.() ?? [])]);
  }

  /**
   * Shows rows of a table of {@link wanted}.
   *
   * @param path File name.
   * @param table Plural name of the entity.
   * @param block The rows.
   */
  takeAgain(path: string, table: string, block: RowBlock): void {
    this.#each((run) => run.rowsAgain?.(path, table, block));
  }

  /**
   * Adds a finding from outside the checks.
   *
   * @param check Name of the check it belongs to.
   * @param issue The issue.
   */
  addIssue(check: string, issue: Issue): void {
    this.findings.addIssue(check, issue);
  }

  /** Number of rows of each entity that was read. */
  rowCounts(): Record<string, number> {
    const read = [...this.#scope.memories.values()].filter(({ isRead }) => isRead);
    return Object.fromEntries(read.map(({ entity, rowCount }) => [entity.plural, rowCount]));
  }

  /**
   * Ends all checks.
   *
   * @param reason Why the checks saw nothing of the snapshot; default: they saw it.
   * @returns A result for each check, in order.
   */
  finish(reason?: string): CheckResult[] {
    return this.#entries.map((entry) => {
      const start = performance.now();
      const { detail, skipped } = reason === undefined
        ? entry.run.finish()
        : { detail: "", skipped: reason };
      entry.durationMs += performance.now() - start;
      const { name, title } = entry.check;
      const errorCount = this.findings.countOf(name);
      const warningCount = this.findings.countOf(name, "warning");
      const quiet = skipped === undefined ? "pass" : "skip";
      return {
        name,
        title,
        status: errorCount > 0 ? "fail" : warningCount > 0 ? "warn" : quiet,
        detail: skipped ?? detail,
        errorCount,
        warningCount,
        durationMs: entry.durationMs,
      };
    });
  }

  /** Findings that were kept, in the order of the checks. */
  issues(): Finding[] {
    const place = ({ check }: Finding) => this.#order.indexOf(check);
    return [...this.findings.kept].sort((a, b) => place(a) - place(b));
  }

  #each(show: (run: CheckRun) => void): void {
    for (const entry of this.#entries) {
      const start = performance.now();
      show(entry.run);
      entry.durationMs += performance.now() - start;
    }
  }

  #takeRows(path: string, memory: EntityMemory, block: RowBlock): void {
    this.readRows += block.count;
    const isFirst = !memory.isRead;
    const targets: (Int32Array | undefined)[] = [];
    const columns = memory.decoders.map(({ column }) => column);
    const view: BlockView = { memory, path, block, columns, isFirst, targets };
    let isResolved = false;
    this.#each((run) => {
      run.rows?.(view);
      // The first check that looks at rows decodes them; then references can be followed.
      if (isResolved || run.rows === undefined) return;
      isResolved = true;
      if (isFirst) this.#follow(view, targets);
    });
    if (!isFirst) return;
    memory.rowCount = block.start + block.count;
    // No reference leads to a row whose key is not held.
    const held = Math.min(block.count, (memory.keys?.keys.count ?? Infinity) - block.start);
    for (const [name, kept] of memory.kept) {
      const place = memory.entity.fields.findIndex((field) => field.name === name);
      kept.append(columns[place]!, block, place, held);
    }
  }

  #follow({ memory, block, columns }: BlockView, targets: (Int32Array | undefined)[]): void {
    memory.entity.fields.forEach(({ reference }, place) => {
      const target = reference === undefined
        ? undefined
        : this.#scope.memories.get(reference.entity);
      if (target?.keys === undefined || !target.isRead) {
        targets[place] = undefined;
        return;
      }
      const room = memory.targetRooms[place]!;
      const rows = room.length >= block.count
        ? room
        : memory.targetRooms[place] = new Int32Array(block.count);
      const { states, ids } = columns[place]!;
      for (let row = 0; row < block.count; row++) {
        rows[row] = states[row] === STATE.value ? target.keys.find(ids, row * 4) : -2;
      }
      targets[place] = rows;
    });
  }

  #endTable(path: string, memory: EntityMemory, rowCount: number): void {
    const isFirst = !memory.isRead;
    if (isFirst) memory.rowCount = rowCount;
    this.#each((run) => run.tableEnd?.({ memory, path, rowCount, isFirst }));
    memory.isRead = true;
  }
}

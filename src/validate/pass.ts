/**
 * One pass of all checks over a snapshot: what the rows of each table came to goes in, a report comes out.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { Issue } from "../core/issue.ts";
import type { CheckResult, CodeCount, Finding, ProofReport } from "../core/report.ts";
import type { DatasetRules } from "../core/rule.ts";
import type { IssueEvent, TableEvent } from "../core/table.ts";
import {
  type Check,
  type CheckRun,
  type CheckScope,
  type EntityState,
  type FileEnd,
  type JoinCounts,
  MAX_ROWS,
} from "./check.ts";
import { type ProofScope, reportProofs } from "./checks/synthetic.ts";
import { STRUCTURE } from "./checks/structure.ts";
import type { SnapshotFacts } from "./facts.ts";
import { Findings } from "./findings.ts";
import { finishHash } from "./hash.ts";
import { Joins, type TableRecords } from "./joins.ts";
import { type DatasetLayout, planLayout, type StreamPlan, streamsOf } from "./layout.ts";
import type { PartOptions, PartResult } from "./part_checker.ts";
import { RecordStore, type RecordStream, type StoreOptions } from "./record_store.ts";
import type { HashSeeds } from "./record_hashes.ts";
import type { RecordRun } from "./record_writer.ts";
import {
  chooseQuestions,
  chooseTold,
  placesOf,
  type Question,
  type QuestionPlace,
  tellQuestions,
} from "./questions.ts";
import type { RowTexts } from "./suspects.ts";

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
  /** Where the records of rows are kept. */
  readonly store: StoreOptions;
  /** Numbers that decide the hashes of values. */
  readonly seeds: HashSeeds;
  /** What is to be proven of fields, where it is asked for. */
  readonly proof?: ProofScope;
}

/** A check at work. */
interface Entry {
  readonly check: Check;
  readonly run: CheckRun;
}

/** A table of a file that is being read. */
export interface OpenTable extends TableRecords {
  readonly isCompared: boolean;
  rowCount: number;
  /** What the row parts of checks counted, by check. */
  readonly counts: Map<string, Record<string, number>>;
}

const NO_JOINS: JoinCounts = {
  references: 0,
  unseen: [],
  keys: 0,
  tests: 0,
  asked: [],
  left: [],
  compared: 0,
};

/**
 * Shows a snapshot to all checks. Memory: the budget of the store, the records of one partition while rows find
 * each other, and the findings that are kept; docs/validation.md has the bound.
 */
export class ValidationPass {
  /** What was found so far. */
  readonly findings: Findings;
  /** What rows leave behind. */
  readonly layout: DatasetLayout;
  /** Rows that were read, over all files. */
  readRows = 0;
  readonly #options: PassOptions;
  readonly #scope: CheckScope;
  readonly #entries: Entry[];
  readonly #order: readonly string[];
  readonly #store: RecordStore;
  readonly #tables: OpenTable[] = [];
  #joined = NO_JOINS;
  #questions: Question[] = [];

  /** @param options What the pass is about. */
  constructor(options: PassOptions) {
    this.#options = options;
    this.findings = new Findings(options.maxIssues);
    this.layout = planLayout(options.entities, options.rules.rows);
    this.#store = new RecordStore(options.store);
    const states = new Map(options.entities.map((entity): [string, EntityState] => [
      entity.plural,
      {
        entity,
        sources: options.sources.get(entity.plural) ?? [],
        firstPath: undefined,
        rowCount: 0,
        isRead: false,
      },
    ]));
    const { facts, rules, marker } = options;
    const { proofs, unproven } = options.proof ?? { proofs: [], unproven: [] };
    this.#scope = {
      ...{ facts, rules, marker, findings: this.findings, states },
      ...{ proofs, unproven, proofSums: new Map() },
    };
    this.#entries = options.checks.map((check) => ({ check, run: check.open(this.#scope) }));
    this.#order = options.checks.map(({ name }) => name);
  }

  /** Shows the manifest and the list of files. */
  start(): void {
    this.#each((run) => run.start?.());
  }

  /**
   * Opens a table of a file. Tables are opened in the order of findings: the first one of an entity is the one
   * that its others are compared with.
   *
   * @param path File name.
   * @param name Plural name of the entity.
   * @returns The table, without rows.
   */
  openTable(path: string, name: string): OpenTable {
    const state = this.#scope.states.get(name)!;
    const isFirst = state.firstPath === undefined;
    state.firstPath ??= path;
    const isCompared = state.sources.length > 1;
    const plans = streamsOf(this.layout, state.entity, isFirst, isCompared);
    const table: OpenTable = {
      entity: state.entity,
      path,
      isFirst,
      isCompared,
      streams: new Map(
        plans.map((plan): [StreamPlan, RecordStream] => [plan, this.#store.open(plan.width)]),
      ),
      rowCount: 0,
      counts: new Map(),
    };
    this.#tables.push(table);
    return table;
  }

  /**
   * What the checker of a table's rows has to know.
   *
   * @param table The table.
   * @returns Its options.
   */
  partOptions(table: OpenTable): PartOptions {
    const { rules, marker, checks, seeds, proof } = this.#options;
    const { entity, path, isFirst, isCompared } = table;
    const maxKept = this.findings.maxKept - this.findings.kept.length;
    const { layout } = this;
    return {
      ...{ entity, rules: rules.rows, layout, marker, checks, path },
      ...{ isFirst, isCompared, seeds, maxKept },
      ...(proof === undefined ? {} : { proof }),
    };
  }

  /** What the proofs came to; undefined where none was asked for. */
  proofReport(): ProofReport | undefined {
    const { proof } = this.#options;
    if (proof === undefined) return undefined;
    return reportProofs(proof, this.#scope.proofSums, this.#scope.states);
  }

  /**
   * Takes what rows of a table came to. Results come in the order of the rows.
   *
   * @param table The table.
   * @param result The result.
   * @param baseRow Index of the first row, where the result counts from 0.
   * @param baseLine Lines before the first one of the result.
   */
  takePart(table: OpenTable, result: PartResult, baseRow = 0, baseLine = 0): void {
    const { kept, found, counts, taken, runs, rowCount } = result;
    this.readRows += rowCount;
    table.rowCount += rowCount;
    for (const { check, count, ...head } of found) this.findings.count(check, head, count);
    for (const { index, line, ...finding } of kept) {
      this.findings.keep({
        ...finding,
        ...(index === undefined ? {} : { index: index + baseRow }),
        ...(line === undefined ? {} : { line: line + baseLine }),
      });
    }
    for (const [check, numbers] of Object.entries(counts)) {
      const sums = table.counts.get(check) ?? {};
      for (const [name, number] of Object.entries(numbers)) {
        sums[name] = (sums[name] ?? 0) + number;
      }
      table.counts.set(check, sums);
    }
    for (const { check, run } of this.#entries) {
      if (check.name in taken) run.part?.(table, taken[check.name]);
    }
    if (table.rowCount > MAX_ROWS) return;
    [...table.streams].forEach(([plan, stream], at) => {
      const run = runs[at]!;
      shiftRows(plan, run, baseRow);
      if (run.ends === undefined) stream.append(run.words, run.length);
      else stream.appendSorted(run.words, run.ends);
    });
  }

  /**
   * Shows the end of a table.
   *
   * @param table The table.
   */
  endTable(table: OpenTable): void {
    const { entity, path, rowCount, isFirst, counts } = table;
    const state = this.#scope.states.get(entity.plural)!;
    if (isFirst) {
      state.rowCount = rowCount;
      state.isRead = true;
    }
    for (const { check, run } of this.#entries) {
      const own = counts.get(check.name) ?? {};
      run.tableEnd?.({ entity, path, rowCount, isFirst, counts: own });
    }
  }

  /**
   * Takes a finding of a reader that belongs to no table.
   *
   * @param event The finding.
   */
  takeIssue(event: IssueEvent): void {
    this.findings.add(STRUCTURE, event.head, event.build);
  }

  /**
   * Shows a value beside the tables.
   *
   * @param path File name.
   * @param event The value.
   */
  takeValue(path: string, event: Extract<TableEvent, { kind: "value" }>): void {
    this.#each((run) => run.value?.(path, event.name, event.value, event.line));
  }

  /**
   * Shows the end of a file.
   *
   * @param end Size and digest.
   */
  endFile(end: FileEnd): void {
    this.#each((run) => run.fileEnd?.(end));
  }

  /**
   * Lets all rows find each other.
   *
   * @param onPartition Called now and then; it may end the joins by throwing.
   * @returns Rows to read once more: for each file and table, their indices in order.
   */
  async join(
    onPartition?: () => Promise<void>,
  ): Promise<QuestionPlace[]> {
    const { entities } = this.#options;
    const { suspects, told, counts } = await new Joins({
      entities,
      layout: this.layout,
      tables: this.#tables,
      budgetBytes: this.#store.budgetBytes,
      maxKept: Math.min(this.findings.maxKept - this.findings.kept.length, 1_000_000),
      maxTold: Math.min(this.findings.kept.length, 1_000_000),
      ...(onPartition === undefined ? {} : { onPartition }),
    }).run();
    this.#joined = counts;
    const { findings } = this;
    this.#questions = [
      ...chooseTold(told, findings.kept),
      ...chooseQuestions(
        suspects,
        findings,
        (kind) => this.#order.indexOf(kind.check) * 1000 + entities.indexOf(kind.place.entity),
      ),
    ];
    return placesOf(this.#questions);
  }

  /**
   * Tells of the rows at fault, once they were read again.
   *
   * @param find Gives the texts of a row; undefined where they could not be read.
   */
  tell(find: (path: string, table: string, row: number) => RowTexts | undefined): void {
    tellQuestions(this.#questions, this.findings, find);
    this.#questions = [];
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
    const read = [...this.#scope.states.values()].filter(({ isRead }) => isRead);
    return Object.fromEntries(read.map(({ entity, rowCount }) => [entity.plural, rowCount]));
  }

  /** Gives back what the pass holds outside of memory. It can be called again. */
  close(): void {
    this.#store.close();
  }

  /**
   * Ends all checks.
   *
   * @param reason Why the checks saw nothing of the snapshot; default: they saw it.
   * @returns A result for each check, in order.
   */
  finish(reason?: string): CheckResult[] {
    return this.#entries.map(({ check, run }) => {
      const { detail, skipped } = reason === undefined
        ? run.finish(this.#joined)
        : { detail: "", skipped: reason };
      const { name, title } = check;
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
      };
    });
  }

  /** Findings that were kept, in the order of the checks. */
  issues(): Finding[] {
    const place = ({ check }: Finding) => this.#order.indexOf(check);
    return [...this.findings.kept].sort((a, b) => place(a) - place(b));
  }

  /** Counts of all findings, in the order of the checks and, of each check, of the codes' names. */
  codes(): CodeCount[] {
    const place = ({ check }: CodeCount) => this.#order.indexOf(check);
    return this.findings.codeCounts().sort((a, b) =>
      place(a) - place(b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
    );
  }

  #each(show: (run: CheckRun) => void): void {
    for (const { run } of this.#entries) show(run);
  }
}

/** Turns indices that count from the first row of a part into those of the table. */
function shiftRows(
  { width, places }: StreamPlan,
  { words, length }: RecordRun,
  base: number,
): void {
  for (let at = 0; at < length; at += width) {
    const row = words[at + 2]! + base;
    words[at + 2] = row;
    if (places.length > 0) continue;
    words[at] = finishHash(row | 0);
    words[at + 1] = row;
  }
}

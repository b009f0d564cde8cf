/**
 * Checks rows of one table: what can be said of each row alone, and what they leave for the rest.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { IssueHead } from "../core/issue.ts";
import type { Finding } from "../core/report.ts";
import type { RowRule } from "../core/rule.ts";
import type { IssueEvent, RowBlock } from "../core/table.ts";
import { cellIssue } from "./cell_issue.ts";
import type { Check, RowCheck, RowScope } from "./check.ts";
import { STRUCTURE } from "./checks/structure.ts";
import type { ProofScope } from "./checks/synthetic.ts";
import { FieldDecoder } from "./decoder.ts";
import { Interner } from "./interner.ts";
import { type DatasetLayout, streamsOf } from "./layout.ts";
import { levelFields } from "./level_slots.ts";
import { hashRows, type HashSeeds } from "./record_hashes.ts";
import { type RecordRun, RecordWriter } from "./record_writer.ts";
import { classesOf } from "./rules/level_classes.ts";
import { codedFields } from "./rules/mod.ts";

/** Findings of one code. */
export interface PartCount extends IssueHead {
  readonly check: string;
  count: number;
}

/** What rows came to. It can be sent to another thread. */
export interface PartResult {
  readonly rowCount: number;
  /** Findings that were kept, in the order of the rows. */
  readonly kept: Finding[];
  /** All findings, by check and code. */
  readonly found: PartCount[];
  /** What the row parts of checks counted, by check. */
  readonly counts: Record<string, Record<string, number>>;
  /** What the row parts of checks gathered beside their counts, by check. */
  readonly taken: Record<string, unknown>;
  /** Records, a run for each stream of the table. */
  readonly runs: RecordRun[];
}

/** What a part checker is about. */
export interface PartOptions {
  readonly entity: Entity;
  /** Rules of the dataset. */
  readonly rules: readonly RowRule[];
  readonly layout: DatasetLayout;
  readonly marker: string;
  readonly checks: readonly Check[];
  /** File name, for findings. */
  readonly path: string;
  /** Whether the file is the first that holds the entity. */
  readonly isFirst: boolean;
  /** Whether several files hold it. */
  readonly isCompared: boolean;
  readonly seeds: HashSeeds;
  /** Findings that are kept whole, of each part. */
  readonly maxKept: number;
  /** What is to be proven of fields; default: nothing. */
  readonly proof?: ProofScope;
  /** Gives words their numbers; may be shared by tables. */
  readonly words?: Interner;
}

/** A finding of a block that may have to wait for those of earlier rows. */
interface Pending {
  /** Row in the block. */
  readonly row: number;
  readonly finding: Finding;
}

/**
 * Checks the rows of a table, block by block. Findings are in the order of the rows and, within a row, of the
 * checks and fields, wherever a block ends.
 */
export class PartChecker {
  readonly #options: PartOptions;
  readonly #scope: RowScope;
  readonly #checks: readonly { readonly name: string; readonly run: RowCheck }[];
  readonly #writers: readonly RecordWriter[];
  readonly #hashed: { hashes: [Int32Array, Int32Array] } = {
    hashes: [new Int32Array(0), new Int32Array(0)],
  };
  #pending: Pending[] = [];
  #kept: Finding[] = [];
  #keptCount = 0;
  #found = new Map<string, PartCount>();
  #rowCount = 0;

  /** @param options What it is about. */
  constructor(options: PartOptions) {
    this.#options = options;
    const { entity, rules, path, marker, isFirst, isCompared, seeds } = options;
    const words = options.words ?? new Interner();
    const own = rules.filter((rule) => rule.entity === entity.plural);
    const streams = streamsOf(options.layout, entity, isFirst, isCompared);
    const conditions = streams.flatMap(({ rule }) => rule?.when?.values ? [rule.when.field] : []);
    const asked = options.checks.flatMap((check) => check.wordFields?.(entity, isFirst) ?? []);
    const facts = streams.flatMap(({ slots }) =>
      slots.flatMap(({ value }) =>
        value.kind === "levels" ? levelFields(value.packing, entity) : []
      )
    );
    const few = new Set(
      own.flatMap((rule) =>
        rule.kind === "level" && classesOf(rule, entity).slots === undefined ? [rule.field] : []
      ),
    );
    const coded = new Set([...codedFields(own), ...conditions, ...asked, ...facts]);
    const decoders = entity.fields.map((field, place) =>
      new FieldDecoder(field, place, words, {
        hasCodes: coded.has(field.name),
        hasHashes: isCompared,
        isRepeating: few.has(field.name),
      })
    );
    const columns = decoders.map(({ column }) => column);
    const { proofs, unproven } = options.proof ?? { proofs: [], unproven: [] };
    this.#scope = {
      ...{ entity, columns, words, path, decoders, rules: own, marker, isFirst },
      ...{ proofs, unproven },
    };
    this.#checks = options.checks.flatMap(({ name, openRows }) =>
      openRows === undefined ? [] : [{ name, run: openRows(this.#scope) }]
    );
    this.#writers = streams.map((plan) => new RecordWriter(plan, this.#scope, seeds));
  }

  /**
   * Takes a finding of the reader. It must come before the block with its row.
   *
   * @param event The finding.
   * @param start Index of the first row of the next block.
   */
  takeIssue(event: IssueEvent, start: number): void {
    this.#count(STRUCTURE, event.head);
    if (!this.#hasRoom) return;
    const issue = event.build();
    this.#pending.push({
      row: (issue.index ?? -1) - start,
      finding: { ...issue, check: STRUCTURE },
    });
  }

  /**
   * Checks rows.
   *
   * @param block The rows.
   */
  check(block: RowBlock): void {
    const { isCompared } = this.#options;
    const scope = this.#scope;
    this.#rowCount += block.count;
    for (const { name, run } of this.#checks) {
      run.rows(block, (row, place, head, build) => {
        this.#count(name, head);
        if (!this.#hasRoom) return;
        const issue = cellIssue(scope, block, row, place, { ...head, ...build() });
        this.#pending.push({ row, finding: { ...issue, check: name } });
      });
    }
    this.#flush();
    if (isCompared) hashRows(scope.columns, block.count, this.#hashed);
    for (const writer of this.#writers) writer.write(block, block.start, this.#hashed.hashes);
  }

  /**
   * Hands over what the rows since the last call came to.
   *
   * @returns The result; its arrays belong to the caller.
   */
  take(): PartResult {
    this.#flush();
    const result: PartResult = {
      rowCount: this.#rowCount,
      kept: this.#kept,
      found: [...this.#found.values()],
      counts: Object.fromEntries(this.#checks.map(({ name, run }) => [name, { ...run.counts }])),
      taken: Object.fromEntries(
        this.#checks.flatMap(({ name, run }) => run.take === undefined ? [] : [[name, run.take()]]),
      ),
      runs: this.#writers.map((writer) => writer.take()),
    };
    for (const { run } of this.#checks) {
      for (const name of Object.keys(run.counts)) run.counts[name] = 0;
    }
    this.#kept = [];
    this.#found = new Map();
    this.#rowCount = 0;
    return result;
  }

  /**
   * Takes the arrays of earlier results back, to be filled again.
   *
   * @param rooms An array for each run of a result, in order.
   */
  giveBack(rooms: readonly ArrayBuffer[]): void {
    rooms.forEach((room, at) => this.#writers[at]?.giveBack(room));
  }

  /** Begins a part anew: as many findings are kept as for the first. */
  reset(): void {
    this.#keptCount = 0;
  }

  /** Whether a finding of the block at hand may be among those that are kept. */
  get #hasRoom(): boolean {
    return this.#keptCount < this.#options.maxKept;
  }

  #count(check: string, { code, severity }: IssueHead): void {
    const key = `${check} ${severity} ${code}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { check, code, severity, count: 1 });
    else known.count++;
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#pending.sort((a, b) => a.row - b.row);
    for (const { finding } of this.#pending) {
      if (!this.#hasRoom) break;
      this.#keptCount++;
      this.#kept.push(finding);
    }
    this.#pending = [];
  }
}

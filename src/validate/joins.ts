/**
 * What holds between rows: they find each other by the records they left, partition by partition, so that
 * memory does not grow with their number.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { JoinCounts } from "./check.ts";
import { HashIndex } from "./hash_index.ts";
import { LevelTests } from "./level_tests.ts";
import type { CountPlan, DatasetLayout, Relation, StreamPlan } from "./layout.ts";
import type { RecordStream } from "./record_store.ts";
import { compareNumbers, openShift } from "./rules/values.ts";
import { parseInput, placeOf } from "./rules/input.ts";
import { eachRecord, eachRun, type Share, sharesOf } from "./shares.ts";
import {
  againKind,
  countKind,
  crossKind,
  differentKind,
  duplicateKind,
  levelKind,
  missingKind,
  strangerKind,
  uniqueKind,
} from "./suspect_kinds.ts";
import { type RowPlace, type SuspectKind, SuspectList } from "./suspects.ts";

/** The records of a table of a file. */
export interface TableRecords extends RowPlace {
  readonly isFirst: boolean;
  readonly streams: ReadonlyMap<StreamPlan, RecordStream>;
}

/** What the joins look at. */
export interface JoinOptions {
  readonly entities: readonly Entity[];
  readonly layout: DatasetLayout;
  /** The tables that were read, in the order in which they were. */
  readonly tables: readonly TableRecords[];
  /** Bytes that the rows of one partition may take. */
  readonly budgetBytes: number;
  /** Rows that are kept of each way to be at fault. */
  readonly maxKept: number;
  /** Rows that are kept of each way to be at fault that rows showed by themselves. */
  readonly maxTold: number;
  /** Called between partitions, so that the joins can be interrupted. */
  onPartition?(): Promise<void>;
}

/** What the joins found. */
export interface JoinOutcome {
  /** Ways to be at fault, in the order of findings. */
  readonly suspects: readonly SuspectList[];
  /** Rows that were told of before; of these more is known now. */
  readonly told: readonly SuspectList[];
  readonly counts: JoinCounts;
}

const numberRoom = new Float64Array(1);
const halves = new Uint32Array(numberRoom.buffer);

/** A number that stands in two words. */
function numberAt(words: Uint32Array, at: number): number {
  halves[0] = words[at]!;
  halves[1] = words[at + 1]!;
  return numberRoom[0]!;
}

/** Runs all joins. */
export class Joins {
  readonly #options: JoinOptions;
  readonly #lists: SuspectList[] = [];
  readonly #told: SuspectList[] = [];
  #references = 0;
  #keys = 0;
  #tests = 0;
  #compared = 0;
  readonly #unseen: string[] = [];
  readonly #asked = new Set<string>();
  readonly #left = new Set<string>();

  /** @param options What they look at. */
  constructor(options: JoinOptions) {
    this.#options = options;
  }

  /**
   * Lets rows find each other.
   *
   * @returns What was found.
   */
  async run(): Promise<JoinOutcome> {
    const { entities, layout } = this.#options;
    for (const entity of entities) await this.#joinKeys(entity);
    for (const { rule, stream } of layout.uniques) {
      const records = this.#streamOf(stream);
      const place = this.#firstOf(stream.entity);
      if (records === undefined || place === undefined) continue;
      this.#asked.add(rule.code);
      await this.#findTwice(records, this.#list(uniqueKind(rule, place)));
    }
    for (const entity of entities) await this.#compareFiles(entity);
    return {
      suspects: this.#lists,
      told: this.#told,
      counts: {
        references: this.#references,
        unseen: this.#unseen,
        keys: this.#keys,
        tests: this.#tests,
        asked: [...this.#asked],
        left: [...this.#left],
        compared: this.#compared,
      },
    };
  }

  #firstOf(entity: Entity): TableRecords | undefined {
    return this.#options.tables.find((table) => table.isFirst && table.entity === entity);
  }

  #streamOf(plan: StreamPlan): RecordStream | undefined {
    return this.#firstOf(plan.entity)?.streams.get(plan);
  }

  #list(kind: SuspectKind): SuspectList {
    const list = new SuspectList(kind, this.#options.maxKept);
    this.#lists.push(list);
    return list;
  }

  /** Calls for each share of the records of a stream that fits into memory. */
  async #eachShare(stream: RecordStream, see: (share: Share) => void): Promise<void> {
    const { budgetBytes, onPartition } = this.#options;
    for (const share of sharesOf(stream, budgetBytes)) {
      see(share);
      await onPartition?.();
    }
  }

  async #findTwice(stream: RecordStream, list: SuspectList): Promise<void> {
    const index = new HashIndex(stream.width);
    this.#keys += stream.count;
    await this.#eachShare(stream, (share) => {
      index.clear();
      fillIndex(index, stream, share, list);
    });
  }

  /** Keys of an entity, references to it, and counts of its children. */
  async #joinKeys(parent: Entity): Promise<void> {
    const { layout } = this.#options;
    const plan = layout.keys.get(parent);
    const keys = plan === undefined ? undefined : this.#streamOf(plan);
    const place = this.#firstOf(parent);
    const relations = layout.relations.filter(({ relation }) => relation.parent === parent)
      .flatMap(({ relation, stream }) => this.#openRelation(relation, stream, place, keys));
    const counts = layout.counts.filter(({ plan }) => plan.parent === parent)
      .flatMap(({ plan, stream }) => this.#openCount(plan, stream, place, keys));
    if (keys === undefined || place === undefined) return;
    const twice = this.#list(duplicateKind(place, plan!.places[0]!));
    this.#keys += keys.count;
    const index = new HashIndex(keys.width);
    await this.#eachShare(keys, (share) => {
      index.clear();
      fillIndex(index, keys, share, twice);
      for (const probe of relations) probe(index, share);
      for (const count of counts) count(index, share);
    });
  }

  #openRelation(
    relation: Relation,
    plan: StreamPlan,
    place: TableRecords | undefined,
    keys: RecordStream | undefined,
  ): ((index: HashIndex, share: Share) => void)[] {
    const { child, parent, rules } = relation;
    const levelRules = relation.levels?.packings.classes.numbers.map(({ rule }) => rule) ?? [];
    const all = [...rules.map(({ rule }) => rule), ...levelRules];
    const childPlace = this.#firstOf(child);
    const stream = childPlace?.streams.get(plan);
    if (stream === undefined || childPlace === undefined) return [];
    if (keys === undefined || place === undefined) {
      this.#unseen.push(`${child.plural}.${child.fields[relation.place]!.name}`);
      for (const rule of all) this.#left.add(rule.code);
      return [];
    }
    for (const rule of all) this.#asked.add(rule.code);
    const missing = this.#list(missingKind(relation, childPlace));
    const tests = rules.map(({ rule, childAt, parentAt }): CrossTest => {
      const list = this.#list(crossKind(rule, childPlace, place));
      if (rule.kind !== "compare") return { list, childAt, parentAt, compare: undefined };
      const own = child.fields[placeOf(child, rule.field)]!;
      const other = parent.fields[placeOf(parent, parseInput(rule.input).field)]!;
      const shift = openShift(rule.shift, other);
      const factor = 10 ** ((own.scale ?? 0) - (other.scale ?? 0));
      const compare = (a: number, b: number): number | undefined => {
        const bound = shift(b) * factor;
        return compareNumbers(rule.operator, a, bound) ? undefined : bound;
      };
      return { list, childAt, parentAt, compare };
    });
    const kinds = levelRules.map((rule) => levelKind(rule, childPlace, place));
    const told = kinds.map((kind) => new SuspectList(kind, this.#options.maxTold));
    this.#told.push(...told);
    const levels = relation.levels === undefined
      ? undefined
      : new LevelTests(relation, kinds.map((kind) => this.#list(kind)), told);
    let rows = new Int32Array(0);
    return [(index, share) =>
      eachRun(stream, share, (words, places, count) => {
        if (rows.length < count) rows = new Int32Array(count);
        this.#references += count;
        findRows(index, words, places, count, rows, missing);
        for (const test of tests) this.#tests += runTest(test, words, places, rows, count, index);
        this.#tests += levels?.run(words, places, rows, count, index.words) ?? 0;
      })];
  }

  #openCount(
    { rule, child, parentAt, childAt }: CountPlan,
    plan: StreamPlan,
    place: TableRecords | undefined,
    keys: RecordStream | undefined,
  ): ((index: HashIndex, share: Share) => void)[] {
    if (keys === undefined || place === undefined) return [];
    const stream = this.#firstOf(child)?.streams.get(plan);
    if (stream === undefined) {
      this.#left.add(rule.code);
      return [];
    }
    this.#asked.add(rule.code);
    const list = this.#list(countKind(rule, place));
    const { least, most } = rule.kind === "count" ? rule : {};
    const isRange = least !== undefined || most !== undefined;
    return [(index, share) => {
      const counts = new Float64Array(index.count);
      eachRun(stream, share, (words, places, length) => {
        for (let each = 0; each < length; each++) {
          const at = places[each]!;
          const found = index.find(words[at]! | 0, words[at + 1]! | 0);
          if (found === -1) continue;
          const added = childAt === -1 ? 1 : numberAt(words, at + childAt);
          if (!Number.isNaN(added)) counts[found]! += added;
        }
      });
      for (let each = 0; each < index.count; each++) {
        const claim = numberAt(index.words, each * index.width + parentAt);
        if (Number.isNaN(claim)) continue;
        this.#tests++;
        const count = counts[each]!;
        const holds = isRange
          ? count >= (least ?? 0) && count <= (most ?? Infinity)
          : count === claim;
        if (!holds) list.add(index.words[each * index.width + 2]!, -1, count);
      }
    }];
  }

  /** Holds the rows of further files of an entity against those of its first. */
  async #compareFiles(entity: Entity): Promise<void> {
    const { layout, tables } = this.#options;
    const plan = layout.agreements.get(entity)!;
    const place = this.#firstOf(entity);
    const first = place?.streams.get(plan);
    if (place === undefined || first === undefined) return;
    const others = tables.filter((table) => !table.isFirst && table.entity === entity)
      .flatMap((table) => {
        const stream = table.streams.get(plan);
        if (stream === undefined) return [];
        return [{
          stream,
          again: this.#list(againKind(table, place)),
          stranger: this.#list(strangerKind(table, place, plan.places[0])),
          different: this.#list(differentKind(table, place)),
        }];
      });
    if (others.length === 0) return;
    const index = new HashIndex(first.width);
    await this.#eachShare(first, (share) => {
      index.clear();
      fillIndex(index, first, share, undefined);
      for (const { stream, again, stranger, different } of others) {
        const seen = new Uint8Array(index.count);
        eachRecord(stream, share, (words, at) => {
          this.#compared++;
          const row = words[at + 2]!;
          const found = index.find(words[at]! | 0, words[at + 1]! | 0);
          if (found === -1) return stranger.add(row);
          const known = found * index.width;
          const otherRow = index.words[known + 2]!;
          if (seen[found] === 1) return again.add(row, otherRow);
          seen[found] = 1;
          const isEqual = index.words[known + 3] === words[at + 3] &&
            index.words[known + 4] === words[at + 4];
          if (!isEqual) different.add(row, otherRow);
        });
      }
    });
  }
}

/** A rule between a row and the one it refers to, at work. */
interface CrossTest {
  readonly list: SuspectList;
  readonly childAt: number;
  readonly parentAt: number;
  /** Gives the bound that a number misses; undefined where hashes are compared. */
  readonly compare: ((own: number, other: number) => number | undefined) | undefined;
}

/** Finds the rows that a run of rows refer to: first words in the index, negative where there is none. */
function findRows(
  index: HashIndex,
  words: Uint32Array,
  places: Int32Array,
  count: number,
  rows: Int32Array,
  missing: SuspectList,
): void {
  for (let each = 0; each < count; each++) {
    const at = places[each]!;
    const found = index.find(words[at]! | 0, words[at + 1]! | 0);
    rows[each] = found * index.width;
    if (found === -1) missing.add(words[at + 2]!);
  }
}

/** Asks a rule of a run of rows; answers of how many. */
function runTest(
  { list, childAt, parentAt, compare }: CrossTest,
  words: Uint32Array,
  places: Int32Array,
  rows: Int32Array,
  count: number,
  index: HashIndex,
): number {
  const others = index.words;
  let asked = 0;
  for (let each = 0; each < count; each++) {
    const first = rows[each]!;
    if (first < 0) continue;
    const at = places[each]!;
    if (compare === undefined) {
      const own = words[at + childAt]!;
      const other = others[first + parentAt]!;
      if (own === 0 || other === 0) continue;
      asked++;
      if (own !== other) list.add(words[at + 2]!, others[first + 2]!);
      continue;
    }
    const own = numberAt(words, at + childAt);
    const other = numberAt(others, first + parentAt);
    if (Number.isNaN(own) || Number.isNaN(other)) continue;
    asked++;
    const bound = compare(own, other);
    if (bound !== undefined) list.add(words[at + 2]!, others[first + 2]!, bound);
  }
  return asked;
}

/** Fills an index with a share of a stream; rows whose hash is there already go to the list. */
function fillIndex(
  index: HashIndex,
  stream: RecordStream,
  share: Share,
  twice: SuspectList | undefined,
): void {
  eachRun(stream, share, (words, places, count) => {
    for (let each = 0; each < count; each++) {
      const at = places[each]!;
      const known = index.add(words, at);
      if (known !== -1) twice?.add(words[at + 2]!, index.words[known * index.width + 2]!);
    }
  });
}

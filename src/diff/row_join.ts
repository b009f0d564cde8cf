/**
 * Lets the rows of two sides find each other by their keys, a share of the hashes at a time.
 *
 * @module
 */
import { finishHash, mixHash } from "../validate/hash.ts";
import { HashIndex } from "../validate/hash_index.ts";
import type { RecordStream } from "../validate/record_store.ts";
import { eachRecord, sharesOf } from "../validate/shares.ts";
import { LeastRows, type RowPair } from "./least_rows.ts";
import { RECORD_HEAD } from "./row_scanner.ts";

/** How a join is run. */
export interface JoinOptions {
  /** Bytes that the rows of a share may take. */
  readonly budgetBytes: number;
  /** Rows that are kept as samples: added, removed, changed, and of each field. */
  readonly maxSamples: number;
  /** Whether rows have a key; where not, a row is found by all it holds. */
  readonly hasKey: boolean;
  /** Called between shares, so that the join can be interrupted. */
  onShare?(): Promise<void>;
}

/** What became of the rows. */
export interface JoinResult {
  equal: number;
  added: number;
  removed: number;
  changed: number;
  /** Rows of each side whose key the other side has too, but less often: those that are left over. */
  readonly repeated: [a: number, b: number];
  /** Whether rows stand at another place of the other side; false where some have no counterpart. */
  isReordered: boolean;
  /** Rows in which a field differs, by the field's place. */
  readonly changedFields: Float64Array;
  readonly addedRows: LeastRows;
  readonly removedRows: LeastRows;
  readonly changedRows: LeastRows;
  readonly fieldRows: readonly LeastRows[];
}

/**
 * Joins the records of two sides. The first row of a key is held against the first with it of the other side, the
 * second against the second, and so on. Memory: a share of A's records, an index of it, and the samples.
 *
 * @param a Records of the first side: the hash of the key, the row, a hash a field.
 * @param b Records of the second, of the same width.
 * @param options Memory and samples.
 * @returns Counts and the first rows of each kind, whatever the order of the records of different keys.
 */
export async function joinRows(
  a: RecordStream,
  b: RecordStream,
  options: JoinOptions,
): Promise<JoinResult> {
  const { maxSamples, hasKey } = options;
  const fieldCount = a.width - RECORD_HEAD;
  const result: JoinResult = {
    ...{ equal: 0, added: 0, removed: 0, changed: 0, repeated: [0, 0], isReordered: false },
    changedFields: new Float64Array(fieldCount),
    addedRows: new LeastRows(maxSamples),
    removedRows: new LeastRows(maxSamples),
    changedRows: new LeastRows(maxSamples),
    fieldRows: Array.from({ length: fieldCount }, () => new LeastRows(maxSamples)),
  };
  const known = hasKey ? new KeyedRows(a.width) : new WholeRows(a.width);
  for (const share of sharesOf(a, options.budgetBytes)) {
    known.clear();
    eachRecord(a, share, (words, at) => known.add(words, at));
    eachRecord(b, share, (words, at) => takeRow(result, known, words, at));
    known.countLeft(result);
    await options.onShare?.();
  }
  const [moreOfA, moreOfB] = result.repeated;
  if (result.added + result.removed + moreOfA + moreOfB > 0) result.isReordered = false;
  return result;
}

/**
 * The fields in which a sampled changed row differs. A row among the first of all changed ones is among the first of
 * those in which a field differs, so that the samples of the fields tell them.
 *
 * @param result What {@link joinRows} gave.
 * @param pair One of its `changedRows`.
 * @returns Places of the fields, in order.
 */
export function changedFields({ fieldRows }: JoinResult, pair: RowPair): number[] {
  return fieldRows.flatMap(({ pairs }, place) =>
    pairs.some(({ a, b }) => a === pair.a && b === pair.b) ? [place] : []
  );
}

/** Place of a row of B whose key A has not. */
const NEW = -1;

/** Place of a row of B whose key A has less often. */
const SPARE = -2;

/** Rows of a share of A, from which those of B take their counterparts. */
interface KnownRows {
  /** The records, by place. */
  readonly index: HashIndex;
  clear(): void;
  /** Adds a record of A. */
  add(words: Uint32Array, at: number): void;
  /**
   * Takes the counterpart of a record of B.
   *
   * @returns Its place; {@link NEW} or {@link SPARE} where there is none.
   */
  claim(words: Uint32Array, at: number): number;
  /** Counts the rows that no record of B took. */
  countLeft(result: JoinResult): void;
}

/** Holds a record of B against its counterpart. */
function takeRow(result: JoinResult, known: KnownRows, words: Uint32Array, at: number): void {
  const row = words[at + 2]!;
  const place = known.claim(words, at);
  if (place === SPARE) {
    result.repeated[1]++;
    return;
  }
  if (place === NEW) {
    result.added++;
    result.addedRows.offer(-1, row);
    return;
  }
  const { index } = known;
  const own = place * index.width;
  const otherRow = index.words[own + 2]!;
  if (row !== otherRow) result.isReordered = true;
  let isChanged = false;
  for (let word = RECORD_HEAD; word < index.width; word++) {
    if (index.words[own + word] === words[at + word]) continue;
    isChanged = true;
    result.changedFields[word - RECORD_HEAD]!++;
    result.fieldRows[word - RECORD_HEAD]!.offer(otherRow, row);
  }
  if (isChanged) {
    result.changed++;
    result.changedRows.offer(otherRow, row);
  } else result.equal++;
}

/** Rows without a key: as often as A has one, B may have it. */
class WholeRows implements KnownRows {
  readonly index: HashIndex;
  readonly #left: number[] = [];

  constructor(width: number) {
    this.index = new HashIndex(width);
  }

  clear(): void {
    this.index.clear();
    this.#left.length = 0;
  }

  add(words: Uint32Array, at: number): void {
    const known = this.index.add(words, at);
    if (known === -1) this.#left.push(1);
    else this.#left[known]!++;
  }

  claim(words: Uint32Array, at: number): number {
    const place = this.index.find(words[at]!, words[at + 1]!);
    if (place === -1 || this.#left[place] === 0) return NEW;
    this.#left[place]!--;
    return place;
  }

  countLeft(result: JoinResult): void {
    this.#left.forEach((count, place) => {
      if (count === 0) return;
      result.removed += count;
      result.removedRows.offer(this.index.words[place * this.index.width + 2]!, -1);
    });
  }
}

/** Rows with a key. One whose key others before it have stands under a hash of the key and its number among them. */
class KeyedRows implements KnownRows {
  readonly index: HashIndex;
  /** Place of the first row of the key of each. */
  readonly #firsts: number[] = [];
  /** Rows of A with the key of each first one. */
  readonly #known: number[] = [];
  /** Rows of B likewise. */
  readonly #met: number[] = [];
  readonly #found: boolean[] = [];
  readonly #record: Uint32Array;

  constructor(width: number) {
    this.index = new HashIndex(width);
    this.#record = new Uint32Array(width);
  }

  clear(): void {
    this.index.clear();
    for (const list of [this.#firsts, this.#known, this.#met, this.#found]) list.length = 0;
  }

  add(words: Uint32Array, at: number): void {
    const first = this.index.add(words, at);
    if (first === -1) {
      this.#enter(this.#firsts.length);
      return;
    }
    const record = this.#record;
    record.set(words.subarray(at, at + record.length));
    nameRepeat(record, this.#known[first]!++);
    if (this.index.add(record, 0) === -1) this.#enter(first);
  }

  #enter(first: number): void {
    this.#firsts.push(first);
    this.#known.push(1);
    this.#met.push(0);
    this.#found.push(false);
  }

  claim(words: Uint32Array, at: number): number {
    let place = this.index.find(words[at]!, words[at + 1]!);
    if (place === -1) return NEW;
    const nth = this.#met[place]!++;
    if (nth >= this.#known[place]!) return SPARE;
    if (nth > 0) {
      const record = this.#record;
      for (let word = 0; word < 2; word++) record[word] = words[at + word]!;
      nameRepeat(record, nth);
      place = this.index.find(record[0]!, record[1]!);
    }
    this.#found[place] = true;
    return place;
  }

  countLeft(result: JoinResult): void {
    this.#firsts.forEach((first, place) => {
      if (this.#found[place]) return;
      if (this.#met[first]! > 0) {
        result.repeated[0]++;
        return;
      }
      result.removed++;
      result.removedRows.offer(this.index.words[place * this.index.width + 2]!, -1);
    });
  }
}

/** Makes the hash of a key that of its row of a number, from 1. */
function nameRepeat(record: Uint32Array, number: number): void {
  record[0] = finishHash(mixHash(record[0]!, number));
  record[1] = finishHash(mixHash(record[1]! ^ number, record[0]!));
}

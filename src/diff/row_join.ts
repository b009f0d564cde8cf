/**
 * Lets the rows of two sides find each other by their keys, a share of the hashes at a time.
 *
 * @module
 */
import { HashIndex } from "../validate/hash_index.ts";
import type { RecordStream } from "../validate/record_store.ts";
import { eachRecord, sharesOf } from "../validate/shares.ts";
import { LeastRows } from "./least_rows.ts";
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
  /** Rows of each side whose key another row of it has already; they are compared with nothing. */
  readonly repeated: [a: number, b: number];
  /** Rows that are found at another place of the other side, removed and added ones left out of the counting. */
  isReordered: boolean;
  /** Rows in which a field differs, by the field's place. */
  readonly changedFields: Float64Array;
  readonly addedRows: LeastRows;
  readonly removedRows: LeastRows;
  readonly changedRows: LeastRows;
  readonly fieldRows: readonly LeastRows[];
}

/**
 * Joins the records of two sides. Memory: a share of A's records, an index of it, and the samples.
 *
 * @param a Records of the first side: the hash of the key, the row, a hash a field.
 * @param b Records of the second, of the same width.
 * @param options Memory and samples.
 * @returns Counts and the first rows of each kind, whatever the order of the records.
 */
export async function joinRows(
  a: RecordStream,
  b: RecordStream,
  options: JoinOptions,
): Promise<JoinResult> {
  const { width } = a;
  const { maxSamples, hasKey } = options;
  const fieldCount = width - RECORD_HEAD;
  const result: JoinResult = {
    ...{ equal: 0, added: 0, removed: 0, changed: 0, repeated: [0, 0], isReordered: false },
    changedFields: new Float64Array(fieldCount),
    addedRows: new LeastRows(maxSamples),
    removedRows: new LeastRows(maxSamples),
    changedRows: new LeastRows(maxSamples),
    fieldRows: Array.from({ length: fieldCount }, () => new LeastRows(maxSamples)),
  };
  const index = new HashIndex(width);
  for (const share of sharesOf(a, options.budgetBytes)) {
    index.clear();
    const counts: number[] = [];
    eachRecord(a, share, (words, at) => {
      const known = index.add(words, at);
      if (known === -1) counts.push(1);
      else if (hasKey) result.repeated[0]++;
      else counts[known]!++;
    });
    const found = new Uint8Array(index.count);
    eachRecord(b, share, (words, at) => {
      const row = words[at + 2]!;
      const place = index.find(words[at]!, words[at + 1]!);
      if (place === -1) {
        result.added++;
        result.addedRows.offer(-1, row);
        return;
      }
      const own = place * width;
      const otherRow = index.words[own + 2]!;
      if (!hasKey) {
        // So often as A has it, B may have it.
        if (counts[place]! > 0) {
          counts[place]!--;
          result.equal++;
          if (row !== otherRow) result.isReordered = true;
        } else {
          result.added++;
          result.addedRows.offer(-1, row);
        }
        return;
      }
      if (found[place] === 1) {
        result.repeated[1]++;
        return;
      }
      found[place] = 1;
      let isChanged = false;
      for (let field = 0; field < fieldCount; field++) {
        const word = RECORD_HEAD + field;
        if (index.words[own + word] === words[at + word]) continue;
        isChanged = true;
        result.changedFields[field]!++;
        result.fieldRows[field]!.offer(otherRow, row);
      }
      if (row !== otherRow) result.isReordered = true;
      if (!isChanged) {
        result.equal++;
        return;
      }
      result.changed++;
      result.changedRows.offer(otherRow, row);
    });
    for (let place = 0; place < index.count; place++) {
      const left = hasKey ? 1 - found[place]! : counts[place]!;
      if (left === 0) continue;
      result.removed += left;
      result.removedRows.offer(index.words[place * width + 2]!, -1);
    }
    await options.onShare?.();
  }
  if (result.added > 0 || result.removed > 0) result.isReordered = false;
  return result;
}

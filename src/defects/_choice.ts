/**
 * Which accounts carry which defect: a function of the seed, the defect and the account's identifier, whatever
 * part of the accounts is made and by whom.
 *
 * @module
 */
import { type Batch, formatId, type IdWords } from "../core/batch.ts";
import type { Dataset } from "../core/dataset.ts";
import type { Defect } from "../core/defect.ts";
import { canonicalJson } from "../core/json.ts";
import type { Plan } from "../core/plan.ts";
import { openPermutation } from "../random/permutation.ts";
import { type EntityStream, type FieldStream, openStream, RowStates } from "../random/stream.ts";
import { closeOver, keyPlace, placeRows } from "./_accounts.ts";
import { OpenPlanting } from "./_planting.ts";
import type { DefectRequest } from "./request.ts";

/** What decides which accounts carry a defect. */
export type ChoicePlan = Pick<Plan, "dataset" | "version" | "seed" | "records" | "options">;

/** How often another defect is drawn for an account of the share that can't carry the one before. */
const MAX_REDRAWS = 40;

/** Accounts that are looked at for each one that is wanted by number, and beside them. */
const TRIES = { each: 60, more: 200 };

const TWO_32 = 2 ** 32;

/** The identifiers of the accounts in a batch. */
function idsOf(accounts: Batch): IdWords {
  const column = accounts.columns[keyPlace(accounts.entity)];
  if (column?.kind !== "id") throw new TypeError("accounts have no identifiers");
  return column.values;
}

function idAt([a, b, c, d]: IdWords, row: number): string {
  return formatId(a[row]!, b[row]!, c[row]!, d[row]!);
}

/** Accounts that are chosen by number, by their identifiers: kept, for each thread and pass asks for the same. */
let reserved: { readonly key: string; readonly accounts: ReadonlyMap<string, Defect> } | undefined;

/** A defect that an account may carry. */
export interface Candidate {
  readonly defect: Defect;
  /**
   * Whether the account then carries none: its defect is asked for by itself, or not wanted. Others stay as they
   * are, whatever is left out.
   */
  readonly isDropped: boolean;
}

/** Chooses the accounts that carry defects. */
export class DefectChoice {
  readonly #stream: EntityStream;
  readonly #fields = new Map<string, FieldStream>();
  readonly #states: RowStates;
  readonly #words: Int32Array;
  #reserved: ReadonlyMap<string, Defect> | undefined;

  /**
   * @param dataset The dataset.
   * @param plan What decides the rows.
   * @param request What is asked for.
   * @param defects All defects of the dataset.
   * @param maxCount Greatest number of accounts of a batch.
   */
  constructor(
    readonly dataset: Dataset,
    readonly plan: ChoicePlan,
    readonly request: DefectRequest,
    readonly defects: readonly Defect[],
    maxCount: number,
  ) {
    this.#stream = openStream(plan.seed, `${plan.dataset}/${plan.version}`, "defect");
    this.#states = new RowStates(maxCount);
    this.#words = new Int32Array(maxCount);
  }

  /** States of the accounts that were asked about last. */
  get states(): RowStates {
    return this.#states;
  }

  /**
   * Random words of a defect.
   *
   * @param code Its code.
   * @returns Its stream.
   */
  field(code: string): FieldStream {
    const known = this.#fields.get(code);
    if (known !== undefined) return known;
    const field = this.#stream.field(code);
    this.#fields.set(code, field);
    return field;
  }

  /**
   * The defects that accounts may carry, the one that is to be tried first before others.
   *
   * @param accounts A batch of accounts.
   * @returns Defects by the account's row; most accounts have none.
   */
  candidates(accounts: Batch): Map<number, readonly Candidate[]> {
    const { count } = accounts;
    const ids = idsOf(accounts);
    this.#fill(ids, count);
    const found = new Map<number, Candidate[]>();
    const taken = this.#reserve();
    if (taken.size > 0) {
      for (let row = 0; row < count; row++) {
        const defect = taken.get(idAt(ids, row));
        if (defect !== undefined) found.set(row, [{ defect, isDropped: false }]);
      }
    }
    const drawn = new Map<number, { readonly defect: Defect; readonly rank: number }[]>();
    for (const { defect, amount } of this.request.named) {
      if (!("share" in amount) || amount.share === 0) continue;
      this.#draw(`share of ${defect.code}`, amount.share, count, (row, rank) => {
        const list = drawn.get(row) ?? [];
        list.push({ defect, rank });
        drawn.set(row, list);
      });
    }
    for (const [row, list] of drawn) {
      if (found.has(row)) continue;
      const sorted = list.sort((a, b) => a.rank - b.rank);
      found.set(row, sorted.map(({ defect }) => ({ defect, isDropped: false })));
    }
    const { share, named } = this.request;
    if (share > 0) {
      const { defects } = this;
      const kinds = this.field("kind of the share");
      this.#draw("share", share, count, (row) => {
        if (found.has(row)) return;
        const list = Array.from(
          { length: MAX_REDRAWS },
          (_, draw) =>
            defects[
              Math.floor((kinds.at(this.#states, row, draw) >>> 0) / TWO_32 * defects.length)
            ]!,
        );
        found.set(
          row,
          [...new Set(list)].map((defect) => (
            { defect, isDropped: named.some((other) => other.defect === defect) }
          )),
        );
      });
    }
    return found;
  }

  #draw(
    name: string,
    share: number,
    count: number,
    take: (row: number, rank: number) => void,
  ): void {
    this.field(name).fill(this.#states, count, this.#words);
    for (let row = 0; row < count; row++) {
      const rank = (this.#words[row]! >>> 0) / TWO_32 / share;
      if (rank < 1) take(row, rank);
    }
  }

  #fill(ids: IdWords, count: number): void {
    const { a, b, c, d } = this.#states;
    for (const [place, target] of [a, b, c, d].entries()) {
      const source = ids[place]!;
      for (let row = 0; row < count; row++) target[row] = source[row]!;
    }
    this.#states.count = count;
  }

  /** The accounts of the defects that are asked for by number. */
  #reserve(): ReadonlyMap<string, Defect> {
    if (this.#reserved !== undefined) return this.#reserved;
    const counted = this.request.named.flatMap(({ defect, amount }) =>
      "count" in amount && amount.count > 0 ? [{ defect, count: amount.count }] : []
    );
    if (counted.length === 0) return this.#reserved = new Map();
    const { dataset, version, seed, records, options } = this.plan;
    const key = canonicalJson([
      dataset,
      version,
      `${seed}`,
      records,
      options,
      counted.map(({ defect, count }) => [defect.code, count]),
    ]);
    if (reserved?.key !== key) reserved = { key, accounts: this.#search(counted) };
    return this.#reserved = reserved.accounts;
  }

  #search(
    counted: readonly { readonly defect: Defect; readonly count: number }[],
  ): Map<string, Defect> {
    const { records } = this.plan;
    const accounts = new Map<string, Defect>();
    const takenIndices = new Set<number>();
    for (const { defect, count } of counted) {
      if (records === 0) break;
      const order = openPermutation(this.#stream, `accounts of ${defect.code}`, records);
      const most = Math.min(records, count * TRIES.each + TRIES.more);
      let left = count;
      for (let rank = 0; rank < most && left > 0;) {
        const size = Math.min(most - rank, Math.ceil(left * 1.25) + 4);
        const indices = Array.from({ length: size }, (_, at) => order.at(rank + at));
        rank += size;
        const able = this.#tryAccounts(defect, indices.filter((index) => !takenIndices.has(index)));
        for (const index of indices) {
          const id = able.get(index);
          if (id === undefined || left === 0) continue;
          left--;
          takenIndices.add(index);
          accounts.set(id, defect);
        }
      }
    }
    return accounts;
  }

  /** Which of some accounts can carry a defect, and their identifiers. */
  #tryAccounts(defect: Defect, indices: readonly number[]): Map<number, string> {
    const { entities } = this.dataset;
    const wanted = closeOver(defect.needs, entities);
    const sorted = indices.toSorted((a, b) => a - b);
    const able = new Map<number, string>();
    const [first] = sorted;
    if (first === undefined) return able;
    const source = this.dataset.openRows(this.plan, wanted, 1, first);
    const states = new RowStates(1);
    let next = first;
    for (const index of sorted) {
      if (index > next) source.skip(index - next);
      next = index + 1;
      const batches = source.next(1);
      const root = batches[0]!;
      if (root.count === 0) continue;
      const ids = idsOf(root);
      const [a, b, c, d] = ids;
      states.a[0] = a[0]!;
      states.b[0] = b[0]!;
      states.c[0] = c[0]!;
      states.d[0] = d[0]!;
      states.count = 1;
      const named = new Map(batches.map((batch) => [batch.entity.plural, batch]));
      const places = placeRows(batches, [0])[0]!;
      const planting = new OpenPlanting(defect, named, places, states, 0, this.field(defect.code));
      defect.plant(planting);
      if (planting.writings.length > 0) able.set(index, idAt(ids, 0));
    }
    return able;
  }
}

/**
 * One account in which a defect is planted: its rows, its draws, and what was written.
 *
 * @module
 */
import { type Batch, columnValue, type Row } from "../core/batch.ts";
import type { Defect, DefectRow, DefectValue, Planting } from "../core/defect.ts";
import type { FieldStream, RowStates } from "../random/stream.ts";

/** What a defect wrote: a change of a row, a rule that it breaks, or both. */
export interface Writing {
  readonly defect: Defect;
  readonly row: DefectRow;
  /** How the row is changed; none where only a rule is broken. */
  readonly change?: "cell" | "text" | "repeat" | "shift";
  /** The field; none where the whole row is meant. */
  readonly field?: string;
  readonly value?: DefectValue;
  readonly rule?: string;
  readonly also: readonly string[];
}

/** Places of an account's rows in the batches of entities, by plural name. */
export type AccountPlaces = ReadonlyMap<string, readonly number[]>;

/** A planting at work. */
export class OpenPlanting implements Planting {
  /** What was written, in order; the first is the defect. */
  readonly writings: Writing[] = [];
  readonly #rows = new Map<string, readonly DefectRow[]>();
  #draw = 0;

  /**
   * @param defect The defect.
   * @param batches The batches, by plural name.
   * @param places Where the account's rows are.
   * @param states Random states of accounts.
   * @param account The account's place among them.
   * @param stream Random words of the defect.
   */
  constructor(
    readonly defect: Defect,
    readonly batches: ReadonlyMap<string, Batch>,
    readonly places: AccountPlaces,
    readonly states: RowStates,
    readonly account: number,
    readonly stream: FieldStream,
  ) {}

  rows(entity: string): readonly DefectRow[] {
    const known = this.#rows.get(entity);
    if (known !== undefined) return known;
    const batch = this.batches.get(entity);
    if (batch === undefined || !this.defect.needs.includes(entity)) {
      throw new TypeError(`defect ${this.defect.code} does not say that it needs ${entity}`);
    }
    const rows = (this.places.get(entity) ?? []).map((at): DefectRow => (
      { entity, at, values: readRow(batch, at) }
    ));
    this.#rows.set(entity, rows);
    return rows;
  }

  random(bound: number): number {
    const word = this.stream.at(this.states, this.account, this.#draw++) >>> 0;
    return Math.floor(word / 2 ** 32 * bound);
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.random(list.length)];
  }

  set(
    row: DefectRow,
    field: string,
    value: DefectValue,
    rule?: string,
    also: readonly string[] = [],
  ): void {
    if (row.values[field] === value) return;
    this.#add({ row, change: "cell", field, value, also }, rule);
  }

  fail(row: DefectRow, field: string, rule: string): void {
    this.#add({ row, field, also: [] }, rule);
  }

  repeat(
    row: DefectRow,
    rule: string | undefined,
    also?: readonly string[],
    key?: string,
  ): void {
    this.#add({
      row,
      change: "repeat",
      also: also ?? [],
      ...(key === undefined ? {} : { value: key }),
    }, rule);
  }

  write(
    row: DefectRow,
    field: string,
    text: string,
    rule: string,
    also: readonly string[] = [],
  ): void {
    this.#add({ row, change: "text", field, value: text, also }, rule);
  }

  shift(row: DefectRow, rule: string, also: readonly string[] = []): void {
    this.#add({ row, change: "shift", also }, rule);
  }

  #add(writing: Omit<Writing, "defect" | "rule">, rule: string | undefined): void {
    const { defect } = this;
    this.writings.push({ ...writing, defect, ...(rule === undefined ? {} : { rule }) });
  }
}

/** A row of a batch as plain values. */
function readRow({ entity, columns }: Batch, at: number): Row {
  const row: Row = {};
  entity.fields.forEach(({ name }, place) => {
    row[name] = columnValue(columns[place]!, at);
  });
  return row;
}

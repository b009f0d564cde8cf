/**
 * The tallies of one table at work, without checks: only the columns they want are there.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { RowBlock } from "../core/table.ts";
import type { ValueTarget } from "../core/value_file.ts";
import type { DecodedColumn } from "../validate/decoded_column.ts";
import { FieldDecoder } from "../validate/decoder.ts";
import { Interner } from "../validate/interner.ts";
import { checkedCounter, compileValueCheck, type ValueCheck } from "../validate/value_check.ts";
import type { MeasureContext, Tally, TallyRun } from "./measures/measure.ts";
import { planTallies } from "./tally_check.ts";

/** What tallies gathered: for each its id and its part. It can be sent to another thread. */
export type TallyParts = readonly (readonly [id: string, part: unknown])[];

/** Tallies of a table. Memory: the columns of the rows at hand. */
export class TableTallies {
  /** The fields that the tallies want, in the order of the entity. */
  readonly fields: readonly Field[];
  readonly #words = new Interner();
  readonly #runs: readonly { readonly tally: Tally; readonly run: TallyRun }[];
  readonly #decoders: readonly FieldDecoder[];
  readonly #columns: readonly DecodedColumn[];
  /** For a reader of values: how each field is wanted. */
  readonly #uses: readonly Pick<ValueTarget, "counter" | "hasRows" | "codeOf">[];
  readonly #checks: readonly ValueCheck[];

  /**
   * @param context The dataset and the options of the plan.
   * @param entity The table's entity.
   */
  constructor(context: MeasureContext, entity: Entity) {
    const tallies = [...planTallies(context).values()]
      .filter((tally) => tally.entity === entity.plural);
    const wanted = new Set(tallies.flatMap(({ fields }) => fields));
    const coded = new Set(tallies.flatMap(({ wordFields = [] }) => wordFields));
    this.fields = entity.fields.filter(({ name }) => wanted.has(name));
    this.#decoders = this.fields.map((field, place) =>
      new FieldDecoder(field, place, this.#words, {
        hasCodes: coded.has(field.name),
        hasHashes: false,
      })
    );
    this.#columns = this.#decoders.map(({ column }) => column);
    this.#runs = tallies.map((tally) => ({
      tally,
      run: tally.open({
        entity,
        words: this.#words,
        column: (name) => this.#columns[this.fields.findIndex((field) => field.name === name)]!,
      }),
    }));
    this.#uses = this.#decoders.map(({ column: { field, hasCodes }, codeOf }) => {
      const runs = this.#runs.filter(({ tally }) => tally.fields.includes(field.name))
        .map(({ run }) => run);
      const counters = runs.flatMap(({ counter }) => counter === undefined ? [] : [counter]);
      return {
        hasRows: counters.length < runs.length,
        counter: counters.length === 0 ? undefined : checkedCounter(field, counters),
        codeOf: hasCodes ? codeOf : undefined,
      };
    });
    this.#checks = this.#columns.filter((_, place) => this.#uses[place]!.hasRows)
      .map(compileValueCheck);
  }

  /**
   * What a reader of values is to fill, for rows that {@link addValues} then takes.
   *
   * @param count Rows.
   * @returns A target for each of {@link fields}: fields of which only the spread is wanted are counted.
   */
  targets(count: number): ValueTarget[] {
    return this.#columns.map((column, place): ValueTarget => {
      const uses = this.#uses[place]!;
      if (uses.hasRows) column.reserve(count);
      const { states, numbers, codes, ids } = column;
      return { ...uses, states, numbers, codes, ids };
    });
  }

  /**
   * Adds rows of a format of texts; cells that are not of their field's form count as none.
   *
   * @param block The rows, with a cell for each of {@link fields}.
   */
  addBlock(block: RowBlock): void {
    for (const decoder of this.#decoders) decoder.decode(block, () => {});
    for (const { run } of this.#runs) run.rows(block.count);
  }

  /**
   * Adds rows whose values were put into {@link targets}; those that are not of their field's form count as none, too.
   *
   * @param count Their number.
   */
  addValues(count: number): void {
    for (const check of this.#checks) check(count);
    for (const { run } of this.#runs) if (run.counter === undefined) run.rows(count);
  }

  /**
   * Whether so many words were seen, or such long ones, that further ones may get no number: to be asked between parts.
   * Tallies that begin anew count them, whatever came before. So what is counted apart does not depend on earlier parts,
   * except where one part alone brings more than half of the words or bytes that are kept (524,288, 32 MiB).
   */
  get isFull(): boolean {
    return this.#words.isHalfFull;
  }

  /** Hands over what was gathered, and begins anew. */
  take(): TallyParts {
    return this.#runs.map(({ tally, run }) => [tally.id, run.take()] as const);
  }
}

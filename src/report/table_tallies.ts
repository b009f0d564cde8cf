/**
 * The tallies of one table at work, without checks: only the columns they want are there.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { RowBlock } from "../core/table.ts";
import type { DecodedColumn } from "../validate/decoded_column.ts";
import { FieldDecoder } from "../validate/decoder.ts";
import { Interner } from "../validate/interner.ts";
import { compileValueCheck, type ValueCheck } from "../validate/value_check.ts";
import type { MeasureContext, TallyRun } from "./measures/measure.ts";
import { planTallies } from "./tally_check.ts";

/** What tallies gathered: for each its id and its part. It can be sent to another thread. */
export type TallyParts = readonly (readonly [id: string, part: unknown])[];

/** Tallies of a table. Memory: the columns of the rows at hand. */
export class TableTallies {
  /** The fields that the tallies want, in the order of the entity. */
  readonly fields: readonly Field[];
  /** A column for each field. */
  readonly columns: readonly DecodedColumn[];
  /** Gives words their numbers, for each field; undefined where nobody asks for them. */
  readonly codesOf: readonly (FieldDecoder["codeOf"] | undefined)[];
  readonly #words = new Interner();
  readonly #runs: readonly { readonly id: string; readonly run: TallyRun }[];
  readonly #decoders: readonly FieldDecoder[];
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
    this.columns = this.#decoders.map(({ column }) => column);
    this.#checks = this.columns.map(compileValueCheck);
    this.codesOf = this.#decoders.map(({ column, codeOf }) => column.hasCodes ? codeOf : undefined);
    this.#runs = tallies.map((tally) => ({
      id: tally.id,
      run: tally.open({
        entity,
        words: this.#words,
        column: (name) => this.columns[this.fields.findIndex((field) => field.name === name)]!,
      }),
    }));
  }

  /**
   * Makes room in the columns.
   *
   * @param count Rows.
   */
  reserve(count: number): void {
    for (const column of this.columns) column.reserve(count);
  }

  /**
   * Adds rows of a format of texts; cells that are not of their field's form count as none.
   *
   * @param block The rows, with a cell for each of {@link fields}.
   */
  addBlock(block: RowBlock): void {
    for (const decoder of this.#decoders) decoder.decode(block, () => {});
    this.#add(block.count);
  }

  /**
   * Adds rows whose values were put into the columns; those that are not of their field's form count as none, too.
   *
   * @param count Their number.
   */
  addValues(count: number): void {
    for (const check of this.#checks) check(count);
    this.#add(count);
  }

  #add(count: number): void {
    for (const { run } of this.#runs) run.rows(count);
  }

  /** Hands over what was gathered, and begins anew. */
  take(): TallyParts {
    return this.#runs.map(({ id, run }) => [id, run.take()] as const);
  }
}

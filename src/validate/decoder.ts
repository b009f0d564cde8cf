/**
 * Cells to values, checked against the definition of their field on the way.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import { readBoolean, readDay, readDecimal, readId, readInteger } from "./cell_values.ts";
import { DecodedColumn, STATE } from "./decoded_column.ts";
import {
  type CommonProblems,
  commonProblems,
  compileNumber,
  compileText,
  type FieldProblem,
  type NumberTest,
  type TextTest,
} from "./field_rules.ts";
import { hashBytes, mixHash } from "./hash.ts";
import { type Interner, NO_ROOM } from "./interner.ts";

/** Takes what is wrong with the cell of a row. */
export type ProblemSink = (row: number, problem: FieldProblem) => void;

const NULL_HASH = 0x2545f491;
const ABSENT_HASH = 0x1b873593;

/** What a file with types says of a cell of each kind of field. */
const CELL_KINDS = {
  id: CELL.text,
  word: CELL.text,
  text: CELL.text,
  day: CELL.text,
  integer: CELL.number,
  decimal: CELL.number,
  boolean: CELL.boolean,
} as const;

function readNumber(
  { kind, scale = 0 }: Field,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  switch (kind) {
    case "day":
      return readDay(bytes, start, end);
    case "decimal":
      return readDecimal(bytes, start, end, scale);
    case "boolean":
      return readBoolean(bytes, start, end);
    default:
      return readInteger(bytes, start, end);
  }
}

/** Decodes the cells of one field, block by block. */
export class FieldDecoder {
  /** The values of the block last decoded. */
  readonly column: DecodedColumn;
  readonly #place: number;
  readonly #words: Interner;
  readonly #problems: CommonProblems;
  readonly #testText: TextTest;
  readonly #testNumber: NumberTest;
  /** What is known of a word: 1 good, else 2 + its place in `#wordProblems`; 0 unknown. */
  #verdicts = new Int32Array(1024);
  readonly #wordProblems: FieldProblem[] = [];
  #lastCode = -1;

  /**
   * @param field The field.
   * @param place Its place in a row.
   * @param words Gives words their numbers.
   * @param hasCodes Whether values that are no words get numbers too.
   */
  constructor(field: Field, place: number, words: Interner, hasCodes: boolean) {
    this.column = new DecodedColumn(field, hasCodes);
    this.#place = place;
    this.#words = words;
    this.#problems = commonProblems(field);
    this.#testText = compileText(field);
    this.#testNumber = compileNumber(field);
  }

  /**
   * Decodes the field's cells of a block into {@link column}.
   *
   * @param block The rows.
   * @param report Takes what is wrong.
   */
  decode(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    const { kind, nullable, plain } = column.field;
    // A field that has no empty text: a producer that quotes every cell writes its nulls as "".
    const isNullWhenEmpty = nullable === true && plain === true;
    const wanted = CELL_KINDS[kind];
    column.reserve(block.count);
    const { states, hashes } = column;
    const { kinds, starts, ends, bytes, width } = block;
    for (let row = 0, cell = this.#place; row < block.count; row++, cell += width) {
      const given = isNullWhenEmpty && kinds[cell] === CELL.untyped && starts[cell] === ends[cell]
        ? CELL.null
        : kinds[cell]!;
      if (given === CELL.untyped || given === wanted) {
        const problem = this.#read(bytes, starts[cell]!, ends[cell]!, row);
        states[row] = problem === undefined ? STATE.value : STATE.bad;
        if (problem !== undefined) report(row, problem);
      } else if (given === CELL.null) {
        hashes[row] = NULL_HASH;
        states[row] = nullable === true ? STATE.null : STATE.bad;
        if (nullable !== true) report(row, this.#problems.missing);
      } else {
        states[row] = STATE.bad;
        hashes[row] = given === CELL.absent
          ? ABSENT_HASH
          : hashBytes(bytes, starts[cell]!, ends[cell]!);
        if (given !== CELL.absent) report(row, this.#problems.type);
      }
    }
  }

  #read(bytes: Uint8Array, start: number, end: number, row: number): FieldProblem | undefined {
    const { column } = this;
    switch (column.field.kind) {
      case "word":
        return this.#readWord(bytes, start, end, row);
      case "text":
        column.hashes[row] = hashBytes(bytes, start, end);
        if (column.hasCodes) column.codes[row] = this.#words.codeOf(bytes, start, end);
        return this.#testText(bytes, start, end);
      case "id":
        return this.#readId(bytes, start, end, row);
      case "integer":
      case "day":
      case "decimal":
      case "boolean":
        return this.#readNumber(bytes, start, end, row);
    }
  }

  #readWord(bytes: Uint8Array, start: number, end: number, row: number): FieldProblem | undefined {
    const words = this.#words;
    const last = this.#lastCode;
    const code = last !== -1 && words.isWord(last, bytes, start, end)
      ? last
      : words.codeOf(bytes, start, end);
    this.column.codes[row] = code;
    if (code === NO_ROOM) {
      this.column.hashes[row] = hashBytes(bytes, start, end);
      return this.#testText(bytes, start, end);
    }
    this.#lastCode = code;
    this.column.hashes[row] = words.hash(code);
    if (code >= this.#verdicts.length) {
      const larger = new Int32Array(Math.max(code + 1, this.#verdicts.length * 2));
      larger.set(this.#verdicts);
      this.#verdicts = larger;
    }
    let verdict = this.#verdicts[code]!;
    if (verdict === 0) {
      const problem = this.#testText(bytes, start, end);
      verdict = problem === undefined ? 1 : this.#verdictOf(problem);
      this.#verdicts[code] = verdict;
    }
    return verdict === 1 ? undefined : this.#wordProblems[verdict - 2];
  }

  #verdictOf(problem: FieldProblem): number {
    const place = this.#wordProblems.indexOf(problem);
    return 2 + (place === -1 ? this.#wordProblems.push(problem) - 1 : place);
  }

  #readId(bytes: Uint8Array, start: number, end: number, row: number): FieldProblem | undefined {
    const { ids, hashes } = this.column;
    const at = row * 4;
    if (!readId(bytes, start, end, ids, at)) {
      hashes[row] = hashBytes(bytes, start, end);
      return this.#problems.form;
    }
    let hash = mixHash(ids[at]!, ids[at + 1]!);
    hash = mixHash(hash, ids[at + 2]!);
    hashes[row] = mixHash(hash, ids[at + 3]!);
    return undefined;
  }

  #readNumber(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: number,
  ): FieldProblem | undefined {
    const { column } = this;
    const value = readNumber(column.field, bytes, start, end);
    if (Number.isNaN(value)) {
      column.hashes[row] = hashBytes(bytes, start, end);
      return this.#problems.form;
    }
    column.numbers[row] = value;
    column.hashes[row] = mixHash(value | 0, Math.floor(value / 4_294_967_296) | 0);
    if (column.hasCodes) column.codes[row] = this.#words.codeOf(bytes, start, end);
    return this.#testNumber(value);
  }
}

/**
 * Cells to values, checked against the definition of their field on the way.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import { readBoolean, readDay, readDecimal, readId, readInteger } from "./cell_values.ts";
import { type ColumnUses, DecodedColumn, STATE } from "./decoded_column.ts";
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
import { WordCache } from "./word_cache.ts";

/** Takes what is wrong with the cell of a row. */
export type ProblemSink = (row: number, problem: FieldProblem) => void;

const NULL_HASH = 0x2545f491;
const ABSENT_HASH = 0x1b873593;

/** The type of cell that a typed format holds values of a kind in. */
const CELL_TYPES = {
  id: CELL.text,
  word: CELL.text,
  text: CELL.text,
  day: CELL.text,
  integer: CELL.number,
  decimal: CELL.number,
  boolean: CELL.boolean,
} as const;

/** Decodes the cells of one field, block by block. */
export class FieldDecoder {
  /** The values of the block last decoded. */
  readonly column: DecodedColumn;
  readonly #place: number;
  readonly #words: Interner;
  readonly #problems: CommonProblems;
  readonly #testText: TextTest;
  readonly #testNumber: NumberTest;
  readonly #wanted: number;
  readonly #isNullWhenEmpty: boolean;
  /** What is known of a word: 1 good, else 2 + its place in `#wordProblems`; 0 unknown. */
  #verdicts = new Int32Array(1024);
  readonly #wordProblems: FieldProblem[] = [];
  /** Words that are good. */
  readonly #cache: WordCache;

  /**
   * @param field The field.
   * @param place Its place in a row.
   * @param words Gives words their numbers.
   * @param uses What is kept beside the values.
   */
  constructor(field: Field, place: number, words: Interner, uses: ColumnUses) {
    this.column = new DecodedColumn(field, uses);
    this.#place = place;
    this.#words = words;
    this.#cache = new WordCache(words);
    this.#problems = commonProblems(field);
    this.#testText = compileText(field);
    this.#testNumber = compileNumber(field);
    this.#wanted = CELL_TYPES[field.kind];
    // A field that has no empty text: a producer that quotes every cell writes its nulls as "".
    const isText = field.kind === "text" || field.kind === "word";
    this.#isNullWhenEmpty = field.nullable === true && (field.plain === true || !isText);
  }

  /**
   * Decodes the field's cells of a block into {@link column}.
   *
   * @param block The rows.
   * @param report Takes what is wrong.
   */
  decode(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    column.reserve(block.count);
    this.#markCells(block, report);
    switch (column.field.kind) {
      case "word":
        // A word whose number nobody asks for is looked at as any text: there may be many of them.
        return column.hasCodes
          ? this.#decodeWords(block, report)
          : this.#decodeTexts(block, report);
      case "text":
        return this.#decodeTexts(block, report);
      case "id":
        return this.#decodeIds(block, report);
      default:
        return this.#decodeNumbers(block, report);
    }
  }

  /** Marks the cells that hold something to be read with {@link STATE.value}; all others are dealt with. */
  #markCells(block: RowBlock, report: ProblemSink): void {
    const { states } = this.column;
    const { starts, ends, width, count, kinds } = block;
    const wanted = this.#wanted;
    const isStrict = !this.#isNullWhenEmpty;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      const given = kinds[cell];
      const isPlain = given === CELL.untyped
        ? isStrict || starts[cell] !== ends[cell]
        : given === wanted;
      if (isPlain) states[row] = STATE.value;
      else this.#takeOther(block, row, cell, report);
    }
  }

  /** Deals with a cell that holds nothing to be read. */
  #takeOther(block: RowBlock, row: number, cell: number, report: ProblemSink): void {
    const given = block.kinds[cell]!;
    if (given === CELL.untyped) this.#setNone(row, STATE.null, NULL_HASH);
    else if (given === CELL.null) {
      const isAllowed = this.column.field.nullable === true;
      this.#setNone(row, isAllowed ? STATE.null : STATE.bad, NULL_HASH);
      if (!isAllowed) report(row, this.#problems.missing);
    } else if (given === CELL.absent) this.#setNone(row, STATE.bad, ABSENT_HASH);
    else {
      const { bytes, starts, ends } = block;
      const { hasHashes } = this.column;
      const hash = hasHashes ? hashBytes(bytes, starts[cell]!, ends[cell]!) : 0;
      this.#setNone(row, STATE.bad, hash);
      report(row, this.#problems.type);
    }
  }

  #setNone(row: number, state: number, hash: number): void {
    const { column } = this;
    column.states[row] = state;
    if (column.hasCodes) column.codes[row] = -1;
    if (column.hasHashes) column.hashes[row] = hash;
  }

  #decodeWords(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    const { states, codes, hashes, hasHashes } = column;
    const { starts, ends, bytes, width, count } = block;
    const words = this.#words;
    const cache = this.#cache;
    cache.open(bytes);
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      const start = starts[cell]!;
      const end = ends[cell]!;
      const near = cache.find(start, end);
      if (near !== -1) {
        codes[row] = near;
        if (hasHashes) hashes[row] = words.hash(near);
        continue;
      }
      const code = words.codeOf(bytes, start, end);
      let problem: FieldProblem | undefined;
      if (code === NO_ROOM) {
        if (hasHashes) hashes[row] = hashBytes(bytes, start, end);
        problem = this.#testText(bytes, start, end);
      } else {
        if (hasHashes) hashes[row] = words.hash(code);
        const verdict = this.#verdicts[code] || this.#judge(code, bytes, start, end);
        if (verdict === 1) cache.keep(start, end, code);
        else problem = this.#wordProblems[verdict - 2];
      }
      codes[row] = problem === undefined ? code : -1;
      if (problem === undefined) continue;
      states[row] = STATE.bad;
      report(row, problem);
    }
  }

  #judge(code: number, bytes: Uint8Array, start: number, end: number): number {
    if (code >= this.#verdicts.length) {
      const larger = new Int32Array(Math.max(code + 1, this.#verdicts.length * 2));
      larger.set(this.#verdicts);
      this.#verdicts = larger;
    }
    const problem = this.#testText(bytes, start, end);
    let verdict = 1;
    if (problem !== undefined) {
      const place = this.#wordProblems.indexOf(problem);
      verdict = 2 + (place === -1 ? this.#wordProblems.push(problem) - 1 : place);
    }
    return this.#verdicts[code] = verdict;
  }

  #decodeTexts(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    const { states, codes, hashes, hasHashes, hasCodes } = column;
    const { starts, ends, bytes, width, count } = block;
    const test = this.#testText;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      const start = starts[cell]!;
      const end = ends[cell]!;
      if (hasHashes) hashes[row] = hashBytes(bytes, start, end);
      const problem = test(bytes, start, end);
      states[row] = problem === undefined ? STATE.value : STATE.bad;
      if (hasCodes) {
        codes[row] = problem === undefined ? this.#words.codeOf(bytes, start, end) : -1;
      }
      if (problem !== undefined) report(row, problem);
    }
  }

  #decodeIds(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    const { states, ids, hashes, hasHashes } = column;
    const { starts, ends, bytes, width, count } = block;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      const start = starts[cell]!;
      const end = ends[cell]!;
      const at = row * 4;
      const isId = readId(bytes, start, end, ids, at);
      if (hasHashes) {
        hashes[row] = isId
          ? mixHash(mixHash(mixHash(ids[at]!, ids[at + 1]!), ids[at + 2]!), ids[at + 3]!)
          : hashBytes(bytes, start, end);
      }
      if (isId) continue;
      states[row] = STATE.bad;
      report(row, this.#problems.form);
    }
  }

  #decodeNumbers(block: RowBlock, report: ProblemSink): void {
    const { column } = this;
    const { states, numbers, codes, hashes, hasHashes, hasCodes } = column;
    const { kind, scale = 0 } = column.field;
    const { starts, ends, bytes, width, count } = block;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      const start = starts[cell]!;
      const end = ends[cell]!;
      const value = kind === "integer"
        ? readInteger(bytes, start, end)
        : kind === "day"
        ? readDay(bytes, start, end)
        : kind === "decimal"
        ? readDecimal(bytes, start, end, scale)
        : readBoolean(bytes, start, end);
      let problem: FieldProblem | undefined;
      if (value !== value) {
        problem = this.#problems.form;
        if (hasHashes) hashes[row] = hashBytes(bytes, start, end);
      } else {
        numbers[row] = value;
        if (hasHashes) hashes[row] = mixHash(value | 0, Math.floor(value / 4_294_967_296) | 0);
        problem = this.#testNumber(value);
      }
      if (hasCodes) {
        codes[row] = problem === undefined ? this.#words.codeOf(bytes, start, end) : -1;
      }
      if (problem === undefined) continue;
      states[row] = STATE.bad;
      report(row, problem);
    }
  }
}

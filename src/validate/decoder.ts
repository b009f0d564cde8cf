/**
 * Cells to values, checked against the definition of their field on the way.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { ID_BYTES, isSameId } from "./cell_values.ts";
import { readId } from "../core/read_id.ts";
import { CELL, type RowBlock, showCells } from "../core/table.ts";
import { type ColumnUses, DecodedColumn, isNumeric, STATE } from "./decoded_column.ts";
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
import { hashNumber, NULL_HASH, readNumber, readNumbers, takeNumbers } from "./number_cells.ts";
import { WordCache } from "./word_cache.ts";

/** Takes what is wrong with the cell of a row. */
export type ProblemSink = (row: number, problem: FieldProblem) => void;

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
  readonly #isCodedNumber: boolean;
  /** Whether somebody asks for the numbers of the texts. */
  readonly #needsCodes: boolean;
  /** What is known of a word: 1 good, else 2 + its place in `#wordProblems`; 0 unknown. */
  #verdicts = new Int32Array(1024);
  readonly #wordProblems: FieldProblem[] = [];
  /** Numbers of good texts, by the numbers of the texts. */
  #values = new Float64Array(0);
  #seen: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Takes numbers of texts that nobody asks for. */
  #spare = new Int32Array(0);
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
    this.#isCodedNumber = (this.column.hasCodes || uses.isRepeating === true) && isNumeric(field);
    this.#needsCodes = this.column.hasCodes;
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
    const cells = block.numbers?.[this.#place];
    if (cells !== undefined && !this.#needsCodes) {
      const { missing } = this.#problems;
      column.givenCount = takeNumbers(column, cells, block.count, (row, value) => {
        const problem = value === undefined ? missing : this.#testNumber(value);
        if (problem !== undefined) report(row, problem);
        return problem === undefined;
      });
      return;
    }
    showCells(block, this.#place);
    if (this.#isCodedNumber) {
      column.givenCount = this.#decodeCodedNumbers(block, report);
      return;
    }
    column.givenCount = this.#markCells(block, report);
    if (column.givenCount === 0) return;
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

  /**
   * The number of a word, for who reads the field's values without their cells.
   *
   * @param bytes What the span points into.
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns Its number, or `NO_ROOM`; -1 where it is not of the field's form.
   */
  readonly codeOf = (bytes: Uint8Array, start: number, end: number): number => {
    const code = this.#words.codeOf(bytes, start, end);
    const isGood = code === NO_ROOM
      ? this.#testText(bytes, start, end) === undefined
      : (this.#verdicts[code] || this.#judge(code, bytes, start, end)) === 1;
    return isGood ? code : -1;
  };

  /**
   * Marks the cells that hold something to be read with {@link STATE.value}, and answers how many they are; all
   * others are dealt with.
   */
  #markCells(block: RowBlock, report: ProblemSink): number {
    const { states, codes, hasCodes, hasHashes, field } = this.column;
    const { starts, ends, width, count, kinds } = block;
    const wanted = this.#wanted;
    const isStrict = !this.#isNullWhenEmpty;
    const isNullable = field.nullable === true && !hasHashes;
    let givenCount = 0;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      const given = kinds[cell];
      const isPlain = given === CELL.untyped
        ? isStrict || starts[cell] !== ends[cell]
        : given === wanted;
      if (isPlain) {
        states[row] = STATE.value;
        givenCount++;
      } else if (isNullable && given === CELL.null) {
        states[row] = STATE.null;
        if (hasCodes) codes[row] = -1;
      } else this.#takeOther(block, row, cell, report);
    }
    return givenCount;
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
    const { states, ids, repeats, hashes, hasHashes } = column;
    const { starts, ends, bytes, width, count } = block;
    if (bytes !== this.#seen) {
      this.#seen = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    // Rows that belong together stand together: many refer to the row that the last one refers to.
    let last = -1;
    let lastStart = 0;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      const start = starts[cell]!;
      const end = ends[cell]!;
      const at = row * 4;
      if (last !== -1 && end - start === ID_BYTES && isSameId(view, start, lastStart)) {
        const from = last * 4;
        ids[at] = ids[from]!;
        ids[at + 1] = ids[from + 1]!;
        ids[at + 2] = ids[from + 2]!;
        ids[at + 3] = ids[from + 3]!;
        repeats[row] = 1;
        if (hasHashes) hashes[row] = hashes[last]!;
        last = row;
        continue;
      }
      const isId = readId(bytes, start, end, ids, at);
      if (hasHashes) {
        hashes[row] = isId
          ? mixHash(mixHash(mixHash(ids[at]!, ids[at + 1]!), ids[at + 2]!), ids[at + 3]!)
          : hashBytes(bytes, start, end);
      }
      repeats[row] = 0;
      if (isId) {
        last = row;
        lastStart = start;
        continue;
      }
      states[row] = STATE.bad;
      report(row, this.#problems.form);
    }
  }

  /**
   * Numbers of which each text has a number too: those seen lately are not read again. Worksheets have dozens of such
   * columns, most cells of them empty, so cells are marked on the way. Answers how many hold something to be read.
   */
  #decodeCodedNumbers(block: RowBlock, report: ProblemSink): number {
    const { column } = this;
    const { states, numbers, hashes, hasHashes, field } = column;
    const { starts, ends, bytes, width, count, kinds } = block;
    if (!column.hasCodes && this.#spare.length < count) this.#spare = new Int32Array(count);
    const codes = column.hasCodes ? column.codes : this.#spare;
    const cache = this.#cache;
    const wanted = this.#wanted;
    const isStrict = !this.#isNullWhenEmpty;
    const isNullable = field.nullable === true && !hasHashes;
    let givenCount = 0;
    cache.open(bytes);
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      const given = kinds[cell];
      if (isNullable && given === CELL.null) {
        states[row] = STATE.null;
        codes[row] = -1;
        continue;
      }
      const start = starts[cell]!;
      const end = ends[cell]!;
      if (given === CELL.untyped ? start === end && !isStrict : given !== wanted) {
        this.#takeOther(block, row, cell, report);
        continue;
      }
      states[row] = STATE.value;
      givenCount++;
      const near = cache.find(start, end);
      if (near !== -1) {
        const value = this.#values[near]!;
        codes[row] = near;
        numbers[row] = value;
        if (hasHashes) hashes[row] = hashNumber(value);
        continue;
      }
      const value = readNumber(field, bytes, start, end);
      const problem = value !== value ? this.#problems.form : this.#testNumber(value);
      if (hasHashes) {
        hashes[row] = value !== value ? hashBytes(bytes, start, end) : hashNumber(value);
      }
      numbers[row] = value;
      codes[row] = -1;
      if (problem !== undefined) {
        states[row] = STATE.bad;
        report(row, problem);
        continue;
      }
      const code = this.#words.codeOf(bytes, start, end);
      codes[row] = code;
      if (code < 0) continue;
      if (code >= this.#values.length) {
        const larger = new Float64Array(Math.max(code + 1, this.#values.length * 2));
        larger.set(this.#values);
        this.#values = larger;
      }
      this.#values[code] = value;
      cache.keep(start, end, code);
    }
    return givenCount;
  }

  #decodeNumbers(block: RowBlock, report: ProblemSink): void {
    const { states, numbers, hashes, hasHashes } = this.column;
    const { starts, ends, bytes, width, count } = block;
    readNumbers(this.column, this.#place, block);
    for (let row = 0; row < count; row++) {
      if (states[row] !== STATE.value) continue;
      const value = numbers[row]!;
      let problem: FieldProblem | undefined;
      if (value !== value) {
        problem = this.#problems.form;
        const cell = row * width + this.#place;
        if (hasHashes) hashes[row] = hashBytes(bytes, starts[cell]!, ends[cell]!);
      } else {
        if (hasHashes) hashes[row] = hashNumber(value);
        problem = this.#testNumber(value);
      }
      if (problem === undefined) continue;
      states[row] = STATE.bad;
      report(row, problem);
    }
  }
}

/**
 * The inputs of rules: what they name, and their values in the rows of a block.
 *
 * @module
 */
import type { Entity } from "../../core/entity.ts";
import { type RowBlock, showCells } from "../../core/table.ts";
import { type DecodedColumn, isNumeric } from "../decoded_column.ts";
import type { Interner } from "../interner.ts";

/** What an input names. */
export interface InputPath {
  /** The reference through which it looks at another row; undefined for a field of the row itself. */
  readonly via: string | undefined;
  readonly field: string;
  /** First byte of the part that is looked at. */
  readonly from: number;
  /** Byte behind its last. */
  readonly to: number;
}

const INPUT = /^(?:([a-z0-9_]+)\.)?([a-z0-9_]+)(?:\[(\d+):(\d+)\])?$/;

/**
 * Reads an input.
 *
 * @param input For example `state`, `vin[0:3]` or `person_id.state`.
 * @returns What it names.
 * @throws {TypeError} if it has another form.
 *
 * @example
 * ```ts
 * import { parseInput } from "./input.ts";
 * const { via, field, to } = parseInput("vehicle_id.vin[0:3]");
 * if (via !== "vehicle_id" || field !== "vin" || to !== 3) throw new RangeError();
 * ```
 */
export function parseInput(input: string): InputPath {
  const match = INPUT.exec(input);
  if (match === null) throw new TypeError(`"${input}" is no input of a rule`);
  const [, via, field, from, to] = match;
  return {
    via,
    field: field!,
    from: from === undefined ? 0 : Number(from),
    to: to === undefined ? Infinity : Number(to),
  };
}

/**
 * The field itself as an input, or a part of it.
 *
 * @param field Name of the field.
 * @param part For example `[0:3]`.
 * @returns What {@link parseInput} gives for both together.
 */
export function parsePart(field: string, part: string | undefined): InputPath {
  return parseInput(`${field}${part ?? ""}`);
}

/** Where the rules of an entity find its rows. */
export interface RuleScope {
  readonly entity: Entity;
  /** The columns of the block at hand, one a field. */
  readonly columns: readonly DecodedColumn[];
  readonly words: Interner;
}

/**
 * The place of a field.
 *
 * @param entity The entity.
 * @param name Name of the field.
 * @returns Its place, from 0.
 * @throws {TypeError} if there is none.
 */
export function placeOf(entity: Entity, name: string): number {
  const place = entity.fields.findIndex((field) => field.name === name);
  if (place === -1) throw new TypeError(`${entity.plural} have no field "${name}"`);
  return place;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes of an input of the row itself. */
export class BytesInput {
  /** First byte; set by {@link find}. */
  start = 0;
  /** Byte behind the last; set by {@link find}. */
  end = 0;
  readonly #column: DecodedColumn;
  readonly #place: number;
  readonly #path: InputPath;

  /**
   * @param path What it names; a field of the row.
   * @param scope Where the rows are.
   */
  constructor(path: InputPath, scope: RuleScope) {
    this.#place = placeOf(scope.entity, path.field);
    this.#column = scope.columns[this.#place]!;
    this.#path = path;
  }

  /**
   * Finds the bytes of a row's value.
   *
   * @param block The rows.
   * @param row The row.
   * @returns Whether there is a proper one.
   */
  find(block: RowBlock, row: number): boolean {
    if (this.#column.states[row] !== 1) return false;
    if (block.numbers !== undefined) showCells(block, this.#place);
    const cell = row * block.width + this.#place;
    const first = block.starts[cell]!;
    const last = block.ends[cell]!;
    this.start = Math.min(last, first + this.#path.from);
    this.end = Math.min(last, first + this.#path.to);
    return true;
  }

  /**
   * The text of a row's value.
   *
   * @param block The rows.
   * @param row The row.
   * @returns The text; empty where there is no proper value.
   */
  text(block: RowBlock, row: number): string {
    return this.find(block, row) ? decoder.decode(block.bytes.subarray(this.start, this.end)) : "";
  }
}

/** Bits of the place of a part of three bytes. */
const NEAR_BITS = 10;

/** Parts of three bytes that are known at a time. */
const NEAR_TRIPLES = 1 << NEAR_BITS;

/** The words of an input of the row itself, by number. */
export class CodeInput {
  readonly #column: DecodedColumn;
  readonly #words: Interner;
  readonly #bytes: BytesInput;
  readonly #isWhole: boolean;
  #codes = new Int32Array(0);
  /** Parts of one or two bytes by these bytes: 1 + number of the word, 0 where it is not known yet. */
  readonly #pairs: Int32Array | undefined;
  /** Parts of three bytes that were seen lately: the bytes, and 1 + number of the word. */
  readonly #triples: Int32Array | undefined;
  readonly #path: InputPath;
  readonly #place: number;

  /**
   * @param path What it names; a field of the row whose column has codes, or a part of any.
   * @param scope Where the rows are.
   */
  constructor(path: InputPath, scope: RuleScope) {
    this.#column = scope.columns[placeOf(scope.entity, path.field)]!;
    this.#words = scope.words;
    this.#bytes = new BytesInput(path, scope);
    this.#isWhole = path.to === Infinity && path.from === 0;
    this.#path = path;
    this.#place = placeOf(scope.entity, path.field);
    const length = path.to - path.from;
    this.#pairs = length === 1 || length === 2 ? new Int32Array(65_536) : undefined;
    this.#triples = length === 3 ? new Int32Array(2 * NEAR_TRIPLES) : undefined;
    if (this.#isWhole && !this.#column.hasCodes) {
      throw new TypeError(`the words of "${path.field}" have no numbers`);
    }
  }

  /**
   * Numbers of the words of a block.
   *
   * @param block The rows.
   * @returns An entry a row: -1 where there is no proper value, `NO_ROOM` where the word could not be kept.
   */
  load(block: RowBlock): Int32Array {
    if (this.#isWhole) return this.#column.codes;
    if (this.#codes.length < block.count) this.#codes = new Int32Array(block.count);
    const codes = this.#codes;
    const span = this.#bytes;
    const words = this.#words;
    const { from, to } = this.#path;
    const { states } = this.#column;
    showCells(block, this.#place);
    const { bytes, starts, ends, width, count } = block;
    const pairs = this.#pairs;
    const place = this.#place;
    if (this.#triples !== undefined) {
      this.#loadTriples(block, this.#triples);
      return codes;
    }
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      const start = starts[cell]! + from;
      if (pairs !== undefined && states[row] === 1 && starts[cell]! + to <= ends[cell]!) {
        const pair = bytes[start]! | (to - from === 2 ? bytes[start + 1]! << 8 : 0);
        const known = pairs[pair]!;
        if (known !== 0) {
          codes[row] = known - 1;
          continue;
        }
        const code = words.codeOf(bytes, start, start + to - from);
        if (code >= 0) pairs[pair] = code + 1;
        codes[row] = code;
        continue;
      }
      codes[row] = span.find(block, row) ? words.codeOf(bytes, span.start, span.end) : -1;
    }
    return codes;
  }

  #loadTriples(block: RowBlock, triples: Int32Array): void {
    const codes = this.#codes;
    const words = this.#words;
    const span = this.#bytes;
    const { from } = this.#path;
    const { states } = this.#column;
    const { bytes, starts, ends, width, count } = block;
    for (let row = 0, cell = this.#place; row < count; row++, cell += width) {
      const start = starts[cell]! + from;
      if (states[row] !== 1 || start + 3 > ends[cell]!) {
        codes[row] = span.find(block, row) ? words.codeOf(bytes, span.start, span.end) : -1;
        continue;
      }
      const triple = bytes[start]! | (bytes[start + 1]! << 8) | (bytes[start + 2]! << 16);
      const slot = 2 * (Math.imul(triple, 0x9e3779b1 | 0) >>> (32 - NEAR_BITS));
      if (triples[slot] !== triple || triples[slot + 1] === 0) {
        const code = words.codeOf(bytes, start, start + 3);
        codes[row] = code;
        if (code < 0) continue;
        triples[slot] = triple;
        triples[slot + 1] = code + 1;
        continue;
      }
      codes[row] = triples[slot + 1]! - 1;
    }
  }

  /**
   * The text of a row's value.
   *
   * @param block The rows.
   * @param row The row.
   * @returns The text; empty where there is no proper value.
   */
  text(block: RowBlock, row: number): string {
    return this.#bytes.text(block, row);
  }
}

/**
 * What a row's value is to a rule that computes with it.
 *
 * @param path What it names; a field of the row.
 * @param scope Where the rows are.
 * @returns A reader: a number for numbers, days and truth values, else the text; undefined where there is no
 * proper value.
 */
export function openValue(
  path: InputPath,
  scope: RuleScope,
): (block: RowBlock, row: number) => number | string | undefined {
  const place = placeOf(scope.entity, path.field);
  const column = scope.columns[place]!;
  const bytes = new BytesInput(path, scope);
  if (isNumeric(column.field) && path.to === Infinity) {
    return (_block, row) => column.states[row] === 1 ? column.numbers[row] : undefined;
  }
  if (column.hasCodes && path.from === 0 && path.to === Infinity) {
    // The texts of words are decoded once.
    const { words } = scope;
    return (block, row) => {
      if (column.states[row] !== 1) return undefined;
      const code = column.codes[row]!;
      return code >= 0 ? words.text(code) : bytes.text(block, row);
    };
  }
  return (block, row) => column.states[row] === 1 ? bytes.text(block, row) : undefined;
}

/**
 * JSON tokens over a window of bytes, without a value for each: what NDJSON and dataset files are
 * read with.
 *
 * @module
 */
import { CELL } from "../core/table.ts";
import { showBytes } from "../core/show.ts";
import type { RowBuffer } from "./row_buffer.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const LF = 10;

/** Levels of nested arrays and objects in a value that is passed over. */
export const MAX_DEPTH = 64;

/** 1 for the bytes that end a plain run of a string: quote, backslash, controls. */
const ENDS_STRING = new Uint8Array(256).fill(1, 0, 32);
ENDS_STRING[QUOTE] = ENDS_STRING[BACKSLASH] = 1;

/** 1 for the bytes of numbers, `true`, `false`, `null`. */
const IN_SCALAR = new Uint8Array(256);
for (const character of "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  IN_SCALAR[character.charCodeAt(0)] = 1;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What came of a look at the next value. */
export type JsonStep = "done" | "more" | "wrong";

/** A member that is not as it should be, in a row that can be read. */
export interface RowProblem {
  readonly kind: "unexpected" | "twice" | "missing";
  readonly name: string;
}

/**
 * Reads JSON from `position` on, in a room whose bytes end at `limit`. A method that answers `more` has
 * met the limit; it is to be called again with the same `position` and more bytes. On `wrong`, `problem`
 * says what is wrong at `problemAt`.
 */
export class JsonParser {
  /** First byte to read. */
  position = 0;
  /** Byte behind the last. */
  limit = 0;
  /** Whether nothing comes behind the limit. */
  isLast = false;
  /** Line of `position`, from 1. */
  line = 1;
  /** What is wrong. */
  problem = "";
  /** The byte at which it is wrong. */
  problemAt = 0;
  /** First byte of the text, scalar or nested value last read. */
  start = 0;
  /** Byte behind its last. */
  end = 0;
  /** What it is: a member of `CELL`. */
  kind: number = CELL.absent;
  /** Members of the row last read that are not as they should be. */
  readonly problems: RowProblem[] = [];
  #hasEscape = false;
  #names: readonly Uint8Array[] = [];
  #words: readonly string[] = [];
  readonly #escaped: number[] = [];

  /** @param bytes The room, with at least one byte behind every limit. */
  constructor(readonly bytes: Uint8Array) {}

  /**
   * Says which members rows have.
   *
   * @param names Names, in the order of the cells.
   */
  setNames(names: readonly string[]): void {
    this.#words = names;
    this.#names = names.map((name) => encoder.encode(name));
  }

  /**
   * Passes over blanks and line ends.
   *
   * @returns The byte that comes next; -1 where there is none in the window.
   */
  peek(): number {
    const { bytes, limit } = this;
    let at = this.position;
    while (at < limit) {
      const byte = bytes[at]!;
      if (byte === LF) this.line++;
      else if (byte !== 32 && byte !== 13 && byte !== 9) break;
      at++;
    }
    this.position = at;
    return at < limit ? bytes[at]! : -1;
  }

  /**
   * Reads any value: `start`, `end` and `kind` say which. A text's span excludes its quotes and may hold
   * escapes: see {@link takeText}.
   *
   * @returns `done` and moves behind it, or does not move.
   */
  readValue(): JsonStep {
    const mark = this.position;
    const line = this.line;
    const step = this.#value();
    if (step === "more") {
      this.position = mark;
      this.line = line;
    }
    return step;
  }

  /**
   * The text {@link readValue} last read.
   *
   * @returns It without escapes, or undefined where an escape is wrong.
   */
  takeText(): string | undefined {
    const span = this.bytes.subarray(this.start, this.end);
    if (!this.#hasEscape) return decoder.decode(span);
    try {
      return JSON.parse(`"${decoder.decode(span)}"`);
    } catch {
      return undefined;
    }
  }

  /**
   * Reads an object whose members are the cells of a row.
   *
   * @param rows Takes the cells; the row is not counted in.
   * @returns `done` and moves behind it; `more` does not move.
   */
  readRow(rows: RowBuffer): JsonStep {
    const mark = this.position;
    const line = this.line;
    this.problems.length = 0;
    this.#escaped.length = 0;
    const step = this.#row(rows);
    if (step === "more") {
      this.position = mark;
      this.line = line;
    } else if (step === "done" && this.#escaped.length > 0) return this.#unescapeCells(rows);
    return step;
  }

  #row(rows: RowBuffer): JsonStep {
    const first = rows.nextCell();
    const { width, kinds, starts, ends } = rows;
    const { bytes, limit } = this;
    kinds.fill(CELL.absent, first, first + width);
    this.position++;
    let guess = 0;
    let byte = this.peek();
    if (byte === CLOSE_OBJECT) {
      this.position++;
      return this.#finishRow(rows, 0);
    }
    let known = 0;
    while (true) {
      if (byte === -1) return this.#ran();
      if (byte !== QUOTE) return this.#fail("a name between quotes is wanted");
      let place = -1;
      const name = this.#names[guess];
      if (name !== undefined) {
        let at = this.position + 1;
        let i = 0;
        while (i < name.length && at < limit && bytes[at] === name[i]) {
          at++;
          i++;
        }
        if (i === name.length && at < limit && bytes[at] === QUOTE) {
          place = guess;
          this.position = at + 1;
        }
      }
      if (place === -1) {
        const step = this.#string();
        if (step !== "done") return step;
        const text = this.takeText() ?? "";
        place = this.#words.indexOf(text);
        if (place === -1) this.problems.push({ kind: "unexpected", name: text });
      }
      if (place !== -1 && kinds[first + place] !== CELL.absent) {
        this.problems.push({ kind: "twice", name: this.#words[place]! });
      }
      byte = this.peek();
      if (byte === -1) return this.#ran();
      if (byte !== COLON) return this.#fail('":" is wanted behind a name');
      this.position++;
      if (this.peek() === -1) return this.#ran();
      const step = this.#value();
      if (step !== "done") return step;
      if (place !== -1) {
        if (kinds[first + place] === CELL.absent) known++;
        starts[first + place] = this.start;
        ends[first + place] = this.end;
        kinds[first + place] = this.kind;
        if (this.#hasEscape) this.#escaped.push(first + place);
        guess = place + 1;
      }
      byte = this.peek();
      if (byte === -1) return this.#ran();
      this.position++;
      if (byte === CLOSE_OBJECT) return this.#finishRow(rows, known);
      if (byte !== COMMA) {
        this.position--;
        return this.#fail('"," or "}" is wanted behind a value');
      }
      byte = this.peek();
    }
  }

  #finishRow(rows: RowBuffer, known: number): JsonStep {
    if (known === rows.width) return "done";
    const first = rows.nextCell();
    for (let place = 0; place < rows.width; place++) {
      if (rows.kinds[first + place] !== CELL.absent) continue;
      this.problems.push({ kind: "missing", name: this.#words[place]! });
    }
    return "done";
  }

  #value(): JsonStep {
    const { bytes, limit } = this;
    this.#hasEscape = false;
    if (this.position >= limit) return this.#ran();
    const byte = bytes[this.position]!;
    if (byte === QUOTE) return this.#string();
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#nested();
    let at = this.position;
    while (at < limit && IN_SCALAR[bytes[at]!] === 1) at++;
    if (at === limit && !this.isLast) return "more";
    this.start = this.position;
    this.end = at;
    const kind = scalarKind(bytes, this.start, at);
    if (kind === CELL.absent) return this.#fail("a value is wanted");
    this.kind = kind;
    this.position = at;
    return "done";
  }

  #string(): JsonStep {
    const { bytes, limit } = this;
    let at = this.position + 1;
    this.#hasEscape = false;
    bytes[limit] = QUOTE;
    while (true) {
      while (ENDS_STRING[bytes[at]!] === 0) at++;
      if (at >= limit) return this.#ran();
      if (bytes[at] === QUOTE) break;
      if (bytes[at] !== BACKSLASH) {
        this.problemAt = at;
        this.problem = "a text holds a control character or a line break without an escape";
        return "wrong";
      }
      this.#hasEscape = true;
      at += 2;
      if (at > limit) return this.#ran();
    }
    this.start = this.position + 1;
    this.end = at;
    this.kind = CELL.text;
    this.position = at + 1;
    return "done";
  }

  /** Passes over an array or object; only its brackets and texts are looked at until it ends. */
  #nested(): JsonStep {
    const { bytes } = this;
    const start = this.position;
    const closers: number[] = [];
    while (true) {
      const byte = this.peek();
      if (byte === -1) return this.#ran();
      if (byte === QUOTE) {
        const step = this.#string();
        if (step !== "done") return step;
      } else {
        this.position++;
        if (byte === OPEN_OBJECT) closers.push(CLOSE_OBJECT);
        else if (byte === OPEN_ARRAY) closers.push(CLOSE_ARRAY);
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          if (closers.pop() !== byte) {
            this.position--;
            return this.#fail("a bracket closes that did not open");
          }
        }
        if (closers.length > MAX_DEPTH) {
          return this.#fail(`values nest deeper than ${MAX_DEPTH} levels`);
        }
      }
      if (closers.length === 0) break;
    }
    this.start = start;
    this.end = this.position;
    this.kind = CELL.nested;
    this.#hasEscape = false;
    try {
      JSON.parse(decoder.decode(bytes.subarray(start, this.end)));
    } catch {
      this.position = start;
      return this.#fail("an array or object is not JSON");
    }
    return "done";
  }

  #unescapeCells(rows: RowBuffer): JsonStep {
    for (const cell of this.#escaped) {
      const start = rows.starts[cell]!;
      const end = rows.ends[cell]!;
      let text: string;
      try {
        text = JSON.parse(`"${decoder.decode(this.bytes.subarray(start, end))}"`);
      } catch {
        this.position = start;
        return this.#fail("a text holds an escape that JSON does not know");
      }
      // UTF-8 never takes more room than the escapes it stands for.
      rows.ends[cell] = start + encoder.encodeInto(text, this.bytes.subarray(start, end)).written;
    }
    return "done";
  }

  #ran(): JsonStep {
    if (!this.isLast) return "more";
    this.position = this.limit;
    return this.#fail("the file ends within a value");
  }

  #fail(problem: string): JsonStep {
    this.problem = problem;
    this.problemAt = this.position;
    return "wrong";
  }

  /**
   * The bytes at which {@link problem} was found.
   *
   * @returns Up to 40 bytes as text, empty at the end.
   */
  showProblem(): string {
    return showBytes(this.bytes, this.problemAt, Math.min(this.limit, this.problemAt + 40));
  }
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function scalarKind(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  const length = end - start;
  if (length === 0) return CELL.absent;
  if (first !== 45 && !(first! >= 48 && first! <= 57)) {
    if (length > 5) return CELL.absent;
    const word = decoder.decode(bytes.subarray(start, end));
    if (word === "null") return CELL.null;
    return word === "true" || word === "false" ? CELL.boolean : CELL.absent;
  }
  let isPlain = first !== 45 && (first !== 48 || length === 1);
  for (let at = start; at < end && isPlain; at++) isPlain = bytes[at]! >= 48 && bytes[at]! <= 57;
  if (isPlain) return CELL.number;
  if (length > 1000) return CELL.absent;
  return NUMBER.test(decoder.decode(bytes.subarray(start, end))) ? CELL.number : CELL.absent;
}

/**
 * Reads a dataset's JSON file as a stream: an object whose members are tables (arrays of objects) and
 * values such as the metadata. The file is never held whole.
 *
 * @module
 */
import { parseJson } from "../core/json.ts";
import type { ReadScope, TableEvent, TableReader } from "../core/table.ts";
import { ByteWindow, MAX_ROW_BYTES } from "./byte_window.ts";
import { markIssue } from "./csv.ts";
import { tellIssue, tellRowError } from "./issue_event.ts";
import { type Place, shapeIssue, syntaxIssue, tellMember } from "./json_issues.ts";
import { JsonParser, type JsonStep } from "./json_parser.ts";
import { RowBuffer } from "./row_buffer.ts";

/** The reader of a dataset's `.json` file. */
export const jsonReader: TableReader = {
  name: "json",
  extension: "json",
  holds: "dataset",
  access: "sequential",
  read: readJson,
};

const REST = "the rest of the file was not read";

async function* readJson(scope: ReadScope): AsyncGenerator<TableEvent> {
  const window = await ByteWindow.open(scope);
  try {
    if (window.hasMark) yield tellIssue(markIssue(scope.label));
    yield* new DatasetFile(window, scope).read();
    await window.drain();
  } finally {
    window.close();
  }
}

/** One JSON file while it is read. */
class DatasetFile {
  readonly #window: ByteWindow;
  readonly #scope: ReadScope;
  readonly #parser: JsonParser;
  readonly #seen = new Set<string>();

  constructor(window: ByteWindow, scope: ReadScope) {
    this.#window = window;
    this.#scope = scope;
    this.#parser = new JsonParser(window.bytes);
    this.#sync();
  }

  async *read(): AsyncGenerator<TableEvent> {
    const parser = this.#parser;
    const first = await this.#peek();
    if (first !== 123) {
      parser.problemAt = parser.position;
      const actual = first === -1 ? "an empty file" : parser.showProblem();
      yield this.#shape("the file is not a JSON object", actual, "an object of tables");
      return;
    }
    parser.position++;
    let byte = await this.#peek();
    if (byte === 125) {
      parser.position++;
      yield* this.#readBehind();
      return;
    }
    while (true) {
      if (byte !== 34) return yield this.#syntax("a name between quotes is wanted");
      if (await this.#step(() => parser.readValue()) !== "done") return yield this.#syntax();
      const name = parser.takeText() ?? "";
      if (await this.#peek() !== 58) return yield this.#syntax('":" is wanted behind a name');
      parser.position++;
      await this.#peek();
      if (!(yield* this.#readMember(name))) return;
      byte = await this.#peek();
      parser.position++;
      if (byte === 125) break;
      if (byte !== 44) {
        parser.position--;
        return yield this.#syntax('"," or "}" is wanted behind a value');
      }
      byte = await this.#peek();
    }
    yield* this.#readBehind();
  }

  async *#readBehind(): AsyncGenerator<TableEvent> {
    if (await this.#peek() !== -1) yield this.#syntax("text stands behind the dataset");
  }

  /** Reads the value of a member; answers whether reading can go on behind it. */
  async *#readMember(name: string): AsyncGenerator<TableEvent, boolean> {
    const parser = this.#parser;
    if (this.#seen.has(name)) {
      yield this.#shape(`the file has "${name}" twice`, name, "each member once");
    }
    const isAgain = this.#seen.has(name);
    if (this.#seen.size < 1000) this.#seen.add(name);
    const fields = this.#scope.fields(name);
    const line = parser.line;
    if (fields !== undefined && !isAgain) {
      const first = await this.#peek();
      if (first === 91) return yield* this.#readTable(name, fields);
      parser.problemAt = parser.position;
      yield this.#shape(`"${name}" is not a list of rows`, parser.showProblem(), "an array");
    }
    if (await this.#step(() => parser.readValue()) !== "done") {
      yield this.#syntax();
      return false;
    }
    if (fields === undefined && !isAgain) {
      const isText = parser.kind === 2;
      const span = parser.bytes.subarray(parser.start, parser.end);
      const text = isText
        ? JSON.stringify(parser.takeText() ?? "")
        : new TextDecoder("utf-8", { ignoreBOM: true }).decode(span);
      yield { kind: "value", name, value: parseJson(text), line };
    }
    return true;
  }

  async *#readTable(name: string, fields: readonly string[]): AsyncGenerator<TableEvent, boolean> {
    const parser = this.#parser;
    const window = this.#window;
    const rows = new RowBuffer(fields.length);
    parser.setNames(fields);
    parser.position++;
    yield { kind: "table", name };
    let isGood = true;
    let isOpen = await this.#peek() !== 93;
    while (isOpen && isGood) {
      const at = this.#place(name, rows.start + rows.count);
      let step: JsonStep = "wrong";
      const isObject = parser.bytes[parser.position] === 123 && parser.position < parser.limit;
      if (isObject) step = parser.readRow(rows);
      else step = parser.readValue();
      if (step === "more" && parser.limit - parser.position < MAX_ROW_BYTES) {
        if (rows.count > 0) yield { kind: "rows", name, block: rows.take(parser.bytes) };
        await this.#refill();
        continue;
      }
      if (step === "more") {
        const message = `a value is longer than ${MAX_ROW_BYTES / 1024} KiB`;
        yield tellIssue({ ...at, ...tooLong(message) }, true);
        isGood = false;
      } else if (step === "wrong") {
        yield tellIssue(syntaxIssue(parser, at, REST), true);
        isGood = false;
      } else if (isObject) {
        for (const problem of parser.problems) {
          yield tellMember(problem, at, fields);
        }
        rows.lines[rows.count++] = at.line;
      } else {
        parser.problemAt = parser.start;
        yield tellRowError(
          "json-shape",
          () => shapeIssue("the row is not an object", at, parser.showProblem(), "an object"),
        );
        rows.addAbsent(at.line);
      }
      if (rows.isFull) yield { kind: "rows", name, block: rows.take(parser.bytes) };
      if (!isGood) break;
      let byte = parser.peek();
      if (byte === -1) {
        if (rows.count > 0) yield { kind: "rows", name, block: rows.take(parser.bytes) };
        byte = await this.#peek();
      }
      if (byte === 93) isOpen = false;
      else if (byte === 44) {
        parser.position++;
        if (parser.peek() === -1) {
          if (rows.count > 0) yield { kind: "rows", name, block: rows.take(parser.bytes) };
          await this.#peek();
        }
      } else {
        yield this.#syntax('"," or "]" is wanted behind a row');
        isGood = false;
      }
    }
    if (rows.count > 0) yield { kind: "rows", name, block: rows.take(parser.bytes) };
    if (isGood) parser.position++;
    window.position = parser.position;
    yield { kind: "end", name, rowCount: rows.start };
    return isGood;
  }

  #place(entity: string, index: number): Place & { line: number } {
    return { path: this.#scope.label, entity, index, line: this.#parser.line };
  }

  #syntax(problem?: string): TableEvent {
    const parser = this.#parser;
    if (problem !== undefined) {
      parser.problem = problem;
      parser.problemAt = parser.position;
    }
    return tellIssue(syntaxIssue(parser, { path: this.#scope.label }, REST), true);
  }

  #shape(message: string, actual: string, expected: string): TableEvent {
    const at = { path: this.#scope.label, line: this.#parser.line };
    return tellIssue(shapeIssue(message, at, actual, expected), true);
  }

  #sync(): void {
    this.#parser.position = this.#window.position;
    this.#parser.limit = this.#window.limit;
    this.#parser.isLast = this.#window.isLast;
  }

  async #refill(): Promise<void> {
    this.#window.position = this.#parser.position;
    await this.#window.refill();
    this.#sync();
  }

  /** The next byte that is no blank, from as far away as it is; -1 at the end of the file. */
  async #peek(): Promise<number> {
    let byte = this.#parser.peek();
    while (byte === -1 && !this.#parser.isLast) {
      await this.#refill();
      byte = this.#parser.peek();
    }
    return byte;
  }

  async #step(read: () => JsonStep): Promise<JsonStep> {
    const parser = this.#parser;
    let step = read();
    while (step === "more") {
      if (parser.limit - parser.position >= MAX_ROW_BYTES) {
        parser.problem = `a value is longer than ${MAX_ROW_BYTES / 1024} KiB`;
        parser.problemAt = parser.position;
        return "wrong";
      }
      await this.#refill();
      step = read();
    }
    return step;
  }
}

function tooLong(message: string) {
  return { code: "row-too-long", severity: "error", message, hint: REST } as const;
}

/**
 * The hot path of the text formats: turns the columns of a batch into bytes without a string, an
 * encoder or an allocation a row.
 *
 * For each entity and dialect a function is compiled from the entity's fields: straight-line code that
 * writes literals as constants, copies words that were encoded once with the literal before them, and
 * writes digits from tables. Copies move four bytes at a time past the end of a value; what they spoil
 * is written next, and the buffer has slack behind its last row.
 *
 * Compiling with `Function` is what makes the writer know its columns; the source text depends on
 * field kinds and literals only, never on data. `docs/performance.md` has the measured difference.
 *
 * @module
 */
import type { Batch, Column } from "../core/batch.ts";
import { type ByteBuffer, SLACK_BYTES } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import { type Dialect, isQuoted } from "./_dialect.ts";
import { decimalSource } from "./_number_text.ts";
import { FIXED_TEXT_BYTES, rowRuntime } from "./_row_runtime.ts";

/** Appends the rows of a batch to a buffer. */
export type RowWriter = (batch: Batch, target: ByteBuffer) => void;

/** Words encoded with the literal before them: entry `code` is `offsets[code]` up to `offsets[code + 1]`. */
interface WordTable {
  readonly words: readonly string[];
  readonly view: DataView;
  readonly offsets: Int32Array;
  readonly maxLength: number;
}

type CompiledRows = (
  columns: readonly Column[],
  tables: readonly (WordTable | undefined)[],
  from: number,
  to: number,
  target: ByteBuffer,
  rowBytes: number,
  textBytes: number,
) => void;

/**
 * Rows that room is made for at once. A row's greatest size is many times the usual one, so room for the greatest of a
 * whole batch would be many times what the batch takes.
 */
const ROOM_ROWS = 64;

const encoder = new TextEncoder();

/**
 * Builds the writer of an entity in a dialect.
 *
 * @param entity The entity; batches of no other may be written.
 * @param dialect The dialect.
 * @returns A writer whose bytes depend on the batch alone.
 */
export function buildRowWriter(entity: Entity, dialect: Dialect): RowWriter {
  const literals = entity.fields.map((_, place) => dialect.beforeValue(entity, place));
  const compiled = compileRows(entity, dialect, literals);
  const tables: (WordTable | undefined)[] = entity.fields.map(() => undefined);
  const separatorLength = encoder.encode(dialect.rowSeparator).length;
  const literalBytes = literals.reduce((sum, text) => sum + encoder.encode(text).length, 0) +
    dialect.rowEnd.length + separatorLength + 2 * entity.fields.length * (dialect.quote.length + 8);
  return (batch, target) => {
    let rowBytes = literalBytes;
    const texts: Int32Array[] = [];
    batch.columns.forEach((column, place) => {
      if (column.kind === "word") {
        if (tables[place]?.words !== column.words) {
          tables[place] = encodeWords(column.words, literals[place]!, dialect);
        }
        rowBytes += tables[place]!.maxLength;
      } else if (column.kind === "text") {
        texts.push(column.offsets);
      } else {
        const { name, scale } = entity.fields[place]!;
        if (column.kind === "decimal" && column.scale !== scale) {
          throw new TypeError(`field "${name}" has ${scale} decimals, its column ${column.scale}`);
        }
        rowBytes += FIXED_TEXT_BYTES;
      }
    });
    const { columns, count } = batch;
    for (let from = 0; from < count; from += ROOM_ROWS) {
      const to = Math.min(count, from + ROOM_ROWS);
      const textBytes = texts.reduce((sum, offsets) => sum + offsets[to]! - offsets[from]!, 0);
      target.reserve(rowBytes * (to - from) + textBytes);
      compiled(columns, tables, from, to, target, rowBytes, textBytes);
    }
    // The last row needs no separator: what stands between batches is the frames' business.
    if (count > 0) target.length -= separatorLength;
  };
}

/** Encodes words with the literal before each, in one call: a word at a time costs 5 us before it is hot. */
function encodeWords(words: readonly string[], literal: string, dialect: Dialect): WordTable {
  const entries = words.map((word) => literal + dialect.formatText(word));
  const bytes = encoder.encode(`${entries.join("")}${" ".repeat(SLACK_BYTES)}`);
  const offsets = new Int32Array(words.length + 1);
  // A character is a byte where nothing lies beyond ASCII; else each entry is measured.
  const isAscii = bytes.length ===
    entries.reduce((sum, entry) => sum + entry.length, SLACK_BYTES);
  let size = 0;
  let maxLength = 0;
  for (let code = 0; code < entries.length; code++) {
    const entry = entries[code]!;
    const length = isAscii ? entry.length : encoder.encode(entry).length;
    size += length;
    offsets[code + 1] = size;
    maxLength = Math.max(maxLength, length);
  }
  return { words, view: new DataView(bytes.buffer), offsets, maxLength: maxLength + 8 };
}

/** Source that writes a literal, four bytes at a time, and moves `p`. */
function literalSource(text: string): string {
  const bytes = encoder.encode(text);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const word = (bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) | 0;
    lines.push(`view.setInt32(p + ${at}, ${word}, true);`);
  }
  if (bytes.length > 0) lines.push(`p += ${bytes.length};`);
  return lines.join("\n");
}

/**
 * Compiles the writer of an entity. A row is a function of its own, called in a short loop: the runtime then
 * optimises it once, where one function with the loop around would be optimised twice, while it runs and
 * for its next call, and that costs a short run more than the calls do.
 */
function compileRows(entity: Entity, dialect: Dialect, literals: readonly string[]): CompiledRows {
  const held: string[] = [];
  const setup: string[] = [];
  const body: string[] = [];
  const helpers = new Map<string, string>();
  entity.fields.forEach((field, place) => {
    const quote = isQuoted(field) ? dialect.quote : "";
    const before = literalSource(literals[place]! + quote);
    const column = `columns[${place}]`;
    const name = (part: string) => `${part}${place}`;
    const hold = (part: string, value: string) => {
      held.push(name(part));
      setup.push(`${name(part)} = ${value};`);
    };
    const copyFrom = (from: string) => `p = putCopy(view, p, ${from}, from, length);`;
    const value: string[] = [];
    switch (field.kind) {
      case "word":
        hold("codes", `${column}.codes`);
        for (const part of ["view", "offsets"]) hold(part, `tables[${place}].${part}`);
        value.push(
          `const code = ${name("codes")}[i];`,
          `const from = ${name("offsets")}[code], length = ${name("offsets")}[code + 1] - from;`,
          copyFrom(name("view")),
        );
        break;
      case "id":
        hold("values", `${column}.values`);
        value.push(
          before,
          `putId(view, p, ${name("values")}, i);`,
          `p += 36;`,
          literalSource(quote),
        );
        break;
      case "integer":
      case "day":
        hold("values", `${column}.values`);
        value.push(
          before,
          `p = ${field.kind === "day" ? "putDay" : "putInteger"}(view, p, ${name("values")}[i]);`,
          literalSource(quote),
        );
        break;
      case "decimal": {
        const { scale = 1 } = field;
        helpers.set(`putDecimal${scale}`, decimalSource(scale));
        hold("values", `${column}.values`);
        value.push(
          before,
          `p = putDecimal${scale}(view, p, ${name("values")}[i]);`,
          literalSource(quote),
        );
        break;
      }
      case "boolean":
        hold("values", `${column}.values`);
        value.push(
          `if (${name("values")}[i] !== 0) {`,
          literalSource(`${literals[place]!}${quote}true${quote}`),
          `} else {`,
          literalSource(`${literals[place]!}${quote}false${quote}`),
          `}`,
        );
        break;
      case "text": {
        hold("bytes", `${column}.bytes`);
        hold("starts", `${column}.offsets`);
        hold("view", `new DataView(${name("bytes")}.buffer, ${name("bytes")}.byteOffset)`);
        value.push(`const from = ${name("starts")}[i], length = ${name("starts")}[i + 1] - from;`);
        const copy = [before, copyFrom(name("view")), literalSource(quote)];
        if (field.plain) {
          value.push(...copy);
        } else {
          // Most batches hold nothing that has to be escaped: then no text is looked at again.
          hold(
            "safe",
            `areSafe(${name("bytes")}, ${name("starts")}[first], ${
              name("starts")
            }[end], safeBytes)`,
          );
          const all = `${name("bytes")}, from, from + length`;
          value.push(
            `if (length > 0 && (${name("safe")} || areSafe(${all}, safeBytes))) {`,
            ...copy,
            `} else {`,
            literalSource(literals[place]!),
            `p = putEscaped(target, p, ${name("bytes")}.subarray(from, from + length), dialect,`,
            `  (last - i) * rowBytes + textBytes);`,
            `view = target.view;`,
            `}`,
          );
        }
        break;
      }
    }
    const whole = value.join("\n");
    if (field.nullable) {
      hold("valid", `${column}.validity`);
      const isNull = `${name("valid")} !== undefined && ${name("valid")}[i] === 0`;
      const nothing = literalSource(literals[place]! + dialect.nullText);
      body.push(`if (${isNull}) {\n${nothing}\n} else {\n${whole}\n}`);
    } else {
      body.push(`{\n${whole}\n}`);
    }
  });
  const source = `"use strict";
const { ${Object.keys(rowRuntime).join(", ")} } = run;
const { safeBytes } = dialect;
${Array.from(helpers, ([name, source]) => `const ${name} = ${source};`).join("\n")}
let view, target, last, rowBytes, textBytes, ${held.join(", ")};
function writeRow(i, p) {
${body.join("\n")}
${literalSource(dialect.rowEnd + dialect.rowSeparator)}
return p;
}
return function writeRows(columns, tables, first, end, into, bytesOfRow, bytesOfTexts) {
target = into, view = into.view, last = end, rowBytes = bytesOfRow, textBytes = bytesOfTexts;
${setup.join("\n")}
let p = into.length;
for (let i = first; i < end; i++) p = writeRow(i, p);
into.length = p;
};`;
  // deno-lint-ignore no-explicit-any
  return new (Function as any)("run", "dialect", source)(rowRuntime, dialect) as CompiledRows;
}

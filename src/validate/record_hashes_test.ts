import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CELL, type RowBlock } from "../core/table.ts";
import { STATE } from "./decoded_column.ts";
import { FieldDecoder } from "./decoder.ts";
import { Interner } from "./interner.ts";
import { writeIdHashes, writeIds } from "./record_hashes.ts";

const IDS = [
  "c986c35d-fecc-8f02-9c16-b49e73158504",
  "c986c35d-fecc-8f02-9c16-b49e73158505",
  "a9e32325-c82e-8f2b-9b34-44cc6095fefc",
];
/** Cells of a column: good ones, an empty one, ones that are none. */
const cells = fc.array(fc.constantFrom(...IDS, ...IDS, "", IDS[0]!.slice(1), `${IDS[1]}0`), {
  minLength: 1,
  maxLength: 40,
});

/** The rows of a table of one column. */
function blockOf(texts: readonly string[]): RowBlock {
  const bytes = new TextEncoder().encode(`${texts.join(",")}${",".repeat(64)}`);
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let at = 0;
  texts.forEach((text, row) => {
    starts[row] = at;
    ends[row] = at += text.length;
    at++;
  });
  const kinds = Uint8Array.from(texts, (text) => text === "" ? CELL.null : CELL.untyped);
  return { start: 0, count: texts.length, width: 1, bytes, starts, ends, kinds };
}

function decode(texts: readonly string[]) {
  const field = { name: "id", kind: "id", description: "", nullable: true } as const;
  const decoder = new FieldDecoder(field, 0, new Interner(), { hasCodes: false, hasHashes: false });
  const problems: number[] = [];
  decoder.decode(blockOf(texts), (row) => problems.push(row));
  return { column: decoder.column, problems };
}

Deno.test("FieldDecoder reads identifiers that repeat as it reads each alone", () => {
  fc.assert(fc.property(cells, (texts) => {
    const { column, problems } = decode(texts);
    assertEquals(
      problems,
      texts.flatMap((text, row) => text === "" || IDS.includes(text) ? [] : [row]),
    );
    texts.forEach((text, row) => {
      const alone = decode([text]).column;
      assertEquals(column.states[row], alone.states[0]);
      if (column.states[row] !== STATE.value) return;
      assertEquals(column.ids.slice(row * 4, row * 4 + 4), alone.ids);
    });
  }));
});

Deno.test("writeIds() and writeIdHashes() give repeated identifiers the hashes of others", () => {
  const marked = fc.array(fc.nat(1), { minLength: 40, maxLength: 40 });
  fc.assert(fc.property(cells, marked, marked, (texts, first, second) => {
    const { column } = decode(texts);
    const write = () => {
      const count = texts.length;
      const rows = new Int32Array(count);
      const words = new Uint32Array(count * 4);
      const marks = Uint8Array.from(first);
      const written = writeIds(column, marks, count, rows, words, 0, 4, 7, [1, 2]);
      writeIdHashes(column, Uint8Array.from(second), rows, written, words, 3, 4, 5);
      return { written, rows, words };
    };
    const given = write();
    column.repeats.fill(0);
    assertEquals(given, write());
  }));
});

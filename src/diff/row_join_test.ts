import { assertEquals } from "@std/assert";
import type { RowBlock } from "../core/table.ts";
import { CELL } from "../core/table.ts";
import { RecordStore } from "../validate/record_store.ts";
import { changedFields, joinRows } from "./row_join.ts";
import { RECORD_HEAD, RowScanner } from "./row_scanner.ts";
import type { FieldShape } from "./shape.ts";

const shape = (name: string, kind: FieldShape["kind"], isKey = false): FieldShape => ({
  ...{ name, kind, isKey, scale: 2, isReference: false, typeText: kind },
  members: new Map(),
});

/** Rows of texts as a reader gives them; null for nothing. */
function blockOf(rows: readonly (readonly (string | null)[])[], start: number): RowBlock {
  const width = rows[0]?.length ?? 0;
  const cells = rows.flat();
  const [starts, ends] = [new Int32Array(cells.length), new Int32Array(cells.length)];
  let text = "";
  cells.forEach((cell, place) => {
    starts[place] = text.length;
    text += cell ?? "";
    ends[place] = text.length;
  });
  const kinds = Uint8Array.from(cells, (cell) => cell === null ? CELL.null : CELL.untyped);
  return {
    ...{ start, count: rows.length, width, starts, ends, kinds },
    bytes: new TextEncoder().encode(`${text}        `),
  };
}

type Rows = readonly (readonly (string | null)[])[];

async function join(fields: readonly FieldShape[], a: Rows, b: Rows, budgetBytes = 1 << 26) {
  const spilled = new Uint8Array(1 << 22);
  let length = 0;
  const store = new RecordStore({
    budgetBytes,
    openSpill: () => ({
      write: (piece) => {
        spilled.set(piece, length);
        length += piece.length;
      },
      read: (into, offset) => into.set(spilled.subarray(offset, offset + into.length)),
      close: () => {},
    }),
  });
  const streams = [a, b].map((rows) => {
    const stream = store.open(RECORD_HEAD + fields.length);
    const scanner = new RowScanner(fields, stream);
    for (let at = 0; at < rows.length; at += 700) {
      scanner.take(blockOf(rows.slice(at, at + 700), at));
    }
    return stream;
  });
  const hasKey = fields.some(({ isKey }) => isKey);
  const options = { budgetBytes, maxSamples: 2, hasKey };
  return { ...await joinRows(streams[0]!, streams[1]!, options), spilled: length };
}

const KEYED = [shape("id", "text", true), shape("n", "decimal"), shape("w", "word")];

Deno.test("joinRows() tells equal, added, removed and changed rows, and which fields", async () => {
  const a = [["a", "1.50", "x"], ["b", "2.00", "y"], ["c", "3.00", null], ["e", "5.00", "v"]];
  const b = [["c", "3.00", "z"], ["a", "1.5", "x"], ["d", "4.00", "y"], ["b", "2.01", "q"]];
  const found = await join(KEYED, a, b);
  const { equal, added, removed, changed, repeated } = found;
  assertEquals({ equal, added, removed, changed }, { equal: 1, added: 1, removed: 1, changed: 2 });
  assertEquals(repeated, [0, 0]);
  assertEquals([...found.changedFields], [0, 1, 2]);
  assertEquals(found.changedRows.pairs, [{ a: 1, b: 3 }, { a: 2, b: 0 }]);
  assertEquals([found.addedRows.pairs, found.removedRows.pairs], [[{ a: -1, b: 2 }], [{
    a: 3,
    b: -1,
  }]]);
});

Deno.test("joinRows() finds the rows of a key by its value, however it is written", async () => {
  const fields = [shape("id", "decimal", true), shape("w", "word")];
  const a = [["1.50", "x"], ["2.00", "y"], ["0", "z"], ["no number", "v"]];
  const b = [["1.5", "x"], ["2", "y"], ["-0.0", "z"], ["no number", "v"]];
  const { equal, added, removed } = await join(fields, a, b);
  assertEquals([equal, added, removed], [4, 0, 0]);
});

Deno.test("changedFields() tells in which fields a sampled row differs, whatever is shown of them", async () => {
  const text = "long ".repeat(40);
  const a = [["a", "1.50", `${text}a`], ["b", "1.50", "x"], ["c", "2", "x"], ["d", "2", "x"]];
  const b = [["a", "1.5", `${text}b`], ["b", "1.6", "x"], ["c", "3", "x"], ["d", "3", "y"]];
  const found = await join(KEYED, a, b);
  assertEquals(found.changedRows.pairs.map((pair) => changedFields(found, pair)), [[2], [1]]);
});

Deno.test("joinRows() tells another order", async () => {
  const a = [["a", "1", "x"], ["b", "2", "y"]];
  const found = await join(KEYED, a, a.toReversed());
  assertEquals([found.equal, found.isReordered], [2, true]);
});

Deno.test("joinRows() holds the rows that repeat a key against each other, one by one", async () => {
  const a = [["a", "1", "x"], [null, "1", "p"], ["a", "1", "x"], ["a", "2", "x"], [null, "2", "q"]];
  const same = await join(KEYED, a, a);
  assertEquals([same.equal, same.changed, same.repeated, same.isReordered], [5, 0, [0, 0], false]);
  const other = await join(KEYED, a, a.with(3, ["a", "2", "y"]));
  assertEquals([other.equal, other.changed, other.repeated], [4, 1, [0, 0]]);
  assertEquals(other.changedRows.pairs, [{ a: 3, b: 3 }]);
});

Deno.test("joinRows() counts rows apart whose key the other side has less often", async () => {
  const a = [["a", "1", "x"], ["b", "2", "y"], ["a", "7", "x"], ["c", "3", "z"], ["c", "3", "z"]];
  const found = await join(KEYED, a, [["b", "2", "y"], ["a", "1", "x"], ["b", "2", "y"]]);
  assertEquals([found.equal, found.changed, found.repeated], [2, 0, [1, 1]]);
  // Of a key that the other side lacks, all rows are removed or added.
  assertEquals([found.removed, found.removedRows.pairs.map((pair) => pair.a)], [2, [3, 4]]);
  assertEquals(found.isReordered, false);
  const back = await join(KEYED, [["b", "2", "y"]], a);
  assertEquals([back.equal, back.added, back.repeated], [1, 4, [0, 0]]);
});

Deno.test("joinRows() finds rows without a key by all they hold, as often as they are there", async () => {
  const fields = [shape("n", "integer"), shape("w", "word")];
  const a = [["1", "x"], ["1", "x"], ["2", null]];
  const { equal, added, removed, changed } = await join(fields, a, [["1", "x"], ["2", null], [
    "3",
    "x",
  ]]);
  assertEquals({ equal, added, removed, changed }, { equal: 2, added: 1, removed: 1, changed: 0 });
});

Deno.test("joinRows() says the same in hardly any memory", async () => {
  const a = Array.from({ length: 6000 }, (_, row) => [`key ${row}`, `${row % 97}.00`, "x"]);
  const b = a.map((cells, row) => row % 1000 === 7 ? [cells[0]!, "98.00", "x"] : cells).slice(1)
    .toReversed();
  const [large, small] = [await join(KEYED, a, b), await join(KEYED, a, b, 1 << 16)];
  assertEquals([large.spilled, small.spilled > 0], [0, true]);
  assertEquals({ ...small, spilled: 0 }, large);
  assertEquals([large.removed, large.changed, large.equal], [1, 6, 5993]);
});

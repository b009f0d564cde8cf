import { assertEquals } from "@std/assert";
import { CELL, type RowBlock } from "../core/table.ts";
import { readCell, readRow, RowCollector } from "./row_collector.ts";

/** Rows of two cells: a key of one byte, and nothing. */
function blockOf(keys: string, start: number): RowBlock {
  const count = keys.length;
  const cells = Array.from({ length: count * 2 }, (_, cell) => cell);
  return {
    ...{ start, count, width: 2, bytes: new TextEncoder().encode(keys) },
    starts: Int32Array.from(cells, (cell) => cell >> 1),
    ends: Int32Array.from(cells, (cell) => (cell >> 1) + 1),
    kinds: Uint8Array.from(cells, (cell) => cell % 2 === 0 ? CELL.untyped : CELL.null),
  };
}

Deno.test("RowCollector keeps of the wanted rows what it is told to, and says when it has all", () => {
  const collector = new RowCollector([1, 3, 4], (block, row) => readCell(block, row, 0));
  assertEquals([collector.take(blockOf("abc", 0)), collector.take(blockOf("def", 3))], [
    false,
    true,
  ]);
  assertEquals([...collector.found], [[1, "b"], [3, "d"], [4, "e"]]);
});

Deno.test("readRow() gives all cells, and null for those without a value", () => {
  assertEquals(readRow(blockOf("xy", 5), 1), { line: undefined, cells: ["y", null] });
});

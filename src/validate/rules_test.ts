import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Field } from "../core/entity.ts";
import type { RowRule } from "../core/rule.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import type { BlockView, CheckScope } from "./check.ts";
import { coherenceCheck } from "./checks/coherence.ts";
import { Findings } from "./findings.ts";
import { Interner } from "./interner.ts";
import { openMemory } from "./memory.ts";

const rule = { entity: "rows", field: "a", message: "a goes with b" } as const;
const RULES: readonly RowRule[] = [
  { ...rule, kind: "equal", code: "same", input: "b" },
  { ...rule, kind: "prefix", code: "begins", input: "b" },
  {
    ...rule,
    kind: "words",
    code: "goes",
    inputs: ["b"],
    check: (a, b) => a === b ? undefined : b,
  },
];

/** Runs the rules over rows of two words each, of which so many distinct ones are kept. */
function checkRows(rows: readonly (readonly [string, string])[], maxWords: number) {
  const field = (name: string) => ({ name, kind: "word", nullable: true }) as unknown as Field;
  const entity = { name: "row", plural: "rows", fields: [field("a"), field("b")] };
  const words = new Interner(maxWords);
  const sources = new Map([["rows", ["rows.csv"]]]);
  const memory = openMemory(entity as never, [entity as never], RULES, words, sources);
  const findings = new Findings(10);
  const scope = {
    rules: { rows: RULES },
    findings,
    words,
    memories: new Map([["rows", memory]]),
  } as unknown as CheckScope;
  const cells = rows.flat();
  const ends = cells.map((_cell, at) => cells.slice(0, at + 1).join("").length);
  const block: RowBlock = {
    start: 0,
    count: rows.length,
    width: 2,
    bytes: new TextEncoder().encode(cells.join("")),
    starts: Int32Array.from([0, ...ends]),
    ends: Int32Array.from(ends),
    kinds: Uint8Array.from(cells, (cell) => cell === "" ? CELL.null : CELL.text),
  };
  for (const decoder of memory.decoders) decoder.decode(block, () => {});
  const columns = memory.decoders.map(({ column }) => column);
  const view: BlockView = { memory, path: "rows.csv", block, columns, isFirst: true, targets: [] };
  const run = coherenceCheck.open(scope);
  run.rows!(view);
  return { detail: run.finish().detail, findings };
}

Deno.test("coherenceCheck counts the rows it tested, and those alone", () => {
  const { detail, findings } = checkRows([["x", "x"], ["x", "y"], ["x", ""]], 10);
  assertEquals(detail, "3 rules, 6 tests");
  assertEquals(findings.codeCounts().map(({ code, count }) => `${code} ${count}`), [
    "same 1",
    "begins 1",
    "goes 1",
  ]);
});

Deno.test("coherenceCheck warns of rows with words beyond those it keeps, and judges none wrongly", () => {
  // Column by column: "x" and "y" are kept, "p" and "q" have no room.
  const rows = [["x", "x"], ["y", "p"], ["p", "p"], ["p", "x"]] as const;
  const { detail, findings } = checkRows(rows, 2);
  const counts = findings.codeCounts().map(({ code, severity, count }) =>
    `${code} ${severity} ${count}`
  );
  assertEquals(counts, ["same error 1", "begins error 1", "rule-not-checked warning 3"]);
  assertEquals(detail, "3 rules, 5 tests");
  const warnings = findings.kept.filter(({ severity }) => severity === "warning");
  assertEquals(warnings.map(({ message }) => /for (\d+) rows?/.exec(message)![1]), ["2", "2", "3"]);
  assertStringIncludes(warnings[0]!.hint!, "only 2 distinct words");
});

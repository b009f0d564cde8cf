import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatTable, type TableColumn } from "./table.ts";
import { textWidth } from "../core/text.ts";

const terminal = (columns: number) => ({ isTerminal: true, hasColor: false, columns });
const COLUMNS: TableColumn[] = [
  { title: "name", minWidth: 6 },
  { title: "size", align: "right", minWidth: 5 },
  { title: "description", minWidth: 8 },
];
const ROWS = [
  ["persons_v0_1.csv", "4.0 kB", "one row a person, with an address and a licence"],
  ["東京.csv", "12 MB", "wide"],
];

Deno.test("formatTable() aligns columns, numbers on the right", () => {
  assertEquals(
    formatTable(
      [{ title: "a" }, { title: "n", align: "right" }],
      [["x", "1"], ["yy", "100"]],
      terminal(80),
    ),
    "  a     n\n  x     1\n  yy  100\n",
  );
});

Deno.test("formatTable() never goes beyond the terminal, at any width", () => {
  for (let columns = 20; columns <= 120; columns++) {
    const text = formatTable(COLUMNS, ROWS, terminal(columns));
    for (const line of text.trimEnd().split("\n")) {
      const isNote = line.includes("in a wider terminal");
      assert(isNote || textWidth(line) <= columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("formatTable() says how many columns it left out", () => {
  assertStringIncludes(
    formatTable(COLUMNS, ROWS, terminal(20)),
    "(1 more column in a wider terminal)",
  );
});

Deno.test("formatTable() gives a pipe every column whole", () => {
  const text = formatTable(COLUMNS, ROWS, { isTerminal: false, hasColor: false, columns: 20 });
  assertStringIncludes(text, "one row a person, with an address and a licence");
});

Deno.test("formatTable() shows controls in values as blanks", () => {
  const text = formatTable([{ title: "a" }], [["x\r\ny\x1b[31mz"]], terminal(80));
  assertEquals(text, "  a\n  x  y [31mz\n");
});

Deno.test("formatTable() writes headings alone where there are no rows", () => {
  assertEquals(formatTable([{ title: "a" }, { title: "b" }], [], terminal(80)), "  a  b\n");
});

Deno.test("formatTable() goes on in further lines where a column wraps, headings too", () => {
  const columns = [{ title: "name of it", wraps: true, minWidth: 6 }, { title: "n", minWidth: 4 }];
  assertEquals(
    formatTable(columns, [["one two three", "1234"]], terminal(15)),
    "  name of  n\n  it\n  one two  1234\n  three\n",
  );
});

Deno.test("formatTable() keeps to the width that a pipe is asked for", () => {
  const pipe = { isTerminal: false, hasColor: false, columns: 80, pipeColumns: 40 };
  for (const line of formatTable(COLUMNS, ROWS, pipe).split("\n")) assert(textWidth(line) <= 40);
});

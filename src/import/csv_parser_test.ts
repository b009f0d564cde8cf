import { assertEquals } from "@std/assert";
import type { ByteWindow } from "./byte_window.ts";
import { CsvParser } from "./csv_parser.ts";

const TEXT = 'a,"b ""c""",\r\n"x\r\ny",,"é"\n\r\n1,"2"z,3"4\r\n"",last';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Rows and lines of a text of which a part comes first, then all. */
function readRows(text: Uint8Array, part: number) {
  const bytes = new Uint8Array(text.length + 64);
  const window = { bytes, position: 0, limit: 0, isLast: false };
  const parser = new CsvParser(window as unknown as ByteWindow);
  const rows: string[][] = [];
  const show = (limit: number) => {
    // What lies behind the unread bytes may have been used as a sentinel.
    bytes.set(text.subarray(window.limit, limit), window.limit);
    window.limit = limit;
    window.isLast = limit === text.length;
  };
  show(part);
  while (true) {
    const line = parser.line;
    const step = parser.next();
    if (step === "end") return rows;
    if (step === "more") show(text.length);
    else {
      assertEquals(step, "row");
      parser.line += parser.rowLines;
      const cells = Array.from(
        { length: parser.cellCount },
        (_, cell) => decoder.decode(bytes.subarray(parser.starts[cell]!, parser.ends[cell]!)),
      );
      rows.push([`${line}`, ...cells, ...(parser.hasStrayQuote ? ["stray"] : [])]);
    }
  }
}

Deno.test("CsvParser reads the same rows wherever its window ends", () => {
  const text = encoder.encode(TEXT);
  const wanted = [
    ["1", "a", 'b "c"', ""],
    ["2", "x\r\ny", "", "é"],
    ["4", ""],
    ["5", "1", '"2"z', '3"4', "stray"],
    ["6", "", "last"],
  ];
  for (let part = 0; part <= text.length; part++) {
    assertEquals(readRows(text, part), wanted, `${part} bytes first`);
  }
});

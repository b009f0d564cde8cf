import { assertEquals } from "@std/assert";
import { CELL } from "../core/table.ts";
import { JsonParser } from "./json_parser.ts";
import { RowBuffer } from "./row_buffer.ts";

const TEXT = ' {"a" : "x\\"\\u00e9\\\\", "b":-12.5e3,\n "c": [1, {"d": "]"}], "odd\\n": null } ' +
  '{"c":true,"b":"é","a":null}17';
const NAMES = ["a", "b", "c"];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What two rows and a value are, of a text of which a part comes first, then all. */
function readAll(text: Uint8Array, part: number) {
  const bytes = new Uint8Array(text.length + 64);
  const parser = new JsonParser(bytes);
  const rows = new RowBuffer(NAMES.length);
  const found: unknown[] = [];
  parser.setNames(NAMES);
  const show = (limit: number) => {
    bytes.set(text.subarray(parser.limit, limit), parser.limit);
    parser.limit = limit;
    parser.isLast = limit === text.length;
  };
  const repeat = <T>(read: () => T, isShort: (answer: T) => boolean): T => {
    const answer = read();
    if (parser.isLast || !isShort(answer)) return answer;
    show(text.length);
    return read();
  };
  show(part);
  for (let row = 0; row < 2; row++) {
    repeat(() => parser.peek(), (byte) => byte === -1);
    const first = rows.nextCell();
    assertEquals(repeat(() => parser.readRow(rows), (step) => step === "more"), "done");
    for (let cell = first; cell < first + NAMES.length; cell++) {
      const text = decoder.decode(bytes.subarray(rows.starts[cell]!, rows.ends[cell]!));
      found.push([rows.kinds[cell], text]);
    }
    found.push(parser.problems.map(({ kind, name }) => `${kind} ${name}`), parser.line);
    rows.count++;
  }
  assertEquals(repeat(() => parser.readValue(), (step) => step === "more"), "done");
  return [...found, parser.kind, decoder.decode(bytes.subarray(parser.start, parser.end))];
}

Deno.test("JsonParser reads the same rows wherever its window ends", () => {
  const text = encoder.encode(TEXT);
  const wanted = [
    [CELL.text, 'x"é\\'],
    [CELL.number, "-12.5e3"],
    [CELL.nested, '[1, {"d": "]"}]'],
    ["unexpected odd\n"],
    2,
    [CELL.null, "null"],
    [CELL.text, "é"],
    [CELL.boolean, "true"],
    [],
    2,
    CELL.number,
    "17",
  ];
  for (let part = 0; part <= text.length; part++) {
    assertEquals(readAll(text, part), wanted, `${part} bytes first`);
  }
});

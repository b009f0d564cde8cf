import { assertEquals } from "@std/assert";
import { joinRows } from "./json_rows.ts";

function join(lines: readonly string[]): { readonly text: string; readonly rowCount: number } {
  const rows = joinRows(lines.map((line) => new TextEncoder().encode(line)));
  let text = "";
  for (let next = rows.next();; next = rows.next()) {
    if (next.done) return { text, rowCount: next.value };
    text += new TextDecoder().decode(next.value);
  }
}

Deno.test("joinRows() gives the members of an array, however the lines are cut", () => {
  const whole = '{"a":"x\\ny"}\n{"a":null}\n{"a":3}\n';
  const wanted = { text: '{"a":"x\\ny"},{"a":null},{"a":3}', rowCount: 3 };
  assertEquals(join([whole]), wanted);
  for (let cut = 0; cut <= whole.length; cut++) {
    assertEquals(join([whole.slice(0, cut), "", whole.slice(cut)]), wanted, `cut at ${cut}`);
  }
  assertEquals(join([...whole]), wanted);
});

Deno.test("joinRows() gives nothing for no rows", () => {
  assertEquals(join([]), { text: "", rowCount: 0 });
  assertEquals(join([""]), { text: "", rowCount: 0 });
});

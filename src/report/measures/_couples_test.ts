import { assertEquals } from "@std/assert";
import { Interner } from "../../validate/interner.ts";
import { coupleTally } from "./_couples.ts";
import { STATE } from "../../validate/decoded_column.ts";
import type { TallyScope } from "./measure.ts";

const encoder = new TextEncoder();

/** Persons as rows: account, relationship, last name; null for a name that is none. */
const PERSONS: readonly (readonly [number, string, string | null])[] = [
  [1, "self", "Lee"],
  [1, "spouse", "Lee"],
  [1, "child", "Lee"],
  [2, "self", "Ng"],
  [2, "spouse", "Ito"],
  [3, "self", "Ito"],
  [4, "self", "Roe"],
  [4, "spouse", null],
  [5, "spouse", "Roe"],
];

/** Counts them in parts, each of blocks of a size. */
function countCouples(parts: readonly number[], blockSize: number): unknown {
  let sum: unknown;
  let at = 0;
  for (const end of [...parts, PERSONS.length]) {
    const words = new Interner();
    const codeOf = (text: string | null) => {
      if (text === null) return -1;
      const bytes = encoder.encode(text);
      return words.codeOf(bytes, 0, bytes.length);
    };
    const columns: Record<string, { ids: number[]; codes: number[]; states: number[] }> = {};
    for (const name of coupleTally.fields) columns[name] = { ids: [], codes: [], states: [] };
    const scope = { words, column: (name: string) => columns[name] } as unknown as TallyScope;
    const run = coupleTally.open(scope);
    while (at < end) {
      const rows = PERSONS.slice(at, Math.min(end, at + blockSize));
      rows.forEach(([account, relationship, name], row) => {
        columns["account_id"]!.ids.splice(row * 4, 4, account, 7, 0, 0);
        columns["relationship"]!.codes[row] = codeOf(relationship);
        columns["last_name"]!.codes[row] = codeOf(name);
        columns["last_name"]!.states[row] = name === null ? STATE.null : STATE.value;
      });
      run.rows(rows.length);
      at += rows.length;
    }
    sum = coupleTally.merge(sum, run.take());
  }
  const { count, sameCount } = sum as { count: number; sameCount: number };
  return { count, sameCount };
}

Deno.test("coupleTally gives the same counts whatever parts and blocks the rows come in", () => {
  const wanted = { count: 3, sameCount: 1 };
  assertEquals(countCouples([], 100), wanted);
  for (let cut = 0; cut <= PERSONS.length; cut++) {
    assertEquals(countCouples([cut], 100), wanted, `cut at ${cut}`);
    assertEquals(countCouples([cut, cut], 1), wanted, `cut at ${cut}, blocks of one row`);
    assertEquals(countCouples([1, cut].sort(), 2), wanted, `cut at 1 and ${cut}`);
  }
});

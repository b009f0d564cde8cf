import { assertEquals } from "@std/assert";
import { STATE } from "../validate/decoded_column.ts";
import { Interner, NO_ROOM } from "../validate/interner.ts";
import type { TallyScope } from "./measures/measure.ts";
import { MAX_COUNTED_WORDS, OTHER_WORDS, type WordCounts, wordTally } from "./word_tally.ts";

const tally = wordTally("rows", "word");

/** A thread, in which words have numbers of its own. */
function openThread(maxWords?: number) {
  const words = new Interner(maxWords);
  const column = { states: new Uint8Array(0), codes: new Int32Array(0) };
  const run = tally.open({ words, column: () => column } as unknown as TallyScope);
  return (rows: readonly string[], isCounted: boolean): unknown => {
    const encoder = new TextEncoder();
    const codes = Int32Array.from(rows, (row) => {
      const bytes = encoder.encode(row);
      return words.codeOf(bytes, 0, bytes.length);
    });
    if (isCounted) run.counter!.add(codes, undefined, codes.length);
    else {
      column.states = new Uint8Array(rows.length).fill(STATE.value);
      column.codes = codes;
      run.rows(rows.length);
    }
    return structuredClone(run.take());
  };
}

const mergeAll = (parts: readonly unknown[]) =>
  parts.reduce((sum, part) => tally.merge(sum, part), undefined) as WordCounts;

Deno.test("wordTally() keeps the words that rows have first, whichever thread reads which of them", () => {
  const wordOf = (row: number) => `w${row * 7919 % (MAX_COUNTED_WORDS + 3000)}`;
  const parts = Array.from(
    { length: 12 },
    (_, part) => Array.from({ length: 2500 }, (_, row) => wordOf(part * 2500 + row)),
  );
  const one = openThread();
  const whole = mergeAll(parts.map((part) => one(part, false)));
  assertEquals(whole.counts.size, MAX_COUNTED_WORDS + 1);
  const rows = [...whole.counts.values()].reduce((sum, count) => sum + count, 0);
  assertEquals(rows, 30_000);
  // A second thread has seen later words before it sees the early ones.
  const [first, second] = [openThread(), openThread()];
  second(parts.toReversed().flat(), true);
  for (const isCounted of [false, true]) {
    const shared = mergeAll(
      parts.map((part, at) => (at % 3 === 0 ? first : second)(part, isCounted)),
    );
    assertEquals([...shared.counts], [...whole.counts]);
  }
  const joined = mergeAll([openThread()(parts.flat(), true)]);
  assertEquals(joined.counts, whole.counts);
});

Deno.test("wordTally() counts words that have no number with the others, which take no word's place", () => {
  const narrow = openThread(1);
  const part = narrow(["a", "b", "a", "c"], false);
  assertEquals(mergeAll([part]).counts, new Map([["a", 2], [OTHER_WORDS, 2]]));
  assertEquals(NO_ROOM, -2);
  const words = Array.from({ length: MAX_COUNTED_WORDS }, (_, at) => `w${at}`);
  const { counts } = mergeAll([openThread(1)(["w0", "x"], true), openThread()(words, true)]);
  assertEquals([counts.size, counts.get(OTHER_WORDS), counts.get("w19999")], [20_001, 1, 1]);
});

Deno.test("wordTally() counts rows of a word, and none where a word has no rows", () => {
  const words = new Interner();
  const bytes = new TextEncoder().encode("ab");
  const codes = Int32Array.of(words.codeOf(bytes, 0, 1), words.codeOf(bytes, 1, 2));
  const run = tally.open({ words, column: () => ({}) } as unknown as TallyScope);
  run.counter!.add(codes, Uint32Array.of(0, 5), 2);
  run.counter!.addNulls(3);
  assertEquals(mergeAll([run.take()]), { counts: new Map([["b", 5]]), nulls: 3 });
  assertEquals(mergeAll([run.take()]), { counts: new Map(), nulls: 0 });
});

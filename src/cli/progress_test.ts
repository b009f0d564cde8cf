import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Output } from "./command.ts";
import { formatBar, startProgress } from "./progress.ts";
import { textWidth } from "../core/text.ts";

function record(isTerminal: boolean): { output: Output; texts: string[] } {
  const texts: string[] = [];
  const output = {
    isTerminal,
    hasColor: false,
    columns: 80,
    write: (text: string) => void texts.push(text),
  };
  return { output, texts };
}

Deno.test("startProgress() draws at most ten bars a second, and none for short work", () => {
  const { output, texts } = record(true);
  let now = 0;
  const progress = startProgress(output, { label: "writing", unit: "rows", nowMs: () => now });
  for (; now < 290; now += 10) progress.update(now, 2000);
  assertEquals(texts, []);
  for (; now <= 2000; now += 1) progress.update(now, 2000);
  assert(texts.length >= 15 && texts.length <= 18, `${texts.length} bars`);
  progress.end();
  assertEquals(texts.at(-1), "\r\x1b[K");
  const count = texts.length;
  progress.end();
  assertEquals(texts.length, count, "a second end writes nothing");
});

Deno.test("startProgress() writes a plain line every ten seconds where nobody watches", () => {
  const { output, texts } = record(false);
  let now = 0;
  const progress = startProgress(output, { label: "writing", unit: "rows", nowMs: () => now });
  for (; now <= 30_000; now += 100) progress.update(now, 60_000);
  progress.end();
  assertEquals(texts.length, 3);
  assertEquals(texts[0], "writing: 16%, 10,000 of 60,000 rows, 1,000 rows/s, 50 s left\n");
  assert(texts.every((text) => !text.includes("\r") && !text.includes("\x1b")));
});

Deno.test("startProgress() is silent when quiet, notes included", () => {
  const { output, texts } = record(true);
  let now = 0;
  const progress = startProgress(output, {
    label: "w",
    unit: "rows",
    isQuiet: true,
    nowMs: () => now,
  });
  for (; now < 5000; now += 100) progress.update(now, 5000);
  progress.note("a note");
  progress.end();
  assertEquals(texts, []);
});

Deno.test("startProgress() clears the bar before a note", () => {
  const { output, texts } = record(true);
  let now = 0;
  const progress = startProgress(output, { label: "w", unit: "rows", nowMs: () => now });
  now = 1000;
  progress.update(1, 2);
  progress.note("leftovers were removed");
  assertEquals(texts.slice(1), ["\r\x1b[K", "leftovers were removed\n"]);
});

Deno.test("formatBar() fits every width and shows the percentage", () => {
  const state = { doneCount: 450_000, totalCount: 1_000_000, recentCount: 450_000, recentMs: 1500 };
  for (let columns = 20; columns <= 160; columns++) {
    const bar = formatBar(state, { label: "writing", unit: "rows" }, {
      columns,
      hasColor: columns % 2 === 0,
    });
    assert(textWidth(bar) < columns, `${columns}: ${bar}`);
    assertMatch(bar, /45%/);
  }
});

Deno.test("formatBar() copes with no work at all", () => {
  const bar = formatBar(
    { doneCount: 0, totalCount: 0, recentCount: 0, recentMs: 0 },
    { label: "writing", unit: "rows" },
    { columns: 60, hasColor: false },
  );
  assertMatch(bar, /^writing -+ {3}0%/);
});

Deno.test("startProgress() forecasts from the last moments, and only when they say something", () => {
  const { output, texts } = record(true);
  let now = 0;
  let done = 0;
  const progress = startProgress(output, { label: "w", unit: "rows", nowMs: () => now });
  for (; now <= 10_000; now += 100) {
    progress.update(done, 1_000_000);
    done += now < 5000 ? 1 : 10_000;
  }
  assertEquals(
    texts.filter((_text, place) => place < 6).some((text) => text.includes("left")),
    false,
  );
  assertMatch(texts.at(-1)!, /50% {2}100,000 rows\/s {2}5 s left/);
});

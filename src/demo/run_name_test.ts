import { assertEquals } from "@std/assert";
import { compareNewestFirst, nameRun, parseRunName } from "./run_name.ts";

const START = new Date(Date.UTC(2025, 10, 21, 9, 22, 33, 987));

Deno.test("nameRun() holds no character that Windows forbids in file names", () => {
  for (
    const profile of [
      "baseline",
      "my:profile",
      "a/b\\c",
      "..",
      "",
      "ÜBER  Größe",
      "x".repeat(99),
      "a...",
    ]
  ) {
    const name = nameRun(START, profile, 12).text;
    assertEquals(/[<>:"/\\|?*\s]|[.]$/.test(name), false, name);
    assertEquals(parseRunName(name)?.text, name, name);
  }
});

Deno.test("parseRunName() is the inverse of nameRun()", () => {
  for (const ordinal of [1, 2, 10]) {
    assertEquals(
      parseRunName(nameRun(START, "heavy", ordinal).text),
      nameRun(START, "heavy", ordinal),
    );
  }
});

Deno.test("parseRunName() takes no foreign name for a run's", () => {
  const foreign = [
    "",
    "latest_demo",
    "notes",
    "20251121T092233Z",
    "20251121T092233Z_",
    "2025_baseline",
    "20251121T092233Z-0_baseline",
    "x20251121T092233Z_baseline",
    "20251121T092233Z_base line",
  ];
  for (const text of foreign) assertEquals(parseRunName(text), undefined, text);
});

Deno.test("compareNewestFirst() orders by second, then by place in the second", () => {
  const names = [
    "20251121T092233Z_baseline",
    "20251121T092233Z-10_baseline",
    "20251121T092233Z-2_heavy",
    "20251121T092234Z_baseline",
    "20241121T092233Z_heavy",
  ].map((text) => parseRunName(text)!);
  assertEquals(names.sort(compareNewestFirst).map((name) => name.text), [
    "20251121T092234Z_baseline",
    "20251121T092233Z-10_baseline",
    "20251121T092233Z-2_heavy",
    "20251121T092233Z_baseline",
    "20241121T092233Z_heavy",
  ]);
});

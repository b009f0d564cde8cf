import { assertEquals } from "@std/assert";
import { formatCount, formatDuration, formatItems, formatRate, formatSize } from "./units.ts";

Deno.test("formatCount() sets commas at thousands of any size and sign", () => {
  assertEquals([0, 999, 1000, -1234567, 12n ** 20n].map(formatCount), [
    "0",
    "999",
    "1,000",
    "-1,234,567",
    "3,833,759,992,447,475,122,176",
  ]);
});

Deno.test("formatItems() knows the singular", () => {
  assertEquals(
    [formatItems(1, "row"), formatItems(0, "row"), formatItems(2, "entity", "entities")],
    [
      "1 row",
      "0 rows",
      "2 entities",
    ],
  );
});

Deno.test("formatSize() changes the unit before four digits stand before the point", () => {
  assertEquals([0, 999, 1000, 99_949, 99_951, 999_499, 999_500, 2.5e12].map(formatSize), [
    "0 B",
    "999 B",
    "1.0 kB",
    "99.9 kB",
    "100 kB",
    "999 kB",
    "1.0 MB",
    "2.5 TB",
  ]);
});

Deno.test("formatDuration() uses the unit a person would", () => {
  assertEquals([0.4, 999.4, 1000, 59_949, 59_950, 3_599_000, 7_800_000].map(formatDuration), [
    "0 ms",
    "999 ms",
    "1.0 s",
    "59.9 s",
    "1 min 0 s",
    "59 min 59 s",
    "2 h 10 min",
  ]);
});

Deno.test("formatRate() keeps three digits and survives a zero duration", () => {
  assertEquals([formatRate(123_456, 1000), formatRate(30, 0), formatRate(0, 50)], [
    "123,000",
    "30,000",
    "0",
  ]);
});

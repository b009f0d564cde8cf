import { assertEquals } from "@std/assert";
import { firstNameCode, joinDay, orderCode, soundex, splitDay } from "./licence_codes.ts";

Deno.test("soundex() gives the published codes", () => {
  const codes = {
    Robert: "R163",
    Rupert: "R163",
    Rubin: "R150",
    Ashcraft: "A261",
    Pfister: "P236",
  };
  const more = { Jackson: "J250", Gutierrez: "G362", "O'Brien": "O165", "De La Cruz": "D426" };
  for (const [name, code] of Object.entries({ ...codes, ...more })) {
    assertEquals(soundex(name), code);
  }
});

Deno.test("firstNameCode() knows frequent names and the first letters of all others", () => {
  assertEquals(["Mary", "William", "Zoe", "Aaron"].map(firstNameCode), [580, 920, 980, 0]);
});

Deno.test("orderCode() grows with the alphabet and stays below its limit", () => {
  const names = ["Aa", "Abby", "Mary", "Zyzz"];
  const order = names.map((name) => orderCode(name, 0, 1000));
  assertEquals([...order].sort((a, b) => a - b), order);
  assertEquals(order.every((code) => code >= 1 && code < 1000), true);
});

Deno.test("splitDay() and joinDay() agree with the calendar from 1900 to 2100", () => {
  const out = { year: 0, month: 0, day: 0 };
  for (let day = -25_567; day < 47_500; day++) {
    splitDay(day, out);
    const date = new Date(day * 86_400_000);
    assertEquals([out.year, out.month, out.day], [
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
    ]);
    assertEquals(joinDay(out.year, out.month, out.day), day);
  }
});

import { assertEquals } from "@std/assert";
import { MAX_SEED_DIGITS, parseSeed } from "./seed.ts";

Deno.test("parseSeed() reads whole numbers of any sign and the word random", () => {
  const digits = "9".repeat(MAX_SEED_DIGITS);
  assertEquals(parseSeed("random"), "random");
  assertEquals(["0", "+7", "-7", "007"].map(parseSeed), [0n, 7n, -7n, 7n]);
  assertEquals(parseSeed(`-${digits}`), BigInt(`-${digits}`));
});

Deno.test("parseSeed() takes nothing else", () => {
  const texts = ["", "+", "--1", "1.0", "1e3", "0x10", " 1", "1\n", "Random", "\u0661"];
  for (const text of [...texts, "9".repeat(MAX_SEED_DIGITS + 1)]) {
    assertEquals(parseSeed(text), undefined, text);
  }
});

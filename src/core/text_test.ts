import { assert, assertEquals } from "@std/assert";
import { cutText, padText, textWidth, wrapText } from "./text.ts";

Deno.test("textWidth() counts columns, not characters", () => {
  const widths = ["", "abc", "e\u0301", "東京", "🚗", "\x1b[31mred\x1b[39m", "a\u200bb"].map(
    textWidth,
  );
  assertEquals(widths, [0, 3, 1, 4, 2, 3, 2]);
});

Deno.test("wrapText() breaks at blanks and leaves a word that is too long whole", () => {
  assertEquals(wrapText("one two three", 7), ["one two", "three"]);
  assertEquals(wrapText("abcdefghij k", 4), ["abcdefghij", "k"]);
  assertEquals(wrapText("", 10), [""]);
  assertEquals(wrapText("never broken here", Infinity), ["never broken here"]);
});

Deno.test("cutText() never makes a text wider than asked, wide characters included", () => {
  for (const text of ["Walnut Creek", "東京都港区", "a🚗b🚗c"]) {
    for (let width = 0; width < 14; width++) {
      const cut = cutText(text, width);
      assert(textWidth(cut) <= width, `${cut} in ${width}`);
      assertEquals(cut === text, textWidth(text) <= width);
    }
  }
});

Deno.test("padText() fills on the side that is asked for", () => {
  assertEquals([padText("ab", 4), padText("ab", 4, "right"), padText("abcde", 4)], [
    "ab  ",
    "  ab",
    "abcde",
  ]);
});

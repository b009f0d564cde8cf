import { assertEquals } from "@std/assert";
import { textWidth } from "../core/text.ts";
import {
  ASCII_GLYPHS,
  chooseGlyphs,
  formatFacts,
  formatHeading,
  formatMarked,
  formatPanel,
  type Screen,
  UNICODE_GLYPHS,
} from "./screen.ts";

const paint = (text: string) => text === "" ? "" : `\x1b[1m${text}\x1b[22m`;
const INK = { bold: paint, dim: paint, red: paint, green: paint, yellow: paint, cyan: paint };
const makeScreen = (columns: number): Screen => (
  { write: () => {}, isTerminal: true, columns, ink: INK, glyphs: UNICODE_GLYPHS }
);
const bare = (line: string) => line.replace(/\x1b\[\d+m/g, "");

Deno.test("formatPanel() makes lines of one width, whatever stands in them", () => {
  const lines = [
    "short",
    "東京".repeat(8),
    "",
  ];
  for (const columns of [40, 80, 100, 300]) {
    const panel = formatPanel(makeScreen(columns), [{ title: "One", lines }, {
      title: "Two",
      lines: [],
    }]);
    assertEquals(new Set(panel.map(textWidth)), new Set([Math.min(100, columns)]));
  }
});

Deno.test("formatPanel() leaves a line whole that is too wide for the frame", () => {
  const path = "/a/path".repeat(10);
  const panel = formatPanel(makeScreen(60), [{ title: "", lines: [path] }]).map(bare);
  assertEquals(panel[1], `│  ${path}`);
});

Deno.test("formatHeading() fills the line to the width of the screen", () => {
  for (const columns of [60, 80, 100]) {
    const heading = formatHeading(makeScreen(columns), "1/7", "Make a snapshot", "41 ms ✓");
    assertEquals(textWidth(heading), columns - 1);
  }
});

Deno.test("formatFacts() aligns values and hangs what is too long", () => {
  const lines = formatFacts(makeScreen(40), [["A", "x"], ["Longer label", [
    "y",
    "z ".repeat(20).trim(),
  ]]]);
  assertEquals(lines.map(bare), [
    "      A             x",
    "      Longer label  y",
    "                    z z z z z z z z z z",
    "                    z z z z z z z z z z",
  ]);
});

Deno.test("formatFacts() never breaks a whole value: one too wide stands below its label", () => {
  const path = `/a folder${"/of-runs".repeat(5)}`;
  const draw = (columns: number) =>
    formatFacts(makeScreen(columns), [["Folder", path, "whole"], ["B", "x"]]).map(bare);
  assertEquals(draw(100), [`      Folder    ${path}`, "      B         x"]);
  assertEquals(draw(60), ["      Folder", `        ${path}`, "      B         x"]);
  assertEquals(draw(40), draw(60));
});

Deno.test("formatMarked() hangs under the sentence, not under the mark", () => {
  assertEquals(formatMarked("  * ", "one two three four five six", 26), [
    "  * one two three four",
    "    five six",
  ]);
});

Deno.test("chooseGlyphs() takes frames only where they can be shown", () => {
  const choose = (variables: Record<string, string>, os: string, isTerminal = true) =>
    chooseGlyphs({ env: (name) => variables[name], os, isTerminal });
  assertEquals(choose({ LANG: "en_US.UTF-8" }, "linux"), UNICODE_GLYPHS);
  assertEquals(choose({ LANG: "en_US.utf8" }, "darwin", false), UNICODE_GLYPHS);
  assertEquals(choose({ LC_ALL: "C", LANG: "en_US.UTF-8" }, "linux"), ASCII_GLYPHS);
  assertEquals(choose({ LANG: "en_US.UTF-8", TERM: "dumb" }, "linux"), ASCII_GLYPHS);
  assertEquals(choose({}, "windows"), UNICODE_GLYPHS);
  assertEquals(choose({}, "windows", false), ASCII_GLYPHS);
});

Deno.test("ASCII_GLYPHS hold ASCII alone", () => {
  assertEquals(/[^\x20-\x7e]/.test(Object.values(ASCII_GLYPHS).flat().join("")), false);
});

Deno.test("formatFacts() and formatMarked() show the controls of a foreign text", () => {
  const screen = makeScreen(80);
  const lines = [
    ...formatFacts(screen, [["Folder", "/a\x1b[2J/b"]]),
    ...formatMarked("- ", "a\x07b", 80),
  ];
  assertEquals(lines.map((line) => bare(line).trim()), ["Folder    /a\\x1b[2J/b", "- a\\x07b"]);
});

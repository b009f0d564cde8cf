import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { TOOL_VERSION } from "../../src/core/version.ts";
import { ROOT } from "../_house.ts";
import { readTag, takeNotes } from "./notes.ts";

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 1.10.0 - 2026-03-01

Two things,
told in two lines.

- Reads files
  ([how](docs/read.md), [why](https://example.com/why)).
- Writes.

## 1.1.0 - 2026-02-01

- Older.

## 1.0.0

- Without a day.

## 0.9.0 - 2026-01-01
`;

Deno.test("takeNotes() gives one version's part, each paragraph and item in one line", () => {
  assertEquals(
    takeNotes(CHANGELOG, "1.10.0"),
    "Two things, told in two lines.\n\n" +
      "- Reads files ([how](docs/read.md), [why](https://example.com/why)).\n- Writes.\n",
  );
  assertEquals(takeNotes(CHANGELOG.replaceAll("\n", "\r\n"), "1.1.0"), "- Older.\n");
});

Deno.test("takeNotes() leads links to pages of the tree where it is told to, and no others", () => {
  assertMatch(
    takeNotes(CHANGELOG, "1.10.0", "https://example.com/tree/v1.10.0"),
    /\[how\]\(https:\/\/example\.com\/tree\/v1\.10\.0\/docs\/read\.md\), \[why\]\(https:\/\/example\.com\/why\)/,
  );
});

Deno.test("takeNotes() refuses a version without changes, and one without a day", () => {
  for (const version of ["1.1", "2.0.0", "0.9.0"]) {
    const error = assertThrows(() => takeNotes(CHANGELOG, version), EsdhError, "says nothing");
    assertEquals(error.code, "USAGE");
  }
  assertThrows(() => takeNotes(CHANGELOG, "1.0.0"), EsdhError, "does not say when");
});

Deno.test("takeNotes() finds those of this version in the changelog", async () => {
  const text = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
  assertMatch(takeNotes(text, TOOL_VERSION), /^\S/);
});

Deno.test("readTag() takes the tag of this version alone", () => {
  assertEquals(readTag("v1.2.3", "1.2.3"), "1.2.3");
  for (const tag of ["1.2.3", "v1.2.4", "v1.2.3-rc.1", "", undefined]) {
    assertThrows(() => readTag(tag, "1.2.3"), EsdhError, "is not the tag");
  }
});

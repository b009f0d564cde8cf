import { assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../../core/error.ts";
import { autoOptions, optionOf } from "./options.ts";
import { states } from "./places.ts";

function normalize(name: string, text: string): string {
  return autoOptions.find((option) => option.name === name)!.normalize(text);
}

Deno.test("normalize() of footprint sorts, joins and knows all", () => {
  assertEquals(normalize("footprint", "wa, CA,az"), "AZ,CA,WA");
  assertEquals(normalize("footprint", " ALL "), "all");
  assertEquals(normalize("footprint", states().codes.join(",")), "all");
  assertEquals(normalize("footprint", "NV,NV"), "NV");
});

Deno.test("normalize() refuses what no option means", () => {
  const bad = [
    ["footprint", "CA,XX"],
    ["footprint", ","],
    ["as-of", "2026-02-30"],
    ["as-of", "1999-01-01"],
    ["as-of", "2028-01-01"],
    ["identifiers", "real"],
    ["ssn", "some"],
  ] as const;
  for (const [name, text] of bad) {
    const error = assertThrows(
      () => normalize(name, text),
      EsdhError,
      undefined,
      `${name} ${text}`,
    );
    assertEquals(error.code, "USAGE");
    assertEquals(/there is no date/.test(error.message), text === "2026-02-30");
  }
});

Deno.test("normalize() keeps every default, which optionOf() gives where there is no value", () => {
  for (const { name, defaultValue } of autoOptions) {
    assertEquals(normalize(name, defaultValue), defaultValue);
    assertEquals(optionOf({}, name), defaultValue);
    assertEquals(optionOf({ [name]: "x" }, name), "x");
  }
});

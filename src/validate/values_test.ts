import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatDay, parseDay } from "../core/batch.ts";
import {
  countCharacters,
  findFlaw,
  readBoolean,
  readDay,
  readDecimal,
  readInteger,
} from "./cell_values.ts";
import { compilePattern } from "./pattern.ts";

const encoder = new TextEncoder();
const span = (text: string) => {
  const bytes = encoder.encode(`<${text}>`);
  return [bytes, 1, bytes.length - 1] as const;
};

Deno.test("readDay() knows the days that parseDay() knows", () => {
  fc.assert(fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
    assertEquals(readDay(...span(formatDay(day))), day);
  }));
  const digits = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33)).map(([year, month, day]) =>
    [`${year}`.padStart(4, "0"), `${month}`.padStart(2, "0"), `${day}`.padStart(2, "0")].join("-")
  );
  fc.assert(
    fc.property(fc.oneof(digits, fc.string({ maxLength: 10 })), (text) => {
      assertEquals(readDay(...span(text)), parseDay(text) ?? NaN);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("readInteger() reads whole numbers in their plain form and no other", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => {
    assertEquals(readInteger(...span(`${value}`)), value === 0 ? 0 : value);
  }));
  for (const text of ["", "-", "-0", "01", "+1", "1.0", "1e3", " 1", "9007199254740992", "x"]) {
    assertEquals(readInteger(...span(text)), NaN, text);
  }
});

Deno.test("readDecimal() reads numbers of up to so many decimals, exactly", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 9 }), (whole, scale) => {
    const digits = `${Math.abs(whole)}`.padStart(scale + 1, "0");
    const text = `${whole < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    assertEquals(readDecimal(...span(text), scale), whole + 0, text);
    assertEquals(readDecimal(...span(text), scale - 1), NaN, text);
  }));
  for (
    const [text, units] of [["12.5", 1250], ["12", 1200], ["-0.05", -5], ["-0.00", 0]] as const
  ) {
    assertEquals(readDecimal(...span(text), 2), units);
  }
  const wrong = [
    "",
    "-",
    ".",
    ".5",
    "1.",
    "01.00",
    "+1.00",
    "1.000",
    "1e2",
    " 1.00",
    "1,00",
    "1.0x",
  ];
  for (const text of [...wrong, "90071992547409.92", "90071992547409920"]) {
    assertEquals(readDecimal(...span(text), 2), NaN, text);
  }
});

Deno.test("readBoolean() reads two words and no others", () => {
  assertEquals(["true", "false"].map((text) => readBoolean(...span(text))), [1, 0]);
  for (const text of ["", "t", "True", "TRUE", "truE", "true ", "falsey", "0", "1", "yes"]) {
    assertEquals(readBoolean(...span(text)), NaN, text);
  }
});

Deno.test("findFlaw() finds what TextDecoder refuses, and controls", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const hasControl = bytes.some((byte) =>
        byte === 127 || (byte < 32 && ![9, 10, 13].includes(byte))
      );
      let isText = true;
      try {
        new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch {
        isText = false;
      }
      const wanted = hasControl ? "control" : isText ? undefined : "encoding";
      assertEquals(findFlaw(bytes, 0, bytes.length), wanted);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("countCharacters() counts code points", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(countCharacters(...span(text)), [...text].length);
  }));
});

Deno.test("compilePattern() answers as RegExp does of whole texts", () => {
  const patterns = [
    "^[A-Z0-9-]{5,16}$",
    "^[A-HJ-NPR-Z0-9]{17}$",
    "^[A-Z]{2}$",
    "^A[0-9]{3}-x?$",
    "^\\d{2}[a-z]*$",
    "^[ab]+$",
    "^(a|b)c$",
    "^[^a]$",
    "a{2}",
    "a|b[ab]*",
    "^[abc-]+7(ab|ba|x{2})$",
    "(A[0-7]{2}|b+|ab)",
    "[ab]+c{2}x?",
    "(a|b)+",
    "((a|b)c|x)",
    "a(b[|)]|c)",
    "(?:a|b)c",
    "(|a)b",
    "^a|b$",
    "^[0-9]{1,2}[0-9]$",
    "^é+$",
  ];
  const text = fc.string({
    unit: fc.constantFrom("A", "B", "a", "b", "c", "x", "0", "7", "-", "é", "\n"),
    maxLength: 18,
  });
  for (const pattern of patterns) {
    const test = compilePattern(pattern);
    const expression = new RegExp(`^(?:${pattern})$`, "u");
    fc.assert(
      fc.property(text, (text) => {
        assertEquals(test(...span(text)), expression.test(text), `${pattern} on ${text}`);
      }),
      { numRuns: 300 },
    );
  }
});

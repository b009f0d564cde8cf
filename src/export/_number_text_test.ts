import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { formatDay } from "../core/batch.ts";
import { putDay } from "./_day_text.ts";
import {
  decimalSource,
  FOUR_DIGITS,
  POINT_DIGITS,
  putDecimal,
  putInteger,
  putNatural,
  SHORT_DIGITS,
} from "./_number_text.ts";

const view = new DataView(new ArrayBuffer(64));
const textTo = (end: number) => new TextDecoder().decode(new Uint8Array(view.buffer, 0, end));

function decimalText(value: number, scale: number): string {
  const digits = `${Math.abs(value)}`.padStart(scale + 1, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const EDGES = [0, 1, 9, 10, 99, 100, 999, 1000, 9_999, 10_000, 99_999_999, 100_000_000]
  .concat(2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32, 2 ** 53 - 1).flatMap((
    value,
  ) => [value, -value]);

Deno.test("putInteger() writes what a template does", () => {
  for (const value of EDGES) assertEquals(textTo(putInteger(view, 0, value)), `${value + 0}`);
  fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), (value) => {
    assertEquals(textTo(putInteger(view, 0, value)), `${value + 0}`);
  }));
  for (const wrong of [0.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => putInteger(view, 0, wrong), RangeError);
  }
});

Deno.test("decimalSource() and putDecimal() write all decimals of a number", () => {
  const tools = { putDecimal, putNatural, FOUR_DIGITS, SHORT_DIGITS, POINT_DIGITS };
  for (let scale = 1; scale <= 9; scale++) {
    // deno-lint-ignore no-explicit-any
    const compiled = (Function as any)(
      "tools",
      `const { ${Object.keys(tools)} } = tools; return ${decimalSource(scale)}`,
    )(tools);
    const check = (value: number) => {
      const wanted = decimalText(value, scale);
      assertEquals(textTo(putDecimal(view, 0, value, 10 ** scale, scale)), wanted);
      assertEquals(textTo(compiled(view, 0, value)), wanted);
    };
    EDGES.forEach(check);
    fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat(20_000)), check));
    assertThrows(() => compiled(view, 0, 0.5), RangeError);
    assertThrows(() => compiled(view, 0, NaN), RangeError);
  }
});

Deno.test("putDay() knows every day of the calendar", () => {
  const centuries = Array.from(
    { length: 100 },
    (_, century) => Date.UTC(2000, 1, 27) / 86_400_000 + (century - 20) * 36_524,
  );
  const days = [...Array(80_000).keys()].map((index) => index - 30_000)
    .concat(centuries.flatMap((day) => Array.from({ length: 40 }, (_, step) => day + step - 20)))
    .concat(-719_528, 2_932_896);
  for (const day of days) assertEquals(textTo(putDay(view, 0, day)), formatDay(day));
  for (const wrong of [-719_529, 2_932_897, 2 ** 31 - 1, -(2 ** 31)]) {
    assertThrows(() => putDay(view, 0, wrong), RangeError);
  }
});

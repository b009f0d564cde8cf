import { assert, assertEquals } from "@std/assert";
import {
  fillVins,
  NUMBER_LIMITS,
  packVinMolds,
  vinCheckDigit,
  vinLineCode,
  vinModelYear,
  type VinMold,
  vinYearCode,
} from "./vin.ts";

const FORD: VinMold = { line: 130, year: 2020, wmi: "1FT", serialPrefix: "" };
const OLD: VinMold = { line: 130, year: 2005, wmi: "1FT", serialPrefix: "" };
const FEW: VinMold = { line: 400, year: 2008, wmi: "1P9", serialPrefix: "213" };

function vinsOf(mold: VinMold, numbers: readonly number[], isIssuable = true): string[] {
  const out = new Uint8Array(17 * numbers.length + 1);
  fillVins(
    packVinMolds([mold], isIssuable),
    new Int32Array(numbers.length),
    Float64Array.from(numbers),
    numbers.length,
    new DataView(out.buffer),
  );
  const text = new TextDecoder().decode(out);
  return numbers.map((_, at) => text.slice(17 * at, 17 * at + 17));
}

Deno.test("vinCheckDigit() agrees with published numbers", () => {
  const published = [
    "1M8GDM9AXKP042788",
    "1G4AH59H45G118341",
    "5GZCZ43D13S812715",
    "11111111111111111",
    "3C6JR7AT4EG248404",
    "JH4DC4340RS003205",
    "1G8ZF52801Z322733",
    "WP0CB29874U669313",
  ];
  for (const vin of published) assertEquals(vinCheckDigit(vin), vin[8], vin);
});

Deno.test("vinCheckDigit() says nothing of a text that is no number", () => {
  for (
    const text of ["", "1G4AH59H45G11834", "1G4AH59H45G11834O", "1G4AH59H45G11834I", "é".repeat(17)]
  ) {
    assertEquals(vinCheckDigit(text), undefined, text);
  }
});

Deno.test("vinModelYear() reads back the code of every year", () => {
  assertEquals([1996, 2000, 2009, 2010, 2024, 2026].map(vinYearCode), [
    "T",
    "Y",
    "9",
    "A",
    "R",
    "T",
  ]);
  for (let year = 1980; year < 2040; year++) {
    const vin = `1FTAA${"A"}${year < 2010 ? "1" : "A"}A0${vinYearCode(year)}A000000`;
    assertEquals(vinModelYear(vin), year);
  }
  assertEquals(vinModelYear("1FTAAAAA0ZA000000"), undefined);
});

Deno.test("vinLineCode() gives every line two characters of its own", () => {
  const codes = Array.from({ length: 1089 }, (_, line) => vinLineCode(line));
  assertEquals(new Set(codes).size, 1089);
  assert(codes.every((code) => /^[A-HJ-NPR-Z0-9]{2}$/.test(code)));
});

Deno.test("fillVins() writes maker, line, year, check digit and a serial of digits", () => {
  for (const mold of [FORD, OLD, FEW]) {
    const limit = mold === FEW ? NUMBER_LIMITS.few : NUMBER_LIMITS.many;
    const numbers = [0, 1, 999_999, 1_000_000, 123_456_789, limit - 1].filter((n) => n < limit);
    for (const vin of vinsOf(mold, numbers)) {
      assert(/^[A-HJ-NPR-Z0-9]{17}$/.test(vin), vin);
      assertEquals(vin.slice(0, 5), mold.wmi + vinLineCode(mold.line));
      assertEquals(vin[8], vinCheckDigit(vin));
      assertEquals(vinModelYear(vin), mold.year);
      assert(mold.year < 2010 ? /\d/.test(vin[6]!) : /[A-Z]/.test(vin[6]!), vin);
      assert(mold === FEW ? /213\d{3}$/.test(vin) : /\d{5}$/.test(vin), vin);
    }
  }
});

Deno.test("fillVins() counts a line's first vehicles through serials, its next ones through plants", () => {
  const [first, second, last, further] = vinsOf(FORD, [0, 1, 999_999, 1_000_000]) as [
    string,
    string,
    string,
    string,
  ];
  assertEquals([first.slice(11), second.slice(11), last.slice(11)], ["000000", "000001", "999999"]);
  const same = (vin: string) => vin.slice(0, 8) + vin[9] + vin[10];
  assertEquals(same(first), same(last));
  assertEquals(further.slice(11), "000000");
  assert(further[10] !== first[10]);
});

Deno.test("fillVins() gives no two numbers of a line and year the same VIN, whoever made it", () => {
  // All variants of one serial; of the further makers each eleventh.
  for (const [mold, step] of [[FORD, 1], [OLD, 11], [FEW, 11]] as const) {
    const serials = mold === FEW ? 1_000 : 1_000_000;
    const variants = (mold === FEW ? NUMBER_LIMITS.few : NUMBER_LIMITS.many) / serials;
    const numbers = Array.from(
      { length: Math.ceil(variants / step) },
      (_, at) => at * step * serials + 7,
    );
    // Without maker and check digit: the rest must tell all apart.
    const seen = new Set(vinsOf(mold, numbers).map((vin) => vin.slice(3, 8) + vin.slice(9)));
    assertEquals(seen.size, numbers.length);
  }
});

Deno.test("packVinMolds() begins numbers that can't be issued with a region nobody has", () => {
  const numbers = [5, 77_000_123];
  const real = vinsOf(FORD, numbers);
  vinsOf(FORD, numbers, false).forEach((vin, at) => {
    assertEquals(vin[0], "0");
    assertEquals(vin.slice(1, 8) + vin.slice(9), real[at]!.slice(1, 8) + real[at]!.slice(9));
    assertEquals(vin[8], vinCheckDigit(vin));
  });
});

import { assertEquals, assertThrows } from "@std/assert";
import { countOnes, countRuns, readRuns, type Runs, sumLevels } from "./parquet_runs.ts";

/** Numbers below 2^31, always the same. */
function drawNumbers(count: number, width: number): number[] {
  let state = 12_345;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return width === 0 ? 0 : (state >>> 3) % 2 ** Math.min(width, 29);
  });
}

/** Numbers as runs: packed bits in groups of eight, with run lengths between them. */
function pack(parts: readonly (readonly number[])[], width: number): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number) => {
    for (; value > 127; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
    bytes.push(value);
  };
  for (const part of parts) {
    if (part.every((value) => value === part[0])) {
      varint(part.length * 2);
      for (let byte = 0; byte < Math.ceil(width / 8); byte++) {
        bytes.push(Math.floor(part[0]! / 256 ** byte) % 256);
      }
      continue;
    }
    const groups = Math.ceil(part.length / 8);
    varint(groups * 2 + 1);
    const bits = Array.from({ length: groups * 8 }, (_, at) => part[at] ?? 0)
      .flatMap((value) =>
        Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) % 2)
      );
    for (let at = 0; at < bits.length; at += 8) {
      bytes.push(bits.slice(at, at + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0));
    }
  }
  return Uint8Array.from(bytes);
}

function runsOf(bytes: Uint8Array, width: number, count: number): Runs {
  return { bytes, start: 0, end: bytes.length, width, count };
}

Deno.test("countRuns() counts what readRuns() reads, at every width and wherever the last group ends", () => {
  for (let width = 1; width <= 31; width++) {
    for (const last of [1, 7, 8, 1001]) {
      const same = Array(300).fill(2 ** Math.min(width, 12) - 1);
      const parts = [
        drawNumbers(64, Math.min(width, 12)),
        same,
        drawNumbers(last, Math.min(width, 12)),
      ];
      const numbers = parts.flat();
      const runs = runsOf(pack(parts, width), width, numbers.length);
      assertEquals([...readRuns(runs)], numbers, `${width} bits`);
      const counts = new Uint32Array(2 ** Math.min(width, 12));
      countRuns(runs, counts);
      const wanted = new Uint32Array(counts.length);
      for (const number of numbers) wanted[number]!++;
      assertEquals(counts, wanted, `${width} bits`);
    }
  }
});

Deno.test("readRuns() reads numbers of up to 32 bits", () => {
  for (const width of [23, 24, 25, 29]) {
    const numbers = drawNumbers(40, width);
    assertEquals([...readRuns(runsOf(pack([numbers], width), width, 40))], numbers);
  }
  assertEquals([...readRuns(runsOf(new Uint8Array(0), 0, 3))], [0, 0, 0]);
  assertThrows(() => readRuns(runsOf(Uint8Array.of(2, 0), 33, 1)), SyntaxError, "33 bits");
});

Deno.test("countRuns() refuses numbers that have no place, and runs that are cut off", () => {
  const far = pack([[5, 5, 5]], 3);
  assertThrows(() => countRuns(runsOf(far, 3, 3), new Uint32Array(4)), SyntaxError, "value 5");
  const packed = pack([[1, 2, 3, 7]], 3);
  assertThrows(() => countRuns(runsOf(packed, 3, 4), new Uint32Array(4)), SyntaxError, "value 7");
  const wide = Uint8Array.of(2, 255, 255, 255, 255);
  assertThrows(() => countRuns(runsOf(wide, 32, 1), new Uint32Array(4)), SyntaxError, "value -1");
  for (const count of [9, 1e6]) {
    assertThrows(() => countRuns(runsOf(packed, 3, count), new Uint32Array(8)), SyntaxError);
  }
  assertThrows(() => countRuns(runsOf(Uint8Array.of(0), 3, 1), new Uint32Array(8)), SyntaxError);
});

Deno.test("sumLevels() counts values, and refuses levels that are neither 0 nor 1", () => {
  const levels = [[1, 0, 1, 1, 1], Array(1000).fill(1), Array(77).fill(0), [0, 1]];
  // All but the last packed group are whole.
  const parts = [[...levels[0]!, 0, 0, 0], levels[1]!, levels[2]!, levels[3]!];
  const runs = runsOf(pack(parts, 1), 1, 8 + 1000 + 77 + 2);
  assertEquals(sumLevels(runs), 4 + 1000 + 1);
  assertEquals(sumLevels({ ...runs, count: 3 }), 2);
  assertThrows(() => sumLevels(runsOf(Uint8Array.of(8, 2), 1, 4)), SyntaxError, "neither 0 nor 1");
});

Deno.test("countOnes() counts up to the bit that is asked for", () => {
  const bytes = Uint8Array.of(0, 0b1111_0001, 255);
  const counts = [0, 1, 4, 5, 8, 9, 15, 16].map((count) => countOnes(bytes, 1, count));
  assertEquals(counts, [0, 1, 1, 2, 5, 6, 12, 13]);
});

import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { stampInstaller } from "./msi_stamp.ts";
import { CheckFailed } from "./step.ts";

const CODES = ["59D4F40C-7714-4B24-A5D7-D8E8AB9C4ECE", "00D4F40C-7714-4B24-A5D7-D8E8AB9C4EC1"];

function summary(code: string, time: string, rest: string): Uint8Array {
  const text = `before${rest}{${code}}\0\0@\0\0\0${time}@\0\0\0${time}after`;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

Deno.test("stampInstaller() gives what differs by chance and clock alone the same bytes", () => {
  const one = summary(CODES[0]!, "12345678", "x"), other = summary(CODES[1]!, "abcdefgh", "x");
  assertEquals(stampInstaller(one, 1_735_689_600), stampInstaller(other, 1_735_689_600));
  assertEquals(one, other);
  const ticks = new DataView(one.buffer).getBigUint64(one.length - 13, true);
  assertEquals(ticks, 133_801_632_000_000_000n);
});

Deno.test("stampInstaller() gives another content another code", () => {
  const one = summary(CODES[0]!, "12345678", "x"), other = summary(CODES[0]!, "12345678", "y");
  assertNotEquals(stampInstaller(one, 0), stampInstaller(other, 0));
  assertThrows(() => stampInstaller(new Uint8Array(100), 0), CheckFailed);
});

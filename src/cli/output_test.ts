import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type ByteStream, ClosedOutputError, openOutput, writeAll } from "./output.ts";

function stream(write: (bytes: Uint8Array) => number): ByteStream {
  return {
    writeSync: write,
    write: (bytes) => Promise.resolve(write(bytes)),
    isTerminal: () => false,
  };
}

function broken(): never {
  throw new Deno.errors.BrokenPipe("Broken pipe (os error 32)");
}

Deno.test("openOutput() writes all bytes where the system takes them in parts", () => {
  const taken: number[] = [];
  let refusals = 2;
  const output = openOutput(
    stream((bytes) => {
      if (refusals-- > 0) throw new Deno.errors.WouldBlock("full");
      taken.push(...bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    }),
    { allowsColor: true },
  );
  output.write("a longer text");
  assertEquals(new TextDecoder().decode(new Uint8Array(taken)), "a longer text");
});

Deno.test("openOutput() throws ClosedOutputError once its reader is gone, and tells it once", () => {
  let closedCount = 0;
  const output = openOutput(stream(broken), { allowsColor: false, onClosed: () => closedCount++ });
  assertThrows(() => output.write("x"), ClosedOutputError);
  assertThrows(() => output.write("y"), ClosedOutputError);
  assertEquals(closedCount, 1);
});

Deno.test("openOutput() drops text without a reader where nobody wants to know", () => {
  const output = openOutput(stream(broken), { allowsColor: false });
  output.write("x");
  output.write("y");
  assertEquals(output.hasColor, false);
});

Deno.test("openOutput() knows the two ways Windows says that a pipe is closed", () => {
  for (const number of [109, 232]) {
    const output = openOutput(
      stream(() => {
        throw new TypeError(`the pipe (os error ${number})`);
      }),
      { allowsColor: false, onClosed: () => {} },
    );
    assertThrows(() => output.write("x"), ClosedOutputError);
  }
});

Deno.test("openOutput() takes the width it is given where it is no terminal, but never none", () => {
  const columns = [undefined, 100, 3].map((fallbackColumns) =>
    openOutput(stream((bytes) => bytes.length), { allowsColor: true, fallbackColumns }).columns
  );
  assertEquals(columns, [80, 100, 20]);
  const pipes = [undefined, 100, 3].map((fallbackColumns) =>
    openOutput(stream((bytes) => bytes.length), { allowsColor: true, fallbackColumns }).pipeColumns
  );
  assertEquals(pipes, [undefined, 100, 20]);
});

Deno.test("writeAll() throws ClosedOutputError when the reader is gone", async () => {
  await assertRejects(() => writeAll(stream(broken), new Uint8Array(4)), ClosedOutputError);
});

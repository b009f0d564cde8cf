import { assert, assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { Ongoing } from "./ongoing.ts";
import { sendPieces, WHOLE_BYTES } from "./send.ts";

const PIECE_BYTES = 100_000;

/** Pieces of 100 kB, and how many of them were asked for, and whether their maker was ended. */
function makePieces(count: number) {
  const state = { madeCount: 0, isEnded: false };
  function* make(): Generator<Uint8Array<ArrayBuffer>> {
    try {
      for (let index = 0; index < count; index++) {
        state.madeCount++;
        yield new Uint8Array(PIECE_BYTES).fill(index);
      }
    } finally {
      state.isEnded = true;
    }
  }
  return { state, pieces: make() };
}

Deno.test("sendPieces() sends short answers whole, with their length", async () => {
  for (const count of [0, 1, 2]) {
    const response = sendPieces(makePieces(count).pieces, { ongoing: new Ongoing() });
    assertEquals(response.headers.get("content-length"), `${count * PIECE_BYTES}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    assertEquals(bytes.length, count * PIECE_BYTES);
    assertEquals(bytes.at(-1), count === 0 ? undefined : count - 1);
  }
});

Deno.test("sendPieces() streams long answers as they are read, and ends their maker", async () => {
  const { state, pieces } = makePieces(50);
  const ends: [number, boolean][] = [];
  const ongoing = new Ongoing();
  const response = sendPieces(pieces, { ongoing, onStreamEnd: (...end) => ends.push(end) });
  assertEquals(response.headers.get("content-length"), null);
  const firstCount = Math.ceil(WHOLE_BYTES / PIECE_BYTES);
  assertEquals([state.madeCount, ongoing.count], [firstCount, 1]);
  const reader = response.body!.getReader();
  for (let read = 0; read < 5; read++) await reader.read();
  assert(state.madeCount <= firstCount + 3, "no more is made than is read");
  await reader.cancel();
  assertEquals(state.isEnded, true);
  assertEquals(ends, [[5 * PIECE_BYTES, true]]);
  assertEquals(ongoing.count, 0);
});

Deno.test("sendPieces() streams every byte in order", async () => {
  const ends: [number, boolean][] = [];
  const { pieces } = makePieces(20);
  const onStreamEnd = (...end: [number, boolean]) => ends.push(end);
  const response = sendPieces(pieces, { ongoing: new Ongoing(), onStreamEnd });
  const bytes = new Uint8Array(await response.arrayBuffer());
  for (let index = 0; index < 20; index++) assertEquals(bytes[index * PIECE_BYTES], index);
  assertEquals(ends, [[20 * PIECE_BYTES, false]]);
});

Deno.test("sendPieces() breaks the answer off where its making fails, and tells of it once", async () => {
  function* fail(): Generator<Uint8Array<ArrayBuffer>> {
    yield new Uint8Array(WHOLE_BYTES);
    throw new TypeError("the maker failed");
  }
  const defects: unknown[] = [];
  const response = sendPieces(fail(), {
    ongoing: new Ongoing(),
    onDefect: (error) => defects.push(error),
  });
  await assertRejects(() => response.arrayBuffer(), TypeError, "the maker failed");
  assertEquals(defects.length, 1);
});

Deno.test("Ongoing.stopAll() stops what is under way, and what comes later", async () => {
  const ongoing = new Ongoing();
  const { state, pieces } = makePieces(50);
  const response = sendPieces(pieces, { ongoing });
  ongoing.stopAll();
  assertEquals(state.isEnded, true);
  await assertRejects(() => response.arrayBuffer(), EsdhError, "the server ended");
  let isStopped = false;
  ongoing.add(() => isStopped = true);
  assertEquals([isStopped, ongoing.count], [true, 0]);
});

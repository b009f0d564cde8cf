import { assertEquals, assertNotEquals } from "@std/assert";
import { deriveKey, encipherBlocks } from "./_block.ts";

function rotateRight(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count));
}

/** Undoes the cipher, one step after the other from behind: no step loses anything. */
function decipher(key: Int32Array, block: readonly number[]): number[] {
  let [v0, v1, v2, v3] = block.map((word, place) => word ^ key[4 + place]!) as [
    number,
    number,
    number,
    number,
  ];
  for (let round = 0; round < 8; round++) {
    v2 = rotateRight(v2, 16);
    v1 = rotateRight(v1 ^ v2, 7);
    v2 = (v2 - v1) | 0;
    v3 = rotateRight(v3 ^ v0, 13);
    v0 = (v0 - v3) | 0;
    v3 = rotateRight(v3 ^ v2, 8);
    v2 = (v2 - v3) | 0;
    v0 = rotateRight(v0, 16);
    v1 = rotateRight(v1 ^ v0, 5);
    v0 = (v0 - v1) | 0;
  }
  return [v0, v1, v2, v3].map((word, place) => word ^ key[place]!);
}

Deno.test("encipherBlocks() gives the published tags of Chaskey", () => {
  // Key, subkeys and tags of the reference implementation's test vectors: the message of the 16 bytes
  // 0 to 15, which takes the first subkey, and the empty one (padded), which takes the second.
  const key = [0x833d3433, 0x009f389f, 0x2398e64f, 0x417acf39];
  const cases = [
    {
      subkey: [0x067a6866, 0x013e713f, 0x4731cc9e, 0x82f59e72],
      block: [0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c],
      tag: [0x79271ca9, 0xd66a1c71, 0x81ca474e, 0x49831cad],
    },
    {
      subkey: [0x0cf4d04b, 0x027ce27e, 0x8e63993c, 0x05eb3ce4],
      block: [1, 0, 0, 0],
      tag: [0x792e8fe5, 0x75ce87aa, 0x2d1450b5, 0x1191970b],
    },
  ];
  for (const { subkey, block, tag } of cases) {
    const words = Int32Array.from([...key.map((word, place) => word ^ subkey[place]!), ...subkey]);
    const columns = block.map((word) => Int32Array.of(word));
    encipherBlocks(words, columns[0]!, columns[1]!, columns[2]!, columns[3]!, 1);
    assertEquals(columns.map((column) => column[0]! >>> 0), tag);
  }
});

Deno.test("encipherBlocks() can be undone for blocks of any bits, so it loses nothing", () => {
  const key = deriveKey("any");
  const source = Array.from({ length: 4 }, (_, place) => {
    return Int32Array.from({ length: 5000 }, (_, i) => {
      return i < 128 ? (i >> 5 === place ? 1 << (i & 31) : 0) : Math.imul(i + place, 0x9e3779b1);
    });
  });
  const columns = source.map((column) => column.slice());
  encipherBlocks(key, columns[0]!, columns[1]!, columns[2]!, columns[3]!, 5000);
  for (let i = 0; i < 5000; i++) {
    const block = columns.map((column) => column[i]!);
    assertEquals(decipher(key, block), source.map((column) => column[i]!));
  }
});

Deno.test("deriveKey() tells texts and lists apart that look alike", () => {
  const keys = ["a", ["a"], ["a", ""], ["", "a"], ["a,b"], ["a", "b"], ["\ud800"], ["\ufffd"]]
    .map((value) => deriveKey(value).join());
  assertEquals(new Set(keys).size, keys.length);
  assertNotEquals(deriveKey(1n).join(), deriveKey(-1n).join());
});

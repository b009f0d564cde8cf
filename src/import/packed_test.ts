import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { join } from "@std/path";
import { csvReader } from "./csv.ts";
import type { TableReader } from "../core/table.ts";
import { gzipReader, zstdReader } from "./packed.ts";

async function readGzip(
  bytes: Uint8Array,
  reader: TableReader = gzipReader(csvReader),
): Promise<{ rows: number; codes: string[]; size: number }> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-packed-" });
  try {
    const path = join(folder, "cars.csv.gz");
    await Deno.writeFile(path, bytes);
    const result = { rows: 0, codes: [] as string[], size: 0 };
    const events = reader.read({
      path,
      label: "cars.csv.gz",
      table: "cars",
      fields: () => ["name"],
      onBytes: ({ length }) => void (result.size += length),
    });
    for await (const event of events) {
      if (event.kind === "rows") result.rows += event.block.count;
      if (event.kind === "issue") result.codes.push(event.head.code);
    }
    return result;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const TEXT = new TextEncoder().encode(`name\r\n${"abc\r\n".repeat(200_000)}`);

Deno.test("gzipReader() reads one member and many, and hands on every packed byte", async () => {
  const one = gzipSync(TEXT);
  assertEquals(await readGzip(one), { rows: 200_000, codes: [], size: one.length });
  const parts = [TEXT.subarray(0, 7), TEXT.subarray(7, 500_000), TEXT.subarray(500_000)];
  const many = Uint8Array.from(parts.flatMap((part) => [...gzipSync(part)]));
  assertEquals(await readGzip(many), { rows: 200_000, codes: [], size: many.length });
});

Deno.test("gzipReader() says that a file is cut off, and is none of gzip", async () => {
  const whole = gzipSync(TEXT);
  const cut = whole.subarray(0, whole.length >> 1);
  const found = await readGzip(cut);
  assertEquals([found.codes, found.size], [["gzip-unreadable"], cut.length]);
  const plain = await readGzip(TEXT);
  assertEquals([plain.codes, plain.size], [["gzip-unreadable"], TEXT.length]);
});

Deno.test("zstdReader() reads one frame and many, and hands on every packed byte", async () => {
  const { Zstd } = await import("@hpcc-js/wasm-zstd");
  const zstd = await Zstd.load();
  const one = zstd.compress(TEXT);
  const reader = zstdReader(csvReader);
  assertEquals(await readGzip(one, reader), { rows: 200_000, codes: [], size: one.length });
  const parts = [TEXT.subarray(0, 7), TEXT.subarray(7, 500_000), TEXT.subarray(500_000)];
  const many = Uint8Array.from(parts.flatMap((part) => [...zstd.compress(part)]));
  assertEquals(await readGzip(many, reader), { rows: 200_000, codes: [], size: many.length });
  for (const bad of [many.subarray(0, -3), many.subarray(0, 9), TEXT, new Uint8Array(0)]) {
    const { codes, size } = await readGzip(bad, reader);
    assertEquals([codes.at(-1), size], ["zstd-unreadable", bad.length]);
  }
});

import { assertEquals } from "@std/assert";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { unpackTar } from "modern-tar";
import { packTarGz, packZip } from "./archive.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const EPOCH_SECONDS = Date.UTC(2024, 1, 29, 12, 34, 56) / 1000;
const MEMBERS = [
  { name: "esdh", bytes: encode("program ".repeat(5000)), isExecutable: true },
  { name: "LICENSE", bytes: encode("licence") },
  { name: "EMPTY", bytes: encode("") },
];

Deno.test("packZip() keeps names, bytes, modes and one time, whatever the time zone", async () => {
  const bytes = await packZip(MEMBERS, EPOCH_SECONDS);
  assertEquals(await packZip(MEMBERS.toReversed(), EPOCH_SECONDS), bytes);
  // Date and time as DOS writes them, in UTC.
  const view = new DataView(bytes.buffer);
  assertEquals(view.getUint16(10, true), (12 << 11) | (34 << 5) | (56 / 2));
  assertEquals(view.getUint16(12, true), ((2024 - 1980) << 9) | (2 << 5) | 29);
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  const entries = await reader.getEntries();
  const found = entries.map(({ filename, externalFileAttributes }) =>
    `${filename} ${(externalFileAttributes >>> 16).toString(8)}`
  );
  assertEquals(found, ["EMPTY 100644", "LICENSE 100644", "esdh 100755"]);
  const program = entries[2]!;
  if (program.directory) throw new TypeError("a folder");
  assertEquals(await program.getData(new Uint8ArrayWriter()), MEMBERS[0]!.bytes);
  await reader.close();
});

Deno.test("packZip() writes a time before 1980 as the first that a zip file knows", async () => {
  const view = new DataView((await packZip(MEMBERS, 0)).buffer);
  assertEquals([view.getUint16(10, true), view.getUint16(12, true)], [0, (1 << 5) | 1]);
});

Deno.test("packTarGz() keeps names, bytes, modes and one time, and names no user", async () => {
  const bytes = await packTarGz(MEMBERS, EPOCH_SECONDS);
  assertEquals(await packTarGz(MEMBERS.toReversed(), EPOCH_SECONDS), bytes);
  // No flag: neither a name nor an own time stands in gzip's head.
  assertEquals([...bytes.subarray(0, 8)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  const tar = await new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
  ).bytes();
  const entries = await unpackTar(tar);
  const found = entries.map(({ header: { name, mode, mtime, uid, gid } }) =>
    [name, mode, mtime?.getTime(), uid, gid].join(" ")
  );
  const rest = `${EPOCH_SECONDS * 1000} 0 0`;
  assertEquals(found, [
    `EMPTY ${0o644} ${rest}`,
    `LICENSE ${0o644} ${rest}`,
    `esdh ${0o755} ${rest}`,
  ]);
  assertEquals(entries[2]!.data, MEMBERS[0]!.bytes);
});

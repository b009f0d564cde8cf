/**
 * Compares this program's Deflate with another library's, in turn, on members of 1 MiB as the formats make them:
 *
 *     deno run -A --no-lock scripts/bench/deflate.ts npm:fflate@0.8.3 persons_auto.csv [ROUNDS]
 *
 * @module
 */
import process from "node:process";
import { ByteBuffer } from "../../src/core/buffer.ts";
import { startDigest } from "../../src/core/digest.ts";
import { Deflater } from "../../src/export/_deflate.ts";
import { MEMBER_BYTES } from "../../src/export/_packed_format.ts";

/** Members of a round. */
const MEMBERS = 10;

type Gzip = (bytes: Uint8Array) => Uint8Array;

/** What is used of the other library: fflate's name and options. */
interface Library {
  gzipSync(bytes: Uint8Array, options: { level: number; mtime: number }): Uint8Array;
}

const [specifier, path, rounds = "8"] = Deno.args;
if (specifier === undefined || path === undefined) {
  throw new TypeError("give the specifier of the library and a CSV of 10 MiB or more");
}
const library: Library = await import(specifier);
const text = await Deno.readFile(path);
const members = Array.from(
  { length: MEMBERS },
  (_, at) => text.subarray(at * MEMBER_BYTES, (at + 1) * MEMBER_BYTES),
);

const deflater = new Deflater();
const ways: [string, Gzip][] = [["ours", (bytes) => {
  const target = new ByteBuffer();
  deflater.gzip(bytes, target);
  return target.written().slice();
}]];
for (const level of [1, 2, 3, 4, 5, 6]) {
  ways.push([`${specifier} ${level}`, (bytes) => library.gzipSync(bytes, { level, mtime: 0 })]);
}

const best = new Map<string, number>();
const shown = new Map<string, string>();
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, gzip] of ways) {
    const before = process.cpuUsage();
    const packed = members.map(gzip);
    const { user, system } = process.cpuUsage(before);
    best.set(name, Math.min(best.get(name) ?? Infinity, user + system));
    const digest = startDigest();
    for (const bytes of packed) digest.update(bytes);
    const size = packed.reduce((sum, { length }) => sum + length, 0);
    const ratio = size / members.reduce((sum, { length }) => sum + length, 0);
    shown.set(name, `${(100 * ratio).toFixed(1)} %  sha256 ${digest.hex().slice(0, 12)}`);
  }
}
const ours = best.get("ours")!;
for (const [name, micros] of best) {
  const rate = members.length * MEMBER_BYTES / micros;
  console.log(
    `${name.padEnd(22)} ${rate.toFixed(1).padStart(6)} MB per processor second ` +
      `(${(ours / micros).toFixed(2)})  ${shown.get(name)}`,
  );
}

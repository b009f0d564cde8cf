import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { sha256OfFile, SUMS_NAME, writeSums } from "./digest.ts";

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Deno.test("writeSums() lists the digests of files as sha256sum reads them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "b"), "abc");
    await Deno.writeTextFile(join(folder, "a"), "");
    assertEquals(await writeSums(folder, ["b", "a"]), `${EMPTY}  a\n${ABC}  b\n`);
    assertEquals(await Deno.readTextFile(join(folder, SUMS_NAME)), `${EMPTY}  a\n${ABC}  b\n`);
    await assertRejects(() => writeSums(folder, ["c"]), Deno.errors.NotFound);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("sha256OfFile() reads a file that is larger than what it reads at once", async () => {
  const path = await Deno.makeTempFile();
  try {
    const bytes = new Uint8Array(1_000_000);
    await Deno.writeFile(path, bytes);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    assertEquals(await sha256OfFile(path), digest.toHex());
  } finally {
    await Deno.remove(path);
  }
});

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { parse } from "yaml";
import { type ManifestSource, writeHomebrew, writeScoop, writeWinget } from "./manifest_texts.ts";
import { checkFields, compareNamed } from "./manifests.ts";
import { CheckFailed } from "./step.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const BASE = "https://intranet.example/esdh";
const SOURCE: ManifestSource = {
  version: "1.2.3",
  base: BASE,
  archives: {
    "x86_64-pc-windows-msvc": { name: "esdh-1.2.3-windows-x64.zip", sha256: ABC },
    "x86_64-unknown-linux-gnu": { name: "esdh-1.2.3-linux-x64.tar.gz", sha256: ABC },
    "aarch64-apple-darwin": { name: "esdh-1.2.3-macos-arm64.tar.gz", sha256: ABC },
  },
  installer: {
    name: "esdh-1.2.3-windows-x64.msi",
    sha256: ABC,
    productCode: "01234567-89AB-5DEF-8123-456789ABCDEF",
  },
};

Deno.test("writeWinget() and writeScoop() give fields of the form that is wanted", () => {
  const texts = { ...writeWinget(SOURCE), ...writeScoop(SOURCE) };
  assertEquals(Object.keys(texts).length, 4);
  for (const text of Object.values(texts)) {
    checkFields(parse(text), "1.2.3");
    assertThrows(() => checkFields(parse(text), "1.2.4"), CheckFailed);
    assertThrows(() => checkFields({ ...parse(text), Scop: "user" }, "1.2.3"), Error);
  }
});

Deno.test("writeHomebrew() names archives by system and processor", () => {
  const text = writeHomebrew(SOURCE)["esdh.rb"]!;
  const macos = text.slice(text.indexOf("on_macos"), text.indexOf("on_linux"));
  assertEquals(
    /on_arm do\n\s+url "(.*)"/.exec(macos)?.[1],
    `${BASE}/esdh-1.2.3-macos-arm64.tar.gz`,
  );
  assertEquals(macos.includes("on_intel"), false);
  assertEquals(text.includes("linux-arm64"), false);
  assertEquals(writeHomebrew({ ...SOURCE, archives: {} }), {});
});

Deno.test("compareNamed() finds another digest, a missing one and a missing file", async () => {
  const folder = await Deno.makeTempDir({ prefix: "esdh_test_" });
  try {
    const text = writeHomebrew(SOURCE)["esdh.rb"]!;
    const compare = (text: string) => compareNamed(folder, BASE, text);
    await Deno.writeTextFile(join(folder, "esdh-1.2.3-linux-x64.tar.gz"), "abc");
    await assertRejects(() => compare(text), Deno.errors.NotFound);
    await Deno.writeTextFile(join(folder, "esdh-1.2.3-macos-arm64.tar.gz"), "abc");
    assertEquals(await compare(text), 2);
    await assertRejects(() => compare(text.replace(ABC, "")), CheckFailed);
    await assertRejects(() => compare(""), CheckFailed);
    await Deno.writeTextFile(join(folder, "esdh-1.2.3-linux-x64.tar.gz"), "abd");
    await assertRejects(() => compare(text), CheckFailed);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { EsdhError } from "../../src/core/error.ts";
import { isAllowed, judgeLicences, REVIEWED_LICENCES } from "./licence_gate.ts";
import { closureOf, type KnownPackage, readKnownPackages, readLocked } from "./locked.ts";
import { writeNotices } from "./notices.ts";

const RUNTIME = { deno: "9.8.7", v8: "1.2.3" };

function known(name: string, licence: string | undefined, isInProgram = true): KnownPackage {
  const texts = new Map([["LICENSE", `Text of ${name}.\n`]]);
  return {
    ...{ id: `${name}@1.0.0`, name, version: "1.0.0", sha512: "AA==", dependencies: [] },
    ...{ isForSomeSystems: licence === undefined, isInProgram, licence, texts },
    sourceUrl: undefined,
  };
}

/** The packages that are reviewed, so that their table is not found stale. */
const REVIEWED = Object.keys(REVIEWED_LICENCES).map((id) => ({
  ...known("x", undefined, false),
  id,
}));

function messagesOf(...packages: KnownPackage[]): string[] {
  return judgeLicences([...packages, ...REVIEWED]).map(({ message }) => message);
}

Deno.test("isAllowed() takes a choice among alternatives, and all of what is joined", () => {
  const allowed = ["MIT", "ISC", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"];
  const good = ["MIT", "GPL-3.0-only OR MIT", "(MIT OR X) AND (Y OR ISC)", "MIT AND ISC OR X"];
  for (const text of [...good, "Apache-2.0 WITH LLVM-exception"]) {
    assertEquals(isAllowed(text, allowed), true, text);
  }
  const bad = ["", "mit", "MIT AND X", "X OR Y", "MIT WITH Z", "(MIT", "MIT)", "MIT ISC", "MIT OR"];
  for (const text of [...bad, "SEE LICENSE IN FILE", "UNLICENSED", "AND", "()"]) {
    assertEquals(isAllowed(text, allowed), false, text);
  }
});

Deno.test("judgeLicences() names the package and its licence", () => {
  assertEquals(messagesOf(known("a", "MIT"), known("b", "ISC", false)), []);
  assertEquals(messagesOf(known("a", "AGPL-3.0-only"), known("b", "", false)), [
    "a@1.0.0 has licence AGPL-3.0-only, which is not allowed (it is in the program): see ALLOWED_LICENCES",
    "b@1.0.0 names no licence (it serves development)",
  ]);
  assertEquals(messagesOf(known("a", undefined)), [
    "a@1.0.0 is not fetched on this system: read its licence and add it to REVIEWED_LICENCES",
  ]);
});

Deno.test("judgeLicences() finds reviewed licences that are stale", () => {
  const [first, ...rest] = REVIEWED;
  assertEquals(judgeLicences(rest).map(({ message }) => message), [
    `REVIEWED_LICENCES names ${first!.id}, which is not locked`,
  ]);
  assertEquals(judgeLicences([{ ...first!, licence: "ISC" }, ...rest]).length, 1);
});

Deno.test("readLocked() finds what packages need, past peers in their keys", () => {
  const integrity = "sha512-AA==";
  const packages = readLocked(JSON.stringify({
    npm: {
      "@s/a@1.0.0": { integrity, dependencies: ["b", "c@1.0.0"], optionalDependencies: ["d"] },
      "b@2.0.0_c@1.0.0": { integrity, dependencies: ["c@1.0.0"] },
      "c@1.0.0": { integrity },
      "c@3.0.0": { integrity },
      "d@1.0.0": { integrity, os: ["linux"] },
    },
  }));
  assertEquals(packages.map(({ id, dependencies }) => [id, ...dependencies]), [
    ["@s/a@1.0.0", "b@2.0.0", "c@1.0.0", "d@1.0.0"],
    ["b@2.0.0", "c@1.0.0"],
    ["c@1.0.0"],
    ["c@3.0.0"],
    ["d@1.0.0"],
  ]);
  assertEquals(packages.map(({ isForSomeSystems }) => isForSomeSystems).indexOf(true), 4);
  assertEquals([...closureOf(packages, ["b@2.0.0"])], ["b@2.0.0", "c@1.0.0"]);
  const lock = (entry: unknown) => JSON.stringify({ npm: { "a@1.0.0": entry } });
  assertThrows(() => readLocked(lock({ integrity: "sha1-AA==" })), EsdhError, "no SHA-512 for a@1");
  const needy = lock({ integrity, dependencies: ["b"] });
  assertThrows(() => readLocked(needy), EsdhError, "needs b, which is not in deno.lock");
});

Deno.test("writeNotices() holds what is in the program, and the runtime", async () => {
  const packages = [known("a", "MIT"), known("b", "ISC", false)];
  const text = await writeNotices(packages, RUNTIME);
  assertEquals(text.includes("a 1.0.0 (MIT)\n====") && text.includes("\nText of a.\n"), true);
  assertEquals(text.includes("Text of b."), false);
  assertEquals(text.includes("Deno 9.8.7 (MIT), with V8 1.2.3 (BSD-3-Clause)"), true);
  assertEquals(text, await writeNotices(packages, RUNTIME));
  const textless = { ...known("c", "MIT"), texts: new Map<string, string>() };
  await assertRejects(() => writeNotices([textless], RUNTIME), EsdhError, "c@1.0.0 is in the");
});

Deno.test("readKnownPackages() tells what is in the program from what serves development", async () => {
  const packages = await readKnownPackages();
  const find = (name: string) => packages.find((candidate) => candidate.name === name);
  assertEquals(find("@stricli/core")?.isInProgram, true);
  assertEquals(find("fast-check")?.isInProgram, false);
  assertEquals(judgeLicences(packages), []);
  assertEquals((await writeNotices(packages, RUNTIME)).includes("\nhono 4."), true);
});

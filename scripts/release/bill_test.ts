import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { type BillFacts, listParts, npmPurl, writeCycloneDx, writeSpdx } from "./bill.ts";
import type { KnownPackage } from "./locked.ts";

function known(name: string, isInProgram: boolean, dependencies: string[] = []): KnownPackage {
  return {
    ...{ id: `${name}@1.0.0`, name, version: "1.0.0", sha512: "AP8=", dependencies, isInProgram },
    ...{ isForSomeSystems: false, licence: "MIT", sourceUrl: undefined, texts: new Map() },
  };
}

const FACTS: BillFacts = {
  packages: [
    known("@hpcc-js/wasm-zstd", true),
    known("a", true, ["b@1.0.0"]),
    known("b", true),
    known("c", false, ["b@1.0.0", "d@1.0.0"]),
    known("d", false),
  ],
  runtime: { deno: "9.8.7", v8: "1.2.3" },
  epochSeconds: 0,
};
const A = npmPurl("a@1.0.0"),
  B = npmPurl("b@1.0.0"),
  C = npmPurl("c@1.0.0"),
  D = npmPurl("d@1.0.0");
const ZSTD = npmPurl("@hpcc-js/wasm-zstd@1.0.0");
const DENO = "pkg:github/denoland/deno@v9.8.7", V8 = "pkg:github/v8/v8@1.2.3";

Deno.test("listParts() holds packages, what is inside of them, and the runtime", () => {
  const parts = listParts(FACTS).map(({ purl, needs }) => [purl, ...needs]);
  assertEquals(parts, [
    [DENO, V8],
    ["pkg:github/facebook/zstd"],
    [V8],
    [ZSTD, "pkg:github/facebook/zstd"],
    [A, B],
    [B],
    [C, B, D],
    [D],
  ]);
});

Deno.test("writeCycloneDx() tells scope, digest, and who needs whom", () => {
  const bill = JSON.parse(writeCycloneDx(FACTS));
  const a = bill.components.find((component: { purl: string }) => component.purl === A);
  assertEquals([a.scope, a.hashes, a.licenses], [
    "required",
    [{ alg: "SHA-512", content: "00ff" }],
    [{ license: { id: "MIT" } }],
  ]);
  const scoped = bill.components.find((component: { purl: string }) => component.purl === ZSTD);
  assertEquals([scoped.group, scoped.name], ["@hpcc-js", "wasm-zstd"]);
  const scopes = bill.components.map(({ scope }: { scope: string }) => scope);
  assertEquals(scopes.filter((scope: string) => scope === "excluded").length, 2);
  assertEquals(bill.dependencies[0].dependsOn, [DENO, ZSTD, A, C]);
  assertEquals(bill.dependencies.length, bill.components.length + 1);
  assertEquals(bill.metadata.timestamp, "1970-01-01T00:00:00Z");
});

Deno.test("writeSpdx() relates every package, and names each by one word", () => {
  const { packages, relationships, name } = JSON.parse(writeSpdx(FACTS));
  const ids = packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
  assertEquals(new Set(ids).size, ids.length);
  for (const id of ids) assertMatch(id, /^SPDXRef-[A-Za-z0-9.-]+$/);
  assertMatch(name, /^esdh-\d/);
  interface Relation {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }
  const lines = relationships.map((relation: Relation) =>
    `${relation.spdxElementId} ${relation.relationshipType} ${relation.relatedSpdxElement}`
  );
  for (
    const line of [
      "SPDXRef-DOCUMENT DESCRIBES SPDXRef-Program",
      "SPDXRef-Program DEPENDS_ON SPDXRef-npm-a-1.0.0",
      "SPDXRef-npm-a-1.0.0 DEPENDS_ON SPDXRef-npm-b-1.0.0",
      "SPDXRef-npm-c-1.0.0 DEV_DEPENDENCY_OF SPDXRef-Program",
    ]
  ) assertEquals(lines.includes(line), true, line);
});

Deno.test("bills follow from their facts alone, and bear a name of their own", () => {
  for (const write of [writeCycloneDx, writeSpdx]) {
    assertEquals(write(FACTS), write({ ...FACTS }));
    const name = (text: string) => {
      const { serialNumber, documentNamespace } = JSON.parse(text);
      return serialNumber ?? documentNamespace;
    };
    assertNotEquals(name(write(FACTS)), name(write({ ...FACTS, epochSeconds: 1 })));
    assertMatch(
      name(write(FACTS)),
      /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  }
});

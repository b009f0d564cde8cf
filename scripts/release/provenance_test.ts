import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { type BuildFacts, judgeProvenance, readSource, writeProvenance } from "./provenance.ts";
import { isOutsideSums } from "./signing.ts";

const SHA = "a".repeat(64);
const FACTS: BuildFacts = {
  files: [{ name: "one", sha256: SHA }, { name: "two", sha256: "b".repeat(64) }],
  packages: [{
    ...{ id: "@s/a@1.0.0", name: "@s/a", version: "1.0.0", sha512: "AP8=", dependencies: [] },
    isForSomeSystems: false,
  }],
  runtime: { deno: "9.8.7", v8: "1.2.3" },
  source: {
    ...{ repository: undefined, commit: "c0ffee", isChanged: false },
    ...{ builder: "urn:esdh:rehearsal", invocation: undefined },
  },
  epochSeconds: 0,
};

Deno.test("writeProvenance() names files, sources and packages, and the same twice", () => {
  const text = writeProvenance(FACTS);
  assertEquals(text, writeProvenance({ ...FACTS }));
  assertEquals(judgeProvenance(text, FACTS.files), []);
  const { subject, predicate } = JSON.parse(text);
  assertEquals(subject[0], { name: "one", digest: { sha256: SHA } });
  const materials = predicate.buildDefinition.resolvedDependencies;
  assertEquals(materials[0].digest, { gitCommit: "c0ffee" });
  assertEquals(materials.at(-1), { uri: "pkg:npm/%40s/a@1.0.0", digest: { sha512: "00ff" } });
});

Deno.test("judgeProvenance() finds files that differ, are missing, or are too many", () => {
  const text = writeProvenance(FACTS);
  const [one, two] = FACTS.files;
  const three = { name: "three", sha256: SHA };
  assertEquals(judgeProvenance(text, [one!]), ["two is stated, but not released"]);
  assertEquals(judgeProvenance(text, [one!, two!, three]), ["three is stated as undefined"]);
  assertEquals(judgeProvenance(text, [one!, { ...two!, sha256: SHA }]).length, 1);
  const unsound = text.replace("urn:esdh:release:1", "release").replace("/v1", "/v2");
  assertEquals(judgeProvenance(unsound, FACTS.files).length, 2);
});

Deno.test("readSource() tells a workflow from a rehearsal", async () => {
  const variables: Record<string, string> = {
    GITHUB_SERVER_URL: "https://git.example",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_WORKFLOW_REF: "o/r/.github/workflows/release.yml@refs/tags/v1",
    GITHUB_RUN_ID: "7",
  };
  const folder = await Deno.makeTempDir();
  try {
    const source = await readSource(folder, (name) => variables[name]);
    assertEquals([source.repository, source.invocation, source.commit], [
      "https://git.example/o/r",
      "https://git.example/o/r/actions/runs/7",
      undefined,
    ]);
    assertEquals(
      source.builder,
      "https://git.example/o/r/.github/workflows/release.yml@refs/tags/v1",
    );
    assertEquals((await readSource(folder, () => undefined)).builder, "urn:esdh:rehearsal");
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("readSource() claims nothing of changes where Git does not tell", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const source = await readSource(folder, () => undefined);
    assertEquals([source.commit, source.isChanged], [undefined, undefined]);
    const { predicate } = JSON.parse(writeProvenance({ ...FACTS, source }));
    assertEquals(predicate.buildDefinition.internalParameters, {});
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("readSource() tells whether the tree holds what is not committed", async () => {
  const folder = await Deno.makeTempDir();
  const run = async (...args: string[]) => {
    const { success, stderr } = await new Deno.Command("git", { args, cwd: folder }).output();
    assert(success, new TextDecoder().decode(stderr));
  };
  try {
    await run("init", "-q");
    assertEquals((await readSource(folder, () => undefined)).isChanged, false);
    await Deno.writeTextFile(join(folder, "new"), "");
    const source = await readSource(folder, () => undefined);
    assertEquals(source.isChanged, true);
    const { predicate } = JSON.parse(writeProvenance({ ...FACTS, source }));
    const { internalParameters } = predicate.buildDefinition;
    assertEquals(internalParameters, { hasUncommittedChanges: true });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("isOutsideSums() tells what is made from the list of digests", () => {
  const names = ["SHA256SUMS", "SHA256SUMS.minisig", "SHA256SUMS.bundle", "esdh.pub", "cosign.pub"];
  for (const name of [...names, "esdh-1.2.3.provenance.bundle"]) {
    assertEquals(isOutsideSums(name), true, name);
  }
  for (const name of ["esdh-linux-x64", "esdh-1.2.3.provenance.json", "THIRD_PARTY_NOTICES.txt"]) {
    assertEquals(isOutsideSums(name), false, name);
  }
});

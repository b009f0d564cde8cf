/**
 * The checks of this tree, each on a bad example it must find and a good one it must pass; those of its rooms are in
 * `layers_test.ts`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judgeDocs, readDocs } from "../../scripts/check_docs.ts";
import {
  judgeLinks,
  judgeLock,
  judgeTop,
  judgeTraces,
  judgeVariables,
  judgeVersions,
} from "../../scripts/check_release.ts";
import { countLines, judgeSizes, measureFiles } from "../../scripts/check_sizes.ts";
import { listFiles, listModules, showFinding } from "../../scripts/_house.ts";
import { withTree } from "./_tree.ts";

Deno.test("listFiles() leaves out what tools make", async () => {
  await withTree(
    { "src/a.ts": "", "dist/b.ts": "", "output/c.ts": "", "src/dist/d.ts": "" },
    (root) => {
      assertEquals(listFiles(root, ["."]), ["src/a.ts", "src/dist/d.ts"]);
      assertEquals(listFiles(root, ["main.ts", "src/a.ts"]), ["src/a.ts"]);
    },
  );
});

Deno.test("listModules() leaves out tests and type declarations", async () => {
  await withTree(
    { "main.ts": "", "src/a.ts": "", "src/a_test.ts": "", "src/b.d.ts": "" },
    (root) => {
      assertEquals(listModules(root), ["main.ts", "src/a.ts"]);
    },
  );
});

Deno.test("judgeSizes() fails a file over 600 lines and lists one over 400", () => {
  const report = judgeSizes([
    { path: "a.ts", lineCount: 601 },
    { path: "b.ts", lineCount: 600 },
    { path: "c.ts", lineCount: 400 },
    { path: "d_test.ts", lineCount: 10 },
  ]);
  assertEquals(report.findings.map((finding) => finding.path), ["a.ts"]);
  assertEquals(report.long.map((size) => size.path), ["a.ts", "b.ts"]);
  assertEquals(report.median, 600);
});

Deno.test("measureFiles() counts sources and leaves data out", async () => {
  await withTree(
    { "src/a.ts": "1\n2\n3", "src/data/names.ts": "1\n", "src/b.json": "1" },
    (root) => {
      assertEquals(measureFiles(root), [{ path: "src/a.ts", lineCount: 3 }]);
    },
  );
  assertEquals([countLines(""), countLines("a"), countLines("a\r\n")], [0, 1, 1]);
});

const GOOD_MODULE = `/**
 * Adds.
 *
 * @module
 */

/**
 * Adds two numbers.
 *
 * @param a One.
 * @param options The other, and more.
 * @returns The sum.
 * @throws {EsdhError} USAGE if there is no sum.
 */
export function add(a: number, { b = 1 }: { b?: number } = {}): number {
  return a + b;
}

/** Ends. */
export async function end(): Promise<void> {
  await 1;
}

/** Demands. */
export const demand: number = 1;

function hidden(x: number): number {
  return x;
}
hidden(1);
`;

const BAD_MODULE = `export function add(a: number, b = 1): number {
  return a + b;
}

/**
 * Takes.
 *
 * @param c None.
 * @throws {EsdhError} WRONG if so.
 */
export function take(a: number, ...rest: number[]): Promise<number> {
  return Promise.resolve(a + rest.length);
}
`;

Deno.test("judgeDocs() finds what is not documented", async () => {
  await withTree({ "deno.json": "{}", "a.ts": BAD_MODULE }, async (root) => {
    const { output, findings } = await readDocs(root, ["a.ts"]);
    assertEquals(findings, []);
    assertEquals(judgeDocs(root, output).map(showFinding), [
      "a.ts:1: does not open with its purpose and @module",
      "a.ts:1: add has no comment",
      "a.ts:11: take has an @throws {EsdhError} without a code of the catalogue",
      "a.ts:11: take has no @param a",
      "a.ts:11: take has no @param rest",
      "a.ts:11: take has an @param c but no such parameter",
      "a.ts:11: take has no @returns",
    ]);
  });
});

Deno.test("judgeDocs() passes what is documented", async () => {
  const handOn = '/**\n * Hands on.\n *\n * @module\n */\nexport { add } from "./a.ts";\n';
  await withTree({ "deno.json": "{}", "a.ts": GOOD_MODULE, "mod.ts": handOn }, async (root) => {
    const { output } = await readDocs(root, ["a.ts", "mod.ts"]);
    assertEquals(judgeDocs(root, output), []);
  });
});

Deno.test("readDocs() reports a module that can't be read", async () => {
  await withTree({ "deno.json": "{}", "a.ts": "export function (" }, async (root) => {
    const { findings } = await readDocs(root, ["a.ts"]);
    assertEquals(findings.length, 1);
  });
});

const FROZEN = { lock: { frozen: true }, imports: { zod: "npm:zod@4.6.7" } };

Deno.test("judgeLock() finds mirrors, a lock that is not frozen, and loose pins", () => {
  assertEquals(judgeLock('{\n"tarball": "x"\n}', FROZEN)[0]!.line, 2);
  assertEquals(judgeLock('{\n"https://x.example/a.ts": ""\n}', FROZEN).length, 1);
  assertEquals(judgeLock("{}", { imports: {} }).length, 1);
  for (
    const target of [
      "npm:zod@^4.6.7",
      "npm:zod",
      "npm:zod@4",
      "jsr:@std/path@1.0.0",
      "npm:zod@latest",
    ]
  ) {
    assertEquals(judgeLock("{}", { ...FROZEN, imports: { zod: target } }).length, 1, target);
  }
});

Deno.test("judgeLock() passes a frozen lock with exact pins", () => {
  const imports = { a: "npm:@duckdb/node-api@1.5.5-r.5", b: "npm:deno-std@1.4.0/path/mod.js" };
  assertEquals(judgeLock("{}", { ...FROZEN, imports }), []);
});

const VERSIONS: Readonly<Record<string, string>> = {
  "deno.json": '{ "version": "1.2.3" }',
  "src/core/version.ts": 'export const TOOL_VERSION = "1.2.3";',
  "CHANGELOG.md": "# Changelog\n\n## 1.2.3 (2026-01-01)\n\n## 1.2.2\n",
  "README.md": "npx --yes deno@2.9.6 task test",
  ".dvmrc": "2.9.6\n",
};

Deno.test("judgeVersions() passes versions that agree", () => {
  assertEquals(judgeVersions(new Map(Object.entries(VERSIONS))), []);
});

for (
  const [path, text] of [
    ["deno.json", '{ "version": "1.2.4" }'],
    ["CHANGELOG.md", "## 1.2.2\n\n## 1.2.3\n"],
    ["CHANGELOG.md", "nothing yet"],
    ["README.md", "npx deno@2.9.5 task test"],
    ["README.md", "no command"],
    [".dvmrc", "latest"],
  ] as const
) {
  Deno.test(`judgeVersions() finds ${path} with ${JSON.stringify(text)}`, () => {
    const findings = judgeVersions(new Map(Object.entries({ ...VERSIONS, [path]: text })));
    assertEquals(findings.map((finding) => finding.path), [path]);
  });
}

Deno.test("judgeTop() finds a name that has no place at the top", () => {
  assertEquals(judgeTop(["src/a.ts", "notes.txt", ".ci/run", "README.md", "tmp/a", "tmp/b"]), [
    { path: "notes.txt", message: "has no place at the top of the tree: see TOP_NAMES" },
    { path: "tmp", message: "has no place at the top of the tree: see TOP_NAMES" },
  ]);
});

Deno.test("judgeTraces() finds registries and folders of one machine", () => {
  // Put together here, so that this file holds no trace itself.
  const bad = [
    ["https:/", "/registry.example.org/zod"],
    ["http:/", "/npm.corp.example:8080/"],
    ["https:/", "/a.pypi.org/simple"],
    ["see /wor", "k/main"],
    ["'/roo", "t/.cache'"],
  ].map((parts) => parts.join(""));
  for (const line of bad) assertEquals(judgeTraces("a.md", `fine\n${line}`)[0]?.line, 2, line);
});

Deno.test("judgeTraces() leaves other addresses and folders alone", () => {
  const good =
    "https://example.org/registry/ https://localhost:5000/ src/work/a.ts $HOME/work/x ./root/a";
  assertEquals(judgeTraces("a.md", good), []);
});

const PATHS = ["README.md", "docs/a.md", "docs/b.md", "data/v1/a.csv", "src/mod.ts"];

Deno.test("judgeLinks() finds relative links that lead nowhere", () => {
  const text = [
    "see [a](a.md) and [c](c.md), [the",
    "rest](../docs/d.md#part)",
    "",
    "[up](../../README.md) ![icon](<e.png> 'x')",
    "[f]: f.md",
    "[case](B.md) [half](../dat)",
  ].join("\n");
  assertEquals(judgeLinks("docs/a.md", text, PATHS).map(showFinding), [
    "docs/a.md:1: links to c.md, which leads nowhere",
    "docs/a.md:2: links to ../docs/d.md#part, which leads nowhere",
    "docs/a.md:4: links to ../../README.md, which leads nowhere",
    "docs/a.md:4: links to e.png, which leads nowhere",
    "docs/a.md:5: links to f.md, which leads nowhere",
    "docs/a.md:6: links to B.md, which leads nowhere",
    "docs/a.md:6: links to ../dat, which leads nowhere",
  ]);
});

Deno.test("judgeLinks() passes files, folders, headings, other sites, and code", () => {
  const text = [
    "[a](docs/a.md) [b](./docs/b.md#part) [v1](data/v1) [v1](data/v1/) [here](#part)",
    "[site](https://example.org/x.md) [mail](mailto:a@example.org)",
    "`[no](no.md)` [text](docs/a.md 'title')",
    "```md",
    "[no](no.md)",
    "```",
    "[a]: docs/a.md",
  ].join("\n");
  assertEquals(judgeLinks("README.md", text, PATHS), []);
});

Deno.test("judgeVariables() finds a variable that may not be read", () => {
  const source =
    'const a = env("ESDH_A") ?? context.env("HOME");\nDeno.env.get("PATH"); env("SHELL");\n';
  const findings = judgeVariables(new Map([["src/a.ts", source]]), ["ESDH_*", "HOME"]);
  assertEquals(findings.map((finding) => `${finding.line} ${finding.message.split(",")[0]}`), [
    "2 reads PATH",
    "2 reads SHELL",
  ]);
});

Deno.test("judgeVariables() finds a variable that is granted for nothing", () => {
  const findings = judgeVariables(new Map([["src/a.ts", 'readEnv("TERM")']]), ["TERM", "HOME"]);
  assertEquals(findings.map(showFinding), [
    "deno.json: permissions.esdh.env grants HOME, which no module names",
  ]);
});

/**
 * `esdh version`, and that no command loads what it does not need.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { COMMANDS } from "../../src/cli/mod.ts";
import { TOOL_VERSION } from "../../src/core/version.ts";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

const ROOT = new URL("../../", import.meta.url);
const HEAVY = ["zod", "hono", "yaml", "hyparquet", "hyparquet-writer", "papaparse"];

interface Graph {
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly npmPackage?: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

async function readGraph(): Promise<Graph> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "info",
      "--json",
      `--config=${fromFileUrl(new URL("deno.json", ROOT))}`,
      fromFileUrl(new URL("main.ts", ROOT)),
    ],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** All that is loaded with some modules: what they import, dynamic imports apart. */
function closureOf(graph: Graph, paths: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (specifier: string) => {
    const target = graph.redirects[specifier] ?? specifier;
    if (seen.has(target)) return;
    seen.add(target);
    const module = graph.modules.find((candidate) => candidate.specifier === target);
    for (const { code, isDynamic } of module?.dependencies ?? []) {
      if (code?.specifier !== undefined && isDynamic !== true) visit(code.specifier);
    }
  };
  for (const path of paths) visit(new URL(path, ROOT).href);
  return [...seen];
}

function packagesIn(specifiers: readonly string[]): string[] {
  const names = specifiers.flatMap((specifier) =>
    /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(specifier)?.[1] ?? []
  );
  return [...new Set(names)].sort();
}

Deno.test("main.ts loads nothing before it knows whether it is a worker", async () => {
  assertEquals(closureOf(await readGraph(), ["main.ts"]).length, 1);
});

Deno.test("esdh version loads no package but the parser of options", async () => {
  const graph = await readGraph();
  const loaded = closureOf(graph, [
    "src/cli/app.ts",
    "src/cli/version.ts",
    "src/cli/_usage.ts",
    "src/datasets/facts.ts",
  ]);
  assert(loaded.length > 10, "the graph was read");
  assertEquals(packagesIn(loaded), ["@stricli/core"]);
});

Deno.test("no command's file loads a heavy package before it runs", async () => {
  const graph = await readGraph();
  const files = COMMANDS.map(({ name }) => `src/cli/${name.replaceAll("-", "_")}.ts`);
  for (const file of [...files, "src/cli/app.ts", "src/cli/help.ts", "src/cli/failure.ts"]) {
    const specifiers = closureOf(graph, [file]);
    assert(specifiers.length > 1, file);
    assertEquals(packagesIn(specifiers).filter((name) => HEAVY.includes(name)), [], file);
  }
});

Deno.test("esdh version runs where every heavy package throws when it is loaded", async () => {
  await withFolder(async (folder) => {
    const { imports, unstable, compilerOptions: _types, ...config } = JSON.parse(
      await Deno.readTextFile(new URL("deno.json", ROOT)),
    );
    const traps = HEAVY.map((name) =>
      [name, `data:text/javascript,throw new RangeError("loaded ${name}");export {}`] as const
    );
    await Deno.writeTextFile(
      join(folder, "deno.json"),
      JSON.stringify({
        unstable,
        nodeModulesDir: config.nodeModulesDir,
        imports: { ...imports, ...Object.fromEntries(traps) },
      }),
    );
    const run = async (...args: string[]) => {
      const output = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "--allow-all",
          "--no-check",
          "--no-lock",
          `--config=${join(folder, "deno.json")}`,
          fromFileUrl(new URL("main.ts", ROOT)),
          ...args,
        ],
      }).output();
      return {
        code: output.code,
        text: new TextDecoder().decode(output.stdout) + new TextDecoder().decode(output.stderr),
      };
    };
    const version = await run("version");
    assertEquals(version.code, 0, version.text);
    assertStringIncludes(version.text, `esdh ${TOOL_VERSION}`);
    const settings = await run("config");
    assertMatch(settings.text, /loaded (zod|yaml)|does not provide an export/, "the traps are set");
  });
});

Deno.test("esdh version prints versions for people, scripts and the number alone", async () => {
  const [text, json, quiet, option] = await Promise.all([
    esdh(["version"]),
    esdh(["version", "--json"]),
    esdh(["version", "--quiet"]),
    esdh(["--version"]),
  ]);
  assertMatch(
    text!.stdout,
    new RegExp(
      `^esdh ${TOOL_VERSION}\\n +dataset +auto \\(version auto@1\\)\\n( +dataset .+\\n)* +runtime +deno `,
    ),
  );
  assertEquals(quiet!.stdout, `${TOOL_VERSION}\n`);
  assertEquals(option!.stdout, text!.stdout);
  const { name, version, datasets, deno, v8, target } = JSON.parse(json!.stdout);
  assertEquals([name, version, datasets[0].name], ["esdh", TOOL_VERSION, "auto"]);
  assertEquals([deno, v8, target], [Deno.version.deno, Deno.version.v8, Deno.build.target]);
});

Deno.test("esdh version --verify says that a program run from source has no released file", async () => {
  const [source, file, key] = await Promise.all([
    esdh(["version", "--verify"]),
    esdh(["version", "SHA256SUMS"]),
    esdh(["version", "--key", "esdh.pub"]),
  ]);
  assertEquals([source!.code, file!.code, key!.code], [2, 2, 2]);
  assertStringIncludes(source!.stderr, "the program runs from source");
  assertStringIncludes(file!.stderr, "FILE needs --verify");
  assertStringIncludes(key!.stderr, "--key needs --verify");
});

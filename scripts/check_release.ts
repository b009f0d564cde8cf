/**
 * Checks what files say of each other: versions, changelog, lock file, permissions, links between pages; and
 * that nothing of one machine is committed.
 *
 * @module
 */
import { join } from "@std/path";
import { join as joinPosix } from "@std/path/posix";
import { endCheck, type Finding, listFiles, ROOT } from "./_house.ts";

/** Names that may stand at the top of the tree, besides names that start with a dot. */
export const TOP_NAMES: readonly string[] = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "config",
  "data",
  "deno.json",
  "deno.lock",
  "deploy",
  "docs",
  "main.ts",
  "scripts",
  "src",
  "tests",
];

/** What one machine leaves in a file: addresses of package mirrors, and folders of people. */
const TRACES: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "the address of a package registry",
    pattern:
      /https?:\/\/(?:[\w-]+\.)*(?:artifactory|deb|files|mirror|nexus|npm|proxy|pypi|registry|repo1|static)[.:]/i,
  },
  { what: "a folder of one machine", pattern: /(?<![\w.~$}-])\/(?:root|work)\// },
];

/**
 * Judges the lock file and the pins it rests on.
 *
 * @param lockText Text of `deno.lock`.
 * @param config Parsed `deno.json`.
 * @returns A finding for each way in which an install could differ from the one that was tested.
 */
export function judgeLock(
  lockText: string,
  config: { readonly lock?: unknown; readonly imports?: Readonly<Record<string, string>> },
): Finding[] {
  const findings: Finding[] = [];
  for (const [index, line] of lockText.split("\n").entries()) {
    // The public registry's packages stand there by name and digest alone.
    if (!/"tarball"|:\/\//.test(line)) continue;
    const message = "holds the address of a package mirror: make the lock with the public registry";
    findings.push({ path: "deno.lock", line: index + 1, message });
  }
  const isFrozen = (config.lock as { frozen?: unknown } | undefined)?.frozen === true;
  if (!isFrozen) findings.push({ path: "deno.json", message: "`lock.frozen` is not true" });
  for (const [name, target] of Object.entries(config.imports ?? {})) {
    if (!/^npm:(@[^@/]+\/)?[^@/]+@\d+\.\d+\.\d+[^\s/^~*]*(\/|$)/.test(target)) {
      const message = `import "${name}" is ${target}: pin an npm package to one version`;
      findings.push({ path: "deno.json", message });
    }
  }
  return findings;
}

/**
 * Judges the versions that several files carry.
 *
 * @param files Texts of `deno.json`, `src/core/version.ts`, `CHANGELOG.md`, `README.md` and `.dvmrc` by their names; a
 *   file that does not exist is left out.
 * @returns A finding for each that is missing or differs.
 */
export function judgeVersions(files: ReadonlyMap<string, string>): Finding[] {
  const findings: Finding[] = [];
  const read = (path: string, pattern: RegExp, what: string): string | undefined => {
    const found = pattern.exec(files.get(path) ?? "")?.[1];
    if (found === undefined) findings.push({ path, message: `has no ${what}` });
    return found;
  };
  const tool = read("src/core/version.ts", /TOOL_VERSION(?:: string)? = "([^"]+)"/, "TOOL_VERSION");
  const config = read("deno.json", /"version": "([^"]+)"/, "version");
  const changelog = read("CHANGELOG.md", /^## \[?(\d+\.\d+\.\d+[^\s\]]*)/m, "heading of a version");
  const expect = (path: string, given: string | undefined, wanted: string | undefined) => {
    if (given === undefined || wanted === undefined || given === wanted) return;
    findings.push({ path, message: `says version ${given}, src/core/version.ts says ${wanted}` });
  };
  expect("deno.json", config, tool);
  expect("CHANGELOG.md", changelog, tool);
  const deno = read(".dvmrc", /^(\d+\.\d+\.\d+)\s*$/, "version of Deno");
  const named = [...(files.get("README.md") ?? "").matchAll(/\bdeno@(\d+\.\d+\.\d+)/g)];
  if (named.length === 0) {
    findings.push({ path: "README.md", message: "does not name deno@VERSION" });
  }
  for (const [, version] of named) {
    if (deno === undefined || version === deno) continue;
    findings.push({ path: "README.md", message: `names deno@${version}, .dvmrc says ${deno}` });
  }
  return findings;
}

/**
 * Judges the names at the top of the tree.
 *
 * @param paths Committed files, relative to the project.
 * @returns A finding for each name that has no place there.
 */
export function judgeTop(paths: readonly string[]): Finding[] {
  const names = new Set(paths.map((path) => path.split("/")[0]!));
  return [...names].filter((name) => !name.startsWith(".") && !TOP_NAMES.includes(name))
    .map((path) => ({ path, message: "has no place at the top of the tree: see TOP_NAMES" }));
}

/**
 * Looks for what belongs to one machine.
 *
 * @param path File, relative to the project.
 * @param text Its text.
 * @returns A finding for each line that holds a trace.
 */
export function judgeTraces(path: string, text: string): Finding[] {
  const findings: Finding[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const { what, pattern } of TRACES) {
      const found = pattern.exec(line)?.[0];
      if (found === undefined) continue;
      findings.push({ path, line: index + 1, message: `holds ${what}: ${found}` });
    }
  }
  return findings;
}

/**
 * Looks for links of a page that lead nowhere. Other sites and headings are not looked up.
 *
 * @param path Markdown file, relative to the project.
 * @param text Its text.
 * @param paths Committed files.
 * @returns A finding for each relative link that leads to no committed file and no folder of one.
 */
export function judgeLinks(path: string, text: string, paths: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const blank = (code: string) => code.replaceAll(/[^\n]/g, " ");
  const prose = text.replaceAll(/^ *(```|~~~)[^]*?^ *\1/gm, blank).replaceAll(/`[^`]*`/g, blank);
  // A link's text may run over lines, so the whole page is searched.
  for (const match of prose.matchAll(/\]\(\s*<?([^)\s>]+)|^ *\[[^\]]+\]:\s*<?([^\s>]+)/gm)) {
    const link = match[1] ?? match[2]!;
    if (/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(link)) continue;
    const target = joinPosix(path, "..", link.replace(/[?#].*$/, "")).replace(/\/$/, "");
    if (paths.some((place) => place === target || place.startsWith(`${target}/`))) continue;
    const line = prose.slice(0, match.index).split("\n").length;
    findings.push({ path, line, message: `links to ${link}, which leads nowhere` });
  }
  return findings;
}

/**
 * Compares the environment variables that the program reads with those it may read: one that is not granted
 * reads as unset, with no word said, and one that is granted for nothing is more than the least.
 *
 * @param sources Texts of the modules by their paths.
 * @param granted Names, and prefixes that end in `*`.
 * @returns A finding for each name that is read but not granted, and for each that is granted but nowhere named.
 */
export function judgeVariables(
  sources: ReadonlyMap<string, string>,
  granted: readonly string[],
): Finding[] {
  const findings: Finding[] = [];
  const isGranted = (name: string) =>
    granted.some((grant) =>
      grant.endsWith("*") ? name.startsWith(grant.slice(0, -1)) : name === grant
    );
  for (const [path, text] of sources) {
    for (const [index, line] of text.split("\n").entries()) {
      for (const [, name] of line.matchAll(/[eE]nv(?:\.[gs]et|\.has)?\(\s*"([A-Z][A-Z0-9_]*)"/g)) {
        if (isGranted(name!)) continue;
        const message = `reads ${name}, which permissions.esdh.env of deno.json does not grant`;
        findings.push({ path, line: index + 1, message });
      }
    }
  }
  const texts = [...sources.values()];
  for (const name of granted) {
    if (name.endsWith("*") || texts.some((text) => text.includes(`"${name}"`))) continue;
    const message = `permissions.esdh.env grants ${name}, which no module names`;
    findings.push({ path: "deno.json", message });
  }
  return findings;
}

/**
 * Lists what is committed, or would be.
 *
 * @param root Folder of the project.
 * @returns Paths relative to it; all files where the folder is no Git tree.
 */
export async function listCommitted(root: string): Promise<string[]> {
  const done = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    cwd: root,
    stdin: "null",
    stderr: "null",
  }).output().catch(() => undefined);
  if (!done?.success) return listFiles(root, ["."]);
  const paths = new TextDecoder().decode(done.stdout).split("\0").filter((path) => path !== "");
  return [...new Set(paths)].sort();
}

/** Texts of files by their places; what is gone, or is not text, is left out. */
function readTexts(root: string, places: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const place of places) {
    try {
      const bytes = Deno.readFileSync(join(root, place));
      texts.set(place, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (error) {
      const isExpected = error instanceof Deno.errors.NotFound || error instanceof TypeError;
      if (!isExpected) throw error;
    }
  }
  return texts;
}

if (import.meta.main) {
  const paths = await listCommitted(ROOT);
  const texts = readTexts(ROOT, paths);
  const config = JSON.parse(texts.get("deno.json") ?? "{}");
  const modules = new Map(
    [...texts].filter(([path]) => /^(main|src\/.*(?<!_test))\.ts$/.test(path)),
  );
  endCheck([
    ...judgeTop(paths),
    ...judgeLock(texts.get("deno.lock") ?? "", config),
    ...judgeVersions(texts),
    ...[...texts].flatMap(([path, text]) => judgeTraces(path, text)),
    ...[...texts].filter(([path]) => path.endsWith(".md"))
      .flatMap(([path, text]) => judgeLinks(path, text, paths)),
    ...judgeVariables(modules, config.permissions.esdh.env.allow),
  ], `${paths.length} files`);
}

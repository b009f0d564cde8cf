/**
 * The packages that `deno.lock` pins, what of them is in the program, and under which licences they come: read from the
 * lock, the graph of `main.ts` and Deno's cache, with no network.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { ROOT, runDeno } from "../_house.ts";

/** A package as the lock pins it. */
export interface LockedPackage {
  /** `name@version`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** SHA-512 of its archive, in base64. */
  readonly sha512: string;
  /** What it needs, by `id`; packages for other systems among them. */
  readonly dependencies: readonly string[];
  /** Whether it is for some systems only, and fetched on these only. */
  readonly isForSomeSystems: boolean;
}

/** A package with what its files say. */
export interface KnownPackage extends LockedPackage {
  /** Whether it is part of the executable; else it serves development. */
  readonly isInProgram: boolean;
  /** SPDX expression of its own description; undefined where its files are not here. */
  readonly licence: string | undefined;
  /** Address of its sources, where it tells one. */
  readonly sourceUrl: string | undefined;
  /** Texts of its licence and notice files, by their names. */
  readonly texts: ReadonlyMap<string, string>;
}

interface LockFile {
  readonly npm?: Readonly<
    Record<string, {
      readonly integrity?: string;
      readonly dependencies?: readonly string[];
      readonly optionalDependencies?: readonly string[];
      readonly os?: readonly string[];
      readonly cpu?: readonly string[];
    }>
  >;
}

/**
 * Reads the packages of a lock file.
 *
 * @param lockText Text of `deno.lock`.
 * @returns Them, in order of name and version.
 * @throws {EsdhError} INVALID_CONFIG if one has no SHA-512 or needs one that is not locked.
 *
 * @example
 * ```ts
 * import { readLocked } from "./locked.ts";
 * const npm = {
 *   "a@1.0.0": { integrity: "sha512-AA==", dependencies: ["b"] },
 *   "b@2.0.0_a@1.0.0": { integrity: "sha512-BB==" },
 * };
 * const [a] = readLocked(JSON.stringify({ npm }));
 * if (a?.dependencies[0] !== "b@2.0.0") throw new RangeError();
 * ```
 */
export function readLocked(lockText: string): LockedPackage[] {
  const { npm = {} } = JSON.parse(lockText) as LockFile;
  const ids = new Map(Object.keys(npm).map((key) => [key, splitKey(key)]));
  const packages = new Map<string, LockedPackage>();
  for (const [key, entry] of Object.entries(npm)) {
    const { id, name, version } = ids.get(key)!;
    const sha512 = /^sha512-([A-Za-z0-9+/]+=*)$/.exec(entry.integrity ?? "")?.[1];
    if (sha512 === undefined) {
      throw new EsdhError("INVALID_CONFIG", `deno.lock has no SHA-512 for ${key}`);
    }
    const needed = [...entry.dependencies ?? [], ...entry.optionalDependencies ?? []];
    const dependencies = needed.map((dependency) => {
      const found = ids.get(dependency) ??
        [...ids.values()].find((candidate) => candidate.name === dependency);
      if (found !== undefined) return found.id;
      throw new EsdhError(
        "INVALID_CONFIG",
        `${key} needs ${dependency}, which is not in deno.lock`,
      );
    });
    const isForSomeSystems = entry.os !== undefined || entry.cpu !== undefined;
    // One package may stand there twice, with other peers each time: its files are the same.
    const known = packages.get(id)?.dependencies ?? [];
    packages.set(id, {
      ...{ id, name, version, sha512, isForSomeSystems },
      dependencies: [...new Set([...known, ...dependencies])].sort(),
    });
  }
  return [...packages.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

/** Splits `@scope/name@1.2.3_peer@4.5.6` at the parts that matter. */
function splitKey(key: string): { id: string; name: string; version: string } {
  const at = key.indexOf("@", 1);
  const name = key.slice(0, at), version = key.slice(at + 1).split("_")[0]!;
  return { id: `${name}@${version}`, name, version };
}

/**
 * Adds to some packages all that they need.
 *
 * @param packages All packages.
 * @param roots Those to begin with, by `id`.
 * @returns Their ids and the ids of all that they need.
 */
export function closureOf(
  packages: readonly LockedPackage[],
  roots: Iterable<string>,
): Set<string> {
  const byId = new Map(packages.map((locked) => [locked.id, locked]));
  const found = new Set(roots);
  // The set grows while it is walked.
  for (const id of found) for (const needed of byId.get(id)?.dependencies ?? []) found.add(needed);
  return found;
}

/**
 * Reads what the lock, the program's graph and the packages' own files say. Nothing is fetched but packages that are not in
 * Deno's cache yet.
 *
 * @returns All packages, in order of name and version.
 * @throws {EsdhError} NOT_FOUND if the files of a package of this system can't be had.
 */
export async function readKnownPackages(): Promise<KnownPackage[]> {
  const locked = readLocked(await Deno.readTextFile(join(ROOT, "deno.lock")));
  const info = JSON.parse((await runChecked(["info", "--json"])).out) as { npmCache: string };
  const graph = JSON.parse((await runChecked(["info", "--json", "main.ts"])).out) as {
    modules: readonly { readonly npmPackage?: string }[];
  };
  const direct = graph.modules.flatMap(({ npmPackage }) =>
    npmPackage === undefined ? [] : [splitKey(npmPackage).id]
  );
  const inProgram = closureOf(locked, direct);
  const known: KnownPackage[] = [];
  let isFetched = false;
  for (const entry of locked) {
    let files = await readPackageFiles(info.npmCache, entry);
    if (files === undefined && !entry.isForSomeSystems) {
      if (!isFetched) await runChecked(["install", "--frozen"]);
      isFetched = true;
      files = await readPackageFiles(info.npmCache, entry);
      if (files === undefined) {
        throw new EsdhError("NOT_FOUND", `the files of ${entry.id} are not in Deno's cache`, {
          path: info.npmCache,
        });
      }
    }
    known.push({
      ...entry,
      isInProgram: inProgram.has(entry.id),
      licence: files?.licence,
      sourceUrl: files?.sourceUrl,
      texts: files?.texts ?? new Map(),
    });
  }
  return known;
}

async function runChecked(args: readonly string[]): Promise<{ out: string }> {
  const done = await runDeno(args, { env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" } });
  if (done.code === 0) return done;
  throw new EsdhError("IO", `deno ${args.join(" ")} failed: ${done.err.trim()}`);
}

/** What a package says of itself in its `package.json`; older ones say it in other forms. */
interface Description {
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly repository?: string | { readonly url?: string };
  readonly homepage?: string;
}

// The cache has a folder for each registry, named after it: the public one, or a company's mirror.
async function readPackageFiles(
  npmCache: string,
  { name, version }: LockedPackage,
): Promise<Pick<KnownPackage, "licence" | "sourceUrl" | "texts"> | undefined> {
  for (const host of await listNames(npmCache)) {
    const folder = join(npmCache, host, ...name.split("/"), version);
    const names = await listNames(folder);
    if (!names.includes("package.json")) continue;
    const description = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
    const texts = new Map<string, string>();
    for (const file of names.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))) {
      const text = await Deno.readTextFile(join(folder, file));
      texts.set(file, `${text.replaceAll("\r\n", "\n").replace(/^\n+/, "").trimEnd()}\n`);
    }
    return { ...readDescription(description), texts };
  }
  return undefined;
}

function readDescription(
  { license, licenses, repository, homepage }: Description,
): Pick<KnownPackage, "licence" | "sourceUrl"> {
  const single = typeof license === "string" ? license : license?.type;
  const several = licenses?.map(({ type }) => type ?? "").join(" OR ");
  const url = (typeof repository === "string" ? repository : repository?.url) ?? homepage;
  const sourceUrl = url?.replace(/^git\+/, "").replace(/^(git|ssh):\/\/(git@)?/, "https://")
    .replace(/\.git$/, "").replace(/^(github:)?(?=[\w.-]+\/[\w.-]+$)/, "https://github.com/");
  return { licence: single ?? several ?? "", sourceUrl };
}

async function listNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isAbsent) throw error;
  }
  return names.sort();
}

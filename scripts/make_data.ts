/**
 * Remakes the committed data with the program itself: the default snapshot of dataset v0.1 and the samples
 * that the demonstration falls back to. With `--check` it only compares, and fails naming each file that is
 * missing, different or not made by it.
 *
 *     deno task data
 *     deno task data --check
 *
 * @module
 */
import { join } from "@std/path";
import { CANNED_ANSWER_RECORDS, CANNED_RECORDS, CANNED_SEED } from "../src/demo/canned_plan.ts";
import { makeSnapshot, planRun, type RunRequest } from "../src/run.ts";
import { makeApp } from "../src/server/app.ts";
import { ROOT } from "./_house.ts";

/** A file as the program makes it. */
export interface MadeFile {
  /** Path relative to the folder of data, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file that is not as the program makes it. */
export interface StaleFile {
  readonly path: string;
  readonly reason: "missing" | "different" | "not made by this script";
}

/** Folders of data that hold nothing but what is made here. */
export const MADE_FOLDERS: readonly string[] = ["snapshots/v0.1", "demo_samples"];

const ENTITY_PATHS = ["person", "vehicle", "profile", "bundle"] as const;

/**
 * Makes all committed data.
 *
 * @returns The files, in the order of their paths.
 */
export async function makeData(): Promise<MadeFile[]> {
  const canned = { seed: CANNED_SEED, records: CANNED_RECORDS };
  const files = [
    ...await makeFiles("snapshots/v0.1", { dataset: "v0.1" }),
    ...await makeFiles("demo_samples/baseline", { dataset: "v0.1", ...canned }),
    ...await makeAnswers("demo_samples/api"),
  ];
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

/**
 * Compares a folder of data with what the program makes.
 *
 * @param folder The folder of data.
 * @param files What it should hold.
 * @returns What differs, in the order of the paths; empty where all is current.
 */
export async function findStale(folder: string, files: readonly MadeFile[]): Promise<StaleFile[]> {
  const stale: StaleFile[] = [];
  for (const file of files) {
    const bytes = await readIfThere(join(folder, file.path));
    if (bytes === undefined) stale.push({ path: file.path, reason: "missing" });
    else if (!isEqual(bytes, file.bytes)) stale.push({ path: file.path, reason: "different" });
  }
  const known = new Set(files.map((file) => file.path));
  for (const made of MADE_FOLDERS) {
    for (const path of await listPaths(folder, made)) {
      if (!known.has(path)) stale.push({ path, reason: "not made by this script" });
    }
  }
  return stale.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function makeFiles(folder: string, request: RunRequest): Promise<MadeFile[]> {
  const path = await Deno.makeTempDir({ prefix: "esdh_data_" });
  try {
    const snapshot = await makeSnapshot(planRun(request), join(path, "snapshot"), {
      workerCount: 0,
    });
    const names = [...snapshot.files.map((file) => file.path), snapshot.manifestPath];
    return await Promise.all(names.map(async (name) => ({
      path: `${folder}/${name}`,
      bytes: await Deno.readFile(join(snapshot.directory, name)),
    })));
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

async function makeAnswers(folder: string): Promise<MadeFile[]> {
  const app = makeApp({ dataset: "v0.1" });
  const body = `{"records":${CANNED_ANSWER_RECORDS},"seed":"${CANNED_SEED}"}`;
  const ask = async (name: string, path: string, init: RequestInit) => {
    const answer = await app.fetch(new Request(`http://127.0.0.1${path}`, init));
    if (answer.status !== 200) throw new RangeError(`${path} answered ${answer.status}`);
    return { path: `${folder}/${name}.json`, bytes: await answer.bytes() };
  };
  const headers = { "content-type": "application/json" };
  return await Promise.all([
    ask("healthz", "/healthz", {}),
    ...ENTITY_PATHS.map((name) =>
      ask(name, `/generate/${name}`, { method: "POST", headers, body })
    ),
  ]);
}

async function listPaths(folder: string, under: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const entry of Deno.readDir(join(folder, under))) {
      const path = `${under}/${entry.name}`;
      if (entry.isDirectory) paths.push(...await listPaths(folder, path));
      else paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

async function runScript(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== "--check")) {
    console.error(
      `make_data: unknown argument "${args.find((arg) => arg !== "--check")}"; valid: --check`,
    );
    return 2;
  }
  const folder = join(ROOT, "data");
  const files = await makeData();
  const stale = await findStale(folder, files);
  if (args.includes("--check")) {
    for (const { path, reason } of stale) console.error(`data/${path}: ${reason}`);
    if (stale.length > 0) {
      console.error("not current: run `deno task data` and commit what it makes");
    } else console.log(`ok: ${files.length} files of data are current`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { path, reason } of stale) {
    const target = join(folder, path);
    if (reason === "not made by this script") await Deno.remove(target);
    else {
      await Deno.mkdir(join(target, ".."), { recursive: true });
      await Deno.writeFile(target, files.find((file) => file.path === path)!.bytes);
    }
    console.log(`data/${path}: was ${reason}`);
  }
  console.log(`${files.length} files of data, ${stale.length} of them changed`);
  return 0;
}

if (import.meta.main) Deno.exit(await runScript(Deno.args));

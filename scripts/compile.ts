/**
 * Makes the executable: bundles the program into a few files, then compiles these with the permissions, name, icon and
 * version it is to have; `--help` tells the options.
 *
 * Deno downloads the runtime of each kind of machine, or takes the file that the variable `DENORT_BIN` names.
 * Exit status 0 if every executable that was asked for by name was made, with `--all` if one was; else 3.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { digestOf } from "../src/core/digest.ts";
import { EsdhError } from "../src/core/error.ts";
import { describeNames } from "../src/core/suggest.ts";
import { TOOL_NAME, TOOL_VERSION } from "../src/core/version.ts";
import { ROOT, runScript, RUNTIME_FLAGS } from "./_house.ts";
import { BUNDLE_ENTRY, bundleProgram, lastLines, runStep } from "./compile/bundle.ts";
import { drawIcon } from "./compile/icon.ts";
import { isWindowsTarget, readTriple, type Target, TARGETS } from "./compile/targets.ts";
import { type FileProperties, writeWindowsVersion } from "./compile/windows_version.ts";
import { completeExecutables } from "./release/complete.ts";
import { listFlags, readPermissions } from "./permissions.ts";

/**
 * How any executable is compiled. Without code cache: it would be kept under a name that anybody on the machine can
 * guess, and put other code there.
 */
export const COMPILE_FLAGS: readonly string[] = [
  ...["compile", "--quiet", "--no-config", "--no-lock", "--no-check", "--no-code-cache"],
  ...RUNTIME_FLAGS,
];

/** What is to be made. */
export interface CompileRequest {
  readonly targets: readonly Target[];
  /** Whether a target whose runtime can't be had is passed over. */
  readonly isLenient: boolean;
  /** Whether archives, third-party notices and the list of digests are made too. */
  readonly isComplete: boolean;
  readonly outDir: string;
  /** The Deno that compiles. */
  readonly deno: string;
  /** Runtimes by triple. */
  readonly runtimes: Readonly<Record<string, string>>;
}

const USAGE = `Makes the executable of this program.

  deno task compile                    dist/esdh (dist/esdh.exe) for this machine
  deno task compile --all              for every kind of machine whose runtime can be had; with archives,
                                       third-party notices and SHA256SUMS
  deno task compile --target TRIPLE    for that kind of machine; may be given more than once
  --out-dir DIR                        where to, default dist
  --deno FILE                          the Deno that compiles, default the one that runs the task
  --runtime TRIPLE=FILE                the runtime for a kind of machine, in place of the download;
                                       it must be of the version of the Deno that compiles

Triples: ${TARGETS.map(({ triple }) => triple).join(", ")}
`;

const FLAGS = ["--all", "--target", "--out-dir", "--deno", "--runtime"];
const ICON_NAME = "esdh.ico";
const DESCRIPTION = "Enterprise Synthetic Data Hub";
const COMPANY = "Enterprise Synthetic Data Hub contributors";
const COPYRIGHT = `${COMPANY}. Licensed under the Apache License, Version 2.0.`;

/**
 * Reads the arguments of this script.
 *
 * @param args The arguments.
 * @param host Triple of this machine.
 * @returns What they ask for.
 * @throws {EsdhError} USAGE if one is unknown or has no value, UNKNOWN_NAME if a triple is.
 *
 * @example
 * ```ts
 * import { parseCompileArgs } from "./compile.ts";
 * const { targets } = parseCompileArgs(["--target", "aarch64-apple-darwin"], "x86_64-apple-darwin");
 * if (targets[0]?.fileName !== "esdh-macos-arm64") throw new RangeError();
 * ```
 */
export function parseCompileArgs(args: readonly string[], host: string): CompileRequest {
  const triples: string[] = [];
  const runtimes: Record<string, string> = {};
  let isAll = false, outDir = "dist", deno = Deno.execPath();
  const rest = args.flatMap((arg) => /^--[a-z-]+=/.test(arg) ? splitOnce(arg) : [arg]);
  while (rest.length > 0) {
    const flag = rest.shift()!;
    if (flag === "--all") {
      isAll = true;
      continue;
    }
    if (!FLAGS.includes(flag)) {
      throw new EsdhError("USAGE", `can't compile with "${flag}"`, {
        hint: describeNames(flag, FLAGS),
      });
    }
    const value = rest.shift();
    if (value === undefined || value === "" || FLAGS.includes(value)) {
      throw new EsdhError("USAGE", `option ${flag} wants a value`);
    }
    if (flag === "--target") triples.push(findTarget(value).triple);
    else if (flag === "--out-dir") outDir = value;
    else if (flag === "--deno") deno = value;
    else {
      const [triple = "", file = ""] = splitOnce(value);
      if (file === "") throw new EsdhError("USAGE", `"${value}" is not of the form TRIPLE=FILE`);
      runtimes[findTarget(triple).triple] = resolve(file);
    }
  }
  const asked = isAll ? TARGETS : triples.map(findTarget);
  const targets = asked.length > 0
    ? asked
    : [{ ...findTarget(host), fileName: hostFileName(host) }];
  return {
    targets,
    isLenient: isAll,
    isComplete: isAll,
    outDir: resolve(ROOT, outDir),
    deno,
    runtimes,
  };
}

function hostFileName(triple: string): string {
  return triple.includes("windows") ? `${TOOL_NAME}.exe` : TOOL_NAME;
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function findTarget(triple: string): Target {
  const target = TARGETS.find((candidate) => candidate.triple === triple);
  if (target !== undefined) return target;
  const names = TARGETS.map((candidate) => candidate.triple);
  throw new EsdhError("UNKNOWN_NAME", `no executable can be made for "${triple}"`, {
    hint: describeNames(triple, names),
  });
}

/** An executable that was made. */
export interface Artefact {
  readonly path: string;
  readonly sizeBytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * Compiles a bundle, and checks that what came out is for the machine that was asked for. A Windows executable gets
 * its icon, but not yet its version.
 *
 * @param request What is to be made.
 * @param target For which machine.
 * @param folder Folder with the bundle in `bundle`; takes the icon and the executable.
 * @returns Path of the executable in that folder.
 * @throws {EsdhError} IO if its runtime can't be had or is for another machine.
 */
export async function compileBundle(
  request: Pick<CompileRequest, "deno" | "runtimes">,
  target: Target,
  folder: string,
): Promise<string> {
  const runtime = request.runtimes[target.triple];
  const made = join(folder, target.fileName);
  const icon = join(folder, ICON_NAME);
  if (isWindowsTarget(target)) await Deno.writeFile(icon, drawIcon());
  const compiled = await runStep({
    deno: request.deno,
    args: [
      ...COMPILE_FLAGS,
      ...listFlags(readPermissions("esdh")),
      ...["--target", target.triple, "--output", made],
      ...(isWindowsTarget(target) ? ["--icon", icon] : []),
      BUNDLE_ENTRY,
    ],
    cwd: join(folder, "bundle"),
    env: runtime === undefined ? {} : { DENORT_BIN: runtime },
  });
  if (!compiled.success) throw explainCompile(compiled.err);
  using file = await Deno.open(made);
  const head = new Uint8Array(4096);
  const length = await file.read(head) ?? 0;
  const triple = readTriple(head.subarray(0, length));
  if (triple !== target.triple) {
    throw new EsdhError("IO", `its runtime is for ${triple ?? "an unknown kind of machine"}`, {
      hint: `${RUNTIME_HINT} ${RUNTIME_OPTION}`,
    });
  }
  return made;
}

/**
 * Makes one executable of a bundle.
 *
 * @param request What is to be made.
 * @param target For which machine.
 * @param folder Folder with the bundle in `bundle`.
 * @returns The executable.
 * @throws {EsdhError} IO if its runtime can't be had or is for another machine.
 */
export async function compileTarget(
  request: CompileRequest,
  target: Target,
  folder: string,
): Promise<Artefact> {
  // Made beside the bundle and moved when it is whole: a failure leaves an earlier executable alone.
  const made = await compileBundle(request, target, folder);
  if (isWindowsTarget(target)) await writeWindowsVersion(made, PROPERTIES);
  return await placeArtefact(made, join(request.outDir, target.fileName));
}

/** What the properties of the Windows executable show. */
export const PROPERTIES: FileProperties = {
  name: TOOL_NAME,
  description: DESCRIPTION,
  version: TOOL_VERSION,
  fileName: `${TOOL_NAME}.exe`,
  company: COMPANY,
  copyright: COPYRIGHT,
};

const RUNTIME_OPTION = "--runtime TRIPLE=FILE";
const RUNTIME_HINT = "DENORT_BIN counts for every target; give the right one with";

/**
 * Explains why `deno compile` failed.
 *
 * @param text What it printed on standard error.
 * @param option How the caller is told of a runtime; default: as this script is.
 * @returns An error whose message says what could not be had, and why.
 *
 * @example
 * ```ts
 * import { explainCompile } from "./compile.ts";
 * const text = "error sending request for url (https://a.example/r.zip): client error\n 2: dns error\n";
 * const wanted = "its runtime can't be had from https://a.example/r.zip: dns error";
 * if (explainCompile(text).message !== wanted) throw new RangeError();
 * ```
 */
export function explainCompile(text: string, option = RUNTIME_OPTION): EsdhError {
  const download = /error sending request for url \((\S+)\)[^]*/.exec(text);
  if (download !== null) {
    const reasons = lastLines(download[0]).split(/ \d+: /);
    return new EsdhError("IO", `its runtime can't be had from ${download[1]}: ${reasons.at(-1)}`, {
      hint:
        "fetch and unpack that very file where you can (the runtime must be of the version of the Deno " +
        `that compiles), then give it with ${option}`,
    });
  }
  const unfit = /Invalid object: (.*)/.exec(text);
  if (unfit !== null) {
    return new EsdhError("IO", `its runtime is not one for this kind of machine: ${unfit[1]}`, {
      hint: `${RUNTIME_HINT} ${option}`,
    });
  }
  return new EsdhError("IO", lastLines(text));
}

async function placeArtefact(made: string, path: string): Promise<Artefact> {
  const bytes = await Deno.readFile(made);
  // A new file beside the old one, then a rename: a running executable is not written over.
  const partial = `${path}.partial`;
  await Deno.writeFile(partial, bytes, { mode: 0o755 });
  await Deno.rename(partial, path);
  await Deno.remove(made);
  return { path, sizeBytes: bytes.length, sha256: digestOf(bytes) };
}

/**
 * Makes all executables of a request and prints what came of it.
 *
 * @param request What is to be made.
 * @returns Whether it is what was asked for.
 * @throws {EsdhError} INTERNAL if the program can't be bundled; IO if a folder can't be made.
 */
export async function compileAll(request: CompileRequest): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-compile-" });
  const made: string[] = [];
  try {
    const bundleFolder = join(folder, "bundle");
    const { fileCount, sizeBytes } = await bundleProgram(Deno.execPath(), bundleFolder);
    console.log(`bundle: ${fileCount} files, ${sizeBytes} bytes`);
    await Deno.mkdir(request.outDir, { recursive: true });
    for (const target of request.targets) {
      try {
        const { path, sizeBytes, sha256 } = await compileTarget(request, target, folder);
        made.push(target.fileName);
        console.log(`${target.title}: ${path}\n  ${sizeBytes} bytes, sha256 ${sha256}`);
      } catch (error) {
        if (!(error instanceof EsdhError)) throw error;
        const hint = error.hint === undefined ? "" : `\n  hint: ${error.hint}`;
        console.error(`${target.title} (${target.triple}): not made: ${error.message}${hint}`);
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  console.log(`${made.length} of ${request.targets.length} made`);
  if (request.isComplete && made.length > 0) {
    for (const name of await completeExecutables(request.outDir, made, request.deno)) {
      console.log(join(request.outDir, name));
    }
  }
  return request.isLenient ? made.length > 0 : made.length === request.targets.length;
}

if (import.meta.main) {
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) console.log(USAGE.trim());
  else {
    await runScript(async () => {
      const isDone = await compileAll(parseCompileArgs(Deno.args, Deno.build.target));
      Deno.exitCode = isDone ? 0 : 3;
    });
  }
}

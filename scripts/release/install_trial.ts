/**
 * Tries `deploy/install/install.sh` as users run it: against a server on this machine that holds a release, and several
 * that are wrong.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { packTarGz } from "./archive.ts";
import { sha256OfFile, SUMS_NAME } from "./digest.ts";
import { findOnPath } from "./tools.ts";
import { CheckFailed } from "./step.ts";

/** What is tried. */
export interface InstallTrial {
  /** The script. */
  readonly script: string;
  /** Shell that runs it. */
  readonly shell: string;
  /** Archive for this machine. */
  readonly archive: string;
  /** An empty folder. */
  readonly folder: string;
  /** The program minisign, where there is one; without it, signed lists are not tried. */
  readonly minisign?: string | undefined;
}

/** One way to run the script, and what has to come of it. */
export interface InstallCase {
  /** What holds, as a sentence without its full stop. */
  readonly name: string;
  /**
   * Tries it.
   *
   * @throws {CheckFailed} If it does not hold.
   */
  run(): Promise<void>;
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Ends the name of a signature. */
const SIGNATURE = ".minisig";

/** Programs the script may call; `curl` and `wget` are given to it one at a time. */
const NEEDED = [
  "cat",
  "chmod",
  "cp",
  "cut",
  "grep",
  "gzip",
  "head",
  "mkdir",
  "mktemp",
  "mv",
  "rm",
  "rmdir",
]
  .concat("sh", "tar", "uname", "wc");
const DIGESTERS = ["sha256sum", "shasum"];

/**
 * Names what may come before the ending of an archive for this machine, as the script looks for it.
 *
 * @returns For example `linux-x64`.
 */
export function ownPlatform(): string {
  const system = Deno.build.os === "darwin" ? "macos" : Deno.build.os;
  return `${system}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
}

/**
 * Makes an archive whose program is a few lines of shell.
 *
 * @param path Where to.
 * @param exitStatus What the program ends with.
 */
export async function packFake(path: string, exitStatus = 0): Promise<void> {
  const text = `#!/bin/sh\necho "esdh 9.9.9 for trial"\nexit ${exitStatus}\n`;
  const bytes = new TextEncoder().encode(text);
  await Deno.writeFile(path, await packTarGz([{ name: "esdh", bytes, isExecutable: true }], 0));
}

/**
 * Serves releases, good and wrong ones, and runs what is given meanwhile.
 *
 * @param trial What is tried.
 * @param use Gets the cases.
 */
export async function withInstallCases(
  trial: InstallTrial,
  use: (cases: readonly InstallCase[]) => Promise<void>,
): Promise<void> {
  const { archive, folder } = trial;
  const name = basename(archive);
  const digest = await sha256OfFile(archive);
  const broken = join(folder, "broken.tar.gz");
  await packFake(broken, 1);
  const other = `${"0".repeat(64)}  esdh-9.9.9-windows-x64.zip\n`;
  const files: Record<string, string | { readonly path: string }> = {
    [`/good/${SUMS_NAME}`]: `${other}${digest}  ${name}\n`,
    [`/good/${name}`]: { path: archive },
    [`/wrong/${SUMS_NAME}`]: `${"0".repeat(64)}  ${name}\n`,
    [`/wrong/${name}`]: { path: archive },
    [`/missing/${SUMS_NAME}`]: `${digest}  ${name}\n`,
    [`/none/${SUMS_NAME}`]: other,
    [`/broken/${SUMS_NAME}`]: `${await sha256OfFile(broken)}  ${name}\n`,
    [`/broken/${name}`]: { path: broken },
  };
  if (trial.minisign !== undefined) await signList(trial.minisign, folder, files);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const file = files[new URL(request.url).pathname];
    if (file === undefined) return new Response("not here\n", { status: 404 });
    if (typeof file === "string") return new Response(file);
    return new Response((await Deno.open(file.path)).readable);
  });
  try {
    const base = `http://127.0.0.1:${server.addr.port}`;
    await use(listCases(trial, base, { name, digest }));
  } finally {
    await server.shutdown();
  }
}

/** Signs the good list with a key of its own, and makes another key. */
async function signList(
  minisign: string,
  folder: string,
  files: Record<string, string | { readonly path: string }>,
): Promise<void> {
  const run = async (...args: string[]) => {
    const { success } = await new Deno.Command(minisign, {
      args,
      cwd: folder,
      stdin: "null",
      stdout: "null",
    })
      .output();
    if (!success) throw new CheckFailed(`minisign ${args.join(" ")} failed`);
  };
  for (const name of ["own", "other"]) {
    await run("-G", "-W", "-f", "-s", `${name}.key`, "-p", `${name}.pub`);
  }
  const list = files[`/good/${SUMS_NAME}`];
  if (typeof list !== "string") throw new CheckFailed("there is no list");
  await Deno.writeTextFile(join(folder, SUMS_NAME), list);
  await run("-S", "-s", "own.key", "-m", SUMS_NAME);
  files[`/good/${SUMS_NAME}${SIGNATURE}`] = { path: join(folder, `${SUMS_NAME}${SIGNATURE}`) };
}

function listCases(
  trial: InstallTrial,
  base: string,
  { name, digest }: { readonly name: string; readonly digest: string },
): InstallCase[] {
  const { archive, folder } = trial;
  let count = 0;
  const start = async () => {
    const place = join(folder, `${count++}`);
    const home = join(place, "home"), tmp = join(place, "tmp");
    for (const path of [home, tmp]) await Deno.mkdir(path, { recursive: true });
    const run = (args: readonly string[], env: Record<string, string> = {}) =>
      runScript(trial, args, { HOME: home, TMPDIR: tmp, ...env });
    const program = join(home, ".local", "bin", "esdh");
    return { home, tmp, run, program, place };
  };
  const refuse = (site: string, status: number, words: string) => async () => {
    const { home, tmp, run } = await start();
    const result = await run(["--base-url", `${base}/${site}`]);
    if (result.code !== status || !result.err.includes(words)) throw told(result);
    await expectFiles(home, []);
    await expectEmpty(tmp);
  };
  const installs = (getter: string) => async () => {
    const { home, tmp, run, program, place } = await start();
    const path = await makePath(join(place, "bin"), getter);
    for (const round of ["first", "over the first"]) {
      const result = await run(["--base-url", `${base}/good/`], { PATH: path });
      const { code, out } = result;
      if (code !== 0 || !out.includes(`to undo:  rm "${program}"`)) throw told(result, round);
      if (!out.includes(`export PATH="${join(home, ".local", "bin")}:$PATH"`)) throw told(result);
      await expectFiles(home, [program]);
      await expectEmpty(tmp);
    }
    const started = await new Deno.Command(program, { args: ["version"] }).output();
    if (!started.success) throw new CheckFailed("what it installed does not run");
    const removed = await run(["--uninstall"], { PATH: path });
    if (removed.code !== 0 || removed.out !== `removed ${program}\n`) throw told(removed);
    await expectFiles(home, []);
  };
  const asks = async () => {
    const { home, tmp, run, program } = await start();
    const site = `${base}/good`;
    const attempts: readonly (readonly [site: string, key: string, status: number])[] = [
      [site, "other.pub", 1],
      [`${base}/missing`, "own.pub", 3],
      [site, "own.pub", 0],
    ];
    for (const [site, key, status] of attempts) {
      const result = await run(["--base-url", site, "--key", join(folder, key)]);
      if (result.code !== status) throw told(result, `with ${key}`);
      await expectFiles(home, status === 0 ? [program] : []);
      await expectEmpty(tmp);
    }
  };
  const cases: InstallCase[] = [];
  if (trial.minisign !== undefined) {
    cases.push({ name: "it takes a list that its key signed, and no other", run: asks });
  }
  for (const getter of ["curl", "wget"]) {
    if (findOnPath(getter) === undefined) continue;
    cases.push({ name: `it installs, replaces and removes by ${getter}`, run: installs(getter) });
  }
  return [
    ...cases,
    {
      name: "a mirror and a folder may be named by variables, and a release may lie in a folder",
      async run() {
        const { home, run, place } = await start();
        const site = join(place, "site"), target = join(home, "a folder");
        await Deno.mkdir(site);
        await Deno.symlink(archive, join(site, name));
        await Deno.writeTextFile(join(site, SUMS_NAME), `${digest}  ${name}\n`);
        for (const given of [`${base}/good`, site]) {
          const env = { ESDH_BASE_URL: given, ESDH_INSTALL_DIR: target };
          const result = await run([], env);
          if (result.code !== 0) throw told(result);
          await expectFiles(home, [join(target, "esdh")]);
          const removed = await run(["--uninstall"], env);
          if (removed.code !== 0) throw told(removed);
        }
      },
    },
    {
      name: "it refuses an archive of another digest and leaves nothing behind",
      run: refuse("wrong", 1, "nothing was installed"),
    },
    {
      name: "it tells of an archive that is not there and leaves nothing behind",
      run: refuse("missing", 3, "could not be had"),
    },
    {
      name: "it tells of a release without an archive for this machine",
      run: refuse("none", 3, "holds no archive for"),
    },
    {
      name: "it refuses a program that does not start here and leaves nothing behind",
      run: refuse("broken", 3, "does not start"),
    },
    {
      name: "it refuses an unknown option, and does nothing where its end is cut off",
      async run() {
        const { home, run, place } = await start();
        const result = await run(["--bose-url", base]);
        if (result.code !== 2 || !result.err.includes("--help")) throw told(result);
        const cut = join(place, "cut.sh");
        const text = await Deno.readTextFile(trial.script);
        await Deno.writeTextFile(cut, text.slice(0, text.lastIndexOf("main")));
        const env = { HOME: home, TMPDIR: place };
        const nothing = await runScript({ ...trial, script: cut }, [], env);
        if (nothing.code !== 0 || nothing.out + nothing.err !== "") throw told(nothing);
        await expectFiles(home, []);
      },
    },
  ];
}

async function runScript(
  { shell, script }: InstallTrial,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const { code, stdout, stderr } = await new Deno.Command(shell, {
    args: [script, ...args],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", ...env },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** Makes a folder that holds what the script needs and one program to get files with. */
async function makePath(folder: string, getter: string): Promise<string> {
  await Deno.mkdir(folder);
  for (const name of [...NEEDED, ...DIGESTERS, getter]) {
    const path = findOnPath(name);
    if (path !== undefined) await Deno.symlink(path, join(folder, name));
  }
  return folder;
}

async function expectFiles(folder: string, wanted: readonly string[]): Promise<void> {
  const found: string[] = [];
  const visit = async (path: string) => {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      if (isDirectory) await visit(join(path, name));
      else found.push(join(path, name));
    }
  };
  await visit(folder);
  if (found.join() !== wanted.join()) {
    throw new CheckFailed(`there is ${found.join() || "no file"}`);
  }
}

async function expectEmpty(folder: string): Promise<void> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  if (names.length > 0) throw new CheckFailed(`${folder} holds ${names.join()}`);
}

function told({ code, out, err }: Run, when = ""): CheckFailed {
  return new CheckFailed(`it ended ${when} with status ${code}: ${out}${err}`);
}

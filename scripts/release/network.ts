/**
 * Shows that everything can be installed and run where TLS is inspected and only a mirror of the package registry can be
 * reached: what `docs/corporate-networks.md` says.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { type Mirror, serveMirror } from "./mirror.ts";
import {
  CheckFailed,
  type CheckLog,
  type ReleaseContext,
  type ReleaseStep,
  ToolMissing,
} from "./step.ts";
import { findOnPath, toolCacheFolder } from "./tools.ts";

const TLS_FOLDER = join(ROOT, "tests", "fixtures", "tls");
const CA_FILE = join(TLS_FOLDER, "ca.pem");
const TOKEN = "a-token-of-the-mirror";
/** A package that is small and needs no other: what shows whether a setting works. */
const SMALL_PACKAGE = "fzstd";

/** The step. */
export const NETWORK: ReleaseStep = {
  name: "network",
  title: "inspected TLS, a package mirror, a proxy",
  isQuick: true,
  async run(context, log) {
    const tls = {
      cert: await Deno.readTextFile(join(TLS_FOLDER, "server.pem")),
      key: await Deno.readTextFile(join(TLS_FOLDER, "server.key")),
    };
    const upstream = await readRegistry(context);
    await reachRegistry(upstream);
    const keepDir = join(toolCacheFolder(), "mirror");
    {
      await using mirror = serveMirror({ upstream, keepDir, tls });
      await checkSettings(context, log, mirror);
      await checkInstall(context, log, mirror);
    }
    await using locked = serveMirror({ upstream, keepDir, tls, token: TOKEN });
    await checkToken(context, log, locked);
    await checkExecutable(context, log);
  },
};

async function readRegistry({ tools }: ReleaseContext): Promise<string> {
  const npm = findOnPath("npm");
  if (npm === undefined) throw new ToolMissing("npm", "it is not on the PATH");
  const address = (await tools.run(npm, ["config", "get", "registry"])).out.trim();
  return address.endsWith("/") ? address : `${address}/`;
}

// Without the registry, a mirror that has not kept its packages from an earlier run has nothing to give.
async function reachRegistry(upstream: string): Promise<void> {
  try {
    const response = await fetch(`${upstream}${SMALL_PACKAGE}`);
    await response.body?.cancel();
    if (!response.ok) throw new CheckFailed(`it answers ${response.status}`);
  } catch (error) {
    throw new ToolMissing(
      "the package registry",
      error instanceof Error ? error.message : `${error}`,
    );
  }
}

/** Runs a program with nothing of this process's environment but where programs are. */
interface BareRun {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  readonly cwd: string;
  readonly program?: string;
}

async function runBare(run: BareRun): Promise<{ code: number; out: string; err: string }> {
  await Deno.mkdir(run.home, { recursive: true });
  const done = await new Deno.Command(run.program ?? Deno.execPath(), {
    args: [...run.args],
    cwd: run.cwd,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: run.home,
      DENO_DIR: join(run.home, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      ...run.env,
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code: done.code, out: decoder.decode(done.stdout), err: decoder.decode(done.stderr) };
}

function expectSuccess({ code, out, err }: { code: number; out: string; err: string }): string {
  if (code !== 0) throw new CheckFailed(`exit status ${code}: ${err || out}`);
  return out;
}

// Every run gets a home of its own, so that nothing is there already.
let homeCount = 0;
function newHome({ workDir }: ReleaseContext): string {
  return join(workDir, "network", `home-${++homeCount}`);
}

// A program of one package, that prints "true" where the package is there.
async function writeSmallProgram(folder: string): Promise<string> {
  const { imports } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json"))) as {
    imports: Record<string, string>;
  };
  await Deno.mkdir(folder, { recursive: true });
  const text = `import * as it from "${
    imports[SMALL_PACKAGE]
  }"; console.log(typeof it === "object");\n`;
  await Deno.writeTextFile(join(folder, "small.ts"), text);
  return "small.ts";
}

async function checkSettings(
  context: ReleaseContext,
  log: CheckLog,
  mirror: Mirror,
): Promise<void> {
  const cwd = join(context.workDir, "network", "small");
  const small = await writeSmallProgram(cwd);
  const runSmall = (env: Record<string, string>) =>
    runBare({
      args: ["run", "-q", "--no-config", "--no-lock", small],
      env: { NPM_CONFIG_REGISTRY: mirror.address, ...env },
      home: newHome(context),
      cwd,
    });
  await log.check("Deno refuses a mirror whose authority it does not know", async () => {
    const { code, err } = await runSmall({});
    if (code === 0 || !/UnknownIssuer/.test(err)) {
      throw new CheckFailed(`exit status ${code}: ${err}`);
    }
  });
  const settings: readonly (readonly [string, Record<string, string>])[] = [
    ["DENO_CERT", { DENO_CERT: CA_FILE }],
    ["NODE_EXTRA_CA_CERTS", { NODE_EXTRA_CA_CERTS: CA_FILE }],
    ["the system's store", { DENO_TLS_CA_STORE: "system", SSL_CERT_FILE: CA_FILE }],
  ];
  for (const [name, env] of settings) {
    if (name === "the system's store" && Deno.build.os !== "linux") continue;
    await log.check(`Deno trusts a mirror's authority by ${name}`, async () => {
      expectSuccess(await runSmall(env));
    });
  }
}

async function checkInstall(
  context: ReleaseContext,
  log: CheckLog,
  mirror: Mirror,
): Promise<void> {
  const env = { NPM_CONFIG_REGISTRY: mirror.address, DENO_CERT: CA_FILE };
  const home = newHome(context);
  await log.check(
    "all packages of deno.lock install from the mirror, with the lock frozen",
    async () => {
      const before = mirror.archives.length;
      const cwd = join(context.workDir, "network", "tree");
      await Deno.mkdir(cwd, { recursive: true });
      // The rest of the tree names no packages: the lock is what is installed.
      for (const name of ["deno.json", "deno.lock"]) {
        await Deno.copyFile(join(ROOT, name), join(cwd, name));
      }
      expectSuccess(await runBare({ args: ["install", "--frozen"], env, home, cwd }));
      return `${mirror.archives.length - before} packages`;
    },
  );
  await log.check(
    "the program runs from these packages, without asking for any other",
    async () => {
      const before = mirror.archives.length;
      const args = ["run", "-q", "--cached-only", "--no-prompt", "-P=esdh", "main.ts", "version"];
      expectSuccess(await runBare({ args, env, home, cwd: ROOT }));
      if (mirror.archives.length > before) throw new CheckFailed("it fetched packages");
    },
  );
  await log.check("npm installs Deno itself from the mirror", async () => {
    const npm = findOnPath("npm");
    if (npm === undefined) throw new ToolMissing("npm", "it is not on the PATH");
    const version = (await Deno.readTextFile(join(ROOT, ".dvmrc"))).trim();
    const folder = join(context.workDir, "network", "npm");
    await Deno.mkdir(folder, { recursive: true });
    const bare = { env: {}, home: newHome(context), cwd: folder };
    const flags = ["--no-audit", "--no-fund", "--registry", mirror.address, "--cafile", CA_FILE];
    const args = ["install", ...flags, `deno@${version}`];
    expectSuccess(await runBare({ ...bare, args, program: npm }));
    const program = join(folder, "node_modules", ".bin", "deno");
    const out = expectSuccess(await runBare({ ...bare, args: ["--version"], program }));
    if (!out.startsWith(`deno ${version} `)) throw new CheckFailed(`it is ${out}`);
    return out.split("\n", 1)[0];
  });
}

async function checkToken(context: ReleaseContext, log: CheckLog, mirror: Mirror): Promise<void> {
  const cwd = join(context.workDir, "network", "small");
  const runWith = async (token: string) => {
    const home = newHome(context);
    await Deno.mkdir(home, { recursive: true });
    const host = mirror.address.replace(/^https:/, "");
    const lines = [`registry=${mirror.address}`, `${host}:_authToken=\${MIRROR_TOKEN}`, ""];
    await Deno.writeTextFile(join(home, ".npmrc"), lines.join("\n"));
    return await runBare({
      args: ["run", "-q", "--no-config", "--no-lock", "small.ts"],
      env: { DENO_CERT: CA_FILE, MIRROR_TOKEN: token },
      home,
      cwd,
    });
  };
  await log.check("Deno takes registry and token from .npmrc in the home folder", async () => {
    expectSuccess(await runWith(TOKEN));
  });
  await log.check("a wrong token is refused, and not printed", async () => {
    const { code, err } = await runWith("another-token");
    if (code === 0) throw new CheckFailed("it was taken");
    if (err.includes("another-token")) throw new CheckFailed("the token is in the message");
  });
}

async function checkExecutable(context: ReleaseContext, log: CheckLog): Promise<void> {
  await log.check(
    "the executable trusts a private authority as told, and takes the proxy",
    async () => {
      const path = join(context.distDir, "esdh-linux-x64");
      if (Deno.build.target !== "x86_64-unknown-linux-gnu") {
        throw new ToolMissing("an executable", "the released one is run on Linux x64");
      }
      await Deno.stat(path);
      const tests = ["tests/exe/tls_preview_test.ts", "tests/exe/proxy_test.ts"];
      await context.tools.run(Deno.execPath(), ["test", "-A", "-q", "--no-check", ...tests], {
        cwd: ROOT,
        env: { ESDH_EXE: path },
      });
    },
  );
}

/**
 * Makes the container image without an engine, twice, and runs it as an orchestrator would: as a user who is not root, on
 * a root that can't be written.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { NOTICES_NAME } from "./notices.ts";
import {
  CheckFailed,
  type CheckLog,
  type ReleaseContext,
  type ReleaseStep,
  ToolMissing,
} from "./step.ts";

const EXECUTABLE = "esdh-linux-x64";
const USER_ID = 65_532;
const DOCKERFILE = join(ROOT, "deploy", "container", "Dockerfile");
/** Where the description of the image begins; what stands above gathers its files with an engine's base image. */
const IMAGE_START = /^FROM scratch\nCOPY --from=files \/image\/ \/\n/m;
const CLUSTER_FILES = [
  "deploy/kubernetes/serve.yaml",
  "deploy/array-jobs/kubernetes-indexed-job.yaml",
  "deploy/array-jobs/kubernetes-merge-job.yaml",
];
/** Packages of Debian that the libraries are of. */
const LIBRARY_PACKAGES = ["libc6", "libgcc-s1"];
const TOKEN = "a-token-of-sixteen-or-more-characters";

/** The step. */
export const CONTAINER: ReleaseStep = {
  name: "container",
  title: "container image, built without an engine and run",
  isQuick: true,
  async run(context, log) {
    if (Deno.build.target !== "x86_64-unknown-linux-gnu") {
      throw new ToolMissing("a container", "images are made on Linux x64");
    }
    const folder = join(context.workDir, "container");
    await gatherFiles(context, join(folder, "context", "rootfs"));
    await writeDescription(join(folder, "context", "Containerfile"));
    const digests: string[] = [];
    const isMade = await log.check(
      "the image is the same to the byte when it is made twice",
      async () => {
        for (const store of ["a", "b"]) digests.push(await buildImage(context, folder, store));
        if (digests[0] !== digests[1]) throw new CheckFailed(`${digests[0]} and ${digests[1]}`);
        return digests[0];
      },
    );
    if (!isMade) return;
    const archive = join(context.distDir, imageName(context.version));
    await log.check("the image is kept as an archive", async () => {
      await context.tools.run("tar", [
        ...["--sort=name", `--mtime=@${context.epochSeconds}`, "--owner=0", "--group=0"],
        ...["--numeric-owner", "-cf", archive, "-C", join(folder, "oci-a"), "."],
      ]);
      return `${(await Deno.stat(archive)).size} bytes`;
    });
    if (!context.isQuick) {
      await log.check("buildah reads the archive back", async () => {
        const storage = storageOptions(folder, "read");
        await context.tools.run("buildah", [...storage, "pull", "-q", `oci-archive:${archive}`]);
      });
    }
    await checkRunning(context, log, folder);
    await log.check("the Dockerfile is lint-clean", async () => {
      await context.tools.run("hadolint", [DOCKERFILE]);
    });
    await log.check("manifests for clusters fit the schemas of Kubernetes", async () => {
      await context.tools.run("kubernetes-validate", ["--strict", ...CLUSTER_FILES], { cwd: ROOT });
    });
  },
};

/**
 * Tells the file name of the image.
 *
 * @param version Version of the program.
 * @returns For example `esdh-1.2.3-oci.tar`.
 */
export function imageName(version: string): string {
  return `esdh-${version}-oci.tar`;
}

/** Gathers what the image holds, as the Dockerfile's first stage does. */
async function gatherFiles({ distDir, tools }: ReleaseContext, rootfs: string): Promise<void> {
  for (const name of ["data", "dev", "etc", "licenses", "proc", "sys", "tmp"]) {
    await Deno.mkdir(join(rootfs, name), { recursive: true });
  }
  await Deno.chmod(join(rootfs, "tmp"), 0o1777);
  const program = join(distDir, EXECUTABLE);
  await Deno.copyFile(program, join(rootfs, "esdh"));
  await Deno.chmod(join(rootfs, "esdh"), 0o755);
  const { out } = await tools.run("ldd", [program]);
  for (const path of new Set(out.match(/\/\S+/g))) {
    const target = join(rootfs, path);
    await Deno.mkdir(join(target, ".."), { recursive: true });
    await Deno.copyFile(path, target);
    await Deno.chmod(target, 0o755);
  }
  const licenses: Record<string, string> = { [NOTICES_NAME]: join(distDir, NOTICES_NAME) };
  for (const name of LIBRARY_PACKAGES) {
    licenses[`${name}.txt`] = `/usr/share/doc/${name}/copyright`;
  }
  for (const [name, path] of Object.entries(licenses)) {
    await Deno.copyFile(path, join(rootfs, "licenses", name));
    await Deno.chmod(join(rootfs, "licenses", name), 0o644);
  }
  const users = `esdh:x:${USER_ID}:${USER_ID}:esdh:/data:/esdh\n`;
  await Deno.writeTextFile(join(rootfs, "etc", "passwd"), users);
  await Deno.writeTextFile(join(rootfs, "etc", "group"), `esdh:x:${USER_ID}:\n`);
  await Deno.writeTextFile(join(rootfs, "etc", "nsswitch.conf"), "hosts: files dns\n");
}

/** Takes the image's description from the Dockerfile, with the gathered files in place of its first stage. */
async function writeDescription(path: string): Promise<void> {
  const text = (await Deno.readTextFile(DOCKERFILE)).replaceAll("\r\n", "\n");
  const start = text.search(IMAGE_START);
  if (start < 0) throw new CheckFailed(`${DOCKERFILE} does not begin its image as expected`);
  const copies = `COPY rootfs/ /\nCOPY --chown=${USER_ID}:${USER_ID} rootfs/data /data\n`;
  await Deno.writeTextFile(
    path,
    text.slice(start).replace(IMAGE_START, () => `FROM scratch\n${copies}`),
  );
}

/** Tells buildah to keep its images in a folder of this run. */
function storageOptions(folder: string, store: string): string[] {
  const root = ["--root", join(folder, `store-${store}`)];
  return ["--storage-driver", "vfs", ...root, "--runroot", join(folder, `run-${store}`)];
}

/** Containers need rights that a machine may withhold: then there is nothing to check. */
function refuseForbidden(tool: string, said: string): void {
  const reason = /^.*(operation not permitted|permission denied|cgroup|mount ).*$/im.exec(said)
    ?.[0];
  if (reason !== undefined && !said.includes("hint:")) throw new ToolMissing(tool, reason.trim());
}

async function buildImage(
  { tools, epochSeconds, version }: ReleaseContext,
  folder: string,
  store: string,
): Promise<string> {
  const storage = storageOptions(folder, store);
  const name = `esdh:${version}`;
  const context = join(folder, "context");
  const built = await tools.run("buildah", [
    ...[...storage, "bud", "--quiet", "--isolation", "chroot", "--format", "docker"],
    ...["--timestamp", `${epochSeconds}`, "--file", join(context, "Containerfile")],
    ...["--label", `org.opencontainers.image.version=${version}`, "--tag", name, context],
  ], { mayFail: true });
  if (built.code !== 0) {
    refuseForbidden("buildah", built.err);
    throw new CheckFailed(`buildah bud ended with status ${built.code}: ${built.err}`);
  }
  const digestFile = join(folder, `digest-${store}`);
  const target = `oci:${join(folder, `oci-${store}`)}:${version}`;
  const push = [...storage, "push", "--quiet", "--format", "oci", "--digestfile", digestFile, name];
  await tools.run("buildah", [...push, target]);
  return (await Deno.readTextFile(digestFile)).trim();
}

/** The parts of a runtime's configuration that are changed. */
interface RuntimeConfig {
  readonly process: { readonly args: string[]; readonly env: string[] };
  readonly mounts: unknown[];
}

/** How the image is run. */
interface ImageRun {
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  /** Folder of this machine that is mounted on `/data`. */
  readonly dataDir?: string;
}

// All runs share the unpacked files: none of them can write there.
async function prepareRun(
  folder: string,
  name: string,
  run: ImageRun,
): Promise<string> {
  const bundle = join(folder, name);
  await Deno.mkdir(bundle);
  const path = join(bundle, "config.json");
  await Deno.copyFile(join(folder, "unpacked", "config.json"), path);
  const config = JSON.parse(await Deno.readTextFile(path)) as RuntimeConfig;
  const { args = config.process.args, env = [], dataDir } = run;
  const mounts = dataDir === undefined ? config.mounts : [...config.mounts, {
    destination: "/data",
    type: "bind",
    source: dataDir,
    options: ["bind", "rw"],
  }];
  await Deno.writeTextFile(
    path,
    JSON.stringify({
      ...config,
      root: { path: join(folder, "unpacked", "rootfs"), readonly: true },
      process: {
        ...config.process,
        args,
        env: [...config.process.env, ...env],
        terminal: false,
        noNewPrivileges: true,
        capabilities: {},
      },
      mounts,
    }),
  );
  return bundle;
}

async function checkRunning(context: ReleaseContext, log: CheckLog, folder: string): Promise<void> {
  const { tools } = context;
  const state = join(folder, "runc");
  const runc = async (args: readonly string[], mayFail = false) => {
    const done = await tools.run("runc", ["--root", state, ...args], { mayFail: true });
    if (done.code !== 0) refuseForbidden("runc", done.err);
    if (done.code !== 0 && !mayFail) {
      throw new CheckFailed(`runc ${args.join(" ")} ended with status ${done.code}: ${done.err}`);
    }
    return done;
  };
  const name = `esdh-rehearsal-${Deno.pid}`;
  const image = `${join(folder, "oci-a")}:${context.version}`;
  await tools.run("umoci", ["unpack", "--image", image, join(folder, "unpacked")]);
  await log.check(
    "it makes a snapshot in a mounted folder, as user 65532 on a read-only root",
    async () => {
      const dataDir = join(folder, "data");
      await Deno.mkdir(dataDir);
      await Deno.chown(dataDir, USER_ID, USER_ID);
      const args = ["/esdh", "generate", "--records", "20", "--output-dir", "/data/made"];
      const bundle = await prepareRun(folder, "generate", { args, dataDir });
      await runc(["run", "--bundle", bundle, `${name}-generate`]);
      const { uid } = await Deno.stat(join(dataDir, "made", "snapshot_manifest_auto.json"));
      if (uid !== USER_ID) throw new CheckFailed(`its files belong to user ${uid}`);
      await tools.run(join(context.distDir, EXECUTABLE), ["validate", join(dataDir, "made")]);
    },
  );
  await log.check("it writes nowhere else", async () => {
    const args = ["/esdh", "generate", "--records", "1", "--output-dir", "/made"];
    const bundle = await prepareRun(folder, "outside", { args });
    const { code, err } = await runc(["run", "--bundle", bundle, `${name}-outside`], true);
    if (code !== 3) throw new CheckFailed(`exit status ${code}: ${err}`);
  });
  await log.check("it serves nobody without a token", async () => {
    const bundle = await prepareRun(folder, "bare", {});
    const { code, err } = await runc(["run", "--bundle", bundle, `${name}-bare`], true);
    if (code !== 2 || !err.includes("ESDH_TOKEN")) {
      throw new CheckFailed(`exit status ${code}: ${err}`);
    }
  });
  await log.check(
    "it serves, its health check passes, and it ends when it is told to",
    async () => {
      const bundle = await prepareRun(folder, "serve", { env: [`ESDH_TOKEN=${TOKEN}`] });
      await runServer(runc, bundle, `${name}-serve`);
    },
  );
}

type Runc = (args: readonly string[], mayFail?: boolean) => Promise<{ code: number; err: string }>;

async function runServer(runc: Runc, bundle: string, name: string): Promise<void> {
  const server = runc(["run", "--bundle", bundle, name], true);
  let ended: { code: number; err: string };
  try {
    const check = ["/esdh", "doctor", "--only", "server", "--server", "http://127.0.0.1:5000"];
    let health = { code: -1, err: "" };
    for (let tries = 0; tries < 60 && health.code !== 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      health = await runc(["exec", name, ...check], true);
    }
    if (health.code !== 0) {
      throw new CheckFailed(`the health check ends with ${health.code}: ${health.err}`);
    }
    const preview = ["preview", "--use-api", "--api-url", "http://127.0.0.1:5000"];
    const token = ["--auth-token-env", "ESDH_TOKEN"];
    await runc(["exec", "--env", `ESDH_TOKEN=${TOKEN}`, name, "/esdh", ...preview, ...token]);
  } finally {
    await runc(["kill", name, "TERM"], true);
    ended = await server;
    await runc(["delete", "--force", name], true);
  }
  if (ended.code !== 0) throw new CheckFailed(`it ended with status ${ended.code}: ${ended.err}`);
}

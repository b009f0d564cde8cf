/**
 * Signs the list of digests, and by cosign the statement on how the release was made.
 *
 * @module
 */
import { join } from "@std/path";
import { parseSums, type SumEntry } from "../../src/trust/sums.ts";
import { SUMS_NAME } from "./digest.ts";
import {
  attestationName,
  bringCosignKey,
  bringMinisignKey,
  COSIGN_PUB,
  MINISIGN_PUB,
  provenanceName,
  SUMS_BUNDLE,
} from "./signing.ts";
import { CheckFailed, type CheckLog, type ReleaseContext, type ReleaseStep } from "./step.ts";

/** Options of cosign that keep it from asking anyone: there is no log to write to, and nobody to ask who signs. */
const OFFLINE = ["--yes", "--tlog-upload=false", "--use-signing-config=false"];

/** The step. */
export const SIGNATURES: ReleaseStep = {
  name: "signatures",
  title: "signatures of the list of digests and of the provenance",
  isQuick: true,
  async run(context, log) {
    const files = await readFiles(context.distDir);
    await signByMinisign(context, log);
    await signByCosign(context, log, files);
  },
};

async function readFiles(distDir: string): Promise<SumEntry[]> {
  const entries = parseSums(await Deno.readTextFile(join(distDir, SUMS_NAME)));
  if (typeof entries !== "number") return entries;
  throw new CheckFailed(`line ${entries} of ${SUMS_NAME} is no digest: make it again by step sums`);
}

async function signByMinisign(context: ReleaseContext, log: CheckLog): Promise<void> {
  const { distDir, workDir, version, tools } = context;
  const verify = (pub: string, path: string) =>
    tools.run("minisign", ["-V", "-H", "-p", pub, "-m", path], { cwd: distDir, mayFail: true });
  await log.check("minisign signs the list of digests, and verifies it", async () => {
    const key = await bringMinisignKey(context);
    const comment = `esdh ${version}`;
    const args = ["-S", "-W", "-s", key.path, "-t", comment, "-c", `minisign, ${comment}`];
    await tools.run("minisign", [...args, "-m", SUMS_NAME], { cwd: distDir });
    const { code, out } = await verify(MINISIGN_PUB, SUMS_NAME);
    if (code !== 0 || !out.includes(comment)) throw new CheckFailed(out);
    return key.isOfThisRun ? "with a key of this run" : "with the key that is given";
  });
  await log.check("minisign finds a changed byte, and another key", async () => {
    const folder = await Deno.makeTempDir({ dir: workDir });
    const bytes = await Deno.readFile(join(distDir, SUMS_NAME));
    bytes[bytes.length >> 1]! ^= 1;
    const changed = join(folder, SUMS_NAME);
    await Deno.writeFile(changed, bytes);
    await Deno.copyFile(join(distDir, `${SUMS_NAME}.minisig`), `${changed}.minisig`);
    const judged = await verify(join(distDir, MINISIGN_PUB), changed);
    if (judged.code === 0) throw new CheckFailed("a changed byte was taken");
    const other = join(folder, "other.pub");
    await tools.run("minisign", ["-G", "-W", "-s", join(folder, "other.key"), "-p", other]);
    if ((await verify(other, SUMS_NAME)).code === 0) throw new CheckFailed("another key was taken");
  });
}

async function signByCosign(
  context: ReleaseContext,
  log: CheckLog,
  files: readonly SumEntry[],
): Promise<void> {
  const { distDir, workDir, version, tools } = context;
  await log.check("cosign signs the list of digests, and attests the provenance", async () => {
    const { path, env, isOfThisRun } = await bringCosignKey(context);
    const options = { cwd: distDir, env };
    const key = ["--key", path, ...OFFLINE];
    await tools.run("cosign", ["sign-blob", ...key, "--bundle", SUMS_BUNDLE, SUMS_NAME], options);
    const statement = ["--statement", provenanceName(version)];
    const bundle = ["--bundle", attestationName(version)];
    await tools.run("cosign", ["attest-blob", ...key, ...statement, ...bundle], options);
    // Cosign lets nobody else read what it writes.
    if (Deno.build.os !== "windows") {
      for (const name of [SUMS_BUNDLE, attestationName(version)]) {
        await Deno.chmod(join(distDir, name), 0o644);
      }
    }
    return isOfThisRun ? "with a key of this run" : "with the key that is given";
  });
  await log.check("cosign verifies them, and finds a changed byte", async () => {
    await tools.find("cosign");
    const pub = ["--key", join(distDir, COSIGN_PUB), "--insecure-ignore-tlog=true"];
    const options = { cwd: distDir, mayFail: true };
    const verifySums = (file: string) =>
      tools.run("cosign", ["verify-blob", ...pub, "--bundle", SUMS_BUNDLE, file], options);
    const claim = ["--type", "slsaprovenance1", "--bundle", attestationName(version)];
    const verifyFile = (file: string) =>
      tools.run("cosign", ["verify-blob-attestation", ...pub, ...claim, file], options);
    const small = files.map(({ name }) => name).find((name) => name.endsWith(".json"));
    if (small === undefined) throw new CheckFailed("make the bills of materials first");
    const changed = async (name: string) => {
      const bytes = await Deno.readFile(join(distDir, name));
      bytes[bytes.length >> 1]! ^= 1;
      const path = join(workDir, `changed-${name}`);
      await Deno.writeFile(path, bytes);
      return path;
    };
    for (const [verify, name] of [[verifySums, SUMS_NAME], [verifyFile, small]] as const) {
      const good = await verify(name);
      if (good.code !== 0) throw new CheckFailed(`${name}: ${good.err}`);
      if ((await verify(await changed(name))).code === 0) {
        throw new CheckFailed(`${name}: a changed byte was taken`);
      }
    }
  });
}

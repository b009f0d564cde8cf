/**
 * Verifies a release as its users do: by each command of `docs/verify.md`, as it stands there; and shows that
 * `esdh version --verify` finds what is wrong, with lists that minisign signed.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { parseSums, type SumEntry } from "../../src/trust/sums.ts";
import { ROOT } from "../_house.ts";
import { TARGETS } from "../compile/targets.ts";
import { SUMS_NAME } from "./digest.ts";
import { MINISIGN_PUB } from "./signing.ts";
import {
  CheckFailed,
  type CheckLog,
  type ReleaseContext,
  type ReleaseStep,
  ToolMissing,
} from "./step.ts";
import { findOnPath, type ToolOutput } from "./tools.ts";

/** The step. */
export const VERIFY: ReleaseStep = {
  name: "verify",
  title: "verification as users do it",
  isQuick: true,
  async run(context, log) {
    const page = await Deno.readTextFile(join(ROOT, "docs", "verify.md"));
    for (const command of readCommands(page, context.version)) {
      await log.check(command, () => runCommand(context, command));
    }
    await verifyItself(context, log);
  },
};

/**
 * Reads the commands that a page tells people to run.
 *
 * @param page Text of the page: commands stand in fences of `sh`, one a line.
 * @param version Version of the release; the page names one that may be older.
 * @returns The commands, for that version.
 *
 * @example
 * ```ts
 * import { readCommands } from "./verify.ts";
 * const fence = "\x60".repeat(3);
 * const page = `Run:\n\n${fence}sh\nsha256sum esdh-0.1.0.cdx.json\n${fence}\n`;
 * if (readCommands(page, "2.0.0").join() !== "sha256sum esdh-2.0.0.cdx.json") throw new RangeError();
 * ```
 */
export function readCommands(page: string, version: string): string[] {
  return [...page.matchAll(/^```sh\n([^]*?)^```$/gm)]
    .flatMap(([, block]) => block!.split("\n"))
    .filter((line) => line.trim() !== "")
    .map((line) => line.replaceAll(/\besdh-\d+\.\d+\.\d+\b/g, `esdh-${version}`));
}

/** The executable of a release that this machine can run. */
async function ownProgram({ distDir }: ReleaseContext): Promise<string> {
  const target = TARGETS.find(({ triple }) => triple === Deno.build.target);
  const name = target?.fileName ?? "esdh";
  try {
    await Deno.stat(join(distDir, name));
    return name;
  } catch {
    throw new ToolMissing(name, "no executable for this machine was made");
  }
}

async function runCommand(context: ReleaseContext, command: string): Promise<string> {
  const { distDir, tools } = context;
  const shell = findOnPath("sh");
  if (shell === undefined) throw new ToolMissing("sh", "it is not on the PATH");
  const [word = ""] = command.split(" ");
  const folders = [Deno.env.get("PATH") ?? ""];
  // The executable is started as it is; every other program is found, or installed, as the release's own are.
  if (!word.startsWith("./")) folders.unshift(dirname(await tools.find(word)));
  // The page names one machine's executable; on another, its own is meant.
  let adapted = command;
  if (command.includes("esdh-linux-x64")) {
    adapted = command.replaceAll("esdh-linux-x64", await ownProgram(context));
  }
  const env = { PATH: folders.join(Deno.build.os === "windows" ? ";" : ":") };
  const { out, err } = await tools.run(shell, ["-c", adapted], { cwd: distDir, env });
  const lines = `${out}\n${err}`.trim().split("\n").filter((line) => !line.startsWith("WARNING"));
  return lines[0] ?? "";
}

async function verifyItself(context: ReleaseContext, log: CheckLog): Promise<void> {
  const { distDir, workDir, tools } = context;
  const folder = await Deno.makeTempDir({ dir: workDir });
  const pub = join(folder, "other.pub"), secret = join(folder, "other.key");
  const list = join(folder, "LIST");
  const verify = async (key: string): Promise<ToolOutput> => {
    const program = join(distDir, await ownProgram(context));
    return await tools.run(program, ["version", "--verify", list, "--key", key, "--json"], {
      mayFail: true,
    });
  };
  const expect = async (key: string, code: number, problem: string | null): Promise<void> => {
    const output = await verify(key);
    const { verification } = JSON.parse(output.out);
    if (output.code === code && verification.problem === problem) return;
    throw new CheckFailed(`status ${output.code}, not ${code}; ${output.out}${output.err}`);
  };
  const sign = async (text: string, ...flags: string[]) => {
    await Deno.writeTextFile(list, text);
    await tools.run("minisign", ["-S", "-W", ...flags, "-s", secret, "-m", list]);
  };
  const entries = async (change: (entry: SumEntry, own: string) => SumEntry | undefined) => {
    const text = await Deno.readTextFile(join(distDir, SUMS_NAME));
    const parsed = parseSums(text);
    if (typeof parsed === "number") throw new CheckFailed(`line ${parsed} of ${SUMS_NAME}`);
    const own = await ownProgram(context);
    const changed = parsed.flatMap((entry) => change(entry, own) ?? []);
    return changed.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
  };
  const same = (entry: SumEntry) => entry;

  await log.check("the executable takes both forms of minisign's signatures", async () => {
    await ownProgram(context);
    await tools.run("minisign", ["-G", "-f", "-W", "-s", secret, "-p", pub]);
    for (const flags of [[], ["-l"]]) {
      await sign(await entries(same), ...flags);
      await expect(pub, 0, null);
    }
  });
  await log.check("the executable finds another digest under its name", async () => {
    await sign(
      await entries((entry, own) =>
        entry.name === own ? { ...entry, sha256: "0".repeat(64) } : entry
      ),
    );
    await expect(pub, 1, "other-digest");
  });
  await log.check("the executable finds that a list does not know it", async () => {
    await sign(await entries((entry, own) => entry.name === own ? undefined : entry));
    await expect(pub, 1, "no-entry");
  });
  await log.check("the executable finds another key", async () => {
    await sign(await entries(same));
    await expect(join(distDir, MINISIGN_PUB), 1, "other-key");
  });
  await log.check(
    "the executable finds a changed list, a changed comment, and a lost signature",
    async () => {
      await sign(await entries(same), "-t", "esdh 1.0.0");
      const text = await Deno.readTextFile(list),
        signature = await Deno.readTextFile(`${list}.minisig`);
      await Deno.writeTextFile(list, text.replace(/ {2}/, " *"));
      await expect(pub, 1, "other-list");
      await Deno.writeTextFile(list, text);
      await Deno.writeTextFile(`${list}.minisig`, signature.replace("esdh 1.0.0", "esdh 2.0.0"));
      await expect(pub, 1, "other-comment");
      await Deno.remove(`${list}.minisig`);
      const { code, out } = await verify(pub);
      if (code !== 3 || JSON.parse(out).error.code !== "NOT_FOUND") throw new CheckFailed(out);
    },
  );
  await log.check(
    "a copy of the executable with a changed byte is found, by another name too",
    async () => {
      const own = await ownProgram(context);
      const bytes = await Deno.readFile(join(distDir, own));
      // A byte that no system reads: of what pads the head of an ELF file, or of the DOS program in a PE file.
      const place = { linux: 15, windows: 0x50 }[Deno.build.os as string];
      if (place === undefined) {
        throw new ToolMissing("such a copy", "this system runs no changed file");
      }
      const changed = bytes.slice();
      changed[place]! ^= 1;
      const path = join(folder, Deno.build.os === "windows" ? "renamed.exe" : "renamed");
      await sign(await entries(same));
      for (
        const [content, code, problem] of [[bytes, 0, null], [changed, 1, "other-digest"]] as const
      ) {
        await Deno.writeFile(path, content, { mode: 0o755 });
        const args = ["version", "--verify", list, "--key", pub, "--json"];
        const output = await tools.run(path, args, { mayFail: true });
        const said = output.out === "" ? undefined : JSON.parse(output.out).verification;
        if (output.code !== code || said?.problem !== problem) {
          throw new CheckFailed(`status ${output.code}, not ${code}; ${output.out}${output.err}`);
        }
      }
    },
  );
}

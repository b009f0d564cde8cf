/**
 * Puts the install scripts into the release, judges them, and runs the one for Linux against the release itself.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { archiveName, TARGETS } from "../compile/targets.ts";
import { withInstallCases } from "./install_trial.ts";
import { LATEST_RELEASE, releaseBase } from "./release_address.ts";
import { CheckFailed, type ReleaseContext, type ReleaseStep, ToolMissing } from "./step.ts";
import { findOnPath } from "./tools.ts";

/** Scripts that install a release. */
export const SHELL_SCRIPT = "install.sh", POWERSHELL_SCRIPT = "install.ps1";

/** Reads a script with the grammar of PowerShell, and prints where it does not fit. */
const READ_POWERSHELL = `
import sys, tree_sitter, tree_sitter_powershell
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
def read(source):
    found, nodes = [], [parser.parse(source).root_node]
    while nodes:
        node = nodes.pop()
        if node.type == "ERROR" or node.is_missing: found.append(node.start_point[0] + 1)
        nodes.extend(node.children)
    return found
source = open(sys.argv[1], "rb").read()
assert all(byte < 128 for byte in source), "Windows PowerShell 5.1 reads other bytes in the system's code page"
assert read(source) == [], read(source)
assert read(source.replace(b"} finally {", b"} finally ", 1)) != [], "a lost brace is not found"
`;

/** The step. */
export const SCRIPTS: ReleaseStep = {
  name: "scripts",
  title: "install scripts, tried against a server on this machine",
  isQuick: true,
  async run(context, log) {
    const { distDir, tools } = context;
    for (const name of [SHELL_SCRIPT, POWERSHELL_SCRIPT]) {
      await log.check(`${name} is in the release, with its address`, () => place(context, name));
    }
    const script = join(distDir, SHELL_SCRIPT);
    await log.check(`shellcheck has nothing against ${SHELL_SCRIPT}`, async () => {
      await tools.run("shellcheck", ["--shell=sh", script]);
    });
    await log.check(`the grammar of PowerShell reads ${POWERSHELL_SCRIPT}`, async () => {
      const path = join(distDir, POWERSHELL_SCRIPT);
      await tools.run("python-powershell", ["-c", READ_POWERSHELL, path]);
    });
    const target = TARGETS.find(({ triple }) => triple === Deno.build.target);
    if (target === undefined || Deno.build.os === "windows") {
      throw new ToolMissing("sh", `${SHELL_SCRIPT} is for Linux and macOS`);
    }
    const archive = join(distDir, archiveName(target, context.version));
    let minisign: string | undefined;
    await log.check("there is a program to sign lists with", async () => {
      minisign = await tools.find("minisign");
    });
    for (const shell of context.isQuick ? ["dash"] : ["dash", "bash"]) {
      const path = findOnPath(shell);
      const folder = join(context.workDir, "scripts", shell);
      if (path === undefined) {
        await log.check(`${shell} runs ${SHELL_SCRIPT}`, () => {
          throw new ToolMissing(shell, "it is not on the PATH");
        });
        continue;
      }
      await Deno.mkdir(folder, { recursive: true });
      await withInstallCases({ script, shell: path, archive, folder, minisign }, async (cases) => {
        for (const { name, run } of cases) {
          await log.check(`${SHELL_SCRIPT} by ${shell}: ${name}`, run);
        }
      });
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function place({ distDir, version }: ReleaseContext, name: string): Promise<string> {
  const text = (await Deno.readTextFile(join(ROOT, "deploy", "install", name)))
    .replaceAll("\r\n", "\n");
  if (text.split(LATEST_RELEASE).length !== 2) {
    throw new CheckFailed(`it does not name ${LATEST_RELEASE} once`);
  }
  const isGiven = (Deno.env.get("ESDH_RELEASE_BASE") ?? "") !== "";
  const base = isGiven ? releaseBase(version) : LATEST_RELEASE;
  const path = join(distDir, name);
  await Deno.writeTextFile(path, text.replace(LATEST_RELEASE, () => base));
  if (Deno.build.os !== "windows") await Deno.chmod(path, name === SHELL_SCRIPT ? 0o755 : 0o644);
  return base;
}

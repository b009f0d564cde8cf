/**
 * Checks the command line from its words to its exit status, in this process.
 *
 * @module
 */
import { join } from "@std/path";
import { type JsonValue, parseJson } from "../../core/json.ts";
import { formatItems } from "../../core/units.ts";
import { TOOL_VERSION } from "../../core/version.ts";
import { CONTRACT_DATASET } from "../../datasets/facts.ts";
import type { Output } from "../command.ts";
import type { OwnedContext } from "../context.ts";
import { Expectations, type SelfCheck, type SelfScope } from "./check.ts";

/** What a command line did. */
interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

async function runLine(args: readonly string[], scope: SelfScope): Promise<Outcome> {
  const { runCli } = await import("../app.ts");
  const texts = { out: "", err: "" };
  const output = (name: "out" | "err"): Output => ({
    write: (text) => void (texts[name] += text),
    isTerminal: false,
    columns: 80,
    hasColor: false,
  });
  const out = output("out");
  let exitCode: 0 | 1 | 2 | 3 = 0;
  const context: OwnedContext = {
    out,
    err: output("err"),
    // The reader's own configuration must not change what is checked.
    env: () => undefined,
    signal: scope.signal,
    setExitCode: (code) => void (exitCode = code),
    get exitCode() {
      return exitCode;
    },
    isOutputClosed: false,
    process: { stdout: out, stderr: { write: () => {} } },
    close: () => {},
  };
  return { exitCode: await runCli(args, context), ...texts };
}

function memberText(text: string, name: string): string {
  try {
    const value = parseJson(text) as { readonly [name: string]: JsonValue };
    return JSON.stringify(value[name]) ?? "missing";
  } catch {
    return "no JSON";
  }
}

/** Runs commands that must work and commands that must fail. */
export const commandLineSelfCheck: SelfCheck = {
  name: "cli",
  title: "commands answer with the right exit status and output",
  async run(scope) {
    const expect = new Expectations("cli-answer");
    const folder = join(scope.folder, "made");
    const lines: string[] = [];
    const line = async (args: readonly string[], exitCode: number) => {
      const outcome = await runLine(args, scope);
      lines.push(args[0]!);
      const shown = args.map((arg) => arg === folder ? "DIR" : arg).join(" ");
      expect.equal(`"esdh ${shown}" ends with another status`, outcome.exitCode, exitCode);
      return outcome;
    };
    const version = await line(["version"], 0);
    expect.equal("version does not name it", `${version.out.includes(TOOL_VERSION)}`, "true");
    const generate = [
      "generate",
      "--dataset",
      CONTRACT_DATASET,
      "--seed",
      "42",
      "--records",
      "30",
      "--output-dir",
      folder,
    ];
    const made = await line([...generate, "--json"], 0);
    expect.equal("generate does not name its seed", memberText(made.out, "seed"), '"42"');
    const validated = await line(["validate", folder, "--json"], 0);
    expect.equal("validate finds issues in it", memberText(validated.out, "ok"), "true");
    await Deno.writeTextFile(join(folder, "persons_v0_1.csv"), "x", { append: true });
    const broken = await line(["validate", folder, "--json"], 1);
    expect.equal(
      "validate finds no issue in a changed file",
      memberText(broken.out, "ok"),
      "false",
    );
    const wrong = await line(["generate", "--sed", "1"], 2);
    expect.equal("no name is proposed", `${wrong.err.includes("--seed")}`, "true");
    await line(["no-such-command"], 2);
    await line(["validate", join(scope.folder, "missing")], 3);
    return { detail: formatItems(lines.length, "command line"), issues: expect.issues };
  },
};

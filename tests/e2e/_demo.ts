/**
 * What the tests of the demonstration share: a folder for each, its JSON, and what a run leaves behind.
 *
 * @module
 */
import { join } from "@std/path";
import { type CliOptions, esdh } from "./_cli.ts";

/** Members of a demonstration's report that tests look at. */
export interface DemoJson {
  readonly ok: boolean;
  readonly profile: string;
  readonly profile_from: string;
  // deno-lint-ignore no-explicit-any
  readonly steps: readonly { name: string; status: string; reason?: string; data?: any }[];
  readonly proved: readonly string[];
  readonly failure:
    | null
    | { step: string; last_good_step: string | null; code: string; message: string; hint: string };
}

/** Runs a test in a folder of its own, with a home in it. */
export async function inFolder(use: (folder: string, options: CliOptions) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "esdh_e2e_" });
  try {
    await use(folder, { cwd: folder });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs `esdh demo --json` on any free port. */
export async function demoJson(
  args: readonly string[],
  options: CliOptions,
): Promise<{ code: number; report: DemoJson; stderr: string }> {
  const port = args.includes("--canned") ? [] : ["--port", "0"];
  const { code, stdout, stderr } = await esdh(["demo", "--json", ...port, ...args], options);
  return { code, report: JSON.parse(stdout) as DemoJson, stderr };
}

/** The data of a step. */
// deno-lint-ignore no-explicit-any
export function stepData(report: DemoJson, name: string): any {
  return report.steps.find((step) => step.name === name)?.data;
}

/** The names in the folder of runs, sorted; none where there is no folder. */
export async function listRunNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(join(folder, "data", "demo_runs"))) {
      names.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

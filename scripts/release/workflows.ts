/**
 * Checks the workflows of `.github` with programs that are not ours, and the scripts they and the development container
 * run.
 *
 * @module
 */
import { join } from "@std/path";
import { parse } from "yaml";
import { ROOT } from "../_house.ts";
import { CheckFailed, type ReleaseContext, type ReleaseStep } from "./step.ts";

/** Folder of the workflows. */
export const WORKFLOW_FOLDER = join(ROOT, ".github", "workflows");

const SHELL_SCRIPTS = [".ci/run", ".ci/programs", ".devcontainer/setup"];

/** The step. */
export const WORKFLOWS: ReleaseStep = {
  name: "workflows",
  title: "workflows, development container",
  isQuick: true,
  async run(context, log) {
    const { tools } = context;
    const names = listWorkflows();
    await log.check("actionlint finds nothing in the workflows", async () => {
      const shellcheck = await tools.find("shellcheck");
      const files = names.map((name) => join(WORKFLOW_FOLDER, name));
      await tools.run("actionlint", ["-shellcheck", shellcheck, ...files], { cwd: ROOT });
      return `${names.length} files`;
    });
    await log.check("zizmor finds nothing in the workflows", async () => {
      await tools.run("zizmor", ["--offline", "--no-progress", "--quiet", ".github"], {
        cwd: ROOT,
      });
    });
    await log.check("both find what is planted in a copy", async () => {
      await findPlanted(context);
    });
    await log.check("shellcheck finds nothing in the scripts", async () => {
      await tools.run("shellcheck", SHELL_SCRIPTS, { cwd: ROOT });
    });
  },
};

/**
 * Lists the workflows.
 *
 * @returns Their file names, sorted.
 */
export function listWorkflows(): string[] {
  return [...Deno.readDirSync(WORKFLOW_FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".yml")).sort();
}

/** A step of a workflow or of an action, as far as it is checked here. */
export interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
}

/** A workflow, as far as it is checked here. */
export interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<
    Record<string, {
      readonly permissions?: Readonly<Record<string, string>>;
      readonly "timeout-minutes"?: number;
      readonly steps: readonly WorkflowStep[];
    }>
  >;
}

/**
 * Reads a workflow.
 *
 * @param name Its file name.
 * @returns What it says.
 */
export async function readWorkflow(name: string): Promise<Workflow> {
  return parse(await Deno.readTextFile(join(WORKFLOW_FOLDER, name))) as Workflow;
}

/** Plants a step that runs a stranger's text and an action that is not pinned: a check that can't fail is none. */
async function findPlanted({ workDir, tools }: ReleaseContext): Promise<void> {
  const folder = join(workDir, "workflows", ".github", "workflows");
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, "ci.yml");
  const text = await Deno.readTextFile(join(WORKFLOW_FOLDER, "ci.yml"));
  const planted = text.trimEnd() + "\n      - run: echo ${{ github.event.pull_request.title }}" +
    "\n      - uses: example/action@v1\n";
  await Deno.writeTextFile(path, planted);
  const found = await tools.run("actionlint", [path], { mayFail: true });
  if (found.code !== 1 || !found.out.includes("potentially untrusted")) {
    throw new CheckFailed(`actionlint ended with ${found.code}: ${found.out}`);
  }
  const options = ["--offline", "--no-progress", "--quiet", "--format", "json"];
  const audited = await tools.run("zizmor", [...options, path], { mayFail: true });
  const idents = (JSON.parse(audited.out) as { ident: string }[]).map(({ ident }) => ident);
  for (const ident of ["template-injection", "unpinned-uses"]) {
    if (!idents.includes(ident)) {
      throw new CheckFailed(`zizmor finds ${idents.join()}, not ${ident}`);
    }
  }
}

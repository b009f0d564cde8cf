import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parse } from "yaml";
import { TARGETS } from "../compile/targets.ts";
import { STEPS } from "../ok.ts";
import { ROOT } from "../_house.ts";
import { RELEASE_STEPS } from "./steps.ts";
import { listWorkflows, readWorkflow, type WorkflowStep } from "./workflows.ts";

async function listSteps(): Promise<{ name: string; step: WorkflowStep }[]> {
  const steps: { name: string; step: WorkflowStep }[] = [];
  for (const name of listWorkflows()) {
    const { jobs } = await readWorkflow(name);
    for (const job of Object.values(jobs)) {
      for (const step of job.steps) steps.push({ name, step });
    }
  }
  const path = join(ROOT, ".github", "actions", "deno", "action.yml");
  const action = parse(await Deno.readTextFile(path)) as { runs: { steps: WorkflowStep[] } };
  for (const step of action.runs.steps) steps.push({ name: "action.yml", step });
  return steps;
}

Deno.test("workflows start without permissions, end in time, and do not run twice", async () => {
  const names = listWorkflows();
  assertEquals(names, ["ci.yml", "release.yml", "snapshot.yml", "weekly.yml"]);
  for (const name of names) {
    const workflow = await readWorkflow(name);
    assertEquals(workflow.permissions, {}, name);
    assert(workflow.concurrency !== undefined, name);
    for (const [key, job] of Object.entries(workflow.jobs)) {
      assert(job["timeout-minutes"]! > 0, `${name} ${key}`);
      const isPublishing = name === "release.yml" && key === "publish";
      const written = Object.entries(job.permissions ?? {}).filter(([, value]) => value !== "read");
      assert(isPublishing || written.length === 0, `${name} ${key} may write ${written}`);
    }
  }
});

Deno.test("workflows name actions of others by the digest of a commit, with its version", async () => {
  const texts = await Promise.all(
    listWorkflows().map((name) => Deno.readTextFile(join(ROOT, ".github", "workflows", name))),
  );
  const used = texts.join("\n").match(/uses: .*/g) ?? [];
  const digests = new Map<string, string>();
  for (const line of used.filter((text) => !text.startsWith("uses: ./"))) {
    const match = /^uses: ([\w./-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/.exec(line);
    assert(match !== null, line);
    const [, action = "", digest = ""] = match;
    assertEquals(digests.get(action) ?? digest, digest, `${action} is used in two versions`);
    digests.set(action, digest);
  }
  assert(digests.size >= 3);
});

Deno.test("workflows run no text of a stranger in a script", async () => {
  for (const { name, step } of await listSteps()) {
    assert(!(step.run ?? "").includes("${{"), `${name}: ${step.run}`);
  }
});

Deno.test("workflows name tasks, and steps of them, that there are", async () => {
  const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  let count = 0;
  for (const { name, step } of await listSteps()) {
    for (const [, task = "", rest = ""] of (step.run ?? "").matchAll(/deno task ([\w:]+)(.*)/g)) {
      count++;
      assert(task in config.tasks, `${name}: there is no task ${task}`);
      const words = rest.trim().split(/[ ,]+/).filter((word) => /^[a-z]+$/.test(word));
      const known = task === "ok"
        ? STEPS.map((member) => member.name)
        : task === "release:rehearse"
        ? RELEASE_STEPS.map((member) => member.name)
        : words;
      for (const word of words) assert(known.includes(word), `${name}: ${task} has no ${word}`);
    }
  }
  assert(count > 5);
});

Deno.test("the development container runs a script that there is, and installs the Deno of .dvmrc", async () => {
  const folder = join(ROOT, ".devcontainer");
  const text = await Deno.readTextFile(join(folder, "devcontainer.json"));
  const { onCreateCommand } = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, ""));
  assertEquals(onCreateCommand, ["bash", ".devcontainer/setup"]);
  const setup = await Deno.readTextFile(join(folder, "setup"));
  assert(setup.includes("<.dvmrc") && setup.includes('"deno@$version"'));
});

Deno.test("release.yml makes an executable for each kind of machine", async () => {
  const text = await Deno.readTextFile(join(ROOT, ".github", "workflows", "release.yml"));
  const targets = [...text.matchAll(/- target: (\S+)/g)].map(([, target]) => target!);
  assertEquals(targets.toSorted(), TARGETS.map(({ triple }) => triple).toSorted());
});

Deno.test("release.yml makes no release with a check that was skipped", async () => {
  const { jobs } = await readWorkflow("release.yml");
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ""));
  const rehearsals = runs.filter((run) => run.includes("deno task release:rehearse"));
  assert(rehearsals.length > 0);
  for (const run of rehearsals) assert(run.includes("release:rehearse --strict"), run);
  assert(rehearsals.at(-1)!.endsWith(" sums"), "the list of all files is compared last");
});

/**
 * Shows that many processes and a Slurm array job make the same bytes as one process:
 *
 *     deno task slurm [--records 200000] [--shards 4] [--dataset NAME] [--formats csv,parquet]
 *                     [--job deploy/array-jobs/slurm-array.sh] [--keep true]
 *
 * Makes one dataset three times: by one process, by as many processes as there are shards, and by the array job
 * of `deploy/` on a Slurm cluster of one node that lives as long as this script. The shards are joined with `esdh
 * manifest merge`; then the digests of all files are compared. Exit status 1 if one differs.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { ROOT, runScript } from "../_house.ts";
import { esdhCommand } from "../bench/contenders.ts";
import { printTable } from "../bench/figures.ts";
import { type Cluster, run, startCluster } from "./cluster.ts";

/** What is rehearsed. */
interface Rehearsal {
  readonly records: number;
  readonly shards: number;
  readonly dataset: string;
  readonly formats: string;
  readonly job: string;
  readonly keepsFolder: boolean;
}

const JOB_LIMIT_MS = 20 * 60_000;

function readRehearsal(args: readonly string[]): Rehearsal {
  const values: Record<string, string> = {
    records: "200000",
    shards: "4",
    dataset: "auto",
    formats: "csv,parquet",
    job: join(ROOT, "deploy", "array-jobs", "slurm-array.sh"),
    keep: "false",
  };
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!.replace(/^--/, "");
    const value = args[index + 1];
    if (!Object.hasOwn(values, name) || value === undefined) {
      throw new EsdhError("USAGE", `can't rehearse with "${args[index]}"`, {
        hint: `one of ${Object.keys(values).map((key) => `--${key}`).join(", ")}, with a value`,
      });
    }
    values[name] = value;
  }
  const count = (name: string) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value > 0) return value;
    throw new EsdhError("USAGE", `--${name} wants a whole number from 1, not "${values[name]}"`);
  };
  return {
    records: count("records"),
    shards: count("shards"),
    dataset: values["dataset"]!,
    formats: values["formats"]!,
    job: resolve(values["job"]!),
    keepsFolder: values["keep"] === "true",
  };
}

async function runEsdh(args: readonly string[]): Promise<void> {
  const [program, ...rest] = esdhCommand(args);
  const { success, stderr } = await new Deno.Command(program, { args: rest, stdout: "null" })
    .output();
  if (success) return;
  throw new EsdhError("IO", `esdh ${args.join(" ")}: ${new TextDecoder().decode(stderr).trim()}`);
}

function planArguments({ dataset, records, formats }: Rehearsal): string[] {
  return [
    ...["--dataset", dataset, "--records", `${records}`, "--seed", "7"],
    ...["--output-format", formats],
  ];
}

/** Folders of the parts. */
function listParts(folder: string, shards: number): string[] {
  const width = `${shards}`.length;
  return Array.from(
    { length: shards },
    (_, shard) => join(folder, `part_${`${shard + 1}`.padStart(width, "0")}_of_${shards}`),
  );
}

async function makeByProcesses(rehearsal: Rehearsal, folder: string): Promise<void> {
  const { shards } = rehearsal;
  const parts = listParts(folder, shards);
  await Promise.all(parts.map((part, shard) =>
    runEsdh([
      "generate",
      ...planArguments(rehearsal),
      ...["--shard", `${shard + 1}/${shards}`, "--output-dir", part, "--quiet"],
    ])
  ));
  await runEsdh(["manifest", "merge", ...parts, "--output-dir", join(folder, "whole")]);
}

/** Runs the script that submits the array and, behind it, the merge; waits for both. */
async function makeBySlurm(
  rehearsal: Rehearsal,
  cluster: Cluster,
  folder: string,
): Promise<void> {
  const { shards, job } = rehearsal;
  const submitted = await run("bash", [job], {
    ...cluster.env,
    ESDH: esdhCommand([]).join(" "),
    ESDH_OUT: folder,
    ESDH_SHARD_COUNT: `${shards}`,
    ESDH_PLAN: planArguments(rehearsal).join(" "),
  });
  const [, parts, merge] = /^parts: job (\d+), merge: job (\d+)$/m.exec(submitted) ?? [];
  if (parts === undefined || merge === undefined) {
    throw new EsdhError("IO", `"${job}" named no jobs: ${submitted.trim()}`);
  }
  for (const [id, log] of [[parts, "part-1.log"], [merge, "merge.log"]] as const) {
    const failed = (await cluster.waitFor(id, JOB_LIMIT_MS))
      .find(({ state, exitCode }) => state !== "COMPLETED" || exitCode !== 0);
    if (failed === undefined) continue;
    const name = id === merge ? log : `part-${failed.task}.log`;
    const text = await Deno.readTextFile(join(folder, name)).catch(() => "");
    throw new EsdhError(
      "IO",
      `job ${id} ended ${failed.state} with ${failed.exitCode}: ${text.trim()}`,
    );
  }
}

/** Digests of the files of a snapshot, as its manifest has them, by path; the manifest's own too. */
async function readDigests(folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const visit = async (place: string): Promise<void> => {
    for (const { name, isDirectory } of Deno.readDirSync(join(folder, place))) {
      const path = place === "" ? name : `${place}/${name}`;
      if (isDirectory) await visit(path);
      else {
        const bytes = await Deno.readFile(join(folder, path));
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        digests.set(path, digest.toHex());
      }
    }
  };
  await visit("");
  return digests;
}

async function rehearse(rehearsal: Rehearsal): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "esdh_slurm_" });
  const ways = ["one", "processes", "slurm"].map((name) => join(folder, name));
  for (const way of ways.slice(1)) await Deno.mkdir(way);
  const [one, processes, slurm] = ways;
  const times: number[] = [];
  const time = async (run: () => Promise<void>) => {
    const startMs = performance.now();
    await run();
    times.push(performance.now() - startMs);
  };
  const control = await Deno.makeTempDir({ prefix: "esdh_slurm_control_" });
  let cluster: Cluster | undefined;
  try {
    cluster = await startCluster(control);
    const running = cluster;
    await time(() =>
      runEsdh(["generate", ...planArguments(rehearsal), "--output-dir", one!, "--quiet"])
    );
    await time(() => makeByProcesses(rehearsal, processes!));
    await time(() => makeBySlurm(rehearsal, running, slurm!));
    const expected = await readDigests(one!);
    const found = await Promise.all(
      [processes!, slurm!].map((way) => readDigests(join(way, "whole"))),
    );
    const isEqual = (path: string, digests: Map<string, string>) =>
      digests.get(path) === expected.get(path);
    const paths = [...new Set([expected, ...found].flatMap((digests) => [...digests.keys()]))];
    const { shards, records, dataset } = rehearsal;
    console.log(
      `${records} accounts of ${dataset}: one process ${seconds(times[0]!)}, ` +
        `${shards} processes ${seconds(times[1]!)}, ` +
        `array job of ${shards} tasks on ${cluster.version} ${seconds(times[2]!)}\n`,
    );
    printTable([
      ["file", "SHA-256 of one process", `${shards} processes`, "Slurm"],
      ...paths.sort().map((path) => [
        path,
        expected.get(path)?.slice(0, 16) ?? "-",
        ...found.map((digests) => isEqual(path, digests) ? "equal" : "DIFFERENT"),
      ]),
    ]);
    if (paths.some((path) => found.some((digests) => !isEqual(path, digests)))) Deno.exitCode = 1;
  } finally {
    await cluster?.stop();
    await Deno.remove(control, { recursive: true });
    if (rehearsal.keepsFolder) console.log(`kept in ${folder}`);
    else await Deno.remove(folder, { recursive: true });
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

if (import.meta.main) await runScript(() => rehearse(readRehearsal(Deno.args)));

/**
 * A Slurm cluster of one node on this machine: munged, slurmctld and slurmd as children of this process,
 * on loopback, all their files in one folder. Nothing is installed, and nothing is left running.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";

/** Programs of Slurm and MUNGE that are needed, and folders beside `PATH` where they may lie. */
const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo", "scontrol"];
const SYSTEM_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"];

/** What a node has at least: jobs that ask for more are refused. */
const NODE_CPUS = 2;
const NODE_MEMORY_MB = 4096;

const POLL_MS = 250;
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

/** How a task of an array job ended. */
export interface TaskEnd {
  /** Number of the task in its array. */
  readonly task: number;
  /** State in Slurm's words, for example `COMPLETED`. */
  readonly state: string;
  /** Exit status of the task's script. */
  readonly exitCode: number;
}

/** A running cluster. */
export interface Cluster {
  /** Version of Slurm. */
  readonly version: string;
  /** Variables of the programs that talk to it, `sbatch` for one. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Waits until a job has ended.
   *
   * @param job Its number.
   * @param limitMs How long.
   * @returns Its tasks, in order.
   */
  waitFor(job: string, limitMs: number): Promise<TaskEnd[]>;
  /** Ends the daemons. */
  stop(): Promise<void>;
}

/**
 * Finds the programs.
 *
 * @returns Their paths, by name.
 * @throws {EsdhError} IO if one is missing.
 */
export function findPrograms(): Map<string, string> {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), ...SYSTEM_FOLDERS];
  const found = new Map<string, string>();
  for (const name of PROGRAMS) {
    const path = folders.map((folder) => join(folder, name)).find(isFile);
    if (path !== undefined) found.set(name, path);
  }
  const missing = PROGRAMS.filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  throw new EsdhError("IO", `Slurm is not installed here: no ${missing.join(", ")}`, {
    hint: "on Debian: apt-get install --no-install-recommends slurm-wlm munge",
  });
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** The user this process runs as: the daemons run as the same, so that jobs need no other. */
async function readUser(): Promise<string> {
  return (await run("id", ["-un"])).trim();
}

/**
 * Runs a program to its end.
 *
 * @param program Its path.
 * @param args Arguments.
 * @param env Further variables.
 * @returns What it printed.
 * @throws {EsdhError} IO if it fails, with what it said.
 */
export async function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const command = new Deno.Command(program, { args: [...args], env, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  const text = decoder.decode(stderr).trim();
  throw new EsdhError("IO", `${program} ${args.join(" ")} failed: ${text}`);
}

function pickPort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Settings of the cluster; its only node has this machine's name and the address of loopback. */
async function writeSettings(folder: string, cgroupPlugin: string): Promise<string> {
  const host = Deno.hostname().split(".")[0]!;
  const user = await readUser();
  const cpus = Math.max(NODE_CPUS, navigator.hardwareConcurrency);
  const path = join(folder, "slurm.conf");
  const settings = [
    "ClusterName=rehearsal",
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmUser=${user}`,
    `SlurmdUser=${user}`,
    "AuthType=auth/munge",
    "CredType=cred/munge",
    `AuthInfo=socket=${join(folder, "munge.socket")}`,
    `SlurmctldPort=${pickPort()}`,
    `SlurmdPort=${pickPort()}`,
    `StateSaveLocation=${join(folder, "state")}`,
    `SlurmdSpoolDir=${join(folder, "spool")}`,
    `SlurmctldPidFile=${join(folder, "slurmctld.pid")}`,
    `SlurmdPidFile=${join(folder, "slurmd.pid")}`,
    "ProctrackType=proctrack/linuxproc",
    "TaskPlugin=task/none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_Core",
    "SwitchType=switch/none",
    "MpiDefault=none",
    "MailProg=/bin/true",
    "MinJobAge=600",
    "SchedulerParameters=sched_interval=1,sched_min_interval=0",
    "DependencyParameters=kill_invalid_depend",
    // What the node says it has is what jobs may ask for, whatever this machine has.
    "SlurmdParameters=config_overrides",
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} RealMemory=${NODE_MEMORY_MB} State=UNKNOWN`,
    "PartitionName=rehearsal Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
  ];
  await Deno.writeTextFile(path, settings.join("\n") + "\n");
  await Deno.writeTextFile(join(folder, "cgroup.conf"), `CgroupPlugin=${cgroupPlugin}\n`);
  return path;
}

/** A daemon that runs as a child. */
interface Daemon {
  readonly name: string;
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<unknown>;
  hasEnded: boolean;
}

function startDaemon(
  name: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Daemon {
  const child = new Deno.Command(program, {
    args: [...args],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const daemon: Daemon = {
    name,
    child,
    ended: child.status.then(() => {
      daemon.hasEnded = true;
    }),
    hasEnded: false,
  };
  return daemon;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function stopDaemon(daemon: Daemon): Promise<void> {
  if (daemon.hasEnded) return;
  daemon.child.kill("SIGTERM");
  const timer = setTimeout(() => daemon.child.kill("SIGKILL"), STOP_LIMIT_MS);
  await daemon.ended;
  clearTimeout(timer);
}

async function waitUntil(
  what: string,
  daemons: readonly Daemon[],
  isReady: () => Promise<boolean>,
): Promise<void> {
  const endMs = performance.now() + START_LIMIT_MS;
  while (!(await isReady())) {
    const ended = daemons.find(({ hasEnded }) => hasEnded);
    if (ended !== undefined) throw new EsdhError("IO", `${ended.name} ended before ${what}`);
    if (performance.now() > endMs) throw new EsdhError("IO", `waited in vain until ${what}`);
    await pause(POLL_MS);
  }
}

/** Reads how the tasks of a job ended from what Slurm says of them; undefined while one has not. */
export function readTaskEnds(text: string): TaskEnd[] | undefined {
  const tasks: TaskEnd[] = [];
  for (const record of text.split(/\n\s*\n/)) {
    const state = /\bJobState=(\S+)/.exec(record)?.[1];
    if (state === undefined) continue;
    if (/^(PENDING|RUNNING|COMPLETING|CONFIGURING|SUSPENDED)$/.test(state)) return undefined;
    const task = Number(/\bArrayTaskId=(\d+)\b/.exec(record)?.[1] ?? 0);
    const exitCode = Number(/\bExitCode=(\d+):/.exec(record)?.[1] ?? -1);
    tasks.push({ task, state, exitCode });
  }
  return tasks.sort((a, b) => a.task - b.task);
}

/**
 * Starts a cluster and waits until its node is idle.
 *
 * @param folder Folder of its settings, state and logs; must exist and be this user's alone to write.
 * @returns The cluster; `stop` must be called.
 * @throws {EsdhError} IO if a program is missing or the node does not come up.
 */
export async function startCluster(folder: string): Promise<Cluster> {
  const programs = findPrograms();
  await Deno.chmod(folder, 0o711);
  for (const name of ["state", "spool"]) await Deno.mkdir(join(folder, name));
  const daemons: Daemon[] = [];
  const stop = async () => {
    for (const daemon of daemons.toReversed()) await stopDaemon(daemon);
  };
  try {
    daemons.push(await startMunge(folder, programs.get("munged")!));
    // Slurm before 23.02 knows no "disabled"; later ones need it where the system has no control groups for them.
    const version = (await run(programs.get("slurmd")!, ["-V"])).trim();
    const isOld = Number(/ (\d+)\./.exec(version)?.[1] ?? 0) < 23;
    const settings = await writeSettings(folder, isOld ? "autodetect" : "disabled");
    const env = { SLURM_CONF: settings };
    for (const name of ["slurmctld", "slurmd"]) {
      const args = ["-D", "-f", settings, "-L", join(folder, `${name}.log`)];
      daemons.push(startDaemon(name, programs.get(name)!, args, env));
    }
    const call = (name: string, args: readonly string[]) => run(programs.get(name)!, args, env);
    await waitUntil("the node was idle", daemons, async () => {
      const state = await call("sinfo", ["-h", "-o", "%T"]).catch(() => "");
      return state.trim() === "idle";
    });
    return {
      version,
      env,
      waitFor: async (job, limitMs) => {
        const endMs = performance.now() + limitMs;
        while (performance.now() < endMs) {
          const ends = readTaskEnds(await call("scontrol", ["show", "job", job]));
          if (ends !== undefined && ends.length > 0) return ends;
          await pause(POLL_MS);
        }
        throw new EsdhError("IO", `job ${job} did not end in ${limitMs / 1000} s`);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startMunge(folder: string, program: string): Promise<Daemon> {
  const key = join(folder, "munge.key");
  await Deno.writeFile(key, crypto.getRandomValues(new Uint8Array(1024)), { mode: 0o600 });
  const socket = join(folder, "munge.socket");
  const daemon = startDaemon("munged", program, [
    "--foreground",
    "--force",
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--log-file=${join(folder, "munged.log")}`,
    `--pid-file=${join(folder, "munged.pid")}`,
    `--seed-file=${join(folder, "munged.seed")}`,
  ]);
  await waitUntil("munged listened", [daemon], () => Promise.resolve(exists(socket)));
  return daemon;
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the processor time of a command goes, function by function:
 *
 *     deno run -A scripts/bench/profile.ts [--top 25] generate --stdout --records 1000000 ...
 *
 * Runs the command from source with V8's sampling profiler, its output thrown away. Threads have no profile: let
 * the command make everything in one (`--workers 0`).
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { ROOT, runScript } from "../_house.ts";
import { printTable } from "./figures.ts";

/** A profile as V8 writes it: what is read of it. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Time in a function itself, what it calls apart. */
export interface FunctionTime {
  /** Name, and file with line. */
  readonly name: string;
  readonly place: string;
  readonly ms: number;
}

/**
 * Adds up the samples of a profile.
 *
 * @param profile The profile.
 * @param root Folder that is cut from places.
 * @returns Functions, the longest first.
 */
export function sumProfile(profile: CpuProfile, root: string): FunctionTime[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => {
    const { functionName, url, lineNumber } = callFrame;
    const place = url === ""
      ? ""
      : `${url.replace("file://", "").replace(root, "")}:${lineNumber + 1}`;
    return [id, { name: functionName === "" ? "(anonymous)" : functionName, place }];
  }));
  const times = new Map<string, FunctionTime & { ms: number }>();
  profile.samples.forEach((id, sample) => {
    const { name, place } = names.get(id)!;
    const key = `${name} ${place}`;
    const time = times.get(key) ?? { name, place, ms: 0 };
    time.ms += (profile.timeDeltas[sample] ?? 0) / 1000;
    times.set(key, time);
  });
  return [...times.values()].sort((a, b) => b.ms - a.ms);
}

async function profileCommand(args: readonly string[], top: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "esdh_profile_" });
  try {
    const flags = ["run", "-A", "-q", "--cpu-prof", `--cpu-prof-dir=${folder}`];
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: [...flags, join(ROOT, "main.ts"), ...args],
      stdout: "null",
      stderr: "inherit",
    }).output();
    if (!success) throw new EsdhError("IO", `esdh ${args.join(" ")} failed`);
    for (const { name } of Deno.readDirSync(folder)) {
      const profile: CpuProfile = JSON.parse(await Deno.readTextFile(join(folder, name)));
      const times = sumProfile(profile, ROOT);
      const totalMs = times.reduce((sum, { ms }) => sum + ms, 0);
      console.log(`\n${Math.round(totalMs)} ms sampled`);
      printTable([
        ["ms", "%", "function", "place"],
        ...times.slice(0, top).map(({ name, place, ms }) => [
          `${Math.round(ms)}`,
          (ms / totalMs * 100).toFixed(1),
          name,
          place,
        ]),
      ]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [flag, value, ...rest] = Deno.args;
  const isTop = flag === "--top" && /^[1-9]\d*$/.test(value ?? "");
  await runScript(() => profileCommand(isTop ? rest : Deno.args, isTop ? Number(value) : 25));
}

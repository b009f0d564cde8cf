/**
 * Runs the program as a user does: its own process, with the permissions that `deno.json` grants it.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const DECODER = new TextDecoder();

/** What a run left behind. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run differs from one in the test's own surroundings. */
export interface CliOptions {
  /** Working folder; default: the project's. */
  readonly cwd?: string;
  /** Variables beside those that Deno needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Permissions; default: the program's own set. */
  readonly permissions?: readonly string[];
}

/** A command that runs the program. */
export function cliCommand(
  args: readonly string[],
  options: CliOptions & Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr"> = {},
): Deno.Command {
  const { cwd = ROOT, env = {}, permissions = ["-P=esdh"], ...streams } = options;
  const inherited = Object.entries(Deno.env.toObject())
    .filter(([name]) => !/^(ESDH_|DEMO_|COLUMNS$|NO_COLOR$)/.test(name));
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      ...permissions,
      `--config=${ROOT}deno.json`,
      `${ROOT}main.ts`,
      ...args,
    ],
    cwd,
    clearEnv: true,
    env: { ...Object.fromEntries(inherited), ...env },
    ...streams,
  });
}

/** Runs the program to its end. */
export async function esdh(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { code, stdout, stderr } = await cliCommand(args, options).output();
  return { code, stdout: DECODER.decode(stdout), stderr: DECODER.decode(stderr) };
}

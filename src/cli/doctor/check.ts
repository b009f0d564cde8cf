/**
 * What a check of this machine is.
 *
 * @module
 */
import type { EsdhError } from "../../core/error.ts";
import type { Settings } from "../../profiles/mod.ts";
import type { CliContext } from "../command.ts";

/** How a check ended: `warn` is worth knowing, `fail` keeps a command from working. */
export type DoctorStatus = "pass" | "warn" | "fail";

/** What a check found. */
export interface DoctorFinding {
  readonly status: DoctorStatus;
  /** What was seen, in one line. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** What checks look at. */
export interface DoctorScope {
  readonly context: CliContext;
  /** The settings, or why there are none. */
  readonly settings: Settings | EsdhError;
  /** Port to try. */
  readonly port: number;
  /** Whether the port was asked for by name. */
  readonly isPortNamed: boolean;
  /** A server to try, if one was named. */
  readonly server: string | undefined;
  /** Whether the check `server` is made in this run: it then tells alone that the server can't be reached. */
  readonly isServerChecked: boolean;
}

/** A check of this machine. */
export interface DoctorCheck {
  /** Name in reports, one word. */
  readonly name: string;
  /** Looks. It leaves nothing behind; what it throws counts as a failure. */
  run(scope: DoctorScope): DoctorFinding | Promise<DoctorFinding>;
}

/**
 * A finding.
 *
 * @param status How it ended.
 * @param detail What was seen.
 * @param fix What to do about it; none where nothing is.
 * @returns The finding.
 */
export function finding(status: DoctorStatus, detail: string, fix?: string): DoctorFinding {
  return { status, detail, ...(fix === undefined ? {} : { fix }) };
}

/**
 * `esdh doctor`: whether this machine is ready, one line a check.
 *
 * @module
 */
import { widthOf } from "../ui/table.ts";
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { padText, wrapText } from "../core/text.ts";
import { DEFAULT_PORT } from "../profiles/profile.ts";
import {
  buildCommand,
  CA_FILE_FLAG,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
} from "./command.ts";
import { namesParser } from "./_names.ts";
import type { DoctorFinding, DoctorScope, DoctorStatus } from "./doctor/check.ts";
import { loadCommandSettings } from "./settings.ts";

interface DoctorFlags extends CommonFlags {
  readonly port?: number;
  readonly server?: string;
  readonly caFile?: string;
  readonly only?: readonly string[];
}

interface NamedFinding extends DoctorFinding {
  readonly name: string;
}

/** The command. */
export const command = buildCommand<DoctorFlags, [], CliContext>({
  docs: {
    brief: "Check that this machine is ready",
    fullDescription:
      "One line a check: PASS, WARN or FAIL, with the fix. Exit status 1 if one fails. " +
      "It opens no connection unless --server names one.",
  },
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: integerParser(1, 65_535),
        brief: "Port that must be free (default: setting api_port, which may be taken)",
        optional: true,
        placeholder: "PORT",
      },
      server: {
        kind: "parsed",
        parse: String,
        brief: "Server to try: says which certificate store vouches for it",
        optional: true,
        placeholder: "URL",
      },
      caFile: CA_FILE_FLAG,
      only: {
        kind: "parsed",
        parse: namesParser("--only", ["check", "checks"], listChecks),
        brief: "Checks to make, names between commas (default: all)",
        optional: true,
        placeholder: "LIST",
      },
      ...COMMON_FLAGS,
    },
  },
  async func(flags) {
    const { DOCTOR_CHECKS } = await import("./doctor/mod.ts");
    const scope = await openScope(this, flags);
    const findings: NamedFinding[] = [];
    for (const { name, run } of DOCTOR_CHECKS) {
      if (flags.only?.includes(name) === false) continue;
      this.signal.throwIfAborted();
      const found = { name, ...await runSafely(run, scope, flags.debug ?? false) };
      findings.push(found);
      if (!flags.json) this.out.write(formatFinding(this, found, flags.quiet ?? false));
    }
    const failed = findings.filter(({ status }) => status === "fail").length;
    if (flags.json) {
      const checks = findings.map(({ name, status, detail, fix }) => (
        { name, status, detail, fix: fix ?? null }
      ));
      this.out.write(`${stringifyJson({ ok: failed === 0, checks }, 2)}\n`);
    }
    if (failed > 0) this.setExitCode(1);
  },
});

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh doctor", brief: "before you begin" },
  { line: "esdh doctor --server https://esdh.example.com", brief: "who vouches for that server" },
  {
    line: "esdh doctor --only server --server http://127.0.0.1:5000",
    brief: "whether it serves, as a health check",
  },
];

async function listChecks(): Promise<string[]> {
  const { DOCTOR_CHECKS } = await import("./doctor/mod.ts");
  return DOCTOR_CHECKS.map(({ name }) => name);
}

async function openScope(context: CliContext, flags: DoctorFlags): Promise<DoctorScope> {
  const settings = await loadCommandSettings(context, flags, {
    apiPort: flags.port,
    caFile: flags.caFile,
  }).catch((error) => {
    if (error instanceof EsdhError) return error;
    throw error;
  });
  const isBroken = settings instanceof EsdhError;
  return {
    context,
    settings,
    port: flags.port ?? (isBroken ? DEFAULT_PORT : settings.apiPort),
    isPortNamed: flags.port !== undefined,
    server: flags.server,
    isServerChecked: flags.only?.includes("server") ?? true,
  };
}

async function runSafely(
  run: (scope: DoctorScope) => DoctorFinding | Promise<DoctorFinding>,
  scope: DoctorScope,
  isDebug: boolean,
): Promise<DoctorFinding> {
  try {
    return await run(scope);
  } catch (error) {
    if (scope.context.signal.aborted) throw error;
    if (isDebug && error instanceof Error) scope.context.err.write(`${error.stack}\n`);
    const detail = error instanceof Error ? error.message : String(error);
    return { status: "fail", detail, fix: "esdh doctor --debug shows where" };
  }
}

const WORDS: Record<DoctorStatus, string> = { pass: "PASS", warn: "WARN", fail: "FAIL" };
const NAME_WIDTH = 12;

function formatFinding(
  { out }: CliContext,
  { name, status, detail, fix }: NamedFinding,
  isQuiet: boolean,
): string {
  if (isQuiet && status === "pass") return "";
  const paint = paintFor(out);
  const tints = { pass: paint.green, warn: paint.yellow, fail: paint.red };
  const start = `${tints[status](WORDS[status])}  ${paint.bold(padText(name, NAME_WIDTH))}  `;
  const indent = " ".repeat(4 + 2 + NAME_WIDTH + 2);
  const room = widthOf(out) - indent.length;
  const lines = wrapText(detail, room).map((line, index) =>
    `${index === 0 ? start : indent}${line}`
  );
  if (fix !== undefined) {
    const fixLines = wrapText(`fix: ${fix}`, room);
    lines.push(...fixLines.map((line) => `${indent}${paint.cyan(line)}`));
  }
  return lines.map((line) => `${line}\n`).join("");
}

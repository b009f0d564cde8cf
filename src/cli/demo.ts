/**
 * `esdh demo`, `demo gate`, `demo stop` and `demo clean`: the guided demonstration.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { escapeControls } from "../core/show.ts";
import { paintFor } from "../core/paint.ts";
import { CANNED_PROFILE } from "../demo/canned_plan.ts";
import type { DemoOptions, DemoReport } from "../demo/scene.ts";
import type { Screen } from "../ui/screen.ts";
import type { StoppedRun } from "../demo/stop.ts";
import type { Settings } from "../profiles/mod.ts";
import {
  buildCommand,
  type CliContext,
  type CommandEntry,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
  parseFolder,
} from "./command.ts";
import { listProfileNames } from "./profiles.ts";
import { loadCommandSettings } from "./settings.ts";

interface PlaceFlags extends CommonFlags {
  readonly runsDir?: string;
}

interface GateFlags extends PlaceFlags {
  readonly profile?: string;
  readonly port?: number;
}

interface DemoFlags extends GateFlags {
  readonly interactive?: boolean;
  readonly skipSmoke?: boolean;
  readonly canned?: boolean;
  readonly keepServing?: boolean;
}

const choice = (brief: string) =>
  ({ kind: "boolean", brief, optional: true, withNegated: false }) as const;

const PLACE_FLAGS = {
  runsDir: {
    kind: "parsed",
    parse: parseFolder,
    brief: "Folder of runs (default: data/demo_runs, or one of yours where that can't be written)",
    optional: true,
    placeholder: "DIR",
  },
  ...COMMON_FLAGS,
} as const;

const GATE_FLAGS = {
  profile: {
    kind: "parsed",
    parse: String,
    brief: "Demo profile (default: DEMO_PROFILE, then the configuration)",
    optional: true,
    placeholder: "NAME",
    proposeCompletions: listProfileNames,
  },
  port: {
    kind: "parsed",
    parse: integerParser(0, 65_535),
    brief: "Port of the API, or the next free one; 0 takes any (default: the profile's)",
    optional: true,
    placeholder: "PORT",
  },
  ...PLACE_FLAGS,
} as const;

/** The command. */
export const command = buildCommand<DemoFlags, [], CliContext>({
  docs: {
    brief: "Run the guided demonstration",
    fullDescription:
      "Makes a snapshot, serves it on this machine, previews, validates and tries it, " +
      "and sums up what was made and proved. All in this process; no network is needed.",
  },
  parameters: {
    flags: {
      interactive: choice("Wait for Enter between two steps"),
      skipSmoke: choice("Leave the smoke checks out"),
      canned: choice("Show the samples built into the program: generate and serve nothing"),
      keepServing: choice("Leave the API running until Ctrl-C or `esdh demo stop`"),
      ...GATE_FLAGS,
    },
  },
  async func(flags) {
    if (flags.canned) refuseBesideCanned(flags);
    if (flags.interactive && !Deno.stdin.isTerminal()) {
      throw new EsdhError("USAGE", "--interactive needs a terminal: standard input is none", {
        hint: "leave --interactive out, or run it in a terminal",
      });
    }
    const options = flags.canned
      ? await makeCannedOptions(this, flags)
      : await makeOptions(this, flags);
    const { runDemo } = await import("../demo/demo.ts");
    const { failure } = await runDemo({
      ...options,
      isCanned: flags.canned,
      skipsSmoke: flags.skipSmoke,
      keepsServing: flags.keepServing,
      waitForNext: flags.interactive ? (signal) => waitForEnter(this, signal) : undefined,
      onReport: (report) => writeReport(this, flags, report),
    });
    endWith(this, flags, failure);
  },
});

const gate = buildCommand<GateFlags, [], CliContext>({
  docs: {
    brief: "Validate, run the smoke checks, then the whole flow without them",
    fullDescription: "Ends at the first stage that fails; the exit status is that of its error.",
  },
  parameters: { flags: GATE_FLAGS },
  async func(flags) {
    const options = await makeOptions(this, flags);
    const { runGate } = await import("../demo/gate.ts");
    const { makeGateDrawing } = await import("../demo/draw.ts");
    const { reportToJson } = await import("../demo/report_json.ts");
    const outcomes = await runGate(
      options,
      options.screen === undefined ? {} : makeGateDrawing(options.screen),
    );
    const failure = outcomes.at(-1)?.report.failure;
    if (flags.json) {
      const stages = outcomes.map(({ stage, report }) => ({
        stage: stage.name,
        ...reportToJson(report),
      }));
      writeJson(this, { ok: failure === undefined, stages });
    } else if (flags.quiet) this.out.write(failure === undefined ? "passed\n" : "failed\n");
    endWith(this, flags, failure);
  },
});

const stop = buildCommand<PlaceFlags, [], CliContext>({
  docs: {
    brief: "End a demonstration that was left with --keep-serving",
    fullDescription: "It must first prove that it is the one that wrote the state file; " +
      "a process that can't is left alone.",
  },
  parameters: { flags: PLACE_FLAGS },
  async func(flags) {
    const { busyError, stopDemos } = await import("../demo/stop.ts");
    const found = await stopDemos(await listRoots(this, flags));
    if (flags.json) {
      const runs = found.map(({ root, run, pid, apiUrl, outcome }) => (
        { runs_dir: root, run, pid, api_url: apiUrl ?? null, outcome }
      ));
      writeJson(this, { runs });
    }
    const busy = found.find(({ outcome }) => outcome === "busy");
    if (!flags.json && !flags.quiet) tellStopped(this, found);
    endWith(this, flags, busy === undefined ? undefined : busyError(busy));
  },
});

const clean = buildCommand<PlaceFlags, [], CliContext>({
  docs: {
    brief: "Remove all runs, latest_demo and what killed demonstrations left",
    fullDescription: "Looks into the one folder that a demonstration started here would use. " +
      "Refuses while a demonstration runs there, and never removes a file that is not of a run.",
  },
  parameters: { flags: PLACE_FLAGS },
  async func(flags) {
    const { cleanDemos } = await import("../demo/stop.ts");
    const root = await findRoot(this, flags);
    const { removed, kept } = await cleanDemos(root);
    if (flags.json) return writeJson(this, { removed, kept: kept.map((one) => ({ ...one })) });
    for (const { run, reason } of kept) {
      this.err.write(`${escapeControls(run)} stays: ${reason}\n`);
    }
    if (flags.quiet) return;
    for (const path of removed) this.out.write(`removed ${escapeControls(path)}\n`);
    if (removed.length === 0) this.out.write(`nothing to remove in ${escapeControls(root)}\n`);
  },
});

/** Commands under this one. */
export const subcommands: readonly CommandEntry[] = [
  {
    name: "gate",
    brief: "Validate, run the smoke checks, then the whole flow without them",
    load: () =>
      Promise.resolve({
        command: gate,
        examples: [{ line: "esdh demo gate --profile heavy", brief: "before you show it" }],
      }),
  },
  {
    name: "stop",
    brief: "End a demonstration that was left with --keep-serving",
    load: () =>
      Promise.resolve({
        command: stop,
        examples: [
          { line: "esdh demo stop", brief: "end all demonstrations that run in other terminals" },
          { line: "esdh demo stop --runs-dir runs", brief: "only those with runs in this folder" },
        ],
      }),
  },
  {
    name: "clean",
    brief: "Remove all runs, latest_demo and what killed demonstrations left",
    load: () =>
      Promise.resolve({
        command: clean,
        examples: [
          { line: "esdh demo clean", brief: "remove the runs of demonstrations started here" },
          { line: "esdh demo clean --runs-dir runs", brief: "remove the runs in this folder" },
        ],
      }),
  },
];

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh demo --profile baseline", brief: "the demonstration, start to end" },
  { line: "esdh demo --profile heavy --interactive", brief: "wait for Enter between two steps" },
  { line: "esdh demo --keep-serving", brief: "leave the API running afterwards" },
  { line: "esdh demo --canned", brief: "show the shipped samples only" },
];

async function makeOptions(context: CliContext, flags: GateFlags): Promise<DemoOptions> {
  const settings = await loadCommandSettings(context, flags, {
    profile: flags.profile,
    apiPort: flags.port,
    demoRunsDir: flags.runsDir,
  });
  return await addScreen(context, flags, settings);
}

/** The samples show one profile and need no port: such a wish must not be passed over in silence. */
function refuseBesideCanned(flags: DemoFlags): void {
  const { profile, port, keepServing } = flags;
  const refused = [
    ...(profile === undefined || profile === CANNED_PROFILE ? [] : [`--profile ${profile}`]),
    ...(port === undefined ? [] : ["--port"]),
    ...(keepServing ? ["--keep-serving"] : []),
  ];
  if (refused.length === 0) return;
  const [what, them] = [refused.join(", "), refused.length === 1 ? "it" : "them"];
  throw new EsdhError(
    "USAGE",
    `--canned shows the samples of ${CANNED_PROFILE} and serves nothing: ${what} can't be followed`,
    { hint: `leave --canned out, or ${them}` },
  );
}

/** It is what is shown when all else fails: of the configuration it takes the folder of runs, if it can. */
async function makeCannedOptions(context: CliContext, flags: DemoFlags): Promise<DemoOptions> {
  const { loadSettings } = await import("../profiles/mod.ts");
  const builtIn = await loadSettings({
    configPath: null,
    env: () => undefined,
    flags: { profile: CANNED_PROFILE },
  });
  const notices: string[] = [];
  let demoRunsDir = flags.runsDir ?? context.env("ESDH_DEMO_RUNS_DIR");
  try {
    ({ demoRunsDir } = await loadCommandSettings(context, flags, { demoRunsDir: flags.runsDir }));
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    notices.push(`the configuration is left out: ${error.message}`);
  }
  const profileOrigin = { kind: "flag", label: "--canned" } as const;
  const settings = { ...builtIn, profileOrigin, demoRunsDir };
  return { ...await addScreen(context, flags, settings), notices };
}

async function addScreen(
  context: CliContext,
  flags: CommonFlags,
  settings: Settings,
): Promise<DemoOptions> {
  const screen = flags.json || flags.quiet ? undefined : await openScreen(context);
  return { settings, env: context.env, signal: context.signal, screen };
}

async function openScreen({ out, env }: CliContext): Promise<Screen> {
  const { chooseGlyphs } = await import("../ui/screen.ts");
  const { isTerminal } = out;
  return {
    write: (line) => out.write(line),
    isTerminal,
    columns: out.columns,
    rows: isTerminal ? readRows() : undefined,
    ink: paintFor(out),
    glyphs: chooseGlyphs({ env, os: Deno.build.os, isTerminal }),
  };
}

function readRows(): number | undefined {
  try {
    const { rows } = Deno.consoleSize();
    return rows > 0 ? rows : undefined;
  } catch {
    return undefined;
  }
}

function tellStopped({ out }: CliContext, found: readonly StoppedRun[]): void {
  for (const { run, pid, apiUrl, outcome } of found) {
    const where = apiUrl === undefined ? "" : ` at ${apiUrl}`;
    if (outcome === "stopped") out.write(`stopped ${run}${where} (process ${pid})\n`);
    if (outcome === "gone") {
      out.write(`${run} had ended without a word (process ${pid}); its state file is removed\n`);
    }
  }
  if (found.length === 0) out.write("no demonstration runs\n");
}

/** Ends a command that told its failure already where it prints JSON. */
function endWith(context: CliContext, flags: CommonFlags, failure: EsdhError | undefined): void {
  if (failure === undefined) return;
  if (!flags.json) throw failure;
  context.setExitCode(failure.exitCode);
}

async function listRoots(context: CliContext, flags: PlaceFlags): Promise<string[]> {
  const settings = await loadCommandSettings(context, flags, { demoRunsDir: flags.runsDir });
  const { listRunsRoots } = await import("../demo/runs_root.ts");
  const requested = settings.demoRunsDir;
  return await listRunsRoots({ env: context.env, os: Deno.build.os, requested });
}

async function findRoot(context: CliContext, flags: PlaceFlags): Promise<string> {
  const settings = await loadCommandSettings(context, flags, { demoRunsDir: flags.runsDir });
  const { findRunsRoot } = await import("../demo/runs_root.ts");
  const requested = settings.demoRunsDir;
  return (await findRunsRoot({ env: context.env, os: Deno.build.os, requested })).path;
}

async function writeReport(context: CliContext, flags: DemoFlags, report: DemoReport) {
  if (flags.json) {
    const { reportToJson } = await import("../demo/report_json.ts");
    writeJson(context, reportToJson(report));
  } else if (flags.quiet && report.failure === undefined) {
    context.out.write(`${report.scene.folder?.path}\n`);
  }
}

function writeJson(context: CliContext, value: { readonly [name: string]: JsonValue }): void {
  context.out.write(`${stringifyJson(value, 2)}\n`);
}

/** Waits until a line is read, or the signal is aborted; the end of standard input ends all. */
async function waitForEnter(context: CliContext, signal: AbortSignal): Promise<void> {
  const paint = paintFor(context.err);
  context.err.write(`\n ${paint.dim("Enter goes on, Ctrl-C ends")} `);
  const aborted = Promise.withResolvers<void>();
  const abort = () => aborted.resolve();
  signal.addEventListener("abort", abort);
  try {
    const buffer = new Uint8Array(256);
    const line = Deno.stdin.read(buffer);
    const read = signal.aborted ? undefined : await Promise.race([line, aborted.promise]);
    // The next step is drawn over the question; what ends the demonstration goes on below it.
    const isAnswered = typeof read === "number" && context.err.isTerminal;
    context.err.write(isAnswered ? "\x1b[1A\x1b[2K\x1b[1A" : "\n");
    if (read === null) {
      throw new EsdhError("INTERRUPTED", "stopped by Ctrl-D", { hint: "start it again at will" });
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

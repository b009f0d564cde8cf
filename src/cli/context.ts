/**
 * What a command sees of the world: its streams, the environment, and the wish to end.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { CliContext } from "./command.ts";
import { openOutput } from "./output.ts";

/** A context with what only the frame may see. */
export interface OwnedContext extends CliContext {
  /** Exit status that the command set; 0 where it set none. */
  readonly exitCode: 0 | 1 | 2 | 3;
  /** Whether the reader of standard output is gone. */
  readonly isOutputClosed: boolean;
  /** Removes the signal listeners. */
  close(): void;
}

/**
 * Makes the context of a run and listens to Ctrl-C.
 *
 * The first Ctrl-C or SIGTERM aborts `signal`, with an INTERRUPTED error as its reason; the second ends
 * the program at once.
 *
 * @param options Whether `--no-color` was given.
 * @returns The context; close it when the command has ended.
 */
export function openContext(options: { readonly isColorless: boolean }): OwnedContext {
  const controller = new AbortController();
  const allowsColor = !options.isColorless && readEnv("NO_COLOR") === undefined &&
    readEnv("TERM") !== "dumb";
  let isOutputClosed = false;
  const fallbackColumns = parseColumns(readEnv("COLUMNS"));
  const out = openOutput(Deno.stdout, {
    allowsColor,
    fallbackColumns,
    onClosed: () => {
      isOutputClosed = true;
      controller.abort(new EsdhError("INTERRUPTED", "standard output was closed"));
    },
  });
  const err = openOutput(Deno.stderr, { allowsColor, fallbackColumns });
  const removeListeners = listenToSignals((name) => {
    if (controller.signal.aborted) {
      err.write("\nerror: stopped at once by a second signal\n");
      Deno.exit(3);
    }
    controller.abort(
      new EsdhError("INTERRUPTED", `stopped by ${SIGNAL_WORDS[name] ?? name}`, {
        hint: "run the same command again to start over",
      }),
    );
  });
  let exitCode: 0 | 1 | 2 | 3 = 0;
  return {
    out,
    err,
    env: readEnv,
    signal: controller.signal,
    setExitCode: (code) => void (exitCode = code),
    get exitCode() {
      return exitCode;
    },
    get isOutputClosed() {
      return isOutputClosed;
    },
    // The parser's own messages are dropped: the frame renders what it finds.
    process: { stdout: out, stderr: { write: () => {} } },
    close: removeListeners,
  };
}

const SIGNAL_WORDS: Partial<Record<Deno.Signal, string>> = {
  SIGINT: "Ctrl-C",
  SIGBREAK: "Ctrl-Break",
};

function listenToSignals(onSignal: (name: Deno.Signal) => void): () => void {
  const names: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM"];
  const listeners = names.map((name) => [name, () => onSignal(name)] as const);
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
  };
}

/**
 * Reads an environment variable without ever prompting.
 *
 * @param name Its name.
 * @returns Its value, or undefined where it is unset, empty or may not be read.
 */
export function readEnv(name: string): string | undefined {
  try {
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    return state === "granted" ? Deno.env.get(name) || undefined : undefined;
  } catch {
    return undefined;
  }
}

function parseColumns(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}

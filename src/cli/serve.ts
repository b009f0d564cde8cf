/**
 * `esdh serve`: the HTTP server, until a signal ends it.
 *
 * @module
 */
import { stringifyJson } from "../core/json.ts";
import { DEFAULT_PORT } from "../profiles/profile.ts";
import type { RunningServer } from "../server/listen.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
} from "./command.ts";
import { loadCommandSettings } from "./settings.ts";
import { readToken } from "./token.ts";

interface ServeFlags extends CommonFlags {
  readonly host?: string;
  readonly port?: number;
  readonly authTokenEnv?: string;
  readonly maxRecords?: number;
  readonly log?: boolean;
}

/** The command. */
export const command = buildCommand<ServeFlags, [], CliContext>({
  docs: {
    brief: "Serve synthetic data over HTTP",
    fullDescription:
      "Answers GET /healthz, POST /generate/NAME for each entity and POST /generate/bundle for all, " +
      "until Ctrl-C or SIGTERM; requests in flight are finished then. Only this machine is served unless --auth-token-env " +
      "names a variable that holds a token.",
  },
  parameters: {
    flags: {
      host: {
        kind: "parsed",
        parse: String,
        brief: "Name or address to listen on; beyond this machine needs --auth-token-env " +
          "(default: 127.0.0.1)",
        optional: true,
        placeholder: "HOST",
      },
      port: {
        kind: "parsed",
        parse: integerParser(0, 65_535),
        brief:
          "Port, 0 for any free one; must be free (default: setting api_port, or the next free one)",
        optional: true,
        placeholder: "PORT",
      },
      authTokenEnv: {
        kind: "parsed",
        parse: String,
        brief: "Name of the variable that holds the token which requests must carry",
        optional: true,
        placeholder: "NAME",
      },
      maxRecords: {
        kind: "parsed",
        parse: integerParser(1, Number.MAX_SAFE_INTEGER),
        brief: "Greatest number of records of one request (default: 100000)",
        optional: true,
        placeholder: "N",
      },
      log: {
        kind: "boolean",
        brief: "Print a line of JSON for each request on standard error",
        optional: true,
        withNegated: false,
      },
      ...COMMON_FLAGS,
    },
  },
  func(flags) {
    return serve(this, flags);
  },
});

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh serve", brief: `Serve this machine on port ${DEFAULT_PORT}, or the next free one` },
  { line: "esdh serve --port 8080 --log", brief: "Take port 8080 or fail; log requests" },
  {
    line: "esdh serve --host 0.0.0.0 --auth-token-env ESDH_TOKEN",
    brief: "Serve other machines, with the token that ESDH_TOKEN holds",
  },
];

async function serve(context: CliContext, flags: ServeFlags): Promise<void> {
  const token = readToken(context, flags.authTokenEnv, {
    code: "REFUSED",
    wanted: "a secret of 16 characters or more",
  });
  const [settings, { startServer }] = await Promise.all([
    loadCommandSettings(context, flags, { apiPort: flags.port }),
    import("../server/listen.ts"),
  ]);
  const say = (message: string) => {
    const line = flags.log ? stringifyJson({ time: now(), message }) : message;
    if (flags.log || !flags.quiet) context.err.write(`${line}\n`);
  };
  const origin = settings.apiPortOrigin;
  const server = startServer({
    host: flags.host,
    port: settings.apiPort,
    isPortFixed: origin.kind === "flag" || origin.kind === "environment",
    token,
    maxRecords: flags.maxRecords,
    onRequest: flags.log
      ? (entry) => context.err.write(`${stringifyJson({ ...entry })}\n`)
      : undefined,
    onDefect: (error, requestId) => {
      const text = error instanceof Error ? (flags.debug && error.stack) || error.message : error;
      const message = `request ${requestId} failed: ${text}`;
      context.err.write(`${flags.log ? stringifyJson({ time: now(), message }) : message}\n`);
    },
  });
  if (settings.apiPort !== 0 && server.port !== settings.apiPort) {
    say(`port ${settings.apiPort} (${origin.label}) is taken: serving on port ${server.port}`);
  }
  context.out.write(announce(server, flags, token !== undefined));
  await untilAborted(context.signal);
  say("stopping: no new requests, those in flight are finished");
  const { isForced } = await server.shutdown();
  say(isForced ? "stopped; requests that took too long were cut off" : "stopped");
}

function announce(server: RunningServer, flags: ServeFlags, hasToken: boolean): string {
  const { url, host, port } = server;
  if (flags.json) {
    return `${stringifyJson({ url, host, port, token_required: hasToken, pid: Deno.pid }, 2)}\n`;
  }
  if (flags.quiet) return `${url}\n`;
  const guard = hasToken ? "token required" : "this machine only";
  const header = hasToken ? '-H "Authorization: Bearer TOKEN" ' : "";
  const place = isAnyAddress(host) ? `port ${port} of all addresses` : url;
  return `esdh serves on ${place} (${guard}); Ctrl-C ends it\n` +
    `  try: curl -X POST ${header}${url}/generate/person\n`;
}

/** Whether a server listens on all addresses of the machine; its URL names one of them. */
function isAnyAddress(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}

function now(): string {
  return new Date().toISOString();
}

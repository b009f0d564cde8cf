/**
 * What the tests of the server share: a server for the length of a test, and requests over its socket.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { type JsonValue, parseJson } from "../../src/core/json.ts";
import { type RunningServer, type ServerOptions, startServer } from "../../src/server/listen.ts";

/** An answer, read to its end. */
export interface ReadAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined where it is empty. */
  readonly json: JsonValue | undefined;
}

/** Runs a server on a free port while `use` runs. */
export async function withServer(
  options: ServerOptions,
  use: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const server = startServer({ port: 0, ...options });
  try {
    await use(server);
  } finally {
    await server.shutdown(1000);
  }
}

/** Sends a request and reads the answer to its end. */
export async function ask(
  server: RunningServer,
  method: string,
  path: string,
  options: { readonly headers?: Record<string, string>; readonly body?: BodyInit } = {},
): Promise<ReadAnswer> {
  const response = await fetch(`${server.url}${path}`, { method, ...options });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  const json = isJson && text !== "" ? parseJson(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

/** Sends a JSON body. */
export function post(server: RunningServer, path: string, body: string): Promise<ReadAnswer> {
  return ask(server, "POST", path, { headers: { "content-type": "application/json" }, body });
}

/** A member of an object. */
export function memberOf(value: JsonValue | undefined, ...names: string[]): JsonValue | undefined {
  return names.reduce<JsonValue | undefined>(
    (inner, name) => (inner as { readonly [name: string]: JsonValue } | undefined)?.[name],
    value,
  );
}

/** Asserts that an answer is an error of the one shape. */
export function assertError(answer: ReadAnswer, status: number, code: string): void {
  assertEquals([answer.status, memberOf(answer.json, "error", "code")], [status, code]);
  assertEquals(answer.headers.get("content-type"), "application/json");
  assertEquals(
    memberOf(answer.json, "error", "request_id"),
    answer.headers.get("x-request-id") ?? "",
  );
  assertMatch(String(memberOf(answer.json, "error", "message")), /^.{10,}$/);
  assertEquals(/\.ts:\d|node_modules|^\s+at /m.test(answer.text), false, "no stack, no path");
}

/** Sends bytes on a connection of their own and reads until the server closes it or `isEnough`. */
export async function askRaw(
  server: RunningServer,
  request: string | Uint8Array,
  isEnough: (text: string) => boolean = () => false,
): Promise<string> {
  const connection = await Deno.connect({ hostname: server.host, port: server.port });
  try {
    const bytes = typeof request === "string" ? new TextEncoder().encode(request) : request;
    for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    let text = "";
    while (!isEnough(text)) {
      const length = await connection.read(buffer);
      if (length === null) break;
      text += decoder.decode(buffer.subarray(0, length), { stream: true });
    }
    return text;
  } finally {
    connection.close();
  }
}

/**
 * Reads the JSON body of a request: its size, type, encoding and form are checked in this order, and
 * what is wrong is said without repeating what was sent.
 *
 * @module
 */
import type { ZodType } from "zod";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { type JsonValue, parseJson } from "../core/json.ts";
import type { Ongoing } from "./ongoing.ts";

/** Levels of arrays and objects a body may have. */
export const MAX_DEPTH = 32;

/** Digits a number of a body may have. */
export const MAX_DIGITS = 4000;

/** Milliseconds a client has to send its body where nothing else is said. */
export const BODY_TIMEOUT_MS = 10_000;

/** What bounds the reading of a body. */
export interface BodyLimits {
  /** Greatest size in bytes. */
  readonly maxBodyBytes: number;
  /** Milliseconds until the whole body must be there. */
  readonly timeoutMs: number;
  /** Where the reading is entered while it waits for the client. */
  readonly ongoing: Ongoing;
}

/**
 * Reads a request's body and checks it against a schema.
 *
 * @param request The request; its body is consumed.
 * @param schema Form of the value, an object whose members say by their descriptions what they must be.
 * @param limits What bounds the reading.
 * @returns The value; that of `{}` where the body is empty.
 * @throws {EsdhError} PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE or INVALID_REQUEST if the body is too
 *   long, is not declared as JSON, or is not what the schema wants; INTERRUPTED if it did not come in time.
 */
export async function readJsonBody<T>(
  request: Request,
  schema: ZodType<T>,
  limits: BodyLimits,
): Promise<T> {
  const bytes = await readBytes(request, limits);
  if (bytes.length === 0) return checkValue({}, schema);
  checkType(request.headers);
  return checkValue(parseBody(bytes), schema);
}

function readBytes(
  request: Request,
  { maxBodyBytes: maxBytes, timeoutMs, ongoing }: BodyLimits,
): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared === "0") return Promise.resolve(new Uint8Array());
  if (declared !== null && Number(declared) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  // Asking for `request.body` makes a stream, which costs more than all the rest: only where needed.
  const reading = declared === null
    ? readStream(request.body, maxBytes)
    : request.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      reject(incomplete(`${timeoutMs} ms passed`));
    }, timeoutMs);
    const forget = ongoing.add(() => {
      clearTimeout(timer);
      reject(incomplete("the server ended"));
    });
    const fail = (cause: unknown) =>
      reject(cause instanceof EsdhError ? cause : incomplete("the connection ended", cause));
    reading.then(resolve, fail).finally(() => {
      clearTimeout(timer);
      forget();
    });
  });
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

function incomplete(what: string, cause?: unknown): EsdhError {
  return new EsdhError("INTERRUPTED", `${what} before the request body was complete`, { cause });
}

function tooLarge(maxBytes: number): EsdhError {
  return new EsdhError(
    "PAYLOAD_TOO_LARGE",
    `the request body is larger than ${maxBytes} bytes`,
  );
}

const hint = "send the header content-type: application/json, the body as plain UTF-8";

function checkType(headers: Headers): void {
  const refuse = (what: string) => {
    throw new EsdhError("UNSUPPORTED_MEDIA_TYPE", `the request body ${what}`, { hint });
  };
  const type = headers.get("content-type");
  if (type === null) return refuse("has no content-type; wanted application/json");
  const [media = "", ...parameters] = type.toLowerCase().split(";").map((part) => part.trim());
  if (media !== "application/json" && !/^application\/[\w.-]+\+json$/.test(media)) {
    refuse("is not declared as JSON; wanted application/json");
  }
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !/^"?(utf-?8|us-ascii)"?$/.test(charset)) {
    refuse("is declared in another charset than UTF-8");
  }
  if ((headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity") {
    refuse("is compressed");
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseBody(bytes: Uint8Array): JsonValue {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new EsdhError("INVALID_REQUEST", "the request body is not UTF-8", { cause });
  }
  try {
    // Known to be JSON, the text can be searched in linear time: each of its strings ends.
    JSON.parse(text);
  } catch (cause) {
    throw new EsdhError("INVALID_REQUEST", "the request body is not JSON", {
      hint: 'for example {"records": 5, "seed": 42}',
      cause,
    });
  }
  const problem = findJsonProblem(text);
  if (problem !== undefined) throw new EsdhError("INVALID_REQUEST", problem);
  return parseJson(text);
}

/**
 * Finds what a JSON parser accepts in silence, and what takes too long or too deep a stack to read on.
 *
 * @param text Valid JSON.
 * @returns What is wrong, or undefined.
 */
function findJsonProblem(text: string): string | undefined {
  const names = new Set<string>();
  let depth = 0;
  for (const match of text.matchAll(TOKENS)) {
    const token = match[0];
    switch (token[0]) {
      case "{":
      case "[":
        depth++;
        if (depth > MAX_DEPTH) {
          return `the request body is nested deeper than ${MAX_DEPTH} levels`;
        }
        break;
      case "}":
      case "]":
        depth--;
        break;
      case '"': {
        if (match[1] === undefined || depth !== 1) break;
        const name: string = JSON.parse(match[1]);
        if (names.has(name)) return `the request body has a member twice; each may stand once`;
        names.add(name);
        break;
      }
      default:
        if (token.length > MAX_DIGITS) {
          return `a number in the request body has more than ${MAX_DIGITS} digits`;
        }
    }
  }
  return undefined;
}

/** Texts (with the name alone where a colon follows), brackets, runs of digits. */
const TOKENS = /("[^"\\]*(?:\\[^][^"\\]*)*")\s*:|"[^"\\]*(?:\\[^][^"\\]*)*"|[[\]{}]|[0-9]+/g;

function checkValue<T>(value: JsonValue, schema: ZodType<T>): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new EsdhError(
      "INVALID_REQUEST",
      `the request body must be a JSON object, is ${describe(value)}`,
      { hint: 'for example {"records": 5, "seed": 42}' },
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const members = value as { readonly [name: string]: JsonValue | undefined };
  const shape = (schema as { shape?: Record<string, ZodType> }).shape ?? {};
  const wrong = new Set(result.error.issues.map((issue) => String(issue.path[0])));
  const issues = [...wrong].map((name): Issue => {
    const expected = shape[name]?.description ?? "as documented";
    const actual = describe(members[name], expected);
    const message = `"${name}" must be ${expected}, is ${actual}`;
    return { code: "invalid-member", severity: "error", message, field: name, actual, expected };
  });
  throw new EsdhError("INVALID_REQUEST", issues.map((issue) => issue.message).join("; "), {
    issues,
  });
}

/** A value by its kind; only numbers and words of JSON are said, as nobody's secrets hide in them. */
function describe(value: JsonValue | undefined, expected = ""): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      if (value === "") return "empty text";
      if (expected.includes("text")) return "text of another form";
      return /^[+-]?\d+$/.test(value) ? "text: leave out the quotes" : "text";
    case "object":
      return value === null ? "null" : "an object";
    case "bigint":
      return `a number of ${`${value}`.replace("-", "").length} digits`;
    default:
      return `${value}`;
  }
}

/**
 * The one way this program fails for a reason outside its code: a user, a file or the environment.
 * A code decides the exit status of the CLI and the HTTP status of the server; both only render.
 *
 * @module
 */
import type { Issue } from "./issue.ts";

/** What a code of the catalogue leads to. */
export interface ErrorKind {
  /** Exit status of the CLI: 1 findings, 2 usage, configuration or policy, 3 I/O or internal. */
  readonly exitCode: 1 | 2 | 3;
  /** HTTP status of the server. */
  readonly httpStatus: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 503;
  /** One sentence for the documentation. */
  readonly meaning: string;
}

/** The catalogue: every code this program can fail with, printed by `docs/errors.md`. */
export const ERROR_KINDS = {
  USAGE: { exitCode: 2, httpStatus: 400, meaning: "A command, option or argument is wrong." },
  INVALID_REQUEST: { exitCode: 2, httpStatus: 400, meaning: "A request body or value is wrong." },
  INVALID_CONFIG: { exitCode: 2, httpStatus: 500, meaning: "A configuration value is wrong." },
  UNKNOWN_NAME: {
    exitCode: 2,
    httpStatus: 404,
    meaning: "No dataset, entity, format or profile of that name exists.",
  },
  INVALID_PLAN: { exitCode: 2, httpStatus: 400, meaning: "A plan file can't be read as a plan." },
  REFUSED: {
    exitCode: 2,
    httpStatus: 403,
    meaning: "A safety rule forbids it; the hint says what would allow it.",
  },
  UNAUTHORIZED: { exitCode: 2, httpStatus: 401, meaning: "A token is missing or wrong." },
  NOT_A_SNAPSHOT: {
    exitCode: 2,
    httpStatus: 409,
    meaning: "A folder holds files that are not a snapshot's.",
  },
  BUSY: { exitCode: 3, httpStatus: 503, meaning: "Another run holds the folder or the port." },
  NOT_FOUND: { exitCode: 3, httpStatus: 404, meaning: "A file, folder or page does not exist." },
  METHOD_NOT_ALLOWED: { exitCode: 2, httpStatus: 405, meaning: "The page knows other methods." },
  PAYLOAD_TOO_LARGE: { exitCode: 2, httpStatus: 413, meaning: "A request body is over its limit." },
  UNSUPPORTED_MEDIA_TYPE: {
    exitCode: 2,
    httpStatus: 415,
    meaning: "A request body is not JSON.",
  },
  FINDINGS: { exitCode: 1, httpStatus: 422, meaning: "A check found issues in data." },
  IO: { exitCode: 3, httpStatus: 500, meaning: "A file, folder or device failed." },
  NETWORK: { exitCode: 3, httpStatus: 503, meaning: "A peer could not be reached or trusted." },
  INTERRUPTED: {
    exitCode: 3,
    httpStatus: 503,
    meaning: "A signal or a closed pipe ended the run.",
  },
  INTERNAL: { exitCode: 3, httpStatus: 500, meaning: "A defect of this program." },
} as const satisfies Record<string, ErrorKind>;

/** A code of {@link ERROR_KINDS}. */
export type ErrorCode = keyof typeof ERROR_KINDS;

/** What an {@link EsdhError} carries beside its code and message. */
export interface EsdhErrorOptions {
  /** The next step for the person who reads it. */
  readonly hint?: string;
  /** The file or folder it is about. */
  readonly path?: string;
  /** Line in {@link EsdhErrorOptions.path}, from 1. */
  readonly line?: number;
  /** All problems found, where there is more than one. */
  readonly issues?: readonly Issue[];
  /** The library's or system's own error. */
  readonly cause?: unknown;
}

/**
 * A failure that a person can act on.
 *
 * @example
 * ```ts
 * import { EsdhError } from "./error.ts";
 * const error = new EsdhError("USAGE", 'unknown option "--sed"', { hint: "did you mean --seed?" });
 * if (error.exitCode !== 2) throw new TypeError("usage errors exit with 2");
 * ```
 */
export class EsdhError extends Error {
  /** The code of the catalogue. */
  readonly code: ErrorCode;
  /** The next step for the person who reads it. */
  readonly hint: string | undefined;
  /** The file or folder it is about. */
  readonly path: string | undefined;
  /** Line in `path`, from 1. */
  readonly line: number | undefined;
  /** All problems found. */
  readonly issues: readonly Issue[];

  /**
   * @param code A code of {@link ERROR_KINDS}.
   * @param message What was tried, on what, the value given and the value wanted.
   * @param options Hint, place, issues and cause.
   */
  constructor(code: ErrorCode, message: string, options: EsdhErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "EsdhError";
    this.code = code;
    this.hint = options.hint;
    this.path = options.path;
    this.line = options.line;
    this.issues = options.issues ?? [];
  }

  /** Exit status of the CLI for this error. */
  get exitCode(): 1 | 2 | 3 {
    return ERROR_KINDS[this.code].exitCode;
  }

  /** HTTP status of the server for this error. */
  get httpStatus(): number {
    return ERROR_KINDS[this.code].httpStatus;
  }
}

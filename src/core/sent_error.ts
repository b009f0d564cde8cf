/**
 * Errors on their way from one thread to another: what a person is told goes with them.
 *
 * @module
 */
import { type ErrorCode, EsdhError } from "./error.ts";
import { toEsdhError } from "./system_error.ts";

/** What a thread sends of an error. */
export interface SentError {
  /** Its code. */
  readonly code: ErrorCode;
  /** What was thrown, in its own words where it is no failure of the catalogue. */
  readonly message: string;
  /** The next step. */
  readonly hint?: string | undefined;
  /** The file or folder it is about. */
  readonly path?: string | undefined;
  /** Where it was thrown. */
  readonly stack: string;
}

/**
 * Packs what a thread failed with.
 *
 * @param thrown Anything.
 * @returns What can be sent.
 */
export function packError(thrown: unknown): SentError {
  const { code, message, hint, path } = toEsdhError(thrown);
  const own = thrown instanceof Error ? thrown : new EsdhError("INTERNAL", `${thrown}`);
  const stack = own.stack ?? "";
  return code === "INTERNAL"
    ? { code, message: own.message, stack }
    : { code, message, hint, path, stack };
}

/**
 * Makes an error to throw of what a thread sent.
 *
 * @param sent What it sent.
 * @returns The same error; where it is a defect, one that says that a thread failed with it.
 *
 * @example
 * ```ts
 * import { EsdhError } from "./error.ts";
 * import { packError, unpackError } from "./sent_error.ts";
 * const sent = packError(new EsdhError("IO", "can't write", { path: "a.csv" }));
 * if (unpackError(structuredClone(sent)).path !== "a.csv") throw new RangeError();
 * ```
 */
export function unpackError({ code, message, hint, path, stack }: SentError): EsdhError {
  if (code === "INTERNAL") {
    return new EsdhError(code, `a worker thread failed: ${message}`, {
      hint: "--workers 0 does without threads",
      cause: stack,
    });
  }
  return new EsdhError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(path === undefined ? {} : { path }),
    cause: stack,
  });
}

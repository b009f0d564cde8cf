/**
 * What the runtime and the system throw, in this program's words. Known by name, so that this room needs
 * no runtime.
 *
 * @module
 */
import { EsdhError } from "./error.ts";

/** Why a file system refuses, by the runtime's name of the error. */
const REFUSALS: Readonly<Record<string, string>> = {
  AlreadyExists: "it is a file",
  IsADirectory: "it is a folder",
  NotADirectory: "a part of the path is a file",
  NotCapable: "this program is not allowed there",
  NotFound: "a part of the path does not exist",
  PermissionDenied: "permission denied",
};

/** Names of errors that the system is the reason of, beside {@link REFUSALS}. */
const SYSTEM_NAMES = [
  "AddrInUse",
  "AddrNotAvailable",
  "BrokenPipe",
  "Busy",
  "ConnectionAborted",
  "ConnectionRefused",
  "ConnectionReset",
  "FilesystemLoop",
  "NetworkUnreachable",
  "TimedOut",
  "UnexpectedEof",
  "WriteZero",
];

/**
 * Says in a few words why the file system refused something.
 *
 * @param error What it threw.
 * @returns A phrase without a full stop.
 *
 * @example
 * ```ts
 * import { describeFileError } from "./system_error.ts";
 * const text = describeFileError(new Deno.errors.PermissionDenied("no (os error 13)"));
 * if (text !== "permission denied") throw new RangeError(text);
 * ```
 */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (/os error 30\b/.test(error.message)) return "read-only file system";
  if (isOutOfSpace(error)) return "no space is left";
  return Object.hasOwn(REFUSALS, error.name) ? REFUSALS[error.name]! : error.message;
}

/**
 * Whether the system had no room for what was written: a full disk or a quota.
 *
 * @param error What it threw.
 * @returns Whether freeing space helps.
 */
export function isOutOfSpace(error: unknown): boolean {
  return error instanceof Error &&
    /os error (28|112|122)\b|database or disk is full/.test(error.message);
}

/**
 * Turns whatever was thrown into an error of the catalogue.
 *
 * @param thrown Anything.
 * @param doing What failed, for the message; default: nothing is said of it.
 * @returns The same error where it is one already; IO where the system refused; INTERNAL otherwise.
 *
 * @example
 * ```ts
 * import { toEsdhError } from "./system_error.ts";
 * if (toEsdhError(new TypeError("x")).code !== "INTERNAL") throw new RangeError();
 * ```
 */
export function toEsdhError(thrown: unknown, doing?: string): EsdhError {
  if (thrown instanceof EsdhError) return thrown;
  const text = thrown instanceof Error ? tellThrown(thrown) : String(thrown);
  const start = doing === undefined ? "" : `${doing} failed: `;
  if (thrown instanceof Error && isSystemError(thrown)) {
    return new EsdhError("IO", `${start}the system refused: ${text}`, {
      hint: isOutOfSpace(thrown)
        ? "free space on that disk"
        : "--debug shows where; `esdh doctor` checks folders and ports",
      cause: thrown,
    });
  }
  return new EsdhError("INTERNAL", `${start}unexpected ${text}`, {
    hint: "this is a defect of esdh: report it with the command, the output of `esdh version`, " +
      "and what --debug prints",
    cause: thrown,
  });
}

/** The runtime's words on a refusal end with its own switches, which this program's user does not have. */
function tellThrown({ name, message }: Error): string {
  return `${name}: ${message.replace(/,? ?(?:run again with|specify the) .*--allow-.*$/s, "")}`;
}

/** A full disk and its like have no name of their own; the runtime ends their message with a number. */
function isSystemError({ name, message }: Error): boolean {
  return Object.hasOwn(REFUSALS, name) || SYSTEM_NAMES.includes(name) ||
    /\(os error \d+\)/.test(message);
}

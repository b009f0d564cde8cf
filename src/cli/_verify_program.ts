/**
 * `esdh version --verify`: whether the running file is the one that was released.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { showText } from "../core/show.ts";
import { describeFileError } from "../core/system_error.ts";
import { TOOL_NAME } from "../core/version.ts";
import { parsePublicKey, type PublicKey } from "../trust/minisign.ts";
import { RELEASE_KEYS } from "../trust/release_keys.ts";
import { type FileVerification, verifyFile } from "../trust/verify_file.ts";
import type { CliContext, CommonFlags } from "./command.ts";

/** Name of a release's list of digests. */
const SUMS_NAME = "SHA256SUMS";

/** What a machine is called, as far as it says which executable it takes. */
export interface MachineNames {
  readonly os: string;
  readonly arch: string;
}

/**
 * Names the executable that a machine takes, as it is released.
 *
 * @param machine System and processor, as `Deno.build` names them.
 * @returns For example `esdh-linux-x64`.
 */
export function releasedName({ os, arch }: MachineNames): string {
  const system = os === "darwin" ? "macos" : os;
  const processor = arch === "x86_64" ? "x64" : arch === "aarch64" ? "arm64" : arch;
  return `${TOOL_NAME}-${system}-${processor}${os === "windows" ? ".exe" : ""}`;
}

/** What is asked for. */
export interface VerifyFlags extends Pick<CommonFlags, "json" | "quiet"> {
  /** Public key, or the file that holds it. */
  readonly key?: string;
}

/**
 * Compares the running executable with a signed list of digests, prints what came of it, and sets the exit status.
 *
 * @param context The command's.
 * @param flags What is asked for.
 * @param sumsPath The list; default: `SHA256SUMS` beside the executable.
 * @param executable Its path; undefined where the program runs from source.
 * @throws {EsdhError} USAGE if there is no executable or no key, NOT_FOUND or IO if a file can't be read, FINDINGS if the
 * executable is not shown to be a released one (with `json` that is in the document).
 */
export async function verifyProgram(
  context: CliContext,
  flags: VerifyFlags,
  sumsPath: string | undefined,
  executable: string | undefined,
): Promise<void> {
  if (executable === undefined) {
    throw new EsdhError(
      "USAGE",
      "the program runs from source: there is no released file to compare",
      {
        hint: "--verify is for the executable of a release",
      },
    );
  }
  const verification = await verifyFile({
    filePath: executable,
    sumsPath: sumsPath ?? join(dirname(executable), SUMS_NAME),
    keys: await readKeys(flags.key),
    names: [releasedName(Deno.build)],
  });
  if (flags.json) {
    context.out.write(`${stringifyJson({ verification: toJson(verification) }, 2)}\n`);
    if (verification.problem !== undefined) context.setExitCode(1);
    return;
  }
  const { problem, message, hint } = verification;
  if (problem !== undefined) {
    throw new EsdhError("FINDINGS", message, hint === undefined ? {} : { hint });
  }
  if (!flags.quiet) context.out.write(showVerification(context, verification));
}

function toJson(found: FileVerification) {
  return {
    verified: found.problem === undefined,
    problem: found.problem ?? null,
    message: found.message,
    hint: found.hint ?? null,
    file: found.filePath,
    sha256: found.sha256 ?? null,
    entry: found.entry ?? null,
    list: found.sumsPath,
    keyId: found.keyId ?? null,
    trustedComment: found.trustedComment ?? null,
  };
}

function showVerification(context: CliContext, found: FileVerification): string {
  const paint = paintFor(context.out);
  const rows = [
    ["sha256", found.sha256!],
    ["list", found.sumsPath],
    ["signed", `by key ${found.keyId}: ${showText(found.trustedComment!)}`],
  ];
  const lines = rows.map(([label, value]) => `  ${paint.dim(label!.padEnd(7))}  ${value}\n`);
  return `${paint.green("PASS")}  ${found.message}\n${lines.join("")}`;
}

async function readKeys(given: string | undefined): Promise<PublicKey[]> {
  if (given === undefined) {
    const keys = RELEASE_KEYS.flatMap((text) => parsePublicKey(text) ?? []);
    if (keys.length > 0) return keys;
    throw new EsdhError(
      "USAGE",
      "this program was built without a release's key: give one with --key",
      {
        hint: "the public key of minisign that the project publishes, or the file that holds it",
      },
    );
  }
  const inline = parsePublicKey(given);
  if (inline !== undefined) return [inline];
  const key = parsePublicKey(await readKeyFile(given));
  if (key !== undefined) return [key];
  throw new EsdhError("USAGE", `--key: ${given} holds no public key of minisign`, {
    hint: "it is two lines: a comment, and 56 characters that begin with RW",
    path: given,
  });
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound;
    const shown = showText(path);
    if (isAbsent && /^RW[\w+/=]*$/.test(path)) {
      throw new EsdhError("USAGE", `--key: "${shown}" is no whole public key of minisign`, {
        hint: "it has 56 characters that begin with RW",
        cause: error,
      });
    }
    throw new EsdhError(
      isAbsent ? "NOT_FOUND" : "IO",
      isAbsent
        ? `--key: "${shown}" is neither a public key of minisign nor a file that exists`
        : `--key: ${shown} can't be read: ${describeFileError(error)}`,
      { path, cause: error },
    );
  }
}

/**
 * Compares a file with the signed list of a release's files. It opens no connection.
 *
 * @module
 */
import { basename } from "@std/path";
import { digestBytesOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { describeFileError } from "../core/system_error.ts";
import { showText } from "../core/show.ts";
import { checkSignature, parseSignature, type PublicKey, type Signature } from "./minisign.ts";
import { parseSums, type SumEntry } from "./sums.ts";

/** What a signature's file is called: as the signed file, with this at its end. */
export const SIGNATURE_ENDING = ".minisig";

/**
 * Why a file is not shown to be released: the signature can't be read, is of a key that is not trusted, or not over this
 * list or its comment; the list can't be read; the list has another digest for the file's name, or nothing on it at all.
 */
export type VerifyProblem =
  | "bad-signature"
  | "other-key"
  | "other-list"
  | "other-comment"
  | "bad-list"
  | "other-digest"
  | "no-entry";

/** What is compared. */
export interface VerifyRequest {
  /** The file. */
  readonly filePath: string;
  /** The list of digests; its signature lies beside it. */
  readonly sumsPath: string;
  /** Keys that are trusted: at least one. */
  readonly keys: readonly PublicKey[];
  /** Names beside the file's own that it may have in the list. */
  readonly names?: readonly string[];
}

/** What came of it. */
export interface FileVerification {
  /** Undefined where the file is released, as it is. */
  readonly problem: VerifyProblem | undefined;
  /** What holds, or what is wrong, as a sentence without a full stop. */
  readonly message: string;
  /** What helps, where something is wrong. */
  readonly hint: string | undefined;
  readonly filePath: string;
  readonly sumsPath: string;
  /** Digest of the file; undefined where the list is not to be trusted anyway. */
  readonly sha256: string | undefined;
  /** Name in the list of what has the file's digest. */
  readonly entry: string | undefined;
  /** Key that made the signature; undefined where this can't be read. */
  readonly keyId: string | undefined;
  /** What the signer said; undefined where that is not shown to be the signer's. */
  readonly trustedComment: string | undefined;
}

const AGAIN = "download it again, from the project's own page";

/**
 * Compares a file with the signed list of a release's files. The list is not read before its signature is checked.
 *
 * @param request What is compared.
 * @returns What came of it.
 * @throws {EsdhError} NOT_FOUND or IO if a file is missing or can't be read.
 */
export async function verifyFile(request: VerifyRequest): Promise<FileVerification> {
  const { filePath, sumsPath } = request;
  const signaturePath = `${sumsPath}${SIGNATURE_ENDING}`;
  const sumsBytes = await readAll(sumsPath, "the list of digests");
  const signatureBytes = await readAll(signaturePath, "the signature of the list");
  const result = {
    ...{ problem: undefined, hint: undefined, filePath, sumsPath, sha256: undefined },
    ...{ entry: undefined, keyId: undefined, trustedComment: undefined },
  };
  const signature = parseSignature(new TextDecoder().decode(signatureBytes));
  if (signature === undefined) {
    const message = `${signaturePath} is not a signature of minisign`;
    return { ...result, problem: "bad-signature", message, hint: AGAIN };
  }
  const signed = { ...result, keyId: signature.keyId };
  const fault = await judgeSignature(signature, request, sumsBytes);
  if (fault !== undefined) return { ...signed, ...fault };
  const trusted = { ...signed, trustedComment: signature.trustedComment };
  const entries = parseSums(new TextDecoder().decode(sumsBytes));
  if (typeof entries === "number") {
    const message = `line ${entries} of ${sumsPath} is not a digest and a name`;
    return { ...trusted, problem: "bad-list", message, hint: "it is signed, but not a SHA256SUMS" };
  }
  const sha256 = await digestFile(filePath);
  return { ...trusted, sha256, ...findEntry(request, entries, sha256) };
}

type Verdict = Pick<FileVerification, "problem" | "message" | "hint">;

async function judgeSignature(
  signature: Signature,
  { keys, sumsPath }: VerifyRequest,
  content: Uint8Array<ArrayBuffer>,
): Promise<Verdict | undefined> {
  const key = keys.find(({ id }) => id === signature.keyId);
  const verdict = key === undefined ? "other-key" : await checkSignature(signature, key, content);
  switch (verdict) {
    case "good":
      return undefined;
    case "other-key":
      return {
        problem: "other-key",
        message: `${sumsPath} is signed by key ${signature.keyId}, not by ${
          keys.map(({ id }) => id).join(" or ")
        }`,
        hint: "compare the key that is trusted with the one that the project publishes",
      };
    case "other-file":
      return {
        problem: "other-list",
        message: `the signature is wrong: ${sumsPath} is not what key ${signature.keyId} signed`,
        hint: `${AGAIN}, and its signature`,
      };
    case "other-comment":
      return {
        problem: "other-comment",
        message: `the signature is wrong: its comment "${
          showText(signature.trustedComment)
        }" is not what key ${signature.keyId} signed`,
        hint: AGAIN,
      };
  }
}

function findEntry(
  { filePath, sumsPath, names = [] }: VerifyRequest,
  entries: readonly SumEntry[],
  sha256: string,
): Verdict & Pick<FileVerification, "entry"> {
  const own = [...new Set([basename(filePath), ...names])];
  const equal = entries.filter((entry) => entry.sha256 === sha256);
  // Two names may have the same bytes; its own says more than another.
  const entry = equal.find(({ name }) => own.includes(name)) ?? equal[0];
  if (entry !== undefined) {
    const message = `${filePath} is ${entry.name} as it was released`;
    return { problem: undefined, message, hint: undefined, entry: entry.name };
  }
  // The name it is released under for this machine says more than the one a person gave it.
  const named = entries.find(({ name }) => names.includes(name)) ??
    entries.find(({ name }) => own.includes(name));
  if (named !== undefined) {
    return {
      problem: "other-digest",
      message:
        `${filePath} differs from ${named.name} as it was released: its SHA-256 is ${sha256}, ` +
        `${sumsPath} says ${named.sha256}`,
      hint:
        "it was changed, is damaged, or is of another version: compare versions, or get it again",
      entry: undefined,
    };
  }
  return {
    problem: "no-entry",
    message: `${sumsPath} has no entry for ${filePath}: none with SHA-256 ${sha256}, none named ${
      own.join(" or ")
    }`,
    hint: "take the SHA256SUMS of the release that the file is from",
    entry: undefined,
  };
}

async function readAll(path: string, what: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw unreadable(error, path, what);
  }
}

async function digestFile(path: string): Promise<string> {
  try {
    using file = await Deno.open(path);
    return (await digestBytesOf(file)).sha256;
  } catch (error) {
    throw unreadable(error, path, "the file");
  }
}

function unreadable(error: unknown, path: string, what: string): EsdhError {
  if (error instanceof Deno.errors.NotFound) {
    const hint = path.endsWith(SIGNATURE_ENDING)
      ? "it is published beside the list, and belongs beside it"
      : "give its path; it is published beside the executable";
    return new EsdhError("NOT_FOUND", `${what} is missing: ${path}`, { path, hint, cause: error });
  }
  const message = `${what} can't be read: ${path}: ${describeFileError(error)}`;
  return new EsdhError("IO", message, { path, cause: error });
}

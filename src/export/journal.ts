/**
 * The journal of a run: how far its files are, so that a run that was killed can be gone on with. It lies in
 * the staging folder and is replaced every few seconds, once all it tells of is on the disk.
 *
 * @module
 */
import { join } from "@std/path";
import { isJsonObject, type JsonValue, parseJson, stringifyJson } from "../core/json.ts";
import { TOOL_VERSION } from "../core/version.ts";
import { describeFailure } from "./file_sink.ts";
import { writeDurably } from "./_staging_moves.ts";
import { BLOCKS_SUFFIX, type DataFile, type FileState } from "./data_file.ts";

/** Name of the journal in the staging folder. */
export const JOURNAL_NAME = "journal.json";

const JOURNAL_VERSION = 2;

/** Time between two entries where no other is given. */
const INTERVAL_MS = 2000;

/** How far a run is. */
export interface Journal {
  /** Digest of the run's plan. */
  readonly planDigest: string;
  /** Version of the program that made it. */
  readonly tool: string;
  /** The chunk to go on with, counted over all passes. */
  readonly next: number;
  /** Its files, as they are before that chunk. */
  readonly files: readonly FileState[];
}

/** How a journal is kept. */
export interface JournalOptions {
  /** Told once if an entry can't be written; none is from then on, and what it was about does not fail. */
  readonly onNotice: (text: string) => void;
  /** Time between two entries in milliseconds. Default: 2000. */
  readonly intervalMs?: number | undefined;
}

/** Keeps a journal. */
export interface JournalKeeper {
  /**
   * Writes an entry if it is time. Call it in the same turn in which the last rows before `next` were appended.
   *
   * @param next The next chunk.
   */
  offer(next: number): void;
  /** Resolves when no entry is being written any more. */
  settle(): Promise<void>;
}

/**
 * Starts to keep a journal. Work goes on while an entry is made.
 *
 * @param staging The staging folder.
 * @param planDigest Digest of the run's plan.
 * @param files The files.
 * @param options Time between entries, notices.
 * @returns The keeper.
 */
export function keepJournal(
  staging: string,
  planDigest: string,
  files: readonly DataFile[],
  { onNotice, intervalMs = INTERVAL_MS }: JournalOptions,
): JournalKeeper {
  const kept = files.filter(({ format }) => format.openEncoder !== undefined);
  let writtenMs = performance.now();
  let entry: Promise<void> | undefined;
  let isStopped = false;
  const write = async (next: number, captured: Promise<readonly (FileState | undefined)[]>) => {
    const states = (await captured).filter((state) => state !== undefined);
    await Promise.all(kept.map((file) => file.sync()));
    const text = stringifyJson({
      version: JOURNAL_VERSION,
      tool: TOOL_VERSION,
      planDigest,
      next,
      files: states as unknown as JsonValue,
    });
    await writeDurably(staging, JOURNAL_NAME, text);
  };
  return {
    offer: (next) => {
      if (entry !== undefined || isStopped || kept.length === 0) return;
      if (performance.now() - writtenMs < intervalMs) return;
      entry = write(next, Promise.all(kept.map((file) => file.capture())))
        .catch((error) => {
          isStopped = true;
          const { message } = describeFailure("keep the journal in", staging, error);
          onNotice(`${message}; --resume could go on from its last entry alone`);
        })
        .finally(() => {
          writtenMs = performance.now();
          entry = undefined;
        });
    },
    settle: async () => {
      await entry;
    },
  };
}

/**
 * Reads the journal of an interrupted run.
 *
 * @param staging The staging folder.
 * @returns The journal, maybe of another version; where there is none in this form, why it can't be gone on with.
 */
export async function readJournal(staging: string): Promise<Journal | string> {
  let value: JsonValue;
  try {
    value = parseJson(await Deno.readTextFile(join(staging, JOURNAL_NAME)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "it was interrupted before its first entry";
    return `its journal can't be read: ${(error as Error).message}`;
  }
  if (!isJsonObject(value) || value["version"] !== JOURNAL_VERSION) {
    return "its journal has another form";
  }
  return value as unknown as Journal;
}

/**
 * Whether a run left a journal.
 *
 * @param staging The staging folder.
 * @returns Whether it can be gone on with.
 */
export async function hasJournal(staging: string): Promise<boolean> {
  return await Deno.stat(join(staging, JOURNAL_NAME)).then(() => true, () => false);
}

/**
 * The staged files that a journal tells of.
 *
 * @param journal The journal.
 * @returns Names, the journal's own among them.
 */
export function listJournaled({ files }: Journal): Set<string> {
  return new Set([
    JOURNAL_NAME,
    ...files.flatMap(({ path, blocks }) =>
      blocks === undefined ? [path] : [path, `${path}${BLOCKS_SUFFIX}`]
    ),
  ]);
}

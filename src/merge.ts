/**
 * Joins the parts of a plan into the snapshot that one process would have made: checks that they are all
 * there and fit, copies their rows, and writes what stands around them anew.
 *
 * @module
 */
import { join } from "@std/path";
import { scopeFile } from "./core/dataset.ts";
import { startDigest } from "./core/digest.ts";
import { EsdhError } from "./core/error.ts";
import type { PartSection } from "./core/manifest.ts";
import { wholePlan } from "./core/plan.ts";
import { findDataset } from "./datasets/mod.ts";
import { type DataFile, type FileBlock, openDataFile, readBlocks } from "./export/data_file.ts";
import { describeFailure, digestFile } from "./export/file_sink.ts";
import { listFiles, manifestPath } from "./export/files.ts";
import { findFormat } from "./export/mod.ts";
import { openSnapshotFolder } from "./export/snapshot_folder.ts";
import { openFrames } from "./generate/frames.ts";
import { checkParts, openPart, type SnapshotPart } from "./part.ts";
import { checkPlan } from "./plan_check.ts";
import { finishSnapshot, type Snapshot, tellUntouched } from "./run.ts";
import { checkSignal } from "./write.ts";

/** How parts are joined. */
export interface MergeOptions {
  /** Write into a folder that holds other files. */
  readonly isForced?: boolean;
  /** Ends the work early; the earlier snapshot stays. */
  readonly signal?: AbortSignal;
  /** Called now and then with bytes read and to read. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Called with sentences a person should read. */
  readonly onNotice?: (text: string) => void;
}

/** Bytes read at a time. */
const READ_BYTES = 1024 * 1024;

/**
 * Joins parts. Memory does not grow with their number of rows; files are staged, and the manifest comes last.
 *
 * @param folders The parts' folders, in any order.
 * @param directory Folder of the whole.
 * @param options Force, signal, progress.
 * @returns The snapshot: its files and digests are those of one process.
 * @throws {EsdhError} NOT_A_SNAPSHOT if a folder is no part; USAGE if the parts do not make one plan whole;
 * FINDINGS if a file is not what its manifest says; IO, BUSY or INTERRUPTED.
 */
export async function mergeSnapshots(
  folders: readonly string[],
  directory: string,
  options: MergeOptions = {},
): Promise<Snapshot> {
  const opened: SnapshotPart[] = [];
  for (const folder of folders) opened.push(await openPart(folder));
  const parts = checkParts(opened);
  const plan = wholePlan(parts[0]!.plan);
  checkPlan(plan);
  const dataset = findDataset(plan.dataset);
  const planned = listFiles(plan, dataset, findFormat);
  for (const { format } of planned) await format.prepare?.();
  checkSignal(options.signal);
  const target = await Deno.realPath(directory).catch(() => undefined);
  if (parts.some(({ realPath }) => realPath === target)) {
    throw new EsdhError("USAGE", `"${directory}" is one of the parts`, {
      path: directory,
      hint: "give another folder with --output-dir",
    });
  }
  const folder = await openSnapshotFolder(directory, {
    manifestPath: manifestPath(dataset),
    isForced: options.isForced ?? false,
    onNotice: options.onNotice ?? (() => {}),
  });
  const report = startProgress(parts, planned.map(({ path }) => path), options);
  let open: DataFile | undefined;
  try {
    const records = [];
    for (const file of planned) {
      open = await openDataFile(file, {
        scope: scopeFile(dataset, plan, file.entities),
        filePath: folder.stagedPath(file.path),
        openFrames,
      });
      const readers: PartReader[] = [];
      for (const part of parts) readers.push(await PartReader.open(part, file.path, report));
      for (const { plural } of file.entities) {
        for (const reader of readers) await reader.copyRows(plural, open);
      }
      for (const reader of readers) await reader.finish();
      records.push(await open.close());
      await open.closeBlocks();
      open = undefined;
    }
    const dataPaths = new Set(planned.map(({ path }) => path));
    for (const part of parts) await checkOthers(part, dataPaths);
    return await finishSnapshot({ plan, directory, folder, signal: options.signal }, records);
  } catch (error) {
    await open?.abort();
    const isRestored = await folder.abort();
    throw isRestored ? await tellUntouched(error, directory, manifestPath(dataset)) : error;
  }
}

/** Told of bytes that were read. */
type Report = (byteCount: number) => void;

function startProgress(
  parts: readonly SnapshotPart[],
  paths: readonly string[],
  { onProgress, signal }: MergeOptions,
): Report {
  const totalBytes = parts.reduce(
    (sum, { records }) =>
      paths.reduce((all, path) => all + (records.get(path)?.sizeBytes ?? 0), sum),
    0,
  );
  let doneBytes = 0;
  return (byteCount) => {
    checkSignal(signal);
    doneBytes += byteCount;
    onProgress?.(doneBytes, totalBytes);
  };
}

/** Reads a part's file once from its start to its end, hashes all of it and hands out its rows. */
class PartReader {
  readonly #digest = startDigest();
  #position = 0;

  private constructor(
    readonly part: SnapshotPart,
    readonly path: string,
    readonly blocks: readonly FileBlock[] | undefined,
    readonly report: Report,
  ) {}

  static async open(part: SnapshotPart, path: string, report: Report): Promise<PartReader> {
    const list = part.files.get(path)!.blocks;
    if (list !== undefined) await checkFile(part, list);
    const blocks = list === undefined ? undefined : await readBlocks(join(part.folder, list));
    return new PartReader(part, path, blocks, report);
  }

  /** Appends the rows of an entity to a file. */
  async copyRows(entity: string, target: DataFile): Promise<void> {
    const sections = this.part.files.get(this.path)!.sections;
    const section = sections.find((member) => member.entity === entity);
    if (section === undefined || section.rowCount === 0) return;
    const blocks = this.blocks?.filter((block) => block.entity === entity) ?? [];
    const runs: readonly (PartSection & { readonly note?: FileBlock["note"] })[] = blocks.length > 0
      ? blocks
      : [section];
    for (const { start, end, rowCount, note } of runs) {
      await this.#read(start, () => Promise.resolve());
      let isFirst = true;
      await this.#read(end, async (bytes) => {
        const head = isFirst ? { rowCount, note, sizeBytes: end - start } : { rowCount: 0 };
        isFirst = false;
        await target.append({ entity, bytes, ...head });
      });
    }
  }

  /** Reads what is left and compares the file with its record. */
  async finish(): Promise<void> {
    const record = this.part.records.get(this.path)!;
    await this.#read(record.sizeBytes, () => Promise.resolve());
    const { size } = await this.#guard(() => Deno.stat(join(this.part.folder, this.path)));
    if (size !== record.sizeBytes || this.#digest.hex() !== record.sha256) {
      throw refuseFile(this.part, this.path);
    }
  }

  async #read(end: number, take: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    if (end < this.#position || end > this.part.records.get(this.path)!.sizeBytes) {
      throw refuseFile(this.part, this.path);
    }
    if (end === this.#position) return;
    const filePath = join(this.part.folder, this.path);
    using file = await this.#guard(() => Deno.open(filePath, { read: true }));
    await this.#guard(() => file.seek(this.#position, Deno.SeekMode.Start));
    const room = new Uint8Array(Math.min(READ_BYTES, end - this.#position));
    while (this.#position < end) {
      const wanted = room.subarray(0, Math.min(room.length, end - this.#position));
      const count = await this.#guard(() => file.read(wanted));
      if (count === null) throw refuseFile(this.part, this.path);
      const bytes = room.subarray(0, count);
      this.#digest.update(bytes);
      this.#position += count;
      await take(bytes);
      this.report(count);
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw describeFailure("read", join(this.part.folder, this.path), cause);
    }
  }
}

/** Compares the files beside the data with their records. */
async function checkOthers(part: SnapshotPart, dataPaths: ReadonlySet<string>): Promise<void> {
  for (const path of part.records.keys()) {
    if (!dataPaths.has(path)) await checkFile(part, path);
  }
}

async function checkFile(part: SnapshotPart, path: string): Promise<void> {
  const record = part.records.get(path);
  const found = await digestFile(join(part.folder, path), path, 0);
  if (record === undefined || found.sha256 !== record.sha256) throw refuseFile(part, path);
}

function refuseFile(part: SnapshotPart, path: string): EsdhError {
  return new EsdhError(
    "FINDINGS",
    `"${join(part.folder, path)}" is not the file that its manifest lists`,
    {
      path: join(part.folder, path),
      hint: "it was changed or cut off after it was made: copy or make that part again",
    },
  );
}

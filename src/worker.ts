/**
 * The thread that makes rows: runs lanes and hands their bytes over in transferred buffers.
 *
 * @module
 */
import { ByteBuffer } from "./core/buffer.ts";
import { packError, type SentError } from "./core/sent_error.ts";
import { findDataset } from "./datasets/mod.ts";
import { listFiles } from "./export/files.ts";
import { findFormat } from "./export/mod.ts";
import { fillFile } from "./generate/fill.ts";
import { runLane } from "./generate/lane.ts";
import type { LaneShare } from "./generate/passes.ts";
import type { JsonValue } from "./core/json.ts";
import type { Plan } from "./core/plan.ts";
import type { ChangeReply, ChangeRequest } from "./changes/serve_changes.ts";
import type { PartReply, PartRequest } from "./check_part.ts";
import type { MeasureReply, MeasureRequest } from "./measure_part.ts";

/** A lane of the thread. */
export interface WorkerLane {
  /** Names of the files it encodes. */
  readonly paths: readonly string[];
  readonly share: LaneShare;
  /** Where it makes its one file, if the file's format fills it itself. */
  readonly fillPath?: string;
  /** Bytes that may be sent before any come back; the chunk that reaches it is sent whole. */
  readonly credit: number;
}

/** What the main thread sends. */
export type WorkerRequest =
  /** Checks a part of a file. */
  | PartRequest
  /** Measures a part of a file. */
  | MeasureRequest
  /** Makes the next chunk of changes. */
  | ChangeRequest
  /** Starts the lanes. */
  | { readonly kind: "start"; readonly plan: Plan; readonly lanes: readonly WorkerLane[] }
  /** A chunk of a lane was written: its buffers may be filled again. */
  | {
    readonly kind: "written";
    readonly lane: number;
    readonly rooms: readonly SentRoom[];
    /** What the chunk cost of the lane's credit. */
    readonly byteCount: number;
  };

/** A buffer and what it was filled with. */
export interface SentRoom {
  readonly path: string;
  readonly entity: string;
  readonly room: ArrayBuffer;
}

/** Encoded rows of a file, on their way. */
export interface SentPart {
  readonly path: string;
  readonly entity: string;
  readonly rowCount: number;
  /** What the encoder told of the block that these bytes are. */
  readonly note?: JsonValue | undefined;
  readonly room: ArrayBuffer;
  readonly length: number;
}

/** What a worker sends. */
export type WorkerReply =
  /** What a part of a file came to. */
  | PartReply
  /** What a measured part came to. */
  | MeasureReply
  /** A chunk of changes. */
  | ChangeReply
  /** The thread listens. */
  | { readonly kind: "ready" }
  /** A chunk of a lane, its buffers transferred. */
  | {
    readonly kind: "chunk";
    readonly lane: number;
    readonly sequence: number;
    readonly parts: readonly SentPart[];
    readonly isUnitEnd: boolean;
  }
  /** A lane ended. */
  | { readonly kind: "done"; readonly lane: number }
  /** The thread failed. */
  | { readonly kind: "failed"; readonly error: SentError };

interface WorkerScope {
  postMessage(message: WorkerReply, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
}

/**
 * Buffers to be filled again, by file and entity: a buffer that once held a block would else be as large for
 * every small part that comes to it, and in time all would be.
 */
const pools = new Map<string, ArrayBuffer[]>();

function poolOf({ path, entity }: Pick<SentRoom, "path" | "entity">): ArrayBuffer[] {
  const key = `${path} ${entity}`;
  const pool = pools.get(key) ?? [];
  pools.set(key, pool);
  return pool;
}

const credits: number[] = [];
const wakers: ((() => void) | undefined)[] = [];

/** What every chunk costs beside its bytes, so that empty ones are bounded too. */
const CHUNK_COST = 64 * 1024;

/**
 * What a chunk costs of its lane's credit.
 *
 * @param parts Its parts.
 * @returns Bytes.
 */
export function countBytes(parts: readonly SentPart[]): number {
  return parts.reduce((sum, { room }) => sum + room.byteLength, CHUNK_COST);
}

async function serveLane(
  scope: WorkerScope,
  plan: Plan,
  lane: number,
  { paths, share, fillPath }: WorkerLane,
): Promise<void> {
  const dataset = findDataset(plan.dataset);
  const files = listFiles(plan, dataset, findFormat).filter(({ path }) => paths.includes(path));
  for (const file of files) await file.format.prepare?.();
  const hand = async (sequence: number, parts: readonly SentPart[], isUnitEnd: boolean) => {
    credits[lane]! -= countBytes(parts);
    scope.postMessage(
      { kind: "chunk", lane, sequence, parts, isUnitEnd },
      parts.map((part) => part.room),
    );
    // Between two chunks the other lanes of this thread have their turn.
    if (credits[lane]! > 0) await Promise.resolve();
    else await new Promise<void>((resolve) => wakers[lane] = resolve);
  };
  if (fillPath !== undefined) {
    const [file] = files;
    for await (const { sequence, counts } of fillFile(dataset, plan, file!, fillPath)) {
      const room = () => new ArrayBuffer(0);
      await hand(
        sequence,
        counts.map((count) => ({ ...count, path: file!.path, room: room(), length: 0 })),
        false,
      );
    }
  } else {
    const takeBuffer = (path: string, entity: string) =>
      new ByteBuffer(poolOf({ path, entity }).pop() ?? new ArrayBuffer(0));
    for (const chunk of runLane(dataset, plan, files, share, takeBuffer)) {
      const parts = chunk.parts.map(({ buffer, ...part }) => (
        { ...part, room: buffer.bytes.buffer, length: buffer.length }
      ));
      await hand(chunk.sequence, parts, chunk.isUnitEnd);
    }
  }
  scope.postMessage({ kind: "done", lane });
}

/**
 * Serves the lanes that the thread which started this one asks for.
 *
 * @param scope The worker's global scope.
 */
export function serveWorker(scope: unknown): void {
  const self = scope as WorkerScope;
  const fail = (error: unknown) => self.postMessage({ kind: "failed", error: packError(error) });
  self.onmessage = ({ data }) => {
    if (data.kind === "check") {
      import("./check_part.ts").then(({ servePart }) => servePart(data))
        .then(({ reply, transfer }) => self.postMessage(reply, transfer)).catch(fail);
      return;
    }
    if (data.kind === "measure") {
      import("./measure_part.ts").then(({ serveMeasure }) => serveMeasure(data))
        .then((reply) => self.postMessage(reply)).catch(fail);
      return;
    }
    if (data.kind === "changes") {
      import("./changes/serve_changes.ts").then(({ serveChanges }) => serveChanges(data))
        .then(({ reply, transfer }) => self.postMessage(reply, transfer)).catch(fail);
      return;
    }
    if (data.kind === "written") {
      for (const sent of data.rooms) poolOf(sent).push(sent.room);
      credits[data.lane]! += data.byteCount;
      if (credits[data.lane]! <= 0) return;
      wakers[data.lane]?.();
      return;
    }
    credits.push(...data.lanes.map(({ credit }) => credit));
    data.lanes.forEach((lane, index) => {
      serveLane(self, data.plan, index, lane).catch(fail);
    });
  };
  self.postMessage({ kind: "ready" });
}

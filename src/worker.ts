/**
 * The thread that makes rows: runs a lane and hands its bytes over in transferred buffers.
 *
 * @module
 */
import { ByteBuffer } from "./core/buffer.ts";
import { findDataset } from "./datasets/mod.ts";
import { listFiles } from "./export/files.ts";
import { findFormat } from "./export/mod.ts";
import { type LaneShare, runLane } from "./generate/lane.ts";
import type { Plan } from "./core/plan.ts";

/** What the main thread sends. */
export type WorkerRequest =
  /** Starts a lane; `credit` chunks may be sent before buffers come back. */
  | {
    readonly kind: "start";
    readonly plan: Plan;
    readonly paths: readonly string[];
    readonly share: LaneShare;
    readonly credit: number;
  }
  /** A chunk was written: its buffers may be filled again. */
  | { readonly kind: "written"; readonly rooms: readonly ArrayBuffer[] };

/** Encoded rows of a file, on their way. */
export interface SentPart {
  readonly path: string;
  readonly entity: string;
  readonly rowCount: number;
  readonly room: ArrayBuffer;
  readonly length: number;
}

/** What a worker sends. */
export type WorkerReply =
  /** The thread listens. */
  | { readonly kind: "ready" }
  /** A chunk, its buffers transferred. */
  | { readonly kind: "chunk"; readonly sequence: number; readonly parts: readonly SentPart[] }
  /** The lane ended. */
  | { readonly kind: "done" }
  /** The lane failed. */
  | { readonly kind: "failed"; readonly message: string; readonly stack: string };

interface WorkerScope {
  postMessage(message: WorkerReply, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
}

/**
 * Larger buffers are not filled again: a format that hands a row group over at once would otherwise blow
 * up every buffer on its way, one after the other.
 */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;

const rooms: ArrayBuffer[] = [];
let credit = 0;
let wake: (() => void) | undefined;

async function serveLane(
  scope: WorkerScope,
  request: Extract<WorkerRequest, { kind: "start" }>,
): Promise<void> {
  const { plan } = request;
  const dataset = findDataset(plan.dataset);
  const files = listFiles(plan, dataset, findFormat)
    .filter((file) => request.paths.includes(file.path));
  for (const file of files) await file.format.prepare?.();
  const takeBuffer = () => new ByteBuffer(rooms.pop());
  for (const chunk of runLane(dataset, plan, files, request.share, takeBuffer)) {
    const parts = chunk.parts.map(({ path, entity, rowCount, buffer }): SentPart => (
      { path, entity, rowCount, room: buffer.bytes.buffer, length: buffer.length }
    ));
    scope.postMessage(
      { kind: "chunk", sequence: chunk.sequence, parts },
      parts.map((part) => part.room),
    );
    if (--credit === 0) await new Promise<void>((resolve) => wake = resolve);
  }
  scope.postMessage({ kind: "done" });
}

/**
 * Serves one lane to the thread that started this one.
 *
 * @param scope The worker's global scope.
 */
export function serveWorker(scope: unknown): void {
  const self = scope as WorkerScope;
  self.onmessage = ({ data }) => {
    if (data.kind === "written") {
      rooms.push(...data.rooms.filter(({ byteLength }) => byteLength <= MAX_KEPT_BYTES));
      credit++;
      wake?.();
      return;
    }
    credit = data.credit;
    serveLane(self, data).catch((error: Error) =>
      self.postMessage({ kind: "failed", message: error.message, stack: error.stack ?? "" })
    );
  };
  self.postMessage({ kind: "ready" });
}

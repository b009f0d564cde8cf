/**
 * Starts a worker of this program and speaks with it, whatever it is to do.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import { type SentError, unpackError } from "./core/sent_error.ts";

/** How long a worker may take to start: far more than a loaded machine needs, less than a person waits. */
const START_TIMEOUT_MS = 20_000;

/** What every worker sends besides its answers: that it listens, and how it failed. */
export type WorkerControl =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: SentError };

/** What is made of a worker's messages. */
export interface WorkerHandlers<Answer> {
  /** Takes an answer. */
  take(answer: Answer): void;
  /** Takes how the worker failed; it may come more than once. */
  fail(error: unknown): void;
}

/** A worker. */
export interface WorkerPort<Request> {
  /** Resolves when the worker listens; never where it fails before. */
  readonly ready: Promise<void>;
  /** Sends a request; buffers in `transfer` go over to the worker. */
  post(request: Request, transfer?: Transferable[]): void;
  /** Ends the worker, wherever it is. */
  end(): void;
}

/**
 * Starts a worker.
 *
 * @param handlers What is made of its messages: a failure of it, or a start that takes 20 s, is INTERNAL.
 * @returns The worker.
 */
export function openWorkerPort<Request, Answer extends { readonly kind: string }>(
  { take, fail }: WorkerHandlers<Answer>,
): WorkerPort<Request> {
  const worker = new Worker(workerEntry(), { type: "module" });
  const failWith = (message: string) =>
    fail(
      new EsdhError("INTERNAL", `a worker thread ${message}`, {
        hint: "--workers 0 does without threads",
      }),
    );
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => failWith(`did not start within ${START_TIMEOUT_MS / 1000} s`),
    START_TIMEOUT_MS,
  );
  worker.onmessage = ({ data }: MessageEvent<WorkerControl | Answer>) => {
    if (isControl(data)) {
      if (data.kind === "failed") return fail(unpackError(data.error));
      clearTimeout(timer);
      resolve();
    } else take(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failWith(`failed: ${event.message}`);
  };
  return {
    ready,
    post: (request, transfer = []) => worker.postMessage(request, transfer),
    end: () => {
      clearTimeout(timer);
      worker.terminate();
    },
  };
}

function isControl(data: { readonly kind: string }): data is WorkerControl {
  return data.kind === "ready" || data.kind === "failed";
}

/**
 * Where a worker starts. In the source tree that is `main.ts`; in a bundled or compiled program it is the
 * entry, while this module lies in some other file of the bundle.
 */
function workerEntry(): URL {
  return import.meta.url.endsWith("/src/worker_port.ts")
    ? new URL("../main.ts", import.meta.url)
    : new URL(Deno.mainModule);
}

/**
 * Makes the response to a route's answer: whole where it is short, a stream where it is long.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { Ongoing } from "./ongoing.ts";

/** Answers shorter than this many bytes are sent whole, with their length. */
export const WHOLE_BYTES = 262_144;

/** What an answer's sender is told of. */
export interface SendOptions {
  /** Where a streamed answer is entered while it lasts. */
  readonly ongoing: Ongoing;
  /** What the pieces are. Default: `application/json`. */
  readonly mediaType?: string | undefined;
  /** Called when a streamed answer ends; not for one sent whole. */
  readonly onStreamEnd?: ((bytes: number, isAborted: boolean) => void) | undefined;
  /** Called when the making of a piece fails after the first ones were sent. */
  readonly onDefect?: ((error: unknown) => void) | undefined;
}

/**
 * Makes a 200 response of pieces. Memory is bounded by {@link WHOLE_BYTES} and one piece: a long
 * answer is made as fast as its client reads, and no further once the client is gone.
 *
 * @param pieces UTF-8 of one text; each array is the response's from then on.
 * @param options Whom to tell.
 * @returns The response, with `content-length` where it is sent whole.
 */
export function sendPieces(
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
  options: SendOptions,
): Response {
  const { mediaType = "application/json" } = options;
  const iterator = pieces[Symbol.iterator]();
  const first: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  while (length < WHOLE_BYTES) {
    const next = iterator.next();
    if (next.done === true) return sendWhole(first, length, mediaType);
    first.push(next.value);
    length += next.value.length;
  }
  return new Response(streamPieces(first, iterator, options), {
    headers: { "content-type": mediaType },
  });
}

/** Short answers are put together here: a response copies its bytes, so one room serves them all. */
const room = new Uint8Array(WHOLE_BYTES);

function sendWhole(
  pieces: readonly Uint8Array<ArrayBuffer>[],
  length: number,
  mediaType: string,
): Response {
  let position = 0;
  for (const piece of pieces) {
    room.set(piece, position);
    position += piece.length;
  }
  return new Response(room.subarray(0, length), {
    headers: { "content-type": mediaType, "content-length": `${length}` },
  });
}

function streamPieces(
  first: Uint8Array<ArrayBuffer>[],
  rest: Iterator<Uint8Array<ArrayBuffer>>,
  options: SendOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sentBytes = 0;
  let forget = () => {};
  const end = (isAborted: boolean) => {
    forget();
    if (isAborted) rest.return?.();
    options.onStreamEnd?.(sentBytes, isAborted);
  };
  return new ReadableStream({
    start(controller) {
      forget = options.ongoing.add(() => {
        controller.error(new EsdhError("INTERRUPTED", "the server ended before the answer did"));
        end(true);
      });
    },
    pull(controller) {
      try {
        const piece = first.shift() ?? nextPiece(rest);
        if (piece === undefined) {
          controller.close();
          end(false);
          return;
        }
        sentBytes += piece.length;
        controller.enqueue(piece);
      } catch (error) {
        // The head is sent: only a broken connection can still tell the client that this is no answer.
        controller.error(error);
        end(true);
        options.onDefect?.(error);
      }
    },
    cancel: () => end(true),
  }, { highWaterMark: 0 });
}

function nextPiece(
  rest: Iterator<Uint8Array<ArrayBuffer>>,
): Uint8Array<ArrayBuffer> | undefined {
  const next = rest.next();
  return next.done === true ? undefined : next.value;
}

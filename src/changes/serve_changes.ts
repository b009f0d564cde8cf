/**
 * Makes chunks of changes in a worker, one for each request.
 *
 * @module
 */
import type { LaneShare } from "../generate/passes.ts";
import type { Plan } from "../core/plan.ts";
import { findDataset } from "../datasets/mod.ts";
import { makeChanges } from "./change_rows.ts";
import type { ChangeFormat, ChangePlan } from "./change_set.ts";
import type { ChangeCounts } from "./change_writer.ts";

/** A change set and a share of its chunks, as it is sent to a thread. */
export interface ChangeSubject
  extends Pick<ChangePlan, "from" | "to" | "since" | "asOf" | "skipsClock"> {
  /** Plural names of the entities. */
  readonly plurals: readonly string[];
  readonly formats: readonly ChangeFormat[];
  readonly share: LaneShare;
}

/** Asks a thread for its next chunk. */
export interface ChangeRequest {
  readonly kind: "changes";
  /** The same in every request to a thread. */
  readonly subject: ChangeSubject;
  /** The buffers of an earlier chunk of the thread, to be filled again. */
  readonly spare: readonly ArrayBuffer[];
}

/** The changes of a chunk on their way. */
export interface SentChanges {
  readonly sequence: number;
  readonly entities: readonly {
    readonly entity: string;
    readonly counts: ChangeCounts;
    readonly bytes: readonly Uint8Array<ArrayBuffer>[];
  }[];
}

/** What a thread answers; without a chunk when its share is done. */
export interface ChangeReply {
  readonly kind: "changes";
  readonly chunk: SentChanges | undefined;
}

/**
 * What a thread is asked for.
 *
 * @param plan The change set.
 * @param share Its chunks.
 * @returns What can be sent.
 */
export function describeSubject(plan: ChangePlan, share: LaneShare): ChangeSubject {
  const { from, to, since, asOf, formats, skipsClock } = plan;
  const plurals = plan.entities.map(({ plural }) => plural);
  return { from, to, since, asOf, formats, skipsClock, plurals, share };
}

let making: ReturnType<typeof makeChanges> | undefined;

/**
 * Makes the next chunk of the share that a thread was given first.
 *
 * @param request The request.
 * @returns The answer, and what is to be transferred with it.
 */
export function serveChanges(
  { subject, spare }: ChangeRequest,
): { reply: ChangeReply; transfer: Transferable[] } {
  making ??= makeChanges(planOf(subject), subject.share);
  const next = making.next();
  if (next.done) return { reply: { kind: "changes", chunk: undefined }, transfer: [] };
  const { sequence, entities } = next.value;
  // What is sent must not be what the next chunk is written into.
  let place = 0;
  const copy = (bytes: Uint8Array<ArrayBuffer>) => copyInto(spare[place++], bytes);
  const chunk: SentChanges = {
    sequence,
    entities: entities.map((each) => ({ ...each, bytes: each.bytes.map(copy) })),
  };
  const transfer = chunk.entities.flatMap(({ bytes }) => bytes.map(({ buffer }) => buffer));
  return { reply: { kind: "changes", chunk }, transfer };
}

/** Copies bytes into a buffer, or a new one where they don't fit. */
function copyInto(room: ArrayBuffer | undefined, bytes: Uint8Array<ArrayBuffer>) {
  if (room === undefined || room.byteLength < bytes.length) return bytes.slice();
  const copy = new Uint8Array(room, 0, bytes.length);
  copy.set(bytes);
  return copy;
}

function planOf(
  { from, to, since, asOf, plurals, formats, skipsClock }: ChangeSubject,
): ChangePlan {
  const { dataset: name }: Plan = to;
  const dataset = findDataset(name);
  const entities = dataset.entities.filter(({ plural }) => plurals.includes(plural));
  return { dataset, from, to, since, asOf, entities, formats, skipsClock };
}

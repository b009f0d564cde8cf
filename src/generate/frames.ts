/**
 * What opens and closes a file and its entities, written when their turn comes.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder } from "../core/format.ts";

/** Keeps count of where in its file an encoder is. */
export interface Frames {
  /**
   * Writes the frames that lie before the rows of an entity.
   *
   * @param plural Plural name of the entity whose rows come next; undefined closes the file.
   */
  advance(plural: string | undefined, target: ByteBuffer): void;
  /** Counts rows of the entity that is open. */
  addRows(rowCount: number): void;
}

/**
 * Starts at the beginning of a file.
 *
 * @param encoder The file's encoder.
 * @param entities The file's entities, in order.
 * @returns Frames of which nothing is written yet. Entities without rows are opened and closed too.
 */
export function openFrames(encoder: Encoder, entities: readonly Entity[]): Frames {
  let openedCount = 0;
  let rowCount = 0;
  const openNext = (target: ByteBuffer) => {
    if (openedCount === 0) encoder.head(target);
    else encoder.end(entities[openedCount - 1]!, rowCount, target);
    rowCount = 0;
    const entity = entities[openedCount++];
    if (entity !== undefined) encoder.begin(entity, target);
    return entity;
  };
  return {
    advance: (plural, target) => {
      if (openedCount > 0 && entities[openedCount - 1]?.plural === plural) return;
      while (openNext(target)?.plural !== plural) {
        if (openedCount > entities.length) throw new RangeError(`no entity ${plural} is left`);
      }
      if (plural === undefined) encoder.tail(target);
    },
    addRows: (count) => {
      rowCount += count;
    },
  };
}

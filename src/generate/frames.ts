/**
 * What opens, parts and closes the entities of a file, written when their turn comes.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { Encoder, Frames } from "../core/format.ts";

/**
 * Starts at the beginning of a file.
 *
 * @param encoder The file's encoder.
 * @param entities The file's entities, in order.
 * @returns Frames of which nothing is written yet. Entities without rows are opened and closed too.
 */
export function openFrames(encoder: Encoder, entities: readonly Entity[]): Frames {
  let openedCount = 0;
  let writtenRows = 0;
  const openNext = (target: ByteBuffer) => {
    if (openedCount === 0) encoder.head(target);
    else encoder.end(entities[openedCount - 1]!, writtenRows, target);
    writtenRows = 0;
    const entity = entities[openedCount++];
    if (entity !== undefined) encoder.begin(entity, target);
    return entity;
  };
  return {
    advance: (plural, rowCount, target) => {
      if (openedCount === 0 || entities[openedCount - 1]?.plural !== plural) {
        while (openNext(target)?.plural !== plural) {
          if (openedCount > entities.length) throw new RangeError(`no entity ${plural} is left`);
        }
      }
      if (plural === undefined) {
        encoder.tail(target);
        return;
      }
      if (rowCount > 0 && writtenRows > 0) encoder.between(entities[openedCount - 1]!, target);
      writtenRows += rowCount;
    },
  };
}

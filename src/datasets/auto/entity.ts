/**
 * An entity of dataset `auto`: its definition and, field by field, where its columns come from.
 *
 * @module
 */
import type { Batch, Column } from "../../core/batch.ts";
import type { RowPlan, RowSource } from "../../core/dataset.ts";
import type { Entity, Field } from "../../core/entity.ts";
import { Chunk, type Fact } from "./chunk.ts";
import { type Presence, selectRows } from "./presence.ts";
import { openWorld } from "./world.ts";

/** A field and where its column comes from. */
export interface MadeField extends Field {
  /**
   * Makes the field's column for the rows of a chunk.
   *
   * @param chunk The chunk.
   * @returns A column whose kind is the field's; valid until the chunk moves.
   */
  readonly column: (chunk: Chunk) => Column;
}

/** An entity and where its rows come from. */
export interface MadeEntity extends Entity {
  /** Number of rows in a chunk. */
  readonly rowCount: Fact<number>;
  /** Rows that are there on the plan's day; all of them where it is left out. */
  readonly presence?: Presence;
  readonly fields: readonly MadeField[];
}

/**
 * Opens a source of rows.
 *
 * @param entities The entities to make, in order.
 * @param plan Seed and options.
 * @param maxCount Greatest number of accounts of one call; memory grows with it, with nothing else.
 * @param first Account to begin at; costs nothing wherever it is.
 * @returns A reader for which passing over accounts costs nothing.
 */
export function openMadeRows(
  entities: readonly MadeEntity[],
  plan: RowPlan,
  maxCount: number,
  first = 0,
): RowSource {
  const chunk = new Chunk(openWorld(plan), maxCount);
  const written = new Map(entities.map((entity) => [entity, 0]));
  let next = first;
  return {
    next(count: number): readonly Batch[] {
      chunk.move(next, count);
      next += count;
      return entities.map((entity) => {
        const start = written.get(entity)!;
        const there = entity.presence === undefined ? undefined : chunk.get(entity.presence);
        const rows = there?.count ?? chunk.get(entity.rowCount);
        written.set(entity, start + rows);
        return {
          entity,
          start,
          count: rows,
          columns: entity.fields.map((field) => {
            const column = field.column(chunk);
            return there === undefined ? column : selectRows(column, there);
          }),
        };
      });
    },
    skip(count: number): void {
      next += count;
    },
  };
}

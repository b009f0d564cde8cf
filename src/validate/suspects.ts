/**
 * Rows that a join finds fault with, before their texts are known.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { Issue, IssueHead } from "../core/issue.ts";

/** A row of a file, read once more: its cells as text. */
export interface RowTexts {
  /** Line on which it starts, where the format has lines. */
  readonly line: number | undefined;
  /** Cells, in the order of the entity's fields; null where there is no value. */
  readonly cells: readonly (string | null)[];
}

/** A place where rows are. */
export interface RowPlace {
  readonly entity: Entity;
  /** File name. */
  readonly path: string;
}

/** One way a row can be at fault. */
export interface SuspectKind {
  /** Name of the check. */
  readonly check: string;
  readonly head: IssueHead;
  /** Where the rows are that are at fault. */
  readonly place: RowPlace;
  /** Where the rows are that they were held against. */
  readonly otherPlace?: RowPlace;
  /** Rows at most that are read once more and told of; default: as many as findings are kept. */
  readonly maxTold?: number;
  /**
   * Makes the findings about a row.
   *
   * @param suspect The row.
   * @param own Its cells; undefined where they could not be read again.
   * @param other The cells of the row it was held against.
   * @returns One finding or more.
   */
  describe(
    suspect: Suspect,
    own: RowTexts | undefined,
    other: RowTexts | undefined,
  ): Partial<Issue>[];
}

/** A row at fault. */
export interface Suspect {
  /** Its index in its entity. */
  readonly row: number;
  /** Index of the row it was held against; -1 where there is none. */
  readonly other: number;
  /** A number that says more. */
  readonly extra: number;
}

/** The rows at fault in one way: all are counted, the first ones are kept. */
export class SuspectList {
  /** Number of rows at fault. */
  count = 0;
  #kept: Suspect[] = [];

  /**
   * @param kind What is wrong with them.
   * @param maxKept Rows that are kept.
   */
  constructor(readonly kind: SuspectKind, readonly maxKept: number) {}

  /**
   * Adds a row. Memory: twice as many rows as are kept.
   *
   * @param row Its index in its entity.
   * @param other Index of the row it was held against; -1 where there is none.
   * @param extra A number that says more.
   */
  add(row: number, other = -1, extra = 0): void {
    this.count++;
    if (this.maxKept === 0) return;
    this.#kept.push({ row, other, extra });
    if (this.#kept.length > 2 * this.maxKept + 64) this.#kept = this.first();
  }

  /** The rows that are kept, in order. */
  first(): Suspect[] {
    return this.#kept.sort((a, b) => a.row - b.row).slice(0, this.maxKept);
  }
}

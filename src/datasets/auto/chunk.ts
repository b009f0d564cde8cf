/**
 * Consecutive accounts and what is known of them: facts are computed when something first asks for them,
 * column by column, and kept until the next chunk. So an entity that nobody asked for costs nothing, and
 * whatever two entities share is computed once.
 *
 * @module
 */
import type { World } from "./world.ts";

/**
 * Something that is known of each account, person or vehicle of a chunk: usually a typed array. Facts are
 * constants of their modules; two facts are never the same object.
 */
export interface Fact<T> {
  /** Counts all facts, from 0. */
  readonly number: number;
  /** Computes it. */
  readonly compute: (chunk: Chunk, kept: T | undefined) => T;
}

let factCount = 0;

/**
 * Defines a fact.
 *
 * @param compute Computes it for a chunk, as a pure function of the chunk's accounts and world. Gets what it
 * returned for an earlier chunk of the same source, whose arrays it may fill again.
 * @returns The fact.
 *
 * @example
 * ```ts
 * import { Chunk, defineFact } from "./chunk.ts";
 * import { openWorld } from "./world.ts";
 * const parity = defineFact<Uint8Array>((chunk, kept) => {
 *   const out = kept ?? new Uint8Array(chunk.capacity);
 *   for (let i = 0; i < chunk.count; i++) out[i] = (chunk.start + i) % 2;
 *   return out;
 * });
 * const chunk = new Chunk(openWorld({ seed: 1n, records: 9, options: {} }), 4);
 * chunk.move(5, 4);
 * if (chunk.get(parity).join() !== "1,0,1,0") throw new RangeError();
 * ```
 */
export function defineFact<T>(compute: (chunk: Chunk, kept: T | undefined) => T): Fact<T> {
  return { number: factCount++, compute };
}

/** A window over the accounts of a plan. */
export class Chunk {
  /** Index of the first account, from 0. */
  start = 0;
  /** Number of accounts. */
  count = 0;
  readonly #values: unknown[] = [];
  readonly #stamps: number[] = [];
  #stamp = 0;

  /**
   * @param world What all accounts share.
   * @param capacity Greatest number of accounts.
   */
  constructor(readonly world: World, readonly capacity: number) {}

  /**
   * Moves to other accounts. All facts of the earlier ones are forgotten.
   *
   * @param start Index of the first account.
   * @param count Number of accounts, at most the capacity.
   */
  move(start: number, count: number): void {
    if (count > this.capacity) {
      throw new RangeError(`${count} accounts are more than the chunk's ${this.capacity}`);
    }
    this.start = start;
    this.count = count;
    this.#stamp++;
  }

  /**
   * What is known of the chunk's accounts.
   *
   * @param fact The fact; it must not depend on itself.
   * @returns Its value: read only, and valid until the chunk moves.
   */
  get<T>(fact: Fact<T>): T {
    const { number } = fact;
    if (this.#stamps[number] === this.#stamp) return this.#values[number] as T;
    const value = fact.compute(this, this.#values[number] as T | undefined);
    this.#values[number] = value;
    this.#stamps[number] = this.#stamp;
    return value;
  }
}

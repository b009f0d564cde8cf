/**
 * Random words of the rows of a chunk.
 *
 * @module
 */
import { RowStates } from "../../random/stream.ts";
import { type Children, makeRoom } from "./children.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";

/** How many columns of words are kept at a time. */
const RING_SIZE = 8;

/** The rows of one entity in a chunk and their random words. */
export class Draws {
  readonly #ring: (Int32Array | undefined)[] = [];
  #turn = 0;

  /**
   * @param chunk The chunk.
   * @param entity Singular name of the entity.
   * @param states States of its rows.
   */
  constructor(readonly chunk: Chunk, readonly entity: string, readonly states: RowStates) {}

  /**
   * Draws a word for each row.
   *
   * @param name Name of the field, or of what else is drawn.
   * @param draw Draw number, default 0.
   * @returns 32 uniform bits a row, signed; valid until eight more columns are drawn from here.
   */
  words(name: string, draw = 0): Int32Array {
    const { states } = this;
    const turn = this.#turn++ % RING_SIZE;
    const out = makeRoom(this.#ring[turn], states.count, (length) => new Int32Array(length));
    this.#ring[turn] = out;
    this.chunk.world.field(this.entity, name).fill(states, states.count, out, draw);
    return out;
  }
}

/** Random words of the accounts. */
export const ACCOUNT_DRAWS: Fact<Draws> = defineFact<Draws>((chunk, kept) => {
  const draws = kept ?? new Draws(chunk, "account", new RowStates(chunk.capacity));
  chunk.world.stream("account").fillRange(draws.states, chunk.start, chunk.count);
  return draws;
});

/**
 * Defines the random words of an entity's rows.
 *
 * @param entity Singular name of the entity.
 * @param rows Its rows.
 * @returns The fact.
 */
export function defineDraws(entity: string, rows: Fact<Children>): Fact<Draws> {
  return defineFact<Draws>((chunk, kept) => {
    const { count, indices } = chunk.get(rows);
    const draws = kept !== undefined && kept.states.capacity >= count
      ? kept
      : new Draws(chunk, entity, new RowStates(Math.ceil(count * 1.25) + 16));
    chunk.world.stream(entity).fillIndices(draws.states, indices, count);
    return draws;
  });
}

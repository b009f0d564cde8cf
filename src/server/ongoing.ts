/**
 * Work of the server that may outlast its welcome: bodies still being read, answers still being
 * streamed. A shutdown that has waited long enough stops them all here.
 *
 * @module
 */

/** A set of ways to stop what is under way. */
export class Ongoing {
  #stops = new Set<() => void>();
  #isStopped = false;

  /**
   * Adds something that is under way.
   *
   * @param stop Ends it; called at most once, at once where all has been stopped before.
   * @returns To be called when it has ended by itself.
   */
  add(stop: () => void): () => void {
    if (this.#isStopped) {
      stop();
      return () => {};
    }
    this.#stops.add(stop);
    return () => void this.#stops.delete(stop);
  }

  /** Number of things under way. */
  get count(): number {
    return this.#stops.size;
  }

  /** Stops all that is under way, and whatever is added later. */
  stopAll(): void {
    this.#isStopped = true;
    const stops = [...this.#stops];
    this.#stops.clear();
    for (const stop of stops) stop();
  }
}

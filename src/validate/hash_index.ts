/**
 * Records by the hash they begin with.
 *
 * @module
 */

/**
 * Finds records by their first two words: open addressing over copies of them. Memory: the records and 8 to 16
 * bytes each.
 */
export class HashIndex {
  /** Number of records. */
  count = 0;
  /** The records, one after the other. */
  words: Uint32Array;
  #slots = new Int32Array(1024).fill(-1);
  /** The record that was found last. */
  #last = 0;

  /** @param width Words of a record, at least 2. */
  constructor(readonly width: number) {
    this.words = new Uint32Array(512 * width);
  }

  /** Forgets all records. */
  clear(): void {
    this.#slots.fill(-1);
    this.count = 0;
    this.#last = 0;
  }

  /**
   * Adds a record unless one with its hash is there.
   *
   * @param words Holds the record.
   * @param at Its first word.
   * @returns Place of the record that was there; -1 where it was added.
   */
  add(words: Uint32Array, at: number): number {
    const slot = this.#slotOf(words[at]! | 0, words[at + 1]! | 0);
    const known = this.#slots[slot]!;
    if (known !== -1) return known;
    const { width } = this;
    const to = this.count * width;
    if (to + width > this.words.length) {
      const larger = new Uint32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    for (let word = 0; word < width; word++) this.words[to + word] = words[at + word]!;
    this.#slots[slot] = this.count++;
    if (this.count * 2 > this.#slots.length) this.#grow();
    return -1;
  }

  /**
   * Finds a record. Those that are looked up in the order they were added, each once or several times, are found
   * without the table.
   *
   * @param a First word of the hash.
   * @param b Second word.
   * @returns Its place, from 0; -1 where there is none.
   */
  find(a: number, b: number): number {
    const { width, words, count } = this;
    // Words are compared as signed ones: unsigned ones beyond 2^31 are no small integers of the engine.
    const high = a | 0;
    const low = b | 0;
    for (let guess = this.#last; guess < count && guess <= this.#last + 1; guess++) {
      if ((words[guess * width]! | 0) === high && (words[guess * width + 1]! | 0) === low) {
        return this.#last = guess;
      }
    }
    const found = this.#slots[this.#slotOf(high, low)]!;
    if (found !== -1) this.#last = found;
    return found;
  }

  /** The slot of a hash of two signed words. */
  #slotOf(a: number, b: number): number {
    const { width, words } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = Math.imul(a ^ (b >>> 16) ^ b, 0x9e3779b1 | 0);
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let at = slots[slot]!; at !== -1; at = slots[slot]!) {
      if ((words[at * width]! | 0) === a && (words[at * width + 1]! | 0) === b) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const { width, words } = this;
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let at = 0; at < this.count; at++) {
      this.#slots[this.#slotOf(words[at * width]! | 0, words[at * width + 1]! | 0)] = at;
    }
  }
}

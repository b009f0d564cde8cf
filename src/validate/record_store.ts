/**
 * Records of many rows within a fixed memory: spread over partitions by their hash, and written to a file of
 * their own when they take more than their share.
 *
 * @module
 */

/** Bits of a hash that choose the partition. */
const PARTITION_BITS = 6;

/** Number of partitions. */
export const PARTITIONS = 1 << PARTITION_BITS;

/** Words of a full chunk. */
const CHUNK_WORDS = 8192;

/** Full chunks that are taken at once: one array of 2 MiB costs less than 64 of their own. */
const CHUNKS_AT_ONCE = 64;

/** Words of a first chunk. */
const FIRST_WORDS = 512;

/** Words that are read back at a time. */
const READ_WORDS = 65_536;

/** A file that takes what does not fit into memory. */
export interface SpillFile {
  /** Appends bytes. */
  write(bytes: Uint8Array): void;
  /** Reads bytes from a place, all of them. */
  read(bytes: Uint8Array, offsetBytes: number): void;
  /** Closes and removes it. */
  close(): void;
}

/** What a store may use. */
export interface StoreOptions {
  /** Bytes of records that are held in memory. */
  readonly budgetBytes: number;
  /** Opens the file, when one is needed. */
  openSpill(): SpillFile;
}

/** A run of records in the file. */
interface SpilledRun {
  readonly offsetBytes: number;
  readonly words: number;
}

/** The records of one kind. */
export interface RecordStream {
  /** Words of a record; the first is a hash, which chooses the partition. */
  readonly width: number;
  /** Number of records. */
  readonly count: number;
  /**
   * Adds records; the array may be filled again.
   *
   * @param words The records, one after the other.
   * @param length Words of all of them.
   */
  append(words: Uint32Array, length: number): void;
  /**
   * Adds records that {@link sortRecords} put in order; the array may be filled again.
   *
   * @param words The records.
   * @param ends Words up to the end of each partition.
   */
  appendSorted(words: Uint32Array, ends: Int32Array): void;
  /**
   * Words of the records of a partition.
   *
   * @param partition From 0.
   */
  wordsOf(partition: number): number;
  /**
   * The records of a partition, in the order they were added, a run at a time. A run holds whole records and is
   * valid until the next one is asked for.
   *
   * @param partition From 0.
   */
  runs(partition: number): Iterable<Uint32Array>;
}

/**
 * Keeps records. Memory: the budget and 2 MiB, and 2 KiB to 32 KiB for each stream and partition; in the file each record
 * has its own size.
 *
 * @example
 * ```ts
 * import { RecordStore } from "./record_store.ts";
 * const store = new RecordStore({ budgetBytes: 1 << 20, openSpill: () => { throw new RangeError(); } });
 * const stream = store.open(3);
 * stream.append(Uint32Array.of(5, 6, 7), 3);
 * if ([...stream.runs(0)][0]?.[2] !== 7) throw new RangeError();
 * ```
 */
export class RecordStore {
  /** Bytes that went into the file. */
  spilledBytes = 0;
  readonly #options: StoreOptions;
  readonly #streams: Stream[] = [];
  #spill: SpillFile | undefined;
  #heldWords = 0;
  /** Full chunks that were written out, to be filled again. */
  readonly #free: Uint32Array[] = [];

  /** @param options What it may use. */
  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Bytes of records that are held in memory. */
  get budgetBytes(): number {
    return this.#options.budgetBytes;
  }

  /**
   * Opens a stream.
   *
   * @param width Words of a record, at least 1.
   * @returns A stream without records.
   */
  open(width: number): RecordStream {
    const stream = new Stream(
      width,
      (words) => this.#take(words),
      (into, offset) => this.#spill!.read(into, offset),
      this.#free,
    );
    this.#streams.push(stream);
    return stream;
  }

  /** Removes the file, if there is one. */
  close(): void {
    this.#spill?.close();
    this.#spill = undefined;
  }

  /** Counts words that a stream takes; writes all out where they are too many. */
  #take(words: number): void {
    this.#heldWords += words;
    if (this.#heldWords * 4 <= this.#options.budgetBytes) return;
    this.#spill ??= this.#options.openSpill();
    for (const stream of this.#streams) {
      this.spilledBytes = stream.spill(this.#spill, this.spilledBytes);
    }
    this.#heldWords = 0;
  }
}

/**
 * Puts records in the order of their partitions; those of a partition keep their order. A thread does it beside the
 * one that keeps the records.
 *
 * @param words The records, one after the other.
 * @param length Words of all of them.
 * @param width Words of a record; the first is a hash.
 * @param out Gets the records.
 * @returns Words up to the end of each partition.
 */
export function sortRecords(
  words: Uint32Array,
  length: number,
  width: number,
  out: Uint32Array,
): Int32Array<ArrayBuffer> {
  const ends = new Int32Array(PARTITIONS);
  for (let at = 0; at < length; at += width) {
    ends[words[at]! >>> (32 - PARTITION_BITS)]! += width;
  }
  let sum = 0;
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const own = ends[partition]!;
    ends[partition] = sum;
    sum += own;
  }
  // Where a partition begins becomes where it ends, record by record.
  for (let at = 0; at < length; at += width) {
    const partition = words[at]! >>> (32 - PARTITION_BITS);
    const to = ends[partition]!;
    out[to] = words[at]!;
    for (let word = 1; word < width; word++) out[to + word] = words[at + word]!;
    ends[partition] = to + width;
  }
  return ends;
}

class Stream implements RecordStream {
  count = 0;
  readonly #full: Uint32Array[][] = Array.from({ length: PARTITIONS }, () => []);
  readonly #open: (Uint32Array | undefined)[] = new Array(PARTITIONS).fill(undefined);
  readonly #used = new Int32Array(PARTITIONS);
  readonly #spilled: SpilledRun[][] = Array.from({ length: PARTITIONS }, () => []);
  /** Takes what is read back. */
  #room = new Uint32Array(0);
  /** Words that the open chunk of each partition has room for. */
  readonly #sizes = new Int32Array(PARTITIONS);

  constructor(
    readonly width: number,
    readonly take: (words: number) => void,
    readonly read: (into: Uint8Array, offsetBytes: number) => void,
    readonly free: Uint32Array[],
  ) {}

  append(words: Uint32Array, length: number): void {
    const { width } = this;
    const used = this.#used;
    const sizes = this.#sizes;
    const chunks = this.#open;
    for (let at = 0; at < length; at += width) {
      const partition = words[at]! >>> (32 - PARTITION_BITS);
      let to = used[partition]!;
      if (to + width > sizes[partition]!) {
        this.#grow(partition);
        to = 0;
      }
      const chunk = chunks[partition]!;
      for (let word = 0; word < width; word++) chunk[to + word] = words[at + word]!;
      used[partition] = to + width;
    }
    this.count += length / width;
  }

  appendSorted(words: Uint32Array, ends: Int32Array): void {
    const { width } = this;
    let from = 0;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const end = ends[partition]!;
      while (from < end) {
        const used = this.#used[partition]!;
        const free = this.#sizes[partition]! - used;
        const length = Math.min(end - from, free - free % width);
        if (length === 0) {
          this.#grow(partition);
          continue;
        }
        this.#open[partition]!.set(words.subarray(from, from + length), used);
        this.#used[partition] = used + length;
        from += length;
      }
    }
    this.count += from / width;
  }

  wordsOf(partition: number): number {
    const spilled = this.#spilled[partition]!.reduce((sum, { words }) => sum + words, 0);
    const full = this.#full[partition]!.reduce((sum, { length }) => sum + length, 0);
    return spilled + full + this.#used[partition]!;
  }

  *runs(partition: number): Generator<Uint32Array> {
    const readWords = Math.max(1, Math.floor(READ_WORDS / this.width)) * this.width;
    for (const { offsetBytes, words } of this.#spilled[partition]!) {
      for (let at = 0; at < words; at += readWords) {
        const length = Math.min(readWords, words - at);
        if (this.#room.length < length) this.#room = new Uint32Array(length);
        const run = this.#room.subarray(0, length);
        this.read(new Uint8Array(run.buffer, 0, run.byteLength), offsetBytes + at * 4);
        yield run;
      }
    }
    yield* this.#full[partition]!;
    const open = this.#open[partition];
    if (open !== undefined) yield open.subarray(0, this.#used[partition]);
  }

  /** Writes all that is held; answers where the file ends then. */
  spill(file: SpillFile, offset: number): number {
    let end = offset;
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const start = end;
      const held = [...this.#full[partition]!];
      const open = this.#open[partition];
      if (open !== undefined) held.push(open.subarray(0, this.#used[partition]));
      for (const { buffer, byteOffset, byteLength } of held) {
        file.write(new Uint8Array(buffer, byteOffset, byteLength));
        end += byteLength;
      }
      if (end > start) {
        this.#spilled[partition]!.push({ offsetBytes: start, words: (end - start) / 4 });
      }
      for (const { buffer, byteOffset } of held) {
        if (buffer.byteLength === CHUNKS_AT_ONCE * CHUNK_WORDS * 4) {
          this.free.push(new Uint32Array(buffer, byteOffset, CHUNK_WORDS));
        }
      }
      this.#full[partition] = [];
      this.#open[partition] = undefined;
      this.#sizes[partition] = 0;
      this.#used[partition] = 0;
    }
    return end;
  }

  #grow(partition: number): void {
    const last = this.#open[partition];
    if (last !== undefined) {
      this.#full[partition]!.push(last.subarray(0, this.#used[partition]));
    }
    const isFirst = last === undefined && this.#spilled[partition]!.length === 0;
    const words = isFirst ? Math.max(FIRST_WORDS, this.width) : Math.max(CHUNK_WORDS, this.width);
    // What is counted may be written out at once, the chunks before this one with it.
    this.#open[partition] = undefined;
    this.#sizes[partition] = 0;
    this.#used[partition] = 0;
    this.take(words);
    const chunk = words === CHUNK_WORDS ? this.#takeChunk() : new Uint32Array(words);
    this.#open[partition] = chunk;
    this.#sizes[partition] = chunk.length;
  }

  #takeChunk(): Uint32Array {
    const { free } = this;
    if (free.length === 0) {
      const all = new Uint32Array(CHUNKS_AT_ONCE * CHUNK_WORDS);
      for (let chunk = CHUNKS_AT_ONCE - 1; chunk >= 0; chunk--) {
        free.push(all.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS));
      }
    }
    return free.pop()!;
  }
}

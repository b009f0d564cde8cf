/**
 * Goes through the records of a stream a share at a time, so that what is held in memory is bounded.
 *
 * @module
 */
import { PARTITIONS, type RecordStream } from "./record_store.ts";

/** The records of a partition that are held in memory at once, or a part of them. */
export interface Share {
  readonly partition: number;
  /** Which part, by the next bits of the hash. */
  readonly part: number;
  readonly parts: number;
}

/** Bytes of a share that is split no further. */
const MIN_SHARE_BYTES = 4096;

/**
 * The records of a share, a run at a time, so that what looks at them is one loop.
 *
 * @param stream The stream.
 * @param share The share.
 * @param see Gets the words of a run, the first word of each record of the share, and the number of those records;
 * the arrays are filled again for the next run.
 */
export function eachRun(
  stream: RecordStream,
  { partition, part, parts }: Share,
  see: (words: Uint32Array, places: Int32Array, count: number) => void,
): void {
  const { width } = stream;
  let places = new Int32Array(0);
  for (const words of stream.runs(partition)) {
    if (places.length * width < words.length) places = new Int32Array(words.length / width);
    let count = 0;
    for (let at = 0; at < words.length; at += width) {
      if (parts > 1 && ((words[at]! >>> 10) & (parts - 1)) !== part) continue;
      places[count++] = at;
    }
    see(words, places, count);
  }
}

/**
 * Calls for each record of a share.
 *
 * @param stream The records.
 * @param share Which of them.
 * @param see Gets the words that hold the record, and where it begins; nothing of it may be kept.
 */
export function eachRecord(
  stream: RecordStream,
  { partition, part, parts }: Share,
  see: (words: Uint32Array, at: number) => void,
): void {
  const { width } = stream;
  for (const words of stream.runs(partition)) {
    for (let at = 0; at < words.length; at += width) {
      if (parts > 1 && ((words[at]! >>> 10) & (parts - 1)) !== part) continue;
      see(words, at);
    }
  }
}

/**
 * Cuts the records of a stream into shares that fit into memory; records of one hash are in one share.
 *
 * @param stream The records.
 * @param budgetBytes Bytes that a share may take, its index included.
 * @returns All shares, in order.
 */
export function* sharesOf(stream: RecordStream, budgetBytes: number): Generator<Share> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    // A record takes its words and up to 16 bytes of the index.
    const bytes = stream.wordsOf(partition) * (4 + 16 / stream.width);
    let parts = 1;
    // Below a page there is nothing to be gained.
    while (bytes > Math.max(budgetBytes, MIN_SHARE_BYTES) * parts && parts < 65_536) parts *= 2;
    for (let part = 0; part < parts; part++) yield { partition, part, parts };
  }
}

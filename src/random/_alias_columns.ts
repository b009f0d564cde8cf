/**
 * Columns of the alias method: words of outcomes laid into columns of one size, two outcomes a column at
 * most (A. J. Walker, ACM TOMS 3 (1977), in M. D. Vose's order). All of it is integer arithmetic.
 *
 * @module
 */

/** Bits of a word. */
const WORD_BITS = 32;

/**
 * How far a word is shifted to give its column: columns are a power of two, as many as outcomes or more,
 * and four or more, so that a threshold is below 2^31.
 *
 * @param outcomeCount Number of outcomes, 1 to 2^24.
 * @returns Bits of a word that lie below the column's number.
 */
export function columnShift(outcomeCount: number): number {
  let bits = 2;
  while (1 << bits < outcomeCount) bits++;
  return WORD_BITS - bits;
}

/**
 * Lays words into columns.
 *
 * @param wordCounts Number of words of each outcome; their sum is 2^32.
 * @param columns Takes threshold and alias of each column, side by side: the words of the column that
 * are its own outcome's, and the outcome that has the others.
 * @param start First column in `columns`.
 */
export function layColumns(
  wordCounts: ArrayLike<number>,
  columns: Int32Array,
  start: number,
): void {
  const shift = columnShift(wordCounts.length);
  const columnCount = 1 << (WORD_BITS - shift);
  const columnSize = 1 << shift;
  const rest = new Float64Array(columnCount);
  rest.set(wordCounts);
  const poor = new Int32Array(columnCount);
  const rich = new Int32Array(columnCount);
  let poorCount = 0, richCount = 0;
  for (let column = columnCount - 1; column >= 0; column--) {
    columns[2 * (start + column)] = 0;
    columns[2 * (start + column) + 1] = column;
    if (rest[column]! < columnSize) poor[poorCount++] = column;
    else rich[richCount++] = column;
  }
  while (richCount > 0) {
    const giver = rich[--richCount]!;
    // A rich outcome fills poor columns until it is poor itself, or has just what a column takes.
    while (rest[giver]! > columnSize && poorCount > 0) {
      const taker = poor[--poorCount]!;
      columns[2 * (start + taker)] = rest[taker]!;
      columns[2 * (start + taker) + 1] = giver;
      rest[giver]! -= columnSize - rest[taker]!;
    }
    if (rest[giver]! < columnSize) poor[poorCount++] = giver;
    else columns[2 * (start + giver)] = columnSize;
  }
}

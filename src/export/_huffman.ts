/**
 * Huffman codes as Deflate writes them: of limited length, canonical, their bits reversed.
 *
 * @module
 */

/** Codes of an alphabet. */
export interface HuffmanCode {
  /** Bits of each symbol's code; 0 where it does not occur. */
  readonly lengths: Uint8Array;
  /** Each code, first bit lowest. */
  readonly codes: Uint16Array;
}

/**
 * Makes the codes of an alphabet.
 *
 * @param counts How often each symbol occurs; at least two of them do.
 * @param maxLength Greatest length of a code.
 * @returns The codes; they follow from the counts alone.
 */
export function makeHuffmanCode(counts: Uint32Array, maxLength: number): HuffmanCode {
  const lengths = new Uint8Array(counts.length);
  const symbols: number[] = [];
  counts.forEach((count, symbol) => {
    if (count > 0) symbols.push(symbol);
  });
  symbols.sort((a, b) => counts[a]! - counts[b]! || a - b);
  const lengthCounts = countLengths(symbols.map((symbol) => counts[symbol]!), maxLength);
  // The rarest symbols get the longest codes.
  let next = 0;
  for (let length = maxLength; length > 0; length--) {
    for (let left = lengthCounts[length]!; left > 0; left--) lengths[symbols[next++]!] = length;
  }
  return { lengths, codes: assignCodes(lengths, lengthCounts, maxLength) };
}

/** How many codes there are of each length, for counts in ascending order. */
function countLengths(counts: readonly number[], maxLength: number): Int32Array {
  const leafCount = counts.length;
  const weights = counts.slice();
  const parents: number[] = [];
  let leaf = 0;
  let node = leafCount;
  const take = () => {
    const isLeaf = leaf < leafCount &&
      (node >= weights.length || weights[leaf]! <= weights[node]!);
    return isLeaf ? leaf++ : node++;
  };
  while (weights.length < 2 * leafCount - 1) {
    const left = take();
    const right = take();
    parents[left] = parents[right] = weights.length;
    weights.push(weights[left]! + weights[right]!);
  }
  const depths = new Int32Array(weights.length);
  const lengthCounts = new Int32Array(maxLength + 1);
  for (let place = weights.length - 2; place >= 0; place--) {
    depths[place] = depths[parents[place]!]! + 1;
    if (place < leafCount) lengthCounts[Math.min(depths[place]!, maxLength)]!++;
  }
  limitLengths(lengthCounts, maxLength);
  return lengthCounts;
}

/** Makes room for the codes that were cut to the greatest length, by making shorter ones longer. */
function limitLengths(lengthCounts: Int32Array, maxLength: number): void {
  let total = 0;
  for (let length = 1; length <= maxLength; length++) {
    total += lengthCounts[length]! * 2 ** (maxLength - length);
  }
  for (; total > 2 ** maxLength; total--) {
    lengthCounts[maxLength]!--;
    let length = maxLength - 1;
    while (lengthCounts[length] === 0) length--;
    lengthCounts[length]!--;
    lengthCounts[length + 1]! += 2;
  }
}

function assignCodes(
  lengths: Uint8Array,
  lengthCounts: Int32Array,
  maxLength: number,
): Uint16Array {
  const next = new Int32Array(maxLength + 2);
  for (let length = 1; length <= maxLength; length++) {
    next[length + 1] = (next[length]! + lengthCounts[length]!) << 1;
  }
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) codes[symbol] = reverseBits(next[length]!++, length);
  });
  return codes;
}

function reverseBits(code: number, length: number): number {
  let rest = code;
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) {
    reversed = (reversed << 1) | (rest & 1);
    rest >>>= 1;
  }
  return reversed;
}

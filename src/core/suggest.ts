/**
 * "Did you mean": the nearest of the valid names.
 *
 * @module
 */

/**
 * The number of insertions, deletions, replacements and swaps of neighbours that turn one word into
 * the other (optimal string alignment distance).
 *
 * @param a One word.
 * @param b The other word.
 * @returns A count from 0 to the length of the longer word.
 *
 * @example
 * ```ts
 * import { editDistance } from "./suggest.ts";
 * if (editDistance("basline", "baseline") !== 1) throw new RangeError();
 * ```
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/**
 * The valid name nearest to what was written, if one is near enough to be meant.
 *
 * @param given The name that was written.
 * @param names The valid names.
 * @returns The name that begins so, else the nearest; `undefined` where more than a third of it would have
 * to change.
 *
 * @example
 * ```ts
 * import { suggestName } from "./suggest.ts";
 * if (suggestName("heavvy", ["baseline", "heavy"]) !== "heavy") throw new RangeError();
 * ```
 */
export function suggestName(given: string, names: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const begun = names.find((name) => word.length >= 3 && name.toLowerCase().startsWith(word));
  if (begun !== undefined) return begun;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const name of names) {
    const distance = editDistance(word, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  if (best === undefined) return undefined;
  return bestDistance <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}

/**
 * The hint that goes with an unknown name: the nearest one, else the whole list.
 *
 * @param given The name that was written.
 * @param names The valid names.
 * @returns A sentence without its full stop.
 *
 * @example
 * ```ts
 * import { describeNames } from "./suggest.ts";
 * const hint = describeNames("persns", ["persons", "vehicles"]);
 * if (hint !== 'did you mean "persons"? valid: persons, vehicles') throw new RangeError(hint);
 * ```
 */
export function describeNames(given: string, names: readonly string[]): string {
  const near = suggestName(given, names);
  const list = `valid: ${names.join(", ")}`;
  return near === undefined ? list : `did you mean "${near}"? ${list}`;
}

/**
 * Which rows of two batches of the same accounts are the same thing on two days.
 *
 * @module
 */
import { type Batch, type Column, columnValue, type TextColumn } from "../core/batch.ts";

/** Takes what became of a row; -1 for a side that has it not. */
export type MatchTaker = (a: number, b: number) => void;

/**
 * Matches the rows of two batches by key. Both list their rows in one order, in which some may be missing.
 *
 * @param a The earlier batch.
 * @param b The later one.
 * @param place Place of the key among the fields.
 * @param take Called for each row of either, in the order of the later batch; a row that is gone comes before the
 * next one that both have.
 */
export function matchRows(a: Batch, b: Batch, place: number, take: MatchTaker): void {
  const [keysA, keysB] = [a.columns[place]!, b.columns[place]!];
  let later: Set<string> | undefined;
  let [i, j] = [0, 0];
  while (i < a.count && j < b.count) {
    if (isSameValue(keysA, i, keysB, j)) take(i++, j++);
    else {
      later ??= keysOf(b, place);
      if (later.has(keyText(keysA, i))) take(-1, j++);
      else take(i++, -1);
    }
  }
  while (i < a.count) take(i++, -1);
  while (j < b.count) take(-1, j++);
}

function keyText(column: Column, row: number): string {
  if (column.kind !== "id") return `${columnValue(column, row)}`;
  const [a, b, c, d] = column.values;
  return `${a[row]},${b[row]},${c[row]},${d[row]}`;
}

function keysOf({ columns, count }: Batch, place: number): Set<string> {
  const keys = new Set<string>();
  for (let row = 0; row < count; row++) keys.add(keyText(columns[place]!, row));
  return keys;
}

/**
 * Whether two values are the same.
 *
 * @param a A column.
 * @param i Row in it.
 * @param b A column of the same field.
 * @param j Row in that.
 * @returns Whether both are null, or equal.
 */
export function isSameValue(a: Column, i: number, b: Column, j: number): boolean {
  const isFilled = a.validity === undefined || a.validity[i] !== 0;
  if (isFilled !== (b.validity === undefined || b.validity[j] !== 0)) return false;
  if (!isFilled) return true;
  if (a.kind === "id" && b.kind === "id") {
    const [x, y] = [a.values, b.values];
    return x[0][i] === y[0][j] && x[1][i] === y[1][j] && x[2][i] === y[2][j] && x[3][i] === y[3][j];
  }
  if (a.kind === "word" && b.kind === "word") {
    return a.words[a.codes[i]!] === b.words[b.codes[j]!];
  }
  if (a.kind === "text" && b.kind === "text") return isSameText(a, i, b, j);
  if ("values" in a && "values" in b && a.kind !== "id") return a.values[i] === b.values[j];
  throw new TypeError(`a field of kind ${a.kind} and one of kind ${b.kind}`);
}

function isSameText(a: TextColumn, i: number, b: TextColumn, j: number): boolean {
  const [from, to] = [a.offsets[i]!, b.offsets[j]!];
  const length = a.offsets[i + 1]! - from;
  if (b.offsets[j + 1]! - to !== length) return false;
  for (let at = 0; at < length; at++) if (a.bytes[from + at] !== b.bytes[to + at]) return false;
  return true;
}

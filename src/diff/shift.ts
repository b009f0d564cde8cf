/**
 * How far the values of a field moved from one side to the other, with the names and thresholds of the measures.
 *
 * @module
 */
import type { NumberSummary, WordSummary } from "./field_summary.ts";

/**
 * How far: `none` is what chance alone gives between two samples of one population, or too little to matter.
 */
export type ShiftLevel = "none" | "slight" | "moderate" | "large";

/** From where on a measure, where it is beyond chance, says so. */
export const THRESHOLDS = {
  /** Population stability index. */
  psi: { slight: 0.02, moderate: 0.1, large: 0.25 },
  /** Greatest distance of the two distribution functions (Kolmogorov-Smirnov). */
  ks: { slight: 0.02, moderate: 0.1, large: 0.2 },
  /** Difference of the means in pooled standard deviations. */
  standardised_difference: { slight: 0.05, moderate: 0.2, large: 0.5 },
  /** Half the sum of the differences of shares. */
  total_variation: { slight: 0.02, moderate: 0.1, large: 0.25 },
  /** Difference of the shares of rows without a value. */
  null_share: { slight: 0.01, moderate: 0.05, large: 0.2 },
} as const;

/** Name of a measure. */
export type Measure = keyof typeof THRESHOLDS;

/** Odds of calling a difference by chance a shift, of each measure. */
export const CHANCE = 0.001;

/** Bound of a standard normal that is passed with odds of {@link CHANCE} in either direction. */
const Z = 3.2905;

/** Kolmogorov's bound for {@link CHANCE}. */
const KOLMOGOROV = 1.9495;

/** Share that a bin without rows is given, so that PSI stays finite. */
const LEAST_SHARE = 1e-4;

/** Words rarer than this in both sides are taken together. */
const RARE_SHARE = 0.002;

/** Rows of the smaller side that a word must have to stand for itself: shares of fewer are chance. */
const LEAST_ROWS = 10;

/** Share of rare words from which on in both sides values are as good as all different. */
const MOSTLY_RARE = 0.8;

/** Quantiles that are told. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Word shares that are told. */
const TOLD_WORDS = 6;

/** Numbers of one side. */
export interface NumberFigures {
  readonly count: number;
  readonly nulls: number;
  readonly mean: number;
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** In the order of {@link QUANTILES}. */
  readonly quantiles: readonly number[];
}

/** A word's share in both sides. */
export interface WordShare {
  readonly word: string;
  readonly a: number;
  readonly b: number;
}

/** What became of a field's values. */
export interface Shift {
  readonly kind: "number" | "day" | "word" | "presence";
  readonly level: ShiftLevel;
  /** Those measures that could be taken. */
  readonly measures: Readonly<Partial<Record<Measure, number>>>;
  /** Why shares were not compared. */
  readonly left?: string;
  readonly a?: NumberFigures;
  readonly b?: NumberFigures;
  /** Rows with a value, and without, of each side. */
  readonly filled: readonly [a: number, b: number];
  readonly nulls: readonly [a: number, b: number];
  /** Words whose shares changed most. */
  readonly words?: readonly WordShare[];
}

/** What one side holds of a field. */
export interface FieldValues {
  readonly nulls: number;
  readonly filled: number;
  readonly numbers?: NumberSummary;
  readonly words?: WordSummary;
}

const LEVELS: readonly ShiftLevel[] = ["none", "slight", "moderate", "large"];

/** The level of a measure that is beyond chance, or not. */
function levelOf(measure: Measure, value: number, isBeyondChance: boolean): ShiftLevel {
  const { slight, moderate, large } = THRESHOLDS[measure];
  if (!isBeyondChance || !(value >= slight)) return "none";
  return value >= large ? "large" : value >= moderate ? "moderate" : "slight";
}

const worst = (levels: readonly ShiftLevel[]): ShiftLevel =>
  LEVELS[Math.max(0, ...levels.map((level) => LEVELS.indexOf(level)))]!;

function psiOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, share, bin) => {
    const was = Math.max(share, LEAST_SHARE);
    const is = Math.max(b[bin]!, LEAST_SHARE);
    return sum + (is - was) * Math.log(is / was);
  }, 0);
}

/** Whether a PSI is beyond what two samples of one population give: it follows a chi square distribution. */
function isPsiBeyondChance(psi: number, bins: number, n: number, m: number): boolean {
  const freedom = bins - 1;
  if (freedom < 1) return false;
  // Wilson and Hilferty's approximation of the quantile of chi square.
  const part = 2 / (9 * freedom);
  const bound = freedom * (1 - part + 3.0902 * Math.sqrt(part)) ** 3;
  return psi * n * m / (n + m) > bound;
}

/**
 * Measures the shift of a field.
 *
 * @param kind What its values are.
 * @param a The first side.
 * @param b The second.
 * @returns The shift; its level is `none` where a side has no rows.
 */
export function measureShift(kind: Shift["kind"], a: FieldValues, b: FieldValues): Shift {
  const counts = {
    filled: [a.filled, b.filled],
    nulls: [a.nulls, b.nulls],
  } as const;
  const [rowsA, rowsB] = [a.filled + a.nulls, b.filled + b.nulls];
  if (rowsA === 0 || rowsB === 0) return { kind, level: "none", measures: {}, ...counts };
  const [nullsA, nullsB] = [a.nulls / rowsA, b.nulls / rowsB];
  const pooled = (a.nulls + b.nulls) / (rowsA + rowsB);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / rowsA + 1 / rowsB));
  const difference = Math.abs(nullsA - nullsB);
  const measures: Partial<Record<Measure, number>> = { null_share: difference };
  const levels = [levelOf("null_share", difference, difference > Z * error)];
  const rest = a.filled === 0 || b.filled === 0
    ? {}
    : a.numbers !== undefined && b.numbers !== undefined
    ? measureNumbers(a.numbers, b.numbers, measures, levels)
    : a.words !== undefined && b.words !== undefined
    ? measureWords(a.words, b.words, measures, levels)
    : {};
  const figures = a.numbers !== undefined && b.numbers !== undefined && a.filled > 0 && b.filled > 0
    ? { a: figuresOf(a.numbers, a.nulls), b: figuresOf(b.numbers, b.nulls) }
    : {};
  return { kind, level: worst(levels), measures, ...counts, ...figures, ...rest };
}

function figuresOf(numbers: NumberSummary, nulls: number): NumberFigures {
  const factor = 10 ** numbers.scale;
  return {
    count: numbers.count,
    nulls,
    mean: numbers.mean,
    deviation: numbers.deviation,
    min: numbers.min / factor,
    max: numbers.max / factor,
    quantiles: QUANTILES.map((share) => numbers.quantile(share)),
  };
}

function measureNumbers(
  a: NumberSummary,
  b: NumberSummary,
  measures: Partial<Record<Measure, number>>,
  levels: ShiftLevel[],
): object {
  const [n, m] = [a.count, b.count];
  const size = n * m / (n + m);
  const width = Math.max(a.width, b.width);
  a.widen(width);
  b.widen(width);
  const buckets = [...new Set([...a.buckets.keys(), ...b.buckets.keys()])].sort((x, y) => x - y);
  let [seenA, seenB, ks] = [0, 0, 0];
  // Bins of about a tenth of A each; a bucket is never cut.
  const [binsA, binsB]: [number[], number[]] = [[], []];
  let [fromA, fromB] = [0, 0];
  for (const bucket of buckets) {
    seenA += (a.buckets.get(bucket) ?? 0) / n;
    seenB += (b.buckets.get(bucket) ?? 0) / m;
    ks = Math.max(ks, Math.abs(seenA - seenB));
    if (seenA - fromA >= 0.1) {
      binsA.push(seenA - fromA);
      binsB.push(seenB - fromB);
      [fromA, fromB] = [seenA, seenB];
    }
  }
  if (seenA - fromA > 1e-9 || seenB - fromB > 1e-9) {
    binsA.push(seenA - fromA);
    binsB.push(seenB - fromB);
  }
  const psi = psiOf(binsA, binsB);
  const spread = Math.sqrt((a.deviation ** 2 + b.deviation ** 2) / 2);
  const distance = Math.abs(a.mean - b.mean);
  const smd = spread > 0 ? distance / spread : distance > 0 ? Infinity : 0;
  measures.ks = ks;
  measures.psi = psi;
  if (Number.isFinite(smd)) measures.standardised_difference = smd;
  levels.push(
    levelOf("ks", ks, ks * Math.sqrt(size) > KOLMOGOROV),
    levelOf("psi", psi, isPsiBeyondChance(psi, binsA.length, n, m)),
    levelOf("standardised_difference", smd, smd * Math.sqrt(size) > Z),
  );
  return {};
}

function measureWords(
  a: WordSummary,
  b: WordSummary,
  measures: Partial<Record<Measure, number>>,
  levels: ShiftLevel[],
): object {
  if (a.isOverfull || b.isOverfull) return { left: "too many different values" };
  const [n, m] = [a.count, b.count];
  const shares = new Map<number, { word: string; a: number; b: number }>();
  for (const { hash, text, count } of a.words()) {
    shares.set(hash, { word: text, a: count / n, b: 0 });
  }
  for (const { hash, text, count } of b.words()) {
    const known = shares.get(hash);
    if (known === undefined) shares.set(hash, { word: text, a: 0, b: count / m });
    else known.b = count / m;
  }
  const all = [...shares.values()];
  const bound = Math.max(RARE_SHARE, LEAST_ROWS / Math.min(n, m));
  const bins = all.filter((share) => Math.max(share.a, share.b) >= bound);
  const rare = all.filter((share) => Math.max(share.a, share.b) < bound);
  if (rare.length > 0) {
    const sum = (side: "a" | "b") => rare.reduce((total, share) => total + share[side], 0);
    const [a, b] = [sum("a"), sum("b")];
    if (Math.min(a, b) > MOSTLY_RARE) return { left: "nearly all values are rare" };
    bins.push({ word: "", a, b });
  }
  const psi = psiOf(bins.map((bin) => bin.a), bins.map((bin) => bin.b));
  const variation = bins.reduce((sum, bin) => sum + Math.abs(bin.a - bin.b), 0) / 2;
  measures.psi = psi;
  measures.total_variation = variation;
  const isBeyond = isPsiBeyondChance(psi, bins.length, n, m);
  levels.push(levelOf("psi", psi, isBeyond), levelOf("total_variation", variation, isBeyond));
  const words = all.filter((share) => share.a !== share.b)
    .sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || (x.word < y.word ? -1 : 1))
    .slice(0, TOLD_WORDS);
  return { words };
}

/**
 * Laws of amounts, ready to draw from: in cents of the year of loss, by line, kind and cause.
 *
 * @module
 */
import type { Sampler } from "../../../random/sampler.ts";
import { once } from "../tables.ts";
import { BASE_YEAR, causes, KIND, KINDS, lawOf, levels, LINES } from "./claim_tables.ts";
import { amountSampler, UNIT } from "./samplers.ts";

/** First year that amounts are known for. */
const FIRST_YEAR = 2022;
const YEARS = 6;

/** Greatest amount before limits: 5 million dollars. */
const MAX_CENTS = 500_000_000;

/** A law that amounts are drawn from. */
export interface AmountLaw {
  readonly expense: number;
  readonly unpaid: number;
  /**
   * An amount.
   *
   * @param word 32 random bits.
   * @param year Year of the loss.
   * @param factor What it is multiplied by.
   * @returns Whole cents, at least 1.
   */
  readonly draw: (word: number, year: number, factor: number) => number;
}

function build(line: number, kind: number, cause: string): AmountLaw {
  // Businesses lose by the same causes as households; their level makes up the difference.
  const lawLine = kind === KIND.COMP ? 0 : line;
  const law = lawOf(lawLine, kind, cause);
  const sampler: Sampler = amountSampler(law.isGamma, law.shape);
  const level = levels().amounts[line * KINDS.length + kind]!;
  const scales = new Float64Array(YEARS);
  for (let at = 0; at < YEARS; at++) {
    let scale = law.scale * 100 * level / UNIT;
    for (let year = BASE_YEAR; year < FIRST_YEAR + at; year++) scale *= 1 + law.trend;
    for (let year = BASE_YEAR; year > FIRST_YEAR + at; year--) scale /= 1 + law.trend;
    scales[at] = scale;
  }
  return {
    expense: law.expense,
    unpaid: law.unpaid,
    draw(word: number, year: number, factor: number): number {
      const cents = Math.floor(sampler.at(word) * scales[year - FIRST_YEAR]! * factor + 0.5);
      return Math.min(Math.max(cents, 1), MAX_CENTS);
    },
  };
}

/** Laws, by `(line * KINDS.length + kind) * causes + cause`. */
export const amountLaws: () => (line: number, kind: number, cause: number) => AmountLaw = once(
  () => {
    const { names } = causes();
    const kept: (AmountLaw | undefined)[] = Array.from({
      length: LINES.length * KINDS.length * names.length,
    });
    return (line, kind, cause) => {
      const at = (line * KINDS.length + kind) * names.length + cause;
      return kept[at] ??= build(line, kind, kind === KIND.COMP ? names[cause]! : "all");
    };
  },
);

/**
 * Levels of the rating factors by their names in the published tables: what rules of premiums look up, without the
 * code that makes premiums.
 *
 * @module
 */
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { COVERAGE, type CoverageCode } from "./codes.ts";
import { FACTORS } from "./factors.ts";
import { CODES, familyOf } from "./rates.ts";

/** Plural name of premiums. */
export const COSTS = "costs";

/** A fact of the row that a premium refers to. */
export type Value = number | string | null;

/** Line of households. */
export const HOUSEHOLD = 0;
/** Line of businesses. */
export const BUSINESS = 1;

/** The levels of a factor in the tables of both lines, with numbers: 0 is none. */
export class FactorLevels {
  /** Number of levels. */
  readonly count: number;
  readonly #names = new Map<string, number>();
  readonly #starts: readonly [number[], number[]] = [[], []];
  readonly #relativities: number[] = new Array<number>(CODES).fill(0);

  /** @param name Name of the factor. */
  constructor(name: string) {
    const { families } = FACTORS.find((factor) => factor.name === name)!;
    let count = 1;
    families.forEach((family, line) => {
      if (family === undefined) return;
      const { levels, relativities } = familyOf(line, family);
      for (const level of levels) {
        this.#names.set(`${line} ${level}`, count++);
        this.#starts[line]!.push(parseInt(level));
      }
      this.#relativities.push(...relativities);
    });
    this.count = count;
  }

  /**
   * Level of a name.
   *
   * @param line Line of business.
   * @param name Name in the table.
   * @returns The level; undefined where the table has none such.
   */
  named(line: number, name: Value): number | undefined {
    return this.#names.get(`${line} ${name}`);
  }

  /**
   * Level of a number, of a table whose levels are named by the numbers they begin with.
   *
   * @param line Line of business.
   * @param value The number.
   * @returns The level; undefined where there is no number.
   */
  banded(line: number, value: Value): number | undefined {
    const starts = this.#starts[line]!;
    const at = starts.findLastIndex((start) => start <= Number(value));
    return value === null || at === -1 ? undefined : at + (line === 1 ? this.#first : 1);
  }

  /**
   * Levels of a line whose names match.
   *
   * @param line Line of business.
   * @param name What names match.
   * @returns Levels in the table's order.
   */
  list(line: number, name: RegExp): number[] {
    const prefix = `${line} `;
    return [...this.#names].filter(([key]) =>
      key.startsWith(prefix) && name.test(key.slice(prefix.length))
    ).map(([, level]) => level);
  }

  /**
   * Relativity of a level in 1/10,000.
   *
   * @param level The level.
   * @param word Code of the coverage.
   * @returns The relativity; null where the factor does not touch the coverage.
   */
  relativity(level: number, word: string): number | null {
    return this.#relativities[level * CODES + COVERAGE[word as CoverageCode]] || null;
  }

  /** First level of businesses. */
  get #first(): number {
    return 1 + this.#starts[0].length;
  }
}

/** What a rule of a factor has beside its factor. */
export interface FactorRule {
  /** Whether the relativity may be missing: another rule says where it must not. */
  readonly isOptional?: boolean;
  /** What must hold. */
  readonly message: string;
  /** The reference. */
  readonly via: string;
  /** Fields of the row that it names. */
  readonly facts: readonly string[];
  /** Level of a row; 0 for none, undefined where it can't be told. */
  readonly level: (levels: FactorLevels, ...facts: Value[]) => number | undefined;
}

/**
 * A rule of a factor's relativity.
 *
 * @param name Name of the factor.
 * @param rule What tells the level.
 * @returns The rule.
 */
export function factorRule(name: string, rule: FactorRule): LevelRule {
  const { via, facts, message, isOptional } = rule;
  return {
    kind: "level",
    code: `cost-${name.replaceAll("_", "-")}`,
    entity: COSTS,
    field: `${name}_factor`,
    column: "coverage_code",
    ...{ via, facts, message },
    table(): LevelTable {
      const levels = new FactorLevels(name);
      return {
        count: levels.count,
        values: (level, word) => [levels.relativity(level, word), ...isOptional ? [null] : []],
        levelOf: (...given) => rule.level(levels, ...given),
      };
    },
  };
}

/**
 * A vehicle's line.
 *
 * @param lob Its line of business.
 * @returns The line.
 */
export const lineOf = (lob: Value) => lob === "Commercial" ? BUSINESS : HOUSEHOLD;
/**
 * A term's line: that of a business says how far it drives.
 *
 * @param radius How far it drives; null for households.
 * @returns The line.
 */
export const lineOfTerm = (radius: Value) => radius === null ? HOUSEHOLD : BUSINESS;
/**
 * The name of a level of a truth value.
 *
 * @param value 1 or 0.
 * @returns yes or no.
 */
export const yesNo = (value: Value) => value === 1 ? "yes" : "no";

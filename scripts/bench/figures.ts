/**
 * Figures and how they are printed: medians, tables, the machine and its load.
 *
 * @module
 */

/**
 * The middle value.
 *
 * @param values At least one number.
 * @returns The middle one, or the mean of the middle two.
 *
 * @example
 * ```ts
 * import { pickMedian } from "./figures.ts";
 * if (pickMedian([9, 1, 3, 5]) !== 4) throw new RangeError();
 * ```
 */
export function pickMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Shows a number with three digits that count, and commas.
 *
 * @param value The number.
 * @returns For example `1,230,000`, `56.1`, `0.0234`.
 *
 * @example
 * ```ts
 * import { showFigure } from "./figures.ts";
 * if (showFigure(1234567) !== "1,230,000") throw new RangeError();
 * ```
 */
export function showFigure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 6 });
}

/**
 * Shows the least and the greatest of some numbers.
 *
 * @param values At least one number.
 * @returns For example `81.2-93`.
 */
export function showRange(values: readonly number[]): string {
  return `${showFigure(Math.min(...values))}-${showFigure(Math.max(...values))}`;
}

/**
 * Prints rows below a header, in columns.
 *
 * @param rows The header and the rows, as many cells each.
 */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
  }
}

function readProcessor(): string {
  try {
    const text = Deno.readTextFileSync("/proc/cpuinfo");
    const name = /^model name\s*: (.*)$/m.exec(text)?.[1] ?? Deno.build.arch;
    return `${name}, ${/\bsha_ni\b|\bsha2\b/.test(text) ? "with" : "without"} SHA instructions`;
  } catch {
    // Only Linux keeps this file.
    return Deno.build.arch;
  }
}

/**
 * Says what the figures were measured on.
 *
 * @returns Cores, processor, system, Deno.
 */
export function describeMachine(): string {
  return `${navigator.hardwareConcurrency} cores (${readProcessor()}), ${Deno.build.target}, ` +
    `Deno ${Deno.version.deno}, ${new Date().toISOString().slice(0, 10)}`;
}

/**
 * Says how busy the machine is.
 *
 * @returns The mean number of runnable threads of the last minute and of the last five.
 */
export function describeLoad(): string {
  const [one, five] = Deno.loadavg();
  return `load ${one!.toFixed(1)} in the last minute, ${five!.toFixed(1)} in five`;
}

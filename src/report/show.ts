/**
 * Numbers as reports show them.
 *
 * @module
 */
import { formatCount } from "../core/units.ts";
import type { Unit } from "./measures/measure.ts";

/**
 * A number with few digits, or with a fixed count of decimals.
 *
 * @param value The number.
 * @param decimals Decimals; default: as many as give four digits.
 * @returns For example `1,234.5`.
 *
 * @example
 * ```ts
 * import { showNumber } from "./show.ts";
 * if (showNumber(1234.567) !== "1,235" || showNumber(0.5) !== "0.500") throw new RangeError();
 * ```
 */
export function showNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  const digits = decimals ?? (size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
  const text = value.toFixed(digits);
  const [whole, rest] = text.split(".") as [string, string?];
  return rest === undefined ? formatCount(BigInt(whole)) : `${groupWhole(whole)}.${rest}`;
}

function groupWhole(whole: string): string {
  return whole.startsWith("-")
    ? `-${formatCount(BigInt(whole.slice(1)))}`
    : formatCount(BigInt(whole));
}

/**
 * A number in its unit.
 *
 * @param value The number.
 * @param unit The unit.
 * @returns For example `12.5%`, `$1,126`, `0.68 /100`.
 */
export function showUnit(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return "-";
  switch (unit) {
    case "share":
      return `${(value * 100).toFixed(2)}%`;
    case "usd":
      return value < 0
        ? `-$${showNumber(-value, Math.abs(value) < 100 ? 2 : 0)}`
        : `$${showNumber(value, value < 100 ? 2 : 0)}`;
    case "count":
      return formatCount(Math.round(value));
    case "years":
      return value.toFixed(2);
    case "per100":
      return value.toFixed(3);
    case "number":
      return showNumber(value);
  }
}

/**
 * Numbers as people read them. No locale plays a part, so that output is the same everywhere.
 *
 * @module
 */

/**
 * A whole number with a comma between its thousands.
 *
 * @param count A whole number.
 * @returns For example `1,234,567`.
 *
 * @example
 * ```ts
 * import { formatCount } from "./units.ts";
 * if (formatCount(1234567) !== "1,234,567" || formatCount(-999) !== "-999") throw new RangeError();
 * ```
 */
export function formatCount(count: number | bigint): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A count of items.
 *
 * @param count A whole number.
 * @param singular The word for one.
 * @param plural The word for any other number; default: the singular with an `s`.
 * @returns For example `1 row` or `2,000 rows`.
 */
export function formatItems(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/**
 * A size with a unit, in powers of 1000.
 *
 * @param sizeBytes Bytes.
 * @returns For example `512 B`, `4.0 kB`, `123 MB`.
 *
 * @example
 * ```ts
 * import { formatSize } from "./units.ts";
 * if (formatSize(4040) !== "4.0 kB" || formatSize(512) !== "512 B") throw new RangeError();
 * ```
 */
export function formatSize(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = sizeBytes;
  let place = 0;
  while (value >= 999.5 && place < units.length - 1) {
    value /= 1000;
    place++;
  }
  const digits = place === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[place]}`;
}

/**
 * A duration.
 *
 * @param durationMs Milliseconds.
 * @returns For example `85 ms`, `1.2 s`, `3 min 5 s`, `2 h 10 min`.
 *
 * @example
 * ```ts
 * import { formatDuration } from "./units.ts";
 * if (formatDuration(85) !== "85 ms" || formatDuration(185_000) !== "3 min 5 s") throw new RangeError();
 * ```
 */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/**
 * A rate, rounded to three digits so that it does not flicker.
 *
 * @param count Items.
 * @param durationMs Milliseconds they took.
 * @returns Items a second, with commas: `412,000`.
 */
export function formatRate(count: number, durationMs: number): string {
  const rate = count / Math.max(durationMs, 1) * 1000;
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(rate, 1))) - 2);
  return formatCount(Math.round(rate / scale) * scale);
}

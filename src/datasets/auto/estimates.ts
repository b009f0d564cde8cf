/**
 * How many rows an account has of each entity, and how large the values of its fields are: measured figures, from
 * which a run is estimated before it is made. No value follows from them.
 *
 * `deno run -A scripts/measure_rows.ts --records 16384 --seed 1 --write` makes both tables anew.
 *
 * @module
 */
import countsText from "../../../data/auto/row_counts.csv" with { type: "text" };
import sizesText from "../../../data/auto/field_sizes.csv" with { type: "text" };
import { parseDay } from "../../core/batch.ts";
import type { FieldSize, FieldSizes } from "../../core/entity.ts";
import { optionOf } from "./options.ts";
import { once, parseColumns } from "./tables.ts";

/** Rows of an account by day, for a footprint. */
interface RowCounts {
  /** Measured days, in order. */
  readonly days: readonly number[];
  /** Rows of an account on each of them, by plural name. */
  readonly counts: ReadonlyMap<string, readonly number[]>;
}

/** Counts by footprint. */
const rowCounts = once((): ReadonlyMap<string, RowCounts> => {
  const { texts, numbers } = parseColumns(countsText);
  const plurals = countsText.slice(0, countsText.indexOf("\n")).split(",").slice(2);
  const footprints = texts("footprint").map((states) => states.replaceAll(" ", ","));
  const days = texts("as_of").map((day) => parseDay(day)!);
  return new Map([...new Set(footprints)].map((footprint) => {
    const isOwn = (_: unknown, place: number) => footprints[place] === footprint;
    const counts = new Map(plurals.map((name) => [name, numbers(name).filter(isOwn)]));
    return [footprint, { days: days.filter(isOwn), counts }];
  }));
});

/**
 * Estimates the rows of an account.
 *
 * @param plural Plural name of the entity.
 * @param options Options of the plan. A footprint that was not measured counts as all states.
 * @returns Rows, on average; between measured days they grow evenly. 1 for an entity that was not measured.
 *
 * @example
 * ```ts
 * import { estimateRows } from "./estimates.ts";
 * const [then, now] = ["2024-06-01", "2026-01-01"].map((day) => estimateRows("coverages", { "as-of": day }));
 * if (!(then! > 10 && then! < 14 && now! > 36 && now! < 40)) throw new RangeError(`${then} ${now}`);
 * ```
 */
export function estimateRows(plural: string, options: Readonly<Record<string, string>>): number {
  const tables = rowCounts();
  const { days, counts } = tables.get(optionOf(options, "footprint")) ?? tables.get("all")!;
  const measured = counts.get(plural);
  if (measured === undefined) return 1;
  const day = parseDay(optionOf(options, "as-of"))!;
  const next = days.findIndex((known) => known >= day);
  if (next < 0) return measured.at(-1)!;
  if (next === 0 || days[next] === day) return measured[next]!;
  const share = (day - days[next - 1]!) / (days[next]! - days[next - 1]!);
  return measured[next - 1]! + share * (measured[next]! - measured[next - 1]!);
}

/** Sizes of the values of each field, by the plural name of its entity. */
export const fieldSizes: () => ReadonlyMap<string, FieldSizes> = once(() => {
  const { count, texts, numbers } = parseColumns(sizesText);
  const [entities, fields] = [texts("entity"), texts("field")];
  const [present, bytes, packed] = [numbers("present"), numbers("bytes"), numbers("packed")];
  const all = new Map<string, Map<string, FieldSize>>();
  for (let line = 0; line < count; line++) {
    const entity = entities[line]!;
    if (!all.has(entity)) all.set(entity, new Map());
    all.get(entity)!.set(fields[line]!, {
      present: present[line]!,
      textBytes: bytes[line]!,
      packedBytes: packed[line]!,
    });
  }
  return all;
});

/**
 * The words and numbers that the text and the page of a difference share.
 *
 * @module
 */
import { formatDay } from "../core/batch.ts";
import { formatCount, formatItems } from "../core/units.ts";
import type { Difference } from "./diff.ts";
import type { SchemaChange } from "./schema_change.ts";
import type { Measure, Shift } from "./shift.ts";
import type { Subject } from "./subject.ts";
import type { FieldDiff, TableDiff } from "./table_diff.ts";

/** Names of the measures as a person reads them. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  psi: "PSI",
  ks: "KS",
  standardised_difference: "std. difference",
  total_variation: "total variation",
  null_share: "share without a value",
};

/**
 * The result in one sentence.
 *
 * @param difference The difference.
 * @returns A sentence without a full stop.
 */
export function sayResult({ a, b, isEqual, schema, tables, hasRows, reasons }: Difference): string {
  if (isEqual && hasRows) return "the same schema and the same rows";
  if (isEqual) {
    return a.kind === "dataset" || b.kind === "dataset"
      ? "the same schema"
      : "the same schema and plan; rows were not compared";
  }
  const parts: string[] = [];
  if (schema.length > 0) {
    parts.push(formatItems(schema.length, "change of schema", "changes of schema"));
  }
  const sum = (count: (table: TableDiff) => number) =>
    tables.reduce((total, table) => total + count(table), 0);
  const kinds = [
    [sum(({ rows }) => rows.added), "added"],
    [sum(({ rows }) => rows.removed), "removed"],
    [sum(({ rows }) => rows.changed), "changed"],
    [
      sum(({ rows }) => rows.repeated[0] + rows.repeated[1]),
      "whose key the other side has less often",
    ],
  ] as const;
  for (const [count, word] of kinds) {
    if (count > 0) parts.push(`${formatItems(count, "row")} ${word}`);
  }
  const unread = tables.filter(({ status }) => status === "not-compared").length;
  if (unread > 0) parts.push(`${formatItems(unread, "table")} not compared to the end`);
  if (parts.length === 0) {
    parts.push(formatItems(reasons.length, "part of the plan differs", "parts of the plan differ"));
  }
  return parts.join(", ");
}

/**
 * What a side is, in a line.
 *
 * @param side The side.
 * @returns For example `snapshot of auto@1, seed 42, 200 accounts, by esdh 0.1.0`.
 */
export function saySide({ kind, datasetVersion, plan, producer }: Subject): string {
  const parts = [
    kind === "dataset" ? `dataset version ${datasetVersion}` : `${kind} of ${datasetVersion}`,
  ];
  if (plan !== undefined) {
    parts.push(`seed ${plan.seed}`, formatItems(plan.records, "account"));
    if (plan.range !== undefined) parts.push(`${plan.range.start} up to ${plan.range.end} of them`);
  }
  if (producer !== undefined) parts.push(`by ${producer}`);
  return parts.join(", ");
}

/**
 * What became of a table, in a few words.
 *
 * @param table The table.
 * @returns For example `equal (same digest)`.
 */
export function sayStatus({ status, basis, isReordered }: TableDiff): string {
  const basisText = { digest: " (same digest)", plan: " (same plan)", rows: "", none: "" }[basis];
  const words = {
    equal: `equal${basisText}${isReordered ? ", in another order" : ""}`,
    different: "different",
    "only-a": "only in A",
    "only-b": "only in B",
    "not-compared": "not compared to the end",
  };
  return words[status];
}

/**
 * A change of schema: its mark, what it is about and what changed.
 *
 * @param change The change.
 * @returns `+`, `-` or `~`, a name, and a text.
 */
export function sayChange(
  change: SchemaChange,
): { readonly mark: "+" | "-" | "~"; readonly name: string; readonly text: string } {
  const { kind, entity, name, member, a, b } = change;
  const [what, verb] = kind.split("-") as [string, string];
  const mark = verb === "added" ? "+" : verb === "removed" ? "-" : "~";
  const path = what === "option" ? `--${name}` : [entity, name].filter((part) => part).join(".");
  const text = mark === "~"
    ? `${member}: ${a ?? "none"} -> ${b ?? "none"}`
    : `${what} ${verb}${a ?? b ? ` (${what === "option" ? "default " : ""}${a ?? b})` : ""}`;
  return { mark, name: path, text };
}

/**
 * A number as it is shown: four digits, days as days.
 *
 * @param value The number.
 * @param kind What it is.
 * @returns Text.
 */
export function showNumber(value: number, kind: Shift["kind"]): string {
  if (!Number.isFinite(value)) return "-";
  if (kind === "day") return formatDay(Math.round(value));
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value);
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  const [whole, decimals] = value.toFixed(digits).split(".");
  return decimals === undefined ? formatCount(Number(whole)) : `${whole}.${decimals}`;
}

/**
 * A share as it is shown.
 *
 * @param share From 0 to 1.
 * @returns For example `12.5%`.
 */
export function showShare(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.001 ? 2 : 1)}%`;
}

/**
 * The measures of a shift in a line.
 *
 * @param shift The shift.
 * @returns For example `KS 0.213, PSI 0.310`.
 */
export function sayMeasures({ measures }: Shift): string {
  return Object.entries(measures)
    .filter(([name, value]) => name !== "null_share" || value > 0)
    .map(([name, value]) => `${MEASURE_NAMES[name as Measure]} ${value.toFixed(3)}`)
    .join(", ");
}

/**
 * The fields of a table whose values are spread another way, the furthest first.
 *
 * @param table The table.
 * @returns Fields with a shift beyond chance.
 */
export function shiftedFields(
  { fields }: TableDiff,
): (FieldDiff & { readonly shift: Shift })[] {
  const rank = { large: 0, moderate: 1, slight: 2, none: 3 };
  return fields
    .filter((field): field is FieldDiff & { readonly shift: Shift } =>
      field.shift !== undefined && field.shift.level !== "none"
    )
    .map((field, place) => ({ field, place }))
    .sort((x, y) => rank[x.field.shift.level] - rank[y.field.shift.level] || x.place - y.place)
    .map(({ field }) => field);
}

/**
 * What a shift is, in words.
 *
 * @param shift The shift.
 * @returns For example `mean 41.2 -> 44.0, median 40 -> 43`.
 */
export function sayShift({ kind, a, b, words, nulls, filled }: Shift): string {
  const parts: string[] = [];
  if (a !== undefined && b !== undefined) {
    const show = (value: number) => showNumber(value, kind);
    parts.push(`mean ${show(a.mean)} -> ${show(b.mean)}`);
    parts.push(`median ${show(a.quantiles[2]!)} -> ${show(b.quantiles[2]!)}`);
  }
  for (const { word, a: was, b: is } of words?.slice(0, 3) ?? []) {
    parts.push(`${word} ${showShare(was)} -> ${showShare(is)}`);
  }
  const shareOf = (side: 0 | 1) => nulls[side] / Math.max(1, nulls[side] + filled[side]);
  if (Math.abs(shareOf(0) - shareOf(1)) > 0.0005) {
    parts.push(`no value ${showShare(shareOf(0))} -> ${showShare(shareOf(1))}`);
  }
  return parts.join(", ");
}

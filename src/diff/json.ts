/**
 * A difference as one JSON document; `docs/diff.md` describes it.
 *
 * @module
 */
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { planDigest } from "../core/plan.ts";
import type { Difference } from "./diff.ts";
import type { SchemaChange } from "./schema_change.ts";
import { CHANCE, type NumberFigures, QUANTILES, type Shift, THRESHOLDS } from "./shift.ts";
import type { Subject } from "./subject.ts";
import type { FieldDiff, RowCounts, TableDiff } from "./table_diff.ts";

type JsonObject = { readonly [name: string]: JsonValue };

/** Version of the document's own keys. */
export const DIFF_VERSION = 1;

/**
 * Writes a difference as JSON.
 *
 * @param difference The difference.
 * @returns Indented JSON with a final newline.
 */
export function formatDiffJson(difference: Difference): string {
  const { a, b, isEqual, reasons, schema, tables, hasRows, notes } = difference;
  const document: JsonObject = {
    diff_version: DIFF_VERSION,
    equal: isEqual,
    a: sideToJson(a),
    b: sideToJson(b),
    reasons: reasons.map(({ part, a, b, meaning, changesRows }) => ({
      ...{ part, a, b, changes_rows: changesRows, meaning },
    })),
    schema: schema.map(changeToJson),
    rows_compared: hasRows,
    tables: tables.map(tableToJson),
    measures: {
      chance: CHANCE,
      thresholds: Object.fromEntries(
        Object.entries(THRESHOLDS).map(([name, levels]) => [name, { ...levels }]),
      ),
    },
    notes: [...notes],
  };
  return `${stringifyJson(document, 2)}\n`;
}

function sideToJson(side: Subject): JsonObject {
  const { kind, name, datasetName, datasetVersion, producer, plan } = side;
  return {
    ...{ kind, name, dataset: datasetName, version: datasetVersion },
    producer: producer ?? null,
    plan_digest: plan === undefined ? null : planDigest(plan),
  };
}

function changeToJson({ kind, entity, name, member, a, b }: SchemaChange): JsonObject {
  return {
    kind,
    ...(entity === undefined ? {} : { entity }),
    ...(name === undefined ? {} : { name }),
    ...(member === undefined ? {} : { member }),
    ...(a === undefined ? {} : { a }),
    ...(b === undefined ? {} : { b }),
  };
}

function tableToJson(table: TableDiff): JsonObject {
  const { name, status, basis, sources, key, rows, isReordered, fields, notes } = table;
  return {
    ...{ name, status, basis },
    files: { a: sources[0] ?? null, b: sources[1] ?? null },
    key: key ?? null,
    rows: countsToJson(rows),
    reordered: isReordered,
    samples: {
      added: table.addedRows.map((row) => ({ ...row })),
      removed: table.removedRows.map((row) => ({ ...row })),
      changed: table.changedRows.map(({ key, fields }) => ({
        key,
        fields: Object.fromEntries(
          Object.entries(fields).map(([name, { a, b }]) => [name, { a, b }]),
        ),
      })),
    },
    fields: fields.map(fieldToJson),
    notes: [...notes],
  };
}

function countsToJson({ a, b, equal, added, removed, changed, repeated }: RowCounts): JsonObject {
  return {
    ...{ a, b, equal, added, removed, changed },
    repeated_keys: { a: repeated[0], b: repeated[1] },
  };
}

function fieldToJson({ name, typeText, changed, samples, shift }: FieldDiff): JsonObject {
  return {
    ...{ name, type: typeText, changed },
    samples: samples.map(({ key, a, b }) => ({ key, a, b })),
    ...(shift === undefined ? {} : { distribution: shiftToJson(shift) }),
  };
}

/** Twelve digits: enough, and free of the noise of summing. */
function round(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}

function shiftToJson(
  { kind, level, measures, left, a, b, filled, nulls, words }: Shift,
): JsonObject {
  return {
    ...{ kind, level },
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, value]) => [name, round(value)]),
    ),
    values: { a: filled[0], b: filled[1] },
    nulls: { a: nulls[0], b: nulls[1] },
    ...(a === undefined || b === undefined ? {} : { a: figures(a), b: figures(b) }),
    ...(words === undefined
      ? {}
      : { words: words.map(({ word, a, b }) => ({ word, a: round(a), b: round(b) })) }),
    ...(left === undefined ? {} : { left }),
  };
}

function figures({ mean, deviation, min, max, quantiles }: NumberFigures): JsonObject {
  return {
    ...{ mean: round(mean), deviation: round(deviation), min: round(min) },
    quantiles: Object.fromEntries(
      QUANTILES.map((share, place) => [`${share}`, round(quantiles[place]!)]),
    ),
    max: round(max),
  };
}

/**
 * Premiums whose relativities are those of another level once a defect has changed what they are rated by.
 *
 * @module
 */
import { parseDay } from "../../../core/batch.ts";
import type { DefectRow, DefectValue, Planting } from "../../../core/defect.ts";
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { LEVEL_RULES } from "../book/level_rules.ts";
import { UNIT } from "../book/tables.ts";
import { rowsWith, textOf } from "./_copies.ts";

/** The entity of premiums: defects that change what they are rated by need it. */
export const COSTS = "costs";

const tables = new Map<LevelRule, LevelTable>();

function tableOf(rule: LevelRule): LevelTable {
  let table = tables.get(rule);
  if (table === undefined) tables.set(rule, table = rule.table());
  return table;
}

/** A value as rules see it. */
function factOf(value: DefectValue | undefined): number | string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" ? parseDay(value) ?? value : value;
}

/**
 * Says which premiums break a rule because a row that they refer to has other values.
 *
 * @param planting The account.
 * @param row The row.
 * @param via The reference of premiums to it.
 * @param changed Its values that are others; of proper form.
 */
export function failLevels(
  planting: Planting,
  row: DefectRow,
  via: string,
  changed: Readonly<Record<string, DefectValue>>,
): void {
  const rules = LEVEL_RULES.filter((rule) =>
    rule.via === via && rule.facts.some((name) => name in changed)
  );
  const values = { ...row.values, ...changed };
  const costs = rowsWith(planting, COSTS, via, row.values[via]!);
  for (const rule of rules) {
    const table = tableOf(rule);
    const level = table.levelOf(...rule.facts.map((name) => factOf(values[name])));
    if (level === undefined) continue;
    for (const cost of costs) {
      const value = cost.values[rule.field];
      const units = value === null ? null : Math.round(Number(value) * UNIT);
      const allowed = table.values(level, textOf(cost, rule.column));
      if (!allowed.includes(units)) planting.fail(cost, rule.field, rule.code);
    }
  }
}

/**
 * Rules of levels over a made snapshot: a relativity of another level of the published table is found, whichever
 * factor it is of.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { parseDay } from "../../src/core/batch.ts";
import { findDayOption } from "../../src/core/dataset.ts";
import type { Entity } from "../../src/core/entity.ts";
import type { LevelRule } from "../../src/core/rule.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

interface Table {
  readonly entity: Entity;
  readonly path: string;
  readonly names: readonly string[];
  readonly rows: string[][];
}

function readTable(folder: string, slug: string, entity: Entity): Table {
  const path = join(folder, `${entity.plural}_${slug}.csv`);
  const [head, ...lines] = Deno.readTextFileSync(path).trimEnd().split("\n");
  return { entity, path, names: head!.split(","), rows: lines.map((line) => line.split(",")) };
}

function factOf(table: Table, row: readonly string[], name: string): number | string | null {
  const text = row[table.names.indexOf(name)]!;
  const { kind } = table.entity.fields.find((field) => field.name === name)!;
  if (text === "") return null;
  if (kind === "day") return parseDay(text)!;
  if (kind === "boolean") return text === "true" ? 1 : 0;
  return kind === "integer" ? Number(text) : text;
}

/** A value that the rule's table has for another level than the row's, and so for the row's column. */
function wrongValue(
  rule: LevelRule,
  level: number,
  word: string,
): number | null | undefined {
  const table = rule.table();
  const right = table.values(level, word);
  for (let other = 0; other < table.count; other++) {
    const found = table.values(other, word).find((value) => !right.includes(value));
    if (found !== undefined) return found;
  }
  return undefined;
}

for (const { name, slug, entities, rules, options } of DATASETS) {
  const levelRules = rules.rows.filter((rule) => rule.kind === "level");
  if (levelRules.length === 0) continue;

  Deno.test(`validateSnapshot() finds values of other levels by each rule of ${name}`, async () => {
    await withFolder(async (folder) => {
      const directory = join(folder, "snapshot");
      await makeSnapshot(
        planRun({
          ...{ dataset: name, seed: 3n, records: 150, formats: ["csv"] },
          options: { footprint: "all" },
        }),
        directory,
        { workerCount: 0 },
      );
      const tables = new Map<string, Table>();
      const tableOf = (plural: string) => {
        const entity = entities.find((member) => member.plural === plural)!;
        if (!tables.has(plural)) tables.set(plural, readTable(directory, slug, entity));
        return tables.get(plural)!;
      };
      const spoiled = new Map<string, string>();
      const used = new Set<string[]>();
      for (const rule of levelRules) {
        const own = tableOf(rule.entity);
        const { reference } = own.entity.fields.find((field) => field.name === rule.via)!;
        const other = tableOf(reference!.entity);
        const keyAt = other.names.indexOf(reference!.field);
        const byKey = new Map(other.rows.map((row) => [row[keyAt], row]));
        const [at, viaAt, columnAt] = [rule.field, rule.via, rule.column]
          .map((field) => own.names.indexOf(field));
        const { scale = 0 } = own.entity.fields[at!]!;
        const made = rule.table();
        const index = own.rows.findIndex((row) => {
          if (used.has(row)) return false;
          const named = byKey.get(row[viaAt!]);
          if (named === undefined) return false;
          const level = made.levelOf(...rule.facts.map((fact) => factOf(other, named, fact)));
          if (level === undefined) return false;
          const wrong = wrongValue(rule, level, row[columnAt!]!);
          if (wrong === undefined) return false;
          used.add(row);
          row[at!] = wrong === null ? "" : (wrong / 10 ** scale).toFixed(scale);
          return true;
        });
        assert(index >= 0, `${rule.code}: no row that it could find`);
        spoiled.set(rule.code, `${rule.entity} ${index} ${rule.field}`);
      }
      for (const { path, names, rows } of tables.values()) {
        Deno.writeTextFileSync(
          path,
          [names, ...rows].map((row) => row.join(",")).join("\n") + "\n",
        );
      }
      const report = await validateSnapshot(directory, { workerCount: 0, maxIssues: 10_000 });
      const found = new Set(
        report.issues.map(({ code, entity, index, field }) =>
          `${code}: ${entity} ${index} ${field}`
        ),
      );
      for (const [code, place] of spoiled) {
        assert(found.has(`${code}: ${place}`), `${code} was not found in ${place}`);
      }
      // A changed premium, and where a factor is left out or put in, what the other rule of it says.
      const codes = new Set(levelRules.map(({ code }) => code));
      const others = report.codes.map(({ code }) => code).filter((code) =>
        !codes.has(code) && code !== "cost-product" && !/^(file|size|digest|checksum)/.test(code)
      );
      assertEquals(others, []);
    });
  });

  const day = findDayOption({ options });
  if (day === undefined) continue;
  for (const asOf of ["2024-03-01", "2025-06-30", "2027-12-31"]) {
    Deno.test(`validateSnapshot() finds no wrong level in ${name} as of ${asOf}`, async () => {
      await withFolder(async (folder) => {
        const directory = join(folder, "snapshot");
        const plan = planRun({
          ...{ dataset: name, seed: 7n, records: 800, formats: ["csv"] },
          options: { footprint: "all", [day.name]: asOf },
        });
        await makeSnapshot(plan, directory, { workerCount: 0 });
        const { issues } = await validateSnapshot(directory, { workerCount: 0 });
        assertEquals(issues, []);
      });
    });
  }
}

/**
 * What checking the rows of each entity takes, in one thread, joins apart:
 *
 *     deno run -A -q --no-check scripts/bench/validate_entities.ts FOLDER [ENTITY,...]
 *
 * FOLDER holds a snapshot of `auto` in CSV. Of each entity it prints the time that finding cells, decoding them, the
 * rules of a row and its records take, and the time of all threads of the process, which also has compiling and
 * garbage in it.
 *
 * @module
 */
import { join } from "@std/path";
import { autoDataset } from "../../src/datasets/auto/mod.ts";
import type { Entity } from "../../src/core/entity.ts";
import { EsdhError } from "../../src/core/error.ts";
import { csvReader } from "../../src/import/csv.ts";
import type { Check } from "../../src/validate/check.ts";
import { planLayout } from "../../src/validate/layout.ts";
import { CHECKS } from "../../src/validate/mod.ts";
import { PartChecker } from "../../src/validate/part_checker.ts";
import { runScript } from "../_house.ts";
import { printTable, showFigure } from "./figures.ts";
import { readCoreMs } from "./validate_measure.ts";

/** Bytes that are checked at a time, as in threads. */
const PART_BYTES = 2 * 1024 * 1024;

/** Bytes behind a part that its reader may spoil. */
const SLACK_BYTES = 64;

const LF = 10;

/** Milliseconds by what they went to. */
type Times = Map<string, number>;

function addTime(times: Times, name: string, ms: number): void {
  times.set(name, (times.get(name) ?? 0) + ms);
}

/** The checks, each with a clock. */
function clockChecks(times: Times): Check[] {
  return CHECKS.map((check): Check => {
    const { openRows } = check;
    if (openRows === undefined) return check;
    return {
      ...check,
      openRows(scope) {
        const run = openRows.call(check, scope);
        return {
          ...run,
          rows(block, report) {
            const begin = performance.now();
            run.rows(block, report);
            addTime(times, check.name, performance.now() - begin);
          },
        };
      },
    };
  });
}

/** Checks the rows of an entity; answers how many they are. */
async function checkEntity(entity: Entity, path: string, times: Times): Promise<number> {
  const { entities, rules, marker } = autoDataset;
  const bytes = Deno.readFileSync(path);
  const names = entity.fields.map(({ name }) => name);
  const scope = { path, label: path, table: entity.plural, fields: () => names };
  const parts = csvReader.parts!;
  const head = parts.readHead(
    scope,
    bytes.slice(0, PART_BYTES),
    Math.min(bytes.length, PART_BYTES),
  );
  if (head === undefined) throw new EsdhError("INTERNAL", `"${path}" has no head`);
  const checker = new PartChecker({
    ...{ entity, rules: rules.rows, layout: planLayout(entities, rules.rows), marker, path },
    ...{ checks: clockChecks(times), isFirst: true, isCompared: false, seeds: [1, 2], maxKept: 0 },
  });
  let rowCount = 0;
  for (let at = head.offsetBytes; at < bytes.length;) {
    const rest = bytes.subarray(at, at + PART_BYTES);
    const length = at + rest.length < bytes.length ? rest.lastIndexOf(LF) + 1 : rest.length;
    const room = new Uint8Array(length + SLACK_BYTES);
    room.set(rest.subarray(0, length));
    let since = performance.now();
    for await (const event of parts.readRows(scope, head, { kind: "bytes", bytes: room, length })) {
      if (event.kind !== "rows") continue;
      const found = performance.now();
      addTime(times, "cells", found - since);
      checker.check(event.block);
      rowCount += event.block.count;
      since = performance.now();
      addTime(times, "checks", since - found);
    }
    const { runs } = checker.take();
    checker.giveBack(runs.map(({ words }) => words.buffer));
    addTime(times, "checks", performance.now() - since);
    at += length;
  }
  return rowCount;
}

async function measure([folder, list]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new EsdhError("USAGE", "which folder?");
  const wanted = list?.split(",");
  const lines = [[
    "entity",
    "rows",
    "rows/s",
    "cells",
    "decoding",
    "rules",
    "records",
    "core us/row",
  ]];
  for (const entity of autoDataset.entities) {
    if (wanted !== undefined && !wanted.includes(entity.plural)) continue;
    const times: Times = new Map();
    const coreMs = readCoreMs();
    const rows = await checkEntity(entity, join(folder, `${entity.plural}_auto.csv`), times);
    const of = (name: string) => times.get(name) ?? 0;
    const records = of("checks") - of("schema") - of("coherence") - of("marker");
    const perRow = (ms: number) => (ms * 1000 / rows).toFixed(2);
    lines.push([
      entity.plural,
      showFigure(rows),
      showFigure(rows * 1000 / (of("cells") + of("checks"))),
      ...[of("cells"), of("schema"), of("coherence"), records, readCoreMs() - coreMs].map(perRow),
    ]);
  }
  printTable(lines);
}

if (import.meta.main) await runScript(() => measure(Deno.args));

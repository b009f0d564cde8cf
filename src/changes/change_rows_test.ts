import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse } from "@std/csv";
import { batchRows } from "../core/batch.ts";
import type { JsonValue } from "../core/json.ts";
import { findDayOption } from "../core/dataset.ts";
import { EsdhError } from "../core/error.ts";
import { type AccountRange, type Plan, spanOf } from "../core/plan.ts";
import { DATASETS, findDataset } from "../datasets/mod.ts";
import { planRun } from "../planning.ts";
import { makeChanges } from "./change_rows.ts";
import { type ChangePlan, planChanges } from "./change_set.ts";
import { ChangeWriter, keyOf } from "./change_writer.ts";

/** More than a chunk. */
const RECORDS = 1100;
const decoder = new TextDecoder();

/** Datasets whose world has days. */
const MOVING = DATASETS.filter((dataset) => findDayOption(dataset) !== undefined);

/** Accounts where one chunk is enough. */
const FEW = { start: 0, end: 150 };

function plan(dataset: string, since: string, asOf: string, range?: AccountRange): ChangePlan {
  const options = { [findDayOption(findDataset(dataset))!.name]: asOf };
  const whole = planRun({ dataset, records: RECORDS, seed: 77n, options });
  const to: Plan = range === undefined ? whole : { ...whole, range };
  return planChanges({ plan: to, dataset: findDataset(dataset), since });
}

/** All bytes of a change set as text, by entity and format. */
function texts(change: ChangePlan): Map<string, string> {
  const all = new Map<string, string>();
  for (const { entities } of makeChanges(change)) {
    for (const { entity, bytes } of entities) {
      change.formats.forEach((format, place) => {
        const name = `${entity} ${format}`;
        all.set(name, (all.get(name) ?? "") + decoder.decode(bytes[place]!));
      });
    }
  }
  return all;
}

type JsonRow = Record<string, JsonValue>;

const lines = (text: string): JsonRow[] =>
  text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));

/** All rows of the accounts of a plan, by entity. */
function worldOf(change: ChangePlan, world: Plan): Map<string, JsonRow[]> {
  const { start, end } = spanOf(world);
  const plurals = change.entities.map(({ plural }) => plural);
  const batches = change.dataset.openRows(world, plurals, end - start, start).next(end - start);
  return new Map(batches.map((batch) => [batch.entity.plural, [...batchRows(batch)]]));
}

/** As `assertEquals` does, but in little time where they are equal. */
function assertSame(a: unknown, b: unknown): void {
  if (JSON.stringify(a) !== JSON.stringify(b)) assertEquals(a, b);
}

const DAYS = [
  ["2024-06-01", "2025-03-15"],
  ["2025-03-15", "2026-01-01"],
  ["2026-01-01", "2027-12-31"],
] as const;

for (const { name, entities } of MOVING) {
  Deno.test(`makeChanges() leads from the earlier world of ${name} to the later one, entity by entity`, () => {
    const kinds = new Set<string>();
    for (const [since, asOf] of DAYS) {
      const change = plan(name, since, asOf, FEW);
      const made = texts(change);
      const [earlier, laterRows] = [worldOf(change, change.from), worldOf(change, change.to)];
      for (const entity of entities) {
        const key = keyOf(entity).name;
        const at = (row: JsonRow) => `${row[key]}`;
        const world = new Map(earlier.get(entity.plural)!.map((row) => [at(row), row]));
        for (const event of lines(made.get(`${entity.plural} ndjson`)!)) {
          const { op, before, after, changed_fields: fields } = event as {
            op: string;
            before: JsonRow | null;
            after: JsonRow | null;
            changed_fields: string[];
          };
          const id = `${(event["key"] as JsonRow)[key]}`;
          assertSame(before, world.get(id) ?? null);
          kinds.add(op);
          assertEquals(op, before === null ? "c" : after === null ? "d" : "u");
          if (before !== null && after !== null) {
            const differ = Object.keys(after).filter((name) => after[name] !== before[name]);
            assertSame(fields, differ);
            assert(differ.length > 0 && at(after) === id);
          } else assertSame(fields, []);
          if (after === null) world.delete(id);
          else world.set(id, after);
        }
        const later = laterRows.get(entity.plural)!;
        assertEquals(world.size, later.length, `${entity.plural} ${since} ${asOf}`);
        for (const row of later) assertSame(world.get(at(row)), row);
      }
    }
    assert(kinds.has("c") && kinds.has("u"));
  });

  Deno.test(`makeChanges() says the same of ${name} in CSV`, () => {
    const change = plan(name, "2025-06-01", "2026-03-01", FEW);
    const made = texts(change);
    for (const entity of entities) {
      const head = ChangeWriter.heads(change, entity)[change.formats.indexOf("csv")]!;
      const rows = parse(head + made.get(`${entity.plural} csv`)!, { skipFirstRow: true });
      const events = lines(made.get(`${entity.plural} ndjson`)!);
      assertEquals(rows.length, events.length);
      const show = (value: JsonValue | undefined) =>
        value === null || value === undefined ? "" : `${value}`;
      rows.forEach((given, place) => {
        const row = given as Record<string, string>;
        const event = events[place]!;
        const key = event["key"] as JsonRow;
        assertEquals([row["op"], row["key"]], [event["op"], show(Object.values(key)[0])]);
        assertEquals(row["ts_ms"], `${Date.parse("2026-03-01")}`);
        assertEquals(row["changed_fields"], (event["changed_fields"] as string[]).join(" "));
        for (const side of ["before", "after"]) {
          const values = event[side] as JsonRow | null;
          for (const { name, kind } of entity.fields) {
            const [is, wanted] = [row[`${side}_${name}`], show(values?.[name])];
            // A decimal is written with all its places.
            if (kind === "decimal" && wanted !== "") assertEquals(Number(is), Number(wanted));
            else assertSame(is, wanted);
          }
        }
      });
    }
  });

  Deno.test(`makeChanges() gives the parts of ${name} that make the whole`, () => {
    const whole = texts(plan(name, "2025-06-01", "2026-01-01"));
    const joined = new Map<string, string>();
    for (const [start, end] of [[0, 400], [400, 400], [400, 1024], [1024, RECORDS]] as const) {
      for (const [file, text] of texts(plan(name, "2025-06-01", "2026-01-01", { start, end }))) {
        joined.set(file, (joined.get(file) ?? "") + text);
      }
    }
    assertEquals(joined, whole);
  });

  Deno.test(`makeChanges() finds nothing where both days of ${name} are the same`, () => {
    for (const text of texts(plan(name, "2025-06-01", "2025-06-01")).values()) {
      assertEquals(text, "");
    }
  });
}

Deno.test("planChanges() refuses days that are none, or lie the wrong way round, and datasets without", () => {
  const refuse = (run: () => unknown, words: string) => {
    const error = assertThrows(run, EsdhError);
    assertEquals([error.code, error.message.includes(words)], ["USAGE", true], error.message);
  };
  const { name } = MOVING[0]!;
  refuse(() => plan(name, "2026-02-30", "2026-05-01"), "--since");
  refuse(() => plan(name, "2026-05-02", "2026-05-01"), "lies behind");
  const still = findDataset("v0.1");
  const given = planRun({ dataset: still.name });
  refuse(() => planChanges({ plan: given, dataset: still, since: "2026-01-01" }), "no days");
  const later = planRun({ dataset: name });
  const request = { plan: later, dataset: findDataset(name), since: "2025-01-01" };
  refuse(() => planChanges({ ...request, formats: ["parquet"] }), "parquet");
});

Deno.test("planChanges() takes the option that a dataset marks as its day, whatever its name", () => {
  const { name } = MOVING[0]!;
  const dataset = findDataset(name);
  const options = dataset.options.map((option) =>
    option.role === "day" ? { ...option, name: "on-day" } : option
  );
  const request = {
    dataset: { ...dataset, options },
    plan: { ...planRun({ dataset: name }), options: { "on-day": "2026-05-01" } },
  };
  const { from, asOf } = planChanges({ ...request, since: "2026-04-01" });
  assertEquals([asOf, from.options], ["2026-05-01", { "on-day": "2026-04-01" }]);
  assertThrows(() => planChanges({ ...request, since: "2026-06-01" }), EsdhError, "--on-day");
});

Deno.test("makeChanges() leaves out updates by the calendar alone where that is asked for, and nothing else", () => {
  const all = plan("auto", "2025-12-01", "2026-01-01", FEW);
  const entities = all.entities.filter(({ plural }) => ["vehicles", "policies"].includes(plural));
  const linesOf = (change: ChangePlan) =>
    new Map(
      [...texts({ ...change, entities, formats: ["ndjson"] })].map(([name, text]) => [
        name,
        text.split("\n").slice(0, -1),
      ]),
    );
  const whole = linesOf(all);
  const brief = linesOf({ ...all, skipsClock: true });
  const clock = new Set(
    entities.flatMap(({ fields }) =>
      fields.filter(({ isClock }) => isClock).map(({ name }) => name)
    ),
  );
  assert(clock.has("odometer"));
  for (const [name, lines] of whole) {
    const kept = lines.filter((line) => {
      const { op, changed_fields: fields } = JSON.parse(line);
      return op !== "u" || fields.some((field: string) => !clock.has(field));
    });
    assertEquals(brief.get(name), kept);
    assertEquals(kept.length < lines.length, name.startsWith("vehicles"));
  }
});

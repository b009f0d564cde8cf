import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { MAX_SCORED, scoreSnapshot } from "../../src/check/score.ts";
import { ANSWERS_PATH } from "../../src/core/defect.ts";
import { planDigest, planFromJson, planToJson } from "../../src/core/plan.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { mergeSnapshots } from "../../src/merge.ts";
import { makeSnapshot, planPart, planRun, type RunRequest } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

/** Some defects need states that the default footprint has not. */
const ALL = { footprint: "all" };

type Line = Readonly<Record<string, string | boolean | null>>;

async function make(folder: string, request: RunRequest, workerCount = 0): Promise<Line[]> {
  await makeSnapshot(planRun({ dataset: "auto", seed: 11n, options: ALL, ...request }), folder, {
    workerCount,
  });
  return readAnswers(folder);
}

function readAnswers(folder: string): Line[] {
  return Deno.readTextFileSync(join(folder, ANSWERS_PATH)).trim().split("\n")
    .filter((line) => line !== "").map((line) => JSON.parse(line));
}

async function score(folder: string) {
  const report = await validateSnapshot(folder, { maxIssues: MAX_SCORED, workerCount: 0 });
  return await scoreSnapshot(folder, report, ANSWERS_PATH);
}

for (const { name: dataset, defects, entities, rules } of DATASETS) {
  if (defects.length === 0) continue;

  Deno.test(`the defects of ${dataset} hit fields that are there and have names of their own`, () => {
    assertEquals(new Set(defects.map(({ code }) => code)).size, defects.length);
    for (const { code, entity, field, needs } of defects) {
      const found = entities.find(({ plural }) => plural === entity);
      assert(found !== undefined, `${code}: no entity ${entity}`);
      assert(needs.includes(entity), `${code} does not need ${entity}`);
      assert(field === undefined || found.fields.some(({ name }) => name === field), code);
    }
  });

  Deno.test(`the rules that find defects of ${dataset} are rules of it`, () => {
    const general =
      /^(pattern-mismatch|unknown-value|invalid-[a-z]+|row-width|key-duplicate|[a-z_-]+-missing|out-of-range|text-untrimmed)$/;
    const known = new Set(rules.rows.map(({ code }) => code));
    for (const { code, rules: own } of defects) {
      for (const rule of own) assert(known.has(rule) || general.test(rule), `${code}: ${rule}`);
    }
  });

  Deno.test(`validateSnapshot() finds each defect of ${dataset} by itself and nothing else`, async () => {
    for (const { code, rules: own, needs, entity } of defects) {
      await withFolder(async (folder) => {
        const directory = join(folder, "snapshot");
        // The rows that it looks at, and those that its rows refer to.
        const wanted = new Set([...needs, entity]);
        for (const { plural, fields } of entities.toReversed()) {
          if (!wanted.has(plural)) continue;
          for (const { reference } of fields) if (reference) wanted.add(reference.entity);
        }
        const lines = await make(directory, {
          records: 60,
          entities: [...wanted],
          defects: `${code}=2`,
        });
        const main = lines.filter(({ follows }) => follows === false);
        assert(main.length <= 2 && main.every(({ defect }) => defect === code), code);
        // A line that says that a rule is broken leaves its cell as it was.
        const cells = lines.filter(({ key, field, was, is }) =>
          key !== "" && field !== null && was !== is
        ).map(({ entity, key, field }) => `${entity} ${key} ${field}`);
        assertEquals(cells.filter((cell, at) => cells.indexOf(cell) < at), [], `${code}: twice`);
        const { extra, isPerfect, missedLines, findable } = await score(directory);
        assertEquals(extra.map((found) => found.code), [], `${code} breaks more than it says`);
        assertEquals(missedLines, [], `${code} was not found`);
        assertEquals(findable, own.length === 0 ? 0 : main.length);
        assert(isPerfect);
      });
    }
  });

  Deno.test(`validateSnapshot() finds all defects of ${dataset} together and nothing else`, async () => {
    await withFolder(async (folder) => {
      const directory = join(folder, "snapshot");
      const wanted = defects.map(({ code }) => `${code}=2`).join(",");
      const lines = await make(directory, { records: 900, defects: wanted });
      const hit = new Set(lines.map(({ defect }) => defect));
      // Some need what few accounts have.
      const missing = defects.map(({ code }) => code).filter((code) => !hit.has(code));
      assert(missing.length * 10 < defects.length, `not planted: ${missing}`);
      const { extra, missedLines } = await score(directory);
      assertEquals(extra.map(({ code, entity, first }) => `${entity} ${code} ${first.key}`), []);
      assertEquals(missedLines, []);
    });
  });

  Deno.test(`a defect of ${dataset} that is asked for by number is there so often`, async () => {
    await withFolder(async (folder) => {
      const wanted = { "vin-check-digit": 20, "zip-state": 7, "row-dup": 5 };
      const text = Object.entries(wanted).map(([code, count]) => `${code}=${count}`).join(",");
      const lines = await make(join(folder, "a"), { records: 3000, defects: text });
      const main = lines.filter(({ follows }) => follows === false);
      const counts = Object.fromEntries(
        Object.keys(wanted).map((
          code,
        ) => [code, main.filter((line) => line["defect"] === code).length]),
      );
      assertEquals(counts, wanted);
    });
  });
}

Deno.test("planted defects do not depend on formats, entities, threads or parts", async () => {
  await withFolder(async (folder) => {
    const request = { records: 2100, defects: "10%,vin-dup=10" };
    const name = (part: string) => join(folder, part);
    const key = (line: Line) => JSON.stringify(line);
    const csv = await make(name("csv"), request);
    const threads = await make(name("threads"), request, 2);
    assertEquals(threads, csv);
    const parquet = await make(name("parquet"), { ...request, formats: ["parquet"] });
    const held = csv.filter(({ defect }) => !["csv-shift", "date-format"].includes(`${defect}`));
    assertEquals(parquet.map(key), held.map(key));
    const shared = { records: request.records, defects: "10%" };
    const all = await make(name("all"), shared);
    const persons = await make(name("persons"), { ...shared, entities: ["persons"] });
    assertEquals(persons.map(key), all.filter(({ entity }) => entity === "persons").map(key));
    const parts = [];
    for (const range of [{ start: 1500, end: 2100 }, { start: 0, end: 1500 }]) {
      const plan = planPart(planRun({ dataset: "auto", seed: 11n, options: ALL, ...request }), {
        range,
      });
      await makeSnapshot(plan, name(`part${range.start}`), { workerCount: 0 });
      parts.push(name(`part${range.start}`));
    }
    await mergeSnapshots(parts, name("merged"));
    for await (const { name: path } of Deno.readDir(name("csv"))) {
      const [made, merged] = ["csv", "merged"].map((part) => (
        Deno.readTextFileSync(join(folder, part, path))
      ));
      assertEquals(merged, made, path);
    }
  });
});

Deno.test("a plan holds its defects, and data without them is what it was", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ dataset: "auto", seed: 11n, records: 50, defects: "50%" });
    assertEquals(planFromJson(planToJson(plan), "plan.json"), plan);
    const { defects: _defects, ...clean } = plan;
    assert(planDigest(clean) !== planDigest(plan));
    const made = await makeSnapshot(clean, join(folder, "clean"), { workerCount: 0 });
    assertEquals(made.files.some(({ path }) => path === ANSWERS_PATH), false);
    const planted = await makeSnapshot(plan, join(folder, "planted"), { workerCount: 0 });
    assertEquals(planted.manifest["planted_defects"], "50%");
    const texts = ["README_SNAPSHOT_AUTO.md", "metadata_auto.json"]
      .map((path) => Deno.readTextFileSync(join(folder, "planted", path)));
    for (const text of texts) assert(text.includes("defects.ndjson"));
  });
});

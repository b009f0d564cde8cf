/**
 * Scores a validation against an answer key: reads the key, and the keys of the rows that findings are about.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";
import type { Dataset } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import { isJsonObject, type JsonValue, parseJson } from "../core/json.ts";
import type { Finding, ValidationReport } from "../core/report.ts";
import { describeFileError } from "../core/system_error.ts";
import type { RowBlock } from "../core/table.ts";
import { findDataset } from "../datasets/mod.ts";
import {
  type AnswerLine,
  type DefectScore,
  type FoundRow,
  scoreFindings,
} from "../defects/score.ts";
import { listFolder } from "../import/folder.ts";
import { inputsOf } from "../validate/rules/mod.ts";
import { isManifestName, openSnapshot, type SourceFile } from "./open_snapshot.ts";
import { readCell, RowCollector } from "./row_collector.ts";

/** Findings that can be scored: they are held in memory. */
export const MAX_SCORED = 1_000_000;

/**
 * Scores a validation.
 *
 * @param directory The folder that was validated, or its manifest.
 * @param report What came out, with all findings.
 * @param answersPath The answer key: as it is, or in the folder.
 * @param signal Ends the reading early.
 * @returns The score.
 * @throws {EsdhError} NOT_FOUND or IO if the answer key can't be read; USAGE if it is none, or there are more
 * findings than can be scored.
 */
export async function scoreSnapshot(
  directory: string,
  report: ValidationReport,
  answersPath: string,
  signal?: AbortSignal,
): Promise<DefectScore> {
  const folder = isManifestName(basename(directory)) ? dirname(directory) : directory;
  const answers = await readAnswers(folder, answersPath);
  if (report.omittedCount > 0) {
    throw new EsdhError("USAGE", "there are more findings than can be scored", {
      hint: `at most ${MAX_SCORED}: plant fewer defects, or score a part`,
    });
  }
  const keys = await readKeys(folder, report, answers, signal);
  const found = report.issues.values().map((finding): FoundRow => ({
    finding,
    key: finding.index === undefined ? undefined : keys.get(nameTable(finding))?.get(finding.index),
  }));
  return scoreFindings(answers, found, listUnasked(findDataset(report.dataset), report.rows));
}

/** Codes of the rules that look at rows of an entity of which there are none. */
function listUnasked(
  { entities, rules }: Dataset,
  rows: Readonly<Record<string, number>>,
): Set<string> {
  const isLeft = (plural: string | undefined) => plural !== undefined && !((rows[plural] ?? 0) > 0);
  const targetOf = (entity: string, name: string) =>
    entities.find(({ plural }) => plural === entity)?.fields
      .find((field) => field.name === name)?.reference?.entity;
  const unasked = rules.rows.filter((rule) => {
    const others = inputsOf(rule).map((input) => input.split("."))
      .filter((parts) => parts.length > 1).map(([via]) => targetOf(rule.entity, via!));
    return [...others, "of" in rule ? rule.of.entity : undefined].some(isLeft);
  }).map(({ code }) => code);
  const references = entities.flatMap(({ name, fields }) =>
    fields.flatMap(({ reference }) => {
      const parent = entities.find(({ plural }) => plural === reference?.entity);
      return parent !== undefined && isLeft(parent.plural)
        ? [`${name}-${parent.name}-missing`]
        : [];
    })
  );
  return new Set([...unasked, ...references]);
}

function nameTable({ path, entity }: Finding): string {
  return `${path}\n${entity}`;
}

async function readAnswers(folder: string, path: string): Promise<AnswerLine[]> {
  const text = await readFirst([path, join(folder, path)]);
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const answer = readLine(line);
    if (answer !== undefined) return [answer];
    throw new EsdhError("USAGE", `line ${at + 1} of "${path}" is none of an answer key`, {
      path,
      line: at + 1,
      hint: "give the defects.ndjson that `esdh generate --defects` wrote",
    });
  });
}

async function readFirst(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    try {
      return await Deno.readTextFile(path);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) continue;
      throw new EsdhError("IO", `can't read "${path}": ${describeFileError(cause)}`, {
        path,
        cause,
      });
    }
  }
  throw new EsdhError("NOT_FOUND", `there is no answer key "${paths[0]}"`, {
    path: paths[0]!,
    hint: "`esdh generate --defects` writes defects.ndjson beside the data",
  });
}

function readLine(line: string): AnswerLine | undefined {
  let value: JsonValue;
  try {
    value = parseJson(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const { defect, rule, entity, key, also = null, follows } = value;
  const isGood = typeof defect === "string" && (typeof rule === "string" || rule === null) &&
    typeof entity === "string" && typeof key === "string" && typeof follows === "boolean" &&
    (typeof also === "string" || also === null);
  if (!isGood) return undefined;
  return { defect, rule, entity, key, follows, also: also === null ? [] : also.split(",") };
}

/** Keys of rows by their index, by the table they are in. */
type TableKeys = Map<string, ReadonlyMap<number, string | undefined>>;

/** The keys of the rows that findings are about. Memory: a text each. */
async function readKeys(
  folder: string,
  report: ValidationReport,
  answers: readonly AnswerLine[],
  signal: AbortSignal | undefined,
): Promise<TableKeys> {
  const dataset = findDataset(report.dataset);
  const { files } = await openSnapshot(folder, dataset, await listFolder(folder));
  const planted = new Map(
    [...Map.groupBy(answers, ({ entity }) => entity)]
      .map(([entity, lines]) => [entity, new Set(lines.map(({ key }) => key))] as const),
  );
  const keys: TableKeys = new Map();
  const places = Map.groupBy(
    report.issues.filter(({ path, entity, index }) =>
      path !== undefined && entity !== undefined && index !== undefined
    ),
    nameTable,
  );
  for (const [name, findings] of places) {
    const { path, entity: plural } = findings[0]!;
    const file = files.find((member) => member.path === path);
    const entity = dataset.entities.find((member) => member.plural === plural);
    if (file === undefined || entity === undefined) continue;
    const rows = [...new Set(findings.map(({ index }) => index!))].sort((a, b) => a - b);
    const keyAt = entity.fields.findIndex(({ key }) => key === true);
    const known = planted.get(entity.plural) ?? new Set<string>();
    const collector = new RowCollector(
      rows,
      (block, row) => findKey(block, row, keyAt, known) ?? undefined,
    );
    await readRows({ folder, file, entities: dataset.entities, signal }, entity.plural, collector);
    keys.set(name, collector.found);
  }
  return keys;
}

/** The key of a row: where its cells stand in other columns, its key does too. */
function findKey(
  block: RowBlock,
  row: number,
  keyAt: number,
  known: ReadonlySet<string>,
): string | null {
  const own = keyAt === -1 ? null : readCell(block, row, keyAt);
  if (own !== null && known.has(own)) return own;
  for (let place = 0; known.size > 0 && place < block.width; place++) {
    const cell = readCell(block, row, place);
    if (cell !== null && known.has(cell)) return cell;
  }
  return own;
}

/** Where rows are read. */
interface RowPlace {
  readonly folder: string;
  readonly file: SourceFile;
  readonly entities: readonly Entity[];
  readonly signal: AbortSignal | undefined;
}

async function readRows(
  { folder, file: { path, reader, tables }, entities, signal }: RowPlace,
  table: string,
  collector: RowCollector<unknown>,
): Promise<void> {
  const names = new Map(
    entities.map(({ plural, fields }) => [plural, fields.map(({ name }) => name)]),
  );
  const scope = {
    path: join(folder, path),
    label: path,
    ...(reader.holds === "entity" ? { table: tables[0]! } : {}),
    fields: (name: string) => names.get(name),
    ...(signal === undefined ? {} : { signal }),
  };
  for await (const event of reader.read(scope)) {
    if (event.kind === "rows" && event.name === table && collector.take(event.block)) break;
  }
}

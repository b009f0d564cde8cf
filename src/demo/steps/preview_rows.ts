/**
 * Shows a few rows of each entity, as the API serves them.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import type { Entity } from "../../core/entity.ts";
import { type JsonValue, parseJson } from "../../core/json.ts";
import { formatRecords, type ShownRow } from "../../ui/record_table.ts";
import type { DemoStep, Scene } from "../scene.ts";
import { type Screen, screenWidth } from "../../ui/screen.ts";

/** Lines of a screen that are not rows: a blank, the heading, how it was asked, and what frames a table. */
const OTHER_LINES = 4;
const LINES_PER_TABLE = 5;

/** Accounts that are asked for at most, so that an entity of which few accounts have a row has some to show. */
const MAX_ASKED = 100;

/** Previews over the API. */
export const previewRows: DemoStep = {
  name: "preview",
  title: "Preview the rows",
  async run(scene) {
    const { isCanned, settings, screen } = scene.options;
    const { planDataset } = await import("../../run.ts");
    const { entities, rowsPerAccount } = planDataset({ dataset: scene.dataset });
    const wanted = countRows(screen, entities.length, settings.profile.previewRows);
    const count = scene.records === 0 ? 0 : wanted;
    const fewest = Math.min(1, ...entities.map((entity) => rowsPerAccount(entity)));
    const asked = Math.max(
      1,
      Math.min(Math.max(count, Math.min(MAX_ASKED, Math.ceil(count / fewest))), scene.records),
    );
    const bundle = isCanned ? await readCannedBundle() : await askBundle(scene, asked);
    const tables = entities.map((entity) => {
      const rows = takeRows(bundle, entity.plural);
      const isWhole = !isCanned && scene.records === asked;
      return {
        entity,
        rows: rows.slice(0, count),
        total: isWhole ? `${rows.length}` : estimateTotal(rowsPerAccount(entity), scene.records),
      };
    });
    return {
      facts: [[
        isCanned ? "From" : "POST",
        isCanned
          ? "the shipped sample of an answer of /generate/bundle"
          : `/generate/bundle {"records": ${asked}, "seed": "${scene.seed}"}`,
      ]],
      draw: (target) =>
        tables.flatMap(({ entity, rows, total }) => drawTable(target, entity, rows, total)),
      data: Object.fromEntries(
        tables.map(({ entity, rows }) => [entity.plural, rows as JsonValue]),
      ),
    };
  },
};

function countRows(screen: Screen | undefined, tableCount: number, wanted: number): number {
  if (screen?.rows === undefined) return wanted;
  const room = Math.floor((screen.rows - OTHER_LINES) / tableCount) - LINES_PER_TABLE;
  return Math.max(1, Math.min(wanted, room));
}

/** How many rows there are, about where accounts have more or fewer. */
function estimateTotal(perAccount: number, records: number): string {
  const total = Math.round(records * perAccount);
  return Number.isInteger(perAccount) ? `${total}` : `about ${total}`;
}

function drawTable(
  screen: Screen,
  entity: Entity,
  rows: readonly ShownRow[],
  total: string,
): string[] {
  const { ink, glyphs } = screen;
  const indent = 6;
  const table = rows.length === 0
    ? []
    : formatRecords(entity, rows, { columns: screenWidth(screen), ink, glyphs, indent });
  const title = `${ink.bold(entity.plural)}  ${ink.dim(`${rows.length} of ${total}`)}`;
  return ["", `${" ".repeat(indent)}${title}`, ...table];
}

async function askBundle(scene: Scene, records: number): Promise<JsonValue> {
  const answer = await scene.ask("/generate/bundle", {
    body: `{"records":${records},"seed":"${scene.need("seed")}"}`,
  });
  if (answer.status !== 200) {
    throw new EsdhError(
      "INTERNAL",
      `/generate/bundle answered ${answer.status}: ${answer.text.slice(0, 200)}`,
      { hint: "show the prepared samples with esdh demo --canned" },
    );
  }
  return parseJson(answer.text);
}

async function readCannedBundle(): Promise<JsonValue> {
  const { readCannedAnswer } = await import("../canned.ts");
  return readCannedAnswer("bundle");
}

function takeRows(bundle: JsonValue, plural: string): ShownRow[] {
  const rows = (bundle as Record<string, JsonValue>)[plural];
  if (Array.isArray(rows)) return rows as unknown as ShownRow[];
  throw new EsdhError("INTERNAL", `the answer of /generate/bundle has no list "${plural}"`);
}

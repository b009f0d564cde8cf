/**
 * The score of a validation against an answer key, for people and for programs.
 *
 * @module
 */
import type { JsonValue } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { showText } from "../core/show.ts";
import { formatCount, formatItems } from "../core/units.ts";
import type { DefectScore } from "../defects/score.ts";
import { formatTable } from "../ui/table.ts";
import type { Output } from "./command.ts";

/** Lines of what was missed or found beside the defects that are shown. */
const MAX_SHOWN = 10;

function formatShare(share: number | null): string {
  return share === null ? "-" : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
}

/**
 * A score for a person.
 *
 * @param score The score.
 * @param output Decides colours and width.
 * @returns Lines with a final newline.
 */
export function formatScore(score: DefectScore, output: Output): string {
  const paint = paintFor(output);
  const table = formatTable(
    [
      { title: "defect", minWidth: 16, paint: paint.cyan },
      { title: "planted", align: "right", minWidth: 7 },
      { title: "found", align: "right", minWidth: 5 },
      { title: "missed", align: "right", minWidth: 6 },
      { title: "recall", align: "right", minWidth: 6 },
      { title: "precision", align: "right", minWidth: 9 },
      { title: "rule" },
    ],
    score.defects.map((result) => [
      result.defect,
      formatCount(result.planted),
      result.findable === 0 ? "-" : formatCount(result.found),
      result.findable === 0 ? "-" : formatCount(result.missed),
      formatShare(result.recall),
      formatShare(result.precision),
      result.rules.join(", ") || "none: only statistics or another source tell",
    ]),
    output,
  );
  const missed = score.missedLines.slice(0, MAX_SHOWN).map(({ defect, entity, key, rule }) =>
    `  ${paint.red("missed")}  ${defect}: ${entity} ${showText(key)} should break ${rule}\n`
  );
  const extra = score.extra.slice(0, MAX_SHOWN).map(({ code, entity, count, first }) => {
    const where = first.key === undefined ? "" : `, the first ${showText(first.key)}`;
    const subject = entity === undefined ? "" : ` in ${entity}`;
    return `  ${paint.yellow("extra")}   ${code}${subject}: ${
      formatItems(count, "finding")
    }${where}\n`;
  });
  const rest = score.planted - score.findable;
  const end = `${formatItems(score.planted, "defect")} planted, ${
    formatCount(score.findable)
  } of them findable by a rule${
    rest === 0 ? "" : ` (${formatCount(rest)} ${rest === 1 ? "is" : "are"} not)`
  }: ${formatCount(score.found)} found, ${formatCount(score.missed)} missed, ${
    formatItems(score.extraCount, "finding")
  } beside them; recall ${formatShare(score.recall)}, precision ${formatShare(score.precision)}`;
  const colour = score.isPerfect ? paint.green : paint.red;
  return `${paint.bold("Score against the answer key")}\n${table}${
    [...missed, ...extra].length === 0 ? "" : `\n${[...missed, ...extra].join("")}`
  }\n${colour(end)}\n`;
}

/**
 * A score as a JSON value.
 *
 * @param score The score.
 * @returns An object; shares from 0 to 1, null where there is nothing to share.
 */
export function scoreToJson(score: DefectScore): JsonValue {
  return {
    perfect: score.isPerfect,
    planted: score.planted,
    findable: score.findable,
    found: score.found,
    missed: score.missed,
    findings: score.findings,
    extra_findings: score.extraCount,
    recall: score.recall,
    precision: score.precision,
    defects: score.defects.map(({ extra, ...result }) => ({ ...result, extra_findings: extra })),
    missed_lines: score.missedLines.map((line) => ({ ...line })),
    extra: score.extra.map(({ code, entity, count, first }) => ({
      code,
      entity: entity ?? null,
      count,
      first_key: first.key ?? null,
      first: { ...first.finding },
    })),
  };
}

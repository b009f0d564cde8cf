/**
 * Rows that a join finds fault with, read once more so that findings can tell their texts and lines.
 *
 * @module
 */
import type { Findings } from "./findings.ts";
import type { Finding } from "../core/report.ts";
import type { RowTexts, Suspect, SuspectKind, SuspectList } from "./suspects.ts";

/** A row to read once more. */
export interface Question {
  readonly kind: SuspectKind;
  readonly suspect: Suspect;
  /** Place among the findings that are kept of what was told of the row before more was known of it. */
  readonly told?: number;
}

/** Rows of a table to read once more. */
export interface QuestionPlace {
  /** File name. */
  readonly path: string;
  /** Plural name of the entity. */
  readonly table: string;
  /** Indices of rows, in order. */
  readonly rows: readonly number[];
}

/**
 * Chooses the rows at fault that are told of; all others are counted.
 *
 * @param lists The rows at fault, a list for each way to be so.
 * @param findings Takes the counts, and says how many more findings are kept.
 * @param rankOf Place of a kind in the order of findings.
 * @returns Rows in the order in which they are told of.
 */
export function chooseQuestions(
  lists: readonly SuspectList[],
  findings: Findings,
  rankOf: (kind: SuspectKind) => number,
): Question[] {
  const room = findings.maxKept - findings.kept.length;
  const chosen = lists.flatMap((list, order) => {
    const { kind } = list;
    const rank = rankOf(kind);
    const kept = list.first().slice(0, kind.maxTold);
    return kept.map((suspect) => ({ kind, suspect, rank, order }));
  });
  chosen.sort((a, b) => a.rank - b.rank || a.suspect.row - b.suspect.row || a.order - b.order);
  const told = chosen.slice(0, Math.max(0, room));
  for (const list of lists) {
    const count = list.count - told.filter(({ kind }) => kind === list.kind).length;
    if (count > 0) findings.count(list.kind.check, list.kind.head, count);
  }
  return told;
}

/**
 * Chooses rows that were told of before more was known of them.
 *
 * @param lists The rows, a list for each way to be at fault.
 * @param kept What was told.
 * @returns Those whose findings are kept.
 */
export function chooseTold(lists: readonly SuspectList[], kept: readonly Finding[]): Question[] {
  return lists.filter(({ count }) => count > 0).flatMap((list): Question[] => {
    const { kind } = list;
    const findings = new Map(
      kept.flatMap(({ code, path, entity, index }, at) =>
        code === kind.head.code && path === kind.place.path && entity === kind.place.entity.plural
          ? [[index, at]]
          : []
      ),
    );
    return list.first().flatMap((suspect) => {
      const told = findings.get(suspect.row);
      return told === undefined ? [] : [{ kind, suspect, told }];
    });
  });
}

/**
 * Where the rows of questions are.
 *
 * @param questions The questions.
 * @returns For each file and table the rows at fault, and those they were held against.
 */
export function placesOf(questions: readonly Question[]): QuestionPlace[] {
  const places = new Map<string, { path: string; table: string; rows: Set<number> }>();
  const add = (path: string, table: string, row: number) => {
    const key = `${path}\n${table}`;
    let place = places.get(key);
    if (place === undefined) places.set(key, place = { path, table, rows: new Set() });
    place.rows.add(row);
  };
  for (const { kind, suspect } of questions) {
    add(kind.place.path, kind.place.entity.plural, suspect.row);
    const { otherPlace } = kind;
    if (otherPlace !== undefined && suspect.other >= 0) {
      add(otherPlace.path, otherPlace.entity.plural, suspect.other);
    }
  }
  return [...places.values()].map(({ path, table, rows }) => (
    { path, table, rows: [...rows].sort((a, b) => a - b) }
  ));
}

/**
 * Tells of rows at fault.
 *
 * @param questions The rows.
 * @param findings Takes the findings.
 * @param find Gives the texts of a row; undefined where they could not be read.
 */
export function tellQuestions(
  questions: readonly Question[],
  findings: Findings,
  find: (path: string, table: string, row: number) => RowTexts | undefined,
): void {
  for (const { kind, suspect, told } of questions) {
    const { check, head, place, otherPlace } = kind;
    const own = find(place.path, place.entity.plural, suspect.row);
    const other = otherPlace === undefined || suspect.other < 0
      ? undefined
      : find(otherPlace.path, otherPlace.entity.plural, suspect.other);
    for (const part of kind.describe(suspect, own, other)) {
      if (told !== undefined) {
        findings.extend(told, part);
        continue;
      }
      findings.addIssue(check, {
        message: "",
        ...part,
        ...head,
        path: place.path,
        ...(own?.line === undefined ? {} : { line: own.line }),
        entity: place.entity.plural,
        index: suspect.row,
      });
    }
  }
}

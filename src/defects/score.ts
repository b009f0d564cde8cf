/**
 * Compares findings with the answer key: which defects were found, and what else was.
 *
 * @module
 */
import type { Finding } from "../core/report.ts";

/** A line of the answer key, as far as it is scored. */
export interface AnswerLine {
  readonly defect: string;
  /** Rule that finds it; null where no rule of a row can. */
  readonly rule: string | null;
  readonly entity: string;
  readonly key: string;
  /** Further rules the row may break by it. */
  readonly also: readonly string[];
  readonly follows: boolean;
}

/** A finding and the row it is about. */
export interface FoundRow {
  readonly finding: Finding;
  /** The row's key; undefined where the finding is about no row, or the row has no key. */
  readonly key: string | undefined;
}

/** What became of the defects of a kind. */
export interface DefectResult {
  readonly defect: string;
  /** Rules that find it. */
  readonly rules: readonly string[];
  readonly planted: number;
  /** Those that a rule can find: only they count for the recall. */
  readonly findable: number;
  readonly found: number;
  readonly missed: number;
  /** Findings that it explains, those of what follows from it included. */
  readonly findings: number;
  /** Findings of its rules in rows of its entities that no defect explains. */
  readonly extra: number;
  /** Share of the findable that was found; null where none is findable. */
  readonly recall: number | null;
  /** Share of the findings of its rules that a defect explains; null where there is none. */
  readonly precision: number | null;
}

/** What was found that no defect explains. */
export interface ExtraFindings {
  readonly code: string;
  readonly entity: string | undefined;
  readonly count: number;
  /** The first of them. */
  readonly first: FoundRow;
}

/** The score of a validation. */
export interface DefectScore {
  /** Results by defect, in the order of their names. */
  readonly defects: readonly DefectResult[];
  readonly planted: number;
  readonly findable: number;
  readonly found: number;
  readonly missed: number;
  /** Lines of the answer key whose rule did not find them, the first hundred. */
  readonly missedLines: readonly AnswerLine[];
  readonly findings: number;
  /** Findings that no defect explains. */
  readonly extra: readonly ExtraFindings[];
  readonly extraCount: number;
  readonly recall: number | null;
  readonly precision: number | null;
  /** Whether all that is findable was found, and nothing else. */
  readonly isPerfect: boolean;
}

/** Missed lines that are kept. */
const MAX_MISSED = 100;

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The lines of each defect: it and what follows from it. A defect whose own rows are not made has none of its own. */
function listPlanted(answers: readonly AnswerLine[]): AnswerLine[][] {
  const planted: AnswerLine[][] = [];
  for (const line of answers) {
    if (!line.follows) planted.push([line]);
    else if (planted.at(-1)?.[0]?.defect === line.defect) planted.at(-1)!.push(line);
  }
  return planted;
}

/** Counts of a kind of defect at work. */
class Tally {
  planted = 0;
  findable = 0;
  found = 0;
  findings = 0;
  extra = 0;
  readonly rules = new Set<string>();
  readonly places = new Set<string>();
}

/**
 * Scores a validation.
 *
 * @param given The answer key.
 * @param found All findings, with the keys of their rows; they are looked at once, and none is kept but the first of
 * each kind that no defect explains.
 * @param unasked Codes of rules that could not be asked, for lack of the rows they look at; default: none.
 * @returns The score. A row that is in several files may be found in each: it counts once.
 */
export function scoreFindings(
  given: readonly AnswerLine[],
  found: Iterable<FoundRow>,
  unasked: ReadonlySet<string> = new Set(),
): DefectScore {
  const answers = given.map((line) =>
    line.rule !== null && unasked.has(line.rule) ? { ...line, rule: null } : line
  );
  const byRow = Map.groupBy(answers, ({ entity, key }) => `${entity} ${key}`);
  const tallies = new Map<string, Tally>();
  for (const { defect } of answers) {
    if (!tallies.has(defect)) tallies.set(defect, new Tally());
  }
  const hits = new Set<AnswerLine>();
  const extras = new Map<string, { count: number; readonly first: FoundRow }>();
  for (const row of found) {
    const { finding: { code, entity }, key } = row;
    const lines = key === undefined ? [] : byRow.get(`${entity} ${key}`) ?? [];
    const explaining = lines.filter(({ rule, also }) => rule === code || also.includes(code));
    const [first] = explaining;
    if (first === undefined) {
      const name = `${entity ?? ""} ${code}`;
      const extra = extras.get(name);
      if (extra === undefined) extras.set(name, { count: 1, first: row });
      else extra.count++;
      continue;
    }
    tallies.get(first.defect)!.findings++;
    for (const line of explaining) if (line.rule === code) hits.add(line);
  }
  const missedLines: AnswerLine[] = [];
  for (const line of answers) {
    const tally = tallies.get(line.defect)!;
    if (line.rule === null) continue;
    tally.places.add(`${line.entity} ${line.rule}`);
    tally.rules.add(line.rule);
    if (!hits.has(line) && missedLines.length < MAX_MISSED) missedLines.push(line);
  }
  for (const lines of listPlanted(answers)) {
    const tally = tallies.get(lines[0]!.defect)!;
    tally.planted++;
    const [telling] = lines.filter(({ rule }) => rule !== null);
    if (telling === undefined) continue;
    tally.findable++;
    if (hits.has(telling)) tally.found++;
  }
  const extra = [...extras.values()].map(({ count, first }): ExtraFindings => {
    const { code, entity } = first.finding;
    for (const tally of tallies.values()) {
      if (tally.places.has(`${entity} ${code}`)) tally.extra += count;
    }
    return { code, entity, count, first };
  });
  const defects = [...tallies].sort(([a], [b]) => a < b ? -1 : 1).map(
    ([defect, { rules, places: _places, ...tally }]): DefectResult => ({
      defect,
      rules: [...rules],
      ...tally,
      missed: tally.findable - tally.found,
      recall: share(tally.found, tally.findable),
      precision: share(tally.findings, tally.findings + tally.extra),
    }),
  );
  const sum = (name: "planted" | "findable" | "found" | "missed" | "findings") =>
    defects.reduce((all, result) => all + result[name], 0);
  const extraCount = extra.reduce((all, { count }) => all + count, 0);
  const [findable, right, findings] = [sum("findable"), sum("found"), sum("findings")];
  return {
    defects,
    planted: sum("planted"),
    findable,
    found: right,
    missed: sum("missed"),
    missedLines,
    findings,
    extra,
    extraCount,
    recall: share(right, findable),
    precision: share(findings, findings + extraCount),
    isPerfect: missedLines.length === 0 && extraCount === 0,
  };
}

/**
 * What is said of the rows that a join finds fault with.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
import type { CountRule, LevelRule, SumRule, UniqueRule } from "../core/rule.ts";
import { formatItems } from "../core/units.ts";
import type { CrossRule, Relation } from "./layout.ts";
import { classesOf, nameValues } from "./rules/level_classes.ts";
import { inputsOf } from "./rules/mod.ts";
import { parseInput, placeOf } from "./rules/input.ts";
import { describeComparison } from "./rules/values.ts";
import type { RowPlace, RowTexts, SuspectKind } from "./suspects.ts";

/** Rows that differ between files and are looked up once more, to say in what. */
const MAX_EXPLAINED = 1000;

const DISAGREE = { code: "formats-disagree", severity: "error" } as const;

function show(text: string | null | undefined): string {
  return text === undefined ? "(missing)" : text === null ? "(null)" : showText(text);
}

/** Where a row stands: `persons.csv:7`. */
function where(place: RowPlace, texts: RowTexts | undefined): string {
  return texts?.line === undefined ? place.path : `${place.path}:${texts.line}`;
}

/** The cell that is to blame, as members of a finding. */
function cell(place: RowPlace, at: number, texts: RowTexts | undefined): Partial<Issue> {
  const field = place.entity.fields[at]!.name;
  return texts === undefined ? { field } : { field, actual: show(texts.cells[at]) };
}

/** Whether rows that a hash took for the same are not. */
function areOthers(
  places: readonly number[],
  own: RowTexts | undefined,
  other: RowTexts | undefined,
): boolean {
  if (own === undefined || other === undefined) return false;
  return places.some((place) => own.cells[place] !== other.cells[place]);
}

/** For people, who count the rows of a table from 1. */
function nameRow(index: number, texts: RowTexts | undefined): string {
  return `row ${index + 1}${texts?.line === undefined ? "" : ` (line ${texts.line})`}`;
}

/**
 * A key that another row has already.
 *
 * @param place Where the rows are.
 * @param at Place of the key.
 * @returns What is said of them.
 */
export function duplicateKind(place: RowPlace, at: number): SuspectKind {
  return {
    check: "keys",
    head: { code: "key-duplicate", severity: "error" },
    place,
    otherPlace: place,
    describe: ({ other }, own, first) =>
      areOthers([at], own, first) ? [] : [{
        ...cell(place, at, own),
        message: `the key stands in ${nameRow(other, first)} already`,
        expected: "a key of its own",
      }],
  };
}

/**
 * Values that another row has already.
 *
 * @param rule The rule.
 * @param place Where the rows are.
 * @returns What is said of them.
 */
export function uniqueKind(rule: UniqueRule, place: RowPlace): SuspectKind {
  const at = placeOf(place.entity, rule.field);
  const inputs = [rule.field, ...rule.inputs ?? []].map(parseInput);
  const places = inputs.filter(({ to }) => to === Infinity).map(({ field }) =>
    placeOf(place.entity, field)
  );
  return {
    check: "coherence",
    head: { code: rule.code, severity: rule.severity ?? "error" },
    place,
    otherPlace: place,
    describe: ({ other }, own, first) =>
      areOthers(places, own, first) ? [] : [{
        ...cell(place, at, own),
        message: `it does not hold that ${rule.message}: ${nameRow(other, first)} has the same`,
        expected: "a value of its own",
      }],
  };
}

/**
 * A reference without its row.
 *
 * @param relation The reference.
 * @param place Where the rows are.
 * @returns What is said of them.
 */
export function missingKind(relation: Relation, place: RowPlace): SuspectKind {
  const { child, parent } = relation;
  const field = child.fields[relation.place]!;
  return {
    check: "references",
    head: { code: `${child.name}-${parent.name}-missing`, severity: "error" },
    place,
    describe: (_suspect, own) => [{
      ...cell(place, relation.place, own),
      message: `${field.name} names no row of ${parent.plural}`,
      expected: `a ${field.reference!.field} of ${parent.plural}`,
    }],
  };
}

/**
 * A value that does not go with one of the row that a reference names.
 *
 * @param rule The rule.
 * @param place Where the rows are.
 * @param otherPlace Where the rows are that they refer to.
 * @returns What is said of them.
 */
export function crossKind(rule: CrossRule, place: RowPlace, otherPlace: RowPlace): SuspectKind {
  const at = placeOf(place.entity, rule.field);
  const field = place.entity.fields[at]!;
  const keyPlace = otherPlace.entity.fields.findIndex(({ key }) => key === true);
  const [firstInput] = inputsOf(rule);
  const viaPlace = placeOf(place.entity, parseInput(firstInput!).via!);
  const textOf = (input: string, texts: RowTexts) => {
    const { field, from, to } = parseInput(input);
    return (texts.cells[placeOf(otherPlace.entity, field)] ?? "").slice(from, to);
  };
  const expected = (extra: number, other: RowTexts | undefined): string | undefined => {
    if (rule.kind === "compare") return describeComparison(rule.operator, field, extra);
    if (other === undefined) return undefined;
    if (rule.kind === "equal") return show(textOf(rule.input, other));
    return show(
      rule.parts.map((part) => typeof part === "string" ? part : textOf(part.input, other)).join(
        "",
      ),
    );
  };
  return {
    check: "coherence",
    head: { code: rule.code, severity: rule.severity ?? "error" },
    place,
    otherPlace,
    describe({ extra }, own, other) {
      const isOther = own !== undefined && other !== undefined &&
        own.cells[viaPlace] !== other.cells[keyPlace];
      if (isOther) return [];
      const wanted = expected(extra, other);
      return [{
        ...cell(place, at, own),
        message: `it does not hold that ${rule.message}`,
        ...(wanted === undefined ? {} : { expected: wanted }),
      }];
    },
  };
}

/**
 * A value of another level than the row has that a reference names.
 *
 * @param rule The rule.
 * @param place Where the rows are.
 * @param otherPlace Where the rows are that they refer to.
 * @returns What is said of them.
 */
export function levelKind(rule: LevelRule, place: RowPlace, otherPlace: RowPlace): SuspectKind {
  const { entity } = place;
  const at = placeOf(entity, rule.field);
  const columnPlace = placeOf(entity, rule.column);
  const viaPlace = placeOf(entity, rule.via);
  const keyPlace = otherPlace.entity.fields.findIndex(({ key }) => key === true);
  const facts = rule.facts.map((name) => [name, placeOf(otherPlace.entity, name)] as const);
  return {
    check: "coherence",
    head: { code: rule.code, severity: rule.severity ?? "error" },
    place,
    otherPlace,
    describe({ extra }, own, other) {
      const isOther = own !== undefined && other !== undefined &&
        own.cells[viaPlace] !== other.cells[keyPlace];
      if (isOther) return [];
      const word = own?.cells[columnPlace];
      const told = other === undefined
        ? ""
        : `: ${facts.map(([name, fact]) => `${name} ${show(other.cells[fact])}`).join(", ")}`;
      return [{
        ...cell(place, at, own),
        message: `it does not hold that ${rule.message}${told}`,
        ...(typeof word !== "string" ? {} : {
          expected: nameValues(rule, entity, classesOf(rule, entity).table.values(extra, word)),
        }),
      }];
    },
  };
}

/**
 * A row to which another number of rows refers.
 *
 * @param rule The rule.
 * @param place Where the rows are.
 * @returns What is said of them.
 */
export function countKind(rule: CountRule | SumRule, place: RowPlace): SuspectKind {
  const at = placeOf(place.entity, rule.field);
  const { scale = 0 } = place.entity.fields[at]!;
  const { least, most } = rule.kind === "count" ? rule : {};
  const isRange = least !== undefined || most !== undefined;
  const range = least === most
    ? `${least}`
    : most === undefined
    ? `at least ${least}`
    : `${least ?? 0} to ${most}`;
  return {
    check: "coherence",
    head: { code: rule.code, severity: rule.severity ?? "error" },
    place,
    describe: ({ extra }, own) => [
      isRange
        ? {
          field: rule.field,
          message: `it does not hold that ${rule.message}`,
          actual: formatItems(extra, "row"),
          expected: range,
        }
        : {
          ...cell(place, at, own),
          message: `it does not hold that ${rule.message}`,
          expected: (extra / 10 ** scale).toFixed(scale),
        },
    ],
  };
}

/**
 * A row of a further file whose key stood in it before.
 *
 * @param place Where the rows are.
 * @param first Where the rows of the first file are.
 * @returns What is said of them.
 */
export function againKind(place: RowPlace, first: RowPlace): SuspectKind {
  return {
    check: "agreement",
    maxTold: MAX_EXPLAINED,
    head: DISAGREE,
    place,
    describe: () => [{ message: `the row of ${first.path} with this key stands here again` }],
  };
}

/**
 * A row of a further file that the first has not.
 *
 * @param place Where the rows are.
 * @param first Where the rows of the first file are.
 * @param at Place of the key; undefined where there is none.
 * @returns What is said of them.
 */
export function strangerKind(
  place: RowPlace,
  first: RowPlace,
  at: number | undefined,
): SuspectKind {
  return {
    check: "agreement",
    maxTold: MAX_EXPLAINED,
    head: DISAGREE,
    place,
    describe: (_suspect, own) => [{
      ...(at === undefined ? {} : cell(place, at, own)),
      message: `the row is not in ${first.path}`,
    }],
  };
}

/**
 * A row of a further file that has other values than in the first.
 *
 * @param place Where the rows are.
 * @param first Where the rows of the first file are.
 * @returns What is said of them.
 */
export function differentKind(place: RowPlace, first: RowPlace): SuspectKind {
  return {
    check: "agreement",
    maxTold: MAX_EXPLAINED,
    head: DISAGREE,
    place,
    otherPlace: first,
    describe(_suspect, own, other) {
      const issues = own === undefined || other === undefined
        ? []
        : place.entity.fields.flatMap((field, at): Partial<Issue>[] => {
          if (own.cells[at] === other.cells[at]) return [];
          return [{
            ...cell(place, at, own),
            message: `${field.name} is another value than in ${where(first, other)}`,
            expected: show(other.cells[at]),
          }];
        });
      return issues.length > 0 ? issues : [{ message: `the row is another than in ${first.path}` }];
    },
  };
}

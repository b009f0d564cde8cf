/**
 * The kinds of rules that look at one row at a time, each with what compiles it. To add a kind, write its type
 * in `core/rule.ts`, what compiles it, and its line here.
 *
 * @module
 */
import type { RowRule } from "../../core/rule.ts";
import { openLevelRule } from "./level_classifier.ts";
import { parseInput, type RuleScope } from "./input.ts";
import { openProduct } from "./product.ts";
import type { RowRunner } from "./runner.ts";
import {
  openBytes,
  openCompare,
  openDerivedId,
  openEqual,
  openJoined,
  openPresence,
  openValues,
} from "./values.ts";
import { openForm, openPrefix, openTable, openWords } from "./words.ts";

/**
 * The inputs of a rule that are named as such.
 *
 * @param rule The rule.
 * @returns None, one or more.
 */
export function inputsOf(rule: RowRule): readonly string[] {
  if (rule.kind === "joined") {
    return rule.parts.flatMap((part) => typeof part === "string" ? [] : [part.input]);
  }
  if (rule.kind === "product") return [rule.base, ...rule.factors];
  if (rule.kind === "level") return rule.facts.map((name) => `${rule.via}.${name}`);
  if ("input" in rule) return [rule.input];
  return "inputs" in rule ? rule.inputs ?? [] : [];
}

/**
 * Compiles a rule whose inputs are all of the row itself, or what can be said of the row by itself.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work; undefined where other rows are needed.
 */
export function openRowRule(rule: RowRule, scope: RuleScope): RowRunner | undefined {
  if (rule.kind === "level") return openLevelRule(rule, scope);
  if (inputsOf(rule).some((input) => parseInput(input).via !== undefined)) return undefined;
  switch (rule.kind) {
    case "equal":
      return openEqual(rule, scope);
    case "prefix":
      return openPrefix(rule, scope);
    case "words":
      return openWords(rule, scope);
    case "table":
      return openTable(rule, scope);
    case "form":
      return openForm(rule, scope);
    case "compare":
      return openCompare(rule, scope);
    case "values":
      return openValues(rule, scope);
    case "bytes":
      return openBytes(rule, scope);
    case "joined":
      return openJoined(rule, scope);
    case "presence":
      return openPresence(rule, scope);
    case "derived-id":
      return openDerivedId(rule, scope);
    case "product":
      return openProduct(rule, scope);
    case "unique":
    case "count":
    case "sum":
      return undefined;
  }
}

/**
 * Names of the fields of an entity whose values must have numbers as words for its rules.
 *
 * @param rules Rules of the entity.
 * @returns Names of fields.
 */
export function codedFields(rules: readonly RowRule[]): Set<string> {
  const names = new Set<string>();
  const add = (input: string | undefined) => {
    if (input === undefined) return;
    const { via, field, to } = parseInput(input);
    if (via === undefined && to === Infinity) names.add(field);
  };
  for (const rule of rules) {
    if (rule.when?.values !== undefined) add(rule.when.field);
    if (rule.kind === "words" || rule.kind === "table") {
      for (const input of [`${rule.field}${rule.part ?? ""}`, ...rule.inputs]) add(input);
    }
    if (rule.kind === "form") add(rule.input);
    if (rule.kind === "level") add(rule.column);
    if (rule.kind === "compare") add(rule.shift?.monthsBy?.field);
  }
  return names;
}

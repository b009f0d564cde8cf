/**
 * The metadata has the contract's members and values, wherever it stands.
 *
 * @module
 */
import type { Issue, LateIssue } from "../../core/issue.ts";
import { canonicalJson, type JsonValue } from "../../core/json.ts";
import type { ValueRule } from "../../core/rule.ts";
import { formatItems } from "../../core/units.ts";
import type { Check, CheckScope } from "../check.ts";
import { isObject, lineOf, memberOf, showValue } from "../facts.ts";

/** A place where values of the contract stand. */
interface Place {
  readonly path: string;
  readonly value: JsonValue;
  lineOf(name: string): number;
}

/** Checks metadata file, dataset files' metadata and the manifest's contract keys. */
export const metadataCheck: Check = {
  name: "metadata",
  title: "metadata has the contract's values and is the same everywhere",
  open(scope) {
    const { facts, findings, rules } = scope;
    const places: Place[] = [];
    const add = (issue: Issue) => findings.addIssue("metadata", issue);
    let manifestCount = 0;
    return {
      start() {
        const { manifest, metadata } = facts;
        if (metadata !== undefined && metadata.value === undefined) {
          add({
            code: "metadata-unreadable",
            severity: "error",
            message: metadata.problem ?? "it is no JSON",
            path: metadata.path,
          });
        } else if (metadata !== undefined) {
          const { path, text, value } = metadata;
          places.push({ path, value: value!, lineOf: (name) => lineOf(text, name) });
        }
        if (!isObject(manifest?.value)) return;
        manifestCount = 1;
        const { path, text, value } = manifest;
        const place = { path, value, lineOf: (name: string) => lineOf(text, name) };
        for (const issue of checkValues(place, rules.manifest)) add(issue);
        for (const issue of compareNotes(place, scope)) add(issue);
      },
      value(path, name, value, line) {
        if (name === "metadata") places.push({ path, value, lineOf: () => line });
      },
      finish() {
        for (const place of places) {
          if (isObject(place.value)) {
            for (const issue of checkValues(place, rules.metadata)) add(issue);
            continue;
          }
          add({
            code: "metadata-unreadable",
            severity: "error",
            message: "the metadata is not an object",
            path: place.path,
            actual: showValue(place.value),
          });
        }
        for (const { head, build } of comparePlaces(places, scope)) {
          findings.add("metadata", head, build);
        }
        const count = places.length + manifestCount;
        if (count === 0) return { detail: "", skipped: "the snapshot has no metadata" };
        return { detail: `${formatItems(count, "place")}, constants and form` };
      },
    };
  },
};

function checkValues(place: Place, rules: readonly ValueRule[]): Issue[] {
  const issues: Issue[] = [];
  for (const rule of rules) {
    const given = memberOf(place.value, rule.name);
    if (given === undefined && rule.isOptional) continue;
    const expected = findFault(given, rule);
    if (expected === undefined) continue;
    issues.push({
      code: given === undefined ? "metadata-missing" : "metadata-value",
      severity: "error",
      message: given === undefined ? `there is no "${rule.name}"` : `"${rule.name}" is wrong`,
      path: place.path,
      line: place.lineOf(rule.name),
      field: rule.name,
      actual: showValue(given),
      expected,
    });
  }
  return issues;
}

/** What is wanted where a value is not as its rule says. */
function findFault(given: JsonValue | undefined, rule: ValueRule): string | undefined {
  if (rule.value !== undefined) {
    const isSame = given !== undefined && canonicalJson(given) === canonicalJson(rule.value);
    return isSame ? undefined : showValue(rule.value);
  }
  if (rule.countOf !== undefined) {
    const isCount = typeof given === "number" && Number.isSafeInteger(given) && given >= 0;
    return isCount ? undefined : "a whole number, 0 or more";
  }
  if (rule.pattern !== undefined) {
    const isGood = typeof given === "string" && new RegExp(rule.pattern).test(given);
    return isGood ? undefined : `a text matching ${rule.pattern}`;
  }
  return given === undefined ? "a value" : undefined;
}

/** The metadata is the same wherever it stands, and what the plan gives. */
function comparePlaces(places: readonly Place[], { facts }: CheckScope): LateIssue[] {
  const first = places[0];
  if (first === undefined) return [];
  const issues: LateIssue[] = [];
  const wanted = facts.planMetadata;
  if (wanted !== undefined) {
    for (const place of places) {
      issues.push(...differences(place, wanted, "metadata-plan", "is not what the plan gives"));
    }
    return issues;
  }
  for (const place of places.slice(1)) {
    if (!isObject(first.value) || !isObject(place.value)) continue;
    const message = `is another than in ${first.path}`;
    issues.push(...differences(place, first.value, "metadata-disagrees", message));
  }
  return issues;
}

function differences(
  place: Place,
  wanted: { readonly [name: string]: JsonValue | undefined },
  code: string,
  message: string,
): LateIssue[] {
  if (!isObject(place.value)) return [];
  const head = { code, severity: "error" } as const;
  const names = new Set([...Object.keys(wanted), ...Object.keys(place.value)]);
  return [...names].flatMap((name): LateIssue[] => {
    const given = memberOf(place.value, name);
    const other = memberOf(wanted, name);
    if (
      given !== undefined && other !== undefined && canonicalJson(given) === canonicalJson(other)
    ) {
      return [];
    }
    if (given === undefined && other === undefined) return [];
    return [{
      head,
      build: () => ({
        ...head,
        message: `"${name}" ${message}`,
        path: place.path,
        line: place.lineOf(name),
        field: name,
        actual: showValue(given),
        expected: showValue(other),
      }),
    }];
  });
}

/** Without a plan, the manifest's notes (they name the seed) must be the metadata's. */
function compareNotes(place: Place, { facts }: CheckScope): Issue[] {
  const given = memberOf(place.value, "notes");
  const wanted = memberOf(facts.metadata?.value, "notes");
  if (facts.plan !== undefined || wanted === undefined || given === undefined) return [];
  if (given === wanted) return [];
  return [{
    code: "metadata-disagrees",
    severity: "error",
    message: `"notes" is another than in ${facts.metadata!.path}`,
    path: place.path,
    line: place.lineOf("notes"),
    field: "notes",
    actual: showValue(given),
    expected: showValue(wanted),
  }];
}

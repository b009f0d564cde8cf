/**
 * The manifest is as it was made, and says what its plan makes.
 *
 * @module
 */
import type { Issue, LateIssue } from "../../core/issue.ts";
import { canonicalJson, type JsonValue } from "../../core/json.ts";
import { formatManifest, type Manifest, manifestDigest } from "../../core/manifest.ts";
import { planDigest } from "../../core/plan.ts";
import type { JsonFile } from "../../core/snapshot_file.ts";
import { showText } from "../../core/show.ts";
import { describeNames } from "../../core/suggest.ts";
import type { Check, CheckScope, CheckSummary } from "../check.ts";
import { isObject, lineOf, memberOf, showValue } from "../facts.ts";

/** Checks the manifest by itself; what it says of files and counts is the matter of other checks. */
export const manifestCheck: Check = {
  name: "manifest",
  title: "the manifest is unchanged and names the plan that made the files",
  open(scope) {
    const { facts, findings } = scope;
    const add = (issue: Issue) => findings.addIssue("manifest", issue);
    return {
      start() {
        const { manifest, manifestPath } = facts;
        if (manifest === undefined) {
          add({
            code: "manifest-missing",
            severity: "error",
            message: "the folder has no manifest, so nothing says what it should hold",
            path: manifestPath,
            hint:
              "the run that made it did not end, or the file was removed: make the snapshot again",
          });
          return;
        }
        const at = { severity: "error", path: manifest.path } as const;
        if (manifest.value === undefined) {
          add({ ...at, code: "manifest-unreadable", message: manifest.problem ?? "it is no JSON" });
        } else if (!isObject(manifest.value)) {
          add({ ...at, code: "manifest-unreadable", message: "the manifest is not a JSON object" });
        } else if (manifest.value.esdh === undefined) {
          for (const { head, build } of findUnknownKeys(manifest, scope)) {
            findings.add("manifest", head, build);
          }
        } else {
          for (const issue of findChanges(manifest, scope)) add(issue);
        }
      },
      finish: () => summarize(scope),
    };
  },
};

function summarize({ facts }: CheckScope): CheckSummary {
  const { manifest, plan } = facts;
  if (plan !== undefined) {
    return { detail: `form, digest and plan ${planDigest(plan).slice(0, 12)}` };
  }
  if (isObject(manifest?.value) && manifest.value.esdh === undefined) {
    return { detail: "another producer's: no digest, no plan" };
  }
  return { detail: "" };
}

/** A manifest without our section has the contract's keys and no others. */
function findUnknownKeys(manifest: JsonFile, { rules, facts }: CheckScope): LateIssue[] {
  const slug = facts.manifestPath.replace(/^snapshot_manifest_|\.json$/g, "");
  const files = memberOf(manifest.value, "files");
  const wrongFiles = Object.entries(isObject(files) ? files : {}).flatMap(
    ([key, path]): LateIssue[] => {
      const wanted = typeof path === "string" ? path.replace(`_${slug}.`, "_") : "";
      if (key === wanted) return [];
      return [late("manifest-files", () => ({
        message: `"files" has another key for ${showValue(path)}`,
        path: manifest.path,
        line: lineOf(manifest.text, ["files", key]),
        actual: showText(key),
        expected: wanted === "" ? "a file name" : wanted,
      }))];
    },
  );
  const names = [...new Set(rules.manifest.map(({ name }) => name.split(".")[0]!)), "esdh"];
  const unknown = Object.keys(manifest.value as Manifest).filter((key) => !names.includes(key))
    .map((key) =>
      late("manifest-key-unknown", () => ({
        message: `the manifest has the unknown key "${showText(key)}"`,
        path: manifest.path,
        line: lineOf(manifest.text, [key]),
        actual: showText(key),
        hint: describeNames(key.slice(0, 100), names),
      }))
    );
  return [...unknown, ...wrongFiles];
}

function late(code: string, build: () => Omit<Issue, "code" | "severity">): LateIssue {
  const head = { code, severity: "error" } as const;
  return { head, build: () => ({ ...head, ...build() }) };
}

function findChanges(manifest: JsonFile, { facts }: CheckScope): Issue[] {
  const value = manifest.value as Manifest;
  const { path, text } = manifest;
  const issues: Issue[] = [];
  const add = (code: string, message: string, more: Partial<Issue> = {}) =>
    issues.push({ code, severity: "error", message, path, ...more });
  if (!isObject(value.esdh)) {
    add("manifest-shape", '"esdh" is not an object', { line: lineOf(text, "esdh") });
    return issues;
  }
  const form = formatManifest(value);
  if (form !== text) {
    add("manifest-form", "the manifest is not written as this program writes it", {
      ...firstDifference(text, form),
      hint: "it was changed after it was made",
    });
  }
  const digest = manifestDigest(value);
  const claimed = memberOf(value, "esdh.manifest_digest");
  if (claimed !== digest) {
    add("manifest-digest", "the manifest's digest is not that of its values", {
      line: lineOf(text, "esdh.manifest_digest"),
      actual: showValue(claimed),
      expected: digest,
      hint: "a value was changed after the manifest was made",
    });
  }
  if (facts.plan === undefined) {
    add("plan-invalid", facts.planProblem ?? "the plan can't be read", {
      line: lineOf(text, "esdh.plan"),
    });
    return issues;
  }
  const plan = planDigest(facts.plan);
  const claimedPlan = memberOf(value, "esdh.plan_digest");
  if (claimedPlan !== plan) {
    add("plan-digest", "the plan's digest is not that of the plan", {
      line: lineOf(text, "esdh.plan_digest"),
      actual: showValue(claimedPlan),
      expected: plan,
    });
  }
  const { esdh: _esdh, ...keys } = value;
  for (const [name, wanted] of Object.entries(facts.planKeys ?? {})) {
    const given: JsonValue | undefined = keys[name];
    if (given !== undefined && canonicalJson(given) === canonicalJson(wanted)) continue;
    add("manifest-plan", `"${name}" is not what the plan gives`, {
      line: lineOf(text, name),
      actual: showValue(given),
      expected: showValue(wanted),
    });
  }
  return issues;
}

function firstDifference(text: string, form: string): Partial<Issue> {
  const given = text.split("\n");
  const wanted = form.split("\n");
  const at = given.findIndex((line, index) => line !== wanted[index]);
  const index = at === -1 ? given.length - 1 : at;
  return {
    line: index + 1,
    actual: showText(given[index] ?? "end of the file"),
    expected: showText(wanted[index] ?? "end of the file"),
  };
}

/**
 * A demonstration as one JSON document.
 *
 * @module
 */
import type { JsonValue } from "../core/json.ts";
import { TOOL_NAME, TOOL_VERSION } from "../core/version.ts";
import type { DemoReport } from "./scene.ts";

/**
 * The document of `esdh demo --json`.
 *
 * @param report What was done.
 * @returns `ok`, the profile, `steps` with the data of each, and `failure`, which is null if all went well.
 */
export function reportToJson(report: DemoReport): { readonly [name: string]: JsonValue } {
  const { scene, failure, outcomes } = report;
  const { settings } = scene.options;
  const lastGood = outcomes.filter((outcome) => outcome.status === "ok").at(-1);
  return {
    ok: failure === undefined,
    profile: settings.profile.name,
    profile_from: settings.profileOrigin.label,
    is_canned: scene.options.isCanned ?? false,
    started_at: scene.start.toISOString(),
    duration_ms: Math.round(report.durationMs),
    versions: {
      [TOOL_NAME]: TOOL_VERSION,
      dataset: scene.dataset,
      deno: Deno.version.deno,
      os: Deno.build.os,
      arch: Deno.build.arch,
    },
    steps: outcomes.map((outcome) => ({
      name: outcome.name,
      title: outcome.title,
      status: outcome.status,
      duration_ms: Math.round(outcome.durationMs),
      reason: outcome.reason,
      data: outcome.report?.data,
    })),
    proved: outcomes.flatMap((outcome) => outcome.report?.proofs ?? []),
    failure: failure === undefined ? null : {
      step: outcomes.at(-1)?.name ?? null,
      last_good_step: lastGood?.name ?? null,
      port: scene.server?.port ?? null,
      code: failure.code,
      message: failure.message,
      hint: failure.hint ?? null,
      issues: failure.issues.map((issue) => ({ ...issue })),
    },
  };
}

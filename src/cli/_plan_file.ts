/**
 * Plan files: a plan alone, a manifest, or what `--json` printed of a run.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { isJsonObject, type JsonValue, parseJson } from "../core/json.ts";
import { manifestDigest, readContractRun } from "../core/manifest.ts";
import { type Plan, planDigest, planFromJson } from "../core/plan.ts";
import { cutText } from "../core/text.ts";
import { describeFileError } from "../core/system_error.ts";

/** What `--plan` takes for standard input. */
export const STANDARD_INPUT = "-";

/** Greatest size of a plan file, in bytes; a manifest has a few thousand. */
const MAX_PLAN_BYTES = 4_000_000;

const HINT = "give a plan file or a snapshot's manifest; - stands for standard input";

/**
 * Reads a plan that can be run here. A plan that stands beside its digest must have that digest: nobody
 * shall take data of a changed plan for the data the file was written for.
 *
 * @param path The file; `-` for standard input.
 * @returns The plan.
 * @throws {EsdhError} NOT_FOUND or IO if the file can't be read; INVALID_PLAN if it holds no plan, a plan
 * that was changed, or one that this program can't run.
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const name = path === STANDARD_INPUT ? "standard input" : path;
  return await parsePlanFile(await readPlanText(path, name), name);
}

/**
 * Parses the text of a plan file and checks that the plan can be run here.
 *
 * @param text JSON.
 * @param name What the text came from, for messages.
 * @returns The plan.
 * @throws {EsdhError} INVALID_PLAN if it holds no plan, a plan that was changed, or one that this program
 * can't run.
 */
export async function parsePlanFile(text: string, name: string): Promise<Plan> {
  const value = parsePlanText(text, name);
  const { checkPlan } = await import("../run.ts");
  const place = name === "standard input" ? {} : { path: name };
  refuseForeign(value, name, place);
  // What `generate --json` prints, dry or not, has the plan and its digest as members.
  const isPrinted = isJsonObject(value) && isJsonObject(value["plan"]) && !("esdh" in value);
  const plan = planFromJson(isPrinted ? value["plan"]! : value, name);
  refuseChanged(value, plan, name, place);
  try {
    checkPlan(plan);
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    throw new EsdhError(error.code, error.message, {
      ...place,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      issues: error.issues,
      cause: error,
    });
  }
  return plan;
}

type Place = { readonly path?: string };

function refuseForeign(value: JsonValue, name: string, place: Place): void {
  if (!isJsonObject(value) || "esdh" in value || !("record_counts" in value)) return;
  const { seed, records } = readContractRun(value);
  const options = `--seed ${seed === undefined ? "S" : cutText(`${seed}`, 80)} ` +
    `--records ${records ?? "N"}`;
  throw new EsdhError(
    "INVALID_PLAN",
    `can't read a plan from "${name}": it is the manifest of another producer, which holds no plan`,
    { ...place, hint: `make the same data with: esdh generate --dataset v0.1 ${options}` },
  );
}

function refuseChanged(value: JsonValue, plan: Plan, name: string, place: Place): void {
  if (!isJsonObject(value)) return;
  const esdh = value["esdh"];
  const holder = isJsonObject(esdh) ? esdh : value;
  const digests: (readonly [key: string, made: string])[] = [
    ["plan_digest", planDigest(plan)],
    ...isJsonObject(esdh) ? [["manifest_digest", manifestDigest(value)] as const] : [],
  ];
  // A plan alone carries no digest, a manifest carries both.
  const wrong = digests.filter(([key, made]) =>
    (holder === esdh || key in holder) && holder[key] !== made
  );
  if (wrong.length === 0) return;
  const keys = wrong.map(([key]) => holder === esdh ? `esdh.${key}` : key).join(" and ");
  const matches = wrong.length === 1 ? "does not match" : "do not match";
  throw new EsdhError(
    "INVALID_PLAN",
    `can't use the plan in "${name}": the file was changed after it was made (${keys} ${matches})`,
    {
      ...place,
      hint: "take the file as it was written; to run another plan, give options, " +
        "or a file with the plan alone, which carries no digest",
    },
  );
}

async function readPlanText(path: string, name: string): Promise<string> {
  try {
    if (path === STANDARD_INPUT) {
      return await readBounded(Deno.stdin.readable, name);
    }
    using file = await Deno.open(path, { read: true });
    if ((await file.stat()).isDirectory) {
      throw new EsdhError("INVALID_PLAN", `can't read a plan from "${path}": it is a folder`, {
        path,
        hint: "give the snapshot's manifest, for example " +
          join(path, "snapshot_manifest_v0_1.json"),
      });
    }
    return await readBounded(file.readable, name);
  } catch (cause) {
    if (cause instanceof EsdhError) throw cause;
    const isMissing = cause instanceof Deno.errors.NotFound;
    const reason = isMissing ? "it does not exist" : describeFileError(cause);
    throw new EsdhError(
      isMissing ? "NOT_FOUND" : "IO",
      `can't read the plan "${name}": ${reason}`,
      { ...(path === STANDARD_INPUT ? {} : { path }), hint: HINT, cause },
    );
  }
}

async function readBounded(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  name: string,
): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_PLAN_BYTES) {
      throw new EsdhError(
        "INVALID_PLAN",
        `can't read a plan from "${name}": it is larger than ${MAX_PLAN_BYTES} bytes`,
        { hint: HINT },
      );
    }
  }
  return await new Blob(chunks).text();
}

function parsePlanText(text: string, name: string): JsonValue {
  try {
    return parseJson(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new EsdhError("INVALID_PLAN", `can't read a plan from "${name}": it is not JSON`, {
      ...(name === "standard input" ? {} : { path: name }),
      hint: (cause as Error).message,
      cause,
    });
  }
}

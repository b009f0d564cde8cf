/**
 * Asks the API how it is.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import { type JsonValue, parseJson } from "../../core/json.ts";
import type { DemoStep } from "../scene.ts";

/** Checks `/healthz`. */
export const checkHealth: DemoStep = {
  name: "health",
  title: "Check its health",
  skipReason: (scene) => scene.options.isCanned ? "canned: no API runs" : undefined,
  async run(scene) {
    const begin = performance.now();
    const answer = await scene.ask("/healthz");
    const answerMs = performance.now() - begin;
    const body = readBody(answer.text);
    if (answer.status !== 200 || body["status"] !== "ok") {
      throw new EsdhError(
        "INTERNAL",
        `/healthz answered ${answer.status}, status ${body["status"]}`,
        {
          hint: "run esdh doctor, and esdh demo --canned to go on without the API",
        },
      );
    }
    return {
      facts: [
        [
          "GET",
          `/healthz: ${answer.status}, status ${body["status"]}, in ${answerMs.toFixed(1)} ms`,
        ],
        [
          "Dataset",
          `${body["dataset_version"]}, default seed ${body["default_seed"]}, ${
            body["target_records"]
          } records`,
        ],
        ["Request", answer.headers.get("x-request-id") ?? "without an id"],
      ],
      proofs: ["the API answers /healthz with status ok"],
      data: { status: answer.status, answer_ms: Math.round(answerMs * 10) / 10, body },
    };
  },
};

function readBody(text: string): { readonly [name: string]: JsonValue } {
  try {
    const value = parseJson(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as { readonly [name: string]: JsonValue };
    }
  } catch {
    // Told below like any other wrong answer.
  }
  throw new EsdhError("INTERNAL", `/healthz answered something else than a JSON object`);
}

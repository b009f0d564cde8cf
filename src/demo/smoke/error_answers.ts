/**
 * What is wrong is answered with the right status, in one shape.
 *
 * @module
 */
import { type JsonValue, parseJson } from "../../core/json.ts";
import { Findings, type SmokeCheck } from "./check.ts";

interface WrongRequest {
  readonly what: string;
  readonly path: string;
  readonly method: string;
  readonly type?: string;
  readonly body?: string;
  readonly status: number;
}

const WRONG_REQUESTS: readonly WrongRequest[] = [
  { what: "an unknown page", path: "/no-such-page", method: "GET", status: 404 },
  { what: "a wrong method", path: "/generate/person", method: "GET", status: 405 },
  {
    what: "a body that is not JSON by its type",
    path: "/generate/person",
    method: "POST",
    type: "text/plain",
    body: "records=5",
    status: 415,
  },
  { what: "broken JSON", path: "/generate/person", method: "POST", body: "{", status: 400 },
  {
    what: "records below 1",
    path: "/generate/person",
    method: "POST",
    body: `{"records":0}`,
    status: 400,
  },
  {
    what: "a seed that is no number",
    path: "/generate/bundle",
    method: "POST",
    body: `{"seed":"forty-two"}`,
    status: 400,
  },
  {
    what: "a body over the limit",
    path: "/generate/bundle",
    method: "POST",
    body: `{"records":5}${" ".repeat(1_100_000)}`,
    status: 413,
  },
];

/** Errors have the right status and `{"error": {"code", "message"}}`. */
export const errorAnswers: SmokeCheck = {
  name: "error-answers",
  claim: "wrong requests get the right status, in one shape",
  async run({ scene }) {
    const findings = new Findings("smoke-error-answer");
    const statuses: number[] = [];
    for (const wrong of WRONG_REQUESTS) {
      const answer = await scene.ask(wrong.path, {
        method: wrong.method,
        ...(wrong.type === undefined ? {} : { headers: { "content-type": wrong.type } }),
        ...(wrong.body === undefined ? {} : { body: wrong.body }),
      });
      const place = { path: wrong.path };
      statuses.push(answer.status);
      findings.expect(answer.status === wrong.status, `${wrong.what} is answered wrongly`, {
        ...place,
        actual: `${answer.status}`,
        expected: `${wrong.status}`,
      });
      findings.expect(hasErrorShape(answer.text), `${wrong.what} is answered in another shape`, {
        ...place,
        actual: answer.text.slice(0, 120),
        expected: '{"error": {"code": text, "message": text}}',
      });
      findings.expect(
        (answer.headers.get("content-type") ?? "").startsWith("application/json"),
        `the answer to ${wrong.what} is not JSON by its type`,
        { ...place, actual: `${answer.headers.get("content-type")}`, expected: "application/json" },
      );
    }
    return findings.end([...new Set(statuses)].sort().join(", "));
  },
};

function hasErrorShape(text: string): boolean {
  let body: JsonValue;
  try {
    body = parseJson(text);
  } catch {
    return false;
  }
  const error = (body as { error?: { code?: JsonValue; message?: JsonValue } } | null)?.error;
  return typeof error?.code === "string" && typeof error.message === "string";
}

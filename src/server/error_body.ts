/**
 * The one shape of an error answer: `{"error": {code, message, hint?, issues?, request_id}}`.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";

/**
 * Makes the body of an error answer. It holds what the error says of itself, and nothing of its cause
 * or stack; an error that is not ours says only that there is a defect.
 *
 * @param error What was thrown.
 * @param requestId Id under which the server's own messages speak of the request.
 * @returns JSON text.
 *
 * @example
 * ```ts
 * import { EsdhError } from "../core/error.ts";
 * import { errorBody } from "./error_body.ts";
 * const body = errorBody(new EsdhError("NOT_FOUND", "no page here"), "r1");
 * if (body !== '{"error":{"code":"not_found","message":"no page here","request_id":"r1"}}') {
 *   throw new RangeError(body);
 * }
 * ```
 */
export function errorBody(error: unknown, requestId: string): string {
  const known = toTellableError(error);
  const issues = known.issues.map(({ code, field, message, expected }): JsonValue => (
    { code, field, message, expected }
  ));
  return stringifyJson({
    error: {
      code: known.code.toLowerCase(),
      message: known.message,
      hint: known.hint,
      issues: issues.length === 0 ? undefined : issues,
      request_id: requestId,
    },
  });
}

/**
 * What is told of an error: itself where it is ours, else that there is a defect.
 *
 * @param error What was thrown.
 * @returns An error whose message may be sent to anyone.
 */
export function toTellableError(error: unknown): EsdhError {
  if (error instanceof EsdhError) return error;
  return new EsdhError("INTERNAL", "the server failed on this request", {
    hint: "give the request_id to whoever runs the server: its own messages name it",
    cause: error,
  });
}

/**
 * Lint rule: a failure carries a code and a hint, so a bare `Error` is banned.
 *
 * @module
 */
import { isTest, placeOf } from "./_places.ts";

const MESSAGE = "A bare Error has no code, no exit status and no hint";
const HINT = "Use EsdhError for users, files and the environment; TypeError or RangeError for " +
  "misuse; an Issue for wrong data";

/** Forbids `Error(...)` and `new Error(...)` in `src`, `scripts` and `main.ts`, tests apart. */
export const bareError: Deno.lint.Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (isTest(place) || !/^(src\/|scripts\/|main\.ts$)/.test(place)) return {};
    const check = (node: Deno.lint.NewExpression | Deno.lint.CallExpression) => {
      if (node.callee.type === "Identifier" && node.callee.name === "Error") {
        context.report({ node, message: MESSAGE, hint: HINT });
      }
    };
    return { NewExpression: check, CallExpression: check };
  },
};

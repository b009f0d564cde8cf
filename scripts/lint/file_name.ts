/**
 * Lint rule: a file is named after the idea it holds.
 *
 * @module
 */
import { placeOf } from "./_places.ts";

const BANNED = /^(utils?|helpers?|types?|services?|managers?)$/;
const SNAKE_CASE = /^[_.]?[a-z0-9]+(?:_[a-z0-9]+)*(?:\.[a-z0-9_]+)*$/;

/**
 * Says what is wrong with the name of a file.
 *
 * @param place Path relative to the project.
 * @returns A sentence, or undefined where nothing is wrong.
 */
export function judgeFileName(place: string): string | undefined {
  const parts = place.split("/");
  for (const part of parts) {
    const stem = part.replace(/\..*$/, "");
    const word = stem.split("_").find((word) => BANNED.test(word));
    if (word !== undefined) return `"${part}" says "${word}", not which idea it holds`;
  }
  const name = parts.at(-1)!;
  return SNAKE_CASE.test(name) ? undefined : `"${name}" is not snake_case`;
}

/** Forbids file names such as `utils.ts` and names that are not in snake case. */
export const fileName: Deno.lint.Rule = {
  create(context) {
    const message = judgeFileName(placeOf(context.filename));
    if (message === undefined) return {};
    return {
      Program(node) {
        context.report({ node, message, hint: "Name the file after what it makes or decides" });
      },
    };
  },
};

import { assertEquals } from "@std/assert";
import { findTokenProblem, makeTokenCheck, MAX_TOKEN_LENGTH } from "./token.ts";

Deno.test("findTokenProblem() takes what a header can carry, and never repeats it", () => {
  for (const token of ["x".repeat(16), "x".repeat(MAX_TOKEN_LENGTH), "!~0123456789abcdef"]) {
    assertEquals(findTokenProblem(token), undefined);
  }
  const unfit = ["", "secret-secret-1", "secret secret secret", "secret-secret-secret\n"];
  for (const token of [...unfit, "secrét-secret-secret", "x".repeat(MAX_TOKEN_LENGTH + 1)]) {
    const problem = findTokenProblem(token);
    assertEquals(typeof problem, "string");
    assertEquals(/secr/.test(problem!), false);
  }
});

Deno.test("makeTokenCheck() opens to the one token alone", () => {
  const opens = makeTokenCheck("correct-horse-battery");
  for (const scheme of ["Bearer ", "bearer ", "BEARER  "]) {
    assertEquals(opens(`${scheme}correct-horse-battery`), true);
  }
  const wrong = [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "correct-horse-battery",
    "Bearer correct-horse",
  ];
  for (const header of [...wrong, "Basic correct-horse-battery", "Bearer correct-horse-battery2"]) {
    assertEquals(opens(header), false, header);
  }
});

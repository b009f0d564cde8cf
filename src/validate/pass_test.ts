import { assertEquals } from "@std/assert";
import { ValidationPass } from "./pass.ts";

Deno.test("ValidationPass builds no issue of a reader that it does not keep", () => {
  const pass = new ValidationPass({
    entities: [],
    rules: { rows: [] } as never,
    marker: "",
    facts: {} as never,
    sources: new Map(),
    checks: [],
    maxIssues: 1,
  });
  let built = 0;
  const head = { code: "field-unexpected", severity: "error" } as const;
  for (let row = 0; row < 3; row++) {
    pass.take("rows.ndjson", {
      kind: "issue",
      head,
      build: () => ({ ...head, message: `${++built}` }),
    });
  }
  assertEquals([built, pass.findings.errorCount], [1, 3]);
});

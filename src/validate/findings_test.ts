import { assert, assertEquals } from "@std/assert";
import { Findings } from "./findings.ts";

Deno.test("Findings builds no issue that it does not keep", () => {
  const findings = new Findings(2);
  let built = 0;
  for (let n = 0; n < 5; n++) {
    findings.add("schema", { code: "x", severity: n === 0 ? "warning" : "error" }, () => {
      built++;
      return { code: "x", severity: "error", message: `${n}` };
    });
  }
  assertEquals([built, findings.total, findings.errorCount, findings.warningCount], [2, 5, 4, 1]);
  assertEquals(findings.countOf("schema"), 4);
  assert(findings.codeCounts().some(({ severity, count }) => severity === "error" && count === 4));
});

import { assertEquals } from "@std/assert";
import type { ValuesRule } from "../../../core/rule.ts";
import { PERIOD_RULES } from "./policy_rules.ts";

Deno.test("PERIOD_RULES tell of terms that lie beyond all calendars", () => {
  const rule = PERIOD_RULES.find(({ code }) => code === "period-contiguous") as ValuesRule;
  assertEquals(rule.check(0, 0, Number.MAX_SAFE_INTEGER, 12), "no day of the calendar");
  assertEquals(rule.check(0, 0, 2, 12), "1971-01-01");
  assertEquals(rule.check(365, 0, 2, 12), undefined);
});

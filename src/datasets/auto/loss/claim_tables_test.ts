import { assertAlmostEquals, assertEquals } from "@std/assert";
import { states } from "../places.ts";
import {
  causes,
  delays,
  GROUP,
  GROUPS,
  KIND,
  KINDS,
  lawOf,
  LINES,
  negligenceRule,
  recoverablePercent,
  targetOf,
} from "./claim_tables.ts";

Deno.test("targetOf() holds the frequency after the last year and lets the severity grow", () => {
  const base = targetOf("personal", "BI", 2023)!;
  const later = targetOf("personal", "BI", 2025)!;
  assertEquals(later.frequency, base.frequency);
  assertAlmostEquals(later.severity, base.severity * 1.0623 ** 2, 1);
  assertEquals([base.grade, later.grade], ["A", "C"]);
  assertEquals(targetOf("personal", "NONE", 2024), undefined);
});

Deno.test("lawOf() has a law for each kind, line and cause", () => {
  const { lists, names } = causes();
  for (const line of LINES.keys()) {
    for (const kind of KINDS.keys()) {
      const { scale, shape, unpaid } = lawOf(line, kind);
      assertEquals(scale > 0 && shape > 0 && unpaid >= 0 && unpaid < 0.5, true, KINDS[kind]);
    }
    for (const cause of lists[line * GROUPS.length + GROUP.comprehensive]!) {
      assertEquals(lawOf(line, KIND.COMP, names[cause]!).scale > 0, true);
    }
  }
});

Deno.test("causes() weighs exposures of a group by a mean of one", () => {
  const { lists, property, collision, injury, shares, names } = causes();
  for (const line of LINES.keys()) {
    for (const group of [GROUP.atFault, GROUP.otherFault, GROUP.single]) {
      const at = line * GROUPS.length + group;
      const mean = (values: Float64Array) =>
        [...lists[at]!].reduce((sum, cause) => {
          const place = at * names.length + cause;
          return sum + shares[place]! * values[place]!;
        }, 0);
      assertAlmostEquals(mean(collision), 1, 1e-9);
      assertAlmostEquals(mean(injury), 1, 1e-9);
      assertAlmostEquals(mean(property), group === GROUP.otherFault ? 0 : 1, 1e-9);
    }
  }
});

Deno.test("delays() grow with the size of a claim", () => {
  const table = delays();
  for (const line of LINES.keys()) {
    for (const kind of KINDS.keys()) {
      const at = (line * KINDS.length + kind) * 3;
      const [small, medium, large] = [table[at]!, table[at + 1]!, table[at + 2]!];
      assertEquals(small.settle <= medium.settle && medium.settle <= large.settle, true);
      assertEquals(small.report <= medium.report && medium.report <= large.report, true);
    }
  }
});

Deno.test("negligenceRule() changes in Louisiana on 2026-01-01 only", () => {
  const { codes } = states();
  const changed = [...codes.keys()].filter((state) =>
    negligenceRule(state, 20_453) !== negligenceRule(state, 20_454)
  );
  assertEquals(changed.map((state) => codes[state]), ["LA"]);
});

Deno.test("recoverablePercent() bars whom the rule bars", () => {
  const shares = [0, 1, 49, 50, 51, 99];
  const of = (rule: number) => shares.map((fault) => recoverablePercent(rule, fault));
  assertEquals(of(0), [100, 0, 0, 0, 0, 0]);
  assertEquals(of(1), [100, 99, 51, 50, 49, 1]);
  assertEquals(of(2), [100, 99, 51, 0, 0, 0]);
  assertEquals(of(3), [100, 99, 51, 50, 0, 0]);
});

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "./core/error.ts";
import { checkPlan } from "./plan_check.ts";
import { planRun } from "./planning.ts";

Deno.test("checkPlan() tells every entity that is too long, and the accounts that fit in all formats", () => {
  const refuse = (records: number, dataset: string) =>
    assertThrows(
      () => checkPlan(planRun({ dataset, records, formats: ["xlsx", "csv"] })),
      EsdhError,
    );
  const error = refuse(600_000, "auto");
  assertEquals([error.code, error.exitCode], ["REFUSED", 2]);
  for (const name of ["persons", "vehicles", "addresses"]) {
    assertStringIncludes(error.message, `${name} would have about`);
  }
  assertEquals(error.message.includes("accounts would have"), false);
  const accounts = Number(error.hint?.match(/about (\d+) accounts at once \(an estimate\)/)?.[1]);
  checkPlan(planRun({ dataset: "auto", records: accounts, formats: ["xlsx"] }));
  const least = Math.floor(accounts * 1.02);
  assertStringIncludes(refuse(least, "auto").hint!, `about ${accounts} accounts`);
  assertStringIncludes(refuse(1_048_576, "v0.1").hint!, "about 1048575 accounts");
});

Deno.test("checkPlan() advises by the longest entity asked for, also where another is too long", () => {
  const hintOf = (entities: string[]) =>
    assertThrows(
      () =>
        checkPlan(planRun({ dataset: "auto", records: 5_000_000, formats: ["xlsx"], entities })),
      EsdhError,
    ).hint;
  assertStringIncludes(hintOf(["accounts"])!, "about 1048575 accounts");
  assertEquals(hintOf(["accounts", "persons"]), hintOf(["persons"]));
});

Deno.test("planRun() tells all options that are wrong at once, with near names", () => {
  const plan = (options: Record<string, string>) =>
    assertThrows(() => planRun({ dataset: "auto", options }), EsdhError);
  const many = plan({ "as-fo": "x", identifiers: "format-vald", footprint: "CB" });
  assertEquals(many.code, "USAGE");
  assertEquals(many.issues.map(({ message }) => message), [
    "dataset auto has no option --as-fo",
    '--footprint has no state "CB"',
    'unknown value "format-vald" of --identifiers',
  ]);
  assertStringIncludes(many.issues[0]!.hint!, 'did you mean "as-of"?');
  assertStringIncludes(many.issues[2]!.hint!, 'did you mean "format-valid"?');
  const one = plan({ "as-fo": "x" });
  assertEquals([one.message, one.issues], ["dataset auto has no option --as-fo", []]);
});

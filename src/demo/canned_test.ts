import { assertEquals } from "@std/assert";
import { CANNED_FILES, readCannedAnswer, readCannedManifest } from "./canned.ts";
import { CANNED_ANSWER_RECORDS, CANNED_RECORDS, CANNED_SEED } from "./canned_plan.ts";

Deno.test("the embedded samples are whole, line ends included", () => {
  assertEquals(readCannedManifest().files.map((file) => file.path), [
    ...CANNED_FILES.map((file) => file.path).slice(0, -1),
  ]);
  const persons = CANNED_FILES.find((file) => file.path.startsWith("persons"))!.text;
  assertEquals(persons.split("\r\n").length, CANNED_RECORDS + 2);
});

Deno.test("the sample answers are of the same seed as the sample snapshot", () => {
  const bundle = readCannedAnswer("bundle") as Record<string, unknown[]>;
  assertEquals(bundle["seed"] as unknown, Number(CANNED_SEED));
  const whole = JSON.parse(CANNED_FILES.find((file) => file.path.startsWith("dataset"))!.text);
  for (const plural of ["persons", "vehicles", "profiles"]) {
    assertEquals(bundle[plural], whole[plural].slice(0, CANNED_ANSWER_RECORDS));
  }
});

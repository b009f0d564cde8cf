import { assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { parseGates } from "./gates.ts";

const KEYS = ["fleet.mean_age", "fleet.make.ford", "claims.frequency.BI.2024"];

Deno.test("parseGates() takes keys of figures and their beginnings up to a dot", () => {
  const { tolerances, ignored } = parseGates(
    "gates: {tolerances: {fleet.: 1, fleet.mean_age: 2}, ignored: [claims.frequency.]}",
    KEYS,
  );
  assertEquals(tolerances, { "fleet.": 1, "fleet.mean_age": 2 });
  assertEquals(ignored, ["claims.frequency."]);
});

Deno.test("parseGates() refuses all names that no figure has, with the nearest and their lines", () => {
  const text = `gates:
  tolerances:
    fleet.mean_agee: 3
  ignored:
    - fleet
    - nothing.like.it
`;
  const error = assertThrows(() => parseGates(text, KEYS, "own.yaml"), EsdhError);
  assertEquals(error.code, "INVALID_CONFIG");
  assertEquals(error.issues?.map(({ message, line }) => [message, line]), [
    [
      'gates.tolerances: no figure is called "fleet.mean_agee"; did you mean "fleet.mean_age"?',
      3,
    ],
    ['gates.ignored: no figure is called "fleet"; did you mean "fleet."?', 5],
    [
      'gates.ignored: no figure is called "nothing.like.it"; its key is in the document of --json',
      6,
    ],
  ]);
});

Deno.test("parseGates() takes what becomes of grades that can't be judged, and warns without a word", () => {
  const of = (text: string) => parseGates(`gates: {${text}}`, KEYS).tooFew;
  assertEquals([of("grades: [A]"), of("too_few: warn"), of("too_few: fail")], [
    "warn",
    "warn",
    "fail",
  ]);
  const error = assertThrows(() => of("too_few: stop"), EsdhError);
  assertEquals(error.issues?.map(({ message }) => message), [
    "gates.too_few: warn or fail is wanted",
  ]);
});

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { autoDataset } from "../datasets/auto/mod.ts";
import { planDefects } from "./plan.ts";
import { formatRequest, MAX_COUNT, parseRequest } from "./request.ts";

const { defects } = autoDataset;
const csv = { name: "csv", rowText: "placed" } as const;
const parquet = { name: "parquet" };
const entities = ["accounts", "addresses", "persons", "vehicles", "profiles"];

function normalize(text: string, formats: Parameters<typeof planDefects>[2] = [csv]) {
  return planDefects(text, autoDataset, formats, entities);
}

Deno.test("formatRequest() gives equal requests one form", () => {
  const text = " zip-state=0.50%, vin-check-digit=50,2.0% ";
  const request = parseRequest(text, defects, "auto");
  assertEquals(formatRequest(request), "2%,vin-check-digit=50,zip-state=0.5%");
  assertEquals(parseRequest(formatRequest(request), defects, "auto"), request);
});

Deno.test("parseRequest() refuses what it can't read or plant", () => {
  const cases = ["", "2", "2%,3%", "101%", "-1%", "vin", "vin-check=1", "vin-dup=x", "vin-dup=1=2"];
  const more = ["vin-dup=1,vin-dup=2", "60%,vin-dup=50%", `vin-dup=${MAX_COUNT + 1}`];
  for (const text of [...cases, ...more]) {
    const error = assertThrows(
      () => parseRequest(text, defects, "auto"),
      EsdhError,
      undefined,
      text,
    );
    assertEquals(error.code, "USAGE");
    assertEquals(error.hint === undefined, false);
  }
  assertThrows(() => parseRequest("2%", [], "v0.1"), EsdhError, "dataset v0.1 has no defects");
  const hintOf = (text: string) =>
    assertThrows(() => parseRequest(text, defects, "auto"), EsdhError).hint!;
  assertStringIncludes(hintOf("vin-dupp"), 'did you mean "vin-dup"?');
  assertStringIncludes(hintOf("nosuch"), "docs/defects.md lists them");
  assertEquals(hintOf("vin-dup"), "give a number or a share: vin-dup=50");
  assertEquals(hintOf("nosuch=3").length < 160, true);
});

Deno.test("planDefects() takes out of a share what the formats can't hold", () => {
  assertEquals(normalize("2%"), "2%");
  assertEquals(normalize("2%", [csv, parquet]), "2%,date-format=0,csv-shift=0");
  assertEquals(
    normalize("2%,date-format=0,csv-shift=0", [parquet]),
    "2%,date-format=0,csv-shift=0",
  );
});

Deno.test("planDefects() refuses a named defect that a format can't hold or that hits no row", () => {
  assertThrows(() => normalize("csv-shift=1", [parquet]), EsdhError, "parquet can't hold");
  assertThrows(
    () => planDefects("vin-dup=1", autoDataset, [csv], ["persons"]),
    EsdhError,
    "which are not made",
  );
});

Deno.test("planDefects() takes nothing for no defects", () => {
  assertEquals(normalize("0%"), undefined);
  assertEquals(normalize("vin-dup=0"), undefined);
});

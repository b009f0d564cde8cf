/**
 * Every row says that it is synthetic.
 *
 * @module
 */
import { type JsonValue, parseJson } from "../../core/json.ts";
import { Findings, type SmokeCheck, type SmokeScope } from "./check.ts";

/** The marker stands in every row of the files and of each answer. */
export const markedRows: SmokeCheck = {
  name: "marked-rows",
  claim: "every row of files and API carries the marker",
  sampleClaim: "every row of the files and the sample answers carries the marker",
  async run(scope) {
    const findings = new Findings("smoke-marker");
    let rowCount = 0;
    const look = (rows: readonly JsonValue[], entity: string, place: string) =>
      rows.forEach((row, index) => {
        rowCount++;
        const actual = (row as { synthetic_source?: JsonValue })?.synthetic_source;
        findings.expect(actual === scope.marker, `a row of ${place} has no right marker`, {
          entity,
          index,
          field: "synthetic_source",
          actual: `${actual}`,
          expected: scope.marker,
        });
      });
    for (const [entity, rows] of Object.entries(scope.rows)) look(rows, entity, "the files");
    for (const [path, body] of await readAnswers(scope)) {
      for (const [name, value] of Object.entries(body)) {
        if (Array.isArray(value)) look(value, name, path);
      }
    }
    return findings.end(`${rowCount} rows`);
  },
};

type Body = Readonly<Record<string, JsonValue>>;

async function readAnswers({ scene }: SmokeScope): Promise<[path: string, body: Body][]> {
  const names = ["person", "vehicle", "profile", "bundle"] as const;
  if (scene.options.isCanned) {
    const { readCannedAnswer } = await import("../canned.ts");
    return names.map((name) => [`the sample answer "${name}"`, readCannedAnswer(name) as Body]);
  }
  return await Promise.all(names.map(async (name): Promise<[string, Body]> => {
    const answer = await scene.ask(`/generate/${name}`, { body: `{"records":20}` });
    return [`/generate/${name}`, parseJson(answer.text) as Body];
  }));
}

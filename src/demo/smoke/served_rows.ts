/**
 * The API serves what the files hold.
 *
 * @module
 */
import { canonicalJson, type JsonValue } from "../../core/json.ts";
import { askBundle, Findings, type SmokeCheck } from "./check.ts";

/** Same seed: the rows of the API are the rows of the files. */
export const servedRows: SmokeCheck = {
  name: "served-rows",
  claim: "the API serves the rows of the files, value by value",
  async run(scope) {
    const findings = new Findings("smoke-served-rows");
    const { body } = await askBundle(scope, {
      records: `${Math.max(1, scope.records)}`,
      seed: `"${scope.scene.need("seed")}"`,
    });
    let rowCount = 0;
    for (const [entity, rows] of Object.entries(scope.rows)) {
      // A snapshot may be empty; the API makes one account at least.
      const served = scope.records === 0 ? [] : takeRows(body[entity]);
      findings.expect(served.length === rows.length, `the API serves another number of ${entity}`, {
        entity,
        actual: `${served.length}`,
        expected: `${rows.length}`,
      });
      rows.forEach((row, index) => {
        rowCount++;
        const wanted = canonicalJson(row);
        const actual = canonicalJson(served[index] ?? null);
        findings.expect(actual === wanted, "a served row differs from the file's", {
          entity,
          index,
          actual: actual.slice(0, 200),
          expected: wanted.slice(0, 200),
        });
      });
    }
    return findings.end(`${rowCount} rows`);
  },
};

function takeRows(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value as readonly JsonValue[] : [];
}

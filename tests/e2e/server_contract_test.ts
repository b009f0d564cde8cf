/**
 * The answers of the contract of v0.1, as values. The digests are of canonical JSON, so that the order of
 * members plays no part.
 */
import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { digestOf } from "../../src/core/digest.ts";
import { canonicalJson, type JsonValue } from "../../src/core/json.ts";
import { ask, assertError, memberOf, post, withServer } from "./_server_client.ts";

/** Digests of the answers to `{"records": 3, "seed": 20251101}`. */
const DIGESTS = {
  person: "0f1778649feee7d7b1b81d1cb3e38b5302fece9ad4030bbaddbe567161546543",
  vehicle: "153ec8bd2194798305e2e86aaa5949c9caecd8740a84596b9eb20e9ca4a22a00",
  profile: "b7edae952c0de9e8acae89ffd363b82b2daff1fe293b3ac158658bdd34cd31c3",
  bundle: "ef314d5745c1fc51efb1d7343855dd144211c76ea7f76ad4d4b5b5a10da65bcd",
};

for (const [name, digest] of Object.entries(DIGESTS)) {
  Deno.test(`POST /generate/${name} answers the contract's values`, async () => {
    await withServer({}, async (server) => {
      const path = `/generate/${name}`;
      const { json } = await post(server, path, '{"records": 3, "seed": 20251101}');
      assertEquals(digestOf(canonicalJson(json!)), digest);
      const same = await post(server, path, '{"records": 3}');
      assertEquals(digestOf(canonicalJson(same.json!)), digest, "20251101 is the default seed");
    });
  });
}

Deno.test("POST /generate/person has the contract's members in the contract's order", async () => {
  await withServer({}, async (server) => {
    const { json } = await ask(server, "POST", "/generate/person");
    assertEquals(Object.keys(json as object), [
      "metadata",
      "persons",
      "record_count",
      "seed",
      "records_requested",
    ]);
    assertEquals((memberOf(json, "persons") as JsonValue[]).length, 5);
    const counts = [memberOf(json, "record_count"), memberOf(json, "records_requested")];
    assertEquals(counts, [5, 5]);
    assertEquals(
      memberOf(json, "persons", "0", "person_id"),
      "38af933f-c4e5-0a39-aaab-c328ad568494",
    );
    assertEquals(Object.keys(memberOf(json, "persons", "0") as object).slice(0, 3), [
      "person_id",
      "first_name",
      "last_name",
    ]);
  });
});

Deno.test("POST /generate/bundle has rows that belong together", async () => {
  await withServer({}, async (server) => {
    const { json } = await post(server, "/generate/bundle", '{"records": 50, "seed": "7"}');
    assertEquals(Object.keys(json as object), [
      "metadata",
      "persons",
      "vehicles",
      "profiles",
      "seed",
      "records_requested",
    ]);
    const column = (plural: string, field: string) =>
      (memberOf(json, plural) as JsonValue[]).map((row) => memberOf(row, field));
    const persons = column("persons", "person_id");
    assertEquals(new Set(persons).size, 50);
    assertEquals(column("vehicles", "person_id"), persons);
    assertEquals(column("profiles", "person_id"), persons);
    assertEquals(column("profiles", "vehicle_id"), column("vehicles", "vehicle_id"));
  });
});

Deno.test("GET /healthz tells what is served", async () => {
  await withServer({}, async (server) => {
    const { json } = await ask(server, "GET", "/healthz");
    const { plan, ...rest } = json as { plan: { steps: string[] } };
    assertEquals(rest as JsonValue, {
      status: "ok",
      dataset_version: "v0.1",
      version: "v0.1",
      default_seed: 20251101,
      seed: 20251101,
      target_records: 200,
    });
    assertEquals(plan.steps.length > 0 && plan.steps.every((step) => /^\S.*\.$/.test(step)), true);
  });
});

Deno.test("seeds of any size and form stay exact", async () => {
  await withServer({}, async (server) => {
    const answerFor = async (seed: string) =>
      (await post(server, "/generate/vehicle", `{"records": 1, "seed": ${seed}}`)).text;
    const seeds = [
      ["0", "0"],
      ["-0", "0"],
      ["-1", "-1"],
      ["42.0", "42"],
      ["1e2", "100"],
      ["9007199254740993", "9007199254740993"],
      ["18446744073709551617", "18446744073709551617"],
      ["-123456789012345678901234567890", "-123456789012345678901234567890"],
      ['"9007199254740993"', "9007199254740993"],
      ['"-18446744073709551617"', "-18446744073709551617"],
      ['"+7"', "7"],
      ['"007"', "7"],
      [`"${"9".repeat(4000)}"`, "9".repeat(4000)],
      ["9".repeat(4000), "9".repeat(4000)],
    ];
    for (const [given, wanted] of seeds) {
      const text = await answerFor(given!);
      assertStringIncludes(text, `"seed":${wanted},"records_requested":1}`);
      assertStringIncludes(text, `(seed=${wanted}).`);
    }
    assertNotEquals(await answerFor("9007199254740993"), await answerFor("9007199254740992"));
    assertEquals(
      await answerFor("18446744073709551617"),
      await answerFor('"18446744073709551617"'),
    );
  });
});

Deno.test("drawn seeds differ, win over a given one, and make the same rows again", async () => {
  await withServer({}, async (server) => {
    const bodies = ['{"seed": "random"}', '{"randomize": true}', '{"seed": 42, "randomize": true}'];
    const seeds = new Set<JsonValue | undefined>();
    for (const body of bodies) {
      const drawn = await post(server, "/generate/bundle", body);
      const seed = memberOf(drawn.json, "seed");
      seeds.add(seed);
      assertMatch(`${seed}`, /^\d{1,16}$/);
      const again = await post(server, "/generate/bundle", `{"seed": ${seed}}`);
      assertEquals(again.text, drawn.text);
    }
    assertEquals(seeds.size, bodies.length);
    const kept = await post(server, "/generate/bundle", '{"seed": 42, "randomize": false}');
    assertEquals(memberOf(kept.json, "seed"), 42);
  });
});

Deno.test("a bad body answers 400 with invalid_request and names every bad member", async () => {
  await withServer({ maxRecords: 1000 }, async (server) => {
    const bad: Record<string, string[]> = {
      records: ["0", "-1", "1.5", "1001", "1e400", "9007199254740993", '"5"', "true", "null", "[]"],
      seed: ["1.5", "1e30", '""', '"x"', '"1.5"', '" 7"', '"RANDOM"', "true", "null", "{}"],
      randomize: ["1", "0", '"true"', "null"],
    };
    bad.seed!.push(`"${"9".repeat(4001)}"`, "9".repeat(4001));
    for (const [name, values] of Object.entries(bad)) {
      for (const value of values) {
        const answer = await post(server, "/generate/person", `{"${name}": ${value}}`);
        assertError(answer, 400, "invalid_request");
        if (value.length < 100) {
          assertStringIncludes(
            String(memberOf(answer.json, "error", "message")),
            `"${name}" must be`,
          );
        }
      }
    }
    const all = await post(server, "/generate/person", '{"records":0,"seed":[],"randomize":7}');
    assertEquals(
      memberOf(all.json, "error", "message"),
      [
        '"records" must be a whole number from 1 to 1000, is 0',
        '"seed" must be a whole number, its digits as text (at most 4000), or "random", is a list',
        '"randomize" must be true or false, is 7',
      ].join("; "),
    );
    assertEquals((memberOf(all.json, "error", "issues") as JsonValue[]).length, 3);
    const quoted = await post(server, "/generate/person", '{"records":"5"}');
    assertStringIncludes(
      String(memberOf(quoted.json, "error", "message")),
      "is text: leave out the quotes",
    );
  });
});

Deno.test("members that v0.1 does not know are passed over", async () => {
  await withServer({}, async (server) => {
    const known = await post(server, "/generate/person", '{"seed": 1}');
    const more = await post(
      server,
      "/generate/person",
      '{"seed": 1, "pretty": {"a": [1]}, "__proto__": 1}',
    );
    assertEquals([more.status, more.text], [200, known.text]);
  });
});

/**
 * A seed is a promise: the same bytes every time, whatever its size.
 *
 * @module
 */
import { digestOf } from "../../core/digest.ts";
import { askBundle, Findings, type SmokeCheck } from "./check.ts";

/** Twice the same seed gives equal bytes; another seed does not. */
export const sameSeed: SmokeCheck = {
  name: "same-seed",
  claim: "the same seed gives equal bytes, another does not",
  async run(scope) {
    const findings = new Findings("smoke-same-seed");
    const seed = scope.scene.need("seed");
    const ask = (wanted: bigint) => askBundle(scope, { records: "25", seed: `"${wanted}"` });
    const [first, second, other] = [await ask(seed), await ask(seed), await ask(seed + 1n)];
    findings.expect(
      first.answer.text === second.answer.text,
      `two answers to seed ${seed} differ`,
      { actual: digestOf(second.answer.text), expected: digestOf(first.answer.text) },
    );
    findings.expect(
      JSON.stringify(other.body["persons"]) !== JSON.stringify(first.body["persons"]),
      `seeds ${seed} and ${seed + 1n} give the same persons`,
    );
    return findings.end(`sha256 ${digestOf(first.answer.text).slice(0, 12)}`);
  },
};

/** 2^128 + 1: no floating-point number holds it. */
const HUGE_SEED = 340282366920938463463374607431768211457n;

/** A seed beyond 2^53 is taken and told exactly, as a number and as text. */
export const hugeSeed: SmokeCheck = {
  name: "huge-seed",
  claim: "a seed beyond 64 bits is exact, in and out",
  async run(scope) {
    const findings = new Findings("smoke-huge-seed");
    const ask = (seed: string) => askBundle(scope, { records: "5", seed });
    const asText = await ask(`"${HUGE_SEED}"`);
    const asNumber = await ask(`${HUGE_SEED}`);
    const rounded = await ask(`"${HUGE_SEED - 1n}"`);
    for (const { body } of [asText, asNumber]) {
      findings.expect(`${body["seed"]}` === `${HUGE_SEED}`, "a huge seed comes back changed", {
        actual: `${body["seed"]}`,
        expected: `${HUGE_SEED}`,
      });
    }
    const rows = (answer: typeof asText) => JSON.stringify(answer.body["persons"]);
    findings.expect(rows(asText) === rows(asNumber), "a huge seed as a number gives other rows");
    findings.expect(
      rows(asText) !== rows(rounded),
      "a huge seed and its neighbour give the same rows",
    );
    return findings.end("2^128 + 1");
  },
};

/** Random answers differ, and can be repeated with the seed they tell. */
export const randomSeed: SmokeCheck = {
  name: "random-seed",
  claim: "randomised answers differ, and their seed repeats them",
  async run(scope) {
    const findings = new Findings("smoke-random-seed");
    const first = await askBundle(scope, { records: "5", randomize: "true" });
    const second = await askBundle(scope, { records: "5", seed: `"random"` });
    findings.expect(
      first.answer.text !== second.answer.text,
      "two randomised answers are equal",
    );
    const again = await askBundle(scope, { records: "5", seed: `"${first.body["seed"]}"` });
    findings.expect(
      first.answer.text === again.answer.text,
      `seed ${first.body["seed"]} does not repeat the randomised answer that told it`,
    );
    return findings.end(`seed ${first.body["seed"]}`);
  },
};

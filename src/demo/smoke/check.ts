/**
 * What a smoke check is, and what the checks share.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import type { Issue } from "../../core/issue.ts";
import { type JsonValue, parseJson } from "../../core/json.ts";
import type { LoopbackAnswer } from "../../net/loopback.ts";
import type { Scene } from "../scene.ts";

/** Rows of a snapshot, as plain values, by plural name of their entity. */
export type RowsByEntity = Readonly<Record<string, readonly Readonly<Record<string, JsonValue>>[]>>;

/** What the checks look at. */
export interface SmokeScope {
  readonly scene: Scene;
  /** Number of accounts that the checks ask for: all, or the first of a large run. */
  readonly records: number;
  /** All rows of the first {@link SmokeScope.records} accounts, from the files of the snapshot. */
  readonly rows: RowsByEntity;
  /** Value of every row's `synthetic_source`. */
  readonly marker: string;
}

/** A smoke check. */
export interface SmokeCheck {
  /** Name in reports, in kebab case. */
  readonly name: string;
  /** What is right if it passes, as a sentence without full stop. */
  readonly claim: string;
  /** What is right of the shipped samples, with no API; absent where it can't be looked at without one. */
  readonly sampleClaim?: string;
  /**
   * Looks.
   *
   * @returns How much was looked at, for people, and what was found wrong.
   */
  run(scope: SmokeScope): Promise<SmokeResult>;
}

/** What a smoke check saw. */
export interface SmokeResult {
  /** For example `90 rows`. */
  readonly seen: string;
  readonly issues: readonly Issue[];
}

/** Findings of one check that are told; the rest is counted. */
const MAX_TOLD = 10;

/** Collects what a check finds. */
export class Findings {
  readonly #issues: Issue[] = [];
  #count = 0;

  /** @param code Name of the rule in the issues. */
  constructor(readonly code: string) {}

  /**
   * Adds a finding unless something holds.
   *
   * @param isRight What should hold.
   * @param message What is wrong, in one sentence.
   * @param place Value found, value wanted and where.
   * @returns The same as `isRight`.
   */
  expect(isRight: boolean, message: string, place: Partial<Issue> = {}): boolean {
    if (isRight) return true;
    if (this.#count++ < MAX_TOLD) {
      this.#issues.push({ code: this.code, severity: "error", message, ...place });
    }
    return false;
  }

  /**
   * Ends the check.
   *
   * @param seen How much was looked at.
   * @returns The result.
   */
  end(seen: string): SmokeResult {
    const left = this.#count - this.#issues.length;
    const more: Issue[] = left === 0
      ? []
      : [{ code: this.code, severity: "error", message: `and ${left} more of this kind` }];
    return { seen, issues: [...this.#issues, ...more] };
  }
}

/**
 * Asks the API for all entities.
 *
 * @param scope The scene.
 * @param members Members of the request body, as JSON texts.
 * @returns The answer and its parsed body.
 * @throws {EsdhError} INTERNAL if it is not 200 with a JSON object.
 */
export async function askBundle(
  { scene }: Pick<SmokeScope, "scene">,
  members: Readonly<Record<string, string>>,
): Promise<{ answer: LoopbackAnswer; body: Readonly<Record<string, JsonValue>> }> {
  const text = Object.entries(members).map(([name, value]) => `"${name}":${value}`).join(",");
  const answer = await scene.ask("/generate/bundle", { body: `{${text}}` });
  if (answer.status !== 200) {
    throw new EsdhError("INTERNAL", `/generate/bundle {${text}} answered ${answer.status}`, {
      hint: answer.text.slice(0, 300),
    });
  }
  return { answer, body: parseJson(answer.text) as Record<string, JsonValue> };
}

/**
 * What a step of a release is: it makes files in `dist`, or checks what is there, and says what came of it.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import type { ToolBox } from "./tools.ts";

/** What all steps of one run share. */
export interface ReleaseContext {
  /** Folder that holds what is released: absolute. Steps put nothing else there. */
  readonly distDir: string;
  /** Folder for everything else, removed at the end: absolute. A step makes a folder of its own in it. */
  readonly workDir: string;
  /** Version of the program, as `1.2.3`. */
  readonly version: string;
  /** Time that files get, in seconds since 1970: `SOURCE_DATE_EPOCH`, so that equal sources give equal bytes. */
  readonly epochSeconds: number;
  /** The Deno that compiles, and its runtimes by triple where they are not downloaded. */
  readonly compiler: { readonly deno: string; readonly runtimes: Readonly<Record<string, string>> };
  /** Whether only what costs little is checked. */
  readonly isQuick: boolean;
  /** Programs that are not ours. */
  readonly tools: ToolBox;
}

/** A step of a release. Steps run in the order of their registry, each after the files of those before it are made. */
export interface ReleaseStep {
  /** One word, by which it can be chosen. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** Whether every test run takes it too: it costs less than a minute once its tools are there. */
  readonly isQuick: boolean;
  /** Does it. An error it throws is one failed check; {@linkcode ToolMissing} is one skipped check, unless all have to pass. */
  run(context: ReleaseContext, log: CheckLog): Promise<void>;
}

/** A program that a step needs can't be had here. */
export class ToolMissing extends EsdhError {
  /**
   * @param tool Its name.
   * @param reason Why it can't be had.
   */
  constructor(tool: string, reason: string) {
    super("IO", `${tool} can't be had: ${reason}`);
  }
}

/** What a check asks for does not hold, of a program, a file or a server: no fault of the script, so none of its lines. */
export class CheckFailed extends EsdhError {
  /** @param reason What was found. */
  constructor(reason: string) {
    super("FINDINGS", reason);
  }
}

/** What came of a check. */
export type CheckState = "passed" | "failed" | "skipped";

/** Prints checks as they end, and counts them. */
export class CheckLog {
  readonly #counts: Record<CheckState, number> = { passed: 0, failed: 0, skipped: 0 };
  readonly #print: (line: string) => void;
  readonly #isStrict: boolean;

  /**
   * @param print Takes lines, as `PASS  what was checked`.
   * @param isStrict Whether what can't be told here has failed: where a release is made, not rehearsed.
   */
  constructor(print: (line: string) => void = console.log, isStrict: boolean = false) {
    this.#print = print;
    this.#isStrict = isStrict;
  }

  /**
   * Runs one check and notes what came of it.
   *
   * @param name What holds if it passes, as a sentence without its full stop.
   * @param run Throws where it does not hold, {@linkcode CheckFailed} as a rule; {@linkcode ToolMissing} where that can't be told here. The text it
   * gives, if any, is printed beside the name: a figure that was measured, say.
   * @returns Whether it passed.
   *
   * @example
   * ```ts
   * import { CheckLog } from "./step.ts";
   * const lines: string[] = [];
   * const log = new CheckLog((line) => lines.push(line));
   * await log.check("two is even", () => "2 = 2 * 1");
   * if (lines[0] !== "PASS  two is even: 2 = 2 * 1" || log.summary !== "1 passed, 0 failed") throw new RangeError();
   * ```
   */
  async check(name: string, run: () => Promise<string | void> | string | void): Promise<boolean> {
    try {
      const detail = await run();
      this.#note("passed", `PASS  ${name}${detail ? `: ${detail}` : ""}`);
      return true;
    } catch (error) {
      const isSkipped = error instanceof ToolMissing && !this.#isStrict;
      if (isSkipped) this.#note("skipped", `SKIP  ${name}: ${error.message}`);
      else this.#note("failed", `FAIL  ${name}\n${setIn(describe(error))}`);
      return false;
    }
  }

  /** `N passed, N failed`, and `, N skipped` where something was. */
  get summary(): string {
    const { passed, failed, skipped } = this.#counts;
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  }

  /** Number of checks that failed. */
  get failedCount(): number {
    return this.#counts.failed;
  }

  #note(state: CheckState, line: string): void {
    this.#counts[state]++;
    this.#print(line);
  }
}

function describe(error: unknown): string {
  if (error instanceof EsdhError) {
    return error.hint === undefined ? error.message : `${error.message}\nhint: ${error.hint}`;
  }
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function setIn(text: string): string {
  return text.split("\n").slice(0, 14).map((line) => `      ${line}`).join("\n");
}

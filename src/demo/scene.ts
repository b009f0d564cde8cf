/**
 * What the steps of a demonstration share: what was asked for, and what the steps before have made.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { JsonValue } from "../core/json.ts";
import { type LoopbackAnswer, requestLoopback } from "../net/loopback.ts";
import type { Settings } from "../profiles/mod.ts";
import type { Snapshot } from "../run.ts";
import type { RunningServer } from "../server/listen.ts";
import { CANNED_DATASET } from "./canned_plan.ts";
import type { LatestPointer } from "./latest.ts";
import type { RunFolder } from "./run_folder.ts";
import type { Fact, Screen } from "../ui/screen.ts";

/** What a demonstration is asked to do. */
export interface DemoOptions {
  /** Profile, port and folder, with their origins. */
  readonly settings: Settings;
  /** An environment variable, or undefined. */
  readonly env: (name: string) => string | undefined;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Where it is drawn; undefined draws nothing. */
  readonly screen?: Screen | undefined;
  /** Leaves the smoke checks out. */
  readonly skipsSmoke?: boolean | undefined;
  /** Shows the samples that are built into the program: nothing is generated and no API is started. */
  readonly isCanned?: boolean | undefined;
  /** Leaves the API running when the steps are done. */
  readonly keepsServing?: boolean | undefined;
  /** Waits between two steps; resolves when the presenter wants to go on, throws INTERRUPTED to end. */
  readonly waitForNext?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** What the presenter is to know, shown with the profile. */
  readonly notices?: readonly string[] | undefined;
  /** Told once, before the server is left running. */
  readonly onReport?: ((report: DemoReport) => void | Promise<void>) | undefined;
}

/** What a step has to tell. */
export interface StepReport {
  /** Shown under the heading. */
  readonly facts: readonly Fact[];
  /** Drawn under the facts. */
  readonly draw?: (screen: Screen) => readonly string[];
  /** What was proved, a sentence each without full stop: the last panel lists them. */
  readonly proofs?: readonly string[];
  /** Stands for all proofs where the last panel is too tall for the screen. */
  readonly proofSummary?: string;
  /** The same for programs. */
  readonly data: { readonly [name: string]: JsonValue };
}

/** A step of the demonstration. */
export interface DemoStep {
  /** Name in reports, in kebab case. */
  readonly name: string;
  /** What it does, as a heading. */
  readonly title: string;
  /** Why the step is left out of this demonstration; undefined where it is not. */
  skipReason?(scene: Scene): string | undefined;
  /**
   * Does the step.
   *
   * @throws {EsdhError} What makes the demonstration fail.
   */
  run(scene: Scene): Promise<StepReport>;
}

/** How a step ended. */
export interface StepOutcome {
  readonly name: string;
  readonly title: string;
  readonly status: "ok" | "skipped" | "failed" | "interrupted";
  readonly durationMs: number;
  /** Why it was left out. */
  readonly reason?: string;
  readonly report?: StepReport;
}

/** A whole demonstration. */
export interface DemoReport {
  readonly outcomes: readonly StepOutcome[];
  /** Milliseconds, without what {@link DemoOptions.waitForNext} waited. */
  readonly durationMs: number;
  readonly scene: Scene;
  /** What ended it early. */
  readonly failure?: EsdhError;
}

/** What the steps share. What a step needs of an earlier one is there, or the registry is in disorder. */
export class Scene {
  /** The seed of this run. */
  seed: bigint | undefined;
  /** Number of accounts of this run. */
  records = 0;
  /** Whether the seed was drawn for this run. */
  isSeedDrawn = false;
  /** The folder of this run. */
  folder: RunFolder | undefined;
  /** The snapshot; canned runs have none. */
  snapshot: Snapshot | undefined;
  /** The pointer to this run. */
  latest: LatestPointer | undefined;
  /** The API. */
  server: RunningServer | undefined;

  /**
   * @param options What was asked for.
   * @param start When the demonstration began.
   * @param signal Aborted on Ctrl-C and by `esdh demo stop`.
   * @param control Port and secret by which another terminal recognises this demonstration.
   */
  constructor(
    readonly options: DemoOptions,
    readonly start: Date,
    readonly signal: AbortSignal,
    readonly control: { readonly port: number; readonly secret: string },
  ) {}

  /** Name of the dataset of this run. */
  get dataset(): string {
    return this.options.isCanned ? CANNED_DATASET : this.options.settings.profile.dataset;
  }

  /**
   * What an earlier step made.
   *
   * @param name Its name in the scene.
   * @returns The value.
   * @throws {RangeError} If no step before made it.
   */
  need<K extends "seed" | "folder" | "snapshot" | "server">(name: K): NonNullable<Scene[K]> {
    const value = this[name];
    if (value === undefined) throw new RangeError(`no step before this one made the ${name}`);
    return value as NonNullable<Scene[K]>;
  }

  /**
   * Sends a request to the API of this demonstration.
   *
   * @param path For example `/healthz`.
   * @param request Method, headers and body; default: GET, or POST of JSON where there is a body.
   * @returns The answer, whatever its status.
   * @throws {EsdhError} NETWORK if there is none; INTERRUPTED on Ctrl-C.
   */
  ask(
    path: string,
    request: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<LoopbackAnswer> {
    const { port } = this.need("server");
    const headers = {
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      ...request.headers,
    };
    return requestLoopback({ ...request, port, path, headers, signal: this.signal });
  }

  /** Throws if the demonstration is to end. */
  checkSignal(): void {
    if (this.signal.aborted) throw interruption(this.signal);
  }
}

/**
 * The error of a demonstration that was asked to end.
 *
 * @param signal An aborted signal.
 * @returns Its reason, if that is an error of ours.
 */
export function interruption(signal: AbortSignal): EsdhError {
  const { reason } = signal;
  return reason instanceof EsdhError ? reason : new EsdhError("INTERRUPTED", "it was interrupted");
}

/**
 * Who chose the profile, for people.
 *
 * @param settings The settings.
 * @returns For example `--profile`, `DEMO_PROFILE` or `default`.
 */
export function describeChoice(settings: Pick<Settings, "profileOrigin">): string {
  const { kind, label } = settings.profileOrigin;
  return kind === "default" ? "default" : label;
}

/**
 * The demonstration: does the steps of the registry one after the other, shows each, and ends cleanly
 * wherever it is stopped.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { toEsdhError } from "../core/system_error.ts";
import { openControl } from "./control.ts";
import { Drawing } from "./draw.ts";
import { releaseRunFolder } from "./run_folder.ts";
import { replaceRunState } from "./run_state.ts";
import {
  type DemoOptions,
  type DemoReport,
  type DemoStep,
  interruption,
  Scene,
  type StepOutcome,
} from "./scene.ts";
import { STEPS } from "./steps/mod.ts";

/** Milliseconds that the API gets for requests in flight when the demonstration ends. */
const SHUTDOWN_DEADLINE_MS = 1000;

/**
 * Runs the demonstration.
 *
 * Whatever happens, the API is closed, a folder without a finished snapshot is removed, and no state file
 * stays. With `keepsServing` it resolves only after Ctrl-C or `esdh demo stop`.
 *
 * @param options What is shown, and where.
 * @param steps The steps; default: those of the registry.
 * @returns What was done; its `failure` says what ended it early.
 */
export async function runDemo(
  options: DemoOptions,
  steps: readonly DemoStep[] = STEPS,
): Promise<DemoReport> {
  const begin = performance.now();
  const stopped = new AbortController();
  const secret = crypto.randomUUID() + crypto.randomUUID();
  const control = openControl(secret, () =>
    stopped.abort(
      new EsdhError("INTERRUPTED", "stopped by esdh demo stop", { hint: "start it again at will" }),
    ));
  // Forwarded by hand: a runtime that is still supported forgets a signal of `AbortSignal.any` in the end.
  const { signal } = stopped;
  const forward = () => stopped.abort(options.signal.reason);
  options.signal.addEventListener("abort", forward);
  if (options.signal.aborted) forward();
  const scene = new Scene(options, new Date(), signal, { port: control.port, secret });
  const drawing = options.screen === undefined ? undefined : new Drawing(options.screen, steps);
  try {
    drawing?.drawTitle(options);
    const outcomes = await runSteps(scene, steps, drawing);
    const report: DemoReport = {
      outcomes: outcomes.done,
      durationMs: performance.now() - begin - outcomes.waitedMs,
      scene,
      ...(outcomes.failure === undefined ? {} : { failure: outcomes.failure }),
    };
    drawing?.drawEnd(report);
    await options.onReport?.(report);
    if (outcomes.failure === undefined && options.keepsServing && scene.server !== undefined) {
      await keepServing(scene, drawing);
    }
    return report;
  } finally {
    options.signal.removeEventListener("abort", forward);
    await scene.server?.shutdown(SHUTDOWN_DEADLINE_MS);
    // The pointer is the last thing its step makes: without it the run is not complete.
    if (scene.folder !== undefined) {
      await releaseRunFolder(scene.folder, scene.latest !== undefined);
    }
    await control.close();
  }
}

async function runSteps(
  scene: Scene,
  steps: readonly DemoStep[],
  drawing: Drawing | undefined,
): Promise<{ done: StepOutcome[]; waitedMs: number; failure?: EsdhError }> {
  const done: StepOutcome[] = [];
  let waitedMs = 0;
  for (const [index, step] of steps.entries()) {
    const begin = performance.now();
    const { name, title } = step;
    try {
      scene.checkSignal();
      const reason = step.skipReason?.(scene);
      if (reason !== undefined) {
        done.push({ name, title, status: "skipped", durationMs: 0, reason });
        drawing?.drawSkipped(index, reason);
        continue;
      }
      drawing?.drawStart(index);
      const report = await step.run(scene);
      scene.checkSignal();
      done.push({ name, title, status: "ok", durationMs: performance.now() - begin, report });
      drawing?.drawDone(index, done.at(-1)!);
      if (index < steps.length - 1) {
        const end = performance.now();
        await scene.options.waitForNext?.(scene.signal).finally(() =>
          waitedMs += performance.now() - end
        );
      }
      scene.checkSignal();
    } catch (thrown) {
      const { aborted } = scene.signal;
      const failure = aborted ? interruption(scene.signal) : toEsdhError(thrown, `"${title}"`);
      const status = aborted ? "interrupted" : "failed";
      if (done.at(-1)?.name !== name) {
        done.push({ name, title, status, durationMs: performance.now() - begin });
        drawing?.drawFailed(index, done.at(-1)!);
      }
      return { done, waitedMs, failure };
    }
  }
  return { done, waitedMs };
}

async function keepServing(scene: Scene, drawing: Drawing | undefined): Promise<void> {
  const { url, finished } = scene.need("server");
  const folder = scene.need("folder");
  await replaceRunState(folder.root, { ...folder.state, apiUrl: url });
  drawing?.drawServing(url, folder.root);
  const asked = Promise.withResolvers<void>();
  const resolve = () => asked.resolve();
  scene.signal.addEventListener("abort", resolve);
  if (scene.signal.aborted) resolve();
  await Promise.race([asked.promise, finished]);
  scene.signal.removeEventListener("abort", resolve);
  drawing?.drawServed();
}

/**
 * Progress of long work on standard error: a bar where a person watches, a line now and then in a log.
 *
 * @module
 */
import type { Output } from "./command.ts";
import { paintFor } from "../core/paint.ts";
import { cutText, textWidth } from "../core/text.ts";
import { formatCount, formatDuration, formatRate } from "../core/units.ts";

/** How progress is shown. */
export interface ProgressOptions {
  /** What is being done, for example `writing`. */
  readonly label: string;
  /** What is counted, in the plural: `rows`. */
  readonly unit: string;
  /** Show nothing. Default false. */
  readonly isQuiet?: boolean | undefined;
  /** A clock in milliseconds, for tests. Default: the system's monotonic clock. */
  readonly nowMs?: () => number;
}

/** Progress that is being shown. */
export interface Progress {
  /**
   * Tells how far the work is; called as often as one likes.
   *
   * @param doneCount What is done.
   * @param totalCount What there is to do.
   * @param startCount What was done before the work began. Default 0.
   */
  update(doneCount: number, totalCount: number, startCount?: number): void;
  /** Writes a line of text without spoiling the bar. */
  note(text: string): void;
  /** Takes the bar away. Safe to call twice. */
  end(): void;
}

const TERMINAL_INTERVAL_MS = 100;
/** Work that is done sooner needs no bar. */
const TERMINAL_DELAY_MS = 300;
const LINE_INTERVAL_MS = 10_000;
const WINDOW_MS = 3000;
/** A forecast from less than this would jump about. */
const MIN_FORECAST_MS = 1000;
const CLEAR_LINE = "\r\x1b[K";
const MAX_BAR_WIDTH = 40;
const MIN_BAR_WIDTH = 8;

/**
 * Starts to show progress.
 *
 * @param output Standard error.
 * @param options Words and clock.
 * @returns The progress; end it in a `finally`, so that no error lands behind a bar.
 */
export function startProgress(output: Output, options: ProgressOptions): Progress {
  const { isQuiet = false, nowMs = () => performance.now() } = options;
  const startMs = nowMs();
  const intervalMs = output.isTerminal ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS;
  let samples: Sample[] = [{ atMs: startMs, doneCount: 0 }];
  let shownMs = output.isTerminal ? startMs + TERMINAL_DELAY_MS - intervalMs : startMs;
  let base = 0;
  let hasBar = false;
  const clear = () => {
    if (hasBar) output.write(CLEAR_LINE);
    hasBar = false;
  };
  return {
    update: (doneCount, totalCount, startCount = 0) => {
      const now = nowMs();
      if (startCount !== base) {
        base = startCount;
        samples = [{ atMs: now, doneCount: startCount }];
      }
      if (isQuiet || now - shownMs < intervalMs) return;
      shownMs = now;
      // The rate of the last moments: threads and disks need a while to get going.
      const recent = samples.filter(({ atMs }) => now - atMs <= Math.max(WINDOW_MS, intervalMs));
      samples = [...(recent.length > 0 ? recent : samples.slice(-1)), { atMs: now, doneCount }];
      const first = samples[0]!;
      const state: ProgressState = {
        doneCount,
        totalCount,
        recentCount: doneCount - first.doneCount,
        recentMs: now - first.atMs,
      };
      if (output.isTerminal) {
        output.write(`\r${formatBar(state, options, output)}\x1b[K`);
        hasBar = true;
      } else {
        output.write(`${formatLine(state, options)}\n`);
      }
    },
    note: (text) => {
      clear();
      if (!isQuiet) output.write(`${text}\n`);
    },
    end: clear,
  };
}

interface Sample {
  readonly atMs: number;
  readonly doneCount: number;
}

/** How far the work is, and how fast it went lately. */
export interface ProgressState {
  readonly doneCount: number;
  readonly totalCount: number;
  /** What was done in the last `recentMs` milliseconds. */
  readonly recentCount: number;
  readonly recentMs: number;
}

type Words = Pick<ProgressOptions, "label" | "unit">;

function fractionOf({ doneCount, totalCount }: ProgressState): number {
  return totalCount <= 0 ? 0 : Math.min(1, doneCount / totalCount);
}

function timeLeft(state: ProgressState): string {
  if (state.recentCount <= 0 || state.recentMs < MIN_FORECAST_MS) return "";
  const leftCount = Math.max(0, state.totalCount - state.doneCount);
  const leftMs = leftCount * state.recentMs / state.recentCount;
  // Whole seconds: a tenth that changes ten times a second can't be read.
  return `${
    formatDuration(Math.max(1, Math.round(leftMs / 1000)) * 1000).replace(".0 s", " s")
  } left`;
}

function formatLine(state: ProgressState, { label, unit }: Words): string {
  const percent = Math.floor(fractionOf(state) * 100);
  const rate = formatRate(state.recentCount, state.recentMs);
  return [
    `${label}: ${percent}%`,
    `${formatCount(state.doneCount)} of ${formatCount(state.totalCount)} ${unit}`,
    `${rate} ${unit}/s`,
    timeLeft(state),
  ].filter((part) => part !== "").join(", ");
}

/**
 * A bar that never wraps: on a narrow terminal the parts behind it go first, then the bar.
 *
 * @param state How far the work is.
 * @param words Label and unit.
 * @param output Decides width and colours.
 * @returns One line, narrower than the output.
 */
export function formatBar(
  state: ProgressState,
  { label, unit }: Words,
  output: Pick<Output, "columns" | "hasColor">,
): string {
  const paint = paintFor(output);
  const room = output.columns - 1;
  const fraction = fractionOf(state);
  const percent = `${`${Math.floor(fraction * 100)}`.padStart(3)}%`;
  const rate = `${formatRate(state.recentCount, state.recentMs)} ${unit}/s`;
  const tails = [
    `${percent}  ${rate}  ${timeLeft(state)}`,
    `${percent}  ${timeLeft(state)}`,
    percent,
  ];
  for (const tail of tails.map((text) => text.trimEnd())) {
    const width = Math.min(MAX_BAR_WIDTH, room - textWidth(label) - textWidth(tail) - 3);
    if (width < MIN_BAR_WIDTH) continue;
    const filled = Math.round(width * fraction);
    const bar = output.hasColor
      ? paint.green("━".repeat(filled)) + paint.dim("━".repeat(width - filled))
      : "#".repeat(filled) + "-".repeat(width - filled);
    return `${label} ${bar} ${tail}`;
  }
  return cutText(`${label} ${percent}`, room);
}

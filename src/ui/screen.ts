/**
 * What the demonstration draws: numbered headings, aligned facts, panels. Lines fit the terminal, up
 * to 100 columns, but for a path that is wider: it is never cut, so that it can be copied. Frames become
 * ASCII where the terminal may not show them.
 *
 * @module
 */
import { escapeControls } from "../core/show.ts";
import type { Paint } from "../core/paint.ts";
import { padText, textWidth, wrapText } from "../core/text.ts";

/** The characters that frames and marks are made of. */
export interface Glyphs {
  readonly horizontal: string;
  readonly vertical: string;
  /** Top left, top right, bottom left, bottom right. */
  readonly corners: readonly [string, string, string, string];
  /** Where a rule meets the left and the right side. */
  readonly joints: readonly [string, string];
  readonly good: string;
  readonly bad: string;
  readonly left: string;
  readonly dot: string;
  readonly ellipsis: string;
}

/** Where the demonstration is drawn. */
export interface Screen {
  /** Writes text at once. */
  write(text: string): void;
  /** Whether a person watches, so that a line may be drawn over. */
  readonly isTerminal: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Height of the terminal in lines; undefined where nothing limits it. */
  readonly rows?: number | undefined;
  readonly ink: Paint;
  readonly glyphs: Glyphs;
}

/**
 * A label and what it stands for; a value may be several lines. One that is `whole`, a path or a command
 * to copy, is never broken: where it is too wide, it stands below its label.
 */
export type Fact = readonly [label: string, value: string | readonly string[], form?: "whole"];

/** Greatest width that is drawn, in characters. */
export const MAX_COLUMNS = 100;

/** Least width of labels, so that the facts of all steps stand in one line. */
const LABEL_WIDTH = 8;

/** Frames of box-drawing characters. */
export const UNICODE_GLYPHS: Glyphs = {
  horizontal: "─",
  vertical: "│",
  corners: ["╭", "╮", "╰", "╯"],
  joints: ["├", "┤"],
  good: "✓",
  bad: "✗",
  left: "•",
  dot: "·",
  ellipsis: "…",
};

/** Frames for terminals and files that hold ASCII alone. */
export const ASCII_GLYPHS: Glyphs = {
  horizontal: "-",
  vertical: "|",
  corners: ["+", "+", "+", "+"],
  joints: ["+", "+"],
  good: "ok",
  bad: "!!",
  left: "--",
  dot: "-",
  ellipsis: "...",
};

/**
 * Chooses the frames a terminal or a file can show: beyond ASCII only where the locale says UTF-8, and
 * on Windows only on a terminal, because a pipe there is read in an older encoding.
 *
 * @param place The environment, the system's name and whether a terminal is written to.
 * @returns The characters.
 *
 * @example
 * ```ts
 * import { ASCII_GLYPHS, chooseGlyphs } from "./screen.ts";
 * const glyphs = chooseGlyphs({ env: () => undefined, os: "linux", isTerminal: true });
 * if (glyphs !== ASCII_GLYPHS) throw new RangeError();
 * ```
 */
export function chooseGlyphs(place: {
  env(name: string): string | undefined;
  readonly os: string;
  readonly isTerminal: boolean;
}): Glyphs {
  if (place.env("TERM") === "dumb") return ASCII_GLYPHS;
  if (place.os === "windows") return place.isTerminal ? UNICODE_GLYPHS : ASCII_GLYPHS;
  const locale = place.env("LC_ALL") ?? place.env("LC_CTYPE") ?? place.env("LANG") ?? "";
  return /utf-?8/i.test(locale) ? UNICODE_GLYPHS : ASCII_GLYPHS;
}

/**
 * The width that is drawn.
 *
 * @param screen The terminal.
 * @returns Characters: the terminal's width, at most {@link MAX_COLUMNS}, at least 40.
 */
export function screenWidth(screen: Pick<Screen, "columns">): number {
  return Math.max(40, Math.min(MAX_COLUMNS, screen.columns));
}

/**
 * A heading: a number, a title, a rule and how it ended, on one line.
 *
 * @param screen The terminal.
 * @param label For example `2/8`.
 * @param title What the step does.
 * @param end What stands at the right, with its colours; empty while the step is under way.
 * @returns One line without its end.
 */
export function formatHeading(screen: Screen, label: string, title: string, end: string): string {
  const { ink, glyphs } = screen;
  const used = 1 + textWidth(label) + 2 + textWidth(title) + 1 +
    (end === "" ? 0 : textWidth(end) + 1) + 1;
  const rule = glyphs.horizontal.repeat(Math.max(3, screenWidth(screen) - used));
  const start = ` ${ink.cyan(ink.bold(label))}  ${ink.bold(title)}`;
  return end === "" ? `${start} ${glyphs.ellipsis}` : `${start} ${ink.dim(rule)} ${end}`;
}

/**
 * Facts, their values aligned; what is too long goes on under its own beginning.
 *
 * @param screen The terminal.
 * @param facts Labels and values without colours; controls, as a path may hold them, are shown as `\xNN`.
 * @param options How far to indent (default 6) and how wide the lines may be.
 * @returns Lines without their ends.
 */
export function formatFacts(
  screen: Screen,
  facts: readonly Fact[],
  options: { readonly indent?: number; readonly columns?: number } = {},
): string[] {
  const indent = " ".repeat(options.indent ?? 6);
  const labelWidth = Math.max(LABEL_WIDTH, ...facts.map(([label]) => textWidth(label)));
  const room = Math.max(
    20,
    (options.columns ?? screenWidth(screen)) - indent.length - labelWidth - 2,
  );
  return facts.flatMap(([label, value, form]) => {
    const texts = (typeof value === "string" ? [value] : value).map(escapeControls);
    if (form === "whole" && texts.some((text) => textWidth(text) > room)) {
      return [`${indent}${screen.ink.dim(label)}`, ...texts.map((text) => `${indent}  ${text}`)];
    }
    const lines = texts.flatMap((text) => wrapText(text, room));
    return lines.map((line, index) =>
      `${indent}${screen.ink.dim(padText(index === 0 ? label : "", labelWidth))}  ${line}`.trimEnd()
    );
  });
}

/**
 * A sentence behind a mark, with hanging lines where it is too long.
 *
 * @param start What stands in front, with its colours.
 * @param text The sentence, without colours; controls are shown as `\xNN`.
 * @param columns Greatest width of a line in characters.
 * @returns Lines without their ends.
 */
export function formatMarked(start: string, text: string, columns: number): string[] {
  const room = Math.max(20, columns - textWidth(start));
  return wrapText(text, room).map((line, index) =>
    `${index === 0 ? start : " ".repeat(textWidth(start))}${line}`
  );
}

/** A part of a panel. */
export interface PanelSection {
  /** Set into the rule above the part. */
  readonly title: string;
  /** Lines, with their colours. */
  readonly lines: readonly string[];
}

/**
 * A frame around parts with titles. A line that is too wide for it stands whole, with no frame at its right.
 *
 * @param screen The terminal.
 * @param sections The parts, from above.
 * @param tint Colours the frame; default: dim.
 * @returns Lines without their ends, all that fit equally wide.
 */
export function formatPanel(
  screen: Screen,
  sections: readonly PanelSection[],
  tint: (text: string) => string = screen.ink.dim,
): string[] {
  const { glyphs, ink } = screen;
  const inner = screenWidth(screen) - 2;
  const [topLeft, topRight, bottomLeft, bottomRight] = glyphs.corners;
  const rule = (left: string, title: string, right: string) => {
    const shown = title === "" ? "" : ` ${title} `;
    const rest = glyphs.horizontal.repeat(Math.max(0, inner - textWidth(shown) - 1));
    return `${tint(left + glyphs.horizontal)}${ink.bold(shown)}${tint(rest + right)}`;
  };
  const lines: string[] = [];
  sections.forEach((section, index) => {
    const [left, right] = index === 0 ? [topLeft, topRight] : glyphs.joints;
    lines.push(rule(left, section.title, right));
    for (const line of section.lines) {
      const end = textWidth(line) > inner - 4 ? "" : `  ${tint(glyphs.vertical)}`;
      lines.push(`${tint(glyphs.vertical)}  ${padText(line, inner - 4)}${end}`);
    }
  });
  lines.push(tint(bottomLeft + glyphs.horizontal.repeat(inner) + bottomRight));
  return lines;
}

/**
 * Text that is put together as HTML: what is put in is escaped unless it is HTML already.
 *
 * @module
 */
import { escapeControls } from "./show.ts";

/** A piece of HTML. */
export class Html {
  /** @param text What stands in the page. */
  constructor(readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Escapes a text for any place between tags or in a quoted attribute.
 *
 * @param text Any text.
 * @returns HTML.
 */
export function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * A template of HTML.
 *
 * @param strings Its own text, taken as it is.
 * @param values Texts, which are escaped, and HTML.
 * @returns HTML.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * if (html`<b>${"<"}</b>`.text !== "<b>&lt;</b>") throw new RangeError();
 * ```
 */
export function html(strings: TemplateStringsArray, ...values: (string | Html)[]): Html {
  const parts = values.map((value) => value instanceof Html ? value.text : escapeHtml(value));
  return new Html(strings.map((text, place) => text + (parts[place] ?? "")).join(""));
}

/**
 * Puts pieces one behind the other.
 *
 * @param pieces The pieces.
 * @returns All of them.
 */
export function joinHtml(pieces: readonly Html[]): Html {
  return new Html(pieces.map(({ text }) => text).join(""));
}

/**
 * Takes a text of this program as HTML.
 *
 * @param text It must not hold what comes from outside.
 * @returns HTML.
 */
export function trusted(text: string): Html {
  return new Html(text);
}

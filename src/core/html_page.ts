/**
 * The frame of a page of HTML that stands alone: no script, no request, a policy that allows its own style sheet
 * alone.
 *
 * @module
 */
import { digestOf } from "./digest.ts";
import { type Html, html, trusted } from "./html.ts";

/** What a page is made of. */
export interface HtmlPage {
  readonly title: string;
  /** Its one style sheet, a text of this program: the page's policy names its digest. Default: none. */
  readonly style?: string;
  /** What stands in its `main`. */
  readonly content: Html;
}

/**
 * How a policy names a style sheet, so that it is allowed and no other.
 *
 * @param style The whole text of the `style` element.
 * @returns For example `'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`, of an empty one.
 *
 * @example
 * ```ts
 * import { styleSource } from "./html_page.ts";
 * const wanted = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
 * if (styleSource("") !== wanted) throw new RangeError();
 * ```
 */
export function styleSource(style: string): string {
  const hex = digestOf(style).match(/../g)!;
  const digest = btoa(hex.map((pair) => String.fromCharCode(parseInt(pair, 16))).join(""));
  return `'sha256-${digest}'`;
}

/** The value of `Content-Security-Policy` that allows a sheet and nothing else. */
function pagePolicy(style: string | undefined): string {
  const styles = style === undefined ? "" : ` style-src ${styleSource(style)};`;
  return `default-src 'none';${styles} base-uri 'none'; form-action 'none'`;
}

/**
 * Writes a page.
 *
 * @param page What it is made of.
 * @returns The whole document, which ends with a line feed.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * import { formatPage } from "./html_page.ts";
 * const page = formatPage({ title: "a < b", content: html`<p>c</p>` });
 * if (!page.includes("<title>a &lt; b</title>")) throw new RangeError();
 * ```
 */
export function formatPage({ title, style, content }: HtmlPage): string {
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${pagePolicy(style)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        ${style === undefined ? "" : html`<style>${trusted(style)}</style>`}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>
  `;
  return `${page.text.trim()}\n`;
}

/**
 * Writes a length of a drawing.
 *
 * @param value In the drawing's own units.
 * @returns With one place behind the point at most: more nobody sees.
 */
export function px(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}

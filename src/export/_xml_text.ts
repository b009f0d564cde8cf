/**
 * Texts in the XML of a spreadsheet.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** What XML can't hold, and what a spreadsheet would take for its own way to write that. */
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/**
 * A text as it stands between tags or in an attribute.
 *
 * @param text The text.
 * @returns XML; characters that it can't hold are written as spreadsheets do, `_x0001_`; half of a surrogate
 * pair becomes U+FFFD.
 *
 * @example
 * ```ts
 * import { formatXmlText } from "./_xml_text.ts";
 * if (formatXmlText("a<b\u0001 _x0041_") !== "a&lt;b_x0001_ _x005F_x0041_") throw new RangeError();
 * ```
 */
export function formatXmlText(text: string): string {
  return text.toWellFormed()
    .replaceAll(
      FORBIDDEN,
      (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replaceAll(/[&<>"\r\n\t]/g, (unit) => ENTITIES[unit]!);
}

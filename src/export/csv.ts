/**
 * CSV (RFC 4180): a header, CRLF line ends, quotes only where a value needs them, null as nothing. Values
 * stand as they are: a text that a spreadsheet would take for a formula is not changed. An empty text is
 * `""`, so that readers that care can tell it from a null.
 *
 * @module
 */
import type { EncodedFormat } from "../core/format.ts";
import type { Dialect } from "./_dialect.ts";
import { estimateTextRowBytes, makeSafeBytes, openTextEncoder } from "./_text_format.ts";

const NEEDS_QUOTES = /[",\r\n]/;

function formatText(text: string): string {
  if (text === "") return '""';
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const dialect: Dialect = {
  rowSeparator: "",
  rowEnd: "\r\n",
  beforeValue: (_entity, place) => (place === 0 ? "" : ","),
  nullText: "",
  quote: "",
  formatText,
  safeBytes: makeSafeBytes((byte) => !NEEDS_QUOTES.test(String.fromCharCode(byte))),
};

/** The member of the registry of formats. */
export const csvFormat: EncodedFormat = {
  name: "csv",
  extension: "csv",
  mediaType: "text/csv; charset=utf-8",
  description: "CSV with a header and CRLF line ends, a file for each entity",
  holds: "entity",
  packaging: {
    format: "csv",
    dialect: {
      header: true,
      delimiter: ",",
      lineTerminator: "\r\n",
      quoteChar: '"',
      doubleQuote: true,
    },
  },
  isStreamable: true,
  hasBlocks: false,
  rowText: "placed",
  estimateRowBytes: (entity, sizes) => estimateTextRowBytes(entity, dialect, sizes),
  openEncoder: (scope) =>
    openTextEncoder(scope, dialect, {
      head: () => "",
      begin: (_scope, entity) =>
        `${entity.fields.map((field) => formatText(field.name)).join(",")}\r\n`,
      end: () => "",
      tail: () => "",
    }),
};

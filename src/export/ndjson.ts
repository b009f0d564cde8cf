/**
 * NDJSON: one JSON object a line, UTF-8, `\n` line ends.
 *
 * @module
 */
import type { EncodedFormat } from "../core/format.ts";
import type { Dialect } from "./_dialect.ts";
import { formatJsonText, isSafeJsonByte } from "./_json_text.ts";
import { estimateTextRowBytes, makeSafeBytes, openTextEncoder } from "./_text_format.ts";

const dialect: Dialect = {
  rowSeparator: "",
  rowEnd: "}\n",
  beforeValue: (entity, place) =>
    `${place === 0 ? "{" : ","}${formatJsonText(entity.fields[place]!.name)}:`,
  nullText: "null",
  quote: '"',
  formatText: formatJsonText,
  safeBytes: makeSafeBytes((byte) => byte >= 0x80 || byte === 0x7f || isSafeJsonByte(byte)),
};

/** The member of the registry of formats. */
export const ndjsonFormat: EncodedFormat = {
  name: "ndjson",
  extension: "ndjson",
  mediaType: "application/x-ndjson",
  description: "One JSON object a line, a file for each entity",
  holds: "entity",
  packaging: { format: "ndjson" },
  isStreamable: true,
  hasBlocks: false,
  rowText: "keyed",
  estimateRowBytes: (entity, sizes) => estimateTextRowBytes(entity, dialect, sizes),
  openEncoder: (scope) =>
    openTextEncoder(scope, dialect, {
      head: () => "",
      begin: () => "",
      end: () => "",
      tail: () => "",
    }),
};

/**
 * JSON: one document with the metadata and an array for each entity, indented by two, in ASCII, without
 * a final newline.
 *
 * @module
 */
import type { EncodedFormat } from "../core/format.ts";
import { stringifyAsciiJson } from "../core/json.ts";
import type { Dialect } from "./_dialect.ts";
import { formatAsciiJsonText, isSafeJsonByte } from "./_json_text.ts";
import { estimateTextRowBytes, makeSafeBytes, openTextEncoder } from "./_text_format.ts";

const dialect: Dialect = {
  rowSeparator: ",",
  rowEnd: "\n    }",
  beforeValue: (entity, place) =>
    `${place === 0 ? "\n    {\n      " : ",\n      "}${
      formatAsciiJsonText(entity.fields[place]!.name)
    }: `,
  nullText: "null",
  quote: '"',
  formatText: formatAsciiJsonText,
  safeBytes: makeSafeBytes(isSafeJsonByte),
};

/** The member of the registry of formats. */
export const jsonFormat: EncodedFormat = {
  name: "json",
  extension: "json",
  mediaType: "application/json",
  description: "JSON document with metadata and all entities, indented, ASCII",
  holds: "dataset",
  isStreamable: false,
  hasBlocks: false,
  rowText: "keyed",
  estimateRowBytes: (entity, sizes) => estimateTextRowBytes(entity, dialect, sizes),
  openEncoder: (scope) =>
    openTextEncoder(scope, dialect, {
      head: ({ metadata }) => {
        const text = stringifyAsciiJson(metadata, 2).replaceAll("\n", "\n  ");
        return `{\n  "metadata": ${text}`;
      },
      begin: (_scope, entity) => `,\n  ${formatAsciiJsonText(entity.plural)}: [`,
      end: (_scope, _entity, rowCount) => rowCount === 0 ? "]" : "\n  ]",
      tail: () => "\n}",
    }),
};

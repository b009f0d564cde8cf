/**
 * XLSX: one workbook with a sheet for each entity, a header that stays in sight, days as days, and text as text.
 *
 * @module
 */
import type { EncodedFormat } from "../core/format.ts";
import { estimatePackedRowBytes } from "./_packed_format.ts";
import type * as encoder from "./_xlsx_encoder.ts";

let XlsxEncoder: typeof encoder.XlsxEncoder | undefined;

/** The member of the registry of formats. */
export const xlsxFormat: EncodedFormat = {
  name: "xlsx",
  extension: "xlsx",
  mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  description: "Excel workbook with a sheet for each entity, up to 1,048,575 rows each",
  holds: "dataset",
  hasBlocks: true,
  isStreamable: false,
  limits: { rows: 1_048_575, textUnits: 32_767 },
  estimateRowBytes: (entity, sizes) =>
    estimatePackedRowBytes(entity, { frameBytes: 1.05, times: 1.4, perField: 0.36 }, sizes),
  prepare: async () => {
    ({ XlsxEncoder } = await import("./_xlsx_encoder.ts"));
  },
  openEncoder: (scope) => {
    if (XlsxEncoder !== undefined) return new XlsxEncoder(scope);
    throw new TypeError("openEncoder() of xlsx was called before prepare() had ended");
  },
};

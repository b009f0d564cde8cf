/**
 * What stands around the rows of an XLSX workbook.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import { formatXmlText } from "./_xml_text.ts";

/** Numbers of the cell formats in `styles.xml`; a decimal's is this one and its scale. */
export const STYLE = { plain: 0, header: 1, day: 2, decimal: 2 } as const;

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Greatest number of decimals of a field. */
const MAX_SCALE = 9;

/** Greatest length of a sheet's name. */
const MAX_SHEET_NAME = 31;

/**
 * The path of a sheet in the archive.
 *
 * @param index Number of the sheet, from 0.
 * @returns The path.
 */
export function sheetPath(index: number): string {
  return `xl/worksheets/sheet${index + 1}.xml`;
}

/**
 * The members of the archive that are not sheets.
 *
 * @param entities The entities, a sheet each.
 * @returns Paths and texts, in order.
 */
export function workbookParts(entities: readonly Entity[]): readonly (readonly [string, string])[] {
  const sheets = entities.map(({ plural }, index) => ({
    name: formatXmlText(plural.slice(0, MAX_SHEET_NAME)),
    number: index + 1,
  }));
  const overrides = sheets.map(({ number }) =>
    `<Override PartName="/${sheetPath(number - 1)}" ContentType="${TYPES}.worksheet+xml"/>`
  );
  const listed = sheets.map(({ name, number }) =>
    `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`
  );
  const links = sheets.map(({ number }) =>
    `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`
  );
  return [
    [
      "[Content_Types].xml",
      `${XML}<Types xmlns="${PACKAGE}/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
      `${overrides.join("")}</Types>`,
    ],
    [
      "_rels/.rels",
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${
        listed.join("")
      }</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${links.join("")}` +
      `<Relationship Id="rId${
        sheets.length + 1
      }" Type="${RELATIONS}/styles" Target="styles.xml"/>` +
      `</Relationships>`,
    ],
    ["xl/styles.xml", describeStyles()],
  ];
}

function describeStyles(): string {
  const scales = Array.from({ length: MAX_SCALE }, (_, index) => index + 1);
  const formats = scales.map((scale) =>
    `<numFmt numFmtId="${164 + scale}" formatCode="0.${"0".repeat(scale)}"/>`
  );
  const cell = (format: number, font: number) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0"` +
    `${format === 0 ? "" : ' applyNumberFormat="1"'}${font === 0 ? "" : ' applyFont="1"'}/>`;
  const cells = [cell(0, 0), cell(0, 1), cell(164, 0), ...scales.map((at) => cell(164 + at, 0))];
  const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Calibri"/></font>`;
  return `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length + 1}">` +
    `<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>${formats.join("")}</numFmts>` +
    `<fonts count="2">${font("")}${font("<b/>")}</fonts>` +
    `<fills count="2"><fill><patternFill patternType="none"/></fill>` +
    `<fill><patternFill patternType="gray125"/></fill></fills>` +
    `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
    `<cellXfs count="${cells.length}">${cells.join("")}</cellXfs>` +
    `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

const WIDTHS = { id: 38, word: 16, text: 24, integer: 12, day: 12, decimal: 14, boolean: 10 };

function widthOf({ kind, name }: Field): number {
  return Math.max(WIDTHS[kind], name.length + 2);
}

/**
 * What opens a sheet: its first row, with the names, stays in sight.
 *
 * @param entity The entity of the sheet.
 * @returns XML up to and with the row of names.
 */
export function openSheet({ fields }: Entity): string {
  const columns = fields.map((field, place) =>
    `<col min="${place + 1}" max="${place + 1}" width="${widthOf(field)}" customWidth="1"/>`
  );
  const names = fields.map(({ name }) =>
    `<c s="${STYLE.header}" t="inlineStr"><is><t>${formatXmlText(name)}</t></is></c>`
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join("")}</cols>` +
    `<sheetData><row>${names.join("")}</row>`;
}

/** What closes a sheet. */
export const SHEET_END = "</sheetData></worksheet>";

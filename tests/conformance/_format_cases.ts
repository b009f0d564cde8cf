/**
 * Entities and rows that formats must carry unharmed.
 *
 * @module
 */
import type { Row } from "../../src/core/batch.ts";
import type { Entity, Field } from "../../src/core/entity.ts";

const describe = (fields: readonly Omit<Field, "description">[]): Field[] =>
  fields.map((field) => ({ ...field, description: `The field ${field.name}.` }));

/** A field of every kind, required and nullable. */
export const SAMPLE: Entity = {
  name: "sample",
  plural: "samples",
  description: "A row with a field of every kind.",
  fields: describe([
    { name: "sample_id", kind: "id", key: true },
    { name: "plain_word", kind: "word", plain: true },
    { name: "word", kind: "word" },
    { name: "maybe_word", kind: "word", nullable: true },
    { name: "small", kind: "integer", min: -5, max: 2_147_483_647 },
    { name: "large", kind: "integer" },
    { name: "maybe_small", kind: "integer", nullable: true, min: 0, max: 9 },
    { name: "maybe_large", kind: "integer", nullable: true },
    { name: "plain_text", kind: "text", plain: true },
    { name: "text", kind: "text" },
    { name: "maybe_plain_text", kind: "text", plain: true, nullable: true },
    { name: "maybe_text", kind: "text", nullable: true },
    { name: "day", kind: "day" },
    { name: "maybe_day", kind: "day", nullable: true },
    { name: "maybe_id", kind: "id", nullable: true },
    { name: "money", kind: "decimal", scale: 2 },
    {
      name: "maybe_money",
      kind: "decimal",
      scale: 2,
      nullable: true,
      min: -9_999_999.99,
      max: 1e6,
    },
    { name: "degrees", kind: "decimal", scale: 9, min: -0.5, max: 0.999_999_999 },
    { name: "maybe_ratio", kind: "decimal", scale: 5, nullable: true },
    { name: "flag", kind: "boolean" },
    { name: "maybe_flag", kind: "boolean", nullable: true },
  ]),
};

/** All fields nullable, the first and the last included. */
export const HOLLOW: Entity = {
  name: "hollow",
  plural: "hollows",
  description: "A row that may be all null.",
  fields: describe([
    { name: "first", kind: "text", nullable: true },
    { name: "second", kind: "integer", nullable: true },
    { name: "third", kind: "word", nullable: true },
    { name: "fourth", kind: "day", nullable: true },
    { name: "fifth", kind: "decimal", scale: 1, nullable: true },
    { name: "sixth", kind: "boolean", nullable: true },
    { name: "last", kind: "id", nullable: true },
  ]),
};

/** One field. */
export const SINGLE: Entity = {
  name: "single",
  plural: "singles",
  description: "A row of one field.",
  fields: describe([{ name: "only", kind: "text" }]),
};

/** Texts that some format could break, by what they are. */
export const TEXTS: Readonly<Record<string, string>> = {
  "empty": "",
  "blank": " ",
  "blanks around": "  x  ",
  "carriage return": "a\rb",
  "line feed": "a\nb",
  "both": "a\r\nb",
  "ends with a line feed": "a\n",
  "only a line feed": "\n",
  "only CRLF": "\r\n",
  "quote": 'a"b',
  "only a quote": '"',
  "only quotes": '""""',
  "apostrophe": "O'Brien",
  "comma": "a,b",
  "only a comma": ",",
  "semicolon": "a;b",
  "tab": "a\tb",
  "pipe": "a|b",
  "backslash": "a\\b",
  "ends with a backslash": "a\\",
  "backslash and quote": '\\"',
  "formula with equals": '=HYPERLINK("http://localhost","x")',
  "formula with plus": "+1+1",
  "formula with minus": "-1+1",
  "formula with at": "@SUM(A1)",
  "looks like null": "NULL",
  "looks like null in JSON": "null",
  "looks like a number": "007",
  "looks like a boolean": "true",
  "looks like a day": "2020-02-30",
  "looks like JSON": '{"a":[1]}',
  "comment sign": "# not a comment",
  "slash": "a/b</script>",
  "control characters": "\u0001\u0008\u000b\u000c\u001f\u007f",
  "next line and separators": "\u0085\u00a0\u2028\u2029",
  "byte order mark": "\ufeffx\ufeff",
  "accent": "é",
  "combining": "e\u0301\u0323",
  "right to left": "\u05e9\u05dc\u05d5\u05dd \u202eabc",
  "emoji": "😀",
  "emoji family": "👩‍👩‍👧‍👦🏳️‍🌈",
  "astral": "𝒳𠜎\u{10ffff}",
  "last of the basic plane": "\ud7ff\ue000\uffff",
  "sixty-four ASCII bytes": "abcdefgh".repeat(8),
  "sixty-five bytes": `${"abcdefgh".repeat(8)}é`,
};

const ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

/** A row of {@link SAMPLE} whose words and texts are one text. */
export function sampleRow(text: string, changes: Row = {}): Row {
  return {
    sample_id: ID,
    plain_word: "plain",
    word: text,
    maybe_word: text,
    small: 1,
    large: 2,
    maybe_small: 3,
    maybe_large: 4,
    plain_text: "plain-text_1.0",
    text,
    maybe_plain_text: "x",
    maybe_text: text,
    day: "2024-02-29",
    maybe_day: "1900-03-01",
    maybe_id: ID,
    money: 12.3,
    maybe_money: -0.05,
    degrees: 0.000_000_001,
    maybe_ratio: 0,
    flag: true,
    maybe_flag: false,
    ...changes,
  };
}

/** Nulls wherever {@link SAMPLE} allows them. */
export const NO_VALUES: Row = {
  maybe_word: null,
  maybe_small: null,
  maybe_large: null,
  maybe_plain_text: null,
  maybe_text: null,
  maybe_day: null,
  maybe_id: null,
  maybe_money: null,
  maybe_ratio: null,
  maybe_flag: null,
};

/** Rows at the edges of numbers, days and ids. */
export const EDGE_ROWS: readonly Row[] = [
  ...[0, -0, 1, -1, 9, 10, 99, 100, 9_999, 10_000, 99_999_999, 100_000_000],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1],
  ...[-(2 ** 32), 10_000_000_000, 123_456_789_012_345, 2 ** 53 - 1, -(2 ** 53) + 1],
].map((number): Row => sampleRow("x", { large: number + 0, maybe_large: number + 0 })).concat(
  [-5, 0, 2_147_483_647].map((number) => sampleRow("x", { small: number })),
  ["0001-01-01", "0999-12-31", "1582-10-04", "1582-10-15", "1899-12-31", "1900-02-28"]
    .concat("1969-12-31", "1970-01-01", "2000-02-29", "2100-03-01", "9999-12-31")
    .map((day) => sampleRow("x", { day, maybe_day: day })),
  ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]
    .concat("80000000-7fff-8000-7fff-800000007fff", "00000001-0002-0003-0004-000000000005")
    .map((id) => sampleRow("x", { sample_id: id, maybe_id: id })),
  // Numbers of the last place are whole within 2^53: 90 trillion of cents.
  [0, 0.01, -0.01, 0.05, 0.1, -0.99, 1, -1, 9.99, 10, 99.99, 100, 9_999.99, 10_000, -123_456.7]
    .concat(21_474_836.47, 21_474_836.48, -21_474_836.48, -21_474_836.49, 42_949_672.96)
    .concat(90_071_992_547_409.91, -90_071_992_547_409.91, 70_000_000_000_000)
    .map((money) => sampleRow("x", { money, flag: money > 0 })),
  [-9_999_999.99, -0.05, 0, 1e6].map((number) => sampleRow("x", { maybe_money: number })),
  [-0.5, -0.000_000_001, 0, 0.1, 0.123_456_789, 0.999_999_999].map((degrees) =>
    sampleRow("x", { degrees })
  ),
  [-90_071_992_547.409_91, 90_071_992_547.409_91, 0.000_01, -0.000_01, 3.141_59].map((ratio) =>
    sampleRow("x", { maybe_ratio: ratio, maybe_flag: ratio > 0 })
  ),
);

/** Every edge in one file: texts, nulls, numbers, days, ids. */
export const ALL_ROWS: readonly Row[] = [
  ...Object.values(TEXTS).map((text) => sampleRow(text)),
  sampleRow("no values", NO_VALUES),
  ...EDGE_ROWS,
  sampleRow("no values either", NO_VALUES),
];

/** `count` rows of {@link SAMPLE}, all different, with nulls at other steps in each field. */
export function countedRows(count: number): Row[] {
  const twoTo32 = 2 ** 32;
  return Array.from({ length: count }, (_, index) => {
    const tail = (Math.imul(index + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, "0");
    return {
      sample_id: `${tail}-0000-4000-8000-0000${tail}`,
      plain_word: `word ${index % 7}`,
      word: `wörd, ${index % 1000}`,
      maybe_word: index % 3 === 0 ? null : `maybe ${index % 50}`,
      small: index % 100,
      large: index * twoTo32 - index,
      maybe_small: index % 5 === 0 ? null : index % 10,
      maybe_large: index % 4 === 1 ? null : -index,
      plain_text: `row-${index}`,
      text: index % 11 === 0 ? "" : `row "${index}", é`,
      maybe_plain_text: index % 2 === 0 ? null : `${index}`,
      maybe_text: index % 13 < 6 ? null : "y".repeat(index % 80),
      day: new Date((index % 20_000) * 86_400_000).toISOString().slice(0, 10),
      maybe_day: index < count / 2 ? null : "2001-02-03",
      maybe_id: index % 17 === 0 ? `${tail}-1111-4111-8111-1111${tail}` : null,
      money: (index * 37 - 5000) / 100,
      maybe_money: index % 6 === 0 ? null : (index % 40) / 100,
      degrees: (index * 7919 % 1_000_000_000) / 1e9,
      maybe_ratio: index % 3 === 1 ? null : index * 12_345 / 1e5,
      flag: index % 3 === 0,
      maybe_flag: index % 5 === 2 ? null : index % 2 === 0,
    };
  });
}

/**
 * The rows with a key of their own each, where the entity has a key: a database takes none twice.
 *
 * @param entity The entity.
 * @param rows The rows; the first with a key keeps it.
 */
export function withKeys({ fields }: Entity, rows: readonly Row[]): readonly Row[] {
  const key = fields.find((field) => field.key)?.name;
  if (key === undefined) return rows;
  const used = new Set<Row[string]>();
  return rows.map((row, index) => {
    const isTaken = used.has(row[key]!);
    const tail = index.toString(16).padStart(12, "0");
    const value = isTaken ? `c0ffee00-0000-4000-8000-${tail}` : row[key]!;
    used.add(value);
    return { ...row, [key]: value };
  });
}

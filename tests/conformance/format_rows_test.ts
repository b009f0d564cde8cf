/**
 * Every format gives every row back, read by something that is not this program.
 */
import { batchRows, type Row } from "../../src/core/batch.ts";
import type { Entity } from "../../src/core/entity.ts";
import type { Format } from "../../src/core/format.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { encodeFile, type EntityRows, makeBatches } from "./_batches.ts";
import {
  ALL_ROWS,
  countedRows,
  EDGE_ROWS,
  HOLLOW,
  NO_VALUES,
  SAMPLE,
  sampleRow,
  SINGLE,
  TEXTS,
  withKeys,
} from "./_format_cases.ts";
import { assertRows, expectRow, hasNoReader, readersOf } from "./_format_readers.ts";

/** Encodes rows, reads them with each of the format's readers, and compares them with the row view. */
async function assertCarries(format: Format, given: readonly EntityRows[]): Promise<void> {
  const parts = given.map((part) => ({ ...part, rows: withKeys(part.entity, part.rows) }));
  const bytes = await encodeFile(format, parts);
  for (const reader of readersOf(format).filter(({ isMissing }) => !isMissing)) {
    const found = await reader.read(bytes, parts.map(({ entity }) => entity));
    for (const { entity, rows } of parts) {
      assertRows(
        found[entity.plural]!,
        viewRows(entity, rows).map((row) => expectRow(row, entity, reader)),
        `${format.name} read by ${reader.name}`,
      );
    }
  }
}

/** The rows as the row view of their batches shows them. */
function viewRows(entity: Entity, rows: readonly Row[]): Row[] {
  return [...makeBatches(entity, rows)].flatMap((batch) => [...batchRows(batch)]);
}

const sample = (rows: readonly Row[], sizes?: readonly number[]): EntityRows[] => [
  { entity: SAMPLE, rows, ...(sizes === undefined ? {} : { sizes }) },
];

function isSlow(format: Format): boolean {
  return readersOf(format).some((reader) => reader.isSlow);
}

for (const format of FORMATS) {
  const { name } = format;
  const ignore = hasNoReader(format);

  Deno.test(`${name} carries 0, 1 and 2 rows`, { ignore }, async () => {
    for (const count of [0, 1, 2]) await assertCarries(format, sample(countedRows(count)));
  });

  Deno.test(`${name} carries many rows in many batches`, { ignore }, async () => {
    await assertCarries(format, sample(countedRows(5_000), [1, 999, 0, 1024]));
  });

  // A program a file is too slow for a file a text: all in one batch is what such formats are tested with.
  if (!isSlow(format)) {
    Deno.test(`${name} carries each text alone`, { ignore }, async () => {
      for (const text of Object.values(TEXTS)) {
        await assertCarries(format, sample([sampleRow(text)]));
        await assertCarries(format, [{ entity: SINGLE, rows: [{ only: text }, { only: "x" }] }]);
      }
    });
  }

  Deno.test(`${name} carries all texts in one batch`, { ignore }, async () => {
    await assertCarries(format, sample(Object.values(TEXTS).map((text) => sampleRow(text))));
  });

  Deno.test(
    `${name} carries half a surrogate pair in a word as its reader can`,
    { ignore },
    async () => {
      const words = ["\ud800", "a\udc00b", "\udbff\udbff\udfff"];
      const rows = words.map((word) => sampleRow("x", { word, maybe_word: word }));
      await assertCarries(format, sample(rows));
    },
  );

  Deno.test(`${name} carries integers, days and ids at their edges`, { ignore }, async () => {
    await assertCarries(format, sample(EDGE_ROWS));
  });

  Deno.test(
    `${name} carries nulls beside values, and rows of nothing else`,
    { ignore },
    async () => {
      const none: Row = Object.fromEntries(HOLLOW.fields.map(({ name }) => [name, null]));
      const full: Row = { ...none, first: "a", second: 1, third: "b", fourth: "2020-01-01" };
      Object.assign(full, { fifth: -0.1, sixth: false });
      const empty: Row = { ...none, first: "", third: "" };
      await assertCarries(format, sample([sampleRow("x", NO_VALUES), sampleRow("x")]));
      for (const rows of [[none], [full, none], [none, none, full, empty], [empty, none]]) {
        await assertCarries(format, [{ entity: HOLLOW, rows, sizes: [1] }]);
      }
    },
  );

  Deno.test(`${name} carries every edge in one file`, { ignore }, async () => {
    await assertCarries(format, sample(ALL_ROWS, [7, 1, 30]));
  });

  if (format.limits === undefined) {
    Deno.test(`${name} carries texts of 1 MB between short ones`, { ignore }, async () => {
      const unit = 'naïve "quoted", 😀\r\n';
      const text = unit.repeat(Math.ceil(2 ** 20 / unit.length)).slice(0, 2 ** 20);
      const rows = ["short", text, "", "x".repeat(2 ** 20)].map((value) => ({ only: value }));
      await assertCarries(format, [{ entity: SINGLE, rows, sizes: [1, 3] }]);
    });
  }

  if (format.holds === "dataset") {
    Deno.test(`${name} carries several entities, empty ones among them`, { ignore }, async () => {
      const none = { entity: HOLLOW, rows: [] };
      const some = { entity: SAMPLE, rows: countedRows(3), sizes: [2] };
      const one = { entity: SINGLE, rows: [{ only: "x" }] };
      for (const parts of [[], [none], [none, some, one], [some, none], [some, one]]) {
        await assertCarries(format, parts);
      }
    });
  }
}

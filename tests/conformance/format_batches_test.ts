/**
 * The bytes of a format depend on the rows alone: not on how they came in batches, on what else is
 * being encoded, or on what was given up before.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { batchRows, formatDay, type Row } from "../../src/core/batch.ts";
import { ByteBuffer } from "../../src/core/buffer.ts";
import { digestOf } from "../../src/core/digest.ts";
import type { Entity, Field } from "../../src/core/entity.ts";
import type { Encoder, Format } from "../../src/core/format.ts";
import { openFrames } from "../../src/generate/frames.ts";
import { FORMATS } from "../../src/export/mod.ts";
import {
  encodeFile,
  encodeParts,
  encodeRows,
  type EntityRows,
  joinBytes,
  makeBatches,
  openFile,
} from "./_batches.ts";
import { ALL_ROWS, countedRows, HOLLOW, SAMPLE, TEXTS, withKeys } from "./_format_cases.ts";
import { assertRows, expectRow, readersOf } from "./_format_readers.ts";

const anyText = fc.oneof(
  fc.constantFrom(...Object.values(TEXTS)),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "\\", "a", "é", "😀"), maxLength: 9 }),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replaceAll("\0", "")),
);
const plainText = fc.stringMatching(/^[A-Za-z0-9 .:_\/-]{1,40}$/);
const anyId = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""))
  .map((hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));

function anyValue(field: Field): fc.Arbitrary<Row[string]> {
  const unit = 10 ** (field.scale ?? 0);
  const value: fc.Arbitrary<string | number | boolean> = {
    id: () => anyId,
    word: () => field.plain ? plainText : anyText,
    text: () => field.plain ? plainText : anyText,
    integer: () =>
      field.max === undefined
        ? fc.maxSafeInteger()
        : fc.integer({ min: field.min as number, max: field.max as number }),
    decimal: () =>
      (field.max === undefined ? fc.maxSafeInteger().map((whole) => whole / 2) : fc.integer({
        min: Math.round(field.min as number * unit),
        max: Math.round(field.max as number * unit),
      })).map((whole) => Math.round(whole) / unit + 0),
    boolean: () => fc.boolean(),
    day: () => fc.integer({ min: -719_162, max: 2_932_896 }).map(formatDay),
  }[field.kind]();
  return field.nullable ? fc.option(value, { nil: null }) : value;
}

const anyRow = (entity: Entity): fc.Arbitrary<Row> =>
  fc.record(
    Object.fromEntries(entity.fields.map((field) => [field.name, anyValue(field)])),
    { noNullPrototype: true },
  );
const anyEntity = fc.constantFrom(SAMPLE, HOLLOW);
const anyFile = anyEntity.chain((entity) =>
  fc.record({
    entity: fc.constant(entity),
    rows: fc.array(anyRow(entity), { maxLength: 40 }),
    sizes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
  })
);

/** Feeds an encoder one part of a file a step, so that several can be fed in turn. */
function* encodeInSteps(format: Format, file: Encoder, part: EntityRows) {
  const frames = openFrames(file, [part.entity]);
  yield* encodeRows(format, { file, maker: file, frames }, part, 0);
  const target = new ByteBuffer();
  frames.advance(undefined, 0, target);
  yield target.written();
}

for (const format of FORMATS) {
  const { name } = format;

  // fast-check prints the seed and the smallest example of a failure.
  Deno.test(`${name} gives random rows back, whatever their batches`, async () => {
    await format.prepare?.();
    const readers = readersOf(format).filter(({ isMissing }) => !isMissing);
    await fc.assert(
      fc.asyncProperty(anyFile, async ({ entity, rows: drawn, sizes }) => {
        const rows = withKeys(entity, drawn);
        const whole = await encodeFile(format, [{ entity, rows }]);
        assertEquals(await encodeFile(format, [{ entity, rows, sizes }]), whole);
        const view = [...makeBatches(entity, rows)].flatMap((batch) => [...batchRows(batch)]);
        for (const reader of readers) {
          const found = await reader.read(whole, [entity]);
          const wanted = view.map((row) => expectRow(row, entity, reader));
          assertRows(found[entity.plural]!, wanted, `${name} read by ${reader.name}`);
        }
      }),
      { numRuns: readers.some(({ isSlow }) => isSlow) ? 20 : 150 },
    );
  });

  Deno.test(`${name} has the same bytes for any batch size`, async () => {
    const rows = countedRows(2_500);
    const wanted = digestOf(await encodeFile(format, [{ entity: SAMPLE, rows }]));
    for (const sizes of [[1], [7], [512], [1000, 1], [2499, 1], [0, 3, 0]]) {
      const bytes = await encodeFile(format, [{ entity: SAMPLE, rows, sizes }]);
      assertEquals(digestOf(bytes), wanted, `batches of ${sizes}`);
    }
  });

  if (format.openFile !== undefined) continue;

  Deno.test(`${name} leaves a batch as it was`, async () => {
    const file = await openFile(format, [{ entity: SAMPLE, rows: ALL_ROWS }]);
    const target = new ByteBuffer();
    file.head(target);
    file.begin(SAMPLE, target);
    for (const batch of makeBatches(SAMPLE, ALL_ROWS, [20])) {
      const before = structuredClone(batch);
      file.encode(batch, target);
      assertEquals(batch, before);
    }
  });

  Deno.test(`${name} encodes files side by side, and after one was given up`, async () => {
    const files = [countedRows(300), ALL_ROWS, []].map((rows) => ({ entity: SAMPLE, rows }));
    const wanted = await Promise.all(files.map((file) => encodeFile(format, [file])));
    const open = (file: typeof files[number]) => openFile(format, [file]);
    const givenUp = encodeInSteps(format, await open(files[0]!), { ...files[0]!, sizes: [50] });
    givenUp.next();
    givenUp.next();
    const steps = await Promise.all(
      files.map(async (file) => encodeInSteps(format, await open(file), { ...file, sizes: [17] })),
    );
    const found = files.map((): Uint8Array => new Uint8Array());
    let going = steps.length;
    while (going > 0) {
      going = 0;
      for (const [index, step] of steps.entries()) {
        const { value, done } = step.next();
        if (done) continue;
        going++;
        found[index] = joinBytes([found[index]!, value!]);
      }
    }
    assertEquals(found.map((bytes) => digestOf(bytes)), wanted.map((bytes) => digestOf(bytes)));
  });

  Deno.test(`${name} gives the same bytes whichever encoder makes a run`, async () => {
    const rows = countedRows(100);
    const parts = [0, 33, 66, 99].map((at) => ({ entity: SAMPLE, rows: rows.slice(at, at + 33) }));
    const one = await openFile(format, parts.slice(0, 1));
    const whole = encodeParts(format, parts, one, () => one);
    const file = await openFile(format, parts.slice(0, 1));
    const makers = await Promise.all(parts.map(() => openFile(format, parts.slice(0, 1))));
    // The last runs are made first, as another thread may.
    assertEquals(encodeParts(format, parts, file, () => makers.pop()!), whole);
    for (const reader of readersOf(format).filter(({ isMissing }) => !isMissing)) {
      const found = await reader.read(whole, [SAMPLE]);
      assertEquals(found[SAMPLE.plural]!.length, 100);
    }
  });
}

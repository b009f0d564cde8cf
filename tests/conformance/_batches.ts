/**
 * Batches for conformance tests: made from plain rows, and as unkind as the contract of a batch allows.
 * The arrays are longer than the rows, filled again for each batch, hold rubbish where a row is null and
 * behind the last text, and texts do not start at offset 0.
 *
 * @module
 */
import { join } from "@std/path";
import { type Batch, type Column, parseDay, type Row } from "../../src/core/batch.ts";
import { ByteBuffer } from "../../src/core/buffer.ts";
import type { Entity, Field } from "../../src/core/entity.ts";
import { openFrames } from "../../src/generate/frames.ts";
import type { Encoder, FileScope, FilledFormat, Format, Frames } from "../../src/core/format.ts";
import { withFolder } from "../_folder.ts";

/** What a null row or unused room holds: as a byte it is a quote, which no format may leave unescaped. */
const RUBBISH_BYTE = 0x22;

const encoder = new TextEncoder();

/** The four 32-bit words of a UUID text. */
function parseId(text: string): number[] {
  const hex = text.replaceAll("-", "");
  return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16));
}

/** Fills one column again and again. */
type ColumnFiller = (rows: readonly Row[]) => Column;

function openFiller(field: Field, all: readonly Row[], maxCount: number): ColumnFiller {
  const room = maxCount + 3;
  const validity = new Uint8Array(room).fill(1);
  const values = all.map((row) => row[field.name]!);
  const withNulls = field.nullable ? { validity } : {};
  const markNulls = (rows: readonly Row[]) =>
    rows.forEach((row, index) => validity[index] = row[field.name] === null ? 0 : 1);
  const textOf = (row: Row) => row[field.name] as string | null;
  switch (field.kind) {
    case "word": {
      const words = [...new Set(values.filter((value) => value !== null))] as string[];
      if (words.length === 0) words.push("never used");
      const codes = words.length <= 256
        ? new Uint8Array(room)
        : words.length <= 65_536
        ? new Uint16Array(room)
        : new Int32Array(room);
      const codeOf = new Map(words.map((word, code) => [word, code]));
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => codes[index] = codeOf.get(textOf(row) ?? "") ?? 0);
        return { kind: "word", words, codes, ...withNulls };
      };
    }
    case "id": {
      const [a, b, c, d] = [0, 1, 2, 3].map(() => new Uint32Array(room)) as [
        Uint32Array,
        Uint32Array,
        Uint32Array,
        Uint32Array,
      ];
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => {
          const text = textOf(row);
          const words = text === null ? [1, 2, 3, 4] : parseId(text);
          [a, b, c, d].forEach((part, place) => part[index] = words[place]!);
        });
        return { kind: "id", values: [a, b, c, d], ...withNulls };
      };
    }
    case "integer": {
      const isSmall = values.every((value) => value === null || ((value as number) | 0) === value);
      const numbers = isSmall ? new Int32Array(room) : new Float64Array(room);
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => numbers[index] = (row[field.name] as number | null) ?? -7);
        return { kind: "integer", values: numbers, ...withNulls };
      };
    }
    case "decimal": {
      const scale = field.scale!;
      const unscaled = values.map((value) =>
        value === null ? 0 : Math.round(value as number * 10 ** scale)
      );
      const isSmall = unscaled.every((value) => (value | 0) === value);
      const numbers = isSmall ? new Int32Array(room) : new Float64Array(room);
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => {
          const value = row[field.name] as number | null;
          numbers[index] = value === null ? -7 : Math.round(value * 10 ** scale);
        });
        return { kind: "decimal", scale, values: numbers, ...withNulls };
      };
    }
    case "boolean": {
      const truths = new Uint8Array(room);
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => truths[index] = row[field.name] === false ? 0 : 1);
        return { kind: "boolean", values: truths, ...withNulls };
      };
    }
    case "day": {
      const days = new Int32Array(room);
      return (rows) => {
        markNulls(rows);
        rows.forEach((row, index) => days[index] = parseDay(textOf(row) ?? "1999-09-09")!);
        return { kind: "day", values: days, ...withNulls };
      };
    }
    case "text": {
      const offsets = new Int32Array(room + 1);
      let bytes = new Uint8Array(64);
      return (rows) => {
        markNulls(rows);
        const texts = rows.map((row) => encoder.encode(textOf(row) ?? "rubbish"));
        const size = texts.reduce((sum, text) => sum + text.length, 5 + 16);
        if (bytes.length < size) bytes = new Uint8Array(size * 2);
        bytes.fill(RUBBISH_BYTE);
        let end = 5;
        offsets[0] = end;
        texts.forEach((text, index) => {
          bytes.set(text, end);
          end += text.length;
          offsets[index + 1] = end;
        });
        return { kind: "text", bytes, offsets, ...withNulls };
      };
    }
  }
}

/**
 * Cuts rows into batches.
 *
 * @param entity The entity.
 * @param rows The rows; a null only where the field is nullable.
 * @param sizes Row counts of the batches, used in turn until all rows are taken. Default: one batch.
 * @returns An iterator over the batches; each is spoiled by the next.
 */
export function* makeBatches(
  entity: Entity,
  rows: readonly Row[],
  sizes: readonly number[] = [rows.length],
): Generator<Batch> {
  const maxCount = Math.max(1, ...sizes);
  const fillers = entity.fields.map((field) => openFiller(field, rows, maxCount));
  for (let start = 0, turn = 0; start < rows.length; turn++) {
    const part = rows.slice(
      start,
      start + Math.max(turn < sizes.length ? 0 : 1, sizes[turn % sizes.length]!),
    );
    yield { entity, start, count: part.length, columns: fillers.map((fill) => fill(part)) };
    start += part.length;
  }
}

/** An entity's rows, as a file gets them. */
export interface EntityRows {
  readonly entity: Entity;
  readonly rows: readonly Row[];
  /** See {@link makeBatches}. */
  readonly sizes?: readonly number[];
}

/** The scope of a test's file. */
export function makeScope(parts: readonly EntityRows[]): FileScope {
  return {
    entities: parts.map(({ entity }) => entity),
    metadata: { dataset_version: "test 1", record_count: 3, big: 2n ** 70n, notes: 'a "note" – é' },
    marker: "conformance test",
  };
}

/** The encoder of a file, its format loaded. */
export async function openFile(format: Format, parts: readonly EntityRows[]): Promise<Encoder> {
  await format.prepare?.();
  if (format.openEncoder === undefined) throw new TypeError(`${format.name} has no encoder`);
  return format.openEncoder(makeScope(parts));
}

/**
 * Encodes the rows of one entity as a lane and the keeper of the frames do.
 *
 * @param format The format.
 * @param file Writes the frames.
 * @param maker Makes the rows; may be the same encoder.
 * @param frames Of `file`.
 * @param part The rows: one block.
 * @param offset Bytes of the file so far.
 * @yields What belongs to the file, in pieces; each is spoiled by the next.
 */
export function* encodeRows(
  format: Format,
  { file, maker, frames }: { file: Encoder; maker: Encoder; frames: Frames },
  { entity, rows, sizes }: EntityRows,
  offset: number,
): Generator<Uint8Array<ArrayBuffer>> {
  const { plural } = entity;
  // Each piece comes into a room full of rubbish, as a buffer that was handed back would.
  const target = new ByteBuffer(new Uint8Array(256).fill(RUBBISH_BYTE).buffer);
  let position = offset;
  function* take() {
    position += target.length;
    yield target.written();
    target.bytes.fill(RUBBISH_BYTE);
    target.clear();
  }
  const batches = makeBatches(entity, rows, sizes ?? [Math.max(1, rows.length)]);
  if (!format.hasBlocks) {
    for (const batch of batches) {
      frames.advance(plural, batch.count, target);
      yield* take();
      maker.encode(batch, target);
      yield* take();
    }
    return;
  }
  frames.advance(plural, rows.length, target);
  yield* take();
  for (const batch of batches) maker.encode(batch, target);
  const note = maker.finishBlock?.(entity, target);
  if (note !== undefined) file.noteBlock?.(entity, note, position);
  yield* take();
}

/**
 * Encodes a file.
 *
 * @param format The format.
 * @param parts The entities of the file.
 * @returns All bytes.
 */
export async function encodeFile(
  format: Format,
  parts: readonly EntityRows[],
): Promise<Uint8Array<ArrayBuffer>> {
  if (format.openFile !== undefined) return await fillFile(format, parts);
  const file = await openFile(format, parts);
  return encodeParts(format, parts, file, () => file);
}

/** Lets a format fill a file, and reads it. */
async function fillFile(
  format: FilledFormat,
  parts: readonly EntityRows[],
): Promise<Uint8Array<ArrayBuffer>> {
  await format.prepare?.();
  return await withFolder(async (folder) => {
    const path = join(folder, `file.${format.extension}`);
    const writer = await format.openFile(path, makeScope(parts));
    for (const { entity, rows, sizes } of parts) {
      for (const batch of makeBatches(entity, rows, sizes ?? [Math.max(1, rows.length)])) {
        await writer.write(batch);
      }
    }
    await writer.close();
    return await Deno.readFile(path);
  });
}

/**
 * Encodes a file whose blocks are made by encoders of their own.
 *
 * @param format The format.
 * @param parts The blocks; those of one entity follow each other.
 * @param file Writes the frames.
 * @param openMaker Gives the encoder of the next block.
 * @returns All bytes.
 */
export function encodeParts(
  format: Format,
  parts: readonly EntityRows[],
  file: Encoder,
  openMaker: () => Encoder,
): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  const keep = (bytes: Uint8Array<ArrayBuffer>) => {
    pieces.push(bytes.slice());
    offset += bytes.length;
  };
  const frames = openFrames(file, [...new Set(parts.map(({ entity }) => entity))]);
  for (const part of parts) {
    const encoders = { file, maker: openMaker(), frames };
    for (const bytes of encodeRows(format, encoders, part, offset)) keep(bytes);
  }
  const target = new ByteBuffer();
  frames.advance(undefined, 0, target);
  keep(target.written());
  return joinBytes(pieces);
}

/** Bytes one after the other. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * Makes a compressed format out of a text format: its bytes in members, each of which can be unpacked by
 * itself. Members that stand one behind the other are one file, for gzip as for zstd.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity, Field, FieldSizes } from "../core/entity.ts";
import type { EncodedFormat, Encoder, FileScope } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";

/** Bytes of a member before they are packed; the last one of a block may have fewer. */
export const MEMBER_BYTES = 1024 * 1024;

/** Appends a member that holds so many bytes. */
export type Pack = (bytes: Uint8Array, target: ByteBuffer) => void;

/** A way to compress. */
export interface Packing {
  /** Stands behind the name and the ending of the text format, after a dot. */
  readonly suffix: string;
  readonly mediaType: string;
  /** Name for people. */
  readonly title: string;
  /** Name in data packages; left out where their readers don't know it. */
  readonly packageName?: "gz";
  /** Loads what packing stands on. */
  prepare?(): Promise<void>;
  /** Starts packing; what it returns keeps its tables. */
  open(): Pack;
}

/** Bytes a value takes when it is packed, on average, by kind: for estimates. */
const VALUE_BYTES = {
  id: 24,
  word: 1,
  text: 6,
  integer: 1.5,
  day: 2.5,
  decimal: 1.5,
  boolean: 0.2,
} as const;

/** How a format packs: for estimates. */
export interface PackedSizes {
  /** What stands around a value, packed, where its field was not measured: names, tags. */
  readonly frameBytes: number;
  /** How many times a measured column's own packed size it takes beside the others. */
  readonly times: number;
  /** What each measured field takes besides. */
  readonly perField: number;
}

/**
 * Estimates the size of a packed row.
 *
 * @param entity The entity.
 * @param packed How the format packs.
 * @param sizes Sizes of its fields, where they were measured.
 * @returns Bytes, right to about a tenth where all were measured, else to a fifth.
 */
export function estimatePackedRowBytes(
  { fields }: Entity,
  { frameBytes, times, perField }: PackedSizes,
  sizes?: FieldSizes,
): number {
  if (sizes !== undefined && fields.every(({ name }) => sizes.has(name))) {
    return fields.reduce(
      (sum, { name }) => sum + sizes.get(name)!.packedBytes * times + perField,
      0,
    );
  }
  return Math.ceil(
    fields.reduce(
      (sum, field) => sum + frameBytes + estimateValueBytes(field) * (field.nullable ? 0.5 : 1),
      0,
    ),
  );
}

/** Words of a short list, and ids that several rows share, pack better than others. */
function estimateValueBytes({ kind, reference, values }: Field): number {
  if (kind === "word" && values !== undefined) return values.length === 1 ? 0 : 0.4;
  return VALUE_BYTES[kind] - (reference === undefined ? 0 : 2);
}

/**
 * Makes the compressed form of a format.
 *
 * @param format A text format.
 * @param packing How it is compressed.
 * @param sizes How it packs: for estimates.
 * @returns A format whose files are those of `format`, packed.
 */
export function packFormat(
  format: EncodedFormat,
  packing: Packing,
  sizes: PackedSizes,
): EncodedFormat {
  const { suffix, title, mediaType, prepare } = packing;
  const { packaging, rowText } = format;
  const compression = packing.packageName;
  return {
    name: `${format.name}.${suffix}`,
    extension: `${format.extension}.${suffix}`,
    mediaType,
    description: `The same as ${format.name}, compressed with ${title}`,
    holds: format.holds,
    ...(packaging === undefined || compression === undefined
      ? {}
      : { packaging: { ...packaging, compression } }),
    hasBlocks: true,
    ...(rowText === undefined ? {} : { rowText }),
    isStreamable: format.isStreamable && prepare === undefined,
    estimateRowBytes: (entity, measured) => estimatePackedRowBytes(entity, sizes, measured),
    ...(prepare === undefined ? {} : { prepare }),
    openEncoder: (scope: FileScope) => new PackedEncoder(format.openEncoder(scope), packing.open()),
  };
}

/** Packs what another encoder writes. Memory: one batch of text beyond a member, and the member's packed form. */
class PackedEncoder implements Encoder {
  readonly #inner: Encoder;
  readonly #pack: Pack;
  readonly #text = new ByteBuffer(new ArrayBuffer(4096));
  readonly #frame = new ByteBuffer(new ArrayBuffer(1024));
  #isEmpty = true;
  #blockRows = 0;

  constructor(inner: Encoder, pack: Pack) {
    this.#inner = inner;
    this.#pack = pack;
  }

  head(_target: ByteBuffer): void {
    this.#inner.head(this.#frame);
  }

  begin(entity: Entity, target: ByteBuffer): void {
    this.#inner.begin(entity, this.#frame);
    this.#writeFrame(target);
  }

  between(entity: Entity, target: ByteBuffer): void {
    this.#inner.between(entity, this.#frame);
    this.#writeFrame(target);
  }

  encode(batch: Batch, target: ByteBuffer): void {
    const isParted = this.#inner.finishBlock === undefined;
    if (isParted && batch.count > 0 && this.#blockRows > 0) {
      this.#inner.between(batch.entity, this.#text);
    }
    this.#blockRows += batch.count;
    this.#inner.encode(batch, this.#text);
    this.#writeFullMembers(target);
  }

  finishBlock(entity: Entity, target: ByteBuffer): JsonValue | undefined {
    this.#inner.finishBlock?.(entity, this.#text);
    this.#writeFullMembers(target);
    if (this.#text.length > 0) this.#pack(this.#text.written(), target);
    this.#text.clear();
    this.#blockRows = 0;
    return undefined;
  }

  end(entity: Entity, rowCount: number, target: ByteBuffer): void {
    if (rowCount > 0) this.#isEmpty = false;
    this.#inner.end(entity, rowCount, this.#frame);
    this.#writeFrame(target);
  }

  tail(target: ByteBuffer): void {
    this.#inner.tail(this.#frame);
    this.#writeFrame(target);
    // No bytes at all are no file of these formats: a member that holds none is.
    if (this.#isEmpty) this.#pack(this.#frame.written(), target);
  }

  #writeFrame(target: ByteBuffer): void {
    if (this.#frame.length === 0) return;
    this.#isEmpty = false;
    this.#pack(this.#frame.written(), target);
    this.#frame.clear();
  }

  #writeFullMembers(target: ByteBuffer): void {
    const text = this.#text;
    let from = 0;
    for (; text.length - from >= MEMBER_BYTES; from += MEMBER_BYTES) {
      this.#pack(text.bytes.subarray(from, from + MEMBER_BYTES), target);
    }
    text.bytes.copyWithin(0, from, text.length);
    text.length -= from;
  }
}

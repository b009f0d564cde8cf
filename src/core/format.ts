/**
 * What a format is to the rest of the program: its capabilities, and an encoder from batches to
 * bytes. Shared code asks for capabilities, never for names.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import type { ByteBuffer } from "./buffer.ts";
import type { Entity } from "./entity.ts";
import type { JsonValue } from "./json.ts";

/** What an encoder has to know of the file it fills. */
export interface FileScope {
  /** The entities of the file, in order. One, unless the format holds a whole dataset. */
  readonly entities: readonly Entity[];
  /** The dataset's metadata, for formats that carry it. */
  readonly metadata: { readonly [name: string]: JsonValue };
  /** Value of every row's `synthetic_source`, for formats that say it of the file as well. */
  readonly marker: string;
}

/**
 * Turns batches into the bytes of one file: `head`, then for each entity `begin`, `encode` for each
 * of its batches with `between` before all but the first that has rows, `end`, then `tail`. Pure: bytes depend on the scope and the batches alone.
 */
export interface Encoder {
  /** Writes what opens the file. */
  head(target: ByteBuffer): void;
  /** Writes what opens an entity. */
  begin(entity: Entity, target: ByteBuffer): void;
  /** Writes what stands between two runs of rows of an entity. */
  between(entity: Entity, target: ByteBuffer): void;
  /** Writes the rows of a batch, or keeps them until {@link Encoder.finishBlock} is called. */
  encode(batch: Batch, target: ByteBuffer): void;
  /**
   * Ends a block: consecutive accounts whose bytes depend on no other block, so that any encoder of the file
   * can make them. Called behind the last batch of each block, for each entity of the file that the pass makes.
   *
   * @param entity The entity.
   * @param target Gets what the batches of the block left to write.
   * @returns What the encoder that writes the frames has to know of the block's bytes; plain JSON, small.
   */
  finishBlock?(entity: Entity, target: ByteBuffer): JsonValue | undefined;
  /**
   * Tells the encoder that writes the frames of a block, in the order of the file. It may be another one than
   * made the block.
   *
   * @param entity The block's entity.
   * @param note What `finishBlock` returned.
   * @param offset Where in the file the block's bytes begin.
   */
  noteBlock?(entity: Entity, note: JsonValue, offset: number): void;
  /** Writes what closes an entity of so many rows. */
  end(entity: Entity, rowCount: number, target: ByteBuffer): void;
  /** Writes what closes the file. */
  tail(target: ByteBuffer): void;
}

/** A member of the registry of formats. */
export interface Format {
  /** Name in `--output-format`. */
  readonly name: string;
  /** File name ending without the dot. */
  readonly extension: string;
  /** Media type of the file. */
  readonly mediaType: string;
  /** One sentence for help and documentation. */
  readonly description: string;
  /** Whether a file holds one entity, or all of a dataset's one after the other. */
  readonly holds: "entity" | "dataset";
  /**
   * Whether `encode` depends on its batch alone, so that several encoders may share the batches of
   * one file. Where not, one encoder sees all batches in order.
   */
  readonly isStateless: boolean;
  /**
   * Whether a reader can use the bytes of one entity as they come: what `--stdout` needs. Such a format
   * has no `prepare`.
   */
  readonly isStreamable: boolean;
  /** About how many bytes a row takes, for estimates before a run. */
  estimateRowBytes(entity: Entity): number;
  /** Loads what the encoder stands on; awaited once before `openEncoder`. */
  prepare?(): Promise<void>;
  /** Starts a file. */
  openEncoder(scope: FileScope): Encoder;
}

/** Keeps count of where in its file an encoder is, and writes what opens, parts and closes its entities. */
export interface Frames {
  /**
   * Writes the frames that lie before the next rows.
   *
   * @param plural Plural name of the entity whose rows come next; undefined closes the file.
   * @param rowCount Number of these rows.
   * @param target Gets the frames.
   */
  advance(plural: string | undefined, rowCount: number, target: ByteBuffer): void;
}

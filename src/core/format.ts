/**
 * What a format is to the rest of the program: its capabilities, and an encoder from batches to
 * bytes. Shared code asks for capabilities, never for names.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import type { ByteBuffer } from "./buffer.ts";
import type { Entity, FieldSizes } from "./entity.ts";
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
 * Turns batches into the bytes of one file: `head`, then for each entity `begin`, its rows, `end`, then `tail`.
 * Rows come as runs with `between` before all but the first that has any. A run is a batch; where the encoder
 * has `finishBlock` it is a block, whose batches the encoder parts itself.
 *
 * Pure: the bytes of a run depend on the scope and the run alone, so that any encoder of the file can make them
 * (another thread's, another process's), and one encoder writes all that stands around them.
 */
export interface Encoder {
  /** Writes what opens the file. */
  head(target: ByteBuffer): void;
  /** Writes what opens an entity. */
  begin(entity: Entity, target: ByteBuffer): void;
  /** Writes what stands between two runs of rows of an entity; the same bytes wherever it is. */
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

/**
 * Fills a file itself, from all batches in order: what a format needs whose bytes no encoder can make one after
 * the other.
 */
export interface FileWriter {
  /**
   * Takes a batch: all of the first entity, then all of the next one.
   *
   * @param batch Read only, and spoiled when the next one is made.
   */
  write(batch: Batch): void | Promise<void>;
  /** Ends the file; nothing of it is open any more. It need not be synced. */
  close(): Promise<void>;
  /** Gives the file up, wherever it is. Never throws; the file may stay. */
  abort(): Promise<void>;
}

/** How a Frictionless data package says what a file's format is. */
export interface PackageFormat {
  /** Name of the format there, for example `csv`. */
  readonly format: string;
  /** How the whole file is packed; its readers know no other ways. */
  readonly compression?: "gz" | "zip";
  /** How rows are told apart, keys of the standard's table dialect. */
  readonly dialect?: { readonly [name: string]: JsonValue };
}

interface FormatTraits {
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
  /** How a data package names the format; left out where readers of packages can't read it. */
  readonly packaging?: PackageFormat;
  /** What a file can't hold more of; absent where nothing is limited. */
  readonly limits?: {
    /** Rows of an entity. */
    readonly rows: number;
    /** UTF-16 units of a text. */
    readonly textUnits: number;
  };
  /**
   * How rows stand in the file where they are text whose values no type binds: with names beside values, or by
   * their places alone. Left out of typed formats.
   */
  readonly rowText?: "keyed" | "placed";
  /** Whether the file has indexes, which take each key once. */
  readonly hasIndexes?: true;
  /**
   * About how many bytes a row takes, for estimates before a run.
   *
   * @param entity The entity.
   * @param sizes Sizes of its fields, where they were measured; averages of their kinds stand for the others.
   */
  estimateRowBytes(entity: Entity, sizes?: FieldSizes): number;
  /** Loads what the encoder or writer stands on; awaited once before it is opened. */
  prepare?(): Promise<void>;
}

/** A format whose bytes come from an encoder, one after the other. */
export interface EncodedFormat extends FormatTraits {
  /**
   * Whether a reader can use the bytes of one entity as they come: what `--stdout` needs. Such a format
   * has no `prepare`.
   */
  readonly isStreamable: boolean;
  /** Whether its encoders write blocks: have `finishBlock`. */
  readonly hasBlocks: boolean;
  /** Starts a file. */
  openEncoder(scope: FileScope): Encoder;
  readonly openFile?: undefined;
}

/** A format that fills a file itself. Its files are made by one thread, and can't be joined from parts. */
export interface FilledFormat extends FormatTraits {
  readonly isStreamable: false;
  readonly hasBlocks: false;
  readonly openEncoder?: undefined;
  /**
   * Starts a file.
   *
   * @param path Where; an empty file or none is there. Another file beside it may be made under this name with
   * something appended, and is gone after `close`.
   * @param scope What it holds.
   */
  openFile(path: string, scope: FileScope): Promise<FileWriter>;
}

/** A member of the registry of formats. */
export type Format = EncodedFormat | FilledFormat;

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

/**
 * The footer of a Parquet file while its row groups come: each is kept as the bytes that the footer will hold, a
 * tenth of what it takes as values, so that a file of many row groups fits the memory.
 *
 * @module
 */
import type { KeyValue, RowGroup, SchemaElement } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import type { ByteBuffer } from "../core/buffer.ts";

/** Bytes of the footer's length, which the library writes behind it. */
const LENGTH_BYTES = 4;

/** Type of a struct in Thrift's compact protocol: the low half of the head of a list of row groups. */
const STRUCT = 12;

/** Greatest length of a list that its head has room for. */
const MAX_SHORT_LIST = 14;

/** What a footer says beside its row groups. */
export interface FooterScope {
  /** The columns. */
  readonly schema: SchemaElement[];
  /** What else is said of the file. */
  readonly keyValues: KeyValue[];
  /** Who made the file. */
  readonly createdBy: string;
}

/** A footer. Memory: about 120 bytes a column and row group. */
export class ParquetFooter {
  readonly #scope: FooterScope;
  readonly #groups: Uint8Array[] = [];
  /** The footer of a file without row groups. */
  readonly #empty: Uint8Array;
  #rowCount = 0n;
  /** Bytes of a footer from the head of its list of row groups on, where the list is empty. */
  #tailBytes: number | undefined;

  /** @param scope What is said beside the row groups. */
  constructor(scope: FooterScope) {
    this.#scope = scope;
    this.#empty = this.#write([], 0n);
  }

  /** Number of row groups. */
  get groupCount(): number {
    return this.#groups.length;
  }

  /**
   * Adds a row group.
   *
   * @param group What the footer says of it.
   */
  add(group: RowGroup): void {
    const empty = this.#empty;
    const one = this.#write([group], 0n);
    // Up to the head of the list, which holds its length, both are the same.
    this.#tailBytes ??= empty.length - empty.findIndex((byte, at) => byte !== one[at]);
    const start = empty.length - this.#tailBytes + 1;
    this.#groups.push(one.slice(start, one.length - this.#tailBytes + 1));
    this.#rowCount += group.num_rows;
  }

  /**
   * Writes the footer, its length and what closes the file.
   *
   * @param target Takes the bytes.
   * @throws {RangeError} If there is no row group: a file has one at least.
   */
  write(target: ByteBuffer): void {
    if (this.#tailBytes === undefined) throw new RangeError("a footer has one row group at least");
    const around = this.#write([], this.#rowCount);
    const listAt = around.length - this.#tailBytes;
    const start = target.length;
    target.writeBytes(around.subarray(0, listAt));
    target.writeBytes(listHead(this.#groups.length));
    for (const bytes of this.#groups) target.writeBytes(bytes);
    target.writeBytes(around.subarray(listAt + 1));
    const length = target.length - start;
    target.reserve(LENGTH_BYTES);
    target.view.setUint32(target.length, length, true);
    target.length += LENGTH_BYTES;
    target.writeText("PAR1");
  }

  /** The bytes of a footer, without its length. */
  #write(groups: RowGroup[], rowCount: bigint): Uint8Array {
    const writer = new ByteWriter();
    writeMetadata(writer, {
      version: 2,
      // Not written: readers set it.
      metadata_length: 0,
      created_by: this.#scope.createdBy,
      schema: this.#scope.schema,
      num_rows: rowCount,
      row_groups: groups,
      key_value_metadata: this.#scope.keyValues,
    });
    return writer.getBytes().slice(0, -LENGTH_BYTES);
  }
}

function listHead(count: number): Uint8Array {
  if (count <= MAX_SHORT_LIST) return Uint8Array.of((count << 4) | STRUCT);
  const bytes = [0xf0 | STRUCT];
  let rest = count;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

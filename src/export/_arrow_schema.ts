/**
 * The metadata of an Arrow file: schema, record batches, footer.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import type { Entity, Field } from "../core/entity.ts";
import { arrowType } from "../schema/arrow.ts";
import {
  flatByte,
  flatInt,
  flatList,
  flatLong,
  type FlatNode,
  flatShort,
  type FlatTable,
  flatTable,
  putZeros,
  writeFlatBuffer,
} from "./_flatbuffer.ts";

/** What messages, their bodies and all buffers are aligned to. */
export const ALIGNMENT = 64;

/** `V5`, the version of metadata since Arrow 1.0. */
const METADATA_VERSION = 4;

/** Numbers of the members of Arrow's union of types. */
const TYPE = { int: 2, utf8: 5, bool: 6, decimal: 7, date: 8 } as const;

/** Numbers of the members of Arrow's union of messages. */
const MESSAGE = { schema: 1, recordBatch: 3 } as const;

/** Where a record batch is in its file. */
export interface BatchPlace {
  readonly offset: number;
  /** Bytes of its metadata, what stands before them included. */
  readonly headBytes: number;
  /** Bytes of its values. */
  readonly bodyBytes: number;
}

/** A member of a file's or a field's metadata. */
export type MetadataMember = readonly [key: string, value: string];

function fieldType(field: Field): [number, FlatTable] {
  const type = arrowType(field);
  switch (type.name) {
    case "utf8":
      return [TYPE.utf8, flatTable()];
    case "int":
      return [TYPE.int, flatTable(flatInt(type.bitWidth), flatByte(1))];
    case "date32":
      return [TYPE.date, flatTable(flatShort(0))];
    case "decimal128":
      return [
        TYPE.decimal,
        flatTable(flatInt(type.precision), flatInt(type.scale), flatInt(128)),
      ];
    case "bool":
      return [TYPE.bool, flatTable()];
  }
}

function describeMembers(members: readonly MetadataMember[]): FlatNode {
  return flatList(members.map(([key, value]) => flatTable(key, value)));
}

/** The schema of an entity: fields in order, nullable where the definition says so. */
function describeSchema(entity: Entity, members: readonly MetadataMember[]): FlatTable {
  const fields = entity.fields.map((field) => {
    const [typeNumber, type] = fieldType(field);
    return flatTable(
      field.name,
      flatByte(field.nullable ? 1 : 0),
      flatByte(typeNumber),
      type,
      undefined,
      flatList([]),
    );
  });
  return flatTable(flatShort(0), flatList(fields), describeMembers(members));
}

/** Appends a message's metadata, padded so that what follows it is aligned. */
function writeMessage(
  header: FlatTable,
  headerNumber: number,
  bodyBytes: number,
  target: ByteBuffer,
): number {
  const bytes = writeFlatBuffer(
    flatTable(flatShort(METADATA_VERSION), flatByte(headerNumber), header, flatLong(bodyBytes)),
  );
  const headBytes = padLength(8 + bytes.length);
  const start = target.length;
  target.reserve(headBytes);
  target.view.setInt32(start, -1, true);
  target.view.setInt32(start + 4, headBytes - 8, true);
  target.length += 8;
  target.writeBytes(bytes);
  putZeros(target, start + headBytes - target.length);
  return headBytes;
}

/**
 * A length with its padding.
 *
 * @param length Bytes.
 * @returns The next multiple of {@link ALIGNMENT}.
 */
export function padLength(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

/**
 * Writes what opens a file: its mark and its schema. Its length is a multiple of {@link ALIGNMENT}.
 *
 * @param entity The entity of the file.
 * @param members What is said of the file as a whole.
 * @param target Takes the bytes.
 */
export function writeArrowHead(
  entity: Entity,
  members: readonly MetadataMember[],
  target: ByteBuffer,
): void {
  target.writeText("ARROW1\0\0");
  const message = new ByteBuffer(new ArrayBuffer(1024));
  writeMessage(describeSchema(entity, members), MESSAGE.schema, 0, message);
  // The message is padded as if it stood at a multiple of the alignment: eight bytes more make it one.
  message.view.setInt32(4, message.length - 8 + ALIGNMENT - 8, true);
  putZeros(message, ALIGNMENT - 8);
  target.writeBytes(message.written());
}

/**
 * Writes a record batch's metadata.
 *
 * @param rowCount Number of rows.
 * @param nodes Rows and nulls of each column.
 * @param buffers Place in the body and length of each buffer.
 * @param bodyBytes Length of the body.
 * @param target Takes the bytes.
 * @returns Their number, a multiple of {@link ALIGNMENT}.
 */
export function writeBatchHead(
  rowCount: number,
  nodes: readonly number[],
  buffers: readonly number[],
  bodyBytes: number,
  target: ByteBuffer,
): number {
  const header = flatTable(
    flatLong(rowCount),
    { kind: "structs", width: 2, numbers: nodes },
    { kind: "structs", width: 2, numbers: buffers },
  );
  return writeMessage(header, MESSAGE.recordBatch, bodyBytes, target);
}

/**
 * Writes what closes a file.
 *
 * @param entity The entity of the file.
 * @param members What is said of the file as a whole.
 * @param batches Its record batches.
 * @param target Takes the bytes.
 */
export function writeArrowTail(
  entity: Entity,
  members: readonly MetadataMember[],
  batches: readonly BatchPlace[],
  target: ByteBuffer,
): void {
  const footer = writeFlatBuffer(flatTable(
    flatShort(METADATA_VERSION),
    describeSchema(entity, members),
    { kind: "structs", width: 3, numbers: [] },
    {
      kind: "structs",
      width: 3,
      numbers: batches.flatMap(({ offset, headBytes, bodyBytes }) => [
        offset,
        headBytes,
        bodyBytes,
      ]),
    },
  ));
  target.reserve(8);
  target.view.setInt32(target.length, -1, true);
  target.view.setInt32(target.length + 4, 0, true);
  target.length += 8;
  target.writeBytes(footer);
  target.reserve(4);
  target.view.setInt32(target.length, footer.length, true);
  target.length += 4;
  target.writeText("ARROW1");
}

/**
 * Writes FlatBuffers, the form of Arrow's metadata: a tree of tables, texts and vectors becomes bytes.
 *
 * Children stand behind their parents, so that offsets point forwards, as the format demands.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";

/** A number in a table. */
export interface FlatScalar {
  readonly kind: "scalar";
  /** Bytes: 1, 2, 4 or 8. */
  readonly size: 1 | 2 | 4 | 8;
  readonly value: number;
}

/** A table: a value for each slot of its schema; what is undefined keeps its default. */
export interface FlatTable {
  readonly kind: "table";
  readonly slots: readonly (FlatScalar | FlatNode | undefined)[];
}

/** A run of tables or texts. */
export interface FlatList {
  readonly kind: "list";
  readonly items: readonly FlatNode[];
}

/** A run of structures of 64-bit numbers. */
export interface FlatStructs {
  readonly kind: "structs";
  /** The numbers of one structure. */
  readonly width: number;
  /** All numbers, structure after structure, each a safe integer. */
  readonly numbers: readonly number[];
}

/** What a table's slot points to. */
export type FlatNode = FlatTable | FlatList | FlatStructs | string;

/**
 * A scalar of one byte.
 *
 * @param value A whole number that fits.
 * @returns The scalar.
 */
export const flatByte = (value: number): FlatScalar => ({ kind: "scalar", size: 1, value });
/**
 * A scalar of two bytes.
 *
 * @param value A whole number that fits.
 * @returns The scalar.
 */
export const flatShort = (value: number): FlatScalar => ({ kind: "scalar", size: 2, value });
/**
 * A scalar of four bytes.
 *
 * @param value A whole number that fits.
 * @returns The scalar.
 */
export const flatInt = (value: number): FlatScalar => ({ kind: "scalar", size: 4, value });
/**
 * A scalar of eight bytes.
 *
 * @param value A whole number that fits.
 * @returns The scalar.
 */
export const flatLong = (value: number): FlatScalar => ({ kind: "scalar", size: 8, value });
/**
 * A table.
 *
 * @param slots A value for each slot, in order.
 * @returns The table.
 */
export const flatTable = (...slots: FlatTable["slots"]): FlatTable => ({ kind: "table", slots });
/**
 * A run of nodes.
 *
 * @param items The nodes, in order.
 * @returns The list.
 */
export const flatList = (items: readonly FlatNode[]): FlatList => ({ kind: "list", items });

const encoder = new TextEncoder();

/**
 * Writes a tree.
 *
 * @param root Its root table.
 * @returns The bytes; their first must come to lie at a multiple of 8.
 *
 * @example
 * ```ts
 * import { flatTable, flatInt, writeFlatBuffer } from "./_flatbuffer.ts";
 * const bytes = writeFlatBuffer(flatTable(flatInt(7)));
 * const view = new DataView(bytes.buffer);
 * if (view.getInt32(view.getInt32(0, true) + 4, true) !== 7) throw new RangeError();
 * ```
 */
export function writeFlatBuffer(root: FlatTable): Uint8Array<ArrayBuffer> {
  const target = new ByteBuffer(new ArrayBuffer(1024));
  putZeros(target, 4);
  pointTo(target, 0, root);
  return target.written().slice();
}

/** Writes a node and all below it; returns the place that offsets point to. */
function writeNode(node: FlatNode, target: ByteBuffer): number {
  if (typeof node === "string") return writeText(node, target);
  switch (node.kind) {
    case "table":
      return writeTable(node, target);
    case "list":
      return writeList(node, target);
    case "structs":
      return writeStructs(node, target);
  }
}

function writeText(text: string, target: ByteBuffer): number {
  const bytes = encoder.encode(text);
  align(target, 4);
  const place = target.length;
  putZeros(target, 4);
  target.view.setUint32(place, bytes.length, true);
  target.writeBytes(bytes);
  putZeros(target, 1);
  return place;
}

function writeList({ items }: FlatList, target: ByteBuffer): number {
  align(target, 4);
  const place = target.length;
  putZeros(target, 4 + 4 * items.length);
  target.view.setUint32(place, items.length, true);
  items.forEach((item, index) => pointTo(target, place + 4 + 4 * index, item));
  return place;
}

function writeStructs({ width, numbers }: FlatStructs, target: ByteBuffer): number {
  align(target, 8);
  // The count stands before the first structure, which lies at a multiple of 8.
  const place = target.length + 4;
  putZeros(target, 8 + 8 * numbers.length);
  target.view.setUint32(place, numbers.length / width, true);
  numbers.forEach((value, index) => setLong(target.view, place + 4 + 8 * index, value));
  return place;
}

function writeTable({ slots }: FlatTable, target: ByteBuffer): number {
  const sizeOf = (slot: FlatTable["slots"][number]) =>
    slot === undefined ? 0 : typeof slot !== "string" && slot.kind === "scalar" ? slot.size : 4;
  // Largest first, so that nothing lies between the values; the first four bytes lead to the table's shape.
  const places = new Array<number>(slots.length).fill(0);
  let size = 4;
  for (const wanted of [4, 8, 2, 1]) {
    slots.forEach((slot, index) => {
      if (sizeOf(slot) !== wanted) return;
      size = Math.ceil(size / wanted) * wanted;
      places[index] = size;
      size += wanted;
    });
  }
  const shapeBytes = 4 + 2 * slots.length;
  while ((target.length + shapeBytes) % 8 !== 0) putZeros(target, 1);
  const shape = target.length;
  putZeros(target, shapeBytes + size);
  const place = shape + shapeBytes;
  target.view.setUint16(shape, shapeBytes, true);
  target.view.setUint16(shape + 2, size, true);
  places.forEach((at, index) => target.view.setUint16(shape + 4 + 2 * index, at, true));
  target.view.setInt32(place, shapeBytes, true);
  slots.forEach((slot, index) => {
    const at = place + places[index]!;
    if (slot === undefined) return;
    if (typeof slot === "string" || slot.kind !== "scalar") pointTo(target, at, slot);
    else if (slot.size === 8) setLong(target.view, at, slot.value);
    else if (slot.size === 4) target.view.setInt32(at, slot.value, true);
    else if (slot.size === 2) target.view.setInt16(at, slot.value, true);
    else target.view.setInt8(at, slot.value);
  });
  return place;
}

/** Writes a node, and where it stands at `at`. */
function pointTo(target: ByteBuffer, at: number, node: FlatNode): void {
  const place = writeNode(node, target);
  target.view.setUint32(at, place - at, true);
}

function setLong(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  view.setInt32(at, value - high * 2 ** 32, true);
  view.setInt32(at + 4, high, true);
}

function align(target: ByteBuffer, size: number): void {
  putZeros(target, (size - target.length % size) % size);
}

/**
 * Appends zeros: the room may hold anything.
 *
 * @param target Takes them.
 * @param count How many.
 */
export function putZeros(target: ByteBuffer, count: number): void {
  target.reserve(count);
  target.bytes.fill(0, target.length, target.length + count);
  target.length += count;
}

/**
 * Thrift's compact protocol, in which Parquet describes its pages and row groups. Every length is checked before it is
 * used, so that no file can make it loop; a list has no more members than bytes are left, so that whoever keeps something
 * of each member has to ask for what makes it worth its room.
 *
 * @module
 */

/** A struct: whole numbers, booleans (as 0 and 1) and structs, by field id. */
export type Struct = Map<number, number | Struct>;

const MAX_NESTING = 8;

/** Kinds of values, as far as they are told apart here. */
export const THRIFT = { true: 1, false: 2, binary: 8, list: 9, struct: 12 } as const;

/**
 * Says that a Parquet file is not what it should be.
 *
 * @param reason What is wrong.
 * @returns An error to throw; it never leaves the reader.
 */
export function damaged(reason: string): SyntaxError {
  return new SyntaxError(reason);
}

/** Reads values from bytes, never beyond their end. */
export class ThriftCursor {
  /**
   * @param bytes What is read.
   * @param at First byte that is read.
   */
  constructor(readonly bytes: Uint8Array, public at: number) {}

  /** Reads a byte. */
  byte(): number {
    if (this.at >= this.bytes.length) {
      throw damaged("a description is cut off");
    }
    return this.bytes[this.at++]!;
  }

  /** Reads a whole number of no sign. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw damaged("a number in a description is too long");
  }

  /** Reads a whole number. */
  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /**
   * Passes bytes over.
   *
   * @param count Their number.
   */
  skip(count: number): void {
    if (count > this.bytes.length - this.at) {
      throw damaged("a description is cut off");
    }
    this.at += count;
  }

  /**
   * Reads the numbers and structs of a struct; other fields are passed over.
   *
   * @param level How deep it lies in others.
   * @returns Its fields.
   */
  struct(level: number): Struct {
    const fields: Struct = new Map();
    this.fields(level, (id, type) => {
      switch (type) {
        case THRIFT.true:
        case THRIFT.false:
          fields.set(id, type === THRIFT.true ? 1 : 0);
          break;
        case 3:
          fields.set(id, this.byte());
          break;
        case 4:
        case 5:
        case 6:
          fields.set(id, this.zigzag());
          break;
        case THRIFT.struct:
          fields.set(id, this.struct(level + 1));
          break;
        default:
          this.pass(type, level);
      }
    });
    return fields;
  }

  /**
   * Reads the fields of a struct.
   *
   * @param level How deep it lies in others.
   * @param take Takes a field by its id and the kind of its value, and reads the value or passes it over.
   */
  fields(level: number, take: (id: number, type: number) => void): void {
    if (level > MAX_NESTING) throw damaged("a description nests too deep");
    let id = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      id = head >> 4 === 0 ? this.zigzag() : id + (head >> 4);
      take(id, head & 15);
    }
  }

  /**
   * Reads the head of a list.
   *
   * @returns The kind of its members, and their number.
   */
  list(): { readonly type: number; readonly count: number } {
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    // Each takes a byte at least.
    if (count > this.bytes.length - this.at) throw damaged("a list ends behind its file");
    return { type: head & 15, count };
  }

  /**
   * Passes a value over.
   *
   * @param type Its kind.
   * @param level How deep its struct lies in others.
   */
  pass(type: number, level: number): void {
    switch (type) {
      case THRIFT.true:
      case THRIFT.false:
        return;
      case 3:
        return this.skip(1);
      case 4:
      case 5:
      case 6:
        this.varint();
        return;
      case 7:
        return this.skip(8);
      case THRIFT.binary:
        return this.skip(this.varint());
      case THRIFT.list:
      case 10: {
        const { type: member, count } = this.list();
        for (let at = 0; at < count; at++) {
          // Truth values that are members take a byte each.
          if (member <= THRIFT.false) this.skip(1);
          else this.pass(member, level + 1);
        }
        return;
      }
      case THRIFT.struct:
        return this.fields(level + 1, (_id, inner) => this.pass(inner, level + 1));
      default:
        throw damaged(`a description holds a value of the unknown type ${type}`);
    }
  }
}

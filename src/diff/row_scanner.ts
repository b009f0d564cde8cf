/**
 * Turns rows into records of hashes, a word for each field, and counts the values on the way.
 *
 * @module
 */
import { readId } from "../core/read_id.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import { readBoolean, readDay, readDecimal, readInteger } from "../validate/cell_values.ts";
import { finishHash, hashBytes, mixHash } from "../validate/hash.ts";
import type { RecordStream } from "../validate/record_store.ts";
import { NumberSummary, WordSummary } from "./field_summary.ts";
import type { FieldShape } from "./shape.ts";
import type { FieldValues } from "./shift.ts";

/** Words of a record before those of its fields: hash of the key (two words), number of the row. */
export const RECORD_HEAD = 3;

/** Hash of a cell without a value. */
const NULL_HASH = 0x5bd1e995 | 0;

/** First states of the hashes of numbers and identifiers. */
const NUMBER_SEED = 0x51ed270b | 0;
const ID_SEED = 1;

/** First state of the second hash of a key. */
const KEY_SEED = 0x2545f491 | 0;

const numberRoom = new Float64Array(1);
const halves = new Int32Array(numberRoom.buffer);
const idRoom = new Int32Array(4);

function hashNumber(value: number, seed: number): number {
  // A negative zero is the same value.
  numberRoom[0] = value + 0;
  return finishHash(mixHash(mixHash(seed, halves[0]!), halves[1]!));
}

/** The hash of the identifier that was read last. */
function hashId(seed: number): number {
  const ab = mixHash(mixHash(seed, idRoom[0]!), idRoom[1]!);
  return finishHash(mixHash(mixHash(ab, idRoom[2]!), idRoom[3]!));
}

type CellReader = (bytes: Uint8Array, start: number, end: number) => number;

/** How the values of a field are read as numbers; those it gives NaN for are taken as text. */
function readerOf({ kind, scale }: FieldShape): CellReader | undefined {
  switch (kind) {
    case "integer":
      return readInteger;
    case "decimal":
      return (bytes, start, end) => readDecimal(bytes, start, end, scale);
    case "day":
      return readDay;
    case "boolean":
      return readBoolean;
    default:
      return undefined;
  }
}

/** A field while rows go by. */
interface OpenField {
  readonly shape: FieldShape;
  readonly place: number;
  readonly read: CellReader | undefined;
  readonly isId: boolean;
  readonly numbers: NumberSummary | undefined;
  readonly words: WordSummary | undefined;
  nulls: number;
  filled: number;
}

/** The second hash of a key: of its value, as the first one is. */
function hashKey({ read, isId }: OpenField, bytes: Uint8Array, start: number, end: number): number {
  const value = read === undefined ? NaN : read(bytes, start, end);
  if (value === value) return hashNumber(value, KEY_SEED);
  if (isId && readId(bytes, start, end, idRoom, 0)) return hashId(KEY_SEED);
  return hashBytes(bytes, start, end, KEY_SEED);
}

/**
 * Reads the rows of one side. Equal values have equal hashes in every format; hashes are of fixed seeds, so that
 * two runs say the same. Two different values of a field have one hash with odds of 1 in 4 billion.
 */
export class RowScanner {
  /** Rows seen. */
  count = 0;
  /** Rows without a key. */
  keyless = 0;
  readonly #fields: readonly OpenField[];
  readonly #keyPlace: number;
  readonly #stream: RecordStream;
  readonly #words: Uint32Array;

  /**
   * @param fields The fields that are compared, in the order of the cells.
   * @param stream Takes the records: {@link RECORD_HEAD} words and one a field.
   */
  constructor(fields: readonly FieldShape[], stream: RecordStream) {
    this.#stream = stream;
    this.#keyPlace = fields.findIndex(({ isKey }) => isKey);
    this.#words = new Uint32Array(512 * stream.width);
    this.#fields = fields.map((shape, place): OpenField => {
      const isCounted = !shape.isKey && !shape.isReference && shape.kind !== "id";
      const isNumber = shape.kind === "integer" || shape.kind === "decimal" || shape.kind === "day";
      return {
        ...{ shape, place, read: readerOf(shape), isId: shape.kind === "id" },
        numbers: isCounted && isNumber ? new NumberSummary(shape.scale) : undefined,
        words: isCounted && !isNumber ? new WordSummary() : undefined,
        ...{ nulls: 0, filled: 0 },
      };
    });
  }

  /**
   * Takes rows.
   *
   * @param block The rows; nothing of them is kept.
   */
  take(block: RowBlock): void {
    const { width: stride } = this.#stream;
    const { count, width, kinds, starts, ends, bytes } = block;
    const words = this.#words;
    for (let from = 0; from < count; from += 512) {
      const rows = Math.min(512, count - from);
      for (const field of this.#fields) {
        this.#takeField(field, block, from, rows);
      }
      for (let row = 0; row < rows; row++) {
        const at = row * stride;
        words[at + 2] = block.start + from + row;
        if (this.#keyPlace === -1) {
          // Without a key, a row is what it holds.
          let [a, b] = [KEY_SEED, NULL_HASH];
          for (let word = RECORD_HEAD; word < stride; word++) {
            a = mixHash(a, words[at + word]!);
            b = mixHash(b, words[at + word]! ^ KEY_SEED);
          }
          words[at] = finishHash(a);
          words[at + 1] = b;
          continue;
        }
        const cell = (from + row) * width + this.#keyPlace;
        const hash = words[at + RECORD_HEAD + this.#keyPlace]!;
        const isKeyless = kinds[cell] === CELL.absent || kinds[cell] === CELL.null;
        if (isKeyless) this.keyless++;
        words[at] = finishHash(hash);
        words[at + 1] = isKeyless
          ? KEY_SEED
          : hashKey(this.#fields[this.#keyPlace]!, bytes, starts[cell]!, ends[cell]!);
      }
      this.#stream.append(words, rows * stride);
    }
    this.count += count;
  }

  /** Hashes and counts the cells of a field. */
  #takeField(field: OpenField, block: RowBlock, from: number, rows: number): void {
    const { width: stride } = this.#stream;
    const { width, kinds, starts, ends, bytes } = block;
    const { place, read, isId, numbers, words } = field;
    const hashes = this.#words;
    let nulls = 0;
    for (let row = 0; row < rows; row++) {
      const cell = (from + row) * width + place;
      const kind = kinds[cell]!;
      const to = row * stride + RECORD_HEAD + place;
      if (kind === CELL.absent || kind === CELL.null) {
        nulls++;
        hashes[to] = NULL_HASH;
        continue;
      }
      const start = starts[cell]!;
      const end = ends[cell]!;
      let hash: number;
      if (read !== undefined) {
        const value = read(bytes, start, end);
        if (value === value) {
          hash = hashNumber(value, NUMBER_SEED);
          numbers?.add(value);
        } else hash = finishHash(hashBytes(bytes, start, end));
      } else if (isId && readId(bytes, start, end, idRoom, 0)) {
        hash = hashId(ID_SEED);
      } else hash = finishHash(hashBytes(bytes, start, end));
      words?.add(hash, bytes, start, end);
      hashes[to] = hash;
    }
    field.nulls += nulls;
    field.filled += rows - nulls;
  }

  /**
   * What was counted of each field.
   *
   * @returns In the order of the fields.
   */
  values(): FieldValues[] {
    return this.#fields.map(({ nulls, filled, numbers, words }) => ({
      ...{ nulls, filled },
      ...(numbers === undefined ? {} : { numbers }),
      ...(words === undefined ? {} : { words }),
    }));
  }
}

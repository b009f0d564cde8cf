/**
 * Changes cells of a batch. The batch's own arrays may be other columns' too, and are filled again: a column that
 * is changed is a copy.
 *
 * @module
 */
import {
  type Batch,
  type Column,
  type IdWords,
  parseDay,
  type TextColumn,
  type WordColumn,
} from "../core/batch.ts";
import { partOf } from "../core/batch_part.ts";
import { SLACK_BYTES } from "../core/buffer.ts";
import type { DefectValue } from "../core/defect.ts";
import type { Entity, Field } from "../core/entity.ts";
import { keyPlace } from "./_accounts.ts";
import type { Writing } from "./_planting.ts";

const encoder = new TextEncoder();

/** Form of a text that writers copy unread. */
const PLAIN = /^[A-Za-z0-9 .\/:_@+#()-]+$/;

interface CellChange {
  readonly at: number;
  readonly value: DefectValue;
}

/**
 * Applies what was written to the rows of a batch.
 *
 * @param batch The batch; it is not changed.
 * @param writings What was written to its rows.
 * @returns Its rows with the changes: one batch, or several one behind the other.
 */
export function applyWritings(batch: Batch, writings: readonly Writing[]): Batch[] {
  const { entity, count } = batch;
  const cells = new Map<number, CellChange[]>();
  const repeats = new Map<number, DefectValue | undefined>();
  const special: Writing[] = [];
  for (const writing of writings) {
    const { row: { at }, change, field, value } = writing;
    if (change === "repeat") repeats.set(at, value);
    if (change === "text" || change === "shift") special.push(writing);
    if (change !== "cell") continue;
    const place = entity.fields.findIndex(({ name }) => name === field);
    if (place === -1) throw new TypeError(`${entity.plural} have no field "${field}"`);
    const list = cells.get(place) ?? [];
    list.push({ at, value: value! });
    cells.set(place, list);
  }
  const columns = batch.columns.map((column, place) => {
    const changes = cells.get(place);
    return changes === undefined
      ? column
      : changeColumn(entity.fields[place]!, column, count, changes);
  });
  let whole: Batch = { ...batch, columns };
  if (repeats.size > 0) {
    const rows = Array.from(
      { length: count },
      (_, row) => repeats.has(row) ? [row, row] : [row],
    ).flat();
    const place = keyPlace(entity);
    const keys = rows.flatMap((row, at): CellChange[] => {
      const key = rows[at - 1] === row ? repeats.get(row) : undefined;
      return key === undefined ? [] : [{ at, value: key }];
    });
    whole = {
      ...batch,
      count: rows.length,
      columns: columns.map((column, at) => {
        const gathered = gather(column, rows);
        return at === place && keys.length > 0
          ? changeColumn(entity.fields[at]!, gathered, rows.length, keys)
          : gathered;
      }),
    };
  }
  if (special.length === 0) return [whole];
  return cutPieces(whole, special, [...repeats.keys()]);
}

/** Parts a batch at the rows whose form is not that of the entity. */
function cutPieces(
  batch: Batch,
  special: readonly Writing[],
  repeats: readonly number[],
): Batch[] {
  const pieces: Batch[] = [];
  let next = 0;
  const take = (end: number) => {
    if (end > next) pieces.push(partOf(batch, next, end));
    next = end;
  };
  const before = (at: number) => repeats.filter((row) => row < at).length;
  for (const writing of special.toSorted((a, b) => a.row.at - b.row.at)) {
    const at = writing.row.at + before(writing.row.at);
    take(at);
    const one = partOf(batch, at, at + 1);
    pieces.push(writing.change === "shift" ? shiftRow(one) : writeText(one, writing));
    next = at + 1;
  }
  take(batch.count);
  return pieces;
}

const variants = new WeakMap<Entity, Map<string, Entity>>();

/** Another form of an entity: always the same object, for writers keep what they derive from it. */
function variantOf(entity: Entity, name: string, make: () => Entity): Entity {
  const known = variants.get(entity) ?? new Map<string, Entity>();
  variants.set(entity, known);
  const variant = known.get(name) ?? make();
  known.set(name, variant);
  return variant;
}

function oneText(text: string): TextColumn {
  const encoded = encoder.encode(text);
  const bytes = new Uint8Array(encoded.length + SLACK_BYTES);
  bytes.set(encoded);
  return { kind: "text", bytes, offsets: Int32Array.of(0, encoded.length) };
}

function writeText(batch: Batch, { field, value }: Writing): Batch {
  const { entity } = batch;
  const place = entity.fields.findIndex(({ name }) => name === field);
  const variant = variantOf(entity, `text ${field}`, () => ({
    ...entity,
    fields: entity.fields.map((own, at): Field =>
      at === place ? { name: own.name, kind: "text", description: own.description } : own
    ),
  }));
  const columns = batch.columns.map((column, at) => at === place ? oneText(`${value}`) : column);
  return { ...batch, entity: variant, columns };
}

function shiftRow(batch: Batch): Batch {
  const { entity } = batch;
  const variant = variantOf(entity, "shift", () => ({
    ...entity,
    fields: [
      { name: "shift", kind: "text", description: "Nothing.", nullable: true },
      ...entity.fields,
    ],
  }));
  const empty: TextColumn = { ...oneText(""), validity: Uint8Array.of(0) };
  return { ...batch, entity: variant, columns: [empty, ...batch.columns] };
}

/** Numbers of chosen rows, in an array of the same type. */
function pickNumbers<T extends Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array>(
  from: T,
  rows: readonly number[],
): T {
  const out = new (from.constructor as new (length: number) => T)(rows.length);
  rows.forEach((row, at) => out[at] = from[row]!);
  return out;
}

function gather(column: Column, rows: readonly number[]): Column {
  const validity = column.validity === undefined
    ? {}
    : { validity: pickNumbers(column.validity, rows) };
  switch (column.kind) {
    case "word":
      return { ...column, ...validity, codes: pickNumbers(column.codes, rows) };
    case "id":
      return {
        ...column,
        ...validity,
        values: column.values.map((part) => pickNumbers(part, rows)) as unknown as IdWords,
      };
    case "text":
      return {
        ...joinTexts(
          rows.map((row) => column.bytes.subarray(column.offsets[row]!, column.offsets[row + 1]!)),
        ),
        ...validity,
      };
    default:
      return { ...column, ...validity, values: pickNumbers(column.values, rows) } as Column;
  }
}

function joinTexts(texts: readonly Uint8Array[]): TextColumn {
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, at) => offsets[at + 1] = offsets[at]! + text.length);
  const bytes = new Uint8Array(offsets[texts.length]! + SLACK_BYTES);
  texts.forEach((text, at) => bytes.set(text, offsets[at]));
  return { kind: "text", bytes, offsets };
}

function changeColumn(
  field: Field,
  column: Column,
  count: number,
  changes: readonly CellChange[],
): Column {
  const validity = changeValidity(field, column, count, changes);
  const given = changes.filter(({ value }) => value !== null);
  switch (column.kind) {
    case "word":
      return { ...changeWords(column, count, given), ...validity };
    case "text":
      return { ...changeTexts(field, column, count, given), ...validity };
    case "id": {
      const values = column.values.map((part) => part.slice(0, count)) as unknown as IdWords;
      for (const { at, value } of given) {
        const hex = `${value}`.replaceAll("-", "");
        values.forEach((part, word) => part[at] = parseInt(hex.slice(word * 8, word * 8 + 8), 16));
      }
      return { kind: "id", values, ...validity };
    }
    case "boolean": {
      const values = column.values.slice(0, count);
      for (const { at, value } of given) values[at] = value === true ? 1 : 0;
      return { kind: "boolean", values, ...validity };
    }
    case "day": {
      const values = column.values.slice(0, count);
      for (const { at, value } of given) values[at] = dayOf(field, value);
      return { kind: "day", values, ...validity };
    }
    case "integer":
    case "decimal": {
      const scale = column.kind === "decimal" ? column.scale : 0;
      const numbers = given.map(({ value }) => Math.round(Number(value) * 10 ** scale));
      const isWide = numbers.some((number) => (number | 0) !== number);
      const values = isWide
        ? Float64Array.from(column.values.subarray(0, count))
        : column.values.slice(0, count);
      given.forEach(({ at }, place) => values[at] = numbers[place]!);
      return { ...column, values, ...validity };
    }
  }
}

function dayOf({ name }: Field, value: DefectValue): number {
  const day = parseDay(`${value}`);
  if (day === undefined) throw new TypeError(`"${value}" is no day for field "${name}"`);
  return day;
}

function changeValidity(
  { name, nullable }: Field,
  { validity }: Column,
  count: number,
  changes: readonly CellChange[],
): { readonly validity?: Uint8Array } {
  const hasNull = changes.some(({ value }) => value === null);
  if (hasNull && nullable !== true) throw new TypeError(`field "${name}" can't be null`);
  if (validity === undefined && !hasNull) return {};
  const out = validity?.slice(0, count) ?? new Uint8Array(count).fill(1);
  for (const { at, value } of changes) out[at] = value === null ? 0 : 1;
  return { validity: out };
}

function changeWords(
  column: WordColumn,
  count: number,
  changes: readonly CellChange[],
): WordColumn {
  const words = [...column.words];
  const codes = Int32Array.from(column.codes.subarray(0, count));
  for (const { at, value } of changes) {
    const word = `${value}`;
    const known = words.indexOf(word);
    codes[at] = known === -1 ? words.push(word) - 1 : known;
  }
  return words.length === column.words.length
    ? { ...column, codes }
    : { kind: "word", words, codes };
}

function changeTexts(
  { name, plain }: Field,
  { bytes, offsets }: TextColumn,
  count: number,
  changes: readonly CellChange[],
): TextColumn {
  const texts = Array.from(
    { length: count },
    (_, row) => bytes.subarray(offsets[row]!, offsets[row + 1]!),
  );
  for (const { at, value } of changes) {
    if (plain === true && !PLAIN.test(`${value}`)) {
      throw new TypeError(`"${value}" would have to be escaped, and field "${name}" is plain`);
    }
    texts[at] = encoder.encode(`${value}`);
  }
  return joinTexts(texts);
}

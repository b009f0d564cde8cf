/**
 * The answer key: a row for each cell that a defect changed, and for each row that breaks a rule because of it.
 *
 * @module
 */
import type { Batch, TextColumn } from "../core/batch.ts";
import { SLACK_BYTES } from "../core/buffer.ts";
import { ANSWER, type DefectValue } from "../core/defect.ts";
import type { Entity } from "../core/entity.ts";
import type { Writing } from "./_planting.ts";

const encoder = new TextEncoder();

type Line = readonly (string | null)[];

/**
 * A batch of the answer key.
 *
 * @param writings What was written, a list for each account.
 * @param entities The entities that are in the files.
 * @param start Index of the first row.
 * @returns Rows in the order of the accounts; what follows from a defect stands behind it.
 */
export function makeAnswers(
  writings: readonly (readonly Writing[])[],
  entities: readonly Entity[],
  start: number,
): Batch {
  const made = new Map(entities.map((entity) => [entity.plural, entity]));
  const lines: Line[] = [];
  const follows: number[] = [];
  for (const account of writings) {
    account.forEach((writing, place) => {
      const entity = made.get(writing.row.entity);
      if (entity === undefined) return;
      lines.push(describe(writing, entity));
      follows.push(place === 0 ? 0 : 1);
    });
  }
  const texts = ANSWER.fields.slice(0, -1).map((_, place) =>
    textColumn(lines.map((line) => line[place]!))
  );
  return {
    entity: ANSWER,
    start,
    count: lines.length,
    columns: [...texts, { kind: "boolean", values: Uint8Array.from(follows) }],
  };
}

function describe(
  { defect, row, change, field, value, rule, also }: Writing,
  entity: Entity,
): Line {
  const key = entity.fields.find((own) => own.key === true)?.name;
  const own = entity.fields.find(({ name }) => name === field);
  const show = (given: DefectValue | undefined) =>
    given === null || given === undefined
      ? null
      : own?.kind === "decimal" && typeof given === "number"
      ? given.toFixed(own.scale)
      : `${given}`;
  const was = field === undefined ? undefined : row.values[field];
  return [
    defect.code,
    rule ?? null,
    defect.check,
    row.entity,
    key === undefined ? "" : `${row.values[key]}`,
    field ?? null,
    show(was),
    change === undefined ? show(was) : show(value),
    also.length === 0 ? null : also.join(","),
  ];
}

function textColumn(texts: readonly (string | null)[]): TextColumn {
  const encoded = texts.map((text) => encoder.encode(text ?? ""));
  const offsets = new Int32Array(texts.length + 1);
  encoded.forEach((bytes, at) => offsets[at + 1] = offsets[at]! + bytes.length);
  const bytes = new Uint8Array(offsets[texts.length]! + SLACK_BYTES);
  encoded.forEach((text, at) => bytes.set(text, offsets[at]));
  return {
    kind: "text",
    bytes,
    offsets,
    validity: Uint8Array.from(texts, (text) => text === null ? 0 : 1),
  };
}

/**
 * The changes of one entity as bytes, chunk by chunk.
 *
 * @module
 */
import { type Batch, columnValue, parseDay } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import { scopeFile } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import { stringifyJson } from "../core/json.ts";
import { scopeRange } from "../core/plan.ts";
import { TOOL_NAME } from "../core/version.ts";
import { findFormat } from "../export/mod.ts";
import type { ChangeFormat, ChangePlan, Operation } from "./change_set.ts";
import { RowLines } from "./row_lines.ts";
import { isSameValue, matchRows } from "./row_match.ts";

const encoder = new TextEncoder();

const DAY_MS = 86_400_000;

/** How many changes of each kind. */
export type ChangeCounts = Record<Operation, number>;

/** A change: its kind, the key as JSON, the fields that differ, the rows where there are such. */
interface Change {
  readonly operation: Operation;
  readonly key: string | number | boolean | null;
  readonly fields: readonly string[];
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** How a format writes changes. */
interface ChangeDialect {
  readonly lineEndBytes: number;
  /** Whether quoted texts may hold line feeds. */
  readonly hasQuotes: boolean;
  /** What opens the file. */
  head(plan: ChangePlan, entity: Entity): string;
  /** Makes the function that writes a change. */
  open(plan: ChangePlan, entity: Entity): (change: Change, target: ByteBuffer) => void;
}

/** First columns of a CSV file of changes; those of the row before and after follow. */
export const CHANGE_COLUMNS = ["op", "ts_ms", "key", "changed_fields"] as const;

const timeOf = (plan: ChangePlan) => parseDay(plan.asOf)! * DAY_MS;

const DIALECTS: Readonly<Record<ChangeFormat, ChangeDialect>> = {
  ndjson: {
    lineEndBytes: 1,
    hasQuotes: false,
    head: () => "",
    open: (plan, entity) => {
      const source = stringifyJson({
        ...{ connector: TOOL_NAME, db: plan.dataset.version, table: entity.plural },
        ...{ since: plan.since, as_of: plan.asOf },
      });
      const keyName = stringifyJson(keyOf(entity).name);
      const [nothing, between, end] = ["null", ',"after":', "}\n"].map((text) =>
        encoder.encode(text)
      ) as [Uint8Array, Uint8Array, Uint8Array];
      return ({ operation, key, fields, before, after }, target) => {
        target.writeText(
          `{"op":"${operation}","ts_ms":${timeOf(plan)},"source":${source},"key":{${keyName}:${
            stringifyJson(key)
          }},"changed_fields":${stringifyJson([...fields])},"before":`,
        );
        target.writeBytes(before ?? nothing);
        target.writeBytes(between);
        target.writeBytes(after ?? nothing);
        target.writeBytes(end);
      };
    },
  },
  csv: {
    lineEndBytes: 2,
    hasQuotes: true,
    head: (_plan, { fields }) => {
      const columns = (prefix: string) => fields.map(({ name }) => `${prefix}_${name}`);
      return `${[...CHANGE_COLUMNS, ...columns("before"), ...columns("after")].join(",")}\r\n`;
    },
    open: (plan, { fields }) => {
      const nothing = encoder.encode(",".repeat(fields.length - 1));
      return ({ operation, key, fields, before, after }, target) => {
        const text = `${key ?? ""}`;
        const shown = /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        target.writeText(`${operation},${timeOf(plan)},${shown},${fields.join(" ")},`);
        target.writeBytes(before ?? nothing);
        target.writeText(",");
        target.writeBytes(after ?? nothing);
        target.writeText("\r\n");
      };
    },
  },
};

/**
 * The field that identifies the rows of an entity.
 *
 * @param entity The entity.
 * @returns Its key; the first field where it says none.
 */
export function keyOf({ fields }: Entity) {
  return fields.find(({ key }) => key === true) ?? fields[0]!;
}

/** A format that is written: the rows of both days in it, and its changes. */
interface OpenFormat {
  readonly format: ChangeFormat;
  readonly before: RowLines;
  readonly after: RowLines;
  readonly write: (change: Change, target: ByteBuffer) => void;
  readonly target: ByteBuffer;
}

/** What a chunk came to. */
export interface ChangeChunk {
  readonly counts: ChangeCounts;
  /** Bytes of each format, in the plan's order; spoiled by the next chunk. */
  readonly bytes: readonly Uint8Array<ArrayBuffer>[];
}

/** Writes the changes of an entity. */
export class ChangeWriter {
  readonly #entity: Entity;
  readonly #keyPlace: number;
  /** Fields whose changes alone make no update. */
  readonly #skipped: ReadonlySet<string>;
  readonly #open: readonly OpenFormat[];

  /**
   * @param plan The change set.
   * @param entity The entity.
   */
  constructor(plan: ChangePlan, entity: Entity) {
    this.#entity = entity;
    this.#keyPlace = entity.fields.indexOf(keyOf(entity));
    this.#skipped = new Set(
      plan.skipsClock ? entity.fields.flatMap((field) => field.isClock ? [field.name] : []) : [],
    );
    this.#open = plan.formats.map((format): OpenFormat => {
      const { openEncoder } = findFormat(format);
      const dialect = DIALECTS[format];
      const lines = () =>
        new RowLines(
          openEncoder!(scopeFile(plan.dataset, scopeRange(plan.to), [entity])),
          dialect.lineEndBytes,
          dialect.hasQuotes,
        );
      return {
        ...{ format, before: lines(), after: lines(), target: new ByteBuffer() },
        write: dialect.open(plan, entity),
      };
    });
  }

  /**
   * What opens the files.
   *
   * @param plan The change set.
   * @param entity The entity.
   * @returns A text for each format, in the plan's order.
   */
  static heads(plan: ChangePlan, entity: Entity): string[] {
    return plan.formats.map((format) => DIALECTS[format].head(plan, entity));
  }

  /**
   * Compares a chunk of accounts on two days.
   *
   * @param a Their rows on the earlier day.
   * @param b Their rows on the later day.
   * @returns The changes.
   */
  compare(a: Batch, b: Batch): ChangeChunk {
    const counts: ChangeCounts = { c: 0, u: 0, d: 0 };
    for (const { before, after, target } of this.#open) {
      before.fill(a);
      after.fill(b);
      target.clear();
    }
    const [first] = this.#open;
    if (first === undefined) return { counts, bytes: [] };
    matchRows(a, b, this.#keyPlace, (i, j) => {
      if (i !== -1 && j !== -1 && isSameLine(first.before, i, first.after, j)) return;
      const operation = i === -1 ? "c" : j === -1 ? "d" : "u";
      const fields = operation === "u" ? this.#changed(a, i, b, j) : [];
      const { size } = this.#skipped;
      if (size > 0 && operation === "u" && fields.every((name) => this.#skipped.has(name))) return;
      counts[operation]++;
      const keys = (j === -1 ? a : b).columns[this.#keyPlace]!;
      const key = columnValue(keys, j === -1 ? i : j);
      for (const { before, after, write, target } of this.#open) {
        write({
          ...{ operation, key, fields },
          before: i === -1 ? undefined : before.line(i),
          after: j === -1 ? undefined : after.line(j),
        }, target);
      }
    });
    return { counts, bytes: this.#open.map(({ target }) => target.written()) };
  }

  #changed(a: Batch, i: number, b: Batch, j: number): string[] {
    return this.#entity.fields
      .filter((_, place) => !isSameValue(a.columns[place]!, i, b.columns[place]!, j))
      .map(({ name }) => name);
  }
}

function isSameLine(a: RowLines, i: number, b: RowLines, j: number): boolean {
  const start = a.starts[i]!;
  const other = b.starts[j]!;
  const length = a.starts[i + 1]! - start;
  if (b.starts[j + 1]! - other !== length) return false;
  const [from, to] = [a.bytes, b.bytes];
  for (let at = 0; at < length; at++) if (from[start + at] !== to[other + at]) return false;
  return true;
}

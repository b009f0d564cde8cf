/**
 * Tables as readers yield them, turned into plain values for comparison.
 *
 * @module
 */
import { join } from "@std/path";
import type { Issue } from "../../src/core/issue.ts";
import type { JsonValue } from "../../src/core/json.ts";
import { CELL, type RowBlock, type TableReader } from "../../src/core/table.ts";
import { withFolder } from "../_folder.ts";

/** A row as text, with null for no value and undefined for an absent cell. */
export type TextRow = (string | null | undefined)[];

/** All that a reader yielded. */
export interface ReadTables {
  readonly rows: Record<string, TextRow[]>;
  readonly lines: Record<string, number[]>;
  readonly values: Record<string, JsonValue>;
  readonly issues: Issue[];
  /** Bytes that were handed to the digest. */
  readonly sizeBytes: number;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function textRow(block: RowBlock, row: number): TextRow {
  return Array.from({ length: block.width }, (_, place) => {
    const cell = row * block.width + place;
    const kind = block.kinds[cell];
    if (kind === CELL.absent) return undefined;
    if (kind === CELL.null) return null;
    return decoder.decode(block.bytes.subarray(block.starts[cell]!, block.ends[cell]!));
  });
}

/** Reads bytes as a file of a reader's format. */
export async function readBytes(
  reader: TableReader,
  bytes: Uint8Array | string,
  fields: Readonly<Record<string, readonly string[]>>,
): Promise<ReadTables> {
  return await withFolder(async (folder) => {
    const path = join(folder, `file.${reader.extension}`);
    if (typeof bytes === "string") await Deno.writeTextFile(path, bytes);
    else await Deno.writeFile(path, bytes);
    return await readTables(reader, path, fields);
  });
}

/** Reads a file. */
export async function readTables(
  reader: TableReader,
  path: string,
  fields: Readonly<Record<string, readonly string[]>>,
): Promise<ReadTables> {
  const result = { rows: {}, lines: {}, values: {}, issues: [], sizeBytes: 0 } as {
    -readonly [K in keyof ReadTables]: ReadTables[K];
  };
  const table = Object.keys(fields)[0]!;
  const events = reader.read({
    path,
    label: "file",
    ...(reader.holds === "entity" ? { table } : {}),
    fields: (name) => Object.hasOwn(fields, name) ? fields[name] : undefined,
    onBytes: (bytes) => void (result.sizeBytes += bytes.length),
  });
  for await (const event of events) {
    if (event.kind === "issue") result.issues.push(event.build());
    else if (event.kind === "value") result.values[event.name] = event.value;
    else if (event.kind === "rows") {
      const { block } = event;
      const rows = result.rows[event.name] ??= [];
      const lines = result.lines[event.name] ??= [];
      if (block.start !== rows.length) throw new RangeError(`block starts at ${block.start}`);
      for (let row = 0; row < block.count; row++) {
        rows.push(textRow(block, row));
        if (block.lines !== undefined) lines.push(block.lines[row]!);
      }
    } else if (event.kind === "end") {
      const count = result.rows[event.name]?.length ?? 0;
      if (event.rowCount !== count) throw new RangeError(`${count} rows, ${event.rowCount} said`);
    }
  }
  return result;
}

/** Codes of issues, each with its line. */
export function codesOf({ issues }: ReadTables): string[] {
  return issues.map(({ code, line }) => line === undefined ? code : `${code}:${line}`);
}

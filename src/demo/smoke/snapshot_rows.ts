/**
 * The first rows of a snapshot, read back from its files with readers that are not the program's own.
 *
 * @module
 */
import { join } from "@std/path";
import type { Entity } from "../../core/entity.ts";
import { EsdhError } from "../../core/error.ts";
import { type JsonValue, parseJson } from "../../core/json.ts";
import type { RowsByEntity } from "./check.ts";

type ReadRow = Record<string, JsonValue>;

/** Bytes of a file that hold at most; larger files are read up to here. */
const MAX_READ_BYTES = 8 * 1024 * 1024;

/**
 * Reads the first rows of each entity: from its CSV where it has one, else from the JSON of the dataset.
 * Where an entity stands in both, the two must agree.
 *
 * @param folder The snapshot.
 * @param entities Its entities.
 * @param slug The dataset's name in file names.
 * @param counts Number of rows to read by plural name; all where none is named.
 * @returns The rows, in file order, by plural name.
 * @throws {EsdhError} FINDINGS if an entity is in no file, or two files disagree.
 */
export async function readSnapshotRows(
  folder: string,
  entities: readonly Entity[],
  slug: string,
  counts: Readonly<Record<string, number>>,
): Promise<RowsByEntity> {
  const whole = await readDataset(join(folder, `dataset_${slug}.json`));
  const rows: Record<string, readonly ReadRow[]> = {};
  for (const entity of entities) {
    const count = counts[entity.plural] ?? Infinity;
    const fromJson = whole?.[entity.plural]?.slice(0, count);
    const fromCsv = await readCsv(join(folder, `${entity.plural}_${slug}.csv`), entity, count);
    const found = fromCsv ?? fromJson;
    if (found === undefined) {
      throw new EsdhError("FINDINGS", `no file of "${folder}" holds ${entity.plural}`, {
        path: folder,
      });
    }
    if (fromCsv !== undefined && fromJson !== undefined) {
      const differing = fromCsv.findIndex((row, index) =>
        JSON.stringify(row) !== JSON.stringify(fromJson[index])
      );
      if (differing >= 0 || fromCsv.length !== fromJson.length) {
        throw new EsdhError(
          "FINDINGS",
          `CSV and JSON of ${entity.plural} differ from row ${
            1 + (differing < 0 ? fromCsv.length : differing)
          } on`,
          { path: folder },
        );
      }
    }
    rows[entity.plural] = found;
  }
  return rows;
}

async function readDataset(path: string): Promise<Record<string, ReadRow[]> | undefined> {
  try {
    // A dataset too large to be held is left to validate, which reads it in pieces.
    if ((await Deno.stat(path)).size > MAX_READ_BYTES * 8) return undefined;
    return parseJson(await Deno.readTextFile(path)) as unknown as Record<string, ReadRow[]>;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function readCsv(
  path: string,
  entity: Entity,
  count: number,
): Promise<ReadRow[] | undefined> {
  const text = await readStart(path);
  if (text === undefined) return undefined;
  const { parse } = await import("@std/csv");
  const records = parse(text.replace(/^\ufeff/, ""), { skipFirstRow: true }).slice(0, count);
  return records.map((record) =>
    Object.fromEntries(entity.fields.map(({ name, kind, nullable }): [string, JsonValue] => {
      const value = record[name] ?? "";
      if (nullable && value === "") return [name, null];
      if (kind === "boolean") return [name, value === "true"];
      return [name, kind === "integer" || kind === "decimal" ? Number(value) : value];
    }))
  );
}

/** The whole lines at the start of a file. */
async function readStart(path: string): Promise<string | undefined> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  using open = file;
  const bytes = new Uint8Array(Math.min(MAX_READ_BYTES, (await open.stat()).size));
  let length = 0;
  for (let part: number | null = 0; part !== null && length < bytes.length; length += part ?? 0) {
    part = await open.read(bytes.subarray(length));
  }
  const text = new TextDecoder().decode(bytes.subarray(0, length));
  return length < MAX_READ_BYTES ? text : text.slice(0, text.lastIndexOf("\n") + 1);
}

/**
 * A Parquet file that is read by the columns that someone wants.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import type { ValueFile } from "../core/value_file.ts";
import { openFile } from "./byte_window.ts";
import { checkGroup, openParquet, readChunk, tellColumn } from "./parquet_file.ts";
import { readColumnValues, type ValueKind, valueKindOf } from "./parquet_values.ts";
import { damaged } from "./thrift.ts";

/**
 * Opens a file. Memory: its description; while a group is read, one column as it stands in the file.
 *
 * @param path The file.
 * @param fields The fields that are wanted.
 * @returns The file; undefined where a field has no column, or one that holds something else than the field says.
 * @throws {EsdhError} IO if it is damaged or can't be read.
 */
export async function openValueFile(
  path: string,
  fields: readonly Field[],
): Promise<ValueFile | undefined> {
  const file = await openFile(path);
  const guard = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (cause) {
      if (cause instanceof EsdhError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EsdhError("IO", `can't read the Parquet file "${path}": ${reason}`, {
        path,
        hint: "the file is cut off or damaged: esdh validate tells where",
        cause,
      });
    }
  };
  try {
    const parquet = await guard(() => openParquet(file, { path }));
    const columns = fields.map((field) => {
      const element = parquet.columns.find(({ name }) => name === field.name);
      const kind = element === undefined ? undefined : valueKindOf(element, field);
      return kind === undefined ? undefined : { element: element!, kind };
    });
    if (columns.includes(undefined)) {
      file.close();
      return undefined;
    }
    const { groups } = parquet;
    return {
      groupRows: groups.map(({ rowCount }) => rowCount),
      readGroup: (place, targets) =>
        guard(async () => {
          const group = groups[place];
          if (group === undefined) throw damaged(`it has no row group ${place}`);
          checkGroup(group);
          const budget = { left: Number.MAX_SAFE_INTEGER, unread: parquet.budget.unread };
          let sizeBytes = 0;
          for (const [at, column] of columns.entries()) {
            const { element, kind } = column as {
              element: typeof parquet.columns[number];
              kind: ValueKind;
            };
            const chunk = await readChunk({ ...parquet, budget }, group, element);
            sizeBytes += chunk.bytes.length;
            tellColumn(element.name, () => readColumnValues(chunk, kind, targets[at]!));
          }
          return sizeBytes;
        }),
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * A Parquet file that is read by the columns that someone wants.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import type { ValueFile } from "../core/value_file.ts";
import { openFile } from "./byte_window.ts";
import {
  checkGroup,
  MAX_GROUP_BYTES,
  openParquet,
  readChunks,
  tellColumn,
} from "./parquet_file.ts";
import { readColumnValues, valueKindOf } from "./parquet_values.ts";
import { damaged } from "./thrift.ts";

/**
 * Opens a file. Memory: its description; while a group is read, 8 MiB of columns as they stand in the file, or one column.
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
  const guard = async <T>(read: () => T | Promise<T>): Promise<T> => {
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
    const parquet = await guard(async () => {
      const opened = await openParquet(file, { path });
      // Who reads makes room for the rows of a group before it is read.
      opened.groups.forEach(checkGroup);
      return opened;
    });
    const columns = fields.map((field) => {
      const element = parquet.columns.find(({ name }) => name === field.name);
      const kind = element === undefined ? undefined : valueKindOf(element, field);
      return kind === undefined ? undefined : { element: element!, kind };
    });
    const found = columns.filter((column) => column !== undefined);
    if (found.length < columns.length) {
      file.close();
      return undefined;
    }
    const { groups } = parquet;
    const elements = found.map(({ element }) => element);
    return {
      groupRows: groups.map(({ rowCount }) => rowCount),
      readGroup: (place, targets) =>
        guard(() => {
          const group = groups[place];
          if (group === undefined) throw damaged(`it has no row group ${place}`);
          const budget = { left: MAX_GROUP_BYTES, unread: parquet.budget.unread };
          let sizeBytes = 0;
          for (const [at, chunk] of readChunks({ ...parquet, budget }, group, elements)) {
            const { element, kind } = found[at]!;
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

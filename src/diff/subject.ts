/**
 * A side of a difference: what it is, what is known of it, and where its rows come from.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import type { Plan } from "../core/plan.ts";
import type { TableEvent } from "../core/table.ts";
import type { TableShape } from "./shape.ts";

/** What a side is. */
export type SubjectKind = "snapshot" | "plan" | "dataset";

/** A place that holds the rows of a table. */
export interface RowSource {
  /** File name, or what makes the rows. */
  readonly label: string;
  /** Name of the format. */
  readonly format: string;
  /** Size of the file; 0 where it is none. */
  readonly sizeBytes: number;
  /** SHA-256 that the manifest claims of the file, where its size is the one that it claims. */
  readonly sha256?: string;
  /** Rows of the table that the manifest claims; absent where all its files hold several tables. */
  readonly rowCount?: number;
  /**
   * Reads the file.
   *
   * @param table The table that is wanted; events of others may come too.
   * @param names Names of the fields, in the order of the cells.
   * @param onBytes Told how many bytes were read.
   */
  read(
    table: string,
    names: readonly string[],
    onBytes?: (count: number) => void,
  ): AsyncIterable<TableEvent>;
}

/** A side. */
export interface Subject {
  readonly kind: SubjectKind;
  /** As it was named on the command line. */
  readonly name: string;
  /** The dataset of this program that it is of; undefined where this program has it not. */
  readonly dataset: Dataset | undefined;
  /** Name and version of the dataset, as the side says them. */
  readonly datasetName: string;
  readonly datasetVersion: string;
  readonly plan: Plan | undefined;
  /** Program that made it: `esdh 0.1.0`. */
  readonly producer: string | undefined;
  /** Whether its rows can be read or made here; a dataset version has none. */
  readonly hasRows: boolean;
  /** Shapes of all tables it has or may have. */
  readonly shapes: ReadonlyMap<string, TableShape>;
  /** Where the rows of each table are, the cheapest to read first. */
  readonly tables: ReadonlyMap<string, readonly RowSource[]>;
  /** What a person should know of how it was read. */
  readonly notes: readonly string[];
}

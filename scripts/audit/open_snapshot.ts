/**
 * A snapshot as tables of DuckDB, beside the reference tables of `data/auto`, and macros for the checks:
 * what looks at the data shares no code with what made it.
 *
 * @module
 */
import { join } from "@std/path";
import { DuckDBInstance } from "@duckdb/node-api";
import { EsdhError } from "../../src/core/error.ts";
import { ROOT } from "../_house.ts";
import { REFERENCE_VIEWS } from "./reference_views.ts";

/** A row as DuckDB gives it: numbers of 64 bits and days as text. */
export type AuditRow = Record<string, unknown>;

/** A snapshot that answers SQL. */
export interface AuditedSnapshot {
  /** Tables of the snapshot: plural names of its entities. */
  readonly entities: readonly string[];
  /** Its manifest. */
  readonly manifest: AuditRow;
  /**
   * Asks.
   *
   * @param sql One query.
   * @returns Its rows.
   */
  query(sql: string): Promise<AuditRow[]>;
  /** Ends the database. */
  close(): void;
}

/** What DuckDB may hold in memory; beyond it, it goes on in files. */
const MEMORY_LIMIT = "6GB";

/** Characters of a VIN by their value in the sum of its check digit (49 CFR 565.15). */
const VIN_VALUES =
  "MAP {'0': 0, '1': 1, '2': 2, '3': 3, '4': 4, '5': 5, '6': 6, '7': 7, '8': 8, '9': 9, " +
  "'A': 1, 'B': 2, 'C': 3, 'D': 4, 'E': 5, 'F': 6, 'G': 7, 'H': 8, 'J': 1, 'K': 2, 'L': 3, " +
  "'M': 4, 'N': 5, 'P': 7, 'R': 9, 'S': 2, 'T': 3, 'U': 4, 'V': 5, 'W': 6, 'X': 7, 'Y': 8, 'Z': 9}";

/** Weights of the 17 places. */
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

const vinSum = VIN_WEIGHTS.map((weight, place) =>
  weight === 0 ? "" : `${weight} * vin_value(substr(vin, ${place + 1}, 1))`
).filter((term) => term !== "").join(" + ");

const MACROS = [
  // The letters in the order of their values, cut into the runs of the standard: A-H 1-8, J-N 1-5, P 7, R 9, S-Z 2-9.
  `CREATE MACRO vin_value(letter) AS (${VIN_VALUES})[letter]`,
  `CREATE MACRO vin_check(vin) AS
     CASE (${vinSum}) % 11 WHEN 10 THEN 'X' ELSE ((${vinSum}) % 11)::VARCHAR END`,
  // 30 years from 1980: A to Y without I, O, Q, U, Z, then 1 to 9.
  `CREATE MACRO vin_year(model_year) AS substr('ABCDEFGHJKLMNPRSTVWXY123456789', ((model_year - 1980) % 30)::INTEGER + 1, 1)`,
  // From where the dataset is drawn: trade, class of licence and marriage are those of this day on every other.
  `CREATE MACRO anchor() AS DATE '2026-01-01'`,
  // Whole years from one day to a later one.
  `CREATE MACRO years_between(first, last) AS date_sub('year', first::DATE, last::DATE)`,
];

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

function listTables(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, isFile } of Deno.readDirSync(folder)) {
    if (isFile && name.endsWith(".csv")) found.set(name.slice(0, -4), join(folder, name));
  }
  return found;
}

async function readManifest(folder: string, files: readonly string[]): Promise<AuditRow> {
  const name = files.find((file) => /^snapshot_manifest_.*\.json$/.test(file));
  if (name === undefined) throw new EsdhError("NOT_FOUND", `no manifest in "${folder}"`);
  return JSON.parse(await Deno.readTextFile(join(folder, name)));
}

/**
 * Opens a snapshot that has an entity a file, in Parquet or CSV.
 *
 * @param folder Its folder.
 * @param entities Plural names of its entities.
 * @returns The snapshot: a view of each entity, and a table for each file of `data/auto`, named `ref_...`, all
 * columns text.
 * @throws {EsdhError} NOT_FOUND if the file of an entity or the manifest is not there.
 */
export async function openAuditedSnapshot(
  folder: string,
  entities: readonly string[],
): Promise<AuditedSnapshot> {
  const spill = Deno.makeTempDirSync({ prefix: "esdh_audit_" });
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: MEMORY_LIMIT,
    temp_directory: spill,
    preserve_insertion_order: "false",
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    Deno.removeSync(spill, { recursive: true });
  };
  const query = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as AuditRow[];
  try {
    for (const macro of MACROS) await query(macro);
    for (const [name, path] of listTables(join(ROOT, "data", "auto"))) {
      await query(
        `CREATE TABLE ref_${name} AS FROM read_csv(${
          quote(path)
        }, header = true, all_varchar = true)`,
      );
    }
    for (const view of REFERENCE_VIEWS) await query(view);
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
    const manifest = await readManifest(folder, files);
    await query(`CREATE MACRO as_of() AS DATE ${quote(`${manifest["as_of"]}`)}`);
    for (const entity of entities) {
      const name = files.find((file) => file.startsWith(`${entity}_`) && file.endsWith(".parquet"));
      if (name === undefined) {
        throw new EsdhError("NOT_FOUND", `no Parquet file of ${entity} in "${folder}"`);
      }
      await query(
        // Read where it lies: what a query does not ask for is not read, and memory holds no table.
        `CREATE VIEW ${entity} AS FROM read_parquet(${quote(join(folder, name))})`,
      );
    }
    return { entities, manifest, query, close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * The Frictionless data package of a snapshot: which file holds which rows, how it is read, and its digest.
 *
 * Only files are in it that readers of data packages can read row by row. The keys are those of version 2 of the
 * standard; `frictionless validate` of version 5 reads them.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { PackageFormat } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import type { FileRecord } from "../core/sink.ts";
import { tableSchema } from "./table_schema.ts";

type JsonObject = { readonly [name: string]: JsonValue };

/** Name of the file. */
export const PACKAGE_PATH = "datapackage.json";

const PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json";

/** A finished file of a snapshot. */
export interface PackagedFile extends FileRecord {
  /** What it holds. */
  readonly entities: readonly Entity[];
  /** Media type of the file. */
  readonly mediaType: string;
  /** How packages name its format; undefined where their readers can't read it. */
  readonly packaging: PackageFormat | undefined;
}

/** What a package says of the snapshot as a whole. */
export interface PackageScope {
  /** The dataset's name in file names. */
  readonly slug: string;
  /** Name of the dataset. */
  readonly dataset: string;
  /** Its version. */
  readonly version: string;
  /** One sentence about it. */
  readonly description: string;
  /** Value of every row's `synthetic_source`. */
  readonly marker: string;
  /** The seed the rows came from. */
  readonly seed: bigint;
  /** Number of accounts. */
  readonly records: number;
}

/**
 * Describes the files of a snapshot.
 *
 * @param scope The dataset and the plan.
 * @param files The data files, in the order they were made.
 * @returns The document; undefined where no file can be in it.
 *
 * @example
 * ```ts
 * import { makeDataPackage } from "./data_package.ts";
 * const scope = { slug: "x", dataset: "x", version: "1", description: "", marker: "", seed: 1n, records: 0 };
 * if (makeDataPackage(scope, []) !== undefined) throw new TypeError();
 * ```
 */
export function makeDataPackage(
  scope: PackageScope,
  files: readonly PackagedFile[],
): JsonObject | undefined {
  const tables = files.flatMap((file): Table[] => {
    const { packaging, entities } = file;
    const [entity] = entities;
    return packaging === undefined || entity === undefined || entities.length > 1
      ? []
      : [{ file, packaging, entity }];
  });
  if (tables.length === 0) return undefined;
  const names = nameTables(tables);
  return {
    $schema: PROFILE,
    name: `esdh-${scope.slug.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-")}`,
    title: `Dataset ${scope.dataset}`,
    description: scope.description,
    version: scope.version,
    keywords: ["synthetic data", "insurance"],
    synthetic_source: scope.marker,
    seed: `${scope.seed}`,
    records: scope.records,
    resources: tables.map((table) => describeTable(table, tables, names)),
  };
}

/** A file with the rows of one entity. */
interface Table {
  readonly file: PackagedFile;
  readonly packaging: PackageFormat;
  readonly entity: Entity;
}

/** How a format is told from the others: its name and how it is packed. */
function kindOf({ format, compression }: PackageFormat): string {
  return compression === undefined ? format : `${format}-${compression}`;
}

/** The first file of an entity is named like it, any further one also like its format. */
function nameTables(tables: readonly Table[]): ReadonlyMap<Table, string> {
  const names = new Map<Table, string>();
  const taken = new Set<string>();
  for (const table of tables) {
    const { plural } = table.entity;
    const name = taken.has(plural) ? `${plural}-${kindOf(table.packaging)}` : plural;
    taken.add(name);
    names.set(table, name);
  }
  return names;
}

function describeTable(
  table: Table,
  tables: readonly Table[],
  names: ReadonlyMap<Table, string>,
): JsonObject {
  const { file, packaging, entity } = table;
  // A reference stays among the files of one format, where that has the rows it needs.
  const resourceOf = (plural: string) => {
    const holders = tables.filter((other) => other.entity.plural === plural);
    const near = holders.find((other) => kindOf(other.packaging) === kindOf(packaging));
    const holder = near ?? holders[0];
    return holder === undefined ? undefined : names.get(holder);
  };
  return {
    name: names.get(table)!,
    type: "table",
    title: entity.plural,
    description: entity.description,
    path: file.path,
    scheme: "file",
    format: packaging.format,
    mediatype: file.mediaType.split(";")[0]!,
    encoding: "utf-8",
    ...(packaging.compression === undefined ? {} : { compression: packaging.compression }),
    bytes: file.sizeBytes,
    hash: `sha256:${file.sha256}`,
    ...(packaging.dialect === undefined ? {} : { dialect: packaging.dialect }),
    schema: tableSchema(entity, resourceOf),
  };
}

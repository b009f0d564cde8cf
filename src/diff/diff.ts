/**
 * Two sides to their difference.
 *
 * @module
 */
import { planDigest } from "../core/plan.ts";
import { comparePlans, type PlanChange } from "./plan_change.ts";
import type { TableShape } from "./shape.ts";
import { compareOptions, compareShapes, type SchemaChange } from "./schema_change.ts";
import type { RowSource, Subject } from "./subject.ts";
import { diffTable, type TableDiff, unreadTable } from "./table_diff.ts";

/** A difference: a function of the two sides and the options alone. */
export interface Difference {
  readonly a: Subject;
  readonly b: Subject;
  /** Whether schema and rows are the same; of sides whose rows are not compared, schema and plans. */
  readonly isEqual: boolean;
  readonly reasons: readonly PlanChange[];
  readonly schema: readonly SchemaChange[];
  /** Tables of either side; none where a side is a dataset version. */
  readonly tables: readonly TableDiff[];
  /** Whether rows were to be compared. */
  readonly hasRows: boolean;
  readonly notes: readonly string[];
}

/** How sides are compared. */
export interface DiffOptions {
  /** Samples of each kind. Default 5. */
  readonly maxSamples?: number;
  /** Read rows. Default true. */
  readonly comparesRows?: boolean;
  /** Read files too whose digests are equal. Default false. */
  readonly readsAll?: boolean;
  /** Bytes of records of rows that are held in memory. Default 96 MiB. */
  readonly budgetBytes?: number;
  readonly signal?: AbortSignal;
  /** Told how many bytes are read, of how many; the total is 0 where it is not known. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** Samples of each kind where no other number is given. */
export const DEFAULT_SAMPLES = 5;

const DEFAULT_BUDGET_BYTES = 96 * 1024 * 1024;

const PROGRESS_INTERVAL_MS = 100;

/** Where the rows of a table are read from. */
interface Pair {
  readonly name: string;
  readonly a: RowSource | undefined;
  readonly b: RowSource | undefined;
  /** Whether the manifests say that both files have the same bytes. */
  readonly isSame: boolean;
}

/** Prefers files that are the same, else the first that each side has. */
function pairTable(name: string, a: Subject, b: Subject): Pair {
  const [sourcesA, sourcesB] = [a.tables.get(name) ?? [], b.tables.get(name) ?? []];
  for (const source of sourcesA) {
    const same = sourcesB.find((other) =>
      other.sha256 !== undefined && other.sha256 === source.sha256 && other.format === source.format
    );
    if (same !== undefined) return { name, a: source, b: same, isSame: true };
  }
  return { name, a: sourcesA[0], b: sourcesB[0], isSame: false };
}

/**
 * Compares two sides.
 *
 * @param a The first side: what was.
 * @param b The second: what is.
 * @param options Samples, memory, signal, progress.
 * @returns The difference.
 * @throws {EsdhError} IO if a file can't be read; INTERRUPTED if the signal says so.
 */
export async function diffSubjects(
  a: Subject,
  b: Subject,
  options: DiffOptions = {},
): Promise<Difference> {
  const reasons = comparePlans(a, b);
  const isSchemaOnly = a.kind === "dataset" || b.kind === "dataset";
  const hasRows = a.hasRows && b.hasRows && (options.comparesRows ?? true);
  const schema = [
    ...compareShapes(schemaShapes(a, b), schemaShapes(b, a)),
    ...(isSchemaOnly && a.dataset !== undefined && b.dataset !== undefined
      ? compareOptions(a.dataset.options, b.dataset.options)
      : []),
  ];
  const names = [...new Set([...a.tables.keys(), ...b.tables.keys()])];
  const pairs = hasRows ? names.map((name) => pairTable(name, a, b)) : [];
  const tables = await diffPairs(pairs, a, b, options);
  const areRowsEqual = tables.every(({ status }) => status === "equal");
  const notes = [
    ...a.notes.map((note) => `A: ${note}`),
    ...b.notes.map((note) => `B: ${note}`),
    ...tellUnexplained(a, b, reasons, tables),
  ];
  return {
    ...{ a, b, reasons, schema, tables, hasRows, notes },
    isEqual: schema.length === 0 && (hasRows ? areRowsEqual : reasons.length === 0),
  };
}

/** Of a dataset version, only what the other side has is compared: what was not asked for is no change. */
function schemaShapes(own: Subject, other: Subject): ReadonlyMap<string, TableShape> {
  if (own.kind !== "dataset" || other.kind === "dataset") return own.shapes;
  return new Map([...own.shapes].filter(([name]) => other.shapes.has(name)));
}

/** Says so where the plans do not explain a difference. */
function tellUnexplained(
  a: Subject,
  b: Subject,
  reasons: readonly PlanChange[],
  tables: readonly TableDiff[],
): string[] {
  const differ = tables.filter(({ status }) => status === "different");
  if (differ.length === 0 || a.plan === undefined || b.plan === undefined) return [];
  if (reasons.some(({ changesRows }) => changesRows)) return [];
  const tools = reasons.some(({ part }) => part === "tool");
  return [
    tools
      ? "the plans make the same rows, and these differ: the versions of the program, or a change of the files after they were made"
      : "the plans make the same rows, and these differ: files were changed after they were made (esdh validate DIR --remake finds which)",
  ];
}

async function diffPairs(
  pairs: readonly Pair[],
  a: Subject,
  b: Subject,
  options: DiffOptions,
): Promise<TableDiff[]> {
  const { readsAll = false, signal } = options;
  const areSamePlans = a.kind === "plan" && b.kind === "plan" && a.plan !== undefined &&
    b.plan !== undefined && planDigest(a.plan) === planDigest(b.plan);
  const isRead = ({ a, b, isSame }: Pair) =>
    a !== undefined && b !== undefined && (readsAll || !(isSame || areSamePlans));
  const total = pairs.filter(isRead)
    .reduce((sum, pair) => sum + pair.a!.sizeBytes + pair.b!.sizeBytes, 0);
  let done = 0;
  let told = 0;
  const onBytes = (count: number) => {
    done += count;
    const now = performance.now();
    if (options.onProgress === undefined || now - told < PROGRESS_INTERVAL_MS) return;
    told = now;
    options.onProgress(done, Math.max(total, done));
  };
  const tables: TableDiff[] = [];
  for (const pair of pairs) {
    const { name } = pair;
    const sources = [pair.a, pair.b] as const;
    signal?.throwIfAborted();
    if (pair.a === undefined || pair.b === undefined) {
      const status = pair.a === undefined ? "only-b" : "only-a";
      const counted = await countRows(pair, status === "only-a" ? a : b);
      tables.push(unreadTable(name, status, "none", [
        pair.a && { ...pair.a, ...counted },
        pair.b && { ...pair.b, ...counted },
      ]));
    } else if (!isRead(pair)) {
      tables.push(unreadTable(name, "equal", areSamePlans ? "plan" : "digest", sources));
    } else {
      tables.push(
        await diffTable(
          { shape: a.shapes.get(name)!, source: pair.a },
          { shape: b.shapes.get(name)!, source: pair.b },
          {
            maxSamples: options.maxSamples ?? DEFAULT_SAMPLES,
            budgetBytes: options.budgetBytes ?? DEFAULT_BUDGET_BYTES,
            ...(signal === undefined ? {} : { signal }),
            onBytes,
          },
        ),
      );
    }
  }
  return tables;
}

/** Number of rows of a table that one side has. */
async function countRows(pair: Pair, side: Subject): Promise<{ rowCount?: number }> {
  const source = pair.a ?? pair.b!;
  if (source.rowCount !== undefined) return {};
  const key = side.shapes.get(pair.name)?.fields[0]?.name ?? "";
  let rowCount = 0;
  for await (const event of source.read(pair.name, [key])) {
    if (event.kind === "rows" && event.name === pair.name) rowCount += event.block.count;
  }
  return { rowCount };
}

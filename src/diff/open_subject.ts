/**
 * Opens a side of a difference: a folder, a file with a plan, or the name of a dataset.
 *
 * @module
 */
import { basename, join } from "@std/path";
import { detectDataset, openSnapshot } from "../check/open_snapshot.ts";
import type { Dataset } from "../core/dataset.ts";
import { EsdhError } from "../core/error.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import { type Plan, planDigest, planFromJson } from "../core/plan.ts";
import { manifestDigest } from "../core/manifest.ts";
import type { FoundFile } from "../core/snapshot_file.ts";
import { describeNames } from "../core/suggest.ts";
import type { ByteSource, ReadScope } from "../core/table.ts";
import { DATASETS } from "../datasets/mod.ts";
import { csvReader } from "../import/csv.ts";
import { listFolder, readJsonFile, readPendingNames } from "../import/folder.ts";
import { checkPlan } from "../plan_check.ts";
import { PACKAGE_PATH } from "../schema/data_package.ts";
import { streamEntity } from "../stream.ts";
import { memberOf } from "../validate/facts.ts";
import { shapeOfEntity, shapesOfPackage, type TableShape } from "./shape.ts";
import type { RowSource, Subject } from "./subject.ts";

/**
 * Opens a side.
 *
 * @param name A path, or else a dataset or a dataset's version: `auto`, `auto@1`, `v0.1`.
 * @param signal Ends its reading early.
 * @returns The side; no row of it is read.
 * @throws {EsdhError} NOT_FOUND if there is neither such a path nor such a dataset; NOT_A_SNAPSHOT if a folder holds
 * no snapshot or an unfinished one; INVALID_PLAN if a file holds no plan; IO if the system refuses.
 */
export async function openSubject(name: string, signal?: AbortSignal): Promise<Subject> {
  const stat = await Deno.stat(name).catch((cause: unknown) => {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw new EsdhError("IO", `can't look at "${name}": ${messageOf(cause)}`, {
      path: name,
      hint: "check that you may read it",
      cause,
    });
  });
  if (stat === undefined) return openDataset(name);
  return stat.isDirectory ? await openFolder(name, signal) : await openPlanFile(name, signal);
}

const messageOf = (cause: unknown) => cause instanceof Error ? cause.message : String(cause);

function shapesOf(dataset: Dataset | undefined): Map<string, TableShape> {
  return new Map(
    (dataset?.entities ?? []).map((entity) => [entity.plural, shapeOfEntity(entity)]),
  );
}

function openDataset(name: string): Subject {
  const dataset = DATASETS.find((member) => member.version === name || member.name === name);
  if (dataset === undefined) {
    const names = [...new Set(DATASETS.flatMap((member) => [member.name, member.version]))];
    throw new EsdhError(
      "NOT_FOUND",
      `"${name}" is no folder, no file and no dataset version that this program has`,
      { hint: `give the path of a snapshot or plan, or a dataset: ${describeNames(name, names)}` },
    );
  }
  return {
    ...{ kind: "dataset", name, dataset, datasetName: dataset.name },
    datasetVersion: dataset.version,
    ...{ plan: undefined, producer: undefined, shapes: shapesOf(dataset) },
    ...{ tables: new Map(), notes: [], hasRows: false },
  };
}

function datasetOf(plan: Plan): Dataset | undefined {
  return DATASETS.find(({ name, version }) => name === plan.dataset && version === plan.version);
}

function producerOf(value: JsonValue | undefined): string | undefined {
  const tool = memberOf(value, "esdh.tool");
  const [name, version] = [memberOf(tool, "name"), memberOf(tool, "version")];
  return typeof name === "string" && typeof version === "string" ? `${name} ${version}` : undefined;
}

async function openPlanFile(path: string, signal: AbortSignal | undefined): Promise<Subject> {
  const { value, problem } = await readJsonFile(join(path, ".."), basename(path));
  if (value === undefined) {
    throw new EsdhError("INVALID_PLAN", `can't read a plan from "${path}": ${problem}`, {
      path,
      hint: "give a plan file, the manifest of a snapshot, a folder, or a dataset version",
    });
  }
  // What `generate --json` prints has the plan as a member.
  const isPrinted = isJsonObject(value) && isJsonObject(value["plan"]) && !("esdh" in value);
  const plan = planFromJson(isPrinted ? value["plan"]! : value, path);
  return openPlan(path, plan, producerOf(value), tellChanges(value, plan), signal);
}

/** Says where a manifest does not carry the digests of what it holds. */
function tellChanges(value: JsonValue, plan: Plan): string[] {
  if (!isJsonObject(value) || !isJsonObject(value["esdh"])) return [];
  const { plan_digest: planned, manifest_digest: whole } = value["esdh"];
  return planned === planDigest(plan) && whole === manifestDigest(value)
    ? []
    : ["the manifest was changed after it was made: its digests do not match"];
}

function openPlan(
  name: string,
  plan: Plan,
  producer: string | undefined,
  told: readonly string[],
  signal: AbortSignal | undefined,
): Subject {
  const dataset = datasetOf(plan);
  const notes = [...told];
  let isMakeable = dataset !== undefined;
  try {
    checkPlan(plan);
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    isMakeable = false;
    notes.push(`its rows can't be made here: ${error.message}`);
  }
  if (isMakeable && plan.defects !== undefined) {
    isMakeable = false;
    notes.push("its rows hold planted defects, which only a snapshot has: make it to compare rows");
  }
  const planned = new Set(plan.outputs.flatMap(({ entities }) => entities));
  const tables = new Map<string, RowSource[]>();
  for (const { plural } of isMakeable ? dataset!.entities : []) {
    if (planned.has(plural)) tables.set(plural, [planSource(plan, plural, signal)]);
  }
  return {
    ...{ kind: "plan", name, dataset, datasetName: plan.dataset, datasetVersion: plan.version },
    ...{ plan, producer, tables, notes, hasRows: isMakeable },
    shapes: new Map([...shapesOf(dataset)].filter(([plural]) => planned.has(plural))),
  };
}

/** Rows that are made while they are read. */
function planSource(plan: Plan, entity: string, signal: AbortSignal | undefined): RowSource {
  return {
    label: "made from the plan",
    format: csvReader.name,
    sizeBytes: 0,
    read: (table, names, onBytes) => {
      const scope: ReadScope = {
        ...{ path: "", label: "made from the plan", table },
        fields: (name) => name === table ? names : undefined,
        openSource: () => Promise.resolve(streamSource(plan, entity, onBytes)),
        ...(signal === undefined ? {} : { signal }),
      };
      return csvReader.read(scope);
    },
  };
}

function streamSource(
  plan: Plan,
  entity: string,
  onBytes: ((count: number) => void) | undefined,
): ByteSource {
  const pieces = streamEntity(plan, entity, csvReader.name);
  let piece = new Uint8Array(0);
  return {
    read(room) {
      while (piece.length === 0) {
        const next = pieces.next();
        if (next.done) return Promise.resolve(null);
        piece = next.value;
      }
      const count = Math.min(room.length, piece.length);
      room.set(piece.subarray(0, count));
      piece = piece.subarray(count);
      onBytes?.(count);
      return Promise.resolve(count);
    },
    close: () => void pieces.return(undefined),
  };
}

async function openFolder(folder: string, signal: AbortSignal | undefined): Promise<Subject> {
  const found = await listFolder(folder);
  if (await readPendingNames(folder) !== undefined) {
    throw new EsdhError("NOT_A_SNAPSHOT", `the snapshot in "${folder}" is not finished`, {
      path: folder,
      hint: "run the command that made it once more: it moves the files to their names",
    });
  }
  const dataset = detectDataset(folder, [...found.keys()]);
  const snapshot = await openSnapshot(folder, dataset, found);
  const { facts, files, unread } = snapshot;
  const { manifest, manifestPath, plan } = facts;
  const notes: string[] = [];
  if (manifest === undefined) {
    notes.push(`there is no ${manifestPath}: neither plan nor digests are known`);
  } else if (plan === undefined) {
    notes.push(facts.planProblem ?? `${manifestPath} holds no plan`);
  } else notes.push(...tellChanges(manifest.value!, plan));
  if (files.length === 0 && plan !== undefined) {
    return openPlan(folder, plan, producerOf(manifest?.value), notes, signal);
  }
  if (unread.length > 0) notes.push(`rows of ${unread.join(", ")} can't be read`);
  const own = shapesOf(dataset);
  const document = found.has(PACKAGE_PATH)
    ? (await readJsonFile(folder, PACKAGE_PATH)).value
    : undefined;
  const shapes = new Map([...own, ...shapesOfPackage(document, own)]);
  const tables = new Map<string, RowSource[]>();
  for (const { path } of files) {
    const claimed = facts.claims.get(path)?.sizeBytes;
    const { sizeBytes } = found.get(path) as FoundFile;
    if (claimed !== undefined && claimed !== sizeBytes) {
      notes.push(`${path} has ${sizeBytes} bytes, and the manifest says ${claimed}`);
    }
  }
  for (const { plural } of dataset.entities) {
    // A file of one table tells how many rows any other file of it has.
    const rowCount = files
      .filter(({ reader, tables: [table] }) => reader.holds === "entity" && table === plural)
      .map(({ path }) => facts.claims.get(path)?.rowCount)
      .find((count) => count !== undefined);
    const sources = files.filter((file) => file.tables.includes(plural)).map((file): RowSource => {
      const claim = facts.claims.get(file.path);
      const { sizeBytes } = found.get(file.path) as FoundFile;
      const isSized = claim?.sha256 !== undefined && claim.sizeBytes === sizeBytes;
      return {
        ...{ label: file.path, format: file.reader.name, sizeBytes },
        ...(isSized ? { sha256: claim.sha256! } : {}),
        ...(isSized && rowCount !== undefined ? { rowCount } : {}),
        read: (table, names, onBytes) =>
          file.reader.read({
            path: join(folder, file.path),
            label: file.path,
            ...(file.reader.holds === "entity" ? { table } : {}),
            fields: (name) => name === table ? names : undefined,
            ...(onBytes === undefined ? {} : { onBytes: (bytes) => onBytes(bytes.length) }),
            ...(signal === undefined ? {} : { signal }),
          }),
      };
    });
    if (sources.length > 0) tables.set(plural, sources);
  }
  // What the snapshot was asked to hold is its schema: an entity that was filtered out is none of it.
  const held = new Map([...shapes].filter(([name]) => tables.has(name)));
  return {
    ...{ kind: "snapshot", name: folder, dataset, datasetName: dataset.name },
    datasetVersion: plan?.version ?? dataset.version,
    ...{ plan, producer: producerOf(manifest?.value), shapes: held, tables, notes },
    hasRows: true,
  };
}

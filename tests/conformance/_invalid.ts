/**
 * Snapshots with one fault each, made from a valid one by the recipes in `tests/fixtures/invalid`.
 *
 * @module
 */
import { assert } from "@std/assert";
import { parse } from "@std/csv";
import { fromFileUrl, join } from "@std/path";
import { formatDay, parseDay } from "../../src/core/batch.ts";
import { digestOf } from "../../src/core/digest.ts";
import type { JsonValue } from "../../src/core/json.ts";
import { formatManifest, type Manifest, manifestDigest } from "../../src/core/manifest.ts";
import { findDataset } from "../../src/datasets/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";

const FOLDER = fromFileUrl(new URL("../fixtures/invalid/", import.meta.url));
/** Accounts of a snapshot, by dataset: enough that every rule has a row. */
const RECORDS: Readonly<Record<string, number>> = { auto: 6 };

/** A change of one file. */
interface Edit {
  readonly path: string;
  readonly find?: string;
  readonly replace?: string;
  readonly replaceHex?: string;
  readonly regex?: boolean;
  readonly all?: boolean;
  readonly write?: string;
  readonly append?: string;
  readonly prepend?: string;
  /** Bytes cut off at the end. */
  readonly truncate?: number;
  readonly remove?: boolean;
  /** Member of a JSON file that gets `value`: names with dots between. */
  readonly set?: string;
  readonly value?: JsonValue;
  /**
   * New values of fields of a row of a CSV file, so that a recipe outlives new values of the dataset.
   * `{field}` stands for the row's own value, `{previous.field}` for that of the row before it, and
   * `{other.field}` for that of the first row of another account.
   */
  readonly cells?: Readonly<Record<string, string>>;
  /** Values by which the row is found, the first that has them; with `all`, every such row. */
  readonly row?: Readonly<Record<string, string>>;
  /** Values of the row before it. */
  readonly previous?: Readonly<Record<string, string>>;
}

/** A change of one cell of a CSV file without quotes: it finds its row however other values change. */
interface CellEdit {
  readonly path: string;
  /** The column. */
  readonly field: string;
  /** The first row is changed in which these columns match these regular expressions. */
  readonly row?: Readonly<Record<string, string>>;
  /** And that has the same value of this column as the row before. */
  readonly follows?: string;
  /** The new value; */
  readonly to?: string;
  /** or so many days, or units of the last place, more; */
  readonly shift?: number;
  /** or that of another column of the row; */
  readonly like?: string;
  /** or that of the row before; */
  readonly likePrevious?: true;
  /** or that of the first row which has another value of this column. */
  readonly likeOther?: string;
}

/** A recipe. */
export interface InvalidFixture {
  /** Code of the only issue: the file's name. */
  readonly code: string;
  /** Further codes, where the fault can't come without them. */
  readonly also?: readonly string[];
  /** What is wrong. */
  readonly about: string;
  /** Name of the dataset, default `v0.1`. */
  readonly dataset?: string;
  /** Accounts, where those of the others are too few; and options of the plan. */
  readonly records?: number;
  readonly options?: Readonly<Record<string, string>>;
  readonly formats: readonly string[];
  readonly entities?: readonly string[];
  /**
   * What the manifest knows of the edits: `foreign` (default) has no checksums at all, `none` has those of
   * before, `files` those of after; `manifest` renews its own digest alone.
   */
  readonly seal?: "foreign" | "none" | "files" | "manifest";
  /** Severity of the issue, default error. */
  readonly severity?: "warning";
  readonly isRemade?: boolean;
  /** Defects that are planted: a fault may be one of them. */
  readonly defects?: string;
  readonly edits: readonly (Edit | CellEdit)[];
}

/** All recipes, in the order of their names. */
export function readFixtures(): InvalidFixture[] {
  return [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort().map((name) => ({
    code: name.replace(/\.json$/, ""),
    ...JSON.parse(Deno.readTextFileSync(join(FOLDER, name))),
  }));
}

/** Makes the snapshot of a recipe in a new folder. */
export async function makeInvalid(fixture: InvalidFixture, directory: string): Promise<void> {
  const { dataset = "v0.1", formats, entities, seal = "foreign" } = fixture;
  const plan = planRun({
    dataset,
    seed: 42n,
    records: fixture.records ?? RECORDS[dataset] ?? 3,
    formats,
    ...(fixture.defects === undefined ? {} : { defects: fixture.defects }),
    ...(fixture.options === undefined ? {} : { options: fixture.options }),
    ...(entities === undefined ? {} : { entities }),
  });
  await makeSnapshot(plan, directory, { workerCount: 0 });
  const { slug } = findDataset(dataset);
  if (seal === "foreign") dropSection(directory, slug);
  for (const edit of fixture.edits) {
    if ("field" in edit) editCell(edit, join(directory, edit.path));
    else applyEdit(edit, directory);
  }
  if (seal === "files" || seal === "manifest") sealManifest(directory, seal, slug);
}

function manifestPath(directory: string, slug: string): string {
  return join(directory, `snapshot_manifest_${slug}.json`);
}

function readManifest(directory: string, slug: string): Manifest {
  return JSON.parse(Deno.readTextFileSync(manifestPath(directory, slug)));
}

/** Leaves what another producer's manifest has: the contract's keys. */
export function dropSection(directory: string, slug = "v0_1"): void {
  const { esdh: _esdh, ...keys } = readManifest(directory, slug);
  Deno.writeTextFileSync(manifestPath(directory, slug), JSON.stringify(keys, null, 2));
}

function sealManifest(directory: string, seal: "files" | "manifest", slug: string): void {
  const manifest = structuredClone(readManifest(directory, slug)) as {
    esdh: {
      files: { path: string; size_bytes: number; sha256: string }[];
      manifest_digest: string;
    };
  };
  if (seal === "files") {
    for (const file of manifest.esdh.files) {
      const bytes = Deno.readFileSync(join(directory, file.path));
      file.size_bytes = bytes.length;
      file.sha256 = digestOf(bytes);
    }
  }
  manifest.esdh.manifest_digest = manifestDigest(manifest as unknown as Manifest);
  Deno.writeTextFileSync(
    manifestPath(directory, slug),
    formatManifest(manifest as unknown as Manifest),
  );
}

function editCell(edit: CellEdit, path: string): void {
  const lines = Deno.readTextFileSync(path).split("\n");
  const names = lines[0]!.split(",");
  const rows = lines.slice(1, -1).map((line) => line.split(","));
  const valueOf = (row: readonly string[], name: string) => row[names.indexOf(name)]!;
  const conditions = Object.entries(edit.row ?? {})
    .map(([name, form]) => [name, new RegExp(form)] as const);
  const at = rows.findIndex((row, index) =>
    conditions.every(([name, form]) => form.test(valueOf(row, name))) &&
    (edit.follows === undefined ||
      (index > 0 && valueOf(rows[index - 1]!, edit.follows) === valueOf(row, edit.follows)))
  );
  assert(at >= 0, `no such row in ${edit.path}`);
  const row = rows[at]!;
  const before = valueOf(row, edit.field);
  const after = edit.to ?? shiftedBy(before, edit.shift) ??
    (edit.like === undefined ? undefined : valueOf(row, edit.like)) ??
    (edit.likePrevious ? valueOf(rows[at - 1]!, edit.field) : undefined) ??
    valueOf(
      rows.find((other) => valueOf(other, edit.likeOther!) !== valueOf(row, edit.likeOther!))!,
      edit.field,
    );
  assert(after !== before, `${edit.field} is "${before}" already`);
  row[names.indexOf(edit.field)] = after;
  lines[at + 1] = row.join(",");
  Deno.writeTextFileSync(path, lines.join("\n"));
}

/** A day so many days later, a number so many units of its last place greater. */
function shiftedBy(text: string, shift: number | undefined): string | undefined {
  if (shift === undefined) return undefined;
  const day = parseDay(text);
  if (day !== undefined) return formatDay(day + shift);
  const places = text.split(".")[1]?.length ?? 0;
  return (Number(text) + shift / 10 ** places).toFixed(places);
}

function applyEdit(edit: Edit, directory: string): void {
  const path = join(directory, edit.path);
  if (edit.remove) return Deno.removeSync(path);
  if (edit.write !== undefined) return Deno.writeTextFileSync(path, edit.write);
  const bytes = Deno.readFileSync(path);
  if (edit.truncate !== undefined) {
    return Deno.writeFileSync(path, bytes.subarray(0, bytes.length - edit.truncate));
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);
  if (edit.append !== undefined) return Deno.writeTextFileSync(path, text + edit.append);
  if (edit.prepend !== undefined) return Deno.writeTextFileSync(path, edit.prepend + text);
  if (edit.set !== undefined) return setMember(path, text, edit.set, edit.value ?? null);
  if (edit.cells !== undefined) return setCells(path, text, edit);
  const find = edit.find ?? "";
  const replace = edit.replace ?? "";
  if (edit.replaceHex !== undefined) {
    const at = new TextEncoder().encode(text.slice(0, text.indexOf(find))).length;
    const hex = edit.replaceHex.match(/../g)!.map((byte) => parseInt(byte, 16));
    const rest = bytes.subarray(at + new TextEncoder().encode(find).length);
    assert(text.includes(find), `"${find}" is not in ${edit.path}`);
    return Deno.writeFileSync(path, Uint8Array.from([...bytes.subarray(0, at), ...hex, ...rest]));
  }
  const changed = edit.regex
    ? text.replace(new RegExp(find, "m"), replace)
    : edit.all
    ? text.replaceAll(find, replace)
    : text.replace(find, replace);
  assert(changed !== text, `"${find}" is not in ${edit.path}`);
  Deno.writeTextFileSync(path, changed);
}

function setCells(path: string, text: string, edit: Edit): void {
  const { cells = {}, row: wanted = {}, previous = {} } = edit;
  const [names, ...rows] = parse(text) as [string[], ...string[][]];
  const get = (row: string[] | undefined, name: string) => row?.[names.indexOf(name)] ?? "";
  const has = (row: string[] | undefined, values: Readonly<Record<string, string>>) =>
    Object.entries(values).every(([name, value]) => get(row, name) === value);
  const isFound = (row: string[], at: number) => has(row, wanted) && has(rows[at - 1], previous);
  const found = rows.flatMap((row, at) => isFound(row, at) ? [at] : []);
  assert(found.length > 0, `${edit.path} has no row with ${JSON.stringify([wanted, previous])}`);
  for (const at of edit.all ? found : found.slice(0, 1)) {
    const row = [...rows[at]!];
    const account = get(row, "account_id");
    const other = rows.find((some) => get(some, "account_id") !== account);
    for (const [name, value] of Object.entries(cells)) {
      row[names.indexOf(name)] = value.replace(/\{(?:(\w+)[.])?(\w+)\}/g, (_, whose, field) => {
        const from = whose === "previous" ? rows[at - 1] : whose === "other" ? other : rows[at];
        return get(from, field);
      });
    }
    rows[at] = row;
  }
  const quote = (cell: string) => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = [names, ...rows].map((row) => row.map(quote).join(",") + lineEnd);
  assert(lines.join("") !== text, `${edit.path} has these values already`);
  Deno.writeTextFileSync(path, lines.join(""));
}

function setMember(path: string, text: string, name: string, value: JsonValue): void {
  const root = JSON.parse(text);
  const names = name.split(".");
  const last = names.pop()!;
  let at = root;
  for (const member of names) at = at[member];
  at[last] = value;
  Deno.writeTextFileSync(path, formatManifest(root));
}

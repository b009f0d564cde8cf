/**
 * Programs that are not this one and read its files: Python with pyarrow and openpyxl, PostgreSQL, the tools sqlite3,
 * gzip and zstd. What is missing is said once and skipped; `.ci/programs` brings all of them.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { withFolder } from "../_folder.ts";

/** Runs a program to its end. */
async function run(
  program: string,
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly stdin?: Uint8Array } = {},
): Promise<{ readonly isGood: boolean; readonly output: Uint8Array; readonly message: string }> {
  const child = new Deno.Command(program, {
    args: [...args],
    env: options.env ?? {},
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const fed = (async () => {
    if (options.stdin === undefined) return;
    const writer = child.stdin.getWriter();
    await writer.write(options.stdin);
    await writer.close();
  })().catch(() => {});
  const { success, stdout, stderr } = await child.output();
  await fed;
  return { isGood: success, output: stdout, message: new TextDecoder().decode(stderr).trim() };
}

/** Whether a program can be run; says why where it can't. */
async function probe(
  what: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<boolean> {
  let reason: string;
  try {
    const { isGood, message } = await run(program, args, { env });
    if (isGood) return true;
    reason = message.split("\n").at(-1)!;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    reason = `there is no ${program}`;
  }
  console.warn(`skipped: tests that read with ${what} (${reason}); .ci/programs brings it`);
  return false;
}

const python = Deno.env.get("CONFORMANCE_PYTHON") ?? "python3";

/** Whether Python reads Arrow files and workbooks. */
export const hasPython: boolean = await probe(
  "pyarrow and openpyxl",
  python,
  ["-c", "import pyarrow.ipc, openpyxl"],
);

const postgresUrl = Deno.env.get("CONFORMANCE_POSTGRES") ?? "";

/** Whether there is a PostgreSQL to load scripts into. */
export const hasPostgres: boolean = postgresUrl === ""
  ? (console.warn("skipped: tests that load into PostgreSQL (CONFORMANCE_POSTGRES is not set)"),
    false)
  : await probe("PostgreSQL", "psql", ["-X", "-c", "select 1", postgresUrl]);

/** Whether the command-line tool of SQLite is there. */
export const hasSqlite: boolean = await probe("sqlite3", "sqlite3", ["--version"]);

/** Whether the tools that unpack are there. */
export const hasUnpackers: boolean = await probe("gzip", "gzip", ["--version"]) &&
  await probe("zstd", "zstd", ["--version"]);

/** A table as Python read it. */
export interface PythonTable {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rows: readonly (readonly unknown[])[];
}

/** The tables of a file; an Arrow file has one, without a name. */
export async function readWithPython(
  bytes: Uint8Array,
  extension: string,
): Promise<Readonly<Record<string, PythonTable>>> {
  return await withFolder(async (folder) => {
    const path = join(folder, `file.${extension}`);
    await Deno.writeFile(path, bytes);
    const answer = await askPython(path);
    if ("error" in answer) throw new TypeError(`Python can't read ${extension}: ${answer.error}`);
    return answer as Record<string, PythonTable>;
  });
}

/** One Python for all: importing what reads takes half a second. */
let asked: Promise<unknown> = Promise.resolve();
let server: { ask(line: string): Promise<string> } | undefined;

function askPython(path: string): Promise<object> {
  const answer = asked.then(async () => {
    server ??= startPython();
    return JSON.parse(await server.ask(path)) as object;
  });
  asked = answer.catch(() => {});
  return answer;
}

function startPython(): { ask(line: string): Promise<string> } {
  const script = fromFileUrl(new URL("./_read_back.py", import.meta.url));
  const child = new Deno.Command(python, {
    args: [script],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  addEventListener("unload", () => child.kill());
  return {
    ask: async (line) => {
      await writer.write(new TextEncoder().encode(`${line}\n`));
      while (!rest.includes("\n")) {
        const { value, done } = await lines.read();
        if (done) throw new TypeError("Python ended");
        rest += value;
      }
      const end = rest.indexOf("\n");
      const answer = rest.slice(0, end);
      rest = rest.slice(end + 1);
      return answer;
    },
  };
}

/**
 * Loads a script into PostgreSQL and asks for the rows of tables, in a schema of its own.
 *
 * @param script The script's bytes.
 * @param tables Names as they stand in SQL.
 * @returns The rows of each table, each as JSON of PostgreSQL's.
 */
export async function loadIntoPostgres(
  script: Uint8Array,
  tables: readonly string[],
): Promise<string[][]> {
  return await withFolder(async (folder) => {
    const path = join(folder, "script.sql");
    await Deno.writeFile(path, script);
    const schema = `t${crypto.randomUUID().replaceAll("-", "")}`;
    // As hexadecimal digits: psql leaves out characters that it can't show.
    const query = tables.map((table) =>
      `select encode(convert_to(row_to_json(${table})::text, 'UTF8'), 'hex') from ${table} order by ctid`
    );
    const args = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", postgresUrl];
    const commands = [
      ["-c", `create schema ${schema}`, "-c", `set search_path to ${schema}`, "-f", path],
      ...query.map((text) => ["-c", "\\echo ---", "-c", text]),
      ["-c", `set client_min_messages to error; drop schema ${schema} cascade`],
    ].flat();
    const { isGood, output, message } = await run("psql", [...args, ...commands]);
    if (!isGood) throw new TypeError(`PostgreSQL refused the script: ${message}`);
    const parts = new TextDecoder().decode(output).split("---\n").slice(1);
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return parts.map((part) =>
      part.split("\n").filter((line) => line !== "").map((line) =>
        decoder.decode(Uint8Array.fromHex(line))
      )
    );
  });
}

/** Unpacks with the tool of a format. */
export async function unpackWithTool(
  tool: "gzip" | "zstd",
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const { isGood, output, message } = await run(tool, ["-d", "-c"], { stdin: bytes });
  if (!isGood) throw new TypeError(`${tool} refused the file: ${message}`);
  return output;
}

/**
 * Runs sqlite3 on a database or, with a script, on a new one.
 *
 * @param path The database.
 * @param commands What is asked.
 * @returns What it says.
 */
export async function askSqlite(path: string, ...commands: string[]): Promise<string> {
  const { isGood, output, message } = await run("sqlite3", ["-batch", "-bail", path, ...commands]);
  if (!isGood || message !== "") throw new TypeError(`sqlite3 says: ${message}`);
  return new TextDecoder().decode(output);
}

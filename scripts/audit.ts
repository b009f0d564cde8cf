/**
 * Audits dataset `auto` by SQL: makes a snapshot as a user would, reads its files into DuckDB and asks it for rows
 * that break a rule. The rules are written from the published facts (49 CFR 565, the tables of `data/auto`), not
 * from the generator or the validator, and share no code with them.
 *
 *     deno task audit [--rows 2000000] [--seed 7] [--footprint CA,AZ] [--identifiers non-issuable] [--ssn none]
 *                     [--folder SNAPSHOT] [--facts yes] [--sample 3]
 *
 * Prints each check with the rows it looked at and the rows that break it, then what is odd about the
 * distribution of a column. `--facts yes` prints each column in figures, `--sample N` some rows to look at. Exit
 * status 1 on a finding.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { findDataset } from "../src/datasets/mod.ts";
import { runScript } from "./_house.ts";
import { type AuditResult, isFinding, runChecks } from "./audit/check.ts";
import { CONSTANT_COLUMNS, listChecks, UNEVEN_COLUMNS } from "./audit/checks.ts";
import { type ColumnFacts, describeOddity, readColumnFacts } from "./audit/column_facts.ts";
import { type AuditedSnapshot, openAuditedSnapshot } from "./audit/open_snapshot.ts";
import { esdhCommand } from "./bench/contenders.ts";
import { printTable } from "./bench/figures.ts";

const DATASET = "auto";

/** The audit's own defaults: all of the country, and all identifiers, so that each rule has rows to look at. */
function readOptions(args: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {
    rows: "2000000",
    seed: "7",
    footprint: "all",
    identifiers: "format-valid",
    ssn: "never-issued",
    folder: "",
    facts: "no",
    sample: "0",
  };
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!.replace(/^--/, "");
    const value = args[index + 1];
    if (!Object.hasOwn(values, name) || value === undefined) {
      throw new EsdhError("USAGE", `can't audit with "${args[index]}"`, {
        hint: `one of ${Object.keys(values).map((key) => `--${key}`).join(", ")}, with a value`,
      });
    }
    values[name] = value;
  }
  return values;
}

/** Makes the snapshot by the command line, and says what it ran. */
async function makeSnapshot(options: Record<string, string>, folder: string): Promise<void> {
  const dataset = findDataset(DATASET);
  const perAccount = dataset.entities
    .reduce((sum, entity) => sum + dataset.rowsPerAccount(entity), 0);
  const { footprint, identifiers, ssn, rows, seed } = options;
  const args = [
    ...["generate", "--quiet", "--dataset", DATASET, "--seed", seed!],
    ...["--records", `${Math.ceil(Number(rows) / perAccount)}`],
    ...["--footprint", footprint!, "--identifiers", identifiers!, "--ssn", ssn!],
    ...["--output-format", "parquet", "--output-dir", folder],
  ];
  const [program, ...rest] = esdhCommand(args);
  console.log(`esdh ${args.join(" ")}`);
  const { success, stderr } = await new Deno.Command(program, { args: rest, stdout: "null" })
    .output();
  if (success) return;
  throw new EsdhError("IO", `no snapshot: ${new TextDecoder().decode(stderr).trim()}`);
}

function printResults(results: readonly AuditResult[]): void {
  printTable([
    ["", "what holds", "looked at", "broken"],
    ...results.map((result) => [
      isFinding(result) ? "FAIL" : "ok",
      result.check.holds,
      result.lookedAt.toLocaleString("en"),
      result.broken.toLocaleString("en"),
    ]),
  ]);
  for (const { check, examples } of results) {
    for (const example of examples) {
      console.log(`\n${check.holds}: for example\n  ${JSON.stringify(example)}`);
    }
  }
}

function printFacts(facts: readonly ColumnFacts[]): void {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  printTable([
    ["column", "rows", "null", "different", "most frequent", "", "least", "greatest"],
    ...facts.map((fact) => [
      `${fact.table}.${fact.column}`,
      `${fact.rows}`,
      percent(fact.nullShare),
      `${fact.distinct}`,
      percent(fact.topShare),
      fact.top.slice(0, 28),
      fact.least.slice(0, 28),
      fact.greatest.slice(0, 28),
    ]),
  ]);
}

async function printSample(snapshot: AuditedSnapshot, count: number): Promise<void> {
  const accounts = await snapshot.query(
    `SELECT account_id FROM accounts USING SAMPLE reservoir(${count} ROWS)`,
  );
  for (const { account_id: id } of accounts) {
    for (const table of snapshot.entities) {
      const rows = await snapshot.query(
        `SELECT * FROM ${table} WHERE account_id = '${id}' LIMIT 6`,
      );
      for (const row of rows) console.log(`${table}: ${JSON.stringify(row)}`);
    }
    console.log();
  }
}

/**
 * Audits a snapshot and prints what was found.
 *
 * @param folder Folder of the snapshot.
 * @param options What else is printed: columns in figures, rows of so many accounts.
 * @returns Number of findings.
 */
async function audit(
  folder: string,
  { facts, sample }: { readonly facts: boolean; readonly sample: number },
): Promise<number> {
  const entities = findDataset(DATASET).entities.map(({ plural }) => plural);
  const snapshot = await openAuditedSnapshot(folder, entities);
  try {
    const results = await runChecks(
      snapshot,
      listChecks({ hasRealForms: snapshot.manifest["identifiers"] === "format-valid" }),
    );
    printResults(results);
    const columns = await readColumnFacts(snapshot);
    if (facts) printFacts(columns);
    const isAsked = (name: string) => name !== "ssn" || snapshot.manifest["ssn"] !== "none";
    const oddities = columns
      .filter(({ table, column }) => isAsked(column) && !UNEVEN_COLUMNS.has(`${table}.${column}`))
      .flatMap((column) => describeOddity(column, CONSTANT_COLUMNS) ?? []);
    for (const oddity of oddities) console.log(`ODD  ${oddity}`);
    if (sample > 0) await printSample(snapshot, sample);
    const rows = columns.filter((column, at) => column.table !== columns[at - 1]?.table)
      .reduce((sum, column) => sum + column.rows, 0);
    const broken = results.filter(isFinding).length;
    console.log(
      `\n${rows.toLocaleString("en")} rows, ${results.length} checks, ${broken} failed, ` +
        `${columns.length} columns, ${oddities.length} odd`,
    );
    return broken + oddities.length;
  } finally {
    snapshot.close();
  }
}

if (import.meta.main) {
  await runScript(async () => {
    const options = readOptions(Deno.args);
    const made = await Deno.makeTempDir({ prefix: "esdh_audit_" });
    try {
      if (options["folder"] === "") await makeSnapshot(options, join(made, "out"));
      const folder = options["folder"] === "" ? join(made, "out") : options["folder"]!;
      const findings = await audit(folder, {
        facts: options["facts"] !== "no",
        sample: Number(options["sample"]),
      });
      if (findings > 0) Deno.exitCode = 1;
    } finally {
      await Deno.remove(made, { recursive: true });
    }
  });
}

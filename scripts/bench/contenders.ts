/**
 * Who writes CSV of persons to a pipe: this program and, where they are installed, others.
 *
 * @module
 */
import { join } from "@std/path";
import type { Dataset } from "../../src/core/dataset.ts";
import { findEntity } from "../../src/datasets/mod.ts";
import { ROOT, RUNTIME_FLAGS } from "../_house.ts";
import { DUCKDB_PROGRAM, FAKER_PROGRAM, MIMESIS_PROGRAM } from "./peer_programs.ts";
import { canRun, type CommandLine, type CoreCount } from "./pipe.ts";

/** A program that writes rows to standard output. */
export interface Contender {
  /** Name in the table. */
  readonly name: string;
  /** What its rows are. */
  readonly rows: string;
  /** Makes the command for a number of cores. */
  readonly command: (cores: CoreCount) => CommandLine;
  /** Whether it can use two cores. */
  readonly isParallel: boolean;
}

/** Rows each writes, so that starting it is a small part of the run. */
const ROW_COUNTS = {
  esdh: 6_000_000,
  tpchgen: 1_500_000,
  duckdb: 2_000_000,
  mimesis: 60_000,
  faker: 8000,
};

/** Customers of TPC-H at scale factor 1: the table whose rows are most like persons. */
const TPCH_CUSTOMERS = 150_000;

/** What is streamed of this program. */
export interface StreamCase {
  /** Plural name of the entity. */
  readonly entity: string;
  /** Name of the format. */
  readonly format: string;
}

/**
 * Makes the command line of this program, from source, with its own permissions.
 *
 * @param args Arguments.
 * @returns The command.
 */
export function esdhCommand(args: readonly string[]): CommandLine {
  return [
    Deno.execPath(),
    ...["run", "-q", ...RUNTIME_FLAGS, "--no-prompt", "-P=esdh", join(ROOT, "main.ts")],
    ...args,
  ];
}

/**
 * This program, streaming one entity.
 *
 * @param dataset The dataset.
 * @param stream Entity and format.
 * @param scale Part of the usual number of rows.
 * @returns The contender.
 */
export function streamContender(
  dataset: Dataset,
  { entity, format }: StreamCase,
  scale: number,
): Contender {
  const perAccount = dataset.rowsPerAccount(findEntity(dataset, entity));
  const records = Math.ceil(ROW_COUNTS.esdh * scale / perAccount);
  return {
    name: `esdh ${format}`,
    rows: `${entity} of ${dataset.name}`,
    isParallel: !dataset.isSequential,
    command: (cores) =>
      esdhCommand([
        ...["generate", "--quiet", "--dataset", dataset.name, "--stdout"],
        ...["--entity-filter", entity, "--output-format", format],
        ...["--records", `${records}`, "--seed", "7"],
        ...(dataset.isSequential ? [] : ["--workers", cores === 1 ? "0" : "2"]),
      ]),
  };
}

function findPython(folder: string | undefined): string | undefined {
  const names = Deno.build.os === "windows" ? ["python"] : ["python3", "python"];
  const paths = names.map((name) => folder === undefined ? name : join(folder, name));
  return paths.find((path) => canRun([path, "-c", "pass"]));
}

/** Peers that run here, and how to get the others. */
export interface Peers {
  readonly found: readonly Contender[];
  /** Sentences on what is missing; empty where nothing is. */
  readonly hints: readonly string[];
}

/**
 * Looks for the peers.
 *
 * @param folder Folder looked into instead of `PATH`; default: `PATH`.
 * @param scale Part of the usual number of rows.
 * @returns Those that can be run.
 */
export function findPeers(folder: string | undefined, scale: number): Peers {
  const rows = (count: number) => `${Math.ceil(count * scale)}`;
  const found: Contender[] = [];
  const missing: string[] = [];
  const tpchgen = folder === undefined ? "tpchgen-cli" : join(folder, "tpchgen-cli");
  if (canRun([tpchgen, "--version"])) {
    const factor = ROW_COUNTS.tpchgen * scale / TPCH_CUSTOMERS;
    found.push({
      name: "tpchgen-cli",
      rows: "customers of TPC-H",
      isParallel: true,
      command: (cores) =>
        [
          tpchgen,
          ...["csv", "--stdout", "--tables", "customer"],
          ...["--scale-factor", `${factor}`, "--num-threads", `${cores}`],
        ] as CommandLine,
    });
  } else missing.push("tpchgen-cli");
  const python = findPython(folder);
  const programs = [
    { name: "duckdb", title: "DuckDB", program: DUCKDB_PROGRAM, count: ROW_COUNTS.duckdb },
    { name: "mimesis", title: "Mimesis", program: MIMESIS_PROGRAM, count: ROW_COUNTS.mimesis },
    { name: "faker", title: "Faker", program: FAKER_PROGRAM, count: ROW_COUNTS.faker },
  ];
  for (const { name, title, program, count } of programs) {
    if (python === undefined || !canRun([python, "-c", `import ${name}`])) {
      missing.push(name);
      continue;
    }
    found.push({
      name: title,
      rows: "persons like ours",
      isParallel: name === "duckdb",
      command: (cores) => [python, "-c", program, `${cores}`, rows(count)],
    });
  }
  const hints = missing.length === 0 ? [] : [
    `not installed: ${missing.join(", ")}. To measure them too, in an environment of their own:`,
    `  python3 -m venv peers && peers/bin/pip install ${missing.join(" ")}`,
    `  deno task bench --group peers --peers peers/bin`,
  ];
  return { found, hints };
}

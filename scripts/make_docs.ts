/**
 * Remakes the pages of the documentation that follow from the code: `docs/errors.md` from the catalogue of
 * errors, the table of rooms in `docs/architecture.md`, `docs/data-dictionary.md` from the definitions of entities, and the second half of `docs/cli.md` from the
 * registry of commands, and of `docs/defects.md` from those of defects. With `--check` it only compares.
 *
 *     deno run -A scripts/make_docs.ts
 *     deno run -A scripts/make_docs.ts --check
 *
 * @module
 */
import { join } from "@std/path";
import { ERROR_KINDS } from "../src/core/error.ts";
import type { CommandEntry, Output } from "../src/cli/command.ts";
import { formatCommandHelp, formatRootHelp } from "../src/cli/help.ts";
import { COMMANDS } from "../src/cli/mod.ts";
import { DATASETS } from "../src/datasets/mod.ts";
import { formatDictionary } from "../src/schema/data_dictionary.ts";
import { SCHEMA_FORMS } from "../src/schema/mod.ts";
import { wrapText } from "../src/core/text.ts";
import { TOOL_VERSION } from "../src/core/version.ts";
import { ROOT } from "./_house.ts";
import { describePurity, listRooms } from "./_room_table.ts";

/** The line of `docs/cli.md` and `docs/defects.md` below which everything is made here. */
export const REFERENCE_MARK = "<!-- Made by scripts/make_docs.ts from here on. -->";

/** The lines of `docs/architecture.md` between which the table of rooms is made here. */
const ROOM_MARKS = [
  "<!-- Made by scripts/make_docs.ts from here on. -->",
  "<!-- To here. -->",
] as const;

/** A page as it is and as it should be. */
export interface DocPage {
  /** Path relative to the project, with `/`. */
  readonly path: string;
  readonly current: string;
  readonly wanted: string;
}

/**
 * Makes all pages.
 *
 * @returns The pages, in the order of their paths.
 */
export async function makeDocs(): Promise<DocPage[]> {
  const cli = await readPage("docs/cli.md");
  const [head = ""] = cli.split(REFERENCE_MARK);
  const defects = await readPage("docs/defects.md");
  const [defectsHead = ""] = defects.split(REFERENCE_MARK);
  const architecture = await readPage("docs/architecture.md");
  return [
    {
      path: "docs/architecture.md",
      current: architecture,
      wanted: placeRooms(architecture),
    },
    {
      path: "docs/cli.md",
      current: cli,
      wanted: `${head.trimEnd()}\n\n${REFERENCE_MARK}\n\n${await makeReference()}`,
    },
    {
      path: "docs/data-dictionary.md",
      current: await readPage("docs/data-dictionary.md"),
      wanted: makeDictionaryPage(),
    },
    {
      path: "docs/defects.md",
      current: defects,
      wanted: `${defectsHead.trimEnd()}\n\n${REFERENCE_MARK}\n\n${makeDefectList()}`,
    },
    { path: "docs/errors.md", current: await readPage("docs/errors.md"), wanted: makeErrorsPage() },
  ];
}

/**
 * The page of errors.
 *
 * @returns Markdown, as `deno fmt` leaves it.
 */
export function makeErrorsPage(): string {
  const rows = Object.entries(ERROR_KINDS).map(([code, kind]) => [
    `\`${code}\``,
    `${kind.exitCode}`,
    `${kind.httpStatus}`,
    kind.meaning,
  ]);
  return `# Errors

Made from the catalogue in \`src/core/error.ts\` by \`scripts/make_docs.ts\`.

Whatever fails, fails with one of these codes. The command line prints the message and a hint on
standard error, or with \`--json\` one document on standard output:

    {"error": {"code", "message", "hint", "path", "line", "issues"}}

\`hint\`, \`path\` and \`line\` are null where there is none; \`issues\` lists all problems where there is
more than one. \`--debug\` adds the stack. The server answers with the same code and message.

${makeTable(["code", "exit", "HTTP", "meaning"], rows)}
Exit status 0 means done; 1 that a check found issues in data; 2 that what was asked for can't be
meant or is not allowed: a wrong option or argument, a wrong value in a configuration, plan or
request, a rule that forbids it; 3 that the system or the network refused what may be right: a file
that is missing or can't be read (whatever it is for), a full disk, a port that is taken or
forbidden, a run that was interrupted, and a defect of the program itself.
`;
}

/**
 * The data dictionary of every dataset, and the forms of a schema.
 *
 * @returns Markdown, as `deno fmt` leaves it.
 */
export function makeDictionaryPage(): string {
  const forms = SCHEMA_FORMS.map(({ name, description }) => [`\`${name}\``, description]);
  const datasets = DATASETS.map(({ name, version, description, entities }) => {
    const scope = { dataset: name, version, description, entities, isWhole: true };
    const dictionary = formatDictionary(scope, "###");
    return `## Dataset ${name}\n\n${wrapText(description, 100).join("\n")}\n\n${dictionary}`;
  });
  return `# Data dictionary

Made from the definitions of the datasets' entities by \`scripts/make_docs.ts\`. One definition of an
entity decides how its rows are made, written, checked and described.

\`esdh schema --form NAME\` prints it in each of these forms, \`--entity LIST\` for some entities:

${makeTable(["form", "what it is"], forms)}
In SQL, a table is named like the entity and a column like the field. A text without a bound is
\`text\` in PostgreSQL and \`VARCHAR(255)\` in standard SQL.

${datasets.join("\n")}`;
}

/** Puts the table of rooms between its marks. */
function placeRooms(page: string): string {
  const [start, end] = ROOM_MARKS;
  const [head, rest = ""] = page.split(start);
  const tail = rest.split(end)[1];
  if (tail === undefined) throw new RangeError(`docs/architecture.md lacks "${start}" or "${end}"`);
  const table = makeTable(["room", "holds", "may import"], listRooms());
  return `${head}${start}\n\n${table}\n${
    wrapText(describePurity(), 100).join("\n")
  }\n\n${end}${tail}`;
}

/** The defects of every dataset that has such. */
function makeDefectList(): string {
  const lists = DATASETS.filter(({ defects }) => defects.length > 0).map(({ name, defects }) => {
    const rows = defects.map(({ code, entity, field, rules, check, description }) => [
      `\`${code}\``,
      `\`${entity}${field === undefined ? "" : `.${field}`}\``,
      description,
      rules.map((rule) => `\`${rule}\``).join(" or ") || "none",
      check,
    ]);
    const head = ["defect", "where", "what it looks like", "found by", "check"];
    return `## The ${defects.length} defects of dataset ${name}\n\n${makeTable(head, rows)}`;
  });
  return lists.join("\n");
}

async function makeReference(): Promise<string> {
  // As a terminal of 80 columns shows it, without the version, which changes by itself.
  const output: Output = { isTerminal: true, hasColor: false, columns: 80, write: () => {} };
  const root = formatRootHelp(COMMANDS, output).replace(` ${TOOL_VERSION}:`, ":");
  const pages = await makeCommandPages("esdh", COMMANDS, output);
  return `## Reference\n\n${makeBlock(root)}\n${pages.join("\n")}`;
}

async function makeCommandPages(
  parent: string,
  entries: readonly CommandEntry[],
  output: Output,
): Promise<string[]> {
  const pages: string[] = [];
  for (const { name, load } of entries) {
    const module = await load();
    const path = `${parent} ${name}`;
    pages.push(`### \`${path}\`\n\n${makeBlock(await formatCommandHelp(path, module, output))}`);
    pages.push(...await makeCommandPages(path, module.subcommands ?? [], output));
  }
  return pages;
}

function makeBlock(text: string): string {
  return `\`\`\`text\n${text}\`\`\`\n`;
}

function makeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, place) =>
    Math.max(title.length, ...rows.map((row) => row[place]!.length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => cell.padEnd(widths[place]!)).join(" | ")} |\n`;
  return line(head) + line(widths.map((width) => "-".repeat(width))) + rows.map(line).join("");
}

async function readPage(path: string): Promise<string> {
  try {
    return (await Deno.readTextFile(join(ROOT, path))).replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

if (import.meta.main) {
  const stale = (await makeDocs()).filter(({ current, wanted }) => current !== wanted);
  if (Deno.args.includes("--check")) {
    for (const { path } of stale) console.error(`${path} is not current: run scripts/make_docs.ts`);
    Deno.exit(stale.length === 0 ? 0 : 1);
  }
  for (const { path, wanted } of stale) {
    await Deno.writeTextFile(join(ROOT, path), wanted);
    console.log(`made ${path}`);
  }
}

/**
 * `THIRD_PARTY_NOTICES.txt`: what others wrote of the executable, with the licences it comes under, in full.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { TOOL_NAME, TOOL_VERSION } from "../../src/core/version.ts";
import { ROOT } from "../_house.ts";
import { licenceOf } from "./licence_gate.ts";
import type { KnownPackage } from "./locked.ts";

/** Name of the file. */
export const NOTICES_NAME = "THIRD_PARTY_NOTICES.txt";

/** A package that brings no text of its licence: which text it is, and whose rights the files name that are used. */
const TEXTLESS: Readonly<Record<string, { readonly text: string; readonly holders: string[] }>> = {
  "@stricli/core": { text: "LICENSE", holders: ["Copyright 2024 Bloomberg Finance L.P."] },
  "deno-std": {
    text: "scripts/release/texts/mit.txt",
    holders: ["Copyright 2018-2026 the Deno authors", "Copyright the Browserify authors"],
  },
};

/** Software that is inside a package without being one. */
export interface Inner {
  readonly name: string;
  /** Address that names it everywhere. */
  readonly purl: string;
  /** Package that holds it. */
  readonly inside: string;
  readonly licence: string;
  readonly sourceUrl: string;
  /** File of this project with the text of its licence. */
  readonly text: string;
}

/** All of it. */
export const INNER_SOFTWARE: readonly Inner[] = [
  {
    name: "Zstandard",
    purl: "pkg:github/facebook/zstd",
    inside: "@hpcc-js/wasm-zstd",
    licence: "BSD-3-Clause",
    sourceUrl: "https://github.com/facebook/zstd",
    text: "scripts/release/texts/zstd.txt",
  },
];

/** The runtime that executables hold. */
export interface RuntimeFacts {
  /** Version of Deno. */
  readonly deno: string;
  /** Version of V8. */
  readonly v8: string;
}

const RULE = "=".repeat(78);

/**
 * Writes the notices.
 *
 * @param packages All packages; those in the program are listed.
 * @param runtime The runtime that executables hold.
 * @returns Text with lines that end in LF, which depends on nothing else.
 * @throws {EsdhError} NOT_FOUND if a package in the program brings no text of its licence and none is known.
 */
export async function writeNotices(
  packages: readonly KnownPackage[],
  runtime: RuntimeFacts,
): Promise<string> {
  const entries: { readonly title: string; readonly body: string }[] = [];
  const add = (title: string, sourceUrl: string | undefined, text: string) => {
    const source = sourceUrl === undefined ? "" : `Source: ${sourceUrl}\n\n`;
    entries.push({ title, body: `${source}${text.trimEnd()}\n` });
  };
  for (const known of packages.filter(({ isInProgram }) => isInProgram)) {
    add(
      `${known.name} ${known.version} (${licenceOf(known)})`,
      known.sourceUrl,
      await textOf(known),
    );
    for (const inner of INNER_SOFTWARE.filter(({ inside }) => inside === known.name)) {
      const title = `${inner.name}, inside ${known.name} (${inner.licence})`;
      add(title, inner.sourceUrl, await readText(inner.text));
    }
  }
  const denoUrl = `https://github.com/denoland/deno/tree/v${runtime.deno}`;
  add(
    `Deno ${runtime.deno} (MIT), with V8 ${runtime.v8} (BSD-3-Clause)`,
    denoUrl,
    [
      "MIT License",
      "Copyright 2018-2026 the Deno authors",
      await readText("scripts/release/texts/mit.txt"),
      "The runtime holds V8 (Copyright the V8 project authors, https://v8.dev) and crates of\n" +
      "Rust under licences of their own. They are listed, with their versions, in\n" +
      `https://github.com/denoland/deno/blob/v${runtime.deno}/Cargo.lock; each crate names its\n` +
      "licence at https://crates.io, and V8's is LICENSE in https://github.com/v8/v8.",
    ].join("\n\n"),
  );
  const intro = `THIRD-PARTY NOTICES OF ${TOOL_NAME} ${TOOL_VERSION}

The executables of ${TOOL_NAME} are under the Apache License 2.0. They hold the following
software of others, under its own licences, whose texts follow:

${entries.map(({ title }) => `  ${title}`).join("\n")}
`;
  return [intro, ...entries.map(({ title, body }) => `${RULE}\n${title}\n${RULE}\n\n${body}`)]
    .join("\n");
}

async function textOf(known: KnownPackage): Promise<string> {
  if (known.texts.size > 0) return [...known.texts.values()].join("\n");
  const textless = TEXTLESS[known.name];
  if (textless !== undefined) {
    return [...textless.holders, "", await readText(textless.text)].join("\n");
  }
  throw new EsdhError(
    "NOT_FOUND",
    `${known.id} is in the program without the text of its licence`,
    {
      hint: "name the text and the holders of rights in TEXTLESS of scripts/release/notices.ts",
    },
  );
}

async function readText(place: string): Promise<string> {
  const text = await Deno.readTextFile(join(ROOT, place));
  return `${text.replaceAll("\r\n", "\n").replace(/^\n+/, "").trimEnd()}\n`;
}

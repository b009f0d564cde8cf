/**
 * Takes the notes of a release from the changelog.
 *
 *     deno run --allow-read scripts/release/notes.ts v0.1.0
 *
 * Exit status 0, the notes on standard output; 2 if the changelog has none, or the program is of another version.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { TOOL_VERSION } from "../../src/core/version.ts";
import { ROOT, runScript } from "../_house.ts";

/**
 * Takes one version's part of a changelog.
 *
 * @param changelog Its text: a heading `## VERSION - DAY` over the changes of each version.
 * @param version The version, as `1.2.3`.
 * @param address Where the tree of that version can be read, without a slash at its end. Links to pages of the tree
 * then lead there; without it they stay as they are.
 * @returns What stands under its heading, without blank lines around; paragraphs and items in one line each, since
 * releases are shown with every line break.
 * @throws {EsdhError} USAGE if there is no such part, it is empty, or has no day.
 *
 * @example
 * ```ts
 * import { takeNotes } from "./notes.ts";
 * const text = "# Changelog\n\n## 1.1.0 - 2026-02-01\n\n- Writes\n  faster.\n\n## 1.0.0 - 2026-01-01\n\n- Writes.\n";
 * if (takeNotes(text, "1.1.0") !== "- Writes faster.\n") throw new RangeError();
 * ```
 */
export function takeNotes(changelog: string, version: string, address?: string): string {
  const parts = changelog.replaceAll("\r\n", "\n").split(/^## /m).slice(1);
  const part = parts.find((text) => /^\S+/.exec(text)?.[0] === version);
  const end = part?.indexOf("\n") ?? -1;
  const heading = part?.slice(0, end < 0 ? undefined : end) ?? "";
  const body = part === undefined || end < 0 ? "" : part.slice(end).trim();
  if (body === "") {
    throw new EsdhError("USAGE", `the changelog says nothing of version "${version}"`, {
      hint: `name the changes under "## ${version} - YYYY-MM-DD" in CHANGELOG.md`,
    });
  }
  if (!/^\S+ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    throw new EsdhError("USAGE", `the changelog does not say when version ${version} is from`, {
      hint: `its heading is "## ${heading}", and has to be "## ${version} - YYYY-MM-DD"`,
    });
  }
  const notes = `${joinLines(body)}\n`;
  if (address === undefined) return notes;
  return notes.replaceAll(
    /\]\((?![a-z]+:|#)([^)\s]+)\)/g,
    (_, path: string) => `](${address}/${path})`,
  );
}

/** Joins the lines of each paragraph and each item. */
function joinLines(text: string): string {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const last = lines.at(-1);
    const isNew = line === "" || last === undefined || last === "" ||
      /^(\s*[-*] |#|\s*\||```)/.test(line);
    if (isNew) lines.push(line);
    else lines[lines.length - 1] = `${last} ${line.trimStart()}`;
  }
  return lines.join("\n");
}

/**
 * Reads the version that a tag names.
 *
 * @param tag The tag, as `v1.2.3`.
 * @param version Version of the program.
 * @returns The version.
 * @throws {EsdhError} USAGE if it is no such tag, or names another version than the program's.
 */
export function readTag(tag: string | undefined, version: string): string {
  if (tag === `v${version}`) return version;
  throw new EsdhError("USAGE", `"${tag ?? ""}" is not the tag of version ${version}`, {
    hint: `the program says that it is ${version}: its tag is v${version}`,
  });
}

if (import.meta.main) {
  await runScript(async () => {
    const version = readTag(Deno.args[0], TOOL_VERSION);
    const changelog = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
    await Deno.stdout.write(new TextEncoder().encode(takeNotes(changelog, version, Deno.args[1])));
  });
}

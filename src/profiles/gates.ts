/**
 * The file with the gates of reports: found, read, checked.
 *
 * @module
 */
import builtInText from "../../config/report.yaml" with { type: "text" };
import { z } from "zod";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { suggestName } from "../core/suggest.ts";
import { describeFileError } from "../core/system_error.ts";
import { parseYaml } from "./_yaml.ts";

/** Greatest size of the file, in bytes. */
const MAX_BYTES = 262_144;

const TOLERANCE = "a number from 0 on, such as 0.01";

const number = z.union([z.number(), z.bigint()], { error: TOLERANCE })
  .transform(Number)
  .refine((value) => Number.isFinite(value) && value >= 0, { error: TOLERANCE });

const names = z.array(z.string({ error: "the key of a figure" }), {
  error: "keys of figures, such as [fleet.mean_age]",
});

const gatesSchema = z.strictObject({
  gates: z.strictObject({
    validation: z.boolean({ error: "true or false" }).default(true),
    proof: z.boolean({ error: "true or false" }).default(true),
    grades: z.array(z.enum(["A", "B"], { error: "A or B" }), {
      error: "grades, such as [A, B]",
    }).default(["A"]),
    too_few: z.enum(["warn", "fail"], { error: "warn or fail" }).default("warn"),
    tolerances: z.record(z.string(), number, {
      error: "tolerances by key, such as {fleet.mean_age: 1}",
    }).default({}),
    ignored: names.default([]),
  }, { error: "gates, such as {grades: [A]}" })
    .transform(({ too_few: tooFew, ...gates }) => ({ ...gates, tooFew })),
}, { error: "a file with gates" });

/** What the file asks for. */
export type GateValues = z.infer<typeof gatesSchema>["gates"];

/**
 * Reads gates.
 *
 * @param keys Keys of all figures, which tolerances and exceptions may name.
 * @param path The file; default: the one that is built in.
 * @returns What it asks for; what it leaves out has its default.
 * @throws {EsdhError} NOT_FOUND or IO if it can't be read; INVALID_CONFIG, with all that is wrong and its lines.
 */
export async function readGates(keys: readonly string[], path?: string): Promise<GateValues> {
  return parseGates(path === undefined ? builtInText : await readText(path), keys, path);
}

/**
 * Checks the text of a file with gates.
 *
 * @param text The text.
 * @param keys Keys of all figures: a name that is none of them, nor the beginning of one up to a dot, is refused,
 * since it would have no effect.
 * @param path Its file, for messages; undefined for the one that is built in.
 * @returns What it asks for.
 * @throws {EsdhError} INVALID_CONFIG, with all that is wrong and its lines.
 *
 * @example
 * ```ts
 * import { parseGates } from "./gates.ts";
 * if (parseGates("gates: {grades: [A]}", []).grades[0] !== "A") throw new RangeError();
 * ```
 */
export function parseGates(text: string, keys: readonly string[], path?: string): GateValues {
  const { value, problems, lineOf } = parseYaml(text);
  const parsed = gatesSchema.safeParse(value);
  const isRead = problems.length === 0 && parsed.success;
  const unknown = isRead ? findUnknown(parsed.data.gates, keys) : [];
  if (isRead && unknown.length === 0) return parsed.data.gates;
  const name = path ?? "the built-in gates";
  const issue = (message: string, line: number | undefined): Issue => ({
    code: "invalid-gates",
    severity: "error",
    message,
    path: name,
    ...(line === undefined ? {} : { line }),
  });
  const issues = problems.length > 0
    ? problems.map(({ message, line }) => issue(message, line))
    : parsed.success
    ? unknown.map(({ message, at }) => issue(message, lineOf(at)))
    : parsed.error.issues.map((found) =>
      issue(
        `${found.path.map(String).join(".") || "the file"}: ${
          found.code === "unrecognized_keys"
            ? `unknown key ${found.keys.map((key) => `"${key}"`).join(", ")}`
            : `${found.message} is wanted`
        }`,
        lineOf(found.path),
      )
    );
  const first = issues[0]!;
  throw new EsdhError(
    "INVALID_CONFIG",
    `the gates "${name}" are not valid: ${first.message}${
      first.line === undefined ? "" : ` (line ${first.line})`
    }`,
    { path: name, issues, hint: "docs/report.md shows the form" },
  );
}

/** Names that no figure has, with what is said of them and where they stand. */
function findUnknown({ tolerances, ignored }: GateValues, keys: readonly string[]) {
  const beginnings = keys.flatMap((key) =>
    [...key.matchAll(/\./g)].map(({ index }) => key.slice(0, index + 1))
  );
  const valid = new Set([...beginnings, ...keys]);
  const named = [
    ...Object.keys(tolerances).map((name) => ({ name, list: "tolerances", place: name })),
    ...ignored.map((name, place) => ({ name, list: "ignored", place })),
  ];
  return named.filter(({ name }) => !valid.has(name)).map(({ name, list, place }) => {
    const near = suggestName(name, [...valid]);
    const help = near === undefined
      ? "its key is in the document of --json"
      : `did you mean "${near}"?`;
    return {
      message: `gates.${list}: no figure is called "${name}"; ${help}`,
      at: ["gates", list, place],
    };
  });
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_BYTES) {
      throw new EsdhError(
        "INVALID_CONFIG",
        `the gates "${path}" are larger than ${MAX_BYTES} bytes`,
        {
          path,
          hint: "name a file with gates",
        },
      );
    }
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof EsdhError) throw cause;
    const isMissing = cause instanceof Deno.errors.NotFound;
    throw new EsdhError(
      isMissing ? "NOT_FOUND" : "IO",
      `can't read the gates "${path}": ${
        isMissing ? "the file does not exist" : describeFileError(cause)
      }`,
      { path, cause, hint: "name a YAML file with gates, or leave --gates out" },
    );
  }
}

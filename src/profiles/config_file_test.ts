import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { MAX_CONFIG_BYTES, parseConfig, readBuiltInConfig, readConfigFile } from "./config_file.ts";

function problemsOf(text: string): string[] {
  const error = assertThrows(() => parseConfig(text, "team.yaml"), EsdhError);
  assertEquals(error.code, "INVALID_CONFIG");
  if (error.issues.length === 0) return [`${error.line}: ${error.message} | ${error.hint}`];
  return error.issues.map(({ line, message, hint }) =>
    `${line}: ${message}${hint ? ` | ${hint}` : ""}`
  );
}

Deno.test("readBuiltInConfig() holds the profiles of the demonstration", () => {
  const { profiles } = readBuiltInConfig().values;
  assertEquals(Object.keys(profiles ?? {}), ["baseline", "heavy"]);
  assertEquals([profiles?.baseline?.records, profiles?.baseline?.seed], [30, 42n]);
  assertEquals([profiles?.heavy?.records, profiles?.heavy?.seed], [200, "random"]);
});

Deno.test("parseConfig() tells every problem at once, with line, key, value and nearest name", () => {
  const text = [
    "settings:",
    "  api_prt: 5000",
    "  api_port: 70000",
    "profiles:",
    "  baseline:",
    "    records: many",
    "    seed: 4.5",
    "    preview_rows: 0",
    "    recrods: 3",
    "  Bad Name:",
    "    records: 1",
    "",
  ].join("\n");
  assertEquals(problemsOf(text), [
    '2: unknown key "settings.api_prt" | did you mean "api_port"? ' +
    "valid: profile, api_port, output_root, demo_runs_dir, ca_file",
    '3: "settings.api_port" must be a port from 0 to 65535 (0: any free one), is 70000',
    '6: "profiles.baseline.records" must be a whole number from 0 to 9007199254740991, is "many"',
    '7: "profiles.baseline.seed" must be a whole number of at most 4000 digits, or random, is 4.5',
    '8: "profiles.baseline.preview_rows" must be a whole number from 1 to 100, is 0',
    '9: unknown key "profiles.baseline.recrods" | did you mean "records"? ' +
    "valid: description, dataset, records, seed, randomize, api_port, preview_rows",
    '10: profile name "Bad Name" must be a name of lower-case letters, digits, - and _, at most 40',
  ]);
});

Deno.test("parseConfig() reads CRLF and LF alike, and counts the same lines", () => {
  const text = "# first\nsettings:\n  api_port: 5001\n";
  for (const variant of [text, text.replaceAll("\n", "\r\n")]) {
    const file = parseConfig(variant, "x.yaml");
    assertEquals([file.values.settings?.api_port, file.lineOf(["settings", "api_port"])], [
      5001,
      3,
    ]);
  }
});

Deno.test("parseConfig() keeps a seed of any size exact, as a number or as digits", () => {
  const { values } = parseConfig(
    `profiles:\n  a: {records: 1, seed: ${2n ** 80n}}\n  b: {records: 1, seed: "-${2n ** 80n}"}\n`,
    "x.yaml",
  );
  assertEquals([values.profiles?.a?.seed, values.profiles?.b?.seed], [2n ** 80n, -(2n ** 80n)]);
});

Deno.test("parseConfig() rejects what is no YAML, with its line", () => {
  assertEquals(problemsOf("settings:\n  api_port: 1\n  api_port: 2\n"), [
    "3: not valid YAML: Map keys must be unique | undefined",
  ]);
  assert(problemsOf("a: [1,\nb: 2").every((problem) => /^\d+: not valid YAML: /.test(problem)));
  assert(problemsOf("settings: !!js/function 'x'\n")[0]!.includes("not valid YAML"));
});

Deno.test("parseConfig() rejects an alias bomb and deep nesting without effort", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (let level = 1; level < 12; level++) {
    const [name, inner] = [level, level - 1].map((n) => String.fromCharCode(97 + n));
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${inner}`).join(",")}]`);
  }
  assert(problemsOf(bomb.join("\n"))[0]!.includes("aliases would repeat values without bound"));
  assert(problemsOf(`a: ${"[".repeat(50_000)}`).length > 0);
});

Deno.test("parseConfig() takes an empty file and rejects one that is no map", () => {
  assertEquals(parseConfig("# nothing\n", "x.yaml").values, {});
  assertEquals(
    problemsOf("- a\n")[0]!.split(" | ")[0],
    "1: the file must be a configuration with settings, profiles or both, is a list",
  );
});

Deno.test("parseConfig() is not fooled by keys of an object's prototype", () => {
  assert(problemsOf("profiles:\n  __proto__:\n    records: 1\n").length > 0);
  assert(
    problemsOf("profiles:\n  a:\n    constructor: 1\n")[0]!.includes(
      'unknown key "profiles.a.constructor"',
    ),
  );
});

async function withFile<T>(
  bytes: Uint8Array | string,
  run: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeFile(path, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
    return await run(path);
  } finally {
    await Deno.remove(path);
  }
}

const named = { isOptional: false, namedBy: "--config" };

Deno.test("readConfigFile() reads UTF-8 with a byte order mark, and UTF-16 as Windows writes it", async () => {
  const text = "settings:\r\n  api_port: 5002\r\n";
  const wide = new Uint8Array(
    new Uint16Array([0xfeff, ...text].map((c) => typeof c === "number" ? c : c.charCodeAt(0)))
      .buffer,
  );
  for (const bytes of [`\uFEFF${text}`, wide]) {
    const file = await withFile(bytes, (path) => readConfigFile(path, named));
    assertEquals(file?.values.settings?.api_port, 5002);
  }
});

Deno.test("readConfigFile() rejects bytes that are no text, a huge file, a folder and a missing file", async () => {
  const read = (path: string) => readConfigFile(path, named);
  const rejects = (path: string, words: string) =>
    assertRejects(() => read(path), EsdhError, words);
  await withFile(new Uint8Array([0x61, 0xff, 0xfe]), (path) => rejects(path, "is not UTF-8"));
  await withFile(
    new Uint8Array(MAX_CONFIG_BYTES + 1).fill(35),
    (path) => rejects(path, "is larger than"),
  );
  await rejects(import.meta.dirname!, "it is a folder");
  const error = await rejects(
    "no/such.yaml",
    'can\'t read the configuration "no/such.yaml" (named by --config)',
  );
  assertEquals([error.code, error.exitCode], ["NOT_FOUND", 3]);
});

Deno.test("readConfigFile() takes no offence at an optional file that is missing", async () => {
  assertEquals(await readConfigFile("no/such.yaml", { isOptional: true }), undefined);
});

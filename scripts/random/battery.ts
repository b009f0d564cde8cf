/**
 * Runs dieharder, R. G. Brown's battery of tests for random numbers, over orders of addresses.
 *
 *     deno run -A scripts/random/battery.ts ORDER FILE [all|short|lagged|TEST]
 *     deno run -A scripts/random/battery.ts --table FILE...
 *
 * Runs every test of `dieharder -a`, with the sizes that `-a` has (dieharder's defaults), one process each, so
 * that a run can be ended at any time and goes on where it was: results are appended to FILE as they come, and
 * tests whose results are there are passed over. Each test reads a part of the order that no other test reads.
 * `lagged` is the 33 sizes of the lagged sums, which read nine words out of ten; `short` is all else;
 * TEST is one number of `dieharder -l`. A WEAK
 * result is run again on other words, four times as many (`-m` has no effect outside of `-a`, so `-p`).
 * `--table` prints the results of files as a table of Markdown. Needs Debian's `dieharder` on the PATH.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { runScript } from "../_house.ts";
import { ADDRESS_ORDERS, type AddressOrder } from "./orders.ts";

/** One call of dieharder: a test and, where `-a` gives one, its size. */
interface Step {
  readonly test: number;
  readonly size?: number;
}

function sizes(test: number, first: number, last: number): Step[] {
  return Array.from({ length: last - first + 1 }, (_, place) => ({ test, size: first + place }));
}

const SHORT_STEPS: readonly Step[] = [
  ...sizes(0, 0, 17).map(({ size }) => ({ test: size! })),
  { test: 100 },
  { test: 101 },
  { test: 102 },
  ...sizes(200, 1, 12),
  ...sizes(201, 2, 5),
  ...sizes(202, 2, 5),
  { test: 204 },
  { test: 205 },
  { test: 206 },
  { test: 207 },
  { test: 208 },
  { test: 209 },
];
const LAGGED_STEPS = sizes(203, 0, 32);
const STEPS: Readonly<Record<string, readonly Step[]>> = {
  all: [...SHORT_STEPS, ...LAGGED_STEPS],
  short: SHORT_STEPS,
  lagged: LAGGED_STEPS,
};

/** One line of results. */
interface Result {
  readonly key: string;
  readonly line: string;
  readonly verdict: "PASSED" | "WEAK" | "FAILED";
}

/** Samples of p of a test that is run again; the default of most tests is 100. */
const AGAIN_SAMPLES = 400;

function readResults(text: string): Result[] {
  return text.split("\n").flatMap((row) => {
    const match = /^([^;]+);(.*\|\s*(PASSED|WEAK|FAILED))$/.exec(row);
    if (match === null) return [];
    const [, key, line, verdict] = match;
    return [{ key: key!, line: line!, verdict: verdict as Result["verdict"] }];
  });
}

function readFile(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

async function runStep(order: AddressOrder, part: number, args: readonly string[]) {
  const words = fromFileUrl(new URL("words.ts", import.meta.url));
  const shell = `"$0" run --allow-read -q "$1" "$2" "$3" | (shift 3; exec dieharder "$@" -g 200)`;
  const { success, stdout } = await new Deno.Command("sh", {
    args: ["-c", shell, Deno.execPath(), words, order.name, `${part}`, ...args],
    stderr: "inherit",
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n").map((line) => line.trim())
    .filter((line) => /\|\s*(PASSED|WEAK|FAILED)$/.test(line));
  if (!success || lines.length === 0) {
    throw new EsdhError("IO", `dieharder ${args.join(" ")} ended without a result`);
  }
  return lines;
}

async function runSteps(order: AddressOrder, file: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const args = ["-d", `${step.test}`];
    if (step.size !== undefined) args.push("-n", `${step.size}`);
    const part = STEPS.all!.findIndex(({ test, size }) => test === step.test && size === step.size);
    for (const isAgain of [false, true]) {
      const done = readResults(readFile(file));
      const first = done.filter(({ key }) => key === `${order.name} ${args.join(" ")}`);
      const again = isAgain ? [...args, "-p", `${AGAIN_SAMPLES}`] : args;
      const key = `${order.name} ${again.join(" ")}`;
      const isWanted = !isAgain || first.some(({ verdict }) => verdict !== "PASSED");
      if (!isWanted || done.some((result) => result.key === key)) continue;
      const lines = await runStep(order, isAgain ? part + STEPS.all!.length : part, again);
      for (const line of lines) console.log(`${key}: ${line}`);
      Deno.writeTextFileSync(file, lines.map((line) => `${key};${line}\n`).join(""), {
        append: true,
      });
    }
  }
}

function printTable(files: readonly string[]): void {
  const results = files.flatMap((file) => readResults(readFile(file)));
  const isAgain = (result: Result) => result.key.includes(" -p ");
  console.log("| order | results | passed | weak | failed |");
  console.log("| ----- | ------- | ------ | ---- | ------ |");
  for (const { name } of ADDRESS_ORDERS) {
    const first = results.filter((result) => result.key.startsWith(`${name} `) && !isAgain(result));
    if (first.length === 0) continue;
    const count = (verdict: string) => first.filter((result) => result.verdict === verdict).length;
    console.log(
      `| ${name} | ${first.length} | ${count("PASSED")} | ${count("WEAK")} | ${count("FAILED")} |`,
    );
  }
  // Of tests that were run again, only the lines that were the reason for it.
  const nameOf = ({ key, line }: Result) =>
    [key.split(" ")[0], ...line.split("|").slice(0, 2)].join();
  const wanted = new Set(results.filter(({ verdict }) => verdict !== "PASSED").map(nameOf));
  const notable = results.filter((result) => wanted.has(nameOf(result)));
  if (notable.length === 0) return console.log("\nNo result is weak or failed.");
  console.log("\n| order and test | result |\n| -------------- | ------ |");
  for (const { key, line } of notable) {
    console.log(`| ${key} | ${line.replaceAll(/\s*\|\s*/g, ", ")} |`);
  }
}

async function runBattery(args: readonly string[]): Promise<void> {
  if (args[0] === "--table") return printTable(args.slice(1));
  const [name, file, set = "all"] = args;
  const order = ADDRESS_ORDERS.find((order) => order.name === name);
  const steps = STEPS[set] ?? STEPS.all!.filter(({ test }) => `${test}` === set);
  if (order === undefined || file === undefined || steps.length === 0) {
    const names = ADDRESS_ORDERS.map((order) => order.name).join(", ");
    throw new EsdhError("USAGE", "can't tell what to test", {
      hint: `ORDER FILE [all|short|lagged|TEST], the order one of ${names}; or --table FILE...`,
    });
  }
  await runSteps(order, file, steps);
}

if (import.meta.main) await runScript(() => runBattery(Deno.args));

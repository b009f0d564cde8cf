/**
 * Measures how many rows an account of dataset `auto` has of each entity, by footprint and day, and how often and
 * how long the values of each field are: what a dry run estimates rows and bytes from. With `--write` it makes
 * `data/auto/row_counts.csv` and `data/auto/field_sizes.csv` anew.
 *
 *     deno run -A scripts/measure_rows.ts
 *     deno run -A scripts/measure_rows.ts --records 16384 --seed 1 --write
 *
 * @module
 */
import { parseArgs } from "node:util";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { autoDataset } from "../src/datasets/auto/mod.ts";
import { DEFAULT_FOOTPRINT } from "../src/datasets/auto/facts.ts";
import { planRun, streamEntity } from "../src/run.ts";
import { ROOT } from "./_house.ts";

/** Footprints that are measured: the default one, and all states. */
const FOOTPRINTS: readonly string[] = [DEFAULT_FOOTPRINT, "all"];

/** Days that are measured: each half-year between the first and the last that can be looked at. */
const DAYS: readonly string[] = [
  ...[2024, 2025, 2026, 2027].flatMap((year) => [`${year}-01-01`, `${year}-07-01`]),
  "2027-12-31",
];

/** Accounts of a call. */
const CHUNK = 128;

/** Accounts whose values are measured: a block, whose rows are packed together. */
const VALUE_RECORDS = 1024;

/** Four places are more than the numbers are good for. */
const round = (value: number) => `${Math.round(value * 10_000) / 10_000}`;

const plurals = autoDataset.entities.map(({ plural }) => plural);

function measureRows(records: number, seed: bigint, options: Record<string, string>): number[] {
  const source = autoDataset.openRows({ seed, records, options }, plurals, CHUNK);
  const counts = plurals.map(() => 0);
  for (let left = records; left > 0; left -= CHUNK) {
    source.next(Math.min(CHUNK, left)).forEach(({ count }, place) => counts[place]! += count);
  }
  return counts.map((count) => count / records);
}

async function deflatedBytes(text: string): Promise<number> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return (await new Response(packed).bytes()).length;
}

/**
 * Lines of the table of sizes: how often a field has a value, how many bytes that has as text, and how many bytes of
 * a row the column takes when it is deflated.
 */
async function measureFields(seed: bigint): Promise<string[]> {
  const plan = planRun({ dataset: autoDataset.name, seed, records: VALUE_RECORDS });
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const lines: string[] = [];
  for (const { plural, fields } of autoDataset.entities) {
    const bytes = [...streamEntity(plan, plural, "csv")].map((piece) => decoder.decode(piece));
    const rows = parse(bytes.join("")).slice(1);
    for (const [place, { name }] of fields.entries()) {
      const column = rows.map((row) => row[place]!);
      const values = column.filter((value) => value !== "");
      const total = values.reduce((sum, value) => sum + encoder.encode(value).length, 0);
      const mean = values.length === 0 ? 0 : total / values.length;
      const packed = await deflatedBytes(column.join("\n")) / rows.length;
      const figures = [values.length / rows.length, mean, packed].map(round);
      lines.push([plural, name, ...figures].join(","));
    }
  }
  return lines;
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: {
      records: { type: "string", default: "4096" },
      seed: { type: "string", default: "1" },
      write: { type: "boolean", default: false },
    },
  });
  const seed = BigInt(flags.seed);
  const rows = [["footprint", "as_of", ...plurals].join(",")];
  for (const footprint of FOOTPRINTS) {
    for (const day of DAYS) {
      const counts = measureRows(Number(flags.records), seed, { footprint, "as-of": day });
      // States stand with blanks between them: no cell holds a comma.
      rows.push([footprint.replaceAll(",", " "), day, ...counts.map(round)].join(","));
      console.log(rows.at(-1));
    }
  }
  const fields = ["entity,field,present,bytes,packed", ...await measureFields(seed)];
  if (!flags.write) return console.log(fields.join("\n"));
  Deno.writeTextFileSync(join(ROOT, "data/auto/row_counts.csv"), `${rows.join("\n")}\n`);
  Deno.writeTextFileSync(join(ROOT, "data/auto/field_sizes.csv"), `${fields.join("\n")}\n`);
}

if (import.meta.main) await main();

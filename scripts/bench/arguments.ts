/**
 * The options of the benchmark.
 *
 * @module
 */

/** What `deno task bench` was asked for. */
export interface BenchOptions {
  /** Runs of each case. */
  readonly runs: number;
  /** Accounts of the cases that don't fix their own. */
  readonly records: number;
  /** The only case to run. */
  readonly caseName?: string;
}

/**
 * Reads the options.
 *
 * @param args Command-line arguments: pairs of name and value.
 * @returns The options, with defaults 5 runs of 100,000 records.
 * @throws {TypeError} If a name is unknown or a value is no positive whole number.
 */
export function parseArguments(args: readonly string[]): BenchOptions {
  const values = { runs: 5, records: 100_000 };
  let caseName: string | undefined;
  for (let place = 0; place < args.length; place += 2) {
    const name = args[place]!;
    const value = args[place + 1] ?? "";
    if (name === "--case") caseName = value;
    else if (/^[1-9]\d*$/.test(value) && (name === "--runs" || name === "--records")) {
      values[name === "--runs" ? "runs" : "records"] = Number(value);
    } else {
      throw new TypeError(`can't use "${name} ${value}": --runs N, --records N, --case NAME`);
    }
  }
  return caseName === undefined ? values : { ...values, caseName };
}

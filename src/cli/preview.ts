/**
 * `esdh preview`: a few rows of each entity, for a person to look at.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { showText } from "../core/show.ts";
import { formatCount } from "../core/units.ts";
import {
  buildCommand,
  CA_FILE_FLAG,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  integerParser,
  parseSeedOption,
} from "./command.ts";
import { DATASET_FACTS } from "../datasets/facts.ts";
import { datasetFlags, readDatasetOptions } from "./_dataset_flags.ts";
import { listDatasets, listEndpoints, parseDataset } from "./_names.ts";
import { listProfileNames } from "./profiles.ts";
import type { PreviewRequest, PreviewResult } from "./preview_source.ts";
import { loadCommandSettings } from "./settings.ts";
import { readToken } from "./token.ts";

interface PreviewFlags extends CommonFlags {
  readonly dataset?: string;
  readonly profile?: string;
  readonly endpoint: string;
  readonly records?: number;
  readonly seed?: bigint | "random";
  readonly randomize?: boolean;
  readonly preview?: number;
  readonly allFields?: boolean;
  readonly useApi?: boolean;
  readonly apiUrl?: string;
  readonly caFile?: string;
  readonly authTokenEnv?: string;
}

/** Rows that are shown of each entity at most. */
const MAX_SHOWN = 1000;

/** The command. */
export const command = buildCommand<PreviewFlags, [], CliContext>({
  docs: {
    brief: "Show a few rows of each entity",
    fullDescription:
      "The first rows of what generate makes by the same options; with --use-api, rows of a " +
      "server, which has the default profile's dataset. " +
      "Columns that do not fit the terminal are left out; --all-fields shows every value.",
  },
  parameters: {
    flags: {
      dataset: {
        kind: "parsed",
        parse: parseDataset,
        brief: `Dataset, one of {values} (default: the profile's, else ${DATASET_FACTS[0]!.name})`,
        optional: true,
        placeholder: "NAME",
        proposeCompletions: listDatasets,
      },
      profile: {
        kind: "parsed",
        parse: String,
        brief: "Demo profile that gives dataset, records, seed and rows",
        optional: true,
        placeholder: "NAME",
        proposeCompletions: listProfileNames,
      },
      endpoint: {
        kind: "parsed",
        parse: String,
        brief: "What to show, one of {values}",
        default: "bundle",
        placeholder: "NAME",
        proposeCompletions: listEndpoints,
      },
      records: {
        kind: "parsed",
        parse: integerParser(1, Number.MAX_SAFE_INTEGER),
        brief: "Number of records (default: the profile's, else the dataset's)",
        optional: true,
        placeholder: "N",
      },
      seed: {
        kind: "parsed",
        parse: parseSeedOption,
        brief: "Any whole number, or random (default: the profile's, else the dataset's)",
        proposeCompletions: () => ["random"],
        optional: true,
        placeholder: "S",
      },
      randomize: {
        kind: "boolean",
        brief: "Draw a seed, whatever --seed says",
        optional: true,
        withNegated: false,
      },
      preview: {
        kind: "parsed",
        parse: integerParser(1, MAX_SHOWN),
        brief: "Rows to show of each entity (default: the profile's, else the default profile's)",
        optional: true,
        placeholder: "N",
      },
      allFields: {
        kind: "boolean",
        brief: "Show every field, as cards where a table is too wide",
        optional: true,
        withNegated: false,
      },
      // Their keys are known when the program runs.
      ...(datasetFlags() as Record<never, never>),
      useApi: {
        kind: "boolean",
        brief: "Ask a server instead of the generator",
        optional: true,
        withNegated: false,
      },
      apiUrl: {
        kind: "parsed",
        parse: String,
        brief: "Address of the server, for --use-api (default: this machine, setting api_port)",
        optional: true,
        placeholder: "URL",
      },
      caFile: CA_FILE_FLAG,
      authTokenEnv: {
        kind: "parsed",
        parse: String,
        brief: "Name of the variable that holds the server's token",
        optional: true,
        placeholder: "NAME",
      },
      ...COMMON_FLAGS,
    },
  },
  async func(flags) {
    checkFlags(flags);
    const settings = await loadCommandSettings(this, flags, {
      profile: flags.profile,
      caFile: flags.caFile,
    });
    const { profile } = settings;
    const { dataset, records, seed } = flags.profile !== undefined || flags.useApi
      ? profile
      : defaultsOf(flags.dataset);
    const request: PreviewRequest = {
      dataset: flags.dataset ?? dataset,
      options: readDatasetOptions(flags),
      endpoint: flags.endpoint,
      records: flags.records ?? records,
      seed: flags.randomize ? "random" : flags.seed ?? seed,
      rowCount: flags.preview ?? profile.previewRows,
    };
    const { previewApi, previewGenerator } = await import("./preview_source.ts");
    const result = flags.useApi
      ? await previewApi(request, {
        url: flags.apiUrl ?? `http://127.0.0.1:${settings.apiPort}`,
        caFile: settings.caFile,
        token: readToken(this, flags.authTokenEnv, {
          code: "USAGE",
          wanted: "the server's token",
        }),
        signal: this.signal,
      })
      : await previewGenerator(request);
    if (flags.json) this.out.write(formatJson(result));
    else await show(this, flags, result, request.seed === "random");
  },
});

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh preview", brief: "the first rows of what esdh generate makes" },
  {
    line: "esdh preview --endpoint person --preview 3 --all-fields",
    brief: "every value of three",
  },
  {
    line: "esdh preview --use-api --api-url https://esdh.example.com --ca-file ca.pem",
    brief: "rows of a server behind an authority of your own",
  },
];

/** What `generate` takes where nothing is said. */
function defaultsOf(
  dataset: string | undefined,
): Pick<PreviewRequest, "dataset" | "records" | "seed"> {
  const facts = DATASET_FACTS.find(({ name }) => name === dataset) ?? DATASET_FACTS[0]!;
  return { dataset: facts.name, records: facts.defaultRecords, seed: facts.defaultSeed };
}

function checkFlags(flags: PreviewFlags): void {
  if (flags.useApi) {
    const options = Object.keys(readDatasetOptions(flags)).map((name) => `--${name}`);
    if (options.length === 0) return;
    throw new EsdhError("USAGE", `${options.join(", ")} can't be asked of a server`, {
      hint: "leave out --use-api to ask the generator",
    });
  }
  const given = ([["--api-url", flags.apiUrl], ["--ca-file", flags.caFile], [
    "--auth-token-env",
    flags.authTokenEnv,
  ]] as const).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (given.length === 0) return;
  throw new EsdhError("USAGE", `${given.join(", ")} is of use with --use-api only`, {
    hint: "add --use-api to ask a server",
  });
}

function formatJson({ tables, seed, source }: PreviewResult): string {
  const entities = tables.map(({ entity, rows, total, isCounted }) => [
    entity.plural,
    { row_count: isCounted ? total : null, rows },
  ]);
  const document = {
    source,
    seed: seed === undefined ? null : `${seed}`,
    ...Object.fromEntries(entities),
  };
  return `${stringifyJson(document, 2)}\n`;
}

async function show(
  context: CliContext,
  flags: PreviewFlags,
  result: PreviewResult,
  isSeedDrawn: boolean,
): Promise<void> {
  const { out, env } = context;
  const { formatRecords } = await import("../ui/record_table.ts");
  const { chooseGlyphs } = await import("../ui/screen.ts");
  const paint = paintFor(out);
  const glyphs = chooseGlyphs({ env, os: Deno.build.os, isTerminal: out.isTerminal });
  for (const [index, { entity, rows, total, isCounted }] of result.tables.entries()) {
    const all = `${isCounted ? "" : "about "}${formatCount(total)}`;
    const count = paint.dim(`${formatCount(rows.length)} of ${all}`);
    const lines = formatRecords(entity, rows, {
      columns: out.columns,
      ink: paint,
      glyphs,
      fields: flags.allFields ? "all" : "fit",
    });
    out.write(`${index === 0 ? "" : "\n"}${paint.cyan(paint.bold(entity.plural))}  ${count}\n`);
    out.write(lines.map((line) => `${line}\n`).join(""));
  }
  // A drawn seed stands nowhere else: without it these rows can't be shown again.
  if (flags.quiet && !isSeedDrawn) return;
  const seed = result.seed === undefined ? "not told" : showText(`${result.seed}`);
  context.err.write(`\n${paint.dim(`seed ${seed}, from ${result.source}`)}\n`);
}

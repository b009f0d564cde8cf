/**
 * `POST /generate/<entity>` for each entity of the dataset, and `POST /generate/bundle` for all of
 * them: rows that the request's seed decides.
 *
 * @module
 */
import { z, type ZodType } from "zod";
import type { Entity } from "../../core/entity.ts";
import { stringifyJson } from "../../core/json.ts";
import type { Plan } from "../../core/plan.ts";
import { MAX_SEED_DIGITS, parseSeed } from "../../core/seed.ts";
import { drawSeed } from "../../profiles/seed.ts";
import { streamEntities } from "../../run.ts";
import { joinRows } from "../json_rows.ts";
import { type Answer, defineRoute, type Route, type RouteScope } from "../route.ts";

/** Records of a request that does not say how many. */
export const DEFAULT_RECORDS = 5;

const encoder = new TextEncoder();

/** What a request for rows says. */
export interface GenerateBody {
  /** Number of records. */
  readonly records: number;
  /** A number, `"random"`, or undefined for the dataset's own. */
  readonly seed?: bigint | "random" | undefined;
  /** Draw a seed, whatever `seed` says. */
  readonly randomize: boolean;
}

/**
 * The form of a request for rows. Members it does not know are passed over, as in v0.1.
 *
 * @param maxRecords Greatest `records`.
 * @returns The schema; each member's description is what its value must be.
 */
export function generateSchema(maxRecords: number): ZodType<GenerateBody> {
  return z.object({
    records: z.int().min(1).max(maxRecords).default(DEFAULT_RECORDS)
      .describe(`a whole number from 1 to ${maxRecords}`),
    seed: z.union([z.int().transform(BigInt), z.bigint(), SEED_TEXT]).optional()
      .describe(`a whole number, its digits as text (at most ${MAX_SEED_DIGITS}), or "random"`),
    randomize: z.boolean().default(false).describe("true or false"),
  });
}

const SEED_TEXT = z.string().transform(parseSeed).refine((seed) => seed !== undefined);

/**
 * Makes a route for each entity, and one for all together.
 *
 * @param scope The dataset, and the limit of records.
 * @returns The routes, in the order of the entities, the bundle last.
 */
export function makeGenerateRoutes(scope: RouteScope): readonly Route[] {
  const { entities } = scope.dataset;
  const body = generateSchema(scope.maxRecords);
  const plurals = entities.map((entity) => entity.plural).join(", ");
  return [
    ...entities.map((entity) =>
      defineRoute({
        method: "POST",
        path: `/generate/${entity.name}`,
        auth: "token",
        summary: `Makes ${entity.plural}.`,
        body,
        handle: (request): Answer => ({ pieces: writeAnswer(scope, request, [entity], true) }),
      })
    ),
    defineRoute({
      method: "POST",
      path: "/generate/bundle",
      auth: "token",
      summary: `Makes ${plurals} that belong together.`,
      body,
      handle: (request): Answer => ({ pieces: writeAnswer(scope, request, entities, false) }),
    }),
  ];
}

function* writeAnswer(
  scope: RouteScope,
  request: GenerateBody,
  entities: readonly Entity[],
  isCounted: boolean,
): Generator<Uint8Array<ArrayBuffer>> {
  const seed = resolveSeed(request, scope.dataset.defaultSeed);
  const plan: Plan = { ...scope.plan, seed, records: request.records };
  let text = `{"metadata":${stringifyJson(scope.dataset.metadata(plan))}`;
  let rowCount = 0;
  const plurals = entities.map(({ plural }) => plural);
  for (const [place, lines] of streamEntities(plan, plurals, "ndjson").entries()) {
    yield encoder.encode(`${text},${stringifyJson(plurals[place]!)}:[`);
    rowCount += yield* joinRows(lines);
    text = "]";
  }
  if (isCounted) text += `,"record_count":${rowCount}`;
  yield encoder.encode(`${text},"seed":${seed},"records_requested":${request.records}}`);
}

function resolveSeed(request: GenerateBody, defaultSeed: bigint): bigint {
  const { seed } = request;
  if (request.randomize || seed === "random") return drawSeed();
  if (seed === undefined) return defaultSeed;
  return seed;
}

/**
 * `esdh generate --since DATE`: the changes between two days.
 *
 * @module
 */
import type { ChangeSet } from "../capture.ts";
import type { ChangePlan } from "../changes/change_set.ts";
import { EsdhError } from "../core/error.ts";
import { stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import { formatCount, formatDuration, formatSize } from "../core/units.ts";
import { formatTable } from "../ui/table.ts";
import { type GenerateFlags, resolveRequest } from "./_request.ts";
import type { CliContext, Output } from "./command.ts";
import { writeAll } from "./output.ts";
import { startProgress } from "./progress.ts";

/**
 * Makes a change set, or streams the changes of one entity.
 *
 * @param context The command's context.
 * @param flags The options.
 * @param since The earlier day, as it was written.
 * @throws {EsdhError} USAGE if there can be no changes between these days; as `makeChangeSet` does.
 */
export async function generateChanges(
  context: CliContext,
  flags: GenerateFlags,
  since: string,
): Promise<void> {
  // Formats are asked of the changes: a snapshot's play no part.
  const { outputFormat: formats, ...rest } = flags;
  const { plan: asked, directory, isSeedDrawn } = await resolveRequest(context, rest);
  if (isSeedDrawn) {
    throw new EsdhError("USAGE", "--since needs the seed of the snapshot that changes", {
      hint: "give --seed the number of the earlier snapshot's plan",
    });
  }
  if (asked.defects !== undefined) {
    throw new EsdhError("USAGE", "changes can't hold planted defects: they have no answer key", {
      hint: "make both snapshots with the same --defects",
    });
  }
  const { planDataset } = await import("../run.ts");
  const { planChanges } = await import("../changes/change_set.ts");
  const dataset = planDataset(asked);
  const plan = planChanges({
    ...{ plan: asked, dataset, since, skipsClock: flags.skipClockUpdates ?? false },
    ...(formats === undefined ? {} : { formats }),
  });
  if (flags.stdout) return await streamChanges(context, plan, flags.workers);
  const { makeChangeSet } = await import("../capture.ts");
  const startMs = performance.now();
  const progress = startProgress(context.err, {
    label: "comparing",
    unit: "chunks",
    isQuiet: flags.quiet,
  });
  try {
    const made = await makeChangeSet(plan, directory, {
      isForced: flags.force ?? false,
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total),
      onNotice: (text) => progress.note(`note: ${text}`),
      ...(flags.workers === undefined ? {} : { workerCount: flags.workers }),
    });
    progress.end();
    if (flags.json) {
      const { manifest, manifestPath } = made;
      const document = { directory, manifest_path: manifestPath, manifest };
      context.out.write(`${stringifyJson(document, 2)}\n`);
    } else if (flags.quiet) context.out.write(`${directory}\n`);
    else context.out.write(formatChangeSet(made, performance.now() - startMs, context.out));
  } finally {
    progress.end();
  }
}

async function streamChanges(
  context: CliContext,
  plan: ChangePlan,
  workerCount: number | undefined,
): Promise<void> {
  if (plan.entities.length !== 1 || plan.formats.length !== 1) {
    throw new EsdhError("USAGE", "--stdout needs one entity and one format of changes", {
      hint: "for example --stdout --entity-filter vehicles --output-format ndjson",
    });
  }
  const { openChanges } = await import("../capture.ts");
  const { ChangeWriter } = await import("../changes/change_writer.ts");
  const head = ChangeWriter.heads(plan, plan.entities[0]!)[0]!;
  await writeAll(Deno.stdout, new TextEncoder().encode(head));
  for await (const { entities } of openChanges(plan, workerCount)) {
    context.signal.throwIfAborted();
    await writeAll(Deno.stdout, entities[0]!.bytes[0]!);
  }
}

function formatChangeSet(
  { plan, directory, files }: ChangeSet,
  durationMs: number,
  output: Output,
): string {
  const paint = paintFor(output);
  const count = (value: number) => value === 0 ? "" : formatCount(value);
  const right = (title: string) => ({ title, align: "right", minWidth: 7 }) as const;
  const table = formatTable(
    [
      { title: "file", minWidth: 16, paint: paint.cyan },
      { ...right("created"), paint: paint.green },
      { ...right("updated"), paint: paint.yellow },
      { ...right("deleted"), paint: paint.red },
      right("size"),
    ],
    files.map(({ path, counts, sizeBytes }) => [
      path,
      ...[counts.c, counts.u, counts.d].map(count),
      formatSize(sizeBytes),
    ]),
    output,
  );
  const heading = paint.bold(
    `Changes of ${plan.dataset.version} from ${plan.since} to ${plan.asOf}, seed ${plan.to.seed}, ` +
      `${formatCount(plan.to.records)} accounts`,
  );
  return `${heading}\n${table}\n${paint.green("Made")} in ${
    formatDuration(durationMs)
  }: ${directory}\n`;
}

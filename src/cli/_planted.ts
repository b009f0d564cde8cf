/**
 * What `generate --defects` planted, read from the answer key that it wrote.
 *
 * @module
 */
import { join } from "@std/path";
import { ANSWERS_PATH } from "../core/defect.ts";
import { spanOf } from "../core/plan.ts";
import { describeFileError } from "../core/system_error.ts";
import { EsdhError } from "../core/error.ts";
import type { PlantedPart } from "../defects/planted.ts";
import type { Snapshot } from "../run.ts";

/**
 * Sets what was planted beside what was asked for.
 *
 * @param snapshot What was made.
 * @returns A part for each number and share that was asked for; undefined where no defects were.
 * @throws {EsdhError} IO if the answer key can't be read.
 */
export async function readPlanted(
  { plan, directory }: Snapshot,
): Promise<PlantedPart[] | undefined> {
  if (plan.defects === undefined) return undefined;
  const { comparePlanted, countPlanted } = await import("../defects/planted.ts");
  const { parseRequest } = await import("../defects/request.ts");
  const { findDataset } = await import("../datasets/mod.ts");
  const { defects } = findDataset(plan.dataset);
  const path = join(directory, ANSWERS_PATH);
  const { start, end } = spanOf(plan);
  try {
    const file = await Deno.open(path);
    const counts = await countPlanted(file.readable.pipeThrough(new TextDecoderStream()));
    return comparePlanted(parseRequest(plan.defects, defects, plan.dataset), counts, {
      accountCount: end - start,
      isWhole: plan.range === undefined,
      kindCount: defects.length,
    });
  } catch (cause) {
    if (cause instanceof EsdhError) throw cause;
    throw new EsdhError("IO", `can't read the answer key: ${describeFileError(cause)}`, {
      path,
      cause,
    });
  }
}

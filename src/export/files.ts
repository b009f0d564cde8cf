/**
 * The files of a plan: which there are, what they hold, what they are called.
 *
 * @module
 */
import { ANSWER, ANSWERS_FORMAT, ANSWERS_PATH } from "../core/defect.ts";
import { dataFileName, DATASET_STEM, manifestName } from "../core/snapshot_file.ts";
import type { Dataset } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import type { Format } from "../core/format.ts";
import type { Plan } from "../core/plan.ts";

/** A data file a plan makes. */
export interface PlannedFile {
  /** File name in the snapshot. */
  readonly path: string;
  /** Key in the manifest's `files`. */
  readonly key: string;
  readonly format: Format;
  /** What it holds, in order. */
  readonly entities: readonly Entity[];
}

/**
 * Lists the data files of a plan.
 *
 * @param plan The plan; its entities are the dataset's.
 * @param dataset Its dataset.
 * @param findFormat Finds a format by name.
 * @returns A file for each entity, or one for all, as each format holds them; in the plan's order. Behind them
 * the answer key, where defects are planted.
 */
export function listFiles(
  plan: Plan,
  dataset: Dataset,
  findFormat: (name: string) => Format,
): PlannedFile[] {
  const files = plan.outputs.flatMap((output): PlannedFile[] => {
    const format = findFormat(output.format);
    const entities = dataset.entities.filter(({ plural }) => output.entities.includes(plural));
    const file = (stem: string, held: readonly Entity[]): PlannedFile => ({
      path: dataFileName(stem, dataset.slug, format.extension),
      key: `${stem}_${format.name}`,
      format,
      entities: held,
    });
    return format.holds === "dataset"
      ? [file(DATASET_STEM, entities)]
      : entities.map((entity) => file(entity.plural, [entity]));
  });
  if (plan.defects === undefined) return files;
  const format = findFormat(ANSWERS_FORMAT);
  return [...files, { path: ANSWERS_PATH, key: "defects", format, entities: [ANSWER] }];
}

/**
 * The file name of a dataset's manifest.
 *
 * @param dataset The dataset.
 * @returns For example `snapshot_manifest_v0_1.json`.
 */
export function manifestPath(dataset: Pick<Dataset, "slug">): string {
  return manifestName(dataset.slug);
}

/**
 * The registry of datasets: a literal list, so that the compiled program holds what is named here.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import type { Entity } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import { describeNames } from "../core/suggest.ts";
import { autoDataset } from "./auto/mod.ts";
import { v01Dataset } from "./v0_1/mod.ts";

/** All datasets; the first is the default. */
export const DATASETS: readonly Dataset[] = [autoDataset, v01Dataset];

/**
 * Finds a dataset.
 *
 * @param name Its name; default: the default dataset.
 * @returns The dataset.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 *
 * @example
 * ```ts
 * import { findDataset } from "./mod.ts";
 * if (findDataset("v0.1").defaultRecords !== 200) throw new RangeError();
 * ```
 */
export function findDataset(name: string = DATASETS[0]!.name): Dataset {
  const dataset = DATASETS.find((member) => member.name === name);
  if (dataset !== undefined) return dataset;
  throw new EsdhError("UNKNOWN_NAME", `unknown dataset "${name}"`, {
    hint: describeNames(name, DATASETS.map((member) => member.name)),
  });
}

/**
 * Finds an entity of a dataset.
 *
 * @param dataset The dataset.
 * @param name The entity's plural or singular name.
 * @returns The entity.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 */
export function findEntity(dataset: Dataset, name: string): Entity {
  const entity = dataset.entities.find((member) => member.plural === name || member.name === name);
  if (entity !== undefined) return entity;
  throw new EsdhError("UNKNOWN_NAME", `unknown entity "${name}" of dataset ${dataset.name}`, {
    hint: describeNames(name, dataset.entities.map((member) => member.plural)),
  });
}

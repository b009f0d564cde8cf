/**
 * What a file of a format with metadata says of itself.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { FileScope } from "../core/format.ts";
import { stringifyJson } from "../core/json.ts";

/**
 * The members of a file's metadata: its entity, its marker, and the dataset's metadata.
 *
 * @param entity The entity of the file.
 * @param scope What is known of the file.
 * @returns Keys that begin with `esdh.`, each with a text as it is or another value as JSON.
 */
export function describeFile(
  entity: Entity,
  { metadata, marker }: FileScope,
): (readonly [key: string, value: string])[] {
  const members = { entity: entity.plural, synthetic_source: marker, ...metadata };
  return Object.entries(members).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[`esdh.${name}`, typeof value === "string" ? value : stringifyJson(value)] as const]
  );
}

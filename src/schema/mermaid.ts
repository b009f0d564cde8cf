/**
 * A diagram of the entities and their references, in Mermaid.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { SchemaForm } from "./form.ts";

/**
 * Draws entities with their keys and references.
 *
 * @param entities The entities, in the order of their references.
 * @returns An `erDiagram`; a reference to an entity that is not given is left out.
 *
 * @example
 * ```ts
 * import { formatDiagram } from "./mermaid.ts";
 * const text = formatDiagram([{
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "vin", kind: "text", key: true, description: "Its number." }],
 * }]);
 * if (text !== "erDiagram\n  cars {\n    text vin PK\n  }\n") throw new RangeError(text);
 * ```
 */
export function formatDiagram(entities: readonly Entity[]): string {
  const plurals = entities.map(({ plural }) => plural);
  const references = entities.flatMap(({ plural, fields }) =>
    fields.flatMap(({ name, nullable, reference }) => {
      if (reference === undefined || !plurals.includes(reference.entity)) return [];
      return [`  ${reference.entity} ${nullable ? "|o" : "||"}--o{ ${plural} : ${name}\n`];
    })
  );
  const boxes = entities.map(({ plural, fields }) => {
    const lines = fields.flatMap(({ name, kind, key, reference }) => {
      const role = key ? (reference === undefined ? "PK" : "PK, FK") : "FK";
      return key || reference !== undefined
        ? [`    ${kind === "id" ? "uuid" : kind} ${name} ${role}\n`]
        : [];
    });
    return `  ${plural} {\n${lines.join("")}  }\n`;
  });
  return `erDiagram\n${references.join("")}${boxes.join("")}`;
}

/** The member of the registry of forms. */
export const mermaidForm: SchemaForm = {
  name: "mermaid",
  description: "A Mermaid diagram of the entities, their keys and references",
  print: ({ entities }) => ({ text: formatDiagram(entities) }),
};

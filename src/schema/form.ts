/**
 * What a form of a schema is: a way to write the definition of entities down for another program.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { JsonValue } from "../core/json.ts";

/** What a form has to know of the dataset beside its entities. */
export interface SchemaScope {
  /** Name of the dataset. */
  readonly dataset: string;
  /** Its version. */
  readonly version: string;
  /** One sentence about it. */
  readonly description: string;
  /** The entities to print, in the order of their references. */
  readonly entities: readonly Entity[];
  /** Whether these are all entities of the dataset. */
  readonly isWhole: boolean;
}

/** A schema as a form writes it: a text, or a JSON document. */
export type PrintedSchema =
  | { readonly text: string }
  | { readonly document: JsonValue };

/** A member of the registry of forms. */
export interface SchemaForm {
  /** Name in `--form`. */
  readonly name: string;
  /** One sentence for help and documentation. */
  readonly description: string;
  /**
   * Writes the schema down. Pure: it depends on the scope alone.
   *
   * @param scope The dataset and the entities to print.
   * @returns A text with a final newline, or a document.
   */
  print(scope: SchemaScope): PrintedSchema;
}

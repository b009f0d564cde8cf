/**
 * Defects that are planted on request, and the answer key that tells of each.
 *
 * @module
 */
import type { Row } from "./batch.ts";
import type { Entity, Field } from "./entity.ts";

/** File name of the answer key. */
export const ANSWERS_PATH = "defects.ndjson";

/** Name of the format in which the answer key is written, whatever the formats of the data are. */
export const ANSWERS_FORMAT = "ndjson";

function textField(name: string, description: string, rest: Partial<Field> = {}): Field {
  return { name, kind: "text", description, ...rest };
}

const nullable = { nullable: true } as const;

/** A line of the answer key: a cell that was changed, or a row that breaks a rule because of it. */
export const ANSWER: Entity = {
  name: "answer",
  plural: "answers",
  description: "A cell that a defect changed, or that breaks a rule because of one.",
  fields: [
    textField("defect", "Code of the defect."),
    textField("rule", "Rule of `esdh validate` that finds it; none where no rule of a row can.", {
      ...nullable,
    }),
    textField("check", "The same rule by its number in the rule book, such as D01.", nullable),
    textField("entity", "Plural name of the row's entity."),
    textField("key", "The row's key, as it was."),
    textField("field", "Name of the field; none where the whole row is meant.", nullable),
    textField("was", "The value before.", nullable),
    textField("is", "The value in the files.", nullable),
    textField("also", "Further rules the same row may break by it, with commas between.", nullable),
    {
      name: "follows",
      kind: "boolean",
      description: "False for the line that is the defect itself, true for what follows from it.",
    },
  ],
};

/** A value that a defect writes. */
export type DefectValue = string | number | boolean | null;

/** A row of the account in which a defect is planted. */
export interface DefectRow {
  /** Plural name of its entity. */
  readonly entity: string;
  /** Place among the rows of its entity that are at hand. */
  readonly at: number;
  /** Its values as they were made. */
  readonly values: Readonly<Row>;
}

/**
 * An account in which a defect is planted. What is written first is the defect; all that is written after it
 * follows from it. A defect that writes nothing found no row that it can hit.
 */
export interface Planting {
  /**
   * Lists the account's rows of an entity that the defect needs.
   *
   * @param entity Plural name.
   * @returns Rows in the order they are written.
   */
  rows(entity: string): readonly DefectRow[];
  /**
   * Draws a number that is the account's and the defect's own.
   *
   * @param bound Number of values.
   * @returns A whole number from 0 to `bound - 1`.
   */
  random(bound: number): number;
  /**
   * Draws one of a list.
   *
   * @param list The list.
   * @returns A member; undefined where there is none.
   */
  pick<T>(list: readonly T[]): T | undefined;
  /**
   * Changes a cell.
   *
   * @param row The row.
   * @param field Name of the field.
   * @param value The value of its kind: days as `YYYY-MM-DD`, decimals as numbers.
   * @param rule Rule that finds it; none where a rule does not.
   * @param also Further rules the row may break by it.
   */
  set(
    row: DefectRow,
    field: string,
    value: DefectValue,
    rule?: string,
    also?: readonly string[],
  ): void;
  /**
   * Says that an unchanged cell breaks a rule now.
   *
   * @param row The row.
   * @param field Name of the field.
   * @param rule The rule.
   */
  fail(row: DefectRow, field: string, rule: string): void;
  /**
   * Writes a row twice.
   *
   * @param row The row.
   * @param rule Rule that finds it; none where a rule of another row does.
   * @param also Further rules the row may break by it.
   * @param key What the key of the second one becomes; default: the same.
   */
  repeat(row: DefectRow, rule: string | undefined, also?: readonly string[], key?: string): void;
  /**
   * Writes a cell as a text, whatever its kind is.
   *
   * @param row The row.
   * @param field Name of the field.
   * @param text The text.
   * @param rule Rule that finds it.
   * @param also Further rules the row may break by it.
   */
  write(
    row: DefectRow,
    field: string,
    text: string,
    rule: string,
    also?: readonly string[],
  ): void;
  /**
   * Writes all cells of a row one column to the right.
   *
   * @param row The row.
   * @param rule Rule that finds it.
   * @param also Further rules the row may break by it.
   */
  shift(row: DefectRow, rule: string, also?: readonly string[]): void;
}

/** What a file must be like to hold a defect. */
export type DefectCarrier =
  /** Any format can. */
  | "any"
  /** The file has no index that refuses a key that is there twice. */
  | "repeats"
  /** Rows are text whose values no type binds. */
  | "texts"
  /** Rows are text whose cells are told apart by their places. */
  | "places";

/** A kind of defect. */
export interface Defect {
  /** Name in kebab case. */
  readonly code: string;
  /** Plural name of the entity whose rows it hits. */
  readonly entity: string;
  /** Name of the field it changes; none where it is about the whole row. */
  readonly field?: string;
  /** Rules of `esdh validate` that find it, the main one first; none where only statistics or a person can. */
  readonly rules: readonly string[];
  /** Its rule in the rule book, such as D01. */
  readonly check: string;
  /** What it looks like, in one sentence. */
  readonly description: string;
  /** Plural names of the entities whose rows it looks at, its own included. */
  readonly needs: readonly string[];
  /** Default: any. */
  readonly carrier?: DefectCarrier;
  /**
   * Plants it in an account.
   *
   * @param planting The account; nothing is written to it where no row can be hit.
   */
  plant(planting: Planting): void;
}

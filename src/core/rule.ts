/**
 * What must hold between the fields and rows of a dataset beyond each field's own form. A dataset states
 * its rules; the checks know none by name.
 *
 * @module
 */
import type { IdWords } from "./batch.ts";
import type { Entity } from "./entity.ts";
import type { Severity } from "./issue.ts";
import type { JsonValue } from "./json.ts";

/** When a rule is asked of a row: all that is stated must hold. */
export interface RuleCondition {
  /** A field of the same row, of kind `word`, `boolean`, `integer` or `day`. */
  readonly field: string;
  /** The texts its value may have. A row without a value is passed over. */
  readonly values?: readonly string[];
  /** Whether it has a value. */
  readonly hasValue?: boolean;
}

/** What all rules have. */
interface RuleBase {
  /** Stable name of the rule in findings, in kebab case. */
  readonly code: string;
  /** Plural name of the entity whose rows are checked. */
  readonly entity: string;
  /** The field that is to blame. A row in which it has no value, or one of improper form, is passed over. */
  readonly field: string;
  /** What must hold, as a sentence for the documentation and findings. */
  readonly message: string;
  /** Default: error. */
  readonly severity?: Severity;
  /** The rows it is asked of; default: all. */
  readonly when?: RuleCondition;
}

/**
 * A field of the same row (`state`), a part of its text (`vin[0:3]`: bytes 0 up to 3), or a field of the row
 * that a reference names (`person_id.state`). A rule is passed over for a row in which one of its values is
 * null or has no proper form; of a text that is too short for the part, the part is what there is.
 */
export type RuleInput = string;

/** The field equals another one of the same kind; ids, texts and words, whole numbers and days. */
export interface EqualRule extends RuleBase {
  readonly kind: "equal";
  readonly input: RuleInput;
}

/** The text of the field begins with the text of another one of the row. */
export interface PrefixRule extends RuleBase {
  readonly kind: "prefix";
  readonly input: RuleInput;
}

/** The field's text goes with the texts of other fields of the row that have few values. */
export interface WordsRule extends RuleBase {
  readonly kind: "words";
  /** Part of the field's text that is looked at, `[0:3]`; default: all. */
  readonly part?: string;
  readonly inputs: readonly RuleInput[];
  /**
   * Pure, so that its answer may be kept.
   *
   * @param value Text of the field.
   * @param inputs Texts of the inputs, in order.
   * @returns Undefined where it holds; else the value or form wanted.
   */
  check(value: string, ...inputs: string[]): string | undefined;
}

/** The field's text with the texts of other fields of the row is a row of a table. */
export interface TableRule extends RuleBase {
  readonly kind: "table";
  /** Part of the field's text that is looked at, `[0:3]`; default: all. */
  readonly part?: string;
  readonly inputs: readonly RuleInput[];
  /** Rows allowed: the field's text, then the inputs', in order. Called once, when the rule is first used. */
  rows(): Iterable<readonly string[]>;
}

/** The field's text has the form that goes with the text of another field of the row. */
export interface FormRule extends RuleBase {
  readonly kind: "form";
  readonly input: RuleInput;
  /** Regular expressions the whole text matches, by the other field's text. */
  readonly forms: Readonly<Record<string, string>>;
  /** The form where the other field has another text; default: none, and the rule is passed over. */
  readonly otherwise?: string;
}

/** A comparison. */
export type Comparison = "<" | "<=" | "=" | ">=" | ">";

/** What is added to a number or day before it is compared. */
export interface Shift {
  /** Units of the number; days of a day. */
  readonly add?: number;
  /** Calendar months, added to a day first; a day that the month does not have is its last. */
  readonly months?: number;
  /** Calendar months by the text of a field of the row; where it has another text, the rule is passed over. */
  readonly monthsBy?: { readonly field: string; readonly months: Readonly<Record<string, number>> };
}

/**
 * The field compares with another number or day, of the row or of the row that a reference names. Decimals
 * compare by value, whatever their scales.
 */
export interface CompareRule extends RuleBase {
  readonly kind: "compare";
  readonly operator: Comparison;
  readonly input: RuleInput;
  /** Added to the input. `monthsBy` can't go with an input of another row. */
  readonly shift?: Shift;
}

/** The field's value goes with values of the row that may be many: for what no other kind can say. */
export interface ValuesRule extends RuleBase {
  readonly kind: "values";
  readonly inputs: readonly RuleInput[];
  /**
   * Pure. Called for each row, so slower than other kinds where texts are many.
   *
   * @param value The field's value: a number for numbers, 0 or 1 for truth values, days from 1970-01-01 for
   * days, units of the last place for decimals; else its text.
   * @param inputs The inputs' values, in order.
   * @returns Undefined where it holds; else the value or form wanted.
   */
  check(value: number | string, ...inputs: (number | string)[]): string | undefined;
}

/** The field's bytes pass a test, such as that of a check digit. */
export interface BytesRule extends RuleBase {
  readonly kind: "bytes";
  /**
   * Pure. Called for each row.
   *
   * @param bytes What the span points into.
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns Whether it holds.
   */
  test(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Says what was wanted.
   *
   * @param text The text that failed.
   * @returns The value or form wanted.
   */
  expected(text: string): string;
}

/**
 * The field's text is others' in a row, with texts between: a name from its parts. All inputs are of the row,
 * or all of one row that a reference names.
 */
export interface JoinedRule extends RuleBase {
  readonly kind: "joined";
  /** Inputs as `{input}`, and the texts between and around them. */
  readonly parts: readonly (string | { readonly input: RuleInput })[];
}

/** The field has a value, or has none, in the rows the rule is asked of. */
export interface PresenceRule extends RuleBase {
  readonly kind: "presence";
  readonly isPresent: boolean;
}

/** The identifier is computed from other identifiers of the row. */
export interface DerivedIdRule extends RuleBase {
  readonly kind: "derived-id";
  readonly inputs: readonly RuleInput[];
  /**
   * Computes the identifiers of many rows.
   *
   * @param inputs The identifiers of each input, an entry a row.
   * @param out Gets the identifiers that the field must hold.
   * @param count Number of rows.
   */
  derive(inputs: readonly IdWords[], out: IdWords, count: number): void;
}

/** No two rows have the same value of the field; or the same values of it and the inputs together. */
export interface UniqueRule extends RuleBase {
  readonly kind: "unique";
  /** Further fields of the row; a row that lacks one of their values is passed over. Default: none. */
  readonly inputs?: readonly RuleInput[];
}

/**
 * The rules that follow from the fields of an entity that are unique.
 *
 * @param entity The entity.
 * @returns A rule for each such field, in order.
 */
export function uniqueRules(
  { plural, fields }: Pick<Entity, "plural" | "fields">,
): UniqueRule[] {
  return fields.flatMap(({ name, unique }): UniqueRule[] =>
    unique === undefined ? [] : [{
      kind: "unique",
      code: unique,
      entity: plural,
      field: name,
      message: `no two ${plural} have the same ${name}`,
    }]
  );
}

/** As many rows of another entity refer to a row as it says. */
export interface CountRule extends RuleBase {
  readonly kind: "count";
  /** The rows that are counted: plural name of their entity, and its reference to this one. */
  readonly of: { readonly entity: string; readonly by: string; readonly when?: RuleCondition };
  /** The least number, where the field itself is not the number. */
  readonly least?: number;
  /** The greatest number, where the field itself is not the number. */
  readonly most?: number;
}

/**
 * The field is the sum of a field of the rows of another entity that refer to the row: whole numbers, or decimals
 * of one scale. Rows without a value add nothing.
 */
export interface SumRule extends RuleBase {
  readonly kind: "sum";
  /** The rows that are added up: plural name of their entity, its reference to this one, and what is added. */
  readonly of: {
    readonly entity: string;
    readonly by: string;
    readonly field: string;
    readonly when?: RuleCondition;
  };
}

/**
 * The field is another number times factors, a worksheet: after each factor that has a value the product is
 * rounded, halves up, to the places of the first number, at the end to those of the field.
 */
export interface ProductRule extends RuleBase {
  readonly kind: "product";
  /** The first number: a decimal of the row that is not negative, with as many places as each factor or more. */
  readonly base: RuleInput;
  /** Decimals of the row that are multiplied, in order; those without a value are left out. */
  readonly factors: readonly RuleInput[];
}

/** The levels of a published table, what tells the level of a row, and the values of each. */
export interface LevelTable {
  /** Number of levels. */
  readonly count: number;
  /**
   * What the table has.
   *
   * @param level A level, from 0.
   * @param word A word of the rule's own input.
   * @returns The values allowed: whole numbers, or units of the last place of a decimal; null for no value.
   */
  values(level: number, word: string): readonly (number | null)[];
  /**
   * Tells the level of a row. Pure: it is called in any thread.
   *
   * @param facts The rule's facts in order, as {@link ValuesRule} gives them; null where there is no value.
   * @returns Its level; undefined where it can't be told, and the rule is passed over.
   */
  levelOf(...facts: (number | string | null)[]): number | undefined;
}

/**
 * The field has the value that a table has for the level of the row that a reference names. To have no value is
 * a value here. In a row by itself the value must be one that the table has for any level; where the two meet, a
 * small number of each is compared, so that neither carries its values there.
 */
export interface LevelRule extends RuleBase {
  readonly kind: "level";
  /** Column of the table: a field of the row that has a list of words. */
  readonly column: string;
  /** The reference. */
  readonly via: string;
  /** Fields of the row that it names. */
  readonly facts: readonly string[];
  /** Whether nothing is said of a row by itself, because another rule of the field does. Default false. */
  readonly isJoinedOnly?: boolean;
  /** The table. Called when the rule is first used. */
  table(): LevelTable;
}

/** A rule between the fields of a row and of the rows it refers to or that refer to it. */
export type RowRule =
  | EqualRule
  | PrefixRule
  | WordsRule
  | TableRule
  | FormRule
  | CompareRule
  | ValuesRule
  | BytesRule
  | JoinedRule
  | PresenceRule
  | DerivedIdRule
  | UniqueRule
  | CountRule
  | SumRule
  | ProductRule
  | LevelRule;

/**
 * Why a field's values can't belong to anyone: each value lies in a range that was set aside, or that is never
 * given out.
 */
export interface FieldProof {
  /** Stable name of the proof in findings, in kebab case. */
  readonly code: string;
  /** Plural name of the entity. */
  readonly entity: string;
  readonly field: string;
  /** What is proven of a value, in one sentence: which range it lies in. */
  readonly range: string;
  /** Who set the range aside, and where that is written. */
  readonly source: string;
  /** Regular expression that the whole text of each value matches. */
  readonly pattern: string;
  /** The option of the plan under which the values are made so; default: always. */
  readonly option?: { readonly name: string; readonly value: string };
}

/** A field that looks like an identifier of someone, and is not proven to be nobody's. */
export interface UnprovenField {
  /** Plural name of the entity. */
  readonly entity: string;
  readonly field: string;
  /** Why it can't be proven, and what can be done. */
  readonly reason: string;
  /** The option of the plan under which that is so; default: always. */
  readonly option?: { readonly name: string; readonly value: string };
}

/** One member of the metadata or of the manifest's contract keys. */
export interface ValueRule {
  /** Name; `record_counts.persons` is a member of a member. */
  readonly name: string;
  /** Whether it may be missing. */
  readonly isOptional?: boolean;
  /** The only value allowed. */
  readonly value?: JsonValue;
  /** Regular expression a text matches. */
  readonly pattern?: string;
  /** Plural name of the entity whose number of rows it is. */
  readonly countOf?: string;
  /** Whether the entity may have fewer rows than that. */
  readonly isMost?: boolean;
}

/** Files that are known by their digests. */
export interface ReferenceSnapshot {
  readonly seed: bigint;
  /** Number of accounts. */
  readonly records: number;
  /** SHA-256 of each file of the dataset's default output, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** All rules of a dataset. */
export interface DatasetRules {
  /** Between fields and rows. */
  readonly rows: readonly RowRule[];
  /** Fields whose values can't belong to anyone, and why; default: none. */
  readonly proofs?: readonly FieldProof[];
  /** Fields that look like someone's identifiers and are not proven to be nobody's; default: none. */
  readonly unproven?: readonly UnprovenField[];
  /** Of the metadata, in a file of its own or in a dataset's file. */
  readonly metadata: readonly ValueRule[];
  /** Of the contract's keys in the manifest. */
  readonly manifest: readonly ValueRule[];
  /** File name of the metadata. */
  readonly metadataPath: string;
  /** Files a snapshot may hold beside those its manifest names. */
  readonly extraPaths: readonly string[];
  /** Snapshots that this program must make with the same bytes. */
  readonly references: readonly ReferenceSnapshot[];
}

/**
 * What must hold between the fields and rows of a dataset beyond each field's own form. A dataset states
 * its rules; the checks know none by name.
 *
 * @module
 */
import type { IdWords } from "./batch.ts";
import type { JsonValue } from "./json.ts";

/** What all rules between rows have. */
interface RuleBase {
  /** Stable name of the rule in findings, in kebab case. */
  readonly code: string;
  /** Plural name of the entity whose rows are checked. */
  readonly entity: string;
  /** The field that is to blame. */
  readonly field: string;
  /** What must hold, as a sentence for the documentation and findings. */
  readonly message: string;
}

/**
 * A field of the same row (`state`), or of the row that a reference of it names (`person_id.state`).
 * A rule is passed over for a row in which one of its values is null or has no proper form.
 */
export type RuleInput = string;

/** The field equals another one of the same kind. */
export interface EqualRule extends RuleBase {
  readonly kind: "equal";
  readonly input: RuleInput;
}

/** The text of the field begins with the text of another one. */
export interface PrefixRule extends RuleBase {
  readonly kind: "prefix";
  readonly input: RuleInput;
}

/** The field's text goes with the texts of other fields that have few values. */
export interface WordsRule extends RuleBase {
  readonly kind: "words";
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

/** The identifier is computed from other identifiers. */
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

/** A rule between the fields of a row and of the rows it refers to. */
export type RowRule = EqualRule | PrefixRule | WordsRule | DerivedIdRule;

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

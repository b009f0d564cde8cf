/**
 * What a measure is: what it gathers of the rows of tables, block by block and in any thread, and what it
 * concludes from the sums.
 *
 * @module
 */
import type { Dataset } from "../../core/dataset.ts";
import type { Entity } from "../../core/entity.ts";
import type { ValueCounter } from "../../core/value_file.ts";
import type { DecodedColumn } from "../../validate/decoded_column.ts";
import type { Interner } from "../../validate/interner.ts";

/** How good a published figure is: A official or exact, B a good secondary source, C an estimate of ours. */
export type Grade = "A" | "B" | "C";

/** What a tally sees of a table. */
export interface TallyScope {
  readonly entity: Entity;
  /** Gives words their texts. */
  readonly words: Interner;
  /**
   * The values of a field of the tally in the block at hand.
   *
   * @param field Its name, one of {@link Tally.fields}.
   */
  column(field: string): DecodedColumn;
}

/** A tally at work on one table. */
export interface TallyRun {
  /**
   * Adds the rows of a block.
   *
   * @param count Number of rows; the columns hold their values.
   */
  rows(count: number): void;
  /**
   * Takes the values of its only field by how many rows hold each, in any order: numbers, or numbers of words. Where it
   * is there, a reader that can count may give values so, and no rows; what it gives is of the field's form.
   */
  readonly counter?: ValueCounter;
  /** Hands over what was gathered, and begins anew. The value can be sent to another thread. */
  take(): unknown;
}

/** Sums over the rows of one table, with bounded memory. */
export interface Tally {
  /** Tells tallies apart: two with one id gather the same, once. */
  readonly id: string;
  /** Plural name of the entity. */
  readonly entity: string;
  /** Fields it reads. */
  readonly fields: readonly string[];
  /** Fields of those whose words it wants the numbers of. */
  readonly wordFields?: readonly string[];
  /** Starts the tally in a thread. */
  open(scope: TallyScope): TallyRun;
  /**
   * Adds what a thread handed over.
   *
   * @param sum What was added so far; undefined at first.
   * @param part What {@link TallyRun.take} gave.
   * @returns The new sum.
   */
  merge(sum: unknown, part: unknown): unknown;
}

/** How a number is written. */
export type Unit = "share" | "number" | "count" | "usd" | "years" | "per100";

/** An achieved figure beside a published one. */
export interface Figure {
  /** Name in gates and JSON, unique: `geography.state.CA`. */
  readonly key: string;
  /** Name for people. */
  readonly label: string;
  readonly unit: Unit;
  readonly achieved: number;
  readonly published: number;
  /** Greatest absolute difference that is called the same. */
  readonly tolerance: number;
  /** Standard error of the achieved figure, as far as the sample's size gives it. */
  readonly standardError: number;
  /** Rows that the achieved figure rests on. */
  readonly sampleSize: number;
  readonly grade: Grade;
  /** Where the published figure is from. */
  readonly source: string;
  /** Where it counts something else than the achieved one: what. It is then shown and not judged. */
  readonly basis?: string;
}

/** A table of texts. */
export interface ReportTable {
  readonly title: string;
  /** Headings; a column of numbers is set to the right. */
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** Something to draw. Every chart comes with its numbers, so that a table can stand behind it. */
export type Chart =
  /** Bars of one or two series by category; the second series is drawn as a mark: what was published. */
  | {
    readonly kind: "bars";
    readonly title: string;
    readonly unit: Unit;
    readonly series: readonly [string, string?];
    readonly points: readonly {
      readonly label: string;
      readonly value: number;
      readonly mark?: number;
    }[];
  }
  /** Columns over an ordered axis; a line may stand over them. */
  | {
    readonly kind: "columns";
    readonly title: string;
    readonly unit: Unit;
    readonly series: readonly [string, string?];
    readonly points: readonly {
      readonly label: string;
      readonly value: number;
      readonly mark?: number;
    }[];
  }
  /** Lines over an ordered axis. */
  | {
    readonly kind: "lines";
    readonly title: string;
    readonly unit: Unit;
    readonly labels: readonly string[];
    readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
  };

/** What a measure came to. */
export interface MeasureResult {
  readonly figures?: readonly Figure[];
  readonly tables?: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  /** Sentences that must be known to read the figures. */
  readonly notes?: readonly string[];
}

/** Chapters of a report, in order. */
export const CHAPTERS = ["calibration", "book", "distributions"] as const;

/** What a measure may know of the snapshot beside its rows. */
export interface MeasureContext {
  readonly dataset: Dataset;
  /** Options of the plan that made the snapshot; the defaults where it is not known. */
  readonly options: Readonly<Record<string, string>>;
}

/** A measure: one module, one line in the registry. */
export interface Measure {
  /** Name, the first part of the keys of its figures. */
  readonly name: string;
  readonly title: string;
  readonly chapter: typeof CHAPTERS[number];
  /** What it gathers, each by a name of its own. */
  readonly tallies: Readonly<Record<string, Tally>>;
  /**
   * Draws its conclusions.
   *
   * @param sums What each tally came to.
   * @param context What is known of the snapshot.
   */
  conclude(sums: Readonly<Record<string, unknown>>, context: MeasureContext): MeasureResult;
}

/** A member of the registry: the measures that suit a dataset. */
export interface MeasureSource {
  readonly name: string;
  /**
   * The measures that it has for a dataset.
   *
   * @param context The dataset, with all entities and fields of its definition, and the plan's options.
   * @returns Measures. Those that read what the definition lacks are passed over.
   */
  plan(context: MeasureContext): readonly Measure[];
  /**
   * Keys of all figures that its measures can come to, for any dataset and snapshot; left out where they have none.
   *
   * @returns Keys, each once.
   */
  keys?(): readonly string[];
}

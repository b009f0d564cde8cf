/**
 * What a dataset is to the rest of the program: its entities, its defaults, and a source of rows.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import type { Defect } from "./defect.ts";
import type { Entity, FieldSizes } from "./entity.ts";
import type { FileScope } from "./format.ts";
import type { JsonValue } from "./json.ts";
import type { Plan, PlanOutput } from "./plan.ts";
import type { DatasetRules } from "./rule.ts";

/** What decides the rows of a dataset. */
export type RowPlan = Pick<Plan, "seed" | "records" | "options" | "defects">;

/** What help and lists say of an option of a dataset. */
export interface OptionFacts {
  /** Name in kebab case: the key in the plan's options, and the option of the command line. */
  readonly name: string;
  /** One sentence for help and documentation. */
  readonly description: string;
  /** The form of its value, for help: `STATES`, `DATE`. */
  readonly form: string;
  /** The value where none is given, in its normal form. */
  readonly defaultValue: string;
  /** The only values allowed, where they are few. */
  readonly values?: readonly string[];
  /** What another value does to the rows, as a part of a sentence: said of plans that differ in it. */
  readonly effect: string;
  /** What the option is to the rest of the program: `day` where it says on which day the world is looked at. */
  readonly role?: "day";
}

/** An option of a dataset: a word of the plan that changes what its rows are. */
export interface DatasetOption extends OptionFacts {
  /**
   * Brings a value to the one form in which plans hold it, so that equal plans have equal digests.
   *
   * @param text What was given.
   * @returns The normal form.
   * @throws {EsdhError} USAGE if it is none, with the form wanted.
   */
  normalize(text: string): string;
}

/** A forward reader over accounts. */
export interface RowSource {
  /**
   * Makes the rows of the next accounts.
   *
   * @param count Number of accounts, at most what is left and at most `maxCount`.
   * @returns A batch for each entity asked for, in order, with the rows these accounts have of it (none, one or
   * many); its arrays are filled again by the next call.
   */
  next(count: number): readonly Batch[];
  /**
   * Passes over accounts without making their rows.
   *
   * @param count Number of accounts.
   */
  skip(count: number): void;
}

/**
 * Finds the option of a dataset that says on which day its world is looked at.
 *
 * @param dataset The dataset, or its facts.
 * @returns The option; undefined where the dataset has no days.
 *
 * @example
 * ```ts
 * import { AUTO_FACTS } from "../datasets/auto/facts.ts";
 * import { findDayOption } from "./dataset.ts";
 * if (findDayOption(AUTO_FACTS)?.name !== "as-of") throw new RangeError();
 * ```
 */
export function findDayOption<Option extends OptionFacts>(
  dataset: { readonly options: readonly Option[] },
): Option | undefined {
  return dataset.options.find(({ role }) => role === "day");
}

/**
 * The day on which a plan looks at the world of its dataset.
 *
 * @param dataset The dataset, or its facts.
 * @param options Options of the plan.
 * @returns The day as the plan writes it, or the default; undefined where the dataset has no days.
 */
export function dayOf(
  dataset: Pick<DatasetFacts, "options">,
  options: Readonly<Record<string, string>>,
): string | undefined {
  const option = findDayOption(dataset);
  return option && (options[option.name] ?? option.defaultValue);
}

/** A file beside the data files that says what they are. */
export interface Document {
  /** Key in the manifest's `files`, or undefined where the dataset's contract has none. */
  readonly key?: string;
  /** File name. */
  readonly path: string;
  /** The whole text. */
  readonly text: string;
}

/** What help, lists and the parser of options say of a dataset: it loads neither tables nor rows. */
export interface DatasetFacts {
  /** Name in `--dataset`. */
  readonly name: string;
  /** Version; a change of any output byte makes a new one. */
  readonly version: string;
  /** Name in file names, for example `v0_1`. */
  readonly slug: string;
  /** One sentence for help and documentation. */
  readonly description: string;
  /** Names of the entities, in the order of their references. */
  readonly entities: readonly Pick<Entity, "name" | "plural">[];
  /** Options, in the order help lists them. */
  readonly options: readonly OptionFacts[];
  /** Seed where none is given. */
  readonly defaultSeed: bigint;
  /** Number of accounts where none is given. */
  readonly defaultRecords: number;
}

/** The accounts of a plan that a snapshot of a part holds. */
export interface SnapshotPart {
  /** The first, from 0. */
  readonly start: number;
  /** The one behind the last. */
  readonly end: number;
  /** All accounts of the plan. */
  readonly records: number;
}

/** A member of the registry of datasets. */
export interface Dataset extends DatasetFacts {
  /** Entities, in the order of their references. */
  readonly entities: readonly Entity[];
  /** What holds between fields and rows, and of metadata and manifest. */
  readonly rules: DatasetRules;
  /** Defects that can be planted in its rows, in the order plans name them. */
  readonly defects: readonly Defect[];
  /** Value of every row's `synthetic_source`. */
  readonly marker: string;
  /** Options, in the order help lists them. */
  readonly options: readonly DatasetOption[];
  /** Greatest number of accounts. */
  readonly maxRecords: number;
  /** What is written where no format is asked for. */
  readonly defaultOutputs: readonly PlanOutput[];
  /** Whether passing over accounts costs their draws, so that many threads waste work. */
  readonly isSequential: boolean;
  /**
   * Accounts of a block, whose rows some formats keep until it ends: a power of two, the smaller the more rows an
   * account has. It decides bytes. Blocks begin at multiples of it, counted from account 0 of the plan, so that the
   * parts of a plan have the blocks of the whole.
   */
  readonly blockAccounts: number;
  /**
   * Rows an account has of an entity, on average: for estimates, progress and the size of chunks.
   *
   * @param entity The entity.
   * @param options Options of the plan. Default: the dataset's own.
   */
  rowsPerAccount(entity: Entity, options?: Readonly<Record<string, string>>): number;
  /** Sizes of the fields of an entity, for estimates; absent, or undefined, where they were not measured. */
  fieldSizes?(entity: Entity): FieldSizes | undefined;
  /** What is said of the data as a whole, keys in order. */
  metadata(plan: RowPlan): { readonly [name: string]: JsonValue };
  /** The manifest's own keys of the dataset's contract, in order. */
  manifestKeys(
    plan: RowPlan,
    files: Readonly<Record<string, string>>,
  ): { readonly [name: string]: JsonValue };
  /** Whether a `datapackage.json` stands beside the data; a contract's list of files may forbid it. */
  readonly hasDataPackage: boolean;
  /**
   * Files beside the data, the manifest and the data package apart.
   *
   * @param plan The plan; its records are those that are made.
   * @param files Names of the data files.
   * @param part Which accounts of a larger plan they are; left out where they are all.
   */
  documents(plan: Plan, files: readonly string[], part?: SnapshotPart): readonly Document[];
  /**
   * Opens a source of rows.
   *
   * @param plan Seed, number of accounts and options.
   * @param entities Plural names of the entities to make, in the dataset's order.
   * @param maxCount Greatest number of accounts of one `next` call.
   * @param start Account to begin at, from 0; 0 where it is left out.
   */
  openRows(plan: RowPlan, entities: readonly string[], maxCount: number, start?: number): RowSource;
}

/**
 * What the encoder of a file has to know.
 *
 * @param dataset The dataset.
 * @param plan Seed, accounts and options.
 * @param entities The entities of the file, in order.
 * @returns The scope.
 */
export function scopeFile(
  dataset: Dataset,
  plan: RowPlan,
  entities: readonly Entity[],
): FileScope {
  return { entities, metadata: dataset.metadata(plan), marker: dataset.marker };
}

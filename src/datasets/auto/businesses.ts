/**
 * Kinds of businesses and the sizes of their fleets.
 *
 * @module
 */
import businessesText from "../../../data/auto/businesses.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { once, parseLines } from "./tables.ts";

/** Kinds of businesses that insure vehicles. */
export interface BusinessTable {
  /** NAICS 2022 code of each kind, 4 to 6 digits. */
  readonly naicsCodes: readonly string[];
  /** Name of each kind. */
  readonly kinds: readonly string[];
  /** Words that names of the kind are made with. */
  readonly nameWords: readonly (readonly string[])[];
  /** Share of all commercial policies of each kind. */
  readonly shares: readonly number[];
  /** Share of truck tractors in the fleets of each kind. */
  readonly combinationShares: readonly number[];
  /** Share of heavy straight trucks and buses in the fleets of each kind. */
  readonly straightShares: readonly number[];
  /** Shares of fleets of 1, 2 to 4, 5 to 14, and 15 and more vehicles, of each kind. */
  readonly fleets: readonly (readonly number[])[];
}

/** Kinds of businesses; parsed when they are first asked for. */
export const businesses: () => BusinessTable = once(() => {
  const lines = parseLines(businessesText);
  return {
    naicsCodes: lines.map((line) => line["naics_code"]!),
    kinds: lines.map((line) => line["business"]!),
    nameWords: lines.map((line) => line["name_words"]!.split(";")),
    shares: lines.map((line) => Number(line["share"])),
    combinationShares: lines.map((line) => Number(line["combination_share"])),
    straightShares: lines.map((line) => Number(line["straight_share"])),
    fleets: lines.map((line) =>
      ["fleet_1", "fleet_2_4", "fleet_5_14", "fleet_15_plus"].map((name) => Number(line[name]))
    ),
  };
});

/** Greatest fleet. */
export const MAX_FLEET = 199;

/** A choice of a fleet's size: weights of the vehicles from `first` on. */
interface FleetSizes {
  readonly first: number;
  readonly weights: readonly number[];
}

function sizesOf(first: number, last: number, weigh: (size: number) => number): FleetSizes {
  return { first, weights: Array.from({ length: last - first + 1 }, (_, at) => weigh(first + at)) };
}

/** Sizes within each column of the table's fleets; between them the table says nothing (grade C). */
const FLEET_SIZES: readonly FleetSizes[] = [
  sizesOf(1, 1, () => 1),
  sizesOf(2, 4, (size) => 1 / size),
  sizesOf(5, 14, (size) => 1 / size),
  sizesOf(15, MAX_FLEET, (size) => 1 / (size * size * size)),
];

/** Fleet columns of each class of businesses: small fleets, middle ones, large ones. */
const CLASS_FLEETS: readonly (readonly number[])[] = [[0, 1], [2], [3]];

/** Share of each class among businesses: up to 4 vehicles, 5 to 14, 15 and more. */
export const businessClassShares: () => readonly number[] = once(() => {
  const { shares, fleets } = businesses();
  return CLASS_FLEETS.map((columns) =>
    shares.reduce(
      (sum, share, kind) =>
        sum + share * columns.reduce((part, column) => part + fleets[kind]![column]!, 0),
      0,
    )
  );
});

/** Chooses kind and fleet of businesses. */
export interface FleetChoice {
  /** Kind and column of the table's fleets: a table for each class, entry = kind x columns + column. */
  readonly kinds: ChoiceTables;
  /** Columns of each class, and the first of them. */
  readonly columns: readonly (readonly number[])[];
  /** Vehicles beyond the least of the column: a table for each column. */
  readonly sizes: ChoiceTables;
  /** Least number of vehicles of each column. */
  readonly least: readonly number[];
}

/** The choice of kinds and fleets. */
export const fleetChoice: () => FleetChoice = once(() => {
  const { shares, fleets } = businesses();
  return {
    kinds: new ChoiceTables(
      CLASS_FLEETS.map((columns) =>
        shares.flatMap((share, kind) => columns.map((column) => share * fleets[kind]![column]!))
      ),
    ),
    columns: CLASS_FLEETS,
    sizes: new ChoiceTables(FLEET_SIZES.map(({ weights }) => weights)),
    least: FLEET_SIZES.map(({ first }) => first),
  };
});

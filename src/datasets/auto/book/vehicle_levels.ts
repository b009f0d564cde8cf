/**
 * What the relativities of premiums must be by the vehicle.
 *
 * @module
 */
import type { LevelRule, LevelTable } from "../../../core/rule.ts";
import { places } from "../places.ts";
import { once } from "../tables.ts";
import { BODIES, BODY_NAMES } from "../vehicle_lines.ts";
import {
  BUSINESS,
  FactorLevels,
  type FactorRule,
  factorRule,
  HOUSEHOLD,
  lineOf,
  type Value,
} from "./factor_levels.ts";
import {
  liabilitySymbol,
  placeTerritories,
  safetyLevel,
  sizeClass,
  TERRITORIES,
} from "./vehicle_traits.ts";

const zipTerritories = once(() => {
  const { zips, zipPlaces } = places();
  const bands = placeTerritories();
  return new Map(zips.map((zip, at) => [zip, TERRITORIES[bands[zipPlaces[at]!]!]!]));
});
const bodies = new Map(BODY_NAMES.map((body) => [BODIES[body].style as string, body]));
const SAFETIES = ["airbags", "stability", "braking"];
const SIZES = ["light", "medium", "heavy", "extra_heavy", "heavy_tractor", "extra_heavy_tractor"];
const ofVehicle = (
  facts: readonly string[],
  message: string,
  level: (levels: FactorLevels, line: number, ...facts: Value[]) => number | undefined,
): FactorRule => ({
  via: "vehicle_id",
  facts: ["lob_type", ...facts],
  message: `the relativity is that of ${message}`,
  level: (levels, lob, ...given) => level(levels, lineOf(lob), ...given),
});

/** A factor that one line alone has: the other has no level. */
const onlyOf = (
  wanted: number,
  level: (levels: FactorLevels, ...facts: Value[]) => number | undefined,
) =>
(levels: FactorLevels, line: number, ...facts: Value[]) =>
  line === wanted ? level(levels, ...facts) : 0;

/** Rules of premiums that look at the vehicle. */
export const VEHICLE_LEVEL_RULES: readonly LevelRule[] = [
  factorRule(
    "territory",
    ofVehicle(
      ["garaging_postal_code"],
      "the territory in which the vehicle is kept",
      (levels, line, zip) => {
        const territory = zipTerritories().get(`${zip}`);
        return territory === undefined ? undefined : levels.named(line, territory);
      },
    ),
  ),
  factorRule(
    "symbol",
    ofVehicle(
      ["symbol"],
      "the vehicle's symbol",
      onlyOf(HOUSEHOLD, (levels, symbol) => levels.named(HOUSEHOLD, symbol)),
    ),
  ),
  factorRule(
    "liability_symbol",
    ofVehicle(
      ["segment", "body_style"],
      "the vehicle's segment and body",
      onlyOf(HOUSEHOLD, (levels, segment, style) => {
        const body = bodies.get(`${style}`);
        if (body === undefined) return undefined;
        return levels.named(HOUSEHOLD, `L${1 + liabilitySymbol(`${segment}`, body)}`);
      }),
    ),
  ),
  factorRule(
    "vehicle_use",
    ofVehicle(["vehicle_use"], "the vehicle's use", (levels, line, use) => {
      // On a day before its driver was licensed, a vehicle shows less than the use that it is rated by.
      if (line === HOUSEHOLD && use === "pleasure") return undefined;
      // Farms are rated as service.
      return levels.named(line, line === BUSINESS && use === "farm" ? "service" : use);
    }),
  ),
  factorRule(
    "safety",
    ofVehicle(
      ["model_year"],
      "what protects the occupants of the model year",
      onlyOf(
        HOUSEHOLD,
        (levels, year) => levels.named(HOUSEHOLD, SAFETIES[safetyLevel(Number(year))]!),
      ),
    ),
  ),
  factorRule(
    "size_class",
    ofVehicle(
      ["gvwr_class", "body_style"],
      "the vehicle's weight class",
      onlyOf(
        BUSINESS,
        (levels, weight, style) =>
          levels.named(
            BUSINESS,
            SIZES[sizeClass(Number(weight), style === BODIES.tractor.style)]!,
          ),
      ),
    ),
  ),
  factorRule(
    "cost_new",
    ofVehicle(
      ["msrp"],
      "the vehicle's price when new",
      onlyOf(BUSINESS, (levels, price) => levels.banded(BUSINESS, price)),
    ),
  ),
  {
    ...factorRule(
      "vehicle_type",
      ofVehicle(["body_style"], "the vehicle's body, or of carrying passengers for pay", () => 0),
    ),
    table(): LevelTable {
      const levels = new FactorLevels("vehicle_type");
      const sets = [
        [0],
        ...["private_passenger", "truck"].map((name) =>
          [name, "public"].map((member) => levels.named(BUSINESS, member)!)
        ),
      ];
      return {
        count: sets.length,
        values: (set, word) => sets[set]!.map((level) => levels.relativity(level, word)),
        levelOf(lob, style) {
          const body = bodies.get(`${style}`);
          if (lineOf(lob!) === HOUSEHOLD) return 0;
          if (body === undefined) return undefined;
          const { value } = BODIES[body];
          return value === "car" || value === "suv" || body === "minivan" ? 1 : 2;
        },
      };
    },
  },
];

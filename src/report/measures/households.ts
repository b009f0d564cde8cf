/**
 * Households: how many vehicles and drivers they have, and who owns the home.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import householdsText from "../../../data/auto/households.csv" with { type: "text" };
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { cellTally, placesIn } from "../tallies.ts";
import type { Figure, Measure, MeasureSource } from "./measure.ts";
import { publishedOf, shareFigure } from "./published.ts";

const MOST = 16;

/** Numbers of vehicles, drivers and persons that have a figure; the last stands for all that are more. */
const VEHICLES = [1, 2, 3, 4];
const DRIVERS = [1, 2, 3, 4];
const SIZES = [1, 2, 3, 4, 5];

/** Shares of the product's own table: a parameter. */
const joint = once(() => {
  const drivers = new Float64Array(MOST + 1);
  const vehicles = new Float64Array(MOST + 1);
  const sizes = new Float64Array(MOST + 1);
  for (const line of parseLines(householdsText)) {
    const share = Number(line["share"]);
    drivers[Math.min(MOST, Number(line["drivers"]))]! += share;
    vehicles[Math.min(MOST, Number(line["vehicles"]))]! += share;
    sizes[Math.min(MOST, Number(line["size"]))]! += share;
  }
  return { drivers, vehicles, sizes };
});

const countTally = cellTally({
  id: "households by size, drivers and vehicles",
  entity: "accounts",
  fields: ["account_type", "tenure", "household_size", "person_count", "vehicle_count"],
  wordFields: ["account_type", "tenure"],
  size: 3 * (MOST + 1) + 2,
  fill({ column, words }) {
    const kind = column("account_type");
    const tenure = column("tenure");
    const numbers = ["household_size", "person_count", "vehicle_count"].map(column);
    const household = placesIn(words, ["household"]);
    const tenureAt = placesIn(words, ["own", "rent"]);
    return (count, cells) => {
      for (let row = 0; row < count; row++) {
        if (household(kind.codes[row]!) !== 0) continue;
        numbers.forEach(({ states, numbers }, at) => {
          if (states[row] !== STATE.value) return;
          cells[at * (MOST + 1) + Math.min(MOST, Math.max(0, numbers[row]!))]!++;
        });
        const which = tenure.states[row] === STATE.value ? tenureAt(tenure.codes[row]!) : -1;
        if (which >= 0) cells[3 * (MOST + 1) + which]!++;
      }
    };
  },
});

const households: Measure = {
  name: "households",
  title: "Households",
  chapter: "calibration",
  tallies: { counts: countTally },
  conclude(sums) {
    const cells = sums["counts"] as Float64Array;
    const part = (at: number) => cells.subarray(at * (MOST + 1), (at + 1) * (MOST + 1));
    const total = (from: Float64Array) => from.reduce((sum, count) => sum + count, 0);
    const [sizes, drivers, vehicles] = [part(0), part(1), part(2)];
    const [own, rent] = [cells[3 * (MOST + 1)]!, cells[3 * (MOST + 1) + 1]!];
    const owned = total(vehicles) - vehicles[0]!;
    const rest = (from: Float64Array, least: number) => total(from.subarray(least));
    const parameter = (
      key: string,
      label: string,
      counts: Float64Array,
      table: Float64Array,
      least: number,
      isOpen: boolean,
    ): Figure =>
      shareFigure(
        { key, label },
        isOpen ? rest(counts, least) : counts[least]!,
        total(counts),
        {
          published: isOpen ? total(table.subarray(least)) : table[least]!,
          tolerance: 0.01,
          grade: "C",
          source: "joint table of size, drivers and vehicles (ours, fitted to ACS 2022)",
        },
      );
    const table = joint();
    const figures = [
      shareFigure({ key: "households.owners", label: "Own their home" }, own, own + rent),
      ...VEHICLES.map((count) =>
        shareFigure(
          {
            key: `households.vehicles.${count}`,
            label: count < 4 ? `With ${count} of at least 1 vehicle` : "With 4 or more vehicles",
          },
          count < 4 ? vehicles[count]! : rest(vehicles, 4),
          owned,
        )
      ),
      ...DRIVERS.map((count) =>
        parameter(
          `households.drivers.${count}`,
          count < 4 ? `With ${formatItems(count, "driver")}` : "With 4 or more drivers",
          drivers,
          table.drivers,
          count,
          count === 4,
        )
      ),
      ...SIZES.map((count) =>
        parameter(
          `households.size.${count}`,
          count < 5 ? `Of ${formatItems(count, "person")}` : "Of 5 or more persons",
          sizes,
          table.sizes,
          count,
          count === 5,
        )
      ),
    ];
    return {
      figures,
      charts: [
        {
          kind: "columns",
          title: "Vehicles of a household",
          unit: "share",
          series: ["households", "households with vehicles, ACS 2022"],
          points: [1, 2, 3, 4].map((count) => ({
            label: count < 4 ? `${count}` : "4+",
            value: (count < 4 ? vehicles[count]! : rest(vehicles, 4)) / owned,
            mark: publishedOf(`households.vehicles.${count}`).published,
          })),
        },
        {
          kind: "columns",
          title: "Drivers of a household",
          unit: "share",
          series: ["households", "joint table (C)"],
          points: [1, 2, 3, 4].map((count) => ({
            label: count < 4 ? `${count}` : "4+",
            value: (count < 4 ? drivers[count]! : rest(drivers, 4)) / total(drivers),
            mark: count < 4 ? table.drivers[count]! : total(table.drivers.subarray(4)),
          })),
        },
      ],
    };
  },
};

/** Households. */
export const householdMeasures: MeasureSource = {
  name: "households",
  plan: () => [households],
  keys: () => [
    "households.owners",
    ...VEHICLES.map((count) => `households.vehicles.${count}`),
    ...DRIVERS.map((count) => `households.drivers.${count}`),
    ...SIZES.map((count) => `households.size.${count}`),
  ],
};

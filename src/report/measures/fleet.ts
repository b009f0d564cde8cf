/**
 * What households drive: ages, makes, bodies, propulsion and colours.
 *
 * @module
 */
import agesText from "../../../data/auto/vehicle_ages.csv" with { type: "text" };
import colorsText from "../../../data/auto/vehicle_colors.csv" with { type: "text" };
import linesText from "../../../data/auto/vehicle_lines.csv" with { type: "text" };
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { cellTally, placesIn } from "../tallies.ts";
import { ANCHOR_YEAR } from "./_ages.ts";
import type { Figure, Measure, MeasureSource } from "./measure.ts";
import { meanFigure, shareFigure } from "./published.ts";

/** Ages in model years, from -1 on. */
const AGES = 48;

/** What ages of fleets were published of. */
const REGISTERED = "registered vehicles, whose oldest are often not insured";

const CARS = ["Sedan", "Hatchback", "Coupe", "Convertible", "Wagon"];
const PROPULSIONS = ["gasoline", "diesel", "hybrid", "plug_in", "electric"];

/** Vehicles of the last eight model years have the colours that were published for newer ones. */
const NEWER_AGE = 8;

const makes = once(() => {
  const weights = new Map<string, number>();
  for (const line of parseLines(linesText)) {
    if (Number(line["gvwr"]) > 3) continue;
    const weight = Number(line["weight"]) * Number(line["personal"]);
    weights.set(line["make"]!, (weights.get(line["make"]!) ?? 0) + weight);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return [...weights].sort((a, b) => b[1] - a[1]).map(([name, weight]) => ({
    name,
    share: weight / total,
  }));
});

const colors = once(() => {
  const lines = parseLines(colorsText);
  const total = lines.reduce((sum, line) => sum + Number(line["newer"]), 0);
  return lines.map((line) => ({ name: line["color"]!, share: Number(line["newer"]) / total }));
});

const fleetAges = once(() => {
  const shares = parseLines(agesText).map((line) => Number(line["fleet"]));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
});

/** Makes that have a figure: the greatest. */
const shownMakes = () => makes().slice(0, 12);

const makeKey = (name: string) => `fleet.make.${name.toLowerCase().replaceAll(" ", "_")}`;
const colorKey = (name: string) => `fleet.color.${name.toLowerCase()}`;

/** Bands of ages that have a figure. */
const AGE_BANDS = [
  ["under_6", "Under 6 years", 0, 5],
  ["6_to_14", "Of 6 to 14 years", 6, 14],
  ["over_14", "Over 14 years", 15, AGES],
] as const;

/** Mean ages, and the vehicles that they are of. */
const MEAN_AGES = [
  ["mean_age", "Mean age", "all"],
  ["mean_age_cars", "Mean age of cars", "cars"],
  ["mean_age_trucks", "Mean age of light trucks", "trucks"],
] as const;

/** Where the cells of each kind begin. */
const AT = { ages: 0, makes: AGES * 2, colors: 400, propulsions: 450 };

const fleetTally = cellTally({
  id: "households' vehicles",
  entity: "vehicles",
  fields: ["lob_type", "model_year", "make", "body_style", "propulsion", "color"],
  wordFields: ["lob_type", "make", "body_style", "propulsion", "color"],
  size: 460,
  fill({ column, words }) {
    const [line, year, make, body, propulsion, color] = [
      "lob_type",
      "model_year",
      "make",
      "body_style",
      "propulsion",
      "color",
    ].map(column) as [ReturnType<typeof column>, ...ReturnType<typeof column>[]];
    const personal = placesIn(words, ["Personal"]);
    const makeAt = placesIn(words, makes().map(({ name }) => name));
    const carAt = placesIn(words, CARS);
    const propulsionAt = placesIn(words, PROPULSIONS);
    const colorAt = placesIn(words, colors().map(({ name }) => name));
    return (count, cells) => {
      for (let row = 0; row < count; row++) {
        if (personal(line.codes[row]!) !== 0 || year!.states[row] !== STATE.value) continue;
        const age = ANCHOR_YEAR - year!.numbers[row]!;
        const place = Math.min(AGES - 1, Math.max(0, age + 1));
        cells[AT.ages + (carAt(body!.codes[row]!) < 0 ? AGES : 0) + place]!++;
        const which = makeAt(make!.codes[row]!);
        if (which >= 0) cells[AT.makes + which]!++;
        const power = propulsionAt(propulsion!.codes[row]!);
        if (power >= 0) cells[AT.propulsions + power]!++;
        if (age > NEWER_AGE) continue;
        const hue = colorAt(color!.codes[row]!);
        if (hue >= 0) cells[AT.colors + hue]!++;
      }
    };
  },
});

/** Sums of ages with half a year added, as fleets are told: a vehicle of the year is half a year old. */
function sumAges(...parts: readonly Float64Array[]) {
  const sums = { count: 0, sum: 0, squares: 0 };
  for (const part of parts) {
    part.forEach((count, place) => {
      const age = Math.max(0, place - 1) + 0.5;
      sums.count += count;
      sums.sum += count * age;
      sums.squares += count * age * age;
    });
  }
  return sums;
}

const fleet: Measure = {
  name: "fleet",
  title: "Fleet of households",
  chapter: "calibration",
  tallies: { vehicles: fleetTally },
  conclude(sums) {
    const cells = sums["vehicles"] as Float64Array;
    const cars = cells.subarray(0, AGES);
    const trucks = cells.subarray(AGES, AGES * 2);
    const all = cars.map((count, at) => count + trucks[at]!);
    const total = all.reduce((sum, count) => sum + count, 0);
    const between = (from: number, to: number) =>
      all.subarray(from === 0 ? 0 : from + 1, to + 2).reduce((sum, count) => sum + count, 0);
    const years = "years" as const;
    const kinds = { all, cars, trucks };
    const figures: Figure[] = [
      ...AGE_BANDS.map(([key, label, from, to]) => ({
        ...shareFigure({ key: `fleet.${key}`, label }, between(from, to), total),
        basis: REGISTERED,
      })),
      ...MEAN_AGES.map(([key, label, kind]) => ({
        ...meanFigure({ key: `fleet.${key}`, label, unit: years }, sumAges(kinds[kind])),
        basis: REGISTERED,
      })),
      ...shownMakes().map(({ name, share }, at) =>
        shareFigure(
          { key: makeKey(name), label: name },
          cells[AT.makes + at]!,
          total,
          {
            published: share,
            tolerance: 0.01,
            grade: "C",
            source: "weights of model lines (ours, from yearly sales)",
          },
        )
      ),
    ];
    const hues = cells.subarray(AT.colors, AT.colors + colors().length);
    const painted = hues.reduce((sum, count) => sum + count, 0);
    figures.push(
      ...colors().map(({ name, share }, at) =>
        shareFigure(
          { key: colorKey(name), label: `${name} among newer vehicles` },
          hues[at]!,
          painted,
          {
            published: share,
            tolerance: 0.01,
            grade: "B",
            source: "iSeeCars 2022: colours of model years 2017 to 2021",
          },
        )
      ),
    );
    const shown = Math.min(30, AGES - 2);
    return {
      figures,
      notes: [
        "Ages of registered vehicles were published. Households' insured ones are younger: half of those of 30 years and " +
        "more are left out, which alone takes a year and more from the mean.",
      ],
      charts: [
        {
          kind: "columns",
          title: "Age of households' vehicles in model years",
          unit: "share",
          series: ["vehicles", "table of the fleet (C)"],
          points: Array.from({ length: shown + 1 }, (_, age) => ({
            label: age === shown ? `${age}+` : `${age}`,
            value: (age === shown ? between(age, AGES) : between(age, age)) / total,
            mark: fleetAges()[age] ?? 0,
          })),
        },
        {
          kind: "bars",
          title: "Makes",
          unit: "share",
          series: ["vehicles", "weights of model lines (C)"],
          points: shownMakes().map(({ name, share }, at) => ({
            label: name,
            value: cells[AT.makes + at]! / total,
            mark: share,
          })),
        },
        {
          kind: "bars",
          title: "Colours of the last eight model years",
          unit: "share",
          series: ["vehicles", "iSeeCars 2022"],
          points: colors().map(({ name, share }, at) => ({
            label: name,
            value: hues[at]! / painted,
            mark: share,
          })),
        },
        {
          kind: "bars",
          title: "Propulsion",
          unit: "share",
          series: ["vehicles"],
          points: PROPULSIONS.map((name, at) => ({
            label: name.replace("_", "-"),
            value: cells[AT.propulsions + at]! / total,
          })),
        },
      ],
    };
  },
};

/** What households drive. */
export const fleetMeasures: MeasureSource = {
  name: "fleet",
  plan: () => [fleet],
  keys: () => [
    ...AGE_BANDS.map(([key]) => `fleet.${key}`),
    ...MEAN_AGES.map(([key]) => `fleet.${key}`),
    ...shownMakes().map(({ name }) => makeKey(name)),
    ...colors().map(({ name }) => colorKey(name)),
  ],
};

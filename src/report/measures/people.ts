/**
 * Who drives: ages, sexes and licences of households' persons.
 *
 * @module
 */
import agesText from "../../../data/auto/driver_ages.csv" with { type: "text" };
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { cellTally, placesIn } from "../tallies.ts";
import { ageAt } from "./_ages.ts";
import type { Figure, Measure, MeasureSource } from "./measure.ts";
import { shareFigure } from "./published.ts";

/** Ages that have a cell of their own. */
const AGES = 128;

/** Bands in which drivers are shown. */
const BANDS = [
  [16, 19],
  [20, 24],
  [25, 29],
  [30, 34],
  [35, 39],
  [40, 44],
  [45, 49],
  [50, 54],
  [
    55,
    59,
  ],
  [60, 64],
  [65, 69],
  [70, 74],
  [75, 79],
  [80, 127],
] as const;

const ages = once(() =>
  parseLines(agesText).map((line) => ({
    from: Number(line["age_from"]),
    to: Number(line["age_to"]),
    share: Number(line["share_of_all_drivers"]),
  }))
);

const ageTally = cellTally({
  id: "ages and sexes of households' persons",
  entity: "persons",
  fields: ["date_of_birth", "sex", "lob_type"],
  wordFields: ["sex", "lob_type"],
  size: AGES * 2,
  fill({ column, words }) {
    const [born, sex, line] = [column("date_of_birth"), column("sex"), column("lob_type")];
    const sexAt = placesIn(words, ["M", "F"]);
    const personal = placesIn(words, ["Personal"]);
    return (count, cells) => {
      for (let row = 0; row < count; row++) {
        if (born.states[row] !== STATE.value || personal(line.codes[row]!) !== 0) continue;
        const which = sexAt(sex.codes[row]!);
        if (which < 0) continue;
        const age = ageAt(born.numbers[row]!);
        cells[which * AGES + Math.min(AGES - 1, Math.max(0, age))]!++;
      }
    };
  },
});

const people: Measure = {
  name: "people",
  title: "Ages and sexes of drivers",
  chapter: "calibration",
  tallies: { ages: ageTally },
  conclude(sums) {
    const cells = sums["ages"] as Float64Array;
    const total = cells.reduce((sum, count) => sum + count, 0);
    const women = cells.subarray(AGES).reduce((sum, count) => sum + count, 0);
    const between = (from: number, to: number) => {
      let count = 0;
      for (let age = from; age <= to; age++) count += cells[age]! + cells[AGES + age]!;
      return count;
    };
    const publishedIn = (from: number, to: number) =>
      ages().reduce((sum, band) => {
        const low = Math.max(from, band.from);
        const high = Math.min(to, band.to);
        return high < low ? sum : sum + band.share * (high - low + 1) / (band.to - band.from + 1);
      }, 0);
    const figures: Figure[] = [
      shareFigure({ key: "people.women", label: "Women among drivers" }, women, total),
      ...BANDS.map(([from, to]) =>
        shareFigure(
          {
            key: `people.age_${from}`,
            label: to > 99 ? `Drivers of ${from} and older` : `Drivers of ${from} to ${to}`,
          },
          between(from, to),
          total,
          {
            published: publishedIn(from, to),
            tolerance: 0.006,
            grade: "C",
            source: "shapes of FHWA DL-20, 2021-2022, over Census ages (ours)",
          },
        )
      ),
    ];
    return {
      figures,
      charts: [{
        kind: "columns",
        title: "Ages of households' drivers",
        unit: "share",
        series: ["drivers", "table of licensed drivers (C)"],
        points: BANDS.map(([from, to], at) => ({
          label: to > 99 ? `${from}+` : `${from}-${to % 100}`,
          value: figures[at + 1]!.achieved,
          mark: figures[at + 1]!.published,
        })),
      }],
    };
  },
};

/** Who drives. */
export const peopleMeasures: MeasureSource = {
  name: "people",
  plan: () => [people],
  keys: () => ["people.women", ...BANDS.map(([from]) => `people.age_${from}`)],
};

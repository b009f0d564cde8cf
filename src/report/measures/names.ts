/**
 * Names: first names by births of the decade, last names by the census, and couples who share one.
 *
 * @module
 */
import firstText from "../../../data/auto/first_names.csv" with { type: "text" };
import lastText from "../../../data/auto/last_names.csv" with { type: "text" };
import { parseDay } from "../../core/batch.ts";
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { cellTally, placesIn } from "../tallies.ts";
import { type WordCounts, wordTally } from "../word_tally.ts";
import { type CoupleCounts, coupleTally } from "./_couples.ts";
import type { Figure, Measure, MeasureSource } from "./measure.ts";
import { distanceOf, shareFigure } from "./published.ts";

const SSA = "SSA baby names: births of the decade, release through 2023";
const CENSUS = "US Census Bureau: surnames of the 2010 Census";

/** Of those born later, nearly nobody drives on any day that a world can be looked at. */
const LAST_DECADE = 2000;

const births = once(() => {
  const lines = parseLines(firstText).map((line) => ({
    decade: Number(line["decade"]),
    sex: line["sex"]!,
    name: line["name"]!,
    births: Number(line["births"]),
  })).filter(({ decade }) => decade <= LAST_DECADE);
  const sums = new Map<string, number>();
  const groupOf = ({ decade, sex }: { decade: number; sex: string }) => `${decade}${sex}`;
  for (const line of lines) {
    sums.set(groupOf(line), (sums.get(groupOf(line)) ?? 0) + line.births);
  }
  return lines.map((line) => ({
    ...line,
    group: groupOf(line),
    share: line.births / sums.get(groupOf(line))!,
  }));
});

const lastNames = once(() => {
  const lines = parseLines(lastText).map((line) => ({
    name: line["name"]!,
    persons: Number(line["persons"]),
  }));
  const total = lines.reduce((sum, { persons }) => sum + persons, 0);
  return lines.map(({ name, persons }) => ({ name, share: persons / total }));
});

/** Last names that have a figure: the most frequent. */
const shownLastNames = () => lastNames().slice(0, 15);

const firstKey = ({ decade, sex }: { readonly decade: number; readonly sex: string }) =>
  `first_names.${decade}.${sex}`;
const lastKey = (name: string) => `last_names.${name.toLowerCase()}`;

const FIRST_DECADE = 1930;
const DECADES = 9;

const firstTally = cellTally({
  id: "first names by decade and sex",
  entity: "persons",
  fields: ["first_name", "sex", "date_of_birth"],
  wordFields: ["first_name", "sex"],
  size: 1800,
  fill({ column, words }) {
    const [name, sex, born] = [column("first_name"), column("sex"), column("date_of_birth")];
    const names = [...new Set(births().map((line) => line.name))];
    const nameAt = placesIn(words, names);
    const sexAt = placesIn(words, ["F", "M"]);
    const starts = Array.from(
      { length: DECADES },
      (_, at) => parseDay(`${FIRST_DECADE + at * 10}-01-01`)!,
    );
    const ofTriple = new Map(
      births().map(({ name, sex, decade }, at) => [
        (names.indexOf(name) * 2 + (sex === "F" ? 0 : 1)) * 16 + (decade - FIRST_DECADE) / 10,
        at,
      ]),
    );
    return (count, cells) => {
      for (let row = 0; row < count; row++) {
        if (born.states[row] !== STATE.value) continue;
        const day = born.numbers[row]!;
        let decade = DECADES - 1;
        while (decade > 0 && day < starts[decade]!) decade--;
        const [nameNumber, sexNumber] = [nameAt(name.codes[row]!), sexAt(sex.codes[row]!)];
        if (nameNumber < 0 || sexNumber < 0) continue;
        const place = ofTriple.get((nameNumber * 2 + sexNumber) * 16 + decade);
        if (place !== undefined) cells[place]!++;
      }
    };
  },
});

const first: Measure = {
  name: "first_names",
  title: "First names",
  chapter: "calibration",
  tallies: { names: firstTally },
  conclude(sums) {
    const cells = sums["names"] as Float64Array;
    const figures: Figure[] = [];
    const points: { label: string; value: number; mark: number }[] = [];
    for (const group of new Set(births().map((line) => line.group))) {
      const places = births().flatMap((line, at) => line.group === group ? [at] : []);
      const counts = places.map((at) => cells[at]!);
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total === 0) continue;
      const line = births()[places[0]!]!;
      const { name, sex, decade, share } = line;
      figures.push(shareFigure(
        {
          key: firstKey(line),
          label: `${name} among ${sex === "F" ? "women" : "men"} born ${decade}-${decade + 9}`,
        },
        counts[0]!,
        total,
        { published: share, tolerance: 0.005, grade: "A", source: SSA },
      ));
      points.push({ label: `${name} ${decade}s`, value: counts[0]! / total, mark: share });
    }
    return {
      figures,
      notes: ["Shares are among the hundred most frequent names of the decade and sex."],
      charts: [{
        kind: "bars",
        title: "The most frequent first name of each decade and sex",
        unit: "share",
        series: ["persons", "births (SSA)"],
        points,
      }],
    };
  },
};

const last: Measure = {
  name: "last_names",
  title: "Last names",
  chapter: "calibration",
  tallies: { names: wordTally("persons", "last_name"), roles: wordTally("persons", "role") },
  conclude(sums) {
    const { counts } = sums["names"] as WordCounts;
    const known = lastNames().map(({ name }) => counts.get(name) ?? 0);
    const { distance, chance, total } = distanceOf(known, lastNames().map(({ share }) => share));
    // Families share a name: what is independent is about one person an account.
    const accounts = (sums["roles"] as WordCounts).counts.get("named_insured") ?? total;
    const design = Math.sqrt(total / Math.max(1, accounts));
    return {
      figures: [
        ...shownLastNames().map(({ name, share }, at): Figure => {
          const figure = shareFigure(
            { key: lastKey(name), label: name },
            known[at]!,
            total,
            { published: share, tolerance: 0.001, grade: "A", source: CENSUS },
          );
          return { ...figure, standardError: figure.standardError * design };
        }),
        {
          key: "last_names.distance",
          label: "All thousand: total variation from the census, less what chance gives",
          unit: "share",
          // Less than chance alone gives is no distance at all.
          achieved: Math.max(0, distance - chance * design),
          published: 0,
          tolerance: 0.02,
          standardError: chance * design / 4,
          sampleSize: total,
          grade: "A",
          source: CENSUS,
        },
      ],
      notes: ["Shares are among the thousand most frequent last names."],
      charts: [{
        kind: "bars",
        title: "Last names",
        unit: "share",
        series: ["persons", "2010 Census"],
        points: shownLastNames().map(({ name, share }, at) => ({
          label: name,
          value: known[at]! / total,
          mark: share,
        })),
      }],
    };
  },
};

const couples: Measure = {
  name: "names",
  title: "Names of couples",
  chapter: "calibration",
  tallies: { couples: coupleTally },
  conclude(sums) {
    const { count, sameCount } = sums["couples"] as CoupleCounts;
    if (count === 0) return {};
    return {
      figures: [
        shareFigure(
          { key: "names.one_name", label: "Couples with one last name" },
          sameCount,
          count,
        ),
      ],
    };
  },
};

/** Names. */
export const nameMeasures: MeasureSource = {
  name: "names",
  plan: () => [first, last, couples],
  keys: () => [
    ...new Set(births().map(firstKey)),
    ...shownLastNames().map(({ name }) => lastKey(name)),
    "last_names.distance",
    "names.one_name",
  ],
};

/**
 * Where accounts are: states by population, and cities within them.
 *
 * @module
 */
import placesText from "../../../data/auto/places.csv" with { type: "text" };
import statesText from "../../../data/auto/states.csv" with { type: "text" };
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { STATE } from "../../validate/decoded_column.ts";
import { cellTally, placesIn } from "../tallies.ts";
import { type WordCounts, wordTally } from "../word_tally.ts";
import type { Figure, Measure, MeasureContext, MeasureResult, MeasureSource } from "./measure.ts";
import { distanceOf } from "./published.ts";

const CENSUS = "US Census Bureau: 2020 Census";

const states = once(() =>
  parseLines(statesText).map((line) => ({
    code: line["state"]!,
    name: line["name"]!,
    population: Number(line["population"]),
  }))
);

const cities = once(() =>
  parseLines(placesText).map((line) => ({
    name: line["city"]!,
    state: line["state"]!,
    population: Number(line["population_2020"]),
  }))
);

/** The states of the plan, with their shares of its population. */
function footprintOf({ options }: MeasureContext) {
  const wanted = options["footprint"];
  const all = states().filter(({ code }) =>
    wanted === undefined || wanted === "all" || wanted.split(",").includes(code)
  );
  const total = all.reduce((sum, { population }) => sum + population, 0);
  return all.map((state) => ({ ...state, share: state.population / total }));
}

/** Accounts by city: persons who are named insureds stand for their accounts. */
const cityTally = cellTally({
  id: "cities of named insureds",
  entity: "persons",
  fields: ["role", "state", "city"],
  wordFields: ["role", "state", "city"],
  size: 1000,
  fill({ column, words }) {
    const [role, state, city] = [column("role"), column("state"), column("city")];
    const stateAt = placesIn(words, states().map(({ code }) => code));
    const insured = placesIn(words, ["named_insured"]);
    const names = [...new Set(cities().map(({ name }) => name))];
    const nameAt = placesIn(words, names);
    const ofPair = new Map(
      cities().map(({ name, state }, at) => [
        names.indexOf(name) * 64 + states().findIndex(({ code }) => code === state),
        at,
      ]),
    );
    return (count, cells) => {
      for (let row = 0; row < count; row++) {
        if (role.states[row] !== STATE.value || insured(role.codes[row]!) !== 0) continue;
        const place = ofPair.get(nameAt(city.codes[row]!) * 64 + stateAt(state.codes[row]!));
        if (place !== undefined) cells[place]!++;
      }
    };
  },
});

function concludeStates(sums: Readonly<Record<string, unknown>>, context: MeasureContext) {
  const { counts } = sums["states"] as WordCounts;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const wanted = footprintOf(context);
  const figures = wanted.map(({ code, name, share }): Figure => {
    const achieved = (counts.get(code) ?? 0) / total;
    return {
      key: `geography.${code}`,
      label: `Accounts in ${name}`,
      unit: "share",
      achieved,
      published: share,
      tolerance: 0.002,
      standardError: Math.sqrt(share * (1 - share) / total),
      sampleSize: total,
      grade: "A",
      source: CENSUS,
    };
  });
  const points = wanted.map(({ code, share }) => ({
    label: code,
    value: (counts.get(code) ?? 0) / total,
    mark: share,
  })).sort((a, b) => b.mark - a.mark);
  return { figures, points };
}

function concludeCities(
  cells: Float64Array,
  context: MeasureContext,
): Pick<MeasureResult, "figures" | "charts"> {
  const shares = new Map(footprintOf(context).map(({ code, share }) => [code, share]));
  const inState = new Map<string, number>();
  for (const { state, population } of cities()) {
    inState.set(state, (inState.get(state) ?? 0) + population);
  }
  const wanted = cities().map(({ state, population }) =>
    (shares.get(state) ?? 0) * population / inState.get(state)!
  );
  const counts = wanted.map((_, at) => cells[at]!);
  const { distance, chance, total } = distanceOf(counts, wanted);
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[b]! - wanted[a]!);
  return {
    figures: [{
      key: "geography.cities",
      label: "Cities: total variation from population, less what chance gives",
      unit: "share",
      // Less than chance alone gives is no distance at all.
      achieved: Math.max(0, distance - chance),
      published: 0,
      tolerance: 0.01,
      standardError: chance / 4,
      sampleSize: total,
      grade: "A",
      source: `${CENSUS} (places listed; state by state)`,
    }],
    charts: [{
      kind: "bars",
      title: "Accounts in the largest cities",
      unit: "share",
      series: ["accounts", "population of the listed cities of its state"],
      points: order.slice(0, 16).map((at) => ({
        label: `${cities()[at]!.name} ${cities()[at]!.state}`,
        value: counts[at]! / total,
        mark: wanted[at]!,
      })),
    }],
  };
}

const stateMeasure: Measure = {
  name: "geography",
  title: "Geography",
  chapter: "calibration",
  tallies: { states: wordTally("accounts", "state") },
  conclude(sums, context) {
    const { figures, points } = concludeStates(sums, context);
    const many = points.length > 12;
    return {
      figures,
      charts: [{
        kind: many ? "columns" : "bars",
        title: "Accounts by state",
        unit: "share",
        series: ["accounts", "population, 2020 Census"],
        points,
      }],
    };
  },
};

const cityMeasure: Measure = {
  name: "cities",
  title: "Cities",
  chapter: "calibration",
  tallies: { cities: cityTally },
  conclude: (sums, context) => concludeCities(sums["cities"] as Float64Array, context),
};

/** Where accounts are. */
export const geography: MeasureSource = {
  name: "geography",
  plan: () => [stateMeasure, cityMeasure],
  keys: () => [...states().map(({ code }) => `geography.${code}`), "geography.cities"],
};

/**
 * Model lines: what was sold, in which model years, under which manufacturer identifiers.
 *
 * @module
 */
import linesText from "../../../data/auto/vehicle_lines.csv" with { type: "text" };
import makersText from "../../../data/auto/vehicle_makers.csv" with { type: "text" };
import { once, parseLines } from "./tables.ts";

/** Body styles by their name in the table: what a row shows, and how it is priced, sold and used. */
export const BODIES = {
  sedan: { style: "Sedan", value: "car", fleet: "car" },
  hatchback: { style: "Hatchback", value: "car", fleet: "car" },
  coupe: { style: "Coupe", value: "car", fleet: "car" },
  convertible: { style: "Convertible", value: "car", fleet: "car" },
  wagon: { style: "Wagon", value: "car", fleet: "car" },
  crossover: { style: "Crossover", value: "suv", fleet: "suv" },
  suv: { style: "SUV", value: "suv", fleet: "suv" },
  minivan: { style: "Minivan", value: "van", fleet: "minivan" },
  passenger_van: { style: "Passenger Van", value: "van", fleet: "minivan" },
  pickup: { style: "Pickup", value: "pickup", fleet: "pickup" },
  cargo_van: { style: "Cargo Van", value: "van", fleet: "van" },
  box_truck: { style: "Box Truck", value: "heavy", fleet: "medium" },
  step_van: { style: "Step Van", value: "heavy", fleet: "medium" },
  chassis_cab: { style: "Chassis Cab", value: "heavy", fleet: "medium" },
  straight_truck: { style: "Straight Truck", value: "heavy", fleet: "straight" },
  tractor: { style: "Tractor", value: "heavy", fleet: "tractor" },
} as const;

/** Name of a body style in the table. */
export type Body = keyof typeof BODIES;

/** Names of the body styles, in the order of their codes. */
export const BODY_NAMES = Object.keys(BODIES) as readonly Body[];

/** How vehicles are driven: the words of field `propulsion`, in the order of their codes. */
export const PROPULSIONS = ["gasoline", "diesel", "hybrid", "plug_in", "electric"] as const;

/** A world manufacturer identifier. */
export interface Maker {
  /** Three characters. */
  readonly wmi: string;
  /** Makes it is used for. */
  readonly makes: readonly string[];
  /** Positions 12 to 14 of a maker of few vehicles; else empty. */
  readonly serialPrefix: string;
}

/** A model line over its whole life. */
export interface Line {
  readonly make: string;
  readonly model: string;
  readonly body: Body;
  readonly segment: string;
  /** Per cent of those sold in the years of each, in the order of {@link PROPULSIONS}. */
  readonly propulsions: readonly number[];
  /** Model years in which each of {@link PROPULSIONS} was sold, ascending. */
  readonly propulsionYears: readonly (readonly number[])[];
  /** Price of the cheapest trim in {@link msrpYear}, US dollars. */
  readonly msrp: number;
  readonly msrpYear: number;
  /** Gross vehicle weight class, 1 to 8. */
  readonly gvwr: number;
  /** Share of all vehicles on the road, in 1e-8. */
  readonly weight: number;
  /** Per cent used by households. */
  readonly personal: number;
  /** Model years, ascending, and the identifiers of each as places in {@link readMakers}. */
  readonly years: readonly { readonly year: number; readonly makers: readonly number[] }[];
}

/** All identifiers, in the order of their table. */
export const readMakers: () => readonly Maker[] = once(() =>
  parseLines(makersText).map((line) => ({
    wmi: line["wmi"]!,
    makes: line["makes"]!.split(";"),
    serialPrefix: line["serial_prefix"] === "-" ? "" : line["serial_prefix"]!,
  }))
);

/** Shares and years of `gasoline:88;hybrid:10@2005-2007+2017-2026`; with no years, all of the line's. */
function readPropulsions(
  text: string,
  years: readonly number[],
): Pick<Line, "propulsions" | "propulsionYears"> {
  const propulsions = PROPULSIONS.map(() => 0);
  const propulsionYears: (readonly number[])[] = PROPULSIONS.map(() => []);
  for (const part of text.split(";")) {
    const [version, spans] = part.split("@");
    const [name, share = "100"] = version!.split(":");
    const place = PROPULSIONS.indexOf(name as typeof PROPULSIONS[number]);
    if (place < 0) throw new SyntaxError(`No propulsion is called "${name}"`);
    propulsions[place] = Number(share);
    const sold = spans === undefined ? undefined : new Set(yearsOf(spans));
    propulsionYears[place] = years.filter((year) => sold?.has(year) ?? true);
  }
  return { propulsions, propulsionYears };
}

/** The years of `1999-2005+2007`. */
function* yearsOf(spans: string): Generator<number> {
  for (const span of spans.split("+")) {
    const [first, last = first] = span.split("-");
    for (let year = Number(first); year <= Number(last); year++) yield year;
  }
}

/** The years of `1FT:1999-2005+2007 2FT:2010`. */
function readYears(text: string, places: ReadonlyMap<string, number>): Line["years"] {
  const years = new Map<number, number[]>();
  for (const part of text.split(" ")) {
    const [wmi, spans] = part.split(":");
    const place = places.get(wmi!);
    if (place === undefined) throw new SyntaxError(`No maker has the identifier "${wmi}"`);
    for (const year of yearsOf(spans!)) {
      const makers = years.get(year);
      if (makers === undefined) years.set(year, [place]);
      else makers.push(place);
    }
  }
  return [...years].sort(([a], [b]) => a - b).map(([year, makers]) => ({ year, makers }));
}

/** All model lines, in the order of their table, which numbers them. */
export const readLines: () => readonly Line[] = once(() => {
  const places = new Map(readMakers().map((maker, place) => [maker.wmi, place]));
  return parseLines(linesText).map((line) => {
    const years = readYears(line["wmi_years"]!, places);
    return {
      make: line["make"]!,
      model: line["model"]!,
      body: line["body"] as Body,
      segment: line["segment"]!,
      ...readPropulsions(line["propulsion"]!, years.map(({ year }) => year)),
      msrp: Number(line["msrp"]),
      msrpYear: Number(line["msrp_year"]),
      gvwr: Number(line["gvwr"]),
      weight: Number(line["weight"]),
      personal: Number(line["personal"]),
      years,
    };
  });
});

/**
 * The column of the table of business fleets that a line counts for.
 *
 * @param line The line.
 * @returns Name of the column.
 */
export function fleetOf(line: Line): string {
  const { fleet } = BODIES[line.body];
  if (line.segment === "refuse") return "refuse";
  if (line.body === "box_truck" && line.gvwr >= 6) return "heavy_box";
  return fleet === "pickup" && line.gvwr >= 3 ? "heavy_pickup" : fleet;
}

/** Code of each body style, by its name in the table. */
export const BODY = Object.fromEntries(
  BODY_NAMES.map((name, code) => [name, code]),
) as Readonly<Record<Body, number>>;

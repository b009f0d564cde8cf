/**
 * Tables of claims: what is paid how often and how much, how soon, and what for.
 *
 * @module
 */
import causesText from "../../../../data/auto/claim_causes.csv" with { type: "text" };
import delaysText from "../../../../data/auto/claim_delays.csv" with { type: "text" };
import injuriesText from "../../../../data/auto/claim_injuries.csv" with { type: "text" };
import lawsText from "../../../../data/auto/claim_laws.csv" with { type: "text" };
import levelsText from "../../../../data/auto/claim_levels.csv" with { type: "text" };
import rulesText from "../../../../data/auto/negligence_rules.csv" with { type: "text" };
import targetsText from "../../../../data/auto/claim_targets.csv" with { type: "text" };
import { states } from "../places.ts";
import { once, parseColumns, parseLines } from "../tables.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";

/** Lines of business, as the tables call them; an index in this list. */
export const LINES = ["personal", "commercial"] as const;

/**
 * What an exposure pays; a row holds an index in this list. Liability of either kind may be under one single limit.
 * That for autos which the insured does not own pays injury and property of others together.
 */
export const KINDS = [
  "BI",
  "PD",
  "COLL",
  "COMP",
  "MED",
  "PIP",
  "UMBI",
  "UIMBI",
  "UMPD",
  "RENT",
  "TOW",
  "GLASS",
  "GAP",
  "CUSTOM",
  "CDW",
  "SCOL",
  "HIRED",
  "NONOWN",
] as const;

/** Index of each kind in {@link KINDS}. */
export const KIND = Object.fromEntries(KINDS.map((kind, at) => [kind, at])) as Readonly<
  Record<typeof KINDS[number], number>
>;

/** Groups of causes; an index in this list. */
export const GROUPS = [
  "at_fault",
  "other_fault",
  "single",
  "comprehensive",
  "roadside",
] as const;

/** Index of each group in {@link GROUPS}. */
export const GROUP = {
  atFault: 0,
  otherFault: 1,
  single: 2,
  comprehensive: 3,
  roadside: 4,
} as const;

/** Size bands of claims by the amount: the lower half, the next 40 %, the rest. */
export const BANDS = ["small", "medium", "large"] as const;

/** Causes of loss and how likely each opens an exposure, relative to the average of its group. */
export interface Causes {
  /** All causes; a row holds an index in this list. */
  readonly names: readonly string[];
  /** Causes of a line and group: cause of each entry of {@link weights}, by `line * 5 + group`. */
  readonly lists: readonly Uint8Array[];
  /** Weights of the causes of a line and group, by `line * 5 + group`. */
  readonly weights: ChoiceTables;
  /** Property damage of others, by `(line * 5 + group) * names.length + cause`; mean 1 in each line and group, or 0. */
  readonly property: Float64Array;
  /** Collision, likewise. */
  readonly collision: Float64Array;
  /** Injury, likewise. */
  readonly injury: Float64Array;
  /** Share of the losses of its group, likewise; of comprehensive losses a ratio to the base ones. */
  readonly shares: Float64Array;
}

/** Causes of loss; parsed when they are first asked for. */
export const causes: () => Causes = once(() => {
  const lines = parseLines(causesText);
  const names = [...new Set(lines.map((line) => line["cause"]!))];
  const count = names.length;
  // Some causes are in two groups: at fault and not.
  const lists: Uint8Array[] = [];
  const weights: number[][] = [];
  const fill = () => new Float64Array(LINES.length * GROUPS.length * count);
  const columns = { PD: fill(), COLL: fill(), injury: fill(), shares: fill() };
  for (const [line, lineName] of LINES.entries()) {
    for (const [group, groupName] of GROUPS.entries()) {
      const own = lines.filter((each) => each["line"] === lineName && each["group"] === groupName);
      const shares = own.map((each) => Number(each["weight"]));
      const sum = shares.reduce((total, share) => total + share, 0);
      lists.push(Uint8Array.from(own, (each) => names.indexOf(each["cause"]!)));
      weights.push(shares);
      for (const name of ["PD", "COLL", "injury"] as const) {
        const mean = own.reduce(
          (total, each, at) => total + shares[at]! / sum * Number(each[name]),
          0,
        );
        own.forEach((each) => {
          const at = (line * GROUPS.length + group) * count + names.indexOf(each["cause"]!);
          columns[name][at] = mean === 0 ? 0 : Number(each[name]) / mean;
        });
      }
      own.forEach((each, at) => {
        const cause = (line * GROUPS.length + group) * count + names.indexOf(each["cause"]!);
        columns.shares[cause] = shares[at]! / (group === GROUP.comprehensive ? 1 : sum);
      });
    }
  }
  return {
    names,
    lists,
    weights: new ChoiceTables(weights),
    property: columns.PD,
    collision: columns.COLL,
    injury: columns.injury,
    shares: columns.shares,
  };
});

/** The law of the amounts of a kind of exposure. */
export interface Law {
  readonly isGamma: boolean;
  /** Median of a lognormal law, scale of a gamma law: US dollars of 2023. */
  readonly scale: number;
  /** Sigma of a lognormal law, shape of a gamma law. */
  readonly shape: number;
  /** Expense beside the indemnity, as a share of it. */
  readonly expense: number;
  /** Share of the reported claims that close without payment. */
  readonly unpaid: number;
  /** Growth a year. */
  readonly trend: number;
}

/** Laws by `line`, kind and component (causes in small letters, or `all`). */
export const laws: () => ReadonlyMap<string, Law> = once(() =>
  new Map(
    parseLines(lawsText).map((line) => {
      const number = (name: string) => Number(line[name]);
      return [
        `${line["line"]} ${line["coverage"]} ${line["component"]!.toLowerCase()}`,
        {
          isGamma: line["law"] === "gamma",
          scale: number("scale_usd"),
          shape: number("shape"),
          expense: number("expense_load") - 1,
          unpaid: number("unpaid_share"),
          trend: number("trend"),
        },
      ];
    }),
  )
);

/**
 * The law of a kind of exposure.
 *
 * @param line Index of the line.
 * @param kind Index of the kind.
 * @param cause Cause of a comprehensive loss; default: the law of all.
 * @returns The law; where a line has none of its own, the other's.
 */
export function lawOf(line: number, kind: number, cause = "all"): Law {
  const table = laws();
  const code = KINDS[kind]!;
  const law = [LINES[line]!, ...LINES].flatMap((name) =>
    [cause, "all", "partial", "other_otc"].map((component) =>
      table.get(`${name} ${code} ${component}`)
    )
  ).find((each) => each !== undefined);
  if (law === undefined) throw new RangeError(`there is no law of ${code}`);
  return law;
}

/** Target of a line, kind and year. */
export interface Target {
  readonly line: string;
  readonly coverage: string;
  readonly year: number;
  /** Paid claims of 100 earned car years. */
  readonly frequency: number;
  /** Mean of a paid claim, US dollars of the year. */
  readonly severity: number;
  readonly grade: string;
}

/** Published and estimated frequencies and severities. */
export const targets: () => readonly Target[] = once(() =>
  parseLines(targetsText).map((line) => ({
    line: line["line"]!,
    coverage: line["coverage"]!,
    year: Number(line["year"]),
    frequency: Number(line["frequency"]),
    severity: Number(line["severity"]),
    grade: line["grade"]!,
  }))
);

/** Last year of the tables: frequencies stay as they were in it, severities go on to grow by their trend. */
export const BASE_YEAR = 2023;

/**
 * The target of a year.
 *
 * @param line Name of the line.
 * @param coverage Code of the coverage.
 * @param year Year of loss; after the last one of the tables frequency stays and severity follows its trend.
 * @returns Frequency of 100 car years and severity, or undefined where there is none.
 *
 * @example
 * ```ts
 * import { targetOf } from "./claim_tables.ts";
 * const { frequency, severity } = targetOf("personal", "COLL", 2024)!;
 * if (frequency !== 4.54 || Math.round(severity) !== 5812) throw new RangeError();
 * ```
 */
export function targetOf(line: string, coverage: string, year: number): Target | undefined {
  const own = targets().filter((each) => each.line === line && each.coverage === coverage);
  const exact = own.find((each) => each.year === year);
  if (exact !== undefined) return exact;
  const base = own.find((each) => each.year === BASE_YEAR);
  if (base === undefined || year < BASE_YEAR) return undefined;
  const kind = KINDS.indexOf(coverage as typeof KINDS[number]);
  const { trend } = kind < 0 ? { trend: 0.08 } : lawOf(LINES.indexOf(line as "personal"), kind);
  let severity = base.severity;
  for (let at = BASE_YEAR; at < year; at++) severity *= 1 + trend;
  return { ...base, year, severity, grade: "C" };
}

/** Delays and habits of a line, kind and size band. */
export interface Delay {
  /** Scale of the Weibull law from loss to report, days. */
  readonly report: number;
  /** Scale of the Weibull law from report to close, days. */
  readonly settle: number;
  /** Payments, on average. */
  readonly payments: number;
  readonly reopened: number;
  readonly attorney: number;
  readonly suit: number;
  /** Share of claims whose payment is claimed back from others. */
  readonly subrogation: number;
  /** Share of the payment that is recovered then. */
  readonly recovered: number;
  /** Salvage, as a share of the cash value. */
  readonly salvage: number;
}

/** Delays, by `(line * KINDS.length + kind) * 3 + band`. */
export const delays: () => readonly Delay[] = once(() => {
  const lines = parseLines(delaysText);
  const find = (line: string, kind: string, band: string) =>
    lines.find((each) =>
      each["line"] === line && each["coverage"] === kind && each["band"] === band
    );
  return LINES.flatMap((line) =>
    KINDS.flatMap((kind) =>
      BANDS.map((band) => {
        // Specified causes are not sold to households.
        const own = find(line, kind, band) ?? find("personal", kind, band) ??
          find("commercial", kind, band)!;
        const number = (name: string) => Number(own[name]);
        return {
          report: number("report_days"),
          settle: number("settle_days"),
          payments: number("payments"),
          reopened: number("reopened"),
          attorney: number("attorney"),
          suit: number("suit"),
          subrogation: number("subrogation"),
          recovered: number("recovered"),
          salvage: number("salvage"),
        };
      })
    )
  );
});

/** Factors by which the book meets its targets, measured over it. */
export interface Levels {
  /** Of the frequency, by `line * KINDS.length + kind`. */
  readonly frequencies: Float64Array;
  /** Of the amounts, likewise. */
  readonly amounts: Float64Array;
}

/** The measured levels; 1 where there is none. */
export const levels: () => Levels = once(() => {
  const lines = parseLines(levelsText);
  const column = (name: string) =>
    Float64Array.from(
      LINES.flatMap((line) =>
        KINDS.map((kind) =>
          Number(
            lines.find((each) => each["line"] === line && each["coverage"] === kind)?.[name] ?? 1,
          )
        )
      ),
    );
  return { frequencies: column("frequency"), amounts: column("amount") };
});

/** Rules by which shares of fault bar a claim; an index in this list. */
export const NEGLIGENCE_RULES = [
  "pure_contributory",
  "pure_comparative",
  "modified_50_bar",
  "modified_51_bar",
] as const;

/** First day of Louisiana's bar at 51 per cent: 2026-01-01. */
const LOUISIANA_DAY = 20_454;

const negligenceCodes = once(() => {
  const table = parseColumns(rulesText);
  const codes = table.texts("state");
  const rules = table.texts("rule");
  return Uint8Array.from(
    states().codes,
    (code) => NEGLIGENCE_RULES.indexOf(rules[codes.indexOf(code)] as "pure_comparative"),
  );
});

/**
 * The rule of negligence of a state.
 *
 * @param state Index of the state.
 * @param day Day of the loss, in days from 1970-01-01.
 * @returns An index in {@link NEGLIGENCE_RULES}.
 */
export function negligenceRule(state: number, day: number): number {
  if (states().codes[state] === "LA" && day >= LOUISIANA_DAY) return 3;
  return negligenceCodes()[state]!;
}

/**
 * What a party with a share of the fault may recover.
 *
 * @param rule Index of the rule.
 * @param fault Its own share of the fault, per cent.
 * @returns Per cent of its damage.
 *
 * @example
 * ```ts
 * import { recoverablePercent } from "./claim_tables.ts";
 * // Contributory negligence bars all; a bar at 50 per cent bars who is half at fault.
 * if (recoverablePercent(0, 10) !== 0 || recoverablePercent(1, 60) !== 40) throw new RangeError();
 * if (recoverablePercent(2, 50) !== 0 || recoverablePercent(3, 50) !== 50) throw new RangeError();
 * ```
 */
export function recoverablePercent(rule: number, fault: number): number {
  if (rule === 0) return fault === 0 ? 100 : 0;
  if (rule === 2 && fault >= 50) return 0;
  if (rule === 3 && fault > 50) return 0;
  return 100 - fault;
}

/** Injuries of claimants. */
export const injuries: () => {
  readonly names: readonly string[];
  readonly severities: readonly string[];
  readonly shares: readonly number[];
} = once(() => {
  const table = parseColumns(injuriesText);
  return {
    names: table.texts("injury"),
    severities: table.texts("severity"),
    shares: table.numbers("share"),
  };
});

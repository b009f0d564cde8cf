/**
 * What holds between the fields of coverages, and of the rows they refer to.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { same } from "../place_rules.ts";
import { states } from "../places.ts";
import { choiceLists } from "./choices.ts";
import { COVERAGE, type CoverageCode, POLICY_COVERAGES } from "./codes.ts";
import { LIMIT_BASIS_OF } from "./coverage.ts";
import { isMandatory, PPI_STATES, UMPD_STATES } from "./mandatory.ts";
import { once } from "../tables.ts";
import { type Choice, minimumAt, minimums } from "./tables.ts";
import { CARRIER_LIMIT } from "./term_limits.ts";
import { rulesOfVehicles } from "./vehicle_coverage_rules.ts";

const ENTITY = "coverages";

/** Options of the limits and deductibles, of both lines. */
const offered = once(() => {
  const lists = choiceLists();
  const of = (...names: readonly (keyof typeof lists)[]) =>
    names.flatMap((name) => lists[name]).filter((list): list is Choice => list !== undefined);
  const limits: Partial<Record<CoverageCode, readonly Choice[]>> = {
    BI: [lists.liability[0]!],
    PD: of("property"),
    CSL: [lists.liability[1]!],
    HIRED: [lists.liability[1]!],
    NONOWN: [lists.liability[1]!],
    MED: of("medical"),
    PIP: of("pip"),
    UMBI: of("um"),
    UIMBI: of("uim"),
    UMPD: of("umpd"),
    RENT: of("rental"),
    TOW: of("towing"),
  };
  const deductibles: Partial<Record<CoverageCode, readonly Choice[]>> = {
    PIP: of("pipDeductible"),
    UMPD: of("umpdDeductible"),
    COLL: of("collision"),
    COMP: of("comprehensive"),
    SCOL: of("specified"),
  };
  return { limits, deductibles };
});

/** Coverages whose limit for all is the second amount of an option, where there is one. */
const SPLIT: readonly string[] = ["BI", "UMBI", "UIMBI", "RENT"];

/** Amounts of the options by coverage: of `limit_each`, of `limit_all`, of `deductible`. */
const amounts = once(() => {
  const { limits, deductibles } = offered();
  const each = new Map<string, Set<number>>();
  const all = new Map<string, Set<number>>();
  for (const [code, choices] of Object.entries(limits)) {
    const isSplit = SPLIT.includes(code);
    each.set(code, new Set(choices.flatMap(({ firsts }) => [...firsts])));
    all.set(
      code,
      new Set(
        choices.flatMap(({ firsts, seconds }) =>
          [...firsts].map((first, at) => isSplit && seconds[at]! > 0 ? seconds[at]! : first)
        ),
      ),
    );
  }
  const own = new Map(
    Object.entries(deductibles).map(([code, choices]): [string, Set<number>] => [
      code,
      new Set(choices.flatMap(({ firsts }) => [...firsts]).filter((first) => first >= 0)),
    ]),
  );
  return { each, all, deductibles: own };
});

/** Number of a state by its code; -1 where there is none. */
const stateNumbers = once(() => new Map(states().codes.map((code, at) => [code, at])));

function stateOf(code: string): number {
  return stateNumbers().get(code) ?? -1;
}

/** Limit of property protection in Michigan. */
const PROPERTY_PROTECTION = 1_000_000;
/** Single limits that stand for a state's minimum of uninsured motorists: where none is compulsory. */
const FREE_MINIMUM = 20_000;

/** Row of the table of minimum limits; -1 where the state is none. */
function minimumOf(state: string, day: number): number {
  return minimumAt(minimums(), stateOf(state), day);
}

/** Whether a limit is an option of a coverage, or what the state asks for. */
function isOffered(code: string, amount: number, isEach: boolean, state: string, day: number) {
  if (code === "MCS90") return amount === CARRIER_LIMIT;
  if (code === "PPI") return amount === PROPERTY_PROTECTION;
  if (amounts()[isEach ? "each" : "all"].get(code)?.has(amount)) return true;
  const { persons, accidents, properties, pips, medicals } = minimums();
  const at = minimumOf(state, day);
  switch (code) {
    case "BI":
      return amount === (isEach ? persons : accidents)[at];
    case "UMBI":
    case "UIMBI":
      return amount === (isEach ? persons : accidents)[at] ||
        (accidents[at] === 0 && amount === FREE_MINIMUM);
    case "PD":
      return amount === properties[at];
    case "PIP":
      return amount === pips[at];
    case "MED":
      return amount === medicals[at];
    default:
      return false;
  }
}

const limitRule = (field: "limit_each" | "limit_all"): RowRule => ({
  kind: "values",
  code: field === "limit_each" ? "coverage-limit-each" : "coverage-limit-all",
  entity: ENTITY,
  field,
  inputs: ["coverage_code", "rated_state", "rated_on"],
  message: "the limit is one that is offered for the coverage in the state",
  check: (amount, code, state, day) =>
    isOffered(`${code}`, Number(amount), field === "limit_each", `${state}`, Number(day))
      ? undefined
      : "an option of the coverage",
});

/** Coverages of which a column has a value, and of which it has none. */
const columns = [
  ["limit_each", ["BI", "MED", "PIP", "RENT"], [
    "PD",
    "CSL",
    "PPI",
    "UMPD",
    "COLL",
    "COMP",
    "GAP",
    ...POLICY_COVERAGES,
  ]],
  ["limit_all", ["BI", "PD", "CSL", "UMBI", "UIMBI", "RENT", "HIRED", "NONOWN", "MCS90"], [
    "DOC",
    "BLKAI",
    "MED",
    "PIP",
    "COLL",
    "COMP",
    "TOW",
  ]],
  ["deductible", ["COLL", "COMP", "SCOL", "UMPD"], [
    "BI",
    "PD",
    "CSL",
    "MED",
    "UMBI",
    "RENT",
    "TOW",
    ...POLICY_COVERAGES,
  ]],
] as const;

/** States in which a coverage is sold that is not sold everywhere. */
const soldIn = once((): Partial<Record<string, readonly string[]>> => {
  const { codes } = states();
  const table = minimums();
  const rows = codes.map((_, state) => table.starts[state + 1]! - 1);
  const withPip = codes.filter((_, state) => table.pips[rows[state]!]! > 0);
  const compulsory = codes.filter((_, state) => table.pipCompulsory[rows[state]!] === 1);
  return {
    PIP: withPip,
    MED: codes.filter((code) => !compulsory.includes(code)),
    PPI: PPI_STATES,
    UMPD: UMPD_STATES,
    CDW: ["CA"],
  };
});

/** States where injury protection is on every vehicle. */
const pipStates = once(() => {
  const { codes } = states();
  const table = minimums();
  return codes.filter((_, state) => table.pipCompulsory[table.starts[state + 1]! - 1] === 1);
});

/** Rules of coverages. */
export const COVERAGE_RULES: readonly RowRule[] = [
  ...rulesOfVehicles(ENTITY, "vehicle_id", "coverage-vehicle", "its vehicle"),
  limitRule("limit_each"),
  limitRule("limit_all"),
  {
    kind: "values",
    code: "coverage-deductible",
    entity: ENTITY,
    field: "deductible",
    inputs: ["coverage_code"],
    message: "the deductible is one that is offered for the coverage",
    check: (amount, code) => {
      const options = amounts().deductibles.get(`${code}`);
      if (options?.has(Number(amount))) return undefined;
      const { deductibles } = offered();
      return (deductibles[code as CoverageCode] ?? []).flatMap(({ firsts }) => [...firsts])
        .filter((first) => first >= 0).join(" or ");
    },
  },
  {
    kind: "values",
    code: "coverage-minimum",
    entity: ENTITY,
    field: "limit_all",
    inputs: ["coverage_code", "rated_state", "rated_on"],
    when: { field: "coverage_code", values: ["BI", "PD", "CSL", "UMBI", "UIMBI"] },
    message: "liability and uninsured motorists limits are not below the state's minimum",
    check: (amount, code, state, day) => {
      const { accidents, properties } = minimums();
      const at = minimumOf(`${state}`, Number(day));
      const accident = accidents[at]!;
      const property = properties[at]!;
      const least = code === "PD" ? property : code === "CSL" ? accident + property : accident;
      return Number(amount) >= least ? undefined : `${least} or more`;
    },
  },
  ...(["limit_each", "limit_all"] as const).map((field): RowRule => ({
    kind: "compare",
    code: field === "limit_each" ? "coverage-um-each" : "coverage-um-all",
    entity: ENTITY,
    field,
    operator: "<=",
    input: `policy_period_id.liability_${field}`,
    when: { field: "coverage_code", values: ["UMBI", "UIMBI"] },
    message: "uninsured motorists limits are not above those of liability",
  })),
  {
    kind: "compare",
    code: "coverage-liability",
    entity: ENTITY,
    field: "limit_all",
    operator: "=",
    input: "policy_period_id.liability_limit_all",
    when: { field: "coverage_code", values: ["BI", "CSL", "HIRED", "NONOWN"] },
    message:
      "all vehicles of a term have its liability limit, and so have autos that are not owned",
  },
  ...columns.flatMap(([field, present, absent]): RowRule[] => {
    const name = field.replaceAll("_", "-");
    return [
      {
        kind: "presence",
        code: `coverage-${name}-missing`,
        entity: ENTITY,
        field,
        isPresent: true,
        when: { field: "coverage_code", values: present },
        message: `such a coverage has a ${field.replaceAll("_", " ")}`,
      },
      {
        kind: "presence",
        code: `coverage-${name}-extra`,
        entity: ENTITY,
        field,
        isPresent: false,
        when: { field: "coverage_code", values: absent },
        message: `such a coverage has no ${field.replaceAll("_", " ")}`,
      },
    ];
  }),
  {
    kind: "words",
    code: "coverage-limit-basis",
    entity: ENTITY,
    field: "limit_basis",
    inputs: ["coverage_code"],
    message: "limits are for what the coverage pays for",
    check: (basis, code) => {
      const wanted = LIMIT_BASIS_OF[code as CoverageCode];
      const isSingle = basis === "per_accident" && wanted === "per_person_and_accident";
      return basis === wanted || (isSingle && code !== "BI") ? undefined : wanted ?? "none";
    },
  },
  {
    kind: "words",
    code: "coverage-state",
    entity: ENTITY,
    field: "coverage_code",
    inputs: ["rated_state"],
    message: "the coverage is sold in the state",
    check: (code, state) => {
      const where = soldIn()[code];
      return where === undefined || where.includes(state) ? undefined : "another coverage";
    },
  },
  {
    kind: "values",
    code: "coverage-mandatory",
    entity: ENTITY,
    field: "is_mandatory",
    inputs: ["coverage_code", "rated_state", "rated_on"],
    message: "a coverage is mandatory where the state's law wants it",
    check: (is, code, state, day) => {
      const at = stateOf(`${state}`);
      const table = minimums();
      const minimum = minimumAt(table, at, Number(day));
      const wanted = isMandatory(table, minimum, at, COVERAGE[code as CoverageCode]);
      return wanted === (Number(is) === 1) ? undefined : `${wanted}`;
    },
  },
  {
    kind: "count",
    code: "period-injury-protection",
    entity: "policy_periods",
    field: "rated_state",
    least: 1,
    of: {
      entity: ENTITY,
      by: "policy_period_id",
      when: { field: "coverage_code", values: ["PIP"] },
    },
    get when() {
      return { field: "rated_state", values: pipStates() };
    },
    message: "injury protection is on the policy where it is compulsory",
  },
  same(
    ENTITY,
    "coverage-rated-state",
    "rated_state",
    "policy_period_id.rated_state",
    "the state is the term's",
  ),
  same(
    ENTITY,
    "coverage-rated-on",
    "rated_on",
    "policy_period_id.effective_on",
    "the day is the term's first",
  ),
  {
    kind: "compare",
    code: "coverage-order",
    entity: ENTITY,
    field: "ends_on",
    operator: ">=",
    input: "effective_on",
    message: "a coverage does not end before it begins",
  },
  {
    kind: "compare",
    code: "coverage-start",
    entity: ENTITY,
    field: "effective_on",
    operator: ">=",
    input: "rated_on",
    message: "a coverage begins on the first day of its term or later",
  },
  {
    kind: "compare",
    code: "coverage-end",
    entity: ENTITY,
    field: "ends_on",
    operator: "<=",
    input: "policy_period_id.expires_on",
    message: "a coverage ends when its term expires, or sooner",
  },
  {
    kind: "compare",
    code: "coverage-purchase",
    entity: ENTITY,
    field: "effective_on",
    operator: ">=",
    input: "vehicle_id.purchased_on",
    message: "a coverage begins when the vehicle has been bought, or later",
  },
];

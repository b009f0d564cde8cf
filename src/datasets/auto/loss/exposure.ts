/**
 * Entity `exposure`: what one coverage pays to one claimant of a claim, as it is known on the plan's day.
 *
 * @module
 */
import { PERSON_ROWS } from "../account.ts";
import { AS_OF } from "../births.ts";
import { COVERAGES } from "../book/codes.ts";
import { PLANNED_COVERS } from "../book/facts.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { syntheticSource, wordField } from "../fields.ts";
import { causes, GROUP, KIND, KINDS } from "./claim_tables.ts";
import { CLAIMS, EXPOSURE_STATES, SEEN, STATUSES } from "./claims.ts";
import { EXPOSURES, OUTCOMES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";
import { INJURIES, INJURY_WORDS, SEVERITIES } from "./injuries.ts";
import { LEDGER } from "./ledger.ts";
import {
  centsField,
  claimDayField,
  defineBytes,
  defineIdsOf,
  defineIndices,
  defineInts,
  defineValidity,
  flagField,
  type Ids,
  idsField,
  maybeDayField,
} from "./loss_fields.ts";
import { LOSS_DRIVERS } from "./loss_places.ts";

/** Number of exposures. */
export const EXPOSURE_COUNT: Fact<number> = defineFact((chunk) => chunk.get(SEEN).count);

/** Identifiers of the exposures. */
export const EXPOSURE_IDS: Fact<Ids> = defineIdsOf("exposure", (chunk) => chunk.get(SEEN));

/** What an exposure is for, by its kind. */
const TYPES: Readonly<Record<typeof KINDS[number], string>> = {
  BI: "bodily_injury",
  PD: "property_damage",
  COLL: "vehicle_damage",
  COMP: "vehicle_damage",
  MED: "medical_payments",
  PIP: "personal_injury_protection",
  UMBI: "uninsured_injury",
  UIMBI: "underinsured_injury",
  UMPD: "uninsured_property",
  RENT: "rental",
  TOW: "towing",
  GLASS: "vehicle_damage",
  GAP: "loan_gap",
  CUSTOM: "equipment",
  CDW: "deductible_waiver",
  SCOL: "vehicle_damage",
};
/** Words of the types; a row holds the index of its kind's word. */
export const EXPOSURE_TYPES: readonly string[] = [...new Set(Object.values(TYPES))];
const TYPE_OF = Uint8Array.from(KINDS, (kind) => EXPOSURE_TYPES.indexOf(TYPES[kind]));

const PARTIES = ["insured", "third_party"] as const;

/** Who claims; a row holds an index in this list. */
export const CLAIMANTS = [
  "insured",
  "insured_driver",
  "occupant",
  "other_driver",
  "other_passenger",
  "own_passenger",
  "pedestrian_or_cyclist",
  "other_owner",
  "property_owner",
] as const;

/** Slot of the first claimant and of the first injured occupant. */
const FIRST_CLAIMANT = 4;
const FIRST_OCCUPANT = 8;

function claimantOf(kind: number, slot: number, group: number, cause: string): number {
  if (kind === KIND.BI) {
    if (group === GROUP.single) return 5;
    if (cause === "pedestrian_cyclist") return 6;
    return slot === FIRST_CLAIMANT ? 3 : 4;
  }
  if (kind === KIND.PD) return group === GROUP.single ? 8 : 7;
  if (kind === KIND.MED || kind === KIND.PIP) return slot === FIRST_OCCUPANT ? 1 : 2;
  return kind === KIND.UMBI || kind === KIND.UIMBI ? 1 : 0;
}

/** Gives something of the exposure of each row. */
function ofRow(
  look: (chunk: Chunk) => ArrayLike<number>,
): (chunk: Chunk) => (seen: number) => number {
  return (chunk) => {
    const { rows } = chunk.get(SEEN);
    const values = look(chunk);
    return (seen) => values[rows[seen]!]!;
  };
}

const kinds = defineBytes(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).kinds));
const types = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const of = chunk.get(kinds);
  return (seen) => TYPE_OF[of[seen]!]!;
});
const codes = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const cover = ofRow((each) => each.get(EXPOSURES).covers)(chunk);
  const { codes: of } = chunk.get(PLANNED_COVERS);
  return (seen) => of[cover(seen)]!;
});
const parties = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const of = chunk.get(kinds);
  return (seen) => of[seen] === KIND.BI || of[seen] === KIND.PD ? 1 : 0;
});
const claimants = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const { rows } = chunk.get(SEEN);
  const { kinds: kindOf, slots, incidents } = chunk.get(EXPOSURES);
  const { groups, causes: causeCodes } = chunk.get(INCIDENTS);
  const drivers = chunk.get(LOSS_DRIVERS);
  const { names } = causes();
  return (seen) => {
    const row = rows[seen]!;
    const incident = incidents[row]!;
    const code = claimantOf(
      kindOf[row]!,
      slots[row]!,
      groups[incident]!,
      names[causeCodes[incident]!]!,
    );
    // Where nobody drove, whoever is hurt sat in the vehicle.
    return code === 1 && drivers[incident]! < 0 ? 2 : code;
  };
});

/** The person who claims, where it is one of the account's. */
const personIndices = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const { rows, parents } = chunk.get(SEEN);
  const { incidents } = chunk.get(EXPOSURES);
  const drivers = chunk.get(LOSS_DRIVERS);
  const { offsets, indices } = chunk.get(PERSON_ROWS);
  const who = chunk.get(claimants);
  return (seen) => {
    if (who[seen] === 0) return indices[offsets[parents[seen]!]!]!;
    return who[seen] === 1 ? indices[drivers[incidents[rows[seen]!]!]!]! : -1;
  };
});
const claimIndices = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const { claims } = chunk.get(SEEN);
  const { indices } = chunk.get(CLAIMS);
  return (seen) => indices[claims[seen]!]!;
});
const coverIndices = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const cover = ofRow((each) => each.get(EXPOSURES).covers)(chunk);
  const { indices } = chunk.get(PLANNED_COVERS);
  return (seen) => indices[cover(seen)]!;
});

/** Outcome where it is closed; while it is open nothing is known. */
const outcomes = defineBytes(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).outcomes));
const isClosed = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const { statuses } = chunk.get(EXPOSURE_STATES);
  return (seen) => statuses[seen] === 1 ? 1 : 0;
});
const totals = defineBytes(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).totals));
const values = defineInts(EXPOSURE_COUNT, (chunk) => {
  const value = ofRow((each) => each.get(EXPOSURES).values)(chunk);
  return (seen) => value(seen) * 100;
});
const hasValue = defineValidity((chunk) => ({
  count: chunk.get(EXPOSURE_COUNT),
  values: chunk.get(values),
}));
const limits = defineInts(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).limits));
const hasLimit = defineValidity((chunk) => ({
  count: chunk.get(EXPOSURE_COUNT),
  values: chunk.get(limits),
}));
const grounds = defineInts(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).grounds));
const deductibles = defineInts(EXPOSURE_COUNT, (chunk) => {
  const of = ofRow((each) => each.get(EXPOSURES).deductibles)(chunk);
  const { sums } = chunk.get(LEDGER);
  // It is taken off the first payment.
  return (seen) => sums.paidIndemnity[seen]! > 0 ? of(seen) : 0;
});
const openedDays = defineInts(EXPOSURE_COUNT, ofRow((chunk) => chunk.get(EXPOSURES).opened));

/** Days that are known by the plan's day, else 0. */
function defineKnown(look: (chunk: Chunk) => Int32Array): Fact<Int32Array> {
  return defineInts(EXPOSURE_COUNT, (chunk) => {
    const day = ofRow(look)(chunk);
    const asOf = chunk.world.get(AS_OF);
    return (seen) => day(seen) <= asOf ? day(seen) : 0;
  });
}
const attorneyDays = defineKnown((chunk) => chunk.get(EXPOSURES).attorneys);
const suitDays = defineKnown((chunk) => chunk.get(EXPOSURES).suits);

/** Defines a sum of two columns of the ledger. */
function defineSum(...names: (keyof ReturnType<typeof sumsOf>)[]): Fact<Int32Array> {
  return defineInts(EXPOSURE_COUNT, (chunk) => {
    const sums = sumsOf(chunk);
    return (seen) => names.reduce((total, name) => total + sums[name][seen]!, 0);
  });
}
function sumsOf(chunk: Chunk) {
  return chunk.get(LEDGER).sums;
}
const paid = defineSum("paidIndemnity", "paidExpense");
const outstanding = defineSum("openIndemnity", "openExpense");
const incurred = defineSum("paidIndemnity", "paidExpense", "openIndemnity", "openExpense");
const recovered = defineSum("salvage", "subrogation");

/** The entity. */
export const EXPOSURE: MadeEntity = {
  name: "exposure",
  plural: "exposures",
  description: "What one coverage pays to one claimant of a claim.",
  rowCount: EXPOSURE_COUNT,
  rowsPerAccount: 0.59,
  fields: [
    idsField("exposure_id", "Identifies the exposure.", EXPOSURE_IDS, { key: true }),
    idsField(
      "claim_id",
      "The claim.",
      defineIdsOf("claim", (chunk) => chunk.get(claimIndices)),
      { reference: { entity: "claims", field: "claim_id" } },
    ),
    idsField(
      "coverage_id",
      "The coverage that pays.",
      defineIdsOf("coverage", (chunk) => chunk.get(coverIndices)),
      { reference: { entity: "coverages", field: "coverage_id" } },
    ),
    wordField(
      "coverage_code",
      "Code of the coverage.",
      () => COVERAGES,
      (chunk) => chunk.get(codes),
      { plain: true, origin: "Of the coverage." },
    ),
    wordField("type", "What is paid for.", () => EXPOSURE_TYPES, (chunk) => chunk.get(types), {
      values: EXPOSURE_TYPES,
      plain: true,
    }),
    wordField(
      "loss_party",
      "Whose loss it is.",
      () => PARTIES,
      (chunk) => chunk.get(parties),
      { values: PARTIES, plain: true },
    ),
    wordField(
      "claimant",
      "Who claims.",
      () => CLAIMANTS,
      (chunk) => chunk.get(claimants),
      { values: CLAIMANTS, plain: true },
    ),
    idsField(
      "claimant_id",
      "The person who claims, where it is one of the account's.",
      defineIdsOf("person", (chunk) => chunk.get(personIndices)),
      { reference: { entity: "persons", field: "person_id" }, nullable: true },
    ),
    wordField(
      "injury",
      "Main injury.",
      () => INJURY_WORDS,
      (chunk) => {
        const { codes: injury, validity } = chunk.get(INJURIES);
        return { codes: injury, validity };
      },
      { values: INJURY_WORDS, plain: true, nullable: true },
    ),
    wordField(
      "injury_severity",
      "K killed, A suspected serious, B suspected minor, C possible injury.",
      () => SEVERITIES,
      (chunk) => {
        const { severities, validity } = chunk.get(INJURIES);
        return { codes: severities, validity };
      },
      { values: SEVERITIES, plain: true, nullable: true },
    ),
    maybeDayField("died_on", "Day of death.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(INJURIES).deaths,
    })),
    claimDayField(
      "opened_on",
      "Day on which it was opened.",
      (chunk) => chunk.get(openedDays),
    ),
    wordField(
      "status",
      "Open, closed or reopened on the plan's day.",
      () => STATUSES,
      (chunk) => chunk.get(EXPOSURE_STATES).statuses,
      { values: STATUSES, plain: true },
    ),
    maybeDayField("first_closed_on", "Day on which it was closed first.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(EXPOSURE_STATES).firstCloses,
    })),
    maybeDayField("reopened_on", "Day on which it was opened again.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(EXPOSURE_STATES).reopenings,
    })),
    maybeDayField("closed_on", "Day on which it was closed, where it is.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(EXPOSURE_STATES).closes,
    })),
    wordField(
      "closed_outcome",
      "How it ended, where it is closed.",
      () => OUTCOMES,
      (chunk) => ({ codes: chunk.get(outcomes), validity: chunk.get(isClosed) }),
      { values: OUTCOMES, plain: true, nullable: true },
    ),
    flagField(
      "is_total_loss",
      "Whether the vehicle is a total loss.",
      (chunk) => chunk.get(totals),
    ),
    {
      ...centsField(
        "actual_cash_value",
        "Value of the insured vehicle on the day of the loss.",
        (chunk) => chunk.get(values),
      ),
      nullable: true,
      column: (chunk) => ({
        kind: "decimal",
        scale: 2,
        values: chunk.get(values),
        validity: chunk.get(hasValue),
      }),
    },
    centsField(
      "loss_amount",
      "What was lost or claimed, before fault, deductible and limit.",
      (chunk) => chunk.get(grounds),
    ),
    centsField(
      "deductible_applied",
      "Deductible that was taken off; 0 while nothing is paid.",
      (chunk) => chunk.get(deductibles),
    ),
    {
      ...centsField(
        "limit_applied",
        "Most that the coverage pays for it; none where only the loss bounds it.",
        (chunk) => chunk.get(limits),
      ),
      nullable: true,
      column: (chunk) => ({
        kind: "decimal",
        scale: 2,
        values: chunk.get(limits),
        validity: chunk.get(hasLimit),
      }),
    },
    maybeDayField("attorney_since", "Day since which an attorney acts.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(attorneyDays),
    })),
    maybeDayField("suit_filed_on", "Day on which a suit was filed.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(suitDays),
    })),
    centsField(
      "paid_indemnity",
      "Indemnity paid so far.",
      (chunk) => sumsOf(chunk).paidIndemnity,
    ),
    centsField("paid_expense", "Expense paid so far.", (chunk) => sumsOf(chunk).paidExpense),
    centsField("paid", "Paid so far.", (chunk) => chunk.get(paid)),
    centsField(
      "outstanding_indemnity",
      "Reserve for indemnity.",
      (chunk) => sumsOf(chunk).openIndemnity,
    ),
    centsField(
      "outstanding_expense",
      "Reserve for expense.",
      (chunk) => sumsOf(chunk).openExpense,
    ),
    centsField("outstanding", "Both reserves.", (chunk) => chunk.get(outstanding)),
    centsField("incurred", "Paid and outstanding.", (chunk) => chunk.get(incurred)),
    centsField("salvage", "Salvage received.", (chunk) => sumsOf(chunk).salvage),
    centsField(
      "subrogation",
      "Received from those who are liable.",
      (chunk) => sumsOf(chunk).subrogation,
    ),
    centsField("recovered", "Salvage and subrogation.", (chunk) => chunk.get(recovered)),
    syntheticSource(EXPOSURE_COUNT),
  ],
};

/**
 * What is known of exposures on the plan's day.
 *
 * @module
 */
import { PERSON_ROWS } from "../account.ts";
import { AS_OF } from "../births.ts";
import { PLANNED_COVERS } from "../book/facts.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { CLAIM_VEHICLES, FAULTS, JURISDICTIONS, LOSS_DAYS } from "./claim_facts.ts";
import { causes, GROUP, KIND, KINDS } from "./claim_tables.ts";
import { CLAIMS, EXPOSURE_STATES, SEEN } from "./claims.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";
import { LEDGER, type Sums } from "./ledger.ts";
import {
  defineBytes,
  defineIdsOf,
  defineIndices,
  defineInts,
  defineValidity,
  type Ids,
  type Indexed,
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
  HIRED: "liability_not_owned",
  NONOWN: "liability_not_owned",
};
/** Words of the types; a row holds the index of its kind's word. */
export const EXPOSURE_TYPES: readonly string[] = [...new Set(Object.values(TYPES))];
const TYPE_OF = Uint8Array.from(KINDS, (kind) => EXPOSURE_TYPES.indexOf(TYPES[kind]));

/** Whose loss it is; a row holds an index in this list. */
export const PARTIES = ["insured", "third_party"] as const;

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

/**
 * Whether who claims is one of the account's persons, who has a row of his own.
 *
 * @param claimant Index in {@link CLAIMANTS}.
 * @returns `true` for the named insured and for the driver.
 */
export const isPersonOfAccount = (claimant: number): boolean => claimant < 2;

/** Kinds that pay for the loss of others. */
const THIRD_PARTY = [KIND.BI, KIND.PD, KIND.HIRED, KIND.NONOWN] as number[];

/** Slot of the first claimant and of the first injured occupant. */
const FIRST_CLAIMANT = 4;
const FIRST_OCCUPANT = 8;

function claimantOf(kind: number, slot: number, group: number, cause: string): number {
  if (kind === KIND.HIRED || kind === KIND.NONOWN) return cause === "pedestrian_cyclist" ? 6 : 3;
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
/** What each exposure pays for, an index in {@link EXPOSURE_TYPES}. */
export const TYPE_CODES: Fact<Uint8Array> = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const of = chunk.get(kinds);
  return (seen) => TYPE_OF[of[seen]!]!;
});
/** Code of the coverage. */
export const COVERAGE_CODES: Fact<Uint8Array> = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const cover = ofRow((each) => each.get(EXPOSURES).covers)(chunk);
  const { codes: of } = chunk.get(PLANNED_COVERS);
  return (seen) => of[cover(seen)]!;
});
/** Whose loss it is, an index in {@link PARTIES}. */
export const PARTY_CODES: Fact<Uint8Array> = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const of = chunk.get(kinds);
  return (seen) => THIRD_PARTY.includes(of[seen]!) ? 1 : 0;
});
/** Who claims, an index in {@link CLAIMANTS}. */
export const CLAIMANT_CODES: Fact<Uint8Array> = defineBytes(EXPOSURE_COUNT, (chunk) => {
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
export const CLAIMANT_PERSONS: Fact<Indexed> = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const { rows, parents } = chunk.get(SEEN);
  const { incidents } = chunk.get(EXPOSURES);
  const drivers = chunk.get(LOSS_DRIVERS);
  const { offsets, indices } = chunk.get(PERSON_ROWS);
  const who = chunk.get(CLAIMANT_CODES);
  return (seen) => {
    if (who[seen] === 0) return indices[offsets[parents[seen]!]!]!;
    return who[seen] === 1 ? indices[drivers[incidents[rows[seen]!]!]!]! : -1;
  };
});
/** Row indices of the claims. */
export const EXPOSURE_CLAIMS: Fact<Indexed> = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const { claims } = chunk.get(SEEN);
  const { indices } = chunk.get(CLAIMS);
  return (seen) => indices[claims[seen]!]!;
});
/** Row indices of the coverages. */
export const EXPOSURE_COVERS: Fact<Indexed> = defineIndices(EXPOSURE_COUNT, (chunk) => {
  const cover = ofRow((each) => each.get(EXPOSURES).covers)(chunk);
  const { indices } = chunk.get(PLANNED_COVERS);
  return (seen) => indices[cover(seen)]!;
});

/** Outcome where it is closed; while it is open nothing is known. */
export const OUTCOME_CODES: Fact<Uint8Array> = defineBytes(
  EXPOSURE_COUNT,
  ofRow((chunk) => chunk.get(EXPOSURES).outcomes),
);
/** 1 for what is closed. */
export const IS_CLOSED: Fact<Uint8Array> = defineBytes(EXPOSURE_COUNT, (chunk) => {
  const { statuses } = chunk.get(EXPOSURE_STATES);
  return (seen) => statuses[seen] === 1 ? 1 : 0;
});
/** 1 for total losses. */
export const TOTALS: Fact<Uint8Array> = defineBytes(
  EXPOSURE_COUNT,
  ofRow((chunk) => chunk.get(EXPOSURES).totals),
);
/** Cash value of the insured vehicle, cents; 0 where it is not damaged. */
export const CASH_VALUES: Fact<Int32Array> = defineInts(EXPOSURE_COUNT, (chunk) => {
  const value = ofRow((each) => each.get(EXPOSURES).values)(chunk);
  return (seen) => value(seen) * 100;
});
/** 1 where there is a cash value. */
export const HAS_VALUE: Fact<Uint8Array> = defineValidity((chunk) => ({
  count: chunk.get(EXPOSURE_COUNT),
  values: chunk.get(CASH_VALUES),
}));
/** Most that the coverage pays, cents; 0 where only the loss bounds it. */
export const LIMITS: Fact<Int32Array> = defineInts(
  EXPOSURE_COUNT,
  ofRow((chunk) => chunk.get(EXPOSURES).limits),
);
/** 1 where there is a limit. */
export const HAS_LIMIT: Fact<Uint8Array> = defineValidity((chunk) => ({
  count: chunk.get(EXPOSURE_COUNT),
  values: chunk.get(LIMITS),
}));
/** What was lost or claimed, cents. */
export const GROUNDS: Fact<Int32Array> = defineInts(
  EXPOSURE_COUNT,
  ofRow((chunk) => chunk.get(EXPOSURES).grounds),
);
/** Deductible that was taken off, cents. */
export const DEDUCTIBLES: Fact<Int32Array> = defineInts(EXPOSURE_COUNT, (chunk) => {
  const of = ofRow((each) => each.get(EXPOSURES).deductibles)(chunk);
  const { sums } = chunk.get(LEDGER);
  // It is taken off the first payment.
  return (seen) => sums.paidIndemnity[seen]! > 0 ? of(seen) : 0;
});
/** Day of opening. */
export const OPENED_DAYS: Fact<Int32Array> = defineInts(
  EXPOSURE_COUNT,
  ofRow((chunk) => chunk.get(EXPOSURES).opened),
);

/** Days that are known by the plan's day, else 0. */
function defineKnown(look: (chunk: Chunk) => Int32Array): Fact<Int32Array> {
  return defineInts(EXPOSURE_COUNT, (chunk) => {
    const day = ofRow(look)(chunk);
    const asOf = chunk.world.get(AS_OF);
    return (seen) => day(seen) <= asOf ? day(seen) : 0;
  });
}
/** Day since which an attorney acts, as far as it is known; else 0. */
export const ATTORNEY_DAYS: Fact<Int32Array> = defineKnown((chunk) =>
  chunk.get(EXPOSURES).attorneys
);
/** Day on which a suit was filed, likewise. */
export const SUIT_DAYS: Fact<Int32Array> = defineKnown((chunk) => chunk.get(EXPOSURES).suits);

/** Defines a sum of two columns of the ledger. */
function defineSum(...names: (keyof Sums)[]): Fact<Int32Array> {
  return defineInts(EXPOSURE_COUNT, (chunk) => {
    const sums = sumsOf(chunk);
    return (seen) => names.reduce((total, name) => total + sums[name][seen]!, 0);
  });
}
/**
 * Sums of the exposures.
 *
 * @param chunk The chunk.
 * @returns What the ledger comes to.
 */
export function sumsOf(chunk: Chunk): Sums {
  return chunk.get(LEDGER).sums;
}
/** Paid so far, cents. */
export const PAID: Fact<Int32Array> = defineSum("paidIndemnity", "paidExpense");
/** Reserve that is outstanding, cents. */
export const OUTSTANDING: Fact<Int32Array> = defineSum("openIndemnity", "openExpense");
/** Both together, cents. */
export const INCURRED: Fact<Int32Array> = defineSum(
  "paidIndemnity",
  "paidExpense",
  "openIndemnity",
  "openExpense",
);
/** Salvage and subrogation, cents. */
export const RECOVERED: Fact<Int32Array> = defineSum("salvage", "subrogation");

/** Gives something of the claim of each exposure. */
function ofClaim(
  look: (chunk: Chunk) => ArrayLike<number>,
): (chunk: Chunk) => (seen: number) => number {
  return (chunk) => {
    const { claims } = chunk.get(SEEN);
    const values = look(chunk);
    return (seen) => values[claims[seen]!]!;
  };
}

/** Day of the loss. */
export const EXPOSURE_LOSS_DAYS: Fact<Int32Array> = defineInts(
  EXPOSURE_COUNT,
  ofClaim((chunk) => chunk.get(LOSS_DAYS)),
);
/** Share of the fault of the insured driver, per cent. */
export const EXPOSURE_FAULTS: Fact<Int32Array> = defineInts(
  EXPOSURE_COUNT,
  ofClaim((chunk) => chunk.get(FAULTS)),
);
/** State whose law applies. */
export const EXPOSURE_STATES_OF_LAW: Fact<Uint8Array> = defineBytes(
  EXPOSURE_COUNT,
  ofClaim((chunk) => chunk.get(JURISDICTIONS)),
);
/** Row indices of the insured vehicles, -1 for none. */
export const EXPOSURE_VEHICLES: Fact<Indexed> = defineIndices(
  EXPOSURE_COUNT,
  ofClaim((chunk) => chunk.get(CLAIM_VEHICLES).indices),
);

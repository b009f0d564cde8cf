/**
 * Entity `claim`: what happened to an insured vehicle, as it is known on the plan's day.
 *
 * @module
 */
import { PERSON_ROWS, STATES, VEHICLE_ROWS } from "../account.ts";
import { PLANNED_PERIODS, PLANNED_RISKS } from "../book/facts.ts";
import type { Chunk, Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { syntheticSource, textField, wordField } from "../fields.ts";
import { places, states } from "../places.ts";
import { catastropheWords } from "./catastrophes.ts";
import {
  CHANNELS,
  CLAIM_COUNT,
  CLAIM_NUMBERS,
  CLAIM_SUMS,
  REPORTERS,
  REPORTS,
} from "./claim_columns.ts";
import { causes, GROUP } from "./claim_tables.ts";
import { CLAIM_STATES, CLAIMS, STATUSES } from "./claims.ts";
import { CIRCUMSTANCES, OTHER_PARTIES } from "./drafts.ts";
import { INCIDENTS } from "./incidents.ts";
import {
  centsField,
  claimDayField,
  countField,
  defineBytes,
  defineIdsOf,
  defineIndices,
  defineInts,
  flagField,
  type Ids,
  idsField,
  maybeDayField,
} from "./loss_fields.ts";
import { LOSS_DRIVERS, LOSS_ZIPS, statesOfZips } from "./loss_places.ts";

/** Claims of an account, on average: terms of two and a half years by the default day. */
export const CLAIMS_PER_ACCOUNT = 0.42;

/** Kinds of losses, by group of causes. */
const LOSS_KINDS = ["collision", "comprehensive", "roadside"] as const;
const LOSS_KIND_OF = [0, 0, 0, 1, 2] as const;

/** How far a claim is disputed; a row holds an index in this list. */
const LITIGATIONS = ["none", "attorney", "suit"] as const;

/** Gives something of the incident of each claim. */
function ofIncident(
  look: (chunk: Chunk) => ArrayLike<number>,
): (chunk: Chunk) => (claim: number) => number {
  return (chunk) => {
    const { incidents } = chunk.get(CLAIMS);
    const values = look(chunk);
    return (claim) => values[incidents[claim]!]!;
  };
}

const lossDays = defineInts(CLAIM_COUNT, ofIncident((chunk) => chunk.get(INCIDENTS).days));
const faults = defineInts(CLAIM_COUNT, ofIncident((chunk) => chunk.get(CIRCUMSTANCES).faults));
const others = defineBytes(CLAIM_COUNT, ofIncident((chunk) => chunk.get(CIRCUMSTANCES).others));
const causeCodes = defineBytes(CLAIM_COUNT, ofIncident((chunk) => chunk.get(INCIDENTS).causes));
const lossKinds = defineBytes(CLAIM_COUNT, (chunk) => {
  const group = ofIncident((each) => each.get(INCIDENTS).groups)(chunk);
  return (claim) => LOSS_KIND_OF[group(claim)]!;
});
const lossZips = defineInts(CLAIM_COUNT, ofIncident((chunk) => chunk.get(LOSS_ZIPS)));
const lossPlaces = defineInts(CLAIM_COUNT, (chunk) => {
  const zip = ofIncident((each) => each.get(LOSS_ZIPS))(chunk);
  const { zipPlaces } = places();
  return (claim) => zipPlaces[zip(claim)]!;
});
const lossStates = defineBytes(CLAIM_COUNT, (chunk) => {
  const zip = ofIncident((each) => each.get(LOSS_ZIPS))(chunk);
  const table = statesOfZips();
  return (claim) => table[zip(claim)]!;
});
const policyStates = defineBytes(CLAIM_COUNT, (chunk) => {
  const { parents } = chunk.get(CLAIMS);
  const of = chunk.get(STATES);
  return (claim) => of[parents[claim]!]!;
});
/** Crashes go by the law of their place, other losses by that of the policy. */
const jurisdictions = defineBytes(CLAIM_COUNT, (chunk) => {
  const group = ofIncident((each) => each.get(INCIDENTS).groups)(chunk);
  const loss = chunk.get(lossStates);
  const policy = chunk.get(policyStates);
  return (claim) => (group(claim) <= GROUP.single ? loss : policy)[claim]!;
});
const events = defineInts(CLAIM_COUNT, (chunk) => {
  const event = ofIncident((each) => each.get(INCIDENTS).events)(chunk);
  return (claim) => Math.max(event(claim), 0);
});
const hasEvent = defineBytes(CLAIM_COUNT, (chunk) => {
  const event = ofIncident((each) => each.get(INCIDENTS).events)(chunk);
  return (claim) => event(claim) >= 0 ? 1 : 0;
});

/** Row indices of what the claims refer to. */
const accountIds = defineIdsOf(
  "account",
  (chunk) => chunk.get(accountIndices),
);
const accountIndices = defineIndices(CLAIM_COUNT, (chunk) => {
  const { parents } = chunk.get(CLAIMS);
  return (claim) => chunk.start + parents[claim]!;
});
const periodIndices = defineIndices(CLAIM_COUNT, (chunk) => {
  const risk = ofIncident((each) => each.get(INCIDENTS).risks)(chunk);
  const { periods } = chunk.get(PLANNED_RISKS);
  const { indices } = chunk.get(PLANNED_PERIODS);
  return (claim) => indices[periods[risk(claim)]!]!;
});
const vehicleIndices = defineIndices(CLAIM_COUNT, (chunk) => {
  const risk = ofIncident((each) => each.get(INCIDENTS).risks)(chunk);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const { indices } = chunk.get(VEHICLE_ROWS);
  return (claim) => indices[vehicles[risk(claim)]!]!;
});
const driverIndices = defineIndices(CLAIM_COUNT, (chunk) => {
  const driver = ofIncident((each) => each.get(LOSS_DRIVERS))(chunk);
  const { indices } = chunk.get(PERSON_ROWS);
  return (claim) => {
    const row = driver(claim);
    return row < 0 ? -1 : indices[row]!;
  };
});

/** Identifiers of the claims. */
export const CLAIM_IDS: Fact<Ids> = defineIdsOf("claim", (chunk) => chunk.get(CLAIMS));

/** The entity. */
export const CLAIM: MadeEntity = {
  name: "claim",
  plural: "claims",
  description: "A loss of an insured vehicle that was reported.",
  rowCount: CLAIM_COUNT,
  rowsPerAccount: CLAIMS_PER_ACCOUNT,
  fields: [
    idsField("claim_id", "Identifies the claim.", CLAIM_IDS, { key: true }),
    textField("claim_number", "Number of the claim.", CLAIM_NUMBERS, {
      unique: "claim-number-unique",
      pattern: "^CLM[0-9]{13}$",
      minLength: 16,
      maxLength: 16,
      plain: true,
      origin: "A keyed permutation of the claim's index.",
    }),
    idsField("account_id", "The account that is insured.", accountIds, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    idsField(
      "policy_period_id",
      "The term in which it happened.",
      defineIdsOf("policy_period", (chunk) => chunk.get(periodIndices)),
      { reference: { entity: "policy_periods", field: "policy_period_id" } },
    ),
    idsField(
      "vehicle_id",
      "The insured vehicle.",
      defineIdsOf("vehicle", (chunk) => chunk.get(vehicleIndices)),
      { reference: { entity: "vehicles", field: "vehicle_id" } },
    ),
    idsField(
      "driver_id",
      "Who drove it; none where it stood.",
      defineIdsOf("person", (chunk) => chunk.get(driverIndices)),
      {
        reference: { entity: "persons", field: "person_id" },
        nullable: true,
        origin: "Its main driver in 86 of 100 losses, else another licensed person of the account.",
      },
    ),
    claimDayField("loss_on", "Day of the loss.", (chunk) => chunk.get(lossDays)),
    countField("loss_hour", "Hour of the loss.", (chunk) => chunk.get(REPORTS).hours, {
      max: 23,
      origin: "By the kind of loss.",
    }),
    claimDayField(
      "reported_on",
      "Day on which the insurer heard of it.",
      (chunk) => chunk.get(CLAIMS).reported,
    ),
    wordField(
      "reported_by",
      "Who reported it.",
      () => REPORTERS,
      (chunk) => chunk.get(REPORTS).reporters,
      { values: REPORTERS, plain: true },
    ),
    wordField(
      "reported_through",
      "How it was reported.",
      () => CHANNELS,
      (chunk) => chunk.get(REPORTS).channels,
      { values: CHANNELS, plain: true },
    ),
    wordField(
      "status",
      "Open, closed or reopened on the plan's day.",
      () => STATUSES,
      (chunk) => chunk.get(CLAIM_STATES).statuses,
      { values: STATUSES, plain: true, origin: "Open while one of its exposures is." },
    ),
    maybeDayField("first_closed_on", "Day on which it was closed first.", (chunk) => ({
      count: chunk.get(CLAIM_COUNT),
      values: chunk.get(CLAIM_STATES).firstCloses,
    })),
    maybeDayField("reopened_on", "Day on which it was last opened again.", (chunk) => ({
      count: chunk.get(CLAIM_COUNT),
      values: chunk.get(CLAIM_STATES).reopenings,
    })),
    maybeDayField("closed_on", "Day on which it was closed, where it is.", (chunk) => ({
      count: chunk.get(CLAIM_COUNT),
      values: chunk.get(CLAIM_STATES).closes,
    })),
    wordField(
      "loss_kind",
      "Collision, other damage to the vehicle, or help on the road.",
      () => LOSS_KINDS,
      (chunk) => chunk.get(lossKinds),
      { values: LOSS_KINDS, plain: true },
    ),
    wordField(
      "cause",
      "Cause of the loss.",
      () => causes().names,
      (chunk) => chunk.get(causeCodes),
      {
        plain: true,
        origin: "By the shares of the causes.",
      },
    ),
    countField(
      "fault_percent",
      "Share of the fault that the insured driver bears.",
      (chunk) => chunk.get(faults),
      { max: 100, unit: "percent" },
    ),
    wordField(
      "other_party",
      "The other party of a crash: insured, not insured, unknown, or none.",
      () => OTHER_PARTIES,
      (chunk) => chunk.get(others),
      { values: OTHER_PARTIES, plain: true },
    ),
    wordField(
      "loss_postal_code",
      "ZIP code where it happened.",
      () => places().zips,
      (chunk) => chunk.get(lossZips),
      {
        pattern: "^[0-9]{5}$",
        plain: true,
        origin: "Where the vehicle is kept, near it, or anywhere.",
      },
    ),
    wordField("loss_city", "City.", () => places().cities, (chunk) => chunk.get(lossPlaces)),
    wordField("loss_state", "State.", () => states().codes, (chunk) => chunk.get(lossStates), {
      pattern: "^[A-Z]{2}$",
      plain: true,
    }),
    wordField(
      "policy_state",
      "State of the policy.",
      () => states().codes,
      (chunk) => chunk.get(policyStates),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "jurisdiction_state",
      "State whose law applies: of the loss for crashes, else of the policy.",
      () => states().codes,
      (chunk) => chunk.get(jurisdictions),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "catastrophe_code",
      "Catastrophe it is part of: year, month, peril and state.",
      catastropheWords,
      (chunk) => ({ codes: chunk.get(events), validity: chunk.get(hasEvent) }),
      {
        pattern: "^CAT-20[0-9]{2}-[0-9]{2}-(HAIL|WIND|FLOOD)-[A-Z]{2}$",
        plain: true,
        nullable: true,
        origin: "Hail, wind and flood in a month in which the state had an event are on its day.",
      },
    ),
    flagField(
      "has_police_report",
      "Whether there is a police report.",
      (chunk) => chunk.get(REPORTS).police,
    ),
    wordField(
      "litigation",
      "Whether an attorney acts for a claimant, or a suit was filed.",
      () => LITIGATIONS,
      (chunk) => chunk.get(CLAIM_SUMS).litigations,
      { values: LITIGATIONS, plain: true },
    ),
    flagField(
      "is_total_loss",
      "Whether the insured vehicle is a total loss.",
      (chunk) => chunk.get(CLAIM_SUMS).totals,
    ),
    countField(
      "injured_count",
      "Injured persons with an exposure.",
      (chunk) => chunk.get(CLAIM_SUMS).injured,
      { max: 16 },
    ),
    countField(
      "exposure_count",
      "Exposures that were opened.",
      (chunk) => chunk.get(CLAIM_SUMS).exposures,
      { min: 1, max: 16 },
    ),
    centsField("paid", "Paid so far, with expense.", (chunk) => chunk.get(CLAIM_SUMS).paid),
    centsField(
      "outstanding",
      "Reserve that is outstanding, with expense.",
      (chunk) => chunk.get(CLAIM_SUMS).outstanding,
    ),
    centsField(
      "incurred",
      "Paid and outstanding.",
      (chunk) => chunk.get(CLAIM_SUMS).incurred,
    ),
    centsField(
      "recovered",
      "Salvage and subrogation received.",
      (chunk) => chunk.get(CLAIM_SUMS).recovered,
    ),
    syntheticSource(CLAIM_COUNT),
  ],
};

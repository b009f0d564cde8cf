/**
 * Entity `claim`: what happened to an insured vehicle, or with an auto that is hired or not owned, as it is known on
 * the plan's day.
 *
 * @module
 */
import type { Fact } from "../chunk.ts";
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
import {
  CAUSE_CODES,
  CLAIM_ACCOUNT_IDS,
  CLAIM_DRIVERS,
  CLAIM_PERIODS,
  CLAIM_VEHICLES,
  EVENTS,
  FAULTS,
  HAS_EVENT,
  JURISDICTIONS,
  LOSS_DAYS,
  LOSS_KIND_CODES,
  LOSS_KINDS,
  LOSS_PLACES,
  LOSS_STATES,
  LOSS_ZIP_CODES,
  OTHERS,
  POLICY_STATES,
} from "./claim_facts.ts";
import { causes } from "./claim_tables.ts";
import { CLAIM_STATES, CLAIMS, STATUSES } from "./claims.ts";
import { OTHER_PARTIES } from "./drafts.ts";
import {
  centsField,
  claimDayField,
  countField,
  defineIdsOf,
  flagField,
  type Ids,
  idsField,
  maybeDayField,
} from "./loss_fields.ts";

/** How far a claim is disputed; a row holds an index in this list. */
const LITIGATIONS = ["none", "attorney", "suit"] as const;

/** Identifiers of the claims. */
export const CLAIM_IDS: Fact<Ids> = defineIdsOf("claim", (chunk) => chunk.get(CLAIMS));

/** The entity. */
export const CLAIM: MadeEntity = {
  name: "claim",
  plural: "claims",
  description:
    "A loss of an insured vehicle, or with an auto hired or not owned, that was reported.",
  rowCount: CLAIM_COUNT,
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
    idsField("account_id", "The account that is insured.", CLAIM_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    idsField(
      "policy_period_id",
      "The term in which it happened.",
      defineIdsOf("policy_period", (chunk) => chunk.get(CLAIM_PERIODS)),
      { reference: { entity: "policy_periods", field: "policy_period_id" } },
    ),
    idsField(
      "vehicle_id",
      "The insured vehicle; none where an auto was driven that the business hires or does not own.",
      defineIdsOf("vehicle", (chunk) => chunk.get(CLAIM_VEHICLES)),
      { reference: { entity: "vehicles", field: "vehicle_id" }, nullable: true },
    ),
    idsField(
      "driver_id",
      "Who drove it; none where it stood.",
      defineIdsOf("person", (chunk) => chunk.get(CLAIM_DRIVERS)),
      {
        reference: { entity: "persons", field: "person_id" },
        nullable: true,
        origin:
          "Its main driver in 86 of 100 losses, else another licensed person of the account; any of them where " +
          "there is no vehicle.",
      },
    ),
    claimDayField("loss_on", "Day of the loss.", (chunk) => chunk.get(LOSS_DAYS)),
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
      (chunk) => chunk.get(LOSS_KIND_CODES),
      { values: LOSS_KINDS, plain: true },
    ),
    wordField(
      "cause",
      "Cause of the loss.",
      () => causes().names,
      (chunk) => chunk.get(CAUSE_CODES),
      {
        plain: true,
        origin: "By the shares of the causes.",
      },
    ),
    countField(
      "fault_percent",
      "Share of the fault that the insured driver bears.",
      (chunk) => chunk.get(FAULTS),
      { max: 100, unit: "percent" },
    ),
    wordField(
      "other_party",
      "The other party of a crash: insured, not insured, unknown, or none.",
      () => OTHER_PARTIES,
      (chunk) => chunk.get(OTHERS),
      { values: OTHER_PARTIES, plain: true },
    ),
    wordField(
      "loss_postal_code",
      "ZIP code where it happened.",
      () => places().zips,
      (chunk) => chunk.get(LOSS_ZIP_CODES),
      {
        pattern: "^[0-9]{5}$",
        plain: true,
        origin: "Where the vehicle is kept, near it, or anywhere.",
      },
    ),
    wordField("loss_city", "City.", () => places().cities, (chunk) => chunk.get(LOSS_PLACES)),
    wordField("loss_state", "State.", () => states().codes, (chunk) => chunk.get(LOSS_STATES), {
      pattern: "^[A-Z]{2}$",
      plain: true,
    }),
    wordField(
      "policy_state",
      "State of the policy.",
      () => states().codes,
      (chunk) => chunk.get(POLICY_STATES),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "jurisdiction_state",
      "State whose law applies: of the loss for crashes, else of the policy.",
      () => states().codes,
      (chunk) => chunk.get(JURISDICTIONS),
      { pattern: "^[A-Z]{2}$", plain: true },
    ),
    wordField(
      "catastrophe_code",
      "Catastrophe it is part of: year, month, peril and state.",
      catastropheWords,
      (chunk) => ({ codes: chunk.get(EVENTS), validity: chunk.get(HAS_EVENT) }),
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

/**
 * Entity `exposure`: what one coverage pays to one claimant of a claim, as it is known on the plan's day.
 *
 * @module
 */
import { COVERAGES } from "../book/codes.ts";
import type { MadeEntity } from "../entity.ts";
import { syntheticSource, wordField } from "../fields.ts";
import { states } from "../places.ts";
import { EXPOSURE_STATES, STATUSES } from "./claims.ts";
import { OUTCOMES } from "./exposure_columns.ts";
import {
  ATTORNEY_DAYS,
  CASH_VALUES,
  CLAIMANT_CODES,
  CLAIMANT_PERSONS,
  CLAIMANTS,
  COVERAGE_CODES,
  DEDUCTIBLES,
  EXPOSURE_CLAIMS,
  EXPOSURE_COUNT,
  EXPOSURE_COVERS,
  EXPOSURE_FAULTS,
  EXPOSURE_IDS,
  EXPOSURE_LOSS_DAYS,
  EXPOSURE_STATES_OF_LAW,
  EXPOSURE_TYPES,
  EXPOSURE_VEHICLES,
  GROUNDS,
  HAS_LIMIT,
  HAS_VALUE,
  INCURRED,
  IS_CLOSED,
  LIMITS,
  OPENED_DAYS,
  OUTCOME_CODES,
  OUTSTANDING,
  PAID,
  PARTIES,
  PARTY_CODES,
  RECOVERED,
  SUIT_DAYS,
  sumsOf,
  TOTALS,
  TYPE_CODES,
} from "./exposure_facts.ts";
import { INJURIES, INJURY_WORDS, SEVERITIES } from "./injuries.ts";
import {
  centsField,
  claimDayField,
  countField,
  defineIdsOf,
  flagField,
  idsField,
  maybeDayField,
} from "./loss_fields.ts";

/** The entity. */
export const EXPOSURE: MadeEntity = {
  name: "exposure",
  plural: "exposures",
  description: "What one coverage pays to one claimant of a claim.",
  rowCount: EXPOSURE_COUNT,
  fields: [
    idsField("exposure_id", "Identifies the exposure.", EXPOSURE_IDS, { key: true }),
    idsField(
      "claim_id",
      "The claim.",
      defineIdsOf("claim", (chunk) => chunk.get(EXPOSURE_CLAIMS)),
      { reference: { entity: "claims", field: "claim_id" } },
    ),
    idsField(
      "coverage_id",
      "The coverage that pays.",
      defineIdsOf("coverage", (chunk) => chunk.get(EXPOSURE_COVERS)),
      { reference: { entity: "coverages", field: "coverage_id" } },
    ),
    idsField(
      "vehicle_id",
      "The insured vehicle, as in the claim.",
      defineIdsOf("vehicle", (chunk) => chunk.get(EXPOSURE_VEHICLES)),
      { reference: { entity: "vehicles", field: "vehicle_id" }, nullable: true },
    ),
    claimDayField("loss_on", "Day of the loss.", (chunk) => chunk.get(EXPOSURE_LOSS_DAYS)),
    wordField(
      "jurisdiction_state",
      "State whose law applies.",
      () => states().codes,
      (chunk) => chunk.get(EXPOSURE_STATES_OF_LAW),
      { pattern: "^[A-Z]{2}$", plain: true, origin: "Of the claim." },
    ),
    countField(
      "fault_percent",
      "Share of the fault that the insured driver bears.",
      (chunk) => chunk.get(EXPOSURE_FAULTS),
      { max: 100, unit: "percent", origin: "Of the claim." },
    ),
    wordField(
      "coverage_code",
      "Code of the coverage.",
      () => COVERAGES,
      (chunk) => chunk.get(COVERAGE_CODES),
      { plain: true, origin: "Of the coverage." },
    ),
    wordField("type", "What is paid for.", () => EXPOSURE_TYPES, (chunk) => chunk.get(TYPE_CODES), {
      values: EXPOSURE_TYPES,
      plain: true,
    }),
    wordField(
      "loss_party",
      "Whose loss it is.",
      () => PARTIES,
      (chunk) => chunk.get(PARTY_CODES),
      { values: PARTIES, plain: true },
    ),
    wordField(
      "claimant",
      "Who claims.",
      () => CLAIMANTS,
      (chunk) => chunk.get(CLAIMANT_CODES),
      { values: CLAIMANTS, plain: true },
    ),
    idsField(
      "claimant_id",
      "The person who claims, where it is one of the account's.",
      defineIdsOf("person", (chunk) => chunk.get(CLAIMANT_PERSONS)),
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
      (chunk) => chunk.get(OPENED_DAYS),
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
      (chunk) => ({ codes: chunk.get(OUTCOME_CODES), validity: chunk.get(IS_CLOSED) }),
      { values: OUTCOMES, plain: true, nullable: true },
    ),
    flagField(
      "is_total_loss",
      "Whether the vehicle is a total loss.",
      (chunk) => chunk.get(TOTALS),
    ),
    {
      ...centsField(
        "actual_cash_value",
        "Value of the insured vehicle on the day of the loss.",
        (chunk) => chunk.get(CASH_VALUES),
      ),
      nullable: true,
      column: (chunk) => ({
        kind: "decimal",
        scale: 2,
        values: chunk.get(CASH_VALUES),
        validity: chunk.get(HAS_VALUE),
      }),
    },
    centsField(
      "loss_amount",
      "What was lost or claimed, before fault, deductible and limit.",
      (chunk) => chunk.get(GROUNDS),
    ),
    centsField(
      "deductible_applied",
      "Deductible that was taken off; 0 while nothing is paid.",
      (chunk) => chunk.get(DEDUCTIBLES),
    ),
    {
      ...centsField(
        "limit_applied",
        "Most that the coverage pays for it; none where only the loss bounds it.",
        (chunk) => chunk.get(LIMITS),
      ),
      nullable: true,
      column: (chunk) => ({
        kind: "decimal",
        scale: 2,
        values: chunk.get(LIMITS),
        validity: chunk.get(HAS_LIMIT),
      }),
    },
    maybeDayField("attorney_since", "Day since which an attorney acts.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(ATTORNEY_DAYS),
    })),
    maybeDayField("suit_filed_on", "Day on which a suit was filed.", (chunk) => ({
      count: chunk.get(EXPOSURE_COUNT),
      values: chunk.get(SUIT_DAYS),
    })),
    centsField(
      "paid_indemnity",
      "Indemnity paid so far.",
      (chunk) => sumsOf(chunk).paidIndemnity,
    ),
    centsField("paid_expense", "Expense paid so far.", (chunk) => sumsOf(chunk).paidExpense),
    centsField("paid", "Paid so far.", (chunk) => chunk.get(PAID)),
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
    centsField("outstanding", "Both reserves.", (chunk) => chunk.get(OUTSTANDING)),
    centsField("incurred", "Paid and outstanding.", (chunk) => chunk.get(INCURRED)),
    centsField("salvage", "Salvage received.", (chunk) => sumsOf(chunk).salvage),
    centsField(
      "subrogation",
      "Received from those who are liable.",
      (chunk) => sumsOf(chunk).subrogation,
    ),
    centsField("recovered", "Salvage and subrogation.", (chunk) => chunk.get(RECOVERED)),
    syntheticSource(EXPOSURE_COUNT),
  ],
};

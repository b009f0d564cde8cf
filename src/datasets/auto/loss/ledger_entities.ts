/**
 * Entities `reserve_line`, `payment` and `recovery`: what happened to the money of an exposure, dated.
 *
 * @module
 */
import { DEBTS } from "../book/debts.ts";
import { AS_OF } from "../births.ts";
import { COVERAGES } from "../book/codes.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { defineDraws, type Draws } from "../draws.ts";
import type { Children } from "../children.ts";
import type { MadeEntity, MadeField } from "../entity.ts";
import { syntheticSource, wordField } from "../fields.ts";
import { nextBusinessDay } from "./business_days.ts";
import { KIND } from "./claim_tables.ts";
import { CLAIMS, SEEN } from "./claims.ts";
import { COVERAGE_CODES } from "./exposure_facts.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";
import {
  COST_TYPES,
  LEDGER,
  PAYMENT_KINDS,
  PAYMENT_STRIDE,
  RECOVERY_KINDS,
  RECOVERY_STRIDE,
  RESERVE_REASONS,
  RESERVE_STRIDE,
} from "./ledger.ts";
import {
  centsField,
  claimDayField,
  countField,
  defineBytes,
  defineIdsOf,
  defineIndices,
  defineInts,
  idsField,
  type Indexed,
  maybeDayField,
} from "./loss_fields.ts";

type Rows = { readonly count: number; readonly seen: Int32Array; readonly ordinals: Int32Array };

/** Row indices of rows of a ledger. */
function defineRows(rows: (chunk: Chunk) => Rows, stride: number): {
  readonly count: Fact<number>;
  readonly own: Fact<Indexed>;
  readonly references: readonly MadeField[];
} {
  const count = defineFact((chunk) => rows(chunk).count);
  const own = defineIndices(count, (chunk) => {
    const { seen, ordinals } = rows(chunk);
    const { indices } = chunk.get(SEEN);
    return (row) => indices[seen[row]!]! * stride + ordinals[row]!;
  });
  const exposures = defineIndices(count, (chunk) => {
    const { seen } = rows(chunk);
    const { indices } = chunk.get(SEEN);
    return (row) => indices[seen[row]!]!;
  });
  const claims = defineIndices(count, (chunk) => {
    const { seen } = rows(chunk);
    const { claims: of } = chunk.get(SEEN);
    const { indices } = chunk.get(CLAIMS);
    return (row) => indices[of[seen[row]!]!]!;
  });
  return {
    count,
    own,
    references: [
      idsField(
        "exposure_id",
        "The exposure.",
        defineIdsOf("exposure", (chunk) => chunk.get(exposures)),
        { reference: { entity: "exposures", field: "exposure_id" } },
      ),
      idsField(
        "claim_id",
        "The claim of the exposure.",
        defineIdsOf("claim", (chunk) => chunk.get(claims)),
        { reference: { entity: "claims", field: "claim_id" } },
      ),
    ],
  };
}

const reserves = defineRows((chunk) => chunk.get(LEDGER).reserves, RESERVE_STRIDE);
const reserveSequences = defineInts(reserves.count, (chunk) => {
  const { ordinals } = chunk.get(LEDGER).reserves;
  return (row) => ordinals[row]! + 1;
});

function costField(costs: (chunk: Chunk) => Uint8Array): MadeField {
  return wordField("cost_type", "Indemnity or expense.", () => COST_TYPES, costs, {
    values: COST_TYPES,
    plain: true,
  });
}

/** Changes of reserves. */
export const RESERVE_LINE: MadeEntity = {
  name: "reserve_line",
  plural: "reserve_lines",
  description: "A change of the reserve of an exposure.",
  rowCount: reserves.count,
  fields: [
    idsField(
      "reserve_line_id",
      "Identifies the change.",
      defineIdsOf("reserve_line", (chunk) => chunk.get(reserves.own)),
      { key: true },
    ),
    ...reserves.references,
    countField(
      "sequence",
      "Order of the exposure's changes; those of expense begin at 49.",
      (chunk) => chunk.get(reserveSequences),
      { min: 1, max: RESERVE_STRIDE },
    ),
    costField((chunk) => chunk.get(LEDGER).reserves.costs),
    claimDayField("changed_on", "Day of the change.", (chunk) => chunk.get(LEDGER).reserves.days),
    wordField(
      "reason",
      "Why it changed.",
      () => RESERVE_REASONS,
      (chunk) => chunk.get(LEDGER).reserves.reasons,
      { values: RESERVE_REASONS, plain: true },
    ),
    centsField(
      "change",
      "What was added to the reserve; negative where it fell.",
      (chunk) => chunk.get(LEDGER).reserves.changes,
      { min: -100_000_000 },
    ),
    centsField(
      "outstanding",
      "Reserve of the cost type after it.",
      (chunk) => chunk.get(LEDGER).reserves.outstanding,
    ),
    syntheticSource(reserves.count),
  ],
};

const payments = defineRows((chunk) => chunk.get(LEDGER).payments, PAYMENT_STRIDE);
const paymentSequences = defineInts(payments.count, (chunk) => {
  const { ordinals } = chunk.get(LEDGER).payments;
  return (row) => ordinals[row]! + 1;
});

const paymentCoverages = defineBytes(payments.count, (chunk) => {
  const { seen } = chunk.get(LEDGER).payments;
  const codes = chunk.get(COVERAGE_CODES);
  return (row) => codes[seen[row]!]!;
});

/** Who is paid; a row holds an index in this list. */
export const PAYEES = [
  "insured",
  "claimant",
  "claimant_and_attorney",
  "insured_and_lienholder",
  "repair_shop",
  "glass_shop",
  "medical_provider",
  "rental_company",
  "tow_operator",
  "lienholder",
  "defence_counsel",
  "appraiser",
  "medical_examiner",
  "insured_and_attorney",
] as const;
const PAYEE = Object.fromEntries(PAYEES.map((payee, at) => [payee, at])) as Record<
  typeof PAYEES[number],
  number
>;

const INJURIES = [KIND.BI, KIND.MED, KIND.PIP, KIND.UMBI, KIND.UIMBI] as number[];

/** How it is paid; likewise. */
const METHODS = ["check", "eft", "virtual_card"] as const;

const PAYMENT_DRAWS: Fact<Draws> = defineDraws(
  "payment",
  defineFact((chunk): Children => {
    const { count, indices } = chunk.get(payments.own);
    // Only the row indices are read.
    return { count, indices } as Children;
  }),
);

/** Share of payments to individuals by check. */
const CHECK_SHARE = 0.55;

const payees = defineBytes(payments.count, (chunk) => {
  const { seen, costs, days } = chunk.get(LEDGER).payments;
  const { rows } = chunk.get(SEEN);
  const { kinds, totals, attorneys, incidents } = chunk.get(EXPOSURES);
  const { risks } = chunk.get(INCIDENTS);
  const debts = chunk.get(DEBTS);
  const words = chunk.get(PAYMENT_DRAWS).words("payee");
  return (payment) => {
    const row = rows[seen[payment]!]!;
    const kind = kinds[row]!;
    const incident = incidents[row]!;
    const share = (words[payment]! >>> 0) / 2 ** 32;
    const hasLien = () => debts[risks[incident]!] === 1;
    const acts = attorneys[row]! > 0 && attorneys[row]! <= days[payment]!;
    if (costs[payment] === 1) {
      // Counsel defends against an attorney; an injury is looked at by a physician, damage by an appraiser.
      if (acts && share < 0.7) return PAYEE.defence_counsel;
      return INJURIES.includes(kind) ? PAYEE.medical_examiner : PAYEE.appraiser;
    }
    switch (kind) {
      case KIND.GAP:
        return PAYEE.lienholder;
      case KIND.RENT:
        return share < 0.8 ? PAYEE.rental_company : PAYEE.insured;
      case KIND.TOW:
        return share < 0.7 ? PAYEE.tow_operator : PAYEE.insured;
      case KIND.GLASS:
        return PAYEE.glass_shop;
      case KIND.MED:
      case KIND.PIP:
        return share < 0.75 ? PAYEE.medical_provider : PAYEE.insured;
      case KIND.BI:
      case KIND.PD:
      case KIND.HIRED:
      case KIND.NONOWN:
        return acts ? PAYEE.claimant_and_attorney : PAYEE.claimant;
      case KIND.UMBI:
      case KIND.UIMBI:
        return acts ? PAYEE.insured_and_attorney : PAYEE.insured;
      case KIND.UMPD:
      case KIND.CDW:
      case KIND.CUSTOM:
        return PAYEE.insured;
    }
    if (totals[row] === 1) return hasLien() ? PAYEE.insured_and_lienholder : PAYEE.insured;
    return share < 0.55 ? PAYEE.repair_shop : PAYEE.insured;
  };
});
const methods = defineBytes(payments.count, (chunk) => {
  const words = chunk.get(PAYMENT_DRAWS).words("method");
  const to = chunk.get(payees);
  return (payment) => {
    const share = (words[payment]! >>> 0) / 2 ** 32;
    if (share < CHECK_SHARE) return 0;
    // Cards go to companies only.
    const isCompany = to[payment]! >= PAYEE.repair_shop && to[payment]! <= PAYEE.tow_operator;
    return isCompany && share >= 0.85 ? 2 : 1;
  };
});

/** Days until a payment has cleared, at most: checks take longer. */
const CLEARING = [[3, 16], [1, 3], [1, 4]] as const;

/** Day on which it was cleared, as far as it was; else 0. */
const clearings = defineInts(payments.count, (chunk) => {
  const words = chunk.get(PAYMENT_DRAWS).words("cleared_on");
  const { days } = chunk.get(LEDGER).payments;
  const by = chunk.get(methods);
  const asOf = chunk.world.get(AS_OF);
  return (payment) => {
    const [least, most] = CLEARING[by[payment]!]!;
    const day = nextBusinessDay(
      days[payment]! + least + Math.floor((words[payment]! >>> 0) * (most - least + 1) / 2 ** 32),
    );
    return day <= asOf ? day : 0;
  };
});

/** Payments. */
export const PAYMENT: MadeEntity = {
  name: "payment",
  plural: "payments",
  description: "A payment on an exposure.",
  rowCount: payments.count,
  fields: [
    idsField(
      "payment_id",
      "Identifies the payment.",
      defineIdsOf("payment", (chunk) => chunk.get(payments.own)),
      { key: true },
    ),
    ...payments.references,
    countField(
      "sequence",
      "Order of the exposure's payments; those of expense begin at 25.",
      (chunk) => chunk.get(paymentSequences),
      { min: 1, max: PAYMENT_STRIDE },
    ),
    claimDayField("paid_on", "Day of the payment.", (chunk) => chunk.get(LEDGER).payments.days),
    maybeDayField("cleared_on", "Day on which it was cleared.", (chunk) => ({
      count: chunk.get(payments.count),
      values: chunk.get(clearings),
    })),
    centsField("amount", "What was paid.", (chunk) => chunk.get(LEDGER).payments.cents, {
      min: 0.01,
    }),
    costField((chunk) => chunk.get(LEDGER).payments.costs),
    wordField(
      "coverage_code",
      "Code of the coverage.",
      () => COVERAGES,
      (chunk) => chunk.get(paymentCoverages),
      { plain: true, origin: "Of the exposure." },
    ),
    wordField(
      "kind",
      "Partial, final, or a supplement after a reopening.",
      () => PAYMENT_KINDS,
      (chunk) => chunk.get(LEDGER).payments.kinds,
      { values: PAYMENT_KINDS, plain: true },
    ),
    wordField("payee", "Who was paid.", () => PAYEES, (chunk) => chunk.get(payees), {
      values: PAYEES,
      plain: true,
      origin: "By the coverage; whoever has a lien shares in the payment of a total loss.",
    }),
    wordField("method", "How it was paid.", () => METHODS, (chunk) => chunk.get(methods), {
      values: METHODS,
      plain: true,
    }),
    syntheticSource(payments.count),
  ],
};

const recoveries = defineRows((chunk) => chunk.get(LEDGER).recoveries, RECOVERY_STRIDE);

/** Recoveries. */
export const RECOVERY: MadeEntity = {
  name: "recovery",
  plural: "recoveries",
  description: "Salvage or subrogation that was received on an exposure.",
  rowCount: recoveries.count,
  fields: [
    idsField(
      "recovery_id",
      "Identifies the recovery.",
      defineIdsOf("recovery", (chunk) => chunk.get(recoveries.own)),
      { key: true },
    ),
    ...recoveries.references,
    wordField(
      "kind",
      "Salvage or subrogation.",
      () => RECOVERY_KINDS,
      (chunk) => chunk.get(LEDGER).recoveries.kinds,
      { values: RECOVERY_KINDS, plain: true },
    ),
    claimDayField(
      "recovered_on",
      "Day on which it was received.",
      (chunk) => chunk.get(LEDGER).recoveries.days,
    ),
    centsField("amount", "What was received.", (chunk) => chunk.get(LEDGER).recoveries.cents, {
      min: 0.01,
    }),
    centsField(
      "returned_to_insured",
      "Part that goes back to the insured for the deductible.",
      (chunk) => chunk.get(LEDGER).recoveries.returned,
    ),
    syntheticSource(recoveries.count),
  ],
};

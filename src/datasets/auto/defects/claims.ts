/**
 * Defects of claims, exposures, reserves and payments.
 *
 * @module
 */
import { formatDay, parseDay } from "../../../core/batch.ts";
import type { Defect, DefectRow, Planting } from "../../../core/defect.ts";
import { textOf } from "./_copies.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";
const RESERVES = "reserve_lines";
const PAYMENTS = "payments";
const RANGE = "out-of-range";

function moveDays(day: string, days: number): string {
  return formatDay(parseDay(day)! + days);
}

function centsOf({ values }: DefectRow, field: string): number {
  return Math.round(Number(values[field] ?? 0) * 100);
}

/** An identifier of the form of all others that no row has. */
function unknownId(planting: Planting): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => planting.random(16).toString(16)).join("");
  return `${hex(8)}-${hex(4)}-8${hex(3)}-a${hex(3)}-${hex(12)}`;
}

/** Says that exposures do not repeat what their claim says any more. */
function failCopies(planting: Planting, claim: DefectRow, field: string, rule: string): void {
  for (const exposure of planting.rows(EXPOSURES)) {
    if (exposure.values["claim_id"] === claim.values["claim_id"]) {
      planting.fail(exposure, field, rule);
    }
  }
}

/** Rules by which exposures repeat a field of their claim. */
const COPIES: Readonly<Record<string, string>> = {
  loss_on: "exposure-loss-on",
  vehicle_id: "exposure-vehicle",
};

/**
 * A defect of one field of a claim.
 *
 * @param code Its code.
 * @param field The field that is changed.
 * @param check Its number in the rule book.
 * @param description What is wrong, in one sentence.
 * @param rule The rule that finds it; undefined where none can.
 * @param change What the field becomes; undefined for a claim that it does not suit.
 * @param needs Entities that it looks at.
 * @param follows A rule of the same claim that it breaks besides, and the field of that.
 * @returns The defect.
 */
function claimDefect(
  code: string,
  field: string,
  check: string,
  description: string,
  rule: string | undefined,
  change: (claim: DefectRow, planting: Planting) => string | number | null | undefined,
  needs: readonly string[] = [CLAIMS],
  follows: { readonly field: string; readonly rule: string } | undefined = undefined,
): Defect {
  return {
    code,
    entity: CLAIMS,
    field,
    rules: rule === undefined ? [] : [rule],
    check,
    description,
    needs: COPIES[field] === undefined ? needs : [...needs, EXPOSURES],
    plant(planting) {
      const able = planting.rows(CLAIMS).filter((claim) => change(claim, planting) !== undefined);
      const claim = planting.pick(able);
      if (claim === undefined) return;
      planting.set(claim, field, change(claim, planting)!, rule);
      const copy = COPIES[field];
      if (copy !== undefined) failCopies(planting, claim, field, copy);
      if (follows !== undefined) planting.fail(claim, follows.field, follows.rule);
    },
  };
}

/** Whether a claim has an exposure that is not closed. */
function isOpen(planting: Planting, claim: DefectRow): boolean {
  return planting.rows(EXPOSURES).some(({ values }) =>
    values["claim_id"] === claim.values["claim_id"] && values["status"] !== "closed"
  );
}

/** Says that the exposure of a payment is not the sum of its payments any more. */
function failExposure(planting: Planting, payment: DefectRow): void {
  const exposure = planting.rows(EXPOSURES).find(({ values }) =>
    values["exposure_id"] === payment.values["exposure_id"]
  );
  if (exposure === undefined) return;
  planting.fail(exposure, "paid", "exposure-paid");
  const cost = textOf(payment, "cost_type");
  planting.fail(exposure, `paid_${cost}`, `exposure-paid-${cost}`);
}

/** Says that an exposure's money does not agree with what it incurred and with its claim any more. */
function failSums(planting: Planting, exposure: DefectRow, field: string): void {
  planting.fail(exposure, "incurred", "exposure-incurred");
  const claim = planting.rows(CLAIMS).find(({ values }) =>
    values["claim_id"] === exposure.values["claim_id"]
  );
  if (claim !== undefined) planting.fail(claim, field, `claim-${field}`);
}

const claimDefects: readonly Defect[] = [
  claimDefect(
    "orphan-claim",
    "policy_period_id",
    "R01",
    "The claim names a term that is not in the data.",
    "claim-policy_period-missing",
    (_claim, planting) => unknownId(planting),
  ),
  claimDefect(
    "orphan-vehicle",
    "vehicle_id",
    "R04",
    "The claim names a vehicle that is not in the data.",
    "claim-vehicle-missing",
    // One for an auto that is not owned names none.
    ({ values }, planting) => values["vehicle_id"] === null ? undefined : unknownId(planting),
  ),
  {
    code: "id-reuse",
    entity: CLAIMS,
    field: "claim_number",
    rules: ["claim-number-unique"],
    check: "R02",
    description: "Two claims have one number.",
    needs: [CLAIMS],
    carrier: "repeats",
    plant(planting) {
      const rows = planting.rows(CLAIMS);
      if (rows.length < 2) return;
      const twin = rows[1 + planting.random(rows.length - 1)]!;
      planting.set(twin, "claim_number", textOf(rows[0]!, "claim_number"), "claim-number-unique");
    },
  },
  claimDefect(
    "loss-outside",
    "loss_on",
    "T10",
    "The loss happened before the term began.",
    "claim-in-period",
    (claim, planting) => {
      const period = planting.rows("policy_periods").find(({ values }) =>
        values["policy_period_id"] === claim.values["policy_period_id"]
      );
      return period === undefined ? undefined : moveDays(textOf(period, "effective_on"), -1);
    },
    [CLAIMS, "policy_periods"],
  ),
  claimDefect(
    "loss-default-time",
    "loss_hour",
    "T10",
    "Midnight where the hour is not known: each may be right, their number is not.",
    undefined,
    ({ values }) => values["loss_hour"] === 0 ? undefined : 0,
  ),
  claimDefect(
    "report-before-loss",
    "reported_on",
    "T12",
    "The claim was reported before it happened.",
    "claim-reported",
    (claim) => moveDays(textOf(claim, "loss_on"), -1),
  ),
  claimDefect(
    "close-no-exposure",
    "status",
    "T16",
    "The claim is closed, one of its exposures is open.",
    "claim-closed",
    (claim, planting) => isOpen(planting, claim) ? "closed" : undefined,
    [CLAIMS, EXPOSURES],
    { field: "closed_on", rule: "claim-closed-day" },
  ),
  claimDefect(
    "reopen-no-date",
    "reopened_on",
    "T17",
    "The claim is open again without a day on which it was reopened.",
    "claim-reopened",
    ({ values }) =>
      values["status"] === "reopened" && values["reopened_on"] !== null ? null : undefined,
  ),
  claimDefect(
    "cause-other",
    "cause",
    "D13",
    "Another cause stands in too many claims: each may be right, their number is not.",
    undefined,
    ({ values }) =>
      values["loss_kind"] !== "collision" || values["cause"] === "other_collision"
        ? undefined
        : "other_collision",
  ),
  claimDefect(
    "cause-coverage",
    "cause",
    "D13",
    "A struck animal under collision.",
    "claim-cause",
    ({ values }) =>
      values["loss_kind"] === "collision" && values["fault_percent"] === 0 ? "animal" : undefined,
  ),
  claimDefect(
    "cat-code",
    "catastrophe_code",
    "G07",
    "A claim of a catastrophe without its code: other claims of the day tell.",
    undefined,
    ({ values }) => values["catastrophe_code"] === null ? undefined : null,
  ),
  claimDefect(
    "fault-sum",
    "fault_percent",
    "D14",
    "The shares of the fault add up to more than all of it.",
    RANGE,
    ({ values }, planting) =>
      values["loss_kind"] === "collision" && values["cause"] !== "parked_unattended_hit"
        ? 105 + 5 * planting.random(10)
        : undefined,
  ),
];

const moneyDefects: readonly Defect[] = [
  {
    code: "reserve-neg",
    entity: RESERVES,
    field: "outstanding",
    rules: [RANGE],
    check: "F03",
    description: "A reserve is negative after a payment that was above it.",
    needs: [RESERVES],
    plant(planting) {
      const line = planting.pick(planting.rows(RESERVES));
      if (line === undefined) return;
      planting.set(line, "outstanding", -(100 + planting.random(90_000)) / 100, RANGE);
    },
  },
  {
    code: "reserve-closed",
    entity: EXPOSURES,
    field: "outstanding",
    rules: ["exposure-closed-reserve"],
    check: "F02",
    description: "1.00 or 0.01 is left on a closed exposure.",
    needs: [EXPOSURES, CLAIMS],
    plant(planting) {
      const able = planting.rows(EXPOSURES).filter(({ values }) => values["status"] === "closed");
      const exposure = planting.pick(able);
      if (exposure === undefined) return;
      const left = planting.random(2) === 0 ? 1 : 0.01;
      planting.set(exposure, "outstanding", left, "exposure-closed-reserve");
      failSums(planting, exposure, "outstanding");
    },
  },
  {
    code: "paid-sum",
    entity: EXPOSURES,
    field: "paid",
    rules: ["exposure-paid"],
    check: "F04",
    description: "What was paid is not the sum of the payments.",
    needs: [EXPOSURES, PAYMENTS, CLAIMS],
    plant(planting) {
      const able = planting.rows(EXPOSURES).filter((row) => centsOf(row, "paid") > 0);
      const exposure = planting.pick(able);
      if (exposure === undefined) return;
      const paid = (centsOf(exposure, "paid") + 1 + planting.random(50_000)) / 100;
      planting.set(exposure, "paid", paid, "exposure-paid");
      failSums(planting, exposure, "paid");
    },
  },
  {
    code: "limit-exceeded",
    entity: EXPOSURES,
    field: "paid_indemnity",
    rules: ["exposure-limit"],
    check: "F06",
    description: "More indemnity was paid than the limit allows.",
    needs: [EXPOSURES],
    plant(planting) {
      const able = planting.rows(EXPOSURES).filter((row) =>
        row.values["limit_applied"] !== null && centsOf(row, "paid_indemnity") > 0
      );
      const exposure = planting.pick(able);
      if (exposure === undefined) return;
      const paid = (centsOf(exposure, "limit_applied") + 100 + planting.random(500_000)) / 100;
      planting.set(exposure, "paid_indemnity", paid, "exposure-limit", [
        "exposure-liability-share",
      ]);
      planting.fail(exposure, "paid_indemnity", "exposure-paid-indemnity");
    },
  },
  {
    code: "paid-sign",
    entity: PAYMENTS,
    field: "amount",
    rules: [RANGE],
    check: "F22",
    description: "A payment with a minus.",
    needs: [PAYMENTS, EXPOSURES],
    plant(planting) {
      const payment = planting.pick(planting.rows(PAYMENTS));
      if (payment === undefined) return;
      planting.set(payment, "amount", -centsOf(payment, "amount") / 100, RANGE);
      failExposure(planting, payment);
    },
  },
  {
    code: "paid-cents",
    entity: PAYMENTS,
    field: "amount",
    rules: ["exposure-paid"],
    check: "F22",
    description: "An amount a hundred times too large: cents were read as dollars.",
    needs: [PAYMENTS, EXPOSURES],
    plant(planting) {
      const payment = planting.pick(planting.rows(PAYMENTS));
      if (payment === undefined) return;
      planting.set(payment, "amount", centsOf(payment, "amount"));
      failExposure(planting, payment);
    },
  },
  {
    code: "paid-dup",
    entity: PAYMENTS,
    rules: ["exposure-paid"],
    check: "F05",
    description: "A payment is there twice, the second time with a new identifier.",
    needs: [PAYMENTS, EXPOSURES],
    plant(planting) {
      const payment = planting.pick(planting.rows(PAYMENTS));
      if (payment === undefined) return;
      planting.repeat(payment, undefined, [], unknownId(planting));
      failExposure(planting, payment);
    },
  },
  {
    code: "ded-twice",
    entity: EXPOSURES,
    field: "deductible_applied",
    rules: ["exposure-deductible"],
    check: "F08",
    description: "The deductible was taken off twice: on the repair and on the supplement.",
    needs: [EXPOSURES],
    plant(planting) {
      // Of what was nearly worth nothing more, the payment would be too much as well.
      const able = planting.rows(EXPOSURES).filter((row) => {
        const once = centsOf(row, "deductible_applied");
        const most = row.values["actual_cash_value"] === null
          ? Infinity
          : centsOf(row, "actual_cash_value");
        return once > 0 && centsOf(row, "paid_indemnity") + 2 * once <= most;
      });
      const exposure = planting.pick(able);
      if (exposure === undefined) return;
      const twice = centsOf(exposure, "deductible_applied") * 2 / 100;
      planting.set(exposure, "deductible_applied", twice, "exposure-deductible");
    },
  },
  {
    code: "orphan-check",
    entity: PAYMENTS,
    field: "payee",
    rules: ["unknown-value"],
    check: "R09",
    description: "The payee is missing.",
    needs: [PAYMENTS],
    plant(planting) {
      const payment = planting.pick(planting.rows(PAYMENTS));
      if (payment !== undefined) planting.set(payment, "payee", "UNKNOWN", "unknown-value");
    },
  },
];

/** Defects of claims and their money. */
export const CLAIM_DEFECTS: readonly Defect[] = [...claimDefects, ...moneyDefects];

/**
 * Claims, exposures, reserves, payments and recoveries.
 *
 * @module
 */
import {
  type AuditCheck,
  figureCheck,
  joinCheck,
  referenceCheck,
  rowCheck,
  sumCheck,
  uniqueCheck,
} from "../check.ts";

/** Checks of the claims. */
export const CLAIM_CHECKS: readonly AuditCheck[] = [
  ...["claim_id", "claim_number"].map((key) => uniqueCheck("claims", [key])),
  uniqueCheck("exposures", ["exposure_id"]),
  uniqueCheck("payments", ["payment_id"]),
  uniqueCheck("reserve_lines", ["exposure_id", "cost_type", "sequence"]),
  referenceCheck("claims", "policy_period_id", "policy_periods", "policy_period_id"),
  referenceCheck("claims", "driver_id", "persons", "person_id"),
  referenceCheck("exposures", "claim_id", "claims", "claim_id"),
  referenceCheck("exposures", "coverage_id", "coverages", "coverage_id"),
  referenceCheck("payments", "exposure_id", "exposures", "exposure_id"),
  referenceCheck("recoveries", "exposure_id", "exposures", "exposure_id"),
  rowCheck(
    "claims",
    "loss, report and close come in this order, and by the day",
    `loss_on <= reported_on AND reported_on <= as_of() AND coalesce(closed_on, as_of()) <= as_of()
       AND coalesce(first_closed_on >= reported_on, true) AND coalesce(reopened_on >= first_closed_on, true)
       AND coalesce(closed_on >= reopened_on, true)`,
  ),
  rowCheck(
    "claims",
    "is closed or open as its days say",
    "(status = 'closed') = (closed_on IS NOT NULL)",
  ),
  rowCheck(
    "claims",
    "fault is a share",
    "fault_percent BETWEEN 0 AND 100",
    "fault_percent IS NOT NULL",
  ),
  joinCheck(
    "claims: the vehicle, the driver and the term are the account's, the driver licensed on the day",
    `claims AS c JOIN policy_periods AS t USING (policy_period_id) JOIN policies AS p USING (policy_id)
       LEFT JOIN vehicles AS v ON v.vehicle_id = c.vehicle_id LEFT JOIN persons AS n ON n.person_id = c.driver_id`,
    `p.account_id <> c.account_id OR v.account_id <> c.account_id OR n.account_id <> c.account_id
       OR n.first_licensed_on > c.loss_on OR c.policy_state <> p.state`,
  ),
  {
    holds:
      "vehicle_drivers: accidents at fault are no fewer than those paid on the policy by the term's writing",
    breaks: `WITH paid AS (
        SELECT t.policy_id, c.driver_id, c.loss_on, min(e.first_closed_on) AS settled_on
        FROM claims AS c JOIN policy_periods AS t USING (policy_period_id) JOIN exposures AS e USING (claim_id)
        WHERE c.loss_kind = 'collision' AND c.fault_percent >= 51 AND e.paid_indemnity > 0
          AND e.coverage_code NOT IN ('RENT', 'TOW')
        GROUP BY c.claim_id, t.policy_id, c.driver_id, c.loss_on)
      SELECT d.vehicle_driver_id, any_value(d.at_fault_accidents) AS stated, count(*) AS paid
      FROM vehicle_drivers AS d JOIN policy_periods AS t USING (policy_period_id)
        JOIN paid AS p ON p.policy_id = t.policy_id AND p.driver_id = d.person_id
      WHERE p.settled_on <= t.written_on
        AND year(p.loss_on) BETWEEN year(t.effective_on) - 3 AND year(t.effective_on) - 1
      GROUP BY 1 HAVING least(count(*), 3) > any_value(d.at_fault_accidents)`,
    looksAt: "SELECT count(*) FROM vehicle_drivers WHERE at_fault_accidents > 0",
  },
  joinCheck(
    "exposures: the loss lies within the coverage, which is of the vehicle and the term of the claim",
    `exposures AS e JOIN claims AS c USING (claim_id) JOIN coverages AS k ON k.coverage_id = e.coverage_id`,
    `c.loss_on < k.effective_on OR c.loss_on >= k.ends_on OR k.vehicle_id IS DISTINCT FROM c.vehicle_id
       OR e.vehicle_id IS DISTINCT FROM c.vehicle_id
       OR k.policy_period_id <> c.policy_period_id OR k.coverage_code <> e.coverage_code`,
  ),
  joinCheck(
    "claims: one without a vehicle has one exposure, of liability for autos hired or not owned",
    "claims AS c JOIN exposures AS e USING (claim_id)",
    `(c.vehicle_id IS NULL) <> (e.coverage_code IN ('HIRED', 'NONOWN'))
       OR (c.vehicle_id IS NULL AND (exposure_count <> 1 OR e.type <> 'liability_not_owned' OR loss_kind <> 'collision'
         OR e.loss_party <> 'third_party' OR e.limit_applied <> (SELECT k.limit_all FROM coverages AS k
           WHERE k.coverage_id = e.coverage_id)))`,
  ),
  rowCheck(
    "exposures",
    "incurred is paid and outstanding, paid is indemnity and expense, recovered is salvage and subrogation",
    `incurred = paid + outstanding AND paid = paid_indemnity + paid_expense
       AND outstanding = outstanding_indemnity + outstanding_expense AND outstanding >= 0
       AND recovered = salvage + subrogation`,
  ),
  rowCheck("exposures", "no more is recovered than was paid", "recovered <= paid_indemnity"),
  {
    holds: "exposures: on no day is more recovered than was paid by then",
    breaks: `SELECT r.* FROM recoveries AS r
      WHERE (SELECT sum(s.amount) FROM recoveries AS s
          WHERE s.exposure_id = r.exposure_id AND s.recovered_on <= r.recovered_on)
        > coalesce((SELECT sum(p.amount) FROM payments AS p WHERE p.exposure_id = r.exposure_id
          AND p.cost_type = 'indemnity' AND p.paid_on <= r.recovered_on), 0)`,
    looksAt: "SELECT count(*) FROM recoveries",
  },
  rowCheck(
    "exposures",
    "no person of the account dies of an accident",
    "died_on IS NULL AND injury IS DISTINCT FROM 'fatal'",
    "claimant_id IS NOT NULL",
  ),
  rowCheck("exposures", "closed ones hold no reserve", "outstanding = 0", "status = 'closed'"),
  joinCheck(
    "exposures: no payment of indemnity is above the coverage's limit",
    "exposures AS e JOIN coverages AS k USING (coverage_id)",
    `e.coverage_code IN ('BI', 'PD', 'CSL', 'UMBI', 'UIMBI', 'MED', 'PIP', 'HIRED', 'NONOWN')
       AND e.paid_indemnity > coalesce(k.limit_each, k.limit_all)`,
  ),
  {
    holds: "exposures: the injured of an accident together are paid no more than its limit",
    breaks:
      `SELECT e.coverage_id, claim_id, sum(paid_indemnity) AS paid, any_value(k.limit_all) AS most
      FROM exposures AS e JOIN coverages AS k ON k.coverage_id = e.coverage_id WHERE e.coverage_code = 'BI'
      GROUP BY ALL HAVING sum(paid_indemnity) > any_value(k.limit_all)`,
    looksAt: "SELECT count(*) FROM exposures WHERE coverage_code = 'BI'",
  },
  joinCheck(
    "exposures: damage to the own vehicle pays at most its cash value, less the deductible applied",
    "exposures AS e JOIN coverages AS k USING (coverage_id)",
    `e.coverage_code IN ('COLL', 'COMP') AND (deductible_applied > k.deductible
       OR paid_indemnity > actual_cash_value OR (paid_indemnity > 0 AND paid_indemnity > loss_amount))`,
  ),
  rowCheck(
    "exposures",
    "salvage comes of total losses",
    "is_total_loss AND salvage < actual_cash_value",
    "salvage > 0",
  ),
  ...(["paid", "outstanding", "incurred", "recovered"] as const).map((column) =>
    sumCheck(["claims", "claim_id", column], ["exposures", column])
  ),
  sumCheck(["exposures", "exposure_id", "paid"], ["payments", "amount"]),
  sumCheck(["exposures", "exposure_id", "outstanding"], ["reserve_lines", "change"]),
  sumCheck(["exposures", "exposure_id", "recovered"], ["recoveries", "amount"]),
  joinCheck(
    "reserve_lines: what is outstanding after a change is the sum of the changes so far, never negative, in order of days",
    `(SELECT *, sum(change) OVER w AS running, lag(changed_on) OVER w AS earlier FROM reserve_lines
        WINDOW w AS (PARTITION BY exposure_id, cost_type ORDER BY sequence))`,
    "running <> outstanding OR outstanding < 0 OR earlier > changed_on OR changed_on > as_of()",
  ),
  joinCheck(
    "payments: positive, dated after report and opening, by the day",
    "payments AS p JOIN exposures AS e USING (exposure_id) JOIN claims AS c ON c.claim_id = p.claim_id",
    `p.amount <= 0 OR paid_on < reported_on OR paid_on < opened_on OR paid_on > as_of() OR cleared_on < paid_on
       OR e.claim_id <> p.claim_id`,
  ),
  joinCheck(
    "payments: every payment lowers the reserve on its day, by its amount",
    `(SELECT exposure_id, cost_type, paid_on AS day, sum(amount) AS paid FROM payments GROUP BY ALL) AS p
       LEFT JOIN (SELECT exposure_id, cost_type, changed_on AS day, -sum(change) AS lowered FROM reserve_lines
         WHERE reason = 'payment' GROUP BY ALL) AS r USING (exposure_id, cost_type, day)`,
    "lowered IS DISTINCT FROM paid",
  ),
  joinCheck(
    "claims: losses of one catastrophe lie in one state",
    `(SELECT catastrophe_code, count(DISTINCT loss_state) AS places FROM claims
        WHERE catastrophe_code IS NOT NULL GROUP BY ALL)`,
    "places > 1",
  ),
  figureCheck(
    "claims: 12 to 30 in 100 paid collision exposures are total losses",
    "SELECT avg(is_total_loss::INTEGER) FROM exposures WHERE coverage_code = 'COLL' AND paid_indemnity > 0",
    [0.12, 0.3],
    "exposures",
  ),
];

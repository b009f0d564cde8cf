/**
 * Policies, terms, transactions, drivers, coverages and premiums.
 *
 * @module
 */
import {
  type AuditCheck,
  joinCheck,
  referenceCheck,
  rowCheck,
  sumCheck,
  uniqueCheck,
} from "../check.ts";

/** Factors of a worksheet, in the order in which they are multiplied. */
const FACTORS =
  ("territory driver_class years_licensed at_fault_accidents not_at_fault_accidents comprehensive_claims violations " +
    "symbol liability_symbol vehicle_age mileage vehicle_use fleet_size good_student driver_training mature_driver " +
    "tenure pay_plan prior_insurance other_policies homeowner credit_tier early_quote telematics safety good_driver " +
    "size_class vehicle_type radius secondary_class cost_new driver_record years_in_business schedule_rating limit deductible")
    .split(" ").map((name) => `${name}_factor`);

/** A premium of a term in 1/10,000 dollars, rounded half up after each factor. */
const recomputed = `list_reduce([(base_rate * 10000)::BIGINT] || list_filter([${
  FACTORS.map((factor) => `(${factor} * 10000)::BIGINT`).join(", ")
}], lambda factor: factor IS NOT NULL), lambda amount, factor: (amount * factor + 5000) // 10000)`;

const COVERS = "coverages AS c JOIN policy_periods AS p USING (policy_period_id)";
/** Coverages of a policy itself and of none of its vehicles. */
const OF_POLICIES = "'HIRED', 'NONOWN', 'MCS90', 'DOC', 'BLKAI'";
const HAS = (code: string) =>
  `EXISTS (SELECT 1 FROM coverages AS o WHERE o.policy_period_id = c.policy_period_id
     AND o.vehicle_id = c.vehicle_id AND o.coverage_code = '${code}' AND o.effective_on = c.effective_on)`;

/** Checks of the book. */
export const BOOK_CHECKS: readonly AuditCheck[] = [
  ...[
    ["policies", "policy_id"],
    ["policies", "policy_number"],
    ["policies", "account_id"],
    ["policy_periods", "policy_period_id"],
    ["policy_transactions", "policy_transaction_id"],
    ["vehicle_drivers", "vehicle_driver_id"],
    ["coverages", "coverage_id"],
    ["costs", "cost_id"],
    ["costs", "coverage_id"],
  ].map(([table, key]) => uniqueCheck(table!, [key!])),
  uniqueCheck("policy_periods", ["policy_id", "term_number"]),
  uniqueCheck("policy_transactions", ["policy_period_id", "sequence"]),
  referenceCheck("policies", "account_id", "accounts", "account_id"),
  referenceCheck("policy_periods", "policy_id", "policies", "policy_id"),
  referenceCheck("policy_periods", "primary_named_insured_id", "persons", "person_id"),
  referenceCheck("policy_transactions", "policy_period_id", "policy_periods", "policy_period_id"),
  referenceCheck("vehicle_drivers", "person_id", "persons", "person_id"),
  referenceCheck("coverages", "vehicle_id", "vehicles", "vehicle_id"),
  referenceCheck("costs", "coverage_id", "coverages", "coverage_id"),
  referenceCheck("costs", "vehicle_driver_id", "vehicle_drivers", "vehicle_driver_id"),
  joinCheck(
    "policies: state and line are the account's, quoted, issued and effective in this order, not before it was opened",
    "policies AS p JOIN accounts AS a USING (account_id)",
    `p.state <> a.state OR (p.product = 'personal_auto') <> (a.account_type = 'household')
       OR NOT (quoted_on <= issued_on AND issued_on <= original_effective_on) OR original_effective_on < opened_on`,
  ),
  rowCheck(
    "policy_periods",
    "begins before it ends, as many calendar months as the term, written by the day",
    `effective_on < expires_on AND written_on <= as_of() AND written_on <= effective_on
       AND date_diff('month', effective_on, expires_on) = term_months`,
  ),
  joinCheck(
    "policy_periods: the terms of a policy follow each other without gap or overlap, their numbers too",
    `(SELECT *, lead(effective_on) OVER w AS next_on, lead(term_number) OVER w AS next_number
        FROM policy_periods WINDOW w AS (PARTITION BY policy_id ORDER BY term_number))`,
    "next_on <> expires_on OR next_number <> term_number + 1",
  ),
  joinCheck(
    "policy_periods: number, state, band and named insured are the policy's and the account's",
    `policy_periods AS t JOIN policies AS p USING (policy_id)
       JOIN persons AS n ON n.person_id = t.primary_named_insured_id`,
    `t.policy_number <> p.policy_number OR t.rated_state <> p.state OR t.band <> p.band
       OR t.original_effective_on <> p.original_effective_on OR n.account_id <> p.account_id`,
  ),
  rowCheck(
    "policy_periods",
    "is cancelled within its days, and says so",
    "cancelled_on >= effective_on AND cancelled_on <= expires_on",
    "cancelled_on IS NOT NULL",
  ),
  rowCheck(
    "policy_periods",
    "what runs at the day is in force, what has ended is not",
    "(status = 'in_force') = (effective_on <= as_of() AND as_of() < coalesce(cancelled_on, expires_on))",
    "status IN ('in_force', 'expired')",
  ),
  rowCheck(
    "policy_periods",
    "written is earned and unearned, and what has not begun has earned nothing",
    `written_premium = earned_premium + unearned_premium AND earned_premium >= 0
       AND unearned_premium >= 0 AND (effective_on < as_of() OR earned_premium = 0)`,
  ),
  sumCheck(["policy_periods", "policy_period_id", "written_premium"], ["costs", "written_premium"]),
  sumCheck(["policy_periods", "policy_period_id", "earned_premium"], ["costs", "earned_premium"]),
  sumCheck(["policy_periods", "policy_period_id", "written_premium"], [
    "policy_transactions",
    "premium_change",
  ]),
  joinCheck(
    "policy_transactions: processed by the day and no later than a cancellation takes effect, within the term",
    "policy_transactions AS x JOIN policy_periods AS p USING (policy_period_id)",
    `processed_on > as_of() OR x.effective_on > p.expires_on OR x.effective_on < p.effective_on
       OR (kind = 'cancellation' AND x.effective_on > p.effective_on AND processed_on > x.effective_on)`,
  ),
  joinCheck(
    "policy_transactions: the first of a term issues or renews it",
    "(FROM policy_transactions WHERE sequence = 1) AS x",
    "kind NOT IN ('issue', 'renewal')",
  ),
  joinCheck(
    "vehicle_drivers: driver and vehicle belong to the account of the policy, and the driver is licensed and 16 or older",
    `vehicle_drivers AS d JOIN policy_periods AS t USING (policy_period_id) JOIN policies AS p USING (policy_id)
       JOIN persons AS n ON n.person_id = d.person_id JOIN vehicles AS v ON v.vehicle_id = d.vehicle_id`,
    `n.account_id <> p.account_id OR v.account_id <> p.account_id OR n.first_licensed_on > d.effective_on
       OR years_between(n.date_of_birth, d.effective_on) < 16`,
  ),
  {
    holds:
      "vehicle_drivers: the shares of a vehicle in a term add up to 100, of one principal driver",
    breaks:
      `SELECT policy_period_id, vehicle_id, sum(share_percent) AS share FROM vehicle_drivers GROUP BY ALL
      HAVING sum(share_percent) <> 100 OR count(*) FILTER (usage = 'principal') <> 1`,
    looksAt: "SELECT count(*) FROM vehicle_drivers",
  },
  joinCheck(
    "coverages: lies within its term, of a vehicle that had been bought",
    `${COVERS} JOIN vehicles AS v ON v.vehicle_id = c.vehicle_id`,
    `c.effective_on < p.effective_on OR c.ends_on > p.expires_on OR c.effective_on > c.ends_on
       OR v.purchased_on > c.effective_on`,
  ),
  rowCheck(
    "coverages",
    "is of a vehicle, or of a business's policy itself",
    `(vehicle_id IS NULL) = (coverage_code IN (${OF_POLICIES})) AND (vehicle_id IS NOT NULL OR EXISTS (
       SELECT 1 FROM policy_periods AS p JOIN policies AS q USING (policy_id)
       WHERE p.policy_period_id = coverages.policy_period_id AND q.product = 'commercial_auto'))`,
  ),
  joinCheck(
    "coverages: what is of the policy itself lies within its term, a row a day, from its first day or a gap's end",
    `(SELECT *, lag(ends_on) OVER (PARTITION BY policy_period_id, coverage_code ORDER BY effective_on) AS before
        FROM coverages WHERE vehicle_id IS NULL) AS c JOIN policy_periods AS p USING (policy_period_id)`,
    `c.effective_on < p.effective_on OR c.ends_on > p.expires_on OR c.effective_on > c.ends_on
       OR (before IS NULL AND c.effective_on <> p.effective_on) OR before >= c.effective_on
       OR (p.cancelled_on IS NOT NULL AND c.ends_on > p.cancelled_on)`,
  ),
  joinCheck(
    "coverages: liability for autos hired and not owned has the single limit of the term's vehicles",
    `(FROM coverages WHERE coverage_code IN ('HIRED', 'NONOWN')) AS c
       JOIN (SELECT policy_period_id, max(limit_all) AS most, min(limit_all) AS least FROM coverages
       WHERE coverage_code = 'CSL' GROUP BY ALL) AS v USING (policy_period_id)`,
    "c.limit_all <> most OR c.limit_all <> least",
  ),
  joinCheck(
    "coverages: the endorsement of carriers stands where the liability limit is what it asks for",
    `(FROM coverages WHERE coverage_code = 'MCS90') AS c
       JOIN (SELECT policy_period_id, min(limit_all) AS least FROM coverages WHERE coverage_code = 'CSL'
         GROUP BY ALL) AS v USING (policy_period_id)`,
    "c.limit_all <> 750000 OR least < c.limit_all",
  ),
  joinCheck(
    "costs: what is of the policy itself has the flat rate by months, no factor but that of the limit, no driver",
    `(SELECT k.*, p.term_months, f.rate_usd::DECIMAL(9, 2) AS rate FROM costs AS k
        JOIN policy_periods AS p USING (policy_period_id)
        LEFT JOIN ref_flat_rates AS f ON f.line = 'commercial' AND f.coverage = k.coverage_code
        WHERE k.vehicle_id IS NULL)`,
    `coverage_code NOT IN (${OF_POLICIES}) OR vehicle_driver_id IS NOT NULL OR rate IS NULL
       OR abs(base_rate - rate * term_months / 12) > 0.00005
       OR (limit_factor IS NULL) = (coverage_code IN ('HIRED', 'NONOWN'))
       OR ${
      FACTORS.filter((name) => name !== "limit_factor").map((name) => `${name} IS NOT NULL`).join(
        " OR ",
      )
    }`,
  ),
  joinCheck(
    "coverages: liability is at least the state's minimum on the day",
    `(SELECT c.*, m.bi_person_usd::INTEGER AS person, m.bi_accident_usd::INTEGER AS accident,
        m.pd_usd::INTEGER AS damage FROM coverages AS c JOIN ref_minimum_limits AS m ON m.state = c.rated_state
        AND m.effective_from::DATE <= c.rated_on
        WHERE coverage_code IN ('BI', 'PD') QUALIFY row_number() OVER
          (PARTITION BY coverage_id ORDER BY m.effective_from DESC) = 1)`,
    `(coverage_code = 'BI' AND (limit_each < person OR limit_all < accident))
       OR (coverage_code = 'PD' AND limit_all < damage)`,
  ),
  rowCheck(
    "coverages AS c",
    "collision only with comprehensive",
    HAS("COMP"),
    "coverage_code = 'COLL'",
  ),
  rowCheck(
    "coverages AS c",
    "rental and gap only with physical damage",
    `${HAS("COLL")} OR ${HAS("COMP")}`,
    "coverage_code IN ('RENT', 'GAP')",
  ),
  joinCheck(
    "coverages: uninsured motorists' limits are no higher than liability's",
    "coverages AS u JOIN coverages AS b USING (policy_period_id, vehicle_id, effective_on)",
    `u.coverage_code IN ('UMBI', 'UIMBI') AND b.coverage_code = 'BI'
       AND (u.limit_each > b.limit_each OR u.limit_all > b.limit_all)`,
  ),
  rowCheck(
    "coverages",
    "physical damage has a deductible and liability has none",
    "(coverage_code IN ('COLL', 'COMP')) = (deductible IS NOT NULL)",
    "coverage_code IN ('COLL', 'COMP', 'BI', 'PD', 'CSL', 'UMBI')",
  ),
  joinCheck(
    "coverages: a financed or leased vehicle has collision and comprehensive",
    `(SELECT DISTINCT c.policy_period_id, c.vehicle_id, c.effective_on FROM ${COVERS} JOIN vehicles AS v
        ON v.vehicle_id = c.vehicle_id WHERE v.ownership IN ('financed', 'leased') AND p.status = 'in_force') AS c`,
    `NOT ${HAS("COLL")} OR NOT ${HAS("COMP")}`,
  ),
  rowCheck(
    "costs",
    "the premium of the term is the base rate times the factors of its row, to the cent",
    `(term_amount * 100)::BIGINT = (${recomputed} + 50) // 100`,
  ),
  rowCheck(
    "costs",
    "written and earned are shares of the days, half up",
    `(written_premium * 100)::BIGINT = (2 * (term_amount * 100)::BIGINT * covered_days + term_days) // (2 * term_days)
       AND (earned_premium * 100)::BIGINT = (2 * (term_amount * 100)::BIGINT * earned_days + term_days) // (2 * term_days)
       AND earned_days <= covered_days AND covered_days <= term_days`,
  ),
  joinCheck(
    "costs: covered days are those of the coverage, or none after a flat cancellation",
    "costs AS k JOIN coverages AS c USING (coverage_id)",
    "covered_days <> date_diff('day', c.effective_on, c.ends_on)",
  ),
  joinCheck(
    "costs: a tenure factor stands in the table for the term's line and coverage",
    `(SELECT k.*, CASE k.coverage_code WHEN 'BI' THEN r.BI WHEN 'PD' THEN r.PD WHEN 'COLL' THEN r.COLL
        WHEN 'COMP' THEN r.COMP END::DECIMAL(9, 4) AS published, p.pay_plan
        FROM costs AS k JOIN policy_periods AS p USING (policy_period_id)
        JOIN ref_rating_factors AS r ON r.line = 'personal' AND r.family = 'pay_plan' AND r.level = p.pay_plan
        JOIN policies AS q USING (policy_id)
        WHERE q.product = 'personal_auto' AND k.coverage_code IN ('BI', 'PD', 'COLL', 'COMP'))`,
    "coalesce(published, 1) <> coalesce(pay_plan_factor, 1)",
  ),
];

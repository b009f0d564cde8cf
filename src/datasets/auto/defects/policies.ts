/**
 * Defects of policies, their terms, coverages and premiums.
 *
 * @module
 */
import { formatDay, parseDay } from "../../../core/batch.ts";
import type { Defect, DefectRow, Planting } from "../../../core/defect.ts";
import { states } from "../places.ts";
import { failLevels } from "./_levels.ts";
import { rowsWith, textOf } from "./_copies.ts";

const POLICIES = "policies";
const PERIODS = "policy_periods";
const TRANSACTIONS = "policy_transactions";
const DRIVERS = "vehicle_drivers";
const COVERAGES = "coverages";
const COSTS = "costs";

/** A day that lies some days from another. */
function moveDays(day: string, days: number): string {
  return formatDay(parseDay(day)! + days);
}

/** A number of a row; 0 where it has none. */
function numberOf({ values }: DefectRow, field: string): number {
  return Number(values[field] ?? 0);
}

const policyDefects: readonly Defect[] = [
  {
    code: "key-trim",
    entity: POLICIES,
    field: "policy_number",
    rules: ["pattern-mismatch"],
    check: "R01",
    description: "The policy number with dashes, a suffix of the term, or a blank.",
    needs: [POLICIES],
    plant(planting) {
      const policy = planting.pick(planting.rows(POLICIES));
      if (policy === undefined) return;
      const number = textOf(policy, "policy_number");
      const forms = [
        `${number.slice(0, 3)}-${number.slice(3)}`,
        `${number}-01`,
        `${number.slice(0, 9)} ${number.slice(9)}`,
      ];
      planting.set(policy, "policy_number", planting.pick(forms)!, "pattern-mismatch");
    },
  },
  {
    code: "producer-inactive",
    entity: POLICIES,
    field: "producer_code",
    rules: ["policy-producer-state"],
    check: "R12",
    description: "The code of a producer of another state, who is not licensed in the policy's.",
    needs: [POLICIES],
    plant(planting) {
      const policy = planting.pick(planting.rows(POLICIES));
      if (policy === undefined) return;
      const { codes } = states();
      const own = codes.indexOf(textOf(policy, "state"));
      const other = codes[(own + 1 + planting.random(codes.length - 1)) % codes.length]!;
      const code = `${other}${textOf(policy, "producer_code").slice(2)}`;
      planting.set(policy, "producer_code", code, "policy-producer-state");
    },
  },
  {
    code: "status-stale",
    entity: POLICIES,
    field: "status",
    rules: [],
    check: "R03",
    description: "The policy is still in force though its last term was cancelled.",
    needs: [POLICIES],
    plant(planting) {
      const able = planting.rows(POLICIES).filter((row) => textOf(row, "status") === "cancelled");
      const policy = planting.pick(able);
      if (policy !== undefined) planting.set(policy, "status", "in_force");
    },
  },
];

const MOVED_NEEDS = [PERIODS, TRANSACTIONS, DRIVERS, COVERAGES];

/** Moves the first day of a term; what is dated by it does not follow. */
function moveStart(planting: Planting, period: DefectRow, day: string): void {
  planting.set(period, "effective_on", day, "period-contiguous", [
    "period-length",
    "period-tenure",
    "period-written",
  ]);
  const id = period.values["policy_period_id"]!;
  const own = (entity: string) => rowsWith(planting, entity, "policy_period_id", id);
  for (const row of own(COVERAGES)) planting.fail(row, "rated_on", "coverage-rated-on");
  const early = (row: DefectRow) => textOf(row, "effective_on") < day;
  for (const row of own(TRANSACTIONS).filter(early)) {
    planting.fail(row, "effective_on", "transaction-start");
  }
  for (const row of own(DRIVERS)) planting.fail(row, "rated_on", "driver-rated-on");
  for (const row of own(DRIVERS).filter(early)) {
    planting.fail(row, "effective_on", "driver-start");
  }
}

const periodDefects: readonly Defect[] = [
  {
    code: "term-365",
    entity: PERIODS,
    field: "expires_on",
    rules: ["period-length"],
    check: "T04",
    description: "The term ends by a count of days, not on the same day of the month.",
    needs: [PERIODS],
    plant(planting) {
      const period = planting.pick(planting.rows(PERIODS));
      if (period === undefined) return;
      const day = moveDays(textOf(period, "expires_on"), 1);
      planting.set(period, "expires_on", day, "period-length");
    },
  },
  {
    code: "period-gap",
    entity: PERIODS,
    field: "effective_on",
    rules: ["period-contiguous"],
    check: "T03",
    description:
      "A renewal begins one day late: its first day was taken for the last of the term before.",
    needs: MOVED_NEEDS,
    plant(planting) {
      const rows = planting.rows(PERIODS).slice(1);
      const period = planting.pick(rows.filter(({ values }) => values["cancelled_on"] === null));
      if (period === undefined) return;
      const day = moveDays(textOf(period, "effective_on"), 1);
      moveStart(planting, period, day);
    },
  },
  {
    code: "period-overlap",
    entity: PERIODS,
    field: "effective_on",
    rules: ["period-contiguous"],
    check: "T02",
    description: "A term begins before the one before has ended.",
    needs: MOVED_NEEDS,
    plant(planting) {
      const period = planting.pick(planting.rows(PERIODS).slice(1));
      if (period === undefined) return;
      const day = moveDays(textOf(period, "effective_on"), -(5 + planting.random(40)));
      moveStart(planting, period, day);
    },
  },
  {
    code: "cancel-after-exp",
    entity: PERIODS,
    field: "cancelled_on",
    rules: ["period-cancelled-end"],
    check: "T05",
    description: "The term was cancelled after it had expired.",
    needs: [PERIODS],
    plant(planting) {
      const able = planting.rows(PERIODS).filter(({ values }) => values["cancelled_on"] !== null);
      const period = planting.pick(able);
      if (period === undefined) return;
      const day = moveDays(textOf(period, "expires_on"), 1 + planting.random(40));
      planting.set(period, "cancelled_on", day, "period-cancelled-end");
    },
  },
  {
    code: "prem-sum",
    entity: PERIODS,
    field: "written_premium",
    rules: ["period-written-sum"],
    check: "F12",
    description: "The premium of the term is not the sum of its coverages': a fee is in it.",
    needs: [PERIODS, COSTS],
    plant(planting) {
      const period = planting.pick(planting.rows(PERIODS));
      if (period === undefined) return;
      const premium = Math.round(numberOf(period, "written_premium") * 100 + 2500) / 100;
      planting.set(period, "written_premium", premium, "period-written-sum", [
        "period-transactions-sum",
        "period-unearned",
      ]);
    },
  },
];

const coverageDefects: readonly Defect[] = [
  {
    code: "limit-scale",
    entity: COVERAGES,
    field: "limit_all",
    rules: ["out-of-range"],
    check: "D06",
    description: "The limit in thousands: 50 for 50,000.",
    needs: [COVERAGES],
    plant(planting) {
      const able = planting.rows(COVERAGES).filter((row) => {
        const limit = numberOf(row, "limit_all");
        return limit >= 1000 && limit < 600_000;
      });
      const coverage = planting.pick(able);
      if (coverage === undefined) return;
      const limit = Math.round(numberOf(coverage, "limit_all") / 1000);
      planting.set(coverage, "limit_all", limit, "out-of-range");
    },
  },
  {
    code: "below-min",
    entity: COVERAGES,
    field: "limit_all",
    rules: ["coverage-minimum"],
    check: "D07",
    description: "A limit below the state's minimum, which was not lifted at renewal.",
    needs: [COVERAGES, COSTS],
    plant(planting) {
      const able = planting.rows(COVERAGES).filter((row) => textOf(row, "coverage_code") === "PD");
      const coverage = planting.pick(able);
      if (coverage === undefined) return;
      planting.set(coverage, "limit_all", 4000, "coverage-minimum", ["coverage-limit-all"]);
      failLevels(planting, coverage, "coverage_id", { limit_all: 4000 });
    },
  },
  {
    code: "prem-zero",
    entity: COSTS,
    field: "term_amount",
    rules: ["out-of-range"],
    check: "F19",
    description: "An active coverage has no premium.",
    needs: [COSTS],
    plant(planting) {
      const cost = planting.pick(planting.rows(COSTS));
      if (cost !== undefined) planting.set(cost, "term_amount", 0, "out-of-range");
    },
  },
  {
    code: "earned-over",
    entity: COSTS,
    field: "earned_premium",
    rules: ["cost-earned"],
    check: "F13",
    description: "More premium is earned than was written.",
    needs: [COSTS, PERIODS],
    plant(planting) {
      const cost = planting.pick(planting.rows(COSTS));
      if (cost === undefined) return;
      const earned =
        Math.round(numberOf(cost, "written_premium") * 100 + 100 * (1 + planting.random(50))) / 100;
      planting.set(cost, "earned_premium", earned, "cost-earned");
      const period = cost.values["policy_period_id"]!;
      for (const row of rowsWith(planting, PERIODS, "policy_period_id", period)) {
        planting.fail(row, "earned_premium", "period-earned-sum");
      }
    },
  },
];

const transactionDefects: readonly Defect[] = [
  {
    code: "cancel-no-notice",
    entity: TRANSACTIONS,
    field: "processed_on",
    rules: ["cancellation-notice"],
    check: "T06",
    description: "A cancellation for non-payment takes effect on the day of its notice.",
    needs: [TRANSACTIONS],
    plant(planting) {
      const able = planting.rows(TRANSACTIONS).filter((row) =>
        textOf(row, "reason") === "non_payment"
      );
      const row = planting.pick(able);
      if (row === undefined) return;
      planting.set(row, "processed_on", textOf(row, "effective_on"), "cancellation-notice");
    },
  },
  {
    code: "late-row",
    entity: TRANSACTIONS,
    field: "processed_on",
    rules: [],
    check: "T15",
    description: "A change that was processed after its month was closed: a queue was long.",
    needs: [TRANSACTIONS],
    plant(planting) {
      const able = planting.rows(TRANSACTIONS).filter((row) =>
        textOf(row, "kind") === "endorsement"
      );
      const row = planting.pick(able);
      if (row === undefined) return;
      const day = moveDays(textOf(row, "processed_on"), 35 + planting.random(50));
      planting.set(row, "processed_on", day);
    },
  },
];

/** Defects of the insurance book. */
export const BOOK_DEFECTS: readonly Defect[] = [
  ...policyDefects,
  ...periodDefects,
  ...transactionDefects,
  ...coverageDefects,
];

/**
 * What holds between the fields of transactions, and of their terms.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { LEAST_NOTICE } from "./lifecycle.ts";
import { order } from "./order_rule.ts";

const TRANSACTIONS = "policy_transactions";

/** Signs that a change of premium may have. */
const MORE = { text: "0.00 or more", has: (sign: number) => sign >= 0 };
const LESS = { text: "0.00 or less", has: (sign: number) => sign <= 0 };
const SAME = { text: "0.00", has: (sign: number) => sign === 0 };
const CHANGES: Readonly<Record<string, typeof MORE>> = {
  issue: MORE,
  renewal: MORE,
  cancellation: LESS,
  reinstatement: MORE,
  non_renewal: SAME,
};

/** Rules of transactions. */
export const TRANSACTION_RULES: readonly RowRule[] = [
  {
    kind: "unique",
    code: "transaction-sequence-unique",
    entity: TRANSACTIONS,
    field: "sequence",
    inputs: ["policy_period_id"],
    message: "no two transactions of a term have the same number",
  },
  order(
    TRANSACTIONS,
    "transaction-start",
    "effective_on",
    ">=",
    "policy_period_id.effective_on",
    "a transaction takes effect on or after the first day of its term",
  ),
  order(
    TRANSACTIONS,
    "transaction-end",
    "effective_on",
    "<=",
    "policy_period_id.expires_on",
    "a transaction takes effect by the day on which its term expires",
  ),
  {
    kind: "values",
    code: "transaction-first",
    entity: TRANSACTIONS,
    field: "kind",
    inputs: ["sequence"],
    message: "a term begins with its issue or renewal; a reinstatement follows a cancellation",
    check: (kind, sequence) => {
      const isBegin = kind === "issue" || kind === "renewal";
      if (isBegin !== (sequence === 1)) return isBegin ? "sequence 1" : "issue or renewal";
      return kind === "reinstatement" && Number(sequence) < 3 ? "sequence 3 or more" : undefined;
    },
  },
  order(
    TRANSACTIONS,
    "cancellation-notice",
    "effective_on",
    ">=",
    "processed_on",
    "a cancellation for non-payment takes effect ten days after its notice, or later",
    { shift: { add: LEAST_NOTICE }, when: { field: "reason", values: ["non_payment"] } },
  ),
  order(
    TRANSACTIONS,
    "cancellation-order",
    "effective_on",
    ">=",
    "processed_on",
    "a cancellation that is not flat is processed before it takes effect",
    { when: { field: "reason", values: ["insured_request", "underwriting"] } },
  ),
  {
    kind: "values",
    code: "transaction-change",
    entity: TRANSACTIONS,
    field: "premium_change",
    inputs: ["kind"],
    message:
      "what begins or comes back adds premium, what is cancelled gives it back, a refusal moves none",
    check: (change, kind) => {
      const wanted = CHANGES[`${kind}`];
      return wanted === undefined || wanted.has(Math.sign(Number(change)))
        ? undefined
        : wanted.text;
    },
  },
  {
    kind: "values",
    code: "transaction-endorsement",
    entity: TRANSACTIONS,
    field: "premium_change",
    inputs: ["reason"],
    when: { field: "kind", values: ["endorsement"] },
    message:
      "a vehicle that is added adds premium, one that is removed gives it back, other changes move none",
    check: (change, reason) => {
      const wanted = reason === "add_vehicle" ? MORE : reason === "remove_vehicle" ? LESS : SAME;
      return wanted.has(Math.sign(Number(change))) ? undefined : wanted.text;
    },
  },
  {
    kind: "presence",
    code: "transaction-vehicle",
    entity: TRANSACTIONS,
    field: "vehicle_id",
    isPresent: true,
    when: { field: "reason", values: ["add_vehicle", "remove_vehicle"] },
    message: "an endorsement that adds or removes a vehicle names it",
  },
];

/**
 * Entity `policy_transaction`: what happened to a term, and how it changed the premium.
 *
 * @module
 */
import type { IdWords } from "../../../core/batch.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { dayField, idField, syntheticSource, wordField } from "../fields.ts";
import { defineIds, defineReferences } from "../identifiers.ts";
import { VEHICLE_IDS } from "../vehicle.ts";
import { PERIOD_IDS } from "./book_ids.ts";
import { decimalField, MONEY_SCALE, numberField } from "./columns.ts";
import { TRANSACTION_KINDS, TRANSACTION_REASONS, TRANSACTIONS } from "./transactions.ts";

const rowCount: Fact<number> = defineFact((chunk) => chunk.get(TRANSACTIONS).count);
const ids = defineIds("policy_transaction", TRANSACTIONS);
const periodIds = defineReferences(
  PERIOD_IDS,
  TRANSACTIONS,
  defineFact((chunk) => chunk.get(TRANSACTIONS).periods),
);

/** Vehicles that are added, and which transactions add one. */
interface Added {
  readonly rows: Int32Array;
  readonly validity: Uint8Array;
}

const ADDED: Fact<Added> = defineFact<Added>((chunk, kept) => {
  const { count, vehicles } = chunk.get(TRANSACTIONS);
  const rows = makeRoom(kept?.rows, count, (length) => new Int32Array(length));
  const validity = makeRoom(kept?.validity, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    validity[row] = vehicles[row]! < 0 ? 0 : 1;
    rows[row] = vehicles[row]! < 0 ? 0 : vehicles[row]!;
  }
  return { rows, validity };
});
const addedIds: Fact<IdWords> = defineReferences(
  VEHICLE_IDS,
  TRANSACTIONS,
  defineFact((chunk) => chunk.get(ADDED).rows),
);

const hasReason: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, reasons } = chunk.get(TRANSACTIONS);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = reasons[row] === 0 ? 0 : 1;
  return out;
});

/** The entity. */
export const POLICY_TRANSACTION: MadeEntity = {
  name: "policy_transaction",
  plural: "policy_transactions",
  description: "An event of a term, with its change of premium.",
  rowCount,
  fields: [
    idField("policy_transaction_id", "Identifies the transaction.", ids, { key: true }),
    idField("policy_period_id", "The term.", periodIds, {
      reference: { entity: "policy_periods", field: "policy_period_id" },
    }),
    numberField(
      "sequence",
      "Number in the term, from 1, in the order of processing.",
      (chunk) => ({ values: chunk.get(TRANSACTIONS).sequences }),
      { min: 1, max: 600 },
    ),
    wordField(
      "kind",
      "What happened.",
      () => TRANSACTION_KINDS,
      (chunk) => chunk.get(TRANSACTIONS).kinds,
      { values: TRANSACTION_KINDS, plain: true },
    ),
    wordField(
      "reason",
      "Why; null for the beginning of a term.",
      () => TRANSACTION_REASONS,
      (chunk) => ({
        codes: chunk.get(TRANSACTIONS).reasons,
        validity: chunk.get(hasReason),
      }),
      { nullable: true, values: TRANSACTION_REASONS.slice(1), plain: true },
    ),
    dayField(
      "effective_on",
      "Day from which it counts.",
      (chunk) => chunk.get(TRANSACTIONS).effectives,
    ),
    dayField(
      "processed_on",
      "Day on which it was processed.",
      (chunk) => chunk.get(TRANSACTIONS).processed,
      { origin: "Never after it takes effect, but for a flat cancellation." },
    ),
    {
      ...idField(
        "vehicle_id",
        "The vehicle that is added or removed; null for other events.",
        addedIds,
        {
          nullable: true,
          reference: { entity: "vehicles", field: "vehicle_id" },
        },
      ),
      column: (chunk) => ({
        kind: "id",
        values: chunk.get(addedIds),
        validity: chunk.get(ADDED).validity,
      }),
    },
    decimalField(
      "premium_change",
      "Change of the term's written premium.",
      MONEY_SCALE,
      (chunk) => ({ values: chunk.get(TRANSACTIONS).changes }),
      {
        unit: "USD",
        min: -9_999_999,
        max: 9_999_999,
        origin: "Of all coverages that it begins, ends or takes up again, pro rata by days.",
      },
    ),
    syntheticSource(rowCount),
  ],
};

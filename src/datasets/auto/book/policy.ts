/**
 * Entity `policy`: the contract of an account over all its terms.
 *
 * @module
 */
import { openPermutation } from "../../../random/permutation.ts";
import { STATES } from "../account.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity } from "../entity.ts";
import { dayField, idField, syntheticSource, textField, wordField } from "../fields.ts";
import { states } from "../places.ts";
import { once } from "../tables.ts";
import { putDigits, TextRoom } from "../texts.ts";
import { defineShared } from "../world.ts";
import { POLICY_ACCOUNT_IDS, POLICY_IDS } from "./book_ids.ts";
import { CARRIERS } from "./choices.ts";
import { BANDS, PAY_PLANS } from "./codes.ts";
import { defineGather, defineNumberGather, numberField, truthField } from "./columns.ts";
import { POLICIES, POLICY_DRAWS } from "./policies.ts";
import { POLICY_ROWS, POLICY_STATUSES } from "./states_of_terms.ts";

/** Products, by line. */
export const PRODUCTS = ["personal_auto", "commercial_auto"] as const;
/** Ways policies are sold. */
export const CHANNELS = ["captive", "independent", "direct"] as const;
/** Who sends the bill. */
export const BILLING_METHODS = ["direct", "agency", "list"] as const;

/** Policy numbers are below it. */
const MOST_NUMBERS = 1_000_000_000_000;
/** Characters of a policy number: three letters and twelve digits. */
export const NUMBER_LENGTH = 15;
/** Form of a policy number. */
export const NUMBER_PATTERN = "^(PAU|CAU)[0-9]{12}$";
/** Producers of a state. */
const PRODUCERS = 40;

const NUMBERS = defineShared((world) =>
  openPermutation(world.stream("policy"), "policy_number", MOST_NUMBERS)
);

/** Policy numbers by account: letters of the line and digits, unique by a keyed permutation of the account. */
const ACCOUNT_POLICY_NUMBERS: Fact<Float64Array> = defineFact<Float64Array>((chunk, kept) => {
  const out = kept ?? new Float64Array(chunk.capacity);
  chunk.world.get(NUMBERS).fillRange(chunk.start, chunk.count, out);
  return out;
});

/**
 * Defines the policy numbers of rows.
 *
 * @param rows Whose account each is of.
 * @returns The texts.
 */
export function defineNumbers<
  T extends { readonly count: number; readonly accounts: Int32Array },
>(rows: Fact<T>): Fact<TextRoom> {
  return defineFact<TextRoom>((chunk, kept) => {
    const { count, accounts } = chunk.get(rows);
    const { lines } = chunk.get(POLICIES);
    const numbers = chunk.get(ACCOUNT_POLICY_NUMBERS);
    const out = kept ?? new TextRoom();
    out.reserve(count, NUMBER_LENGTH);
    const { bytes, offsets } = out;
    for (let row = 0; row < count; row++) {
      const i = accounts[row]!;
      const place = row * NUMBER_LENGTH;
      offsets[row] = place;
      bytes[place] = lines[i] === 0 ? 80 : 67;
      bytes[place + 1] = 65;
      bytes[place + 2] = 85;
      putDigits(bytes, place + 3, NUMBER_LENGTH - 3, numbers[i]!);
    }
    offsets[count] = count * NUMBER_LENGTH;
    return out;
  });
}

const numbers = defineNumbers(POLICY_ROWS);
const policyCount: Fact<number> = defineFact((chunk) => chunk.get(POLICY_ROWS).count);

const bytesOf = (of: Parameters<typeof defineGather>[1]) =>
  defineGather(
    (chunk) => chunk.get(POLICY_ROWS).count,
    of,
    (chunk) => chunk.get(POLICY_ROWS).accounts,
  );
const numbersOf = (of: Parameters<typeof defineNumberGather>[1]) =>
  defineNumberGather(
    (chunk) => chunk.get(POLICY_ROWS).count,
    of,
    (chunk) => chunk.get(POLICY_ROWS).accounts,
  );

const lines = bytesOf((chunk) => chunk.get(POLICIES).lines);
const policyStates = bytesOf((chunk) => chunk.get(STATES));
const bands = bytesOf((chunk) => chunk.get(POLICIES).bands);
const payPlans = bytesOf((chunk) => chunk.get(POLICIES).payPlans);
const carriers = bytesOf((chunk) => chunk.get(CARRIERS));
const months = numbersOf((chunk) => chunk.get(POLICIES).months);
const quoted = numbersOf((chunk) => chunk.get(POLICIES).quoted);
const issued = numbersOf((chunk) => chunk.get(POLICIES).issued);
const originals = numbersOf((chunk) => chunk.get(POLICIES).originals);

/** Shares of the channels and of the billing methods, in 256ths, by line; the rest is the last. */
const CHANNEL_SHARES = [[89, 172], [26, 241]] as const;
const BILLING_SHARES = [[248, 251], [200, 256]] as const;

/** What the way of sale decides. */
interface Sales {
  readonly channels: Uint8Array;
  readonly billings: Uint8Array;
  /** State x 40 + number of the producer. */
  readonly producers: Uint16Array;
}

const SALES: Fact<Sales> = defineFact<Sales>((chunk, kept) => {
  const { count, accounts } = chunk.get(POLICY_ROWS);
  const words = chunk.get(POLICY_DRAWS).words("channel");
  const of = chunk.get(POLICIES).lines;
  const where = chunk.get(STATES);
  const out = {
    channels: makeRoom(kept?.channels, count, (length) => new Uint8Array(length)),
    billings: makeRoom(kept?.billings, count, (length) => new Uint8Array(length)),
    producers: makeRoom(kept?.producers, count, (length) => new Uint16Array(length)),
  };
  for (let row = 0; row < count; row++) {
    const i = accounts[row]!;
    const word = words[i]!;
    const [captive, independent] = CHANNEL_SHARES[of[i]!]!;
    const [direct, agency] = BILLING_SHARES[of[i]!]!;
    const channel = word >>> 24;
    const billing = (word >>> 16) & 255;
    out.channels[row] = channel < captive ? 0 : channel < independent ? 1 : 2;
    out.billings[row] = billing < direct ? 0 : billing < agency ? 1 : 2;
    out.producers[row] = where[i]! * PRODUCERS + (((word & 0xffff) * PRODUCERS) >>> 16);
  }
  return out;
});

const producerWords = once(() =>
  states().codes.flatMap((code) =>
    Array.from({ length: PRODUCERS }, (_, at) => `${code}-${String(1001 + at * 7)}`)
  )
);

/** The entity. */
export const POLICY: MadeEntity = {
  name: "policy",
  plural: "policies",
  description: "A contract of an account, over all its terms.",
  rowCount: policyCount,
  fields: [
    idField("policy_id", "Identifies the policy.", POLICY_IDS, { key: true }),
    idField("account_id", "The account it belongs to.", POLICY_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    textField("policy_number", "Number of the policy.", numbers, {
      pattern: NUMBER_PATTERN,
      minLength: NUMBER_LENGTH,
      maxLength: NUMBER_LENGTH,
      plain: true,
      unique: "policy-number-unique",
      origin: "Letters of the product and a keyed permutation of the account's index.",
    }),
    wordField(
      "product",
      "Product: personal or commercial auto.",
      () => PRODUCTS,
      (chunk) => chunk.get(lines),
      { values: PRODUCTS, plain: true, origin: "By the account's line of business." },
    ),
    wordField(
      "state",
      "State whose law the policy follows.",
      () => states().codes,
      (chunk) => chunk.get(policyStates),
      { pattern: "^[A-Z]{2}$", plain: true, origin: "Of the account." },
    ),
    wordField("band", "Band of limits.", () => BANDS, (chunk) => chunk.get(bands), {
      values: BANDS,
      plain: true,
      origin: "Drawn once; all options are then chosen within the band.",
    }),
    numberField(
      "term_months",
      "Months of a term.",
      (chunk) => ({ values: chunk.get(months) }),
      { min: 1, max: 12, unit: "months", origin: "By the shares of the band." },
    ),
    dayField("quoted_on", "Day of the quote.", (chunk) => chunk.get(quoted), {
      origin: "Not before the account was opened.",
    }),
    dayField("issued_on", "Day on which the policy was issued.", (chunk) => chunk.get(issued)),
    dayField(
      "original_effective_on",
      "First day of the first term.",
      (chunk) => chunk.get(originals),
      { origin: "When the account is open and its earliest vehicle bought, on a day 1 to 28." },
    ),
    wordField(
      "pay_plan",
      "How the premium is paid.",
      () => PAY_PLANS,
      (chunk) => chunk.get(payPlans),
      {
        values: PAY_PLANS,
        plain: true,
      },
    ),
    wordField(
      "billing_method",
      "Who bills.",
      () => BILLING_METHODS,
      (chunk) => chunk.get(SALES).billings,
      { values: BILLING_METHODS, plain: true },
    ),
    wordField(
      "channel",
      "How the policy was sold.",
      () => CHANNELS,
      (chunk) => chunk.get(SALES).channels,
      { values: CHANNELS, plain: true, origin: "By the shares of premium of the channels, 2021." },
    ),
    wordField(
      "producer_code",
      "Code of the producer, who is licensed in the policy's state.",
      producerWords,
      (chunk) => chunk.get(SALES).producers,
      { pattern: "^[A-Z]{2}-[0-9]{4}$", plain: true },
    ),
    truthField(
      "is_motor_carrier",
      "Whether the business carries for hire across states, with the endorsement that federal law asks for.",
      (chunk) => ({ values: chunk.get(carriers) }),
      { origin: "Trucking businesses, NAICS 484." },
    ),
    wordField(
      "status",
      "How the policy stands on the plan's day.",
      () => POLICY_STATUSES,
      (chunk) => chunk.get(POLICY_ROWS).statuses,
      { values: POLICY_STATUSES, plain: true, origin: "Of its last term." },
    ),
    syntheticSource(policyCount),
  ],
};

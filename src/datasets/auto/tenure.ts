/**
 * Whether a household owns or rents its home.
 *
 * @module
 */
import { PERSON_ROWS } from "./account.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS } from "./draws.ts";
import { MEMBERS } from "./members.ts";

/** Tenures; an account holds an index in this list. */
export const TENURE_WORDS = ["own", "rent"] as const;

/** Share of owners by the householder's age, up to an age: ACS 2022 and Housing Vacancy Survey 2022 (grade B),
 * shared out below 35 so that all of them have the 39 per cent of the survey (grade C). */
const OWNER_SHARES = [[21, 0.1], [24, 0.22], [29, 0.39], [34, 0.52], [44, 0.62], [54, 0.705], [
  64,
  0.755,
], [120, 0.793]] as const;

const SHARE_OF_AGE = Float64Array.from(
  { length: 128 },
  (_, age) => (OWNER_SHARES.find(([last]) => age <= last) ?? OWNER_SHARES.at(-1)!)[1],
);

/** Tenure of each household, an index in {@link TENURE_WORDS}; means nothing for businesses. */
export const TENURES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const words = chunk.get(ACCOUNT_DRAWS).words("tenure");
  const { offsets } = chunk.get(PERSON_ROWS);
  const { ages } = chunk.get(MEMBERS);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) {
    const share = SHARE_OF_AGE[ages[offsets[i]!]!]!;
    out[i] = (words[i]! >>> 0) * 2 ** -32 < share ? 0 : 1;
  }
  return out;
});

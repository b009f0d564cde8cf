/**
 * Counts couples and those of them with one last name, whatever parts a table is read in.
 *
 * @module
 */
import { STATE } from "../../validate/decoded_column.ts";
import { placesIn } from "../tallies.ts";
import type { Tally } from "./measure.ts";

/** How many couples there are. */
export interface CoupleCounts {
  readonly count: number;
  /** Those whose last names are the same. */
  readonly sameCount: number;
}

/** What counts of a person. */
interface Person {
  /** The account, as words of its identifier. */
  readonly account: readonly [number, number];
  readonly isSpouse: boolean;
  readonly lastName: string | undefined;
}

interface CouplePart extends CoupleCounts {
  /** The ends of the part: a couple may lie across two. */
  readonly first: Person | undefined;
  readonly last: Person | undefined;
}

/** A couple is a spouse and the person in the row before, of one account. */
function isCouple(before: Person | undefined, person: Person | undefined): boolean {
  return before !== undefined && person?.isSpouse === true &&
    before.account[0] === person.account[0] && before.account[1] === person.account[1];
}

function isSameName(before: Person | undefined, person: Person | undefined): boolean {
  return before?.lastName !== undefined && before.lastName === person?.lastName;
}

/** The couples of persons. Its sum is {@linkcode CoupleCounts}. */
export const coupleTally: Tally = {
  id: "couples with one name",
  entity: "persons",
  fields: ["account_id", "relationship", "last_name"],
  wordFields: ["relationship", "last_name"],
  open({ column, words }) {
    const [account, relation, name] = [
      column("account_id"),
      column("relationship"),
      column("last_name"),
    ];
    const spouse = placesIn(words, ["spouse"]);
    const personAt = (row: number): Person => {
      const code = name.states[row] === STATE.value ? name.codes[row]! : -1;
      return {
        account: [account.ids[row * 4]!, account.ids[row * 4 + 1]!],
        isSpouse: spouse(relation.codes[row]!) === 0,
        lastName: code < 0 ? undefined : words.text(code),
      };
    };
    let count = 0;
    let sameCount = 0;
    let first: Person | undefined;
    let last: Person | undefined;
    return {
      rows(rowCount) {
        if (rowCount === 0) return;
        first ??= personAt(0);
        for (let row = 0; row < rowCount; row++) {
          // Most persons are no spouses: they are passed over by their number.
          if (spouse(relation.codes[row]!) !== 0) continue;
          const before = row === 0 ? last : personAt(row - 1);
          const person = personAt(row);
          if (!isCouple(before, person)) continue;
          count++;
          if (isSameName(before, person)) sameCount++;
        }
        last = personAt(rowCount - 1);
      },
      take(): CouplePart {
        const part = { count, sameCount, first, last };
        count = sameCount = 0;
        first = last = undefined;
        return part;
      },
    };
  },
  merge(sum, part): CouplePart {
    const next = part as CouplePart;
    const known = sum as CouplePart | undefined;
    if (known === undefined) return next;
    const isAcross = isCouple(known.last, next.first);
    return {
      count: known.count + next.count + (isAcross ? 1 : 0),
      sameCount: known.sameCount + next.sameCount +
        (isAcross && isSameName(known.last, next.first) ? 1 : 0),
      first: known.first ?? next.first,
      last: next.last ?? known.last,
    };
  },
};

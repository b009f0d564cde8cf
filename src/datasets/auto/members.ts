/**
 * Who the persons of an account are: role, relation, sex, age, marital state.
 *
 * @module
 */
import { CLASSES, PERSON_DRAWS, PERSON_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import * as kin from "./kin.ts";
import { HOUSEHOLD } from "./strata.ts";

/** Roles; a row holds an index in this list. */
export const ROLES = ["named_insured", "spouse", "driver"] as const;
/** Index of each role in {@link ROLES}. */
export const ROLE = { namedInsured: 0, spouse: 1, driver: 2 } as const;

/** Relations to the named insured, or to the business; a row holds an index in this list. */
export const RELATIONS = [
  "self",
  "spouse",
  "partner",
  "child",
  "parent",
  "other",
  "owner",
  "employee",
] as const;
/** Index of each relation in {@link RELATIONS}. */
export const RELATION = {
  self: 0,
  spouse: 1,
  partner: 2,
  child: 3,
  parent: 4,
  other: 5,
  owner: 6,
  employee: 7,
} as const;

/** The persons of a chunk. */
export interface Members {
  /** Index in {@link ROLES}. */
  readonly roles: Uint8Array;
  /** Index in {@link RELATIONS}. */
  readonly relations: Uint8Array;
  /** 0 for men, 1 for women. */
  readonly sexes: Uint8Array;
  /** Whole years on the day of the plan's `as-of`. */
  readonly ages: Uint8Array;
  /** Index in the list of marital states. */
  readonly maritals: Uint8Array;
}

/** Age of drivers of heavy vehicles at least: interstate driving wants 21 (49 CFR 391.11). */
const COMMERCIAL_AGE = 21;

/** Couples of one sex among couples, in 256ths: 1.7 % (grade C). */
const SAME_SEX = 4.35 / 256;

/** Persons in the order of their accounts. */
export const MEMBERS: Fact<Members> = defineFact<Members>((chunk, kept) => {
  const rows = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const classes = chunk.get(CLASSES);
  const ageWords = draws.words("age");
  const kinWords = draws.words("relation");
  const maritalWords = draws.words("marital_status");
  const room = (array: Uint8Array | undefined) =>
    makeRoom(array, rows.count, (length) => new Uint8Array(length));
  const out: Members = {
    roles: room(kept?.roles),
    relations: room(kept?.relations),
    sexes: room(kept?.sexes),
    ages: room(kept?.ages),
    maritals: room(kept?.maritals),
  };
  const { offsets } = rows;
  const family = new Family(out, ageWords, kinWords);
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    if (classes[i] === HOUSEHOLD) family.placeHousehold(first, last);
    else family.placeBusiness(first, last);
  }
  const needs = chunk.get(LICENCE_NEEDS);
  for (let row = 0; row < rows.count; row++) {
    if (needs[row] !== 0 && out.ages[row]! < COMMERCIAL_AGE) out.ages[row] = COMMERCIAL_AGE;
  }
  placeMaritals(out, maritalWords, rows.count);
  return out;
});

/** Fills in the persons of one account after the other. */
class Family {
  readonly #structures = kin.structureWeights();
  readonly #householders = kin.householderWeights();
  readonly #workers = kin.workerWeights();
  readonly #kin = kin.kinWeights();

  constructor(
    readonly out: Members,
    readonly ageWords: Int32Array,
    readonly kinWords: Int32Array,
  ) {}

  placeBusiness(first: number, last: number): void {
    const { roles, relations, sexes, ages } = this.out;
    for (let row = first; row < last; row++) {
      const isOwner = row === first;
      roles[row] = isOwner ? 0 : 2;
      relations[row] = isOwner ? 6 : 7;
      // Owners and drivers of businesses are men more often (grade C).
      sexes[row] = this.kinWords[row]! >>> 28 < (isOwner ? 5 : 3) ? 1 : 0;
      ages[row] = kin.MIN_AGE + this.#workers.pick(this.ageWords[row]!, isOwner ? 1 : 0);
    }
  }

  placeHousehold(first: number, last: number): void {
    const { roles, relations, sexes, ages } = this.out;
    const { ageWords, kinWords } = this;
    const structure = last - first === 1 ? 0 : this.#structures.pick(kinWords[first]!, 0);
    const entry = this.#householders.pick(ageWords[first]!, structure);
    const sex = entry >= kin.HOUSEHOLDER_AGES ? 1 : 0;
    const place = entry - sex * kin.HOUSEHOLDER_AGES;
    roles[first] = 0;
    relations[first] = 0;
    sexes[first] = sex;
    ages[first] = kin.MIN_AGE + place;
    if (last - first === 1) return;
    let row = first + 1;
    const isCouple = structure === kin.STRUCTURE.married || structure === kin.STRUCTURE.partners;
    if (isCouple) {
      const isSame = (kinWords[row]! >>> 0) * 2 ** -32 < SAME_SEX;
      const age = this.#kin.partners.pick(ageWords[row]!, sex * kin.HOUSEHOLDER_AGES + place);
      roles[row] = structure === kin.STRUCTURE.married ? 1 : 2;
      relations[row] = structure === kin.STRUCTURE.married ? 1 : 2;
      sexes[row] = isSame ? sex : 1 - sex;
      ages[row] = kin.MIN_AGE + age;
      row++;
    }
    for (; row < last; row++) this.#placeOther(row, structure, place);
  }

  #placeOther(row: number, structure: number, place: number): void {
    const { roles, relations, sexes, ages } = this.out;
    const word = this.kinWords[row]!;
    const chance = (word >>> 1) * 2 ** -31;
    const age = kin.MIN_AGE + place;
    let childShare = age >= kin.MIN_PARENT_AGE ? 0.9 : 0;
    if (structure === kin.STRUCTURE.parent) childShare = 1;
    if (structure === kin.STRUCTURE.others) childShare = 0;
    const parentPart = structure === kin.STRUCTURE.others
      ? (age >= 20 && age <= 62 ? 0.35 : 0)
      : (age >= 22 && age <= 62 ? 0.45 : 0);
    roles[row] = 2;
    sexes[row] = word & 1;
    const ageWord = this.ageWords[row]!;
    if (chance < childShare) {
      relations[row] = 3;
      ages[row] = kin.MIN_AGE + this.#kin.children.pick(ageWord, place);
    } else if (chance < childShare + (1 - childShare) * parentPart) {
      relations[row] = 4;
      ages[row] = kin.MIN_AGE + this.#kin.parents.pick(ageWord, place);
    } else {
      relations[row] = 5;
      ages[row] = kin.MIN_AGE + this.#kin.peers.pick(ageWord, place);
    }
  }
}

/** A spouse of the account is married, and so is whose spouse it is; nobody else of a household is. */
function placeMaritals(out: Members, words: Int32Array, count: number): void {
  const { tables, all, unmarried } = kin.maritalWeights();
  const { relations, sexes, ages, maritals } = out;
  for (let row = 0; row < count; row++) {
    const table = tables[2 * (ages[row]! - kin.MIN_AGE) + sexes[row]!]!;
    const relation = relations[row]!;
    if (relation >= RELATION.owner) maritals[row] = all.pick(words[row]!, table);
    else if (relation === RELATION.spouse) {
      maritals[row] = 0;
      maritals[row - 1] = 0;
    } else maritals[row] = unmarried.pick(words[row]!, table);
  }
}
